//! Byte spans: where a piece of text stands in the article it came from.

use std::ops::Range;

/// The longest text that one article may have, in bytes: spans are 32-bit.
pub const MAX_TEXT: usize = u32::MAX as usize / 2;

/// A half-open range of bytes, `start..end`, in UTF-8 text.
///
/// ```
/// use epitome::span::Span;
/// let span = Span::new(3, 8);
/// assert_eq!(span.of("An epitome."), "epito");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; both must be below [`MAX_TEXT`], which every [`Article`](crate::article::Article) guarantees.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= MAX_TEXT);
        Self { start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that the span covers; empty where it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The same span without white space (Unicode) at its ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let piece = self.of(text);
        let start = self.start as usize + (piece.len() - piece.trim_start().len());
        let end = (start + piece.trim().len()).max(start);
        Self::new(start, end)
    }
}
