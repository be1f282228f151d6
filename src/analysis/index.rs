//! Finds the numbers of strings that stand elsewhere by their hashes: a hash table of eight bytes a place, so that one line of the
//! processor's cache tells of most strings that they are new.

/// Numbers by the hashes of what they stand for.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// A power of two of places, or none. One taken has the number in its low half, more by one, and half of the hash above.
    places: Vec<u64>,
    len: usize,
}

impl Index {
    /// Places that the first number makes room for.
    const FIRST: usize = 512;

    /// Bytes of memory held.
    pub(super) fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<u64>()
    }

    /// Forgets all numbers and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.places.fill(0);
        self.len = 0;
    }

    /// The first number with this hash that stands for what is looked for.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut is_it: impl FnMut(u32) -> bool) -> Option<u32> {
        let own = half(hash);
        let mut at = own as usize;
        loop {
            let place = *self.places.get(at & self.places.len().wrapping_sub(1))?;
            let number = (place as u32).checked_sub(1)?;
            if (place >> 32) as u32 == own && is_it(number) {
                return Some(number);
            }
            at += 1;
        }
    }

    /// Adds a number less than `u32::MAX`.
    pub(super) fn insert(&mut self, hash: u64, number: u32) {
        if (self.len + 1) * 2 > self.places.len() {
            let places = (self.places.len() * 2).max(Self::FIRST);
            let old = std::mem::replace(&mut self.places, vec![0; places]);
            old.into_iter().filter(|&place| place != 0).for_each(|place| self.put(place));
        }
        self.put(u64::from(half(hash)) << 32 | u64::from(number + 1));
        self.len += 1;
    }

    fn put(&mut self, place: u64) {
        let last = self.places.len().wrapping_sub(1);
        let mut at = (place >> 32) as usize;
        while let Some(other) = self.places.get_mut(at & last) {
            if *other == 0 {
                *other = place;
                return;
            }
            at += 1;
        }
    }
}

fn half(hash: u64) -> u32 {
    hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_are_found_as_in_a_plain_list(words in prop::collection::vec((0..4_u64, "[a-c]{0,4}"), 0..2000)) {
            let mut index = Index::default();
            let mut list: Vec<(u64, &str)> = Vec::new();
            for (hash, word) in &words {
                let plain = list.iter().position(|other| *other == (*hash, word.as_str())).map(|at| at as u32);
                let found = index.find(*hash, |number| list[number as usize].1 == word);
                prop_assert_eq!(found, plain);
                if plain.is_none() {
                    index.insert(*hash, list.len() as u32);
                    list.push((*hash, word));
                }
            }
            index.clear();
            prop_assert_eq!(index.find(1, |_| true), None);
        }
    }
}
