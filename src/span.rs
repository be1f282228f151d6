//! Byte spans: where a piece of text stands in the article it came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::bits::{self, Bytes, Kind, WIDTH};

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
        // What most spans look like: a word or white space and a word at the beginning, or the same at the end.
        match text.as_bytes().get(self.range()) {
            Some([b'!'..=b'~', .., b'!'..=b'~']) => self,
            Some([b' ' | b'\n', b'!'..=b'~', .., b'!'..=b'~']) => Self { start: self.start + 1, ..self },
            Some([b'!'..=b'~', .., b'!'..=b'~', b' ']) => Self { end: self.end - 1, ..self },
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
    let mut folded = String::new();
    let mut whole = None;
    fold::<NoKind>(
        text,
        |_| false,
        |piece, end| match end {
            PieceEnd::Text if folded.is_empty() => whole = Some(piece),
            PieceEnd::Text | PieceEnd::Special(_) => folded.push_str(piece),
            PieceEnd::Space => {
                if folded.is_empty() {
                    folded.reserve_exact(text.len());
                }
                folded.push_str(piece);
                folded.push(' ');
            }
        },
    );
    match whole {
        Some(whole) if whole.len() == text.len() => Cow::Borrowed(text),
        Some(whole) => Cow::Owned(whole.to_owned()),
        None => Cow::Owned(folded),
    }
}

/// What stands behind a piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceEnd {
    /// White space, which is one space when it is folded.
    Space,
    /// A special character.
    Special(char),
    /// Nothing.
    Text,
}

/// Cuts a text at its ends, at white space that is no single space, and at characters that are `special`, whose first bytes
/// are of a kind; gives each piece, which may be empty.
pub(crate) fn fold<'t, K: Kind>(
    text: &'t str,
    special: impl Fn(char) -> bool,
    mut each: impl FnMut(&'t str, PieceEnd),
) {
    let text = text.trim();
    // Up to here it was given.
    let mut given = 0;
    let mut behind_space = 0;
    for base in (0..text.len()).step_by(WIDTH) {
        let [spaces, others] = bits::masks_from(text.as_bytes(), base, |bytes| {
            let beyond = bits::is(bytes, 0xC2) | bits::within(bytes, 0xE1, 0xE3);
            [bits::is(bytes, b' '), bits::up_to(bytes, 0x1F) | beyond | K::of(bytes)]
        });
        let mut odd = others | spaces & (spaces << 1 | behind_space);
        behind_space = spaces >> (WIDTH - 1);
        while odd != 0 {
            let at = base + odd.trailing_zeros() as usize;
            odd &= odd - 1;
            let Some(c) = text.get(at..).filter(|_| at >= given).and_then(|rest| rest.chars().next()) else {
                continue;
            };
            let piece = text.get(given..at).unwrap_or_default();
            if c.is_whitespace() {
                each(piece.strip_suffix(' ').unwrap_or(piece), PieceEnd::Space);
                given = text.len() - text[at..].trim_start().len();
            } else if special(c) {
                each(piece, PieceEnd::Special(c));
                given = at + c.len_utf8();
            }
        }
    }
    each(text.get(given..).unwrap_or_default(), PieceEnd::Text);
}

/// No byte at all.
struct NoKind;

impl Kind for NoKind {
    fn of(_: Bytes) -> Bytes {
        Bytes::ZERO
    }
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
