//! The words of a ballot that are short and of ASCII letters, as numbers: all their letters are compared at once. A sieve
//! before them holds back most words that are on no list; it is a fraction of them, and so is near when they are not.
//! The build script freezes both; the file is compiled into it too, so it imports nothing.
//!
//! Layout, numbers little-endian: the sieve is a bit for each hash, a power of two of them. The words are slots of 16 bytes,
//! a power of two of them: the letters, zeros behind them, and the set of languages; zeros in an empty one. A word stands
//! in the first free slot from its hash on.

/// The letters of the longest short word.
pub(super) const SHORT: usize = 8;

/// Bits of the sieve for each word, at least: of the words on no list one in eight or fewer passes.
const BITS: usize = 8;

/// The first letters of a word in lower case and how many it has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Short {
    letters: u64,
    length: usize,
    /// A bit of each of the first letters that is a capital.
    capitals: u64,
}

impl Short {
    /// Of the word of this many ASCII letters that `text` begins with.
    #[inline]
    pub(super) fn of(text: &[u8], length: usize) -> Self {
        let near = match text.first_chunk() {
            Some(near) => u64::from_le_bytes(*near),
            None => text.iter().rev().fold(0, |near, &byte| near << 8 | u64::from(byte)),
        };
        let word = u64::MAX >> (64 - 8 * length.clamp(1, SHORT));
        let letters = (near | u64::from_le_bytes([0x20; SHORT])) & word;
        Self { letters, length, capitals: near & word ^ letters }
    }

    /// Whether these are all its letters.
    pub(super) fn is_all(self) -> bool {
        self.length <= SHORT
    }

    /// How many of the first letters are capitals.
    pub(super) fn capitals(self) -> usize {
        self.capitals.count_ones() as usize
    }

    /// Where it is, before that is cut to the number of places.
    #[inline]
    fn place(self) -> usize {
        ((self.letters ^ (self.length as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
    }
}

/// The frozen words.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShortWords {
    sieve: &'static [u8],
    slots: &'static [[u8; 16]],
}

impl ShortWords {
    /// The words of bytes that [`freeze`] made.
    pub(super) const fn new(sieve: &'static [u8], slots: &'static [u8]) -> Self {
        Self { sieve, slots: slots.as_chunks().0 }
    }

    /// Whether a word, short or not, may be on a list.
    #[inline]
    pub(super) fn may_have(&self, word: Short) -> bool {
        let place = word.place() & (self.sieve.len() * 8).wrapping_sub(1);
        self.sieve.get(place / 8).is_some_and(|byte| byte >> (place % 8) & 1 == 1)
    }

    /// The set of a short word; nothing for one on no list.
    #[inline]
    pub(super) fn get(&self, word: Short) -> u64 {
        let first = word.place();
        for ahead in 0..self.slots.len() {
            let at = first.wrapping_add(ahead) & (self.slots.len() - 1);
            let Some((letters, set)) = self.slots.get(at).map(|slot| slot.split_at(8)) else { break };
            let letters = number(letters);
            if letters == word.letters {
                return number(set);
            }
            if letters == 0 {
                break;
            }
        }
        0
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The bytes of a sieve and of the slots for these distinct words of small ASCII letters; only short ones have slots, those
/// of the first languages nearest to their hash.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn freeze(mut words: Vec<(&str, u64)>) -> (Vec<u8>, Vec<u8>) {
    words.sort_by_key(|(_, set)| set.trailing_zeros());
    let mut sieve = vec![0; (words.len() * BITS / 8).next_power_of_two()];
    let mut slots = vec![[0; 16]; (words.len() * 3 / 2 + 1).next_power_of_two()];
    for (text, set) in words {
        let word = Short::of(text.as_bytes(), text.len());
        let bit = word.place() & (sieve.len() * 8 - 1);
        sieve[bit / 8] |= 1 << (bit % 8);
        if word.is_all() {
            let mut at = word.place() & (slots.len() - 1);
            while slots[at] != [0; 16] {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at][..8].copy_from_slice(&word.letters.to_le_bytes());
            slots[at][8..].copy_from_slice(&set.to_le_bytes());
        }
    }
    (sieve, slots.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frozen(words: Vec<(&str, u64)>) -> ShortWords {
        let (sieve, slots) = freeze(words);
        ShortWords::new(sieve.leak(), slots.leak())
    }

    proptest! {
        #[test]
        fn it_holds_what_was_frozen(
            words in prop::collection::btree_map("[a-c]{1,3}|[a-z]{1,12}", 1..u64::MAX, 0..60),
            asked in "[a-cA-C]{1,3}|[a-z]{1,12}",
            behind in "[A-Za-z ]{0,9}",
        ) {
            let short = frozen(words.iter().map(|(word, set)| (word.as_str(), *set)).collect());
            for word in words.keys().chain([&asked]) {
                let sought = Short::of(format!("{word}{behind}").as_bytes(), word.len());
                let set = words.get(&word.to_lowercase());
                prop_assert!(short.may_have(sought) || set.is_none(), "{}", word);
                if sought.is_all() {
                    prop_assert_eq!(short.get(sought), set.copied().unwrap_or(0), "{}", word);
                    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
                    prop_assert_eq!(sought.capitals(), capitals, "{}", word);
                }
            }
        }
    }

    #[test]
    fn an_empty_one_has_nothing() {
        for words in [ShortWords::new(&[], &[]), frozen(Vec::new())] {
            let word = Short::of(b"the cats", 3);
            assert_eq!((words.may_have(word), words.get(word)), (false, 0));
        }
    }
}
