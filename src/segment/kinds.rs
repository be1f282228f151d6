//! Of what kind each byte of a text is, found once for sentences and words: five numbers for sixty-four bytes, a bit a byte.

use crate::bits::{Bytes, WIDTH, beyond_ascii, is, letters, masks, up_to, within};

/// Blocks whose room is kept for the next text: of two megabytes.
const MAX_SPARE: usize = 1 << 15;

/// Which of sixty-four bytes are of each kind; those of none are the marks of ASCII.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Letters and digits of ASCII.
    pub word: u64,
    /// Spaces and what is in `line`.
    pub white: u64,
    /// Line ends, tabs and the other controls of ASCII but the last (DEL).
    pub line: u64,
    /// Bytes beyond ASCII.
    pub beyond: u64,
    /// The marks of ASCII that end sentences in most languages, that open, or that close: `.!?"()[`.
    pub stops: u64,
}

impl Block {
    #[inline]
    fn of(bytes: &[u8; WIDTH]) -> Self {
        let [word, space, white, beyond, stops] = masks(bytes, |bytes: Bytes| {
            let word = letters(bytes) | within(bytes, b'0', b'9');
            let brackets = is(bytes & Bytes::splat(0xFE), b'(') | is(bytes, b'[');
            let ends = is(bytes, b'.') | is(bytes, b'?') | is(bytes, b'!');
            let stops = brackets | ends | is(bytes, b'"');
            [word, is(bytes, b' '), up_to(bytes, b' '), beyond_ascii(bytes), stops]
        });
        Self { word, white, line: white & !space, beyond, stops }
    }

    /// Bytes of no kind.
    #[inline]
    pub(super) fn marks(self) -> u64 {
        !(self.word | self.white | self.beyond)
    }

    /// Spaces alone.
    #[inline]
    pub(super) fn spaces(self) -> u64 {
        self.white & !self.line
    }

    /// The same block, with spaces in the place of what is not `inside`.
    #[inline]
    pub(super) fn only(self, inside: u64) -> Self {
        Self {
            word: self.word & inside,
            white: self.white | !inside,
            line: self.line & inside,
            beyond: self.beyond & inside,
            stops: self.stops & inside,
        }
    }
}

/// The kinds of a text's bytes.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    blocks: Vec<Block>,
}

impl Kinds {
    /// Looks at a text, in place of what was known.
    pub(crate) fn read(&mut self, text: &str) {
        let (whole, rest) = text.as_bytes().as_chunks();
        self.blocks.clear();
        if self.blocks.capacity() > MAX_SPARE.max(whole.len() + 1) {
            self.blocks = Vec::new();
        }
        self.blocks.extend(whole.iter().map(Block::of));
        if !rest.is_empty() {
            let mut last = [b' '; WIDTH];
            last[..rest.len()].copy_from_slice(rest);
            self.blocks.push(Block::of(&last));
        }
    }

    /// Which of the sixty-four bytes before `at` are letters or digits of ASCII; the highest bit is the last of them.
    #[inline]
    pub(super) fn words_before(&self, at: usize) -> u64 {
        let word = |number: usize| self.blocks.get(number).map_or(0, |block| u128::from(block.word));
        let (number, bit) = (at / WIDTH, at % WIDTH);
        let before = number.checked_sub(1).map_or(0, word);
        ((word(number) << WIDTH | before) >> bit) as u64
    }

    /// The kinds of the bytes from `number * 64` on, sixty-four by sixty-four.
    #[inline]
    pub(super) fn from(&self, number: usize) -> &[Block] {
        self.blocks.get(number..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_byte_is_of_its_kind(text in "[a-zA-Z0-9 -/:?@\\[\n\t\r`{é“国\u{7f}\0\u{1f}]{0,200}", inside in any::<u64>()) {
            let mut kinds = Kinds::default();
            kinds.read("what was known before");
            kinds.read(&text);
            for at in 0..text.len().next_multiple_of(WIDTH) {
                let block = kinds.from(at / WIDTH)[0].only(inside);
                let byte = text.as_bytes().get(at).copied().filter(|_| inside >> (at % WIDTH) & 1 == 1).unwrap_or(b' ');
                let bits = [block.word, block.white, block.line, block.beyond, block.marks(), block.stops];
                let word = byte.is_ascii_alphanumeric();
                let line = byte < b' ';
                let mark = byte.is_ascii_punctuation() || byte == 0x7F;
                let stop = b".!?\"()[".contains(&byte);
                let before = kinds.words_before(at);
                for back in 1..=WIDTH {
                    let byte = at.checked_sub(back).and_then(|at| text.as_bytes().get(at));
                    prop_assert_eq!(before >> (WIDTH - back) & 1 == 1, byte.is_some_and(u8::is_ascii_alphanumeric));
                }
                prop_assert_eq!(
                    bits.map(|bits| bits >> (at % WIDTH) & 1 == 1),
                    [word, byte == b' ' || line, line, !byte.is_ascii(), mark, stop]
                );
            }
        }
    }
}
