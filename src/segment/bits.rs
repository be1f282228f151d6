//! Which bytes of a text are of a kind, sixty-four at a time as the bits of a number: sentences and words run over bits
//! and skip what does not matter without looking at each byte. The compiler makes vector code of the loop.

/// Bytes that are looked at together.
pub(super) const WIDTH: usize = 64;

/// Bit `i` tells whether byte `at + i` is of the kind that `is` tells; past the end there is nothing of any kind.
#[inline]
pub(super) fn bits(bytes: &[u8], at: usize, is: impl Fn(u8) -> bool) -> u64 {
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
    }
}
