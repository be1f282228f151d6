//! Abbreviations of a language, from `src/segment/abbreviations/CODE.txt`, frozen when the program is built.

use std::sync::OnceLock;

use super::role::Role;
use crate::frozen::FrozenMap;
use crate::language::Language;

/// Bytes that an abbreviation may have.
const MAX_LEN: usize = 32;

/// The abbreviations of one language, in lower case, without the last dot.
#[derive(Debug)]
pub(super) struct Abbreviations {
    words: FrozenMap,
    /// Bytes of the longest.
    longest: usize,
    /// Entry `byte % 32`: of the words that end in this byte. Most words are told by it.
    ends: [Ends; 32],
}

/// What there is among some words: a bit for each length in bytes, for each first byte and for each in the middle, as
/// `byte % 32`.
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    lengths: u64,
    firsts: u32,
    middles: u32,
}

macro_rules! lists {
    ($($language:ident $code:literal,)*) => {
        impl Abbreviations {
            /// The list of a language, looked through on first use; English where there is none.
            pub(super) fn of(language: Language) -> &'static Self {
                match language {
                    $(Language::$language => {
                        static LIST: OnceLock<Abbreviations> = OnceLock::new();
                        LIST.get_or_init(|| {
                            Self::new(FrozenMap::new(include_bytes!(concat!(
                                env!("OUT_DIR"),
                                "/abbreviations-",
                                $code
                            ))))
                        })
                    })*
                    _ => Self::of(Language::English),
                }
            }
        }

        #[cfg(test)]
        const LISTED: &[Language] = &[$(Language::$language,)*];
    };
}

lists! {
    Arabic "ar",
    Armenian "hy",
    Basque "eu",
    Bulgarian "bg",
    Catalan "ca",
    Croatian "hr",
    Czech "cs",
    Danish "da",
    Dutch "nl",
    English "en",
    Estonian "et",
    Finnish "fi",
    French "fr",
    German "de",
    Greek "el",
    Hindi "hi",
    Hungarian "hu",
    Indonesian "id",
    Irish "ga",
    Italian "it",
    Kazakh "kk",
    Latvian "lv",
    Lithuanian "lt",
    Marathi "mr",
    Norwegian "no",
    Polish "pl",
    Portuguese "pt",
    Romanian "ro",
    Russian "ru",
    Serbian "sr",
    Slovak "sk",
    Slovenian "sl",
    Spanish "es",
    Swedish "sv",
    Turkish "tr",
    Ukrainian "uk",
}

impl Abbreviations {
    fn new(words: FrozenMap) -> Self {
        let longest = words.words().map(<[u8]>::len).max().unwrap_or(0);
        let mut ends = [Ends::default(); 32];
        for word in words.words() {
            if let (Some(first), Some(middle), Some(last)) =
                (word.first(), word.get(word.len() / 2), word.last())
            {
                let ends = &mut ends[usize::from(last % 32)];
                ends.lengths |= 1 << word.len().min(MAX_LEN);
                ends.firsts |= 1 << (first % 32);
                ends.middles |= 1 << (middle % 32);
            }
        }
        Self { words, longest, ends }
    }

    /// What is known of a word without its last dot; it is folded to lower case here.
    #[inline]
    pub(super) fn role(&self, word: &str) -> Option<Role> {
        if word.is_ascii() { self.role_of_ascii(word.as_bytes()) } else { self.role_beyond_ascii(word) }
    }

    /// The same of a word of ASCII.
    #[inline]
    pub(super) fn role_of_ascii(&self, word: &[u8]) -> Option<Role> {
        // Capitals and small letters agree in their last five bits.
        let (first, middle, last) = (word.first()?, word.get(word.len() / 2)?, word.last()?);
        let Ends { lengths, firsts, middles } = self.ends[usize::from(last % 32)];
        let beside = firsts >> (first % 32) & middles >> (middle % 32) & 1;
        let may_be = word.len() <= self.longest && lengths >> word.len() & u64::from(beside) == 1;
        if may_be { self.listed(word) } else { None }
    }

    #[inline(never)]
    fn listed(&self, word: &[u8]) -> Option<Role> {
        let mut folded = [0u8; MAX_LEN];
        let folded = folded.get_mut(..word.len())?;
        for (folded, byte) in folded.iter_mut().zip(word) {
            *folded = byte.to_ascii_lowercase();
        }
        self.words.get(folded).and_then(Role::unpack)
    }

    fn role_beyond_ascii(&self, word: &str) -> Option<Role> {
        let mut folded = [0u8; MAX_LEN];
        let mut len = 0;
        for c in word.chars().flat_map(char::to_lowercase) {
            let end = len + c.len_utf8();
            c.encode_utf8(folded.get_mut(len..end)?);
            len = end;
        }
        self.words.get(&folded[..len]).and_then(Role::unpack)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_folded_and_without_contradictions() {
        for &language in LISTED {
            let words: Vec<_> = Abbreviations::of(language).words.words().collect();
            assert!(!words.is_empty(), "{language}");
            for word in words.into_iter().map(|word| std::str::from_utf8(word).unwrap()) {
                assert_eq!(word, word.to_lowercase(), "{language}");
                assert!(!word.ends_with('.') && word.len() <= MAX_LEN, "{language}: '{word}'");
                assert!(!word.contains([')', ']']), "{language}: '{word}'");
            }
        }
    }

    #[test]
    fn look_up_folds_case() {
        let english = Abbreviations::of(Language::English);
        assert_eq!(english.role("Gen"), Some(Role::Name));
        assert_eq!(english.role("General"), None);
        assert_eq!(english.role(&"long".repeat(20)), None);
    }
}
