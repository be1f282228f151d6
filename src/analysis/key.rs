//! Short words as numbers, and hashes of words.

use crate::span::Span;

/// Words of up to this many bytes are compared as one number.
pub(super) const SHORT: usize = 16;

/// The bytes of a short spelling, zeros after them.
pub(super) type Key = [u64; 2];

/// For each length of a short word, the bits of its bytes.
pub(super) const MASKS: [Key; SHORT + 1] = {
    let mut masks = [[0; 2]; SHORT + 1];
    let mut len = 1;
    while len <= SHORT {
        let mask = u128::MAX >> (8 * (SHORT - len));
        masks[len] = [mask as u64, (mask >> 64) as u64];
        len += 1;
    }
    masks
};

/// The bytes of a short word; `None` if it is longer.
pub(super) fn key(text: &[u8], span: Span) -> Option<Key> {
    let word = text.get(span.range()).filter(|word| word.len() <= SHORT)?;
    Some(padded(word))
}

/// The bytes of a word out of sixteen. A word has no zero bytes, so that zeros after it leave it distinct.
#[inline]
pub(super) fn masked(bytes: u128, mask: &Key) -> Key {
    [bytes as u64 & mask[0], (bytes >> 64) as u64 & mask[1]]
}

/// Up to sixteen bytes with zeros behind them.
fn padded(word: &[u8]) -> Key {
    let after = |bytes: u64, len: usize| u128::from(bytes) << (8 * len);
    // The last bytes are taken again where the first ones overlap them.
    let all = match (
        word.first_chunk::<8>(),
        word.last_chunk::<8>(),
        word.first_chunk::<4>(),
        word.last_chunk::<4>(),
    ) {
        (Some(first), Some(last), ..) => {
            u128::from(u64::from_le_bytes(*first)) | after(u64::from_le_bytes(*last), word.len() - 8)
        }
        (.., Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|bytes| u64::from(u32::from_le_bytes(*bytes)));
            u128::from(first) | after(last, word.len() - 4)
        }
        _ => word.iter().rev().fold(0, |all, &byte| all << 8 | u128::from(byte)),
    };
    [all as u64, (all >> 64) as u64]
}

/// A key as a number.
pub(super) fn number([low, high]: Key) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// Both halves multiplied into each other, the high bits folded onto the low ones.
#[inline]
pub(super) fn hash_key([low, high]: Key) -> u64 {
    let product = u128::from(low ^ 0x9E37_79B9_7F4A_7C15) * u128::from(high ^ 0xD1B5_4A32_D192_ED03);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The hash of any word.
pub(super) fn hash(text: &str) -> u64 {
    text.as_bytes().chunks(SHORT).fold(0, |hash, chunk| {
        let [low, high] = padded(chunk);
        hash_key([low ^ hash.rotate_left(3), high ^ hash])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_is_the_bytes_of_the_word(before in "[a-c]{0,3}", word in "[a-cé]{0,9}", after in "[a-c]{0,20}") {
            let text = format!("{before}{word}{after}");
            let span = Span::new(before.len(), before.len() + word.len());
            let plain = word.bytes().rev().fold(0, |all, byte| all << 8 | u128::from(byte));
            let expected = (word.len() <= SHORT).then_some(plain);
            prop_assert_eq!(key(text.as_bytes(), span).map(number), expected);
            if let (Some(mask), Some(chunk)) = (MASKS.get(word.len()), text.as_bytes()[before.len()..].first_chunk()) {
                prop_assert_eq!(Some(number(masked(u128::from_le_bytes(*chunk), mask))), expected);
            }
        }
    }
}
