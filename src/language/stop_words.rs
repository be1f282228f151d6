//! Stop words: the words that say little by themselves, from one text file a language.

use super::Language;

/// The stop words of one language, perhaps with a user's own.
#[derive(Debug, Clone, Default)]
pub struct StopWords {
    words: Vec<String>,
}

impl StopWords {
    /// The built-in list of a language; empty where there is none.
    pub fn of(language: Language) -> Self {
        let list = if language == Language::English { "the\na\nof\nand\nto\nin\nis\n" } else { "" };
        Self { words: list.lines().map(str::to_owned).collect() }
    }

    /// Whether `word`, in lower case, is a stop word.
    pub fn contains(&self, word: &str) -> bool {
        self.words.iter().any(|stop| stop == word)
    }

    /// The same list with these words added; they are folded to lower case.
    #[must_use]
    pub fn with(mut self, words: &[String]) -> Self {
        self.words.extend(words.iter().map(|word| word.to_lowercase()));
        self
    }
}
