//! Whether there is anything but ASCII in a stretch of a text.

use crate::span::Span;

/// Bytes that are looked at together.
const WIDTH: usize = 64;

/// Tells from left to right which stretches of a text are of ASCII. Most texts are, or nearly.
pub(super) struct Ascii<'t> {
    bytes: &'t [u8],
    /// From the stretch that was looked at last up to here there is nothing else.
    known: usize,
}

impl<'t> Ascii<'t> {
    /// Nothing is known yet, or that all is of ASCII.
    pub(super) fn of(text: &'t str, known: bool) -> Self {
        Self { bytes: text.as_bytes(), known: if known { text.len() } else { 0 } }
    }

    /// Whether a span is of ASCII, which should not lie before that of the last call.
    #[inline]
    pub(super) fn has(&mut self, span: Span) -> bool {
        span.end as usize <= self.known || self.look(span)
    }

    #[inline(never)]
    fn look(&mut self, span: Span) -> bool {
        let from = self.known.max(span.start as usize);
        let rest = self.bytes.get(from..).unwrap_or_default();
        let (blocks, tail) = rest.as_chunks::<WIDTH>();
        let plain = blocks.iter().take_while(|block| block.is_ascii()).count();
        self.known = from + plain * WIDTH;
        if plain == blocks.len() && tail.is_ascii() {
            self.known = self.bytes.len();
        }
        span.end as usize <= self.known || self.bytes.get(span.range()).is_some_and(<[u8]>::is_ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_span_is_told_as_by_itself(pieces in prop::collection::vec("[a-z]{0,80}|[a-zé]{0,9}|[a-z]{400}", 0..9)) {
            let text = pieces.concat();
            let mut ascii = Ascii::of(&text, false);
            let mut start = 0;
            for piece in &pieces {
                prop_assert_eq!(ascii.has(Span::new(start, start + piece.len())), piece.is_ascii(), "{:?}", piece);
                start += piece.len();
            }
        }
    }
}
