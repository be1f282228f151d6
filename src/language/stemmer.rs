//! Stemmers: our own for English, rust-stemmers where it has the language, a maintained Snowball crate for the others.

use super::{Language, english};
use rust_stemmers::Algorithm as Older;
use snowball_stemmers_rs::Algorithm as Newer;

/// Words longer than this many bytes stay as they are: the algorithms copy the word at every change.
const LONGEST: usize = 128;

/// Reduces the words of one language to stems; words of a language without a stemmer stay as they are.
///
/// ```
/// use epitome::language::{Language, stemmer::Stemmer};
/// let mut stem = String::new();
/// Stemmer::new(Language::English).stem_into("wolves", &mut stem);
/// assert_eq!(stem, "wolv");
/// ```
pub struct Stemmer(Kind);

enum Kind {
    None,
    /// Our own for words in ASCII that are not too long for it, the other for what is left.
    English(rust_stemmers::Stemmer),
    Older(rust_stemmers::Stemmer),
    Newer(snowball_stemmers_rs::Stemmer),
}

macro_rules! stemmers {
    ($($language:ident $generation:ident,)*) => {
        impl Stemmer {
            /// The stemmer of a language.
            pub fn new(language: Language) -> Self {
                Self(match language {
                    Language::English => Kind::English(rust_stemmers::Stemmer::create(Older::English)),
                    $(Language::$language => Kind::from($generation::$language),)*
                    _ => Kind::None,
                })
            }
        }
    };
}

stemmers! {
    Arabic Older,
    Armenian Newer,
    Basque Newer,
    Catalan Newer,
    Czech Newer,
    Danish Older,
    Dutch Older,
    Esperanto Newer,
    Estonian Newer,
    Finnish Older,
    French Older,
    German Older,
    Greek Older,
    Hindi Newer,
    Hungarian Older,
    Indonesian Newer,
    Irish Newer,
    Italian Older,
    Lithuanian Newer,
    Nepali Newer,
    Norwegian Older,
    Persian Newer,
    Polish Newer,
    Portuguese Older,
    Romanian Older,
    Russian Older,
    Serbian Newer,
    Spanish Older,
    Swedish Older,
    Tamil Older,
    Turkish Older,
    Ukrainian Newer,
    Yiddish Newer,
}

impl From<Older> for Kind {
    fn from(algorithm: Older) -> Self {
        Self::Older(rust_stemmers::Stemmer::create(algorithm))
    }
}

impl From<Newer> for Kind {
    fn from(algorithm: Newer) -> Self {
        Self::Newer(snowball_stemmers_rs::Stemmer::create(algorithm))
    }
}

impl Stemmer {
    /// Whether there is a stemmer, so that stems may differ from words.
    pub fn is_some(&self) -> bool {
        !matches!(self.0, Kind::None)
    }

    /// The stem of a word of up to sixteen bytes of ASCII, both as numbers, the first byte lowest; `None` where only
    /// [`stem_into`](Self::stem_into) tells it.
    pub(crate) fn stem_short(&self, word: u128) -> Option<u128> {
        match &self.0 {
            Kind::None => Some(word),
            Kind::English(_) => Some(english::stem_short(word)),
            Kind::Older(_) | Kind::Newer(_) => None,
        }
    }

    /// Appends the stem of `word`, which is in lower case, to `out`.
    pub fn stem_into(&self, word: &str, out: &mut String) {
        match &self.0 {
            Kind::English(_) if word.is_ascii() && word.len() <= english::LONGEST => {
                english::stem_into(word, out);
            }
            Kind::English(stemmer) if word.len() <= LONGEST => out.push_str(&stemmer.stem(word)),
            Kind::Older(stemmer) if word.len() <= LONGEST => out.push_str(&stemmer.stem(word)),
            Kind::Newer(stemmer) if word.len() <= LONGEST => out.push_str(&stemmer.stem(word)),
            _ => out.push_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stem(language: Language, word: &str) -> String {
        let mut stem = String::new();
        Stemmer::new(language).stem_into(word, &mut stem);
        stem
    }

    #[test]
    fn every_language_of_the_contract_has_a_stemmer() {
        let codes =
            "ar da nl en fi fr de el hu it no pt ro ru es sv ta tr hy eu ca cs et hi id ga lt ne fa pl sr";
        for code in codes.split(' ') {
            let language: Language = code.parse().unwrap();
            assert!(Stemmer::new(language).is_some(), "{language}");
        }
        assert!(!Stemmer::new(Language::Chinese).is_some() && !Stemmer::new(Language::Unknown).is_some());
    }

    #[test]
    fn forms_of_a_word_meet() {
        let pairs = [
            (Language::English, "attacks", "attacked"),
            (Language::German, "häuser", "häusern"),
            (Language::French, "économique", "économiques"),
            (Language::Russian, "города", "городов"),
            (Language::Catalan, "gats", "gat"),
            (Language::Polish, "miasta", "miasto"),
            (Language::Basque, "etxeak", "etxe"),
            (Language::Hindi, "लड़का", "लड़के"),
            (Language::Serbian, "градови", "градова"),
        ];
        for (language, one, other) in pairs {
            assert_eq!(stem(language, one), stem(language, other), "{language}: {one}, {other}");
        }
        assert_eq!(stem(Language::Unknown, "words"), "words");
        assert_eq!(stem(Language::English, &"wolves".repeat(40)), "wolves".repeat(40));
    }

    proptest! {
        #[test]
        fn no_word_makes_a_stemmer_panic(word in "\\PC{0,24}", lower in "[a-zà-ž'а-ёא-תء-ي\u{900}-\u{94D}]{0,16}") {
            for &language in Language::ALL {
                stem(language, &word.to_lowercase());
                stem(language, &lower);
            }
        }
    }
}
