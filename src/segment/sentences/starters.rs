//! Words that begin sentences much more often than they follow an abbreviation: after `Inc.`, `U.S.` or an initial they
//! decide. From `starters.txt`, frozen when the program is built.

use crate::frozen::FrozenMap;
use crate::language::Language;

/// For each word a bit for every language that it begins sentences in.
static WORDS: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/starters")));

/// The number of each language's bit by its code.
static LANGUAGES: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/starter-languages")));

/// The starters of one language, as bits of [`WORDS`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Starters(u64);

impl Starters {
    /// The starters of a language; English where there are none.
    pub(super) fn of(language: Language) -> Self {
        let bit = LANGUAGES.get(language.code()).or_else(|| LANGUAGES.get("en"));
        Self(bit.map_or(0, |bit| 1 << (bit % 64)))
    }

    /// Whether a word, as it stands in the text, is one.
    pub(super) fn contain(self, word: &str) -> bool {
        WORDS.get(word).is_some_and(|languages| languages & self.0 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_own_words() {
        let (english, german) = (Starters::of(Language::English), Starters::of(Language::German));
        assert!(english.contain("The") && !english.contain("Der") && !english.contain("the"));
        assert!(german.contain("Der") && !german.contain("The"));
        assert!(english.contain("Also") && german.contain("Also") && !german.contain(""));
        assert!(Starters::of(Language::Thai).contain("The"));
    }

    #[test]
    fn every_word_of_the_file_is_found() {
        for line in include_str!("starters.txt").lines().filter(|line| !line.starts_with('#')) {
            let (code, words) = line.split_once(':').unwrap();
            let starters = Starters::of(code.parse().unwrap());
            assert!(words.split_whitespace().all(|word| starters.contain(word)), "{code}");
        }
    }
}
