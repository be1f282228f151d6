//! Which bytes of a text are of a kind, sixty-four at a time as the bits of a number: what runs over a text runs over
//! bits and skips what does not matter without looking at each byte.

use std::marker::PhantomData;

pub(crate) use wide::u8x16 as Bytes;

/// Bytes that are looked at together.
pub(crate) const WIDTH: usize = 64;

/// A kind of bytes.
pub(crate) trait Kind {
    /// Tells of each byte whether it is of the kind: its highest bit is set where it is, not where it is not.
    fn of(bytes: Bytes) -> Bytes;
}

/// Where this byte stands.
#[inline]
pub(crate) fn is(bytes: Bytes, byte: u8) -> Bytes {
    bytes.simd_eq(Bytes::splat(byte))
}

/// Where bytes from `first` to `last` stand.
#[inline]
pub(crate) fn within(bytes: Bytes, first: u8, last: u8) -> Bytes {
    (bytes - Bytes::splat(first)).simd_lt(Bytes::splat(last - first + 1))
}

/// Where bytes up to `last` stand.
#[inline]
pub(crate) fn up_to(bytes: Bytes, last: u8) -> Bytes {
    bytes.min(Bytes::splat(last)).simd_eq(bytes)
}

/// Where letters of ASCII stand.
#[inline]
pub(crate) fn letters(bytes: Bytes) -> Bytes {
    within(bytes | Bytes::splat(0x20), b'a', b'z')
}

/// Where bytes beyond ASCII stand.
#[inline]
pub(crate) fn beyond_ascii(bytes: Bytes) -> Bytes {
    bytes
}

/// Bit `i` tells whether byte `at + i` is of the kind; past the end there is nothing of any kind.
#[inline]
pub(crate) fn bits<K: Kind>(bytes: &[u8], at: usize) -> u64 {
    let [bits] = masks_from(bytes, at, |bytes| [K::of(bytes)]);
    bits
}

/// The same of several kinds, which `of` tells of each byte as [`Kind::of`] does.
#[inline]
pub(crate) fn masks_from<const N: usize>(
    bytes: &[u8],
    at: usize,
    of: impl Fn(Bytes) -> [Bytes; N],
) -> [u64; N] {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk::<WIDTH>() {
        return masks(block, of);
    }
    let mut block = [0; WIDTH];
    block[..rest.len()].copy_from_slice(rest);
    masks(&block, of).map(|mask| mask & ((1 << rest.len()) - 1))
}

/// The same of a whole block.
#[inline]
pub(crate) fn masks<const N: usize>(block: &[u8; WIDTH], of: impl Fn(Bytes) -> [Bytes; N]) -> [u64; N] {
    let mut masks = [0; N];
    for (at, sixteen) in block.as_chunks::<16>().0.iter().enumerate() {
        for (mask, kind) in masks.iter_mut().zip(of(Bytes::new(*sixteen))) {
            *mask |= u64::from(kind.to_bitmask()) << (16 * at);
        }
    }
    masks
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
        // The block before the first.
        Self { bytes, base: 0_usize.wrapping_sub(WIDTH), bits: 0, kind: PhantomData }
    }

    /// Where the first byte of the kind stands at or after `from`, which should not lie before that of the last call; the end
    /// where there is none.
    #[inline]
    pub(crate) fn next(&mut self, from: usize) -> usize {
        let bits = self.known(from);
        if bits == 0 { self.look_from(from) } else { from + bits.trailing_zeros() as usize }
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
        self.bits = bits::<K>(self.bytes, from);
        self.bits
    }

    fn look_from(&mut self, from: usize) -> usize {
        // In what is left of the block that was looked at there is nothing.
        let known = from.wrapping_sub(self.base) < WIDTH;
        let mut at = if known { self.base + WIDTH } else { from };
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

/// Asserts that a kind is the one that the plain rule tells.
#[cfg(test)]
pub(crate) fn assert_kind<K: Kind>(has: impl Fn(u8) -> bool) {
    for byte in 0..=u8::MAX {
        assert_eq!(bits::<K>(&[byte], 0) == 1, has(byte), "byte {byte}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct B;

    impl Kind for B {
        fn of(bytes: Bytes) -> Bytes {
            is(bytes, b'b')
        }
    }

    struct Letters;

    impl Kind for Letters {
        fn of(bytes: Bytes) -> Bytes {
            letters(bytes)
        }
    }

    struct Continuing;

    impl Kind for Continuing {
        fn of(bytes: Bytes) -> Bytes {
            within(bytes, 0x80, 0xBF)
        }
    }

    #[test]
    fn kinds_are_those_of_the_plain_rules() {
        assert_kind::<B>(|byte| byte == b'b');
        assert_kind::<Letters>(|byte| byte.is_ascii_alphabetic());
        assert_kind::<Continuing>(|byte| (0x80..0xC0).contains(&byte));
    }

    proptest! {
        #[test]
        fn each_bit_is_a_byte(text in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..220) {
            let found = bits::<Continuing>(&text, at);
            for offset in 0..WIDTH {
                let expected = text.get(at + offset).is_some_and(|byte| (0x80..0xC0).contains(byte));
                prop_assert_eq!(found >> offset & 1 == 1, expected, "{}", offset);
            }
        }

        #[test]
        fn the_next_byte_is_found(text in "[a-c]{0,70}(b|[a-c]{0,70})", mut steps in prop::collection::vec(0usize..90, 0..9)) {
            let mut finder = Finder::<B>::new(text.as_bytes());
            steps.sort_unstable();
            for from in steps {
                let expected = text.get(from..).and_then(|rest| rest.find('b')).map_or(text.len(), |at| from + at);
                prop_assert_eq!(finder.next(from), expected, "from {}", from);
            }
        }
    }
}
