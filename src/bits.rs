//! Which bytes of a text are of a kind, sixty-four at a time as the bits of a number: what runs over a text runs over
//! bits and skips what does not matter without looking at each byte. The compiler makes vector code of the loop.

use std::marker::PhantomData;

/// Bytes that are looked at together.
pub(crate) const WIDTH: usize = 64;

/// Bit `i` tells whether byte `at + i` is of the kind that `is` tells; past the end there is nothing of any kind.
#[inline]
pub(crate) fn bits(bytes: &[u8], at: usize, is: impl Fn(u8) -> bool) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk::<WIDTH>() {
        return of_block(block, is);
    }
    let mut block = [0; WIDTH];
    block[..rest.len()].copy_from_slice(rest);
    of_block(&block, is) & ((1 << rest.len()) - 1)
}

#[inline]
fn of_block(block: &[u8; WIDTH], is: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0; WIDTH];
    for (flag, &byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(is(byte));
    }
    let mut bits = 0;
    for (at, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // Flag `i`, at bit 8 i, goes to bit 56 + i; no two products meet.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (8 * at);
    }
    bits
}

/// A kind of bytes.
pub(crate) trait Kind {
    /// Whether a byte is of the kind.
    fn has(byte: u8) -> bool;
}

/// Finds the bytes of a kind from left to right.
pub(crate) struct Finder<'t, K> {
    bytes: &'t [u8],
    /// Where `bits` begin.
    base: usize,
    /// Which bytes from `base` on are of the kind.
    bits: u64,
    kind: PhantomData<K>,
}

impl<'t, K: Kind> Finder<'t, K> {
    pub(crate) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes, base: 0, bits: 0, kind: PhantomData }
    }

    /// Where the first byte of the kind stands at or after `from`, which should not lie before that of the last call; the end
    /// where there is none.
    #[inline]
    pub(crate) fn next(&mut self, from: usize) -> usize {
        let bits = self.known(from);
        if bits == 0 { self.look_from(from) } else { from + bits.trailing_zeros() as usize }
    }

    /// Which of the next bytes are of the kind, `from` first; a zero where none is among the next sixty-four.
    #[inline]
    pub(crate) fn ahead(&mut self, from: usize) -> u64 {
        let bits = self.known(from);
        if bits == 0 { self.look_at(from) } else { bits }
    }

    /// What is known of the bytes from `from` on.
    #[inline]
    fn known(&self, from: usize) -> u64 {
        let known = from.wrapping_sub(self.base);
        if known < WIDTH { self.bits >> known } else { 0 }
    }

    #[inline(never)]
    fn look_at(&mut self, from: usize) -> u64 {
        self.base = from;
        self.bits = bits(self.bytes, from, K::has);
        self.bits
    }

    fn look_from(&mut self, from: usize) -> usize {
        let mut at = from;
        while at < self.bytes.len() {
            let bits = self.look_at(at);
            if bits != 0 {
                return at + bits.trailing_zeros() as usize;
            }
            at += WIDTH;
        }
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_bit_is_a_byte(text in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..220) {
            let is = |byte: u8| byte.is_multiple_of(3);
            let found = bits(&text, at, is);
            for offset in 0..WIDTH {
                let expected = text.get(at + offset).is_some_and(|&byte| is(byte));
                prop_assert_eq!(found >> offset & 1 == 1, expected, "{}", offset);
            }
        }

        #[test]
        fn the_next_byte_is_found(text in "[a-c]{0,70}(b|[a-c]{0,70})", mut steps in prop::collection::vec(0usize..90, 0..9)) {
            struct B;
            impl Kind for B {
                fn has(byte: u8) -> bool {
                    byte == b'b'
                }
            }
            let mut finder = Finder::<B>::new(text.as_bytes());
            steps.sort_unstable();
            for from in steps {
                let expected = text.get(from..).and_then(|rest| rest.find('b')).map_or(text.len(), |at| from + at);
                let near = (expected < text.len()).then(|| expected - from).filter(|&near| near < WIDTH);
                let ahead = finder.ahead(from);
                prop_assert_eq!((ahead != 0).then(|| ahead.trailing_zeros() as usize), near);
                prop_assert_eq!(finder.next(from), expected, "from {}", from);
            }
        }
    }
}
