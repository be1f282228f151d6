//! How long a summary may be.

use std::fmt;

use crate::analysis::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::span::Span;

/// The length of a summary. Words and characters are upper limits, never exceeded; a sentence is never cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Budget {
    /// So many sentences.
    Sentences(usize),
    /// At most so many words.
    Words(usize),
    /// At most so many characters (Unicode scalar values), a space between sentences included.
    Chars(usize),
    /// This share of the article's sentences, rounded, at least one; in `(0, 1]`.
    Ratio(f64),
}

impl Default for Budget {
    /// Three sentences.
    fn default() -> Self {
        Self::Sentences(3)
    }
}

impl Budget {
    /// The same budget if its value makes sense, else [`ErrorKind::InvalidOption`].
    pub fn checked(self) -> Result<Self> {
        match self {
            Self::Ratio(ratio) if !(ratio > 0.0 && ratio <= 1.0) => Err(Error::new(
                ErrorKind::InvalidOption,
                format!("--ratio {ratio} is not a share of the sentences"),
            )
            .with_hint("accepted: above 0, at most 1")),
            budget => Ok(budget),
        }
    }

    /// About how many sentences the summary of a document will have, at least 1.
    pub fn expected_sentences(self, document: &Document) -> usize {
        let sentences = document.sentences().len().max(1);
        let per = |total: usize, limit: usize| limit * sentences / total.max(1);
        let expected = match self {
            Self::Sentences(n) => n,
            Self::Ratio(ratio) => rounded_share(ratio, sentences),
            Self::Words(limit) => per(document.tokens().len(), limit),
            Self::Chars(limit) => {
                per(document.sentences().iter().map(|sentence| sentence.span.len()).sum(), limit)
            }
        };
        expected.clamp(1, sentences)
    }

    /// The most sentences that the budget admits.
    pub(super) fn max_sentences(self, sentences: usize) -> usize {
        match self {
            Self::Sentences(n) => n.min(sentences),
            Self::Ratio(ratio) => rounded_share(ratio, sentences).min(sentences),
            Self::Words(_) | Self::Chars(_) => sentences,
        }
    }

    /// What a sentence takes of the budget, and the whole budget, in the same unit.
    pub(super) fn cost(self, text: &str, span: Span) -> usize {
        match self {
            Self::Sentences(_) | Self::Ratio(_) => 1,
            Self::Words(_) => words(span.of(text)),
            // One more for the space that parts it from the next.
            Self::Chars(_) => folded_chars(span.of(text)) + 1,
        }
    }

    /// The sum of costs that may not be exceeded.
    pub(super) fn limit(self, sentences: usize) -> usize {
        match self {
            Self::Sentences(_) | Self::Ratio(_) => self.max_sentences(sentences),
            Self::Words(limit) => limit,
            Self::Chars(limit) => limit.saturating_add(1),
        }
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sentences(n) => write!(f, "--sentences {n}"),
            Self::Words(n) => write!(f, "--words {n}"),
            Self::Chars(n) => write!(f, "--chars {n}"),
            Self::Ratio(ratio) => write!(f, "--ratio {ratio}"),
        }
    }
}

fn rounded_share(ratio: f64, sentences: usize) -> usize {
    ((ratio * sentences as f64).round() as usize).max(1)
}

/// Words as a reader counts them: pieces between white space; in scripts without spaces each character is one.
fn words(sentence: &str) -> usize {
    let spaced = sentence.split_whitespace().count();
    let unspaced = sentence.chars().filter(|&c| is_unspaced(c)).count();
    spaced + unspaced
}

/// Han, kana, Thai, Lao, Khmer and Burmese letters, which are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters of a text with its white space runs folded to one space.
fn folded_chars(sentence: &str) -> usize {
    let words = sentence.split_whitespace();
    words.map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
}
