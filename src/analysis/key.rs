//! Short words as numbers, and hashes of words.

use crate::span::Span;

/// Words of up to this many bytes are compared as one number: with what is known of them they take 16 bytes.
pub(super) const SHORT: usize = 12;

/// The bytes of a short word, zeros after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub(super) low: u64,
    pub(super) high: u32,
}

/// What is other in the first byte of a stem.
const STEM: u64 = 0xC0;
/// The same, and what is other in a capital.
const KINDS: u64 = STEM | 0x20;

/// For each length of a short word, the bits of its bytes.
const MASKS: [Key; SHORT + 1] = {
    let mut masks = [Key { low: 0, high: 0 }; SHORT + 1];
    let mut len = 1;
    while len <= SHORT {
        masks[len] = Key::of_number(u128::MAX >> (128 - 8 * len));
        len += 1;
    }
    masks
};

impl Key {
    /// No word in UTF-8 has these bytes.
    pub(crate) const NONE: Self = Self { low: u64::MAX, high: u32::MAX };

    /// The lower of two bits that tell from each other what has one hash: a word, the same with a capital, and either as a stem.
    pub(super) const KIND: u32 = 5;

    /// The bytes of a word that is short and not empty. A word has no zero bytes, so that zeros after it leave it distinct.
    pub(crate) fn of(word: &[u8]) -> Option<Self> {
        (1..=SHORT).contains(&word.len()).then(|| {
            let [low, high] = padded(word);
            Self { low, high: high as u32 }
        })
    }

    /// The same as [`of`](Self::of) the word at `span`, and faster; `None` also near the end of the text, a key that no word
    /// has for an empty one.
    #[inline]
    pub(super) fn within(text: &[u8], span: Span) -> Option<Self> {
        let mask = MASKS.get(span.len())?;
        let start = span.start as usize;
        let (low, high) = text.get(start..start + SHORT)?.split_first_chunk()?;
        let high = u32::from_le_bytes(*high.first_chunk()?);
        Some(Self { low: u64::from_le_bytes(*low) & mask.low, high: high & mask.high })
    }

    /// The first bytes of a number, the lowest first.
    pub(super) const fn of_number(number: u128) -> Self {
        Self { low: number as u64, high: (number >> 64) as u32 }
    }

    /// The bytes as a number.
    pub(super) fn number(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }

    /// Number of bytes.
    pub(super) fn len(self) -> usize {
        size_of::<u128>() - self.number().leading_zeros() as usize / 8
    }

    /// The word in lower case, if it is ASCII.
    pub(super) fn lower(self) -> Self {
        const ONES: u128 = u128::MAX / 0xFF;
        let all = self.number();
        // No sum is larger than a byte.
        let from = |byte: u8| all + ONES * u128::from(0x80 - byte);
        let capitals = from(b'A') & !from(b'Z' + 1) & (ONES << 7);
        Self::of_number(all | capitals >> 2)
    }

    /// Gives the word as text.
    pub(super) fn with_text<T>(self, give: impl FnOnce(&str) -> T) -> T {
        let bytes = self.number().to_le_bytes();
        let text = bytes.get(..self.len()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        give(text.unwrap_or_default())
    }

    /// The key of a word as a stem, and the other way round. No word has it: its first byte does not tell what follows in UTF-8.
    pub(super) fn as_stem(self) -> Self {
        Self { low: self.low ^ STEM, ..self }
    }

    /// The same for a word, for the word with a capital and for either as a stem.
    #[inline]
    pub(crate) fn hash(self) -> u64 {
        mixed([self.low | KINDS, u64::from(self.high)])
    }
}

/// Up to sixteen bytes with zeros behind them.
fn padded(word: &[u8]) -> [u64; 2] {
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

/// Both halves multiplied into each other, the high bits folded onto the low ones.
#[inline]
fn mixed([low, high]: [u64; 2]) -> u64 {
    let product = u128::from(low ^ 0x9E37_79B9_7F4A_7C15) * u128::from(high ^ 0xD1B5_4A32_D192_ED03);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The hash of a word that has no key.
pub(super) fn hash(word: &[u8]) -> u64 {
    word.chunks(16).fold(0, |hash, chunk| {
        let [low, high] = padded(chunk);
        mixed([low ^ hash.rotate_left(3), high ^ hash])
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
            let expected = (1..=SHORT).contains(&word.len()).then_some(plain);
            prop_assert_eq!(Key::of(word.as_bytes()).map(Key::number), expected);
            match Key::within(text.as_bytes(), span) {
                Some(key) => prop_assert_eq!(key.number(), expected.unwrap_or(0)),
                None => prop_assert!(word.len() > SHORT || word.len() + after.len() < SHORT),
            }
        }

        #[test]
        fn a_key_is_read_and_made_lower_case_as_text_is(word in "[ -~]{1,12}") {
            let key = Key::of(word.as_bytes()).unwrap();
            prop_assert_eq!(key.with_text(str::to_owned), &*word);
            prop_assert_eq!(Some(key.lower()), Key::of(word.to_ascii_lowercase().as_bytes()));
        }

        #[test]
        fn a_word_its_capital_and_its_stem_share_a_hash(word in "[a-z][ -~]{0,11}", other in "\\PC{1,4}") {
            let word = Key::of(word.as_bytes()).unwrap();
            let capital = Key { low: word.low ^ 0x20, ..word };
            let kinds = [word, capital, word.as_stem(), capital.as_stem()];
            prop_assert!(kinds.iter().all(|key| key.hash() == word.hash()));
            let mut bits = kinds.map(|key| key.low >> Key::KIND & 3);
            bits.sort_unstable();
            prop_assert_eq!(bits, [0, 1, 2, 3]);
            if let Some(key) = Key::of(other.as_bytes()) {
                let bytes = key.as_stem().number().to_le_bytes();
                prop_assert!(std::str::from_utf8(&bytes[..other.len()]).is_err());
                prop_assert_eq!(key.as_stem().as_stem(), key);
            }
        }
    }
}
