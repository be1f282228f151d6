//! Abbreviations of a language, from `src/segment/abbreviations/CODE.txt`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::language::Language;

/// What an abbreviation tells about the dot behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The sentence always goes on: `Gen.`, `z.B.`
    Name,
    /// The sentence goes on where a number follows: `No.`, `p.`
    Number,
    /// The next word decides: `Inc.`, `etc.`
    Open,
}

/// Bytes that an abbreviation may have.
const MAX_LEN: usize = 32;

/// The abbreviations of one language, in lower case, without the last dot.
#[derive(Debug, Default)]
pub(super) struct Abbreviations {
    words: FxHashMap<&'static [u8], Role>,
    /// Bytes of the longest.
    longest: usize,
    /// Entry `byte % 32`: a bit for each length in bytes of a word that ends in this byte. Most words are told by it.
    ends: [u64; 32],
}

macro_rules! lists {
    ($($language:ident $code:literal,)*) => {
        impl Abbreviations {
            /// The list of a language, read on first use; English where there is none.
            pub(super) fn of(language: Language) -> &'static Self {
                match language {
                    $(Language::$language => {
                        static LIST: OnceLock<Abbreviations> = OnceLock::new();
                        LIST.get_or_init(|| {
                            Self::parse(include_str!(concat!("../abbreviations/", $code, ".txt")))
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
    fn parse(list: &'static str) -> Self {
        let mut role = Role::Open;
        let mut words = FxHashMap::default();
        for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line {
                "[names]" => role = Role::Name,
                "[numbers]" => role = Role::Number,
                "[open]" => role = Role::Open,
                word => {
                    let before = words.insert(word.as_bytes(), role);
                    debug_assert_eq!(before, None, "'{word}' twice");
                }
            }
        }
        let longest = words.keys().map(|word: &&[u8]| word.len()).max().unwrap_or(0);
        let mut ends = [0; 32];
        for word in words.keys() {
            if let [.., last] = word {
                ends[usize::from(last % 32)] |= 1 << word.len().min(MAX_LEN);
            }
        }
        Self { words, longest, ends }
    }

    /// What is known of a word without its last dot; it is folded to lower case here.
    pub(super) fn role(&self, word: &str) -> Option<Role> {
        let mut folded = [0u8; MAX_LEN];
        if word.is_ascii() {
            // Capitals and small letters agree in their last five bits.
            let last = word.as_bytes().last()?;
            if word.len() > self.longest || self.ends[usize::from(last % 32)] >> word.len() & 1 == 0 {
                return None;
            }
            let folded = folded.get_mut(..word.len())?;
            folded.copy_from_slice(word.as_bytes());
            folded.make_ascii_lowercase();
            return self.words.get(&*folded).copied();
        }
        let mut len = 0;
        for c in word.chars().flat_map(char::to_lowercase) {
            let end = len + c.len_utf8();
            c.encode_utf8(folded.get_mut(len..end)?);
            len = end;
        }
        self.words.get(&folded[..len]).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_folded_and_without_contradictions() {
        for &language in LISTED {
            let words = &Abbreviations::of(language).words;
            assert!(!words.is_empty(), "{language}");
            for word in words.keys().map(|word| std::str::from_utf8(word).unwrap()) {
                assert_eq!(word, word.to_lowercase(), "{language}");
                assert!(!word.ends_with('.') && word.len() <= MAX_LEN, "{language}: '{word}'");
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
