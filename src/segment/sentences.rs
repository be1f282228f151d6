//! Sentences of a paragraph.

use crate::language::Language;
use crate::span::Span;

/// Finds sentence ends by the rules and abbreviations of one language.
#[derive(Debug, Clone)]
pub struct SentenceSplitter {
    #[expect(dead_code, reason = "placeholder until the splitter lands")]
    language: Language,
}

impl SentenceSplitter {
    /// The splitter of a language.
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    /// Appends the sentences of `paragraph` to `sentences`: trimmed, non-empty, in order, without overlap; what lies
    /// between them is white space.
    pub fn split_into(&self, text: &str, paragraph: Span, sentences: &mut Vec<Span>) {
        let piece = paragraph.of(text);
        let mut start = 0;
        for sentence in piece.split_inclusive(". ") {
            let at = paragraph.start as usize + start;
            let span = Span::new(at, at + sentence.len()).trimmed(text);
            if !span.is_empty() {
                sentences.push(span);
            }
            start += sentence.len();
        }
    }
}
