//! Words of a sentence.

use crate::span::Span;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// White space only, or nothing (Chinese, Japanese): a phrase may run across.
    Space,
    /// Punctuation, a symbol or the sentence's start: no phrase runs across.
    Break,
}

/// A word of a sentence: letters and digits by the rules of UAX #29, hyphenated compounds in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text.
    pub span: Span,
    /// What lies before it.
    pub gap: Gap,
}

/// Appends the words of `sentence` to `words`, in order.
pub fn words_into(text: &str, sentence: Span, words: &mut Vec<Word>) {
    let piece = sentence.of(text);
    let mut gap = Gap::Break;
    let mut start = None;
    for (at, c) in piece.char_indices().chain([(piece.len(), ' ')]) {
        if c.is_alphanumeric() || (c == '-' && start.is_some()) {
            start.get_or_insert(at);
        } else {
            if let Some(from) = start.take() {
                let base = sentence.start as usize;
                words.push(Word { span: Span::new(base + from, base + at), gap });
                gap = Gap::Space;
            }
            if !c.is_whitespace() {
                gap = Gap::Break;
            }
        }
    }
}
