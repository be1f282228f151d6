//! A map from words to numbers that is laid out when the program is built and searched as it lies in the file: nothing is
//! built at start. The build script freezes the word lists of this folder with [`freeze`]; the program looks them up
//! with [`FrozenMap`].
//!
//! Layout, numbers little-endian: the number of slots, a power of two (4 bytes); the slots (4 bytes each: 0 for an empty
//! one, else 8 bits of the word's hash above 24 bits of the place of its entry, plus one); the entries (the number in 8
//! bytes, the length of the word in one, the word). A word stands in the first free slot from its hash on. The file is
//! compiled into the build script too, so it imports nothing.

/// A frozen map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrozenMap {
    slots: &'static [[u8; 4]],
    entries: &'static [u8],
}

impl FrozenMap {
    /// The map of bytes that [`freeze`] made; an empty one of others.
    pub(crate) const fn new(bytes: &'static [u8]) -> Self {
        let nothing = Self { slots: &[], entries: &[] };
        let Some((count, rest)) = bytes.split_first_chunk() else { return nothing };
        let count = u32::from_le_bytes(*count) as usize;
        let (slots, _) = rest.as_chunks();
        match (slots.split_at_checked(count), rest.split_at_checked(count * 4)) {
            (Some((slots, _)), Some((_, entries))) if count.is_power_of_two() => Self { slots, entries },
            _ => nothing,
        }
    }

    /// The number of a word.
    pub(crate) fn get(&self, word: impl AsRef<[u8]>) -> Option<u64> {
        let word = word.as_ref();
        self.find(word, word.iter().copied().fold(BASIS, step))
    }

    /// The words that `text` begins with and their numbers, the shortest first, up to `most` characters.
    pub(crate) fn beginnings<'t>(&self, text: &'t str, most: usize) -> impl Iterator<Item = (&'t str, u64)> {
        let map = *self;
        let mut hash = BASIS;
        let mut end = 0;
        text.chars().take(most).filter_map(move |c| {
            let start = end;
            end += c.len_utf8();
            hash = text.as_bytes()[start..end].iter().copied().fold(hash, step);
            let word = &text[..end];
            map.find(word.as_bytes(), hash).map(|number| (word, number))
        })
    }

    /// All words, as they were given.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'static [u8]> {
        let mut rest = self.entries;
        std::iter::from_fn(move || {
            let (len, entry) = rest.get(size_of::<u64>()..)?.split_first()?;
            let (word, behind) = entry.split_at_checked(usize::from(*len))?;
            rest = behind;
            Some(word)
        })
    }

    fn find(&self, word: &[u8], hash: u64) -> Option<u64> {
        let (first, tag) = place(hash);
        for ahead in 0..self.slots.len() {
            let at = first.wrapping_add(ahead) & (self.slots.len() - 1);
            let slot = u32::from_le_bytes(*self.slots.get(at)?);
            if slot == 0 {
                return None;
            }
            if slot >> 24 == tag {
                let entry = self.entries.get((slot & 0xff_ffff) as usize - 1..)?;
                let (number, entry) = entry.split_first_chunk()?;
                let (len, entry) = entry.split_first()?;
                if entry.get(..usize::from(*len))? == word {
                    return Some(u64::from_le_bytes(*number));
                }
            }
        }
        None
    }
}

/// FNV-1a, one byte at a time so that every beginning of a word has its hash on the way.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// The first slot to look at, before it is cut to their number, and the tag.
fn place(hash: u64) -> (usize, u32) {
    let mixed = hash ^ (hash >> 32);
    (mixed as u32 as usize, (mixed >> 56) as u32)
}

/// The bytes of a map with these distinct words, in this order.
///
/// Fails with the word that is longer than 255 bytes or lies beyond the sixteenth megabyte.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(crate) fn freeze(words: &[(String, u64)]) -> Result<Vec<u8>, String> {
    let count = (words.len() * 2).next_power_of_two().max(2);
    let mut slots = vec![0u32; count];
    let mut entries = Vec::new();
    for (word, number) in words {
        let (mut at, tag) = place(word.bytes().fold(BASIS, step));
        while slots[at & (count - 1)] != 0 {
            at += 1;
        }
        let entry = entries.len() as u32 + 1;
        if word.len() > 255 || entry > 0xff_ffff {
            return Err(word.clone());
        }
        slots[at & (count - 1)] = tag << 24 | entry;
        entries.extend_from_slice(&number.to_le_bytes());
        entries.push(word.len() as u8);
        entries.extend_from_slice(word.as_bytes());
    }
    let mut bytes = (count as u32).to_le_bytes().to_vec();
    bytes.extend(slots.into_iter().flat_map(u32::to_le_bytes));
    bytes.append(&mut entries);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn frozen(words: &BTreeMap<String, u64>) -> FrozenMap {
        let words: Vec<_> = words.iter().map(|(word, number)| (word.clone(), *number)).collect();
        FrozenMap::new(freeze(&words).unwrap().leak())
    }

    #[test]
    fn other_bytes_are_an_empty_map() {
        for bytes in
            [&[][..], &[1], &[0, 0, 0, 0], &[2, 0, 0, 0, 1, 1, 1, 1], &[1, 0, 0, 0, 9, 9, 9, 9], &[255; 40]]
        {
            assert_eq!(FrozenMap::new(bytes).get("a"), None);
        }
        assert_eq!(frozen(&BTreeMap::new()).get(""), None);
        assert_eq!(freeze(&[("a".repeat(256), 1)]), Err("a".repeat(256)));
    }

    proptest! {
        #[test]
        fn it_holds_what_was_frozen(
            words in prop::collection::btree_map("[a-c é]{0,4}", any::<u64>(), 0..60),
            asked in "[a-c é]{0,6}",
        ) {
            let map = frozen(&words);
            prop_assert!(words.iter().all(|(word, number)| map.get(word) == Some(*number)));
            prop_assert!(map.words().eq(words.keys().map(String::as_bytes)));
            prop_assert_eq!(map.get(&asked), words.get(&asked).copied());
            let naive = asked.char_indices().map(|(at, c)| &asked[..at + c.len_utf8()]).take(4);
            let naive: Vec<_> = naive.filter_map(|word| Some((word, *words.get(word)?))).collect();
            prop_assert_eq!(map.beginnings(&asked, 4).collect::<Vec<_>>(), naive);
        }
    }
}
