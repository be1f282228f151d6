//! Byte spans: where a piece of text stands in the article it came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::bits::{self, Bytes, WIDTH};

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
    #[inline]
    pub fn trimmed(self, text: &str) -> Self {
        // What most spans look like: a word at the end, a word or a space and a word at the beginning.
        match text.as_bytes().get(self.range()) {
            Some([b'!'..=b'~', .., b'!'..=b'~']) => self,
            Some([b' ', b'!'..=b'~', .., b'!'..=b'~']) => Self { start: self.start + 1, ..self },
            _ => self.trimmed_by_characters(text),
        }
    }

    fn trimmed_by_characters(self, text: &str) -> Self {
        let piece = self.of(text);
        let inner = piece.trim_start();
        let start = self.start as usize + (piece.len() - inner.len());
        Self::new(start, start + inner.trim_end().len())
    }
}

/// A text with its runs of white space folded to one space each, none at the ends; borrowed where it has that form.
///
/// ```
/// use epitome::span::folded;
/// assert_eq!(folded("\n two\twords "), "two words");
/// assert!(matches!(folded("two words"), std::borrow::Cow::Borrowed(_)));
/// ```
pub fn folded(text: &str) -> Cow<'_, str> {
    let inner = text.trim();
    let mut folded = String::new();
    // Up to here it is taken over, and the space behind.
    let mut taken = 0;
    let mut behind_space = 0;
    for base in (0..inner.len()).step_by(WIDTH) {
        let [spaces, white] = bits::masks_from(inner.as_bytes(), base, |bytes| {
            [bits::is(bytes, b' '), bits::up_to(bytes, b' ') | begins_white_space(bytes)]
        });
        let mut odd = white & !(spaces & !(spaces << 1 | behind_space));
        behind_space = spaces >> (WIDTH - 1);
        while odd != 0 {
            let at = base + odd.trailing_zeros() as usize;
            odd &= odd - 1;
            let Some(rest) =
                inner.get(at..).filter(|rest| at >= taken && rest.starts_with(char::is_whitespace))
            else {
                continue;
            };
            if taken == 0 {
                folded.reserve_exact(inner.len());
            }
            let word = inner.get(taken..at).unwrap_or_default();
            folded.push_str(word.strip_suffix(' ').unwrap_or(word));
            folded.push(' ');
            taken = inner.len() - rest.trim_start().len();
        }
    }
    if taken == 0 {
        return if inner.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(inner.to_owned()) };
    }
    folded.push_str(inner.get(taken..).unwrap_or_default());
    Cow::Owned(folded)
}

/// The first bytes of white space beyond ASCII.
fn begins_white_space(bytes: Bytes) -> Bytes {
    bits::is(bytes, 0xC2) | bits::within(bytes, 0xE1, 0xE3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_white_space_is_folded() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            assert_eq!(folded(&format!("a{c}{c}b")), "a b");
            assert_eq!(folded(&format!("a{c}b")), "a b");
        }
    }

    proptest! {
        #[test]
        fn folding_is_splitting_and_joining(text in "([ab’é]|[ \t\n\u{a0}\u{3000}]|\\PC|[a-c]{20,60}){0,12}") {
            let found = folded(&text);
            prop_assert_eq!(&found, &text.split_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert_eq!(matches!(found, Cow::Borrowed(_)), found == text);
        }

        #[test]
        fn a_trimmed_span_is_the_trimmed_text(text in "([ab’é.]|[ \t\n\u{a0}\u{3000}]){0,6}") {
            let around = format!("x{text}y");
            let trimmed = Span::new(1, 1 + text.len()).trimmed(&around);
            prop_assert_eq!(trimmed.of(&around), text.trim());
            prop_assert!(trimmed.start >= 1 && trimmed.end as usize <= 1 + text.len());
        }
    }
}
