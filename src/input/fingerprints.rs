//! A set of 64-bit hashes that grows by little at a time: 6 bytes each in sorted runs, since a hash's first 16 bits are told
//! by its place, and a small table for those that came last. Runs differ so much in length that there are two or three of
//! them for a thousand million hashes. They stand in pages of one size, and one is merged into another where that one
//! stands, so that no moment needs twice the memory and none is given back in pieces that nobody else can use.

use std::cmp::Ordering;
use std::ops::Range;

use hashbrown::HashTable;

/// Hashes in the table, seven eighths of a power of two: more would double it.
const RECENT: usize = 7 << 12;

/// A run is merged with one that is up to so many times as long.
const RATIO: usize = 32;

/// Hashes in a page.
const PAGE: usize = 1 << 13;

/// Hashes are told apart by their first bits before all else.
const BUCKETS: usize = 1 << 16;

/// The other bits of a hash, in big-endian order.
type Rest = [u8; 6];

fn split(hash: u64) -> (usize, Rest) {
    let [first, second, rest @ ..] = hash.to_be_bytes();
    (usize::from(u16::from_be_bytes([first, second])), rest)
}

fn join(bucket: usize, rest: Rest) -> u64 {
    let mut bytes = (bucket as u64).rotate_right(16).to_be_bytes();
    bytes[2..].copy_from_slice(&rest);
    u64::from_be_bytes(bytes)
}

/// Hashes that were seen, each as good as random.
pub(super) struct Fingerprints {
    recent: HashTable<u64>,
    most: usize,
    /// Each more than [`RATIO`] times as long as the next.
    runs: Vec<Sorted>,
}

impl Default for Fingerprints {
    fn default() -> Self {
        Self::with_recent(RECENT)
    }
}

impl Fingerprints {
    /// An empty set that keeps at most so many hashes out of the runs.
    fn with_recent(most: usize) -> Self {
        Self { recent: HashTable::new(), most, runs: Vec::new() }
    }

    /// Takes down a hash; whether it was new.
    pub(super) fn insert(&mut self, hash: u64) -> bool {
        let new = !self.contains(hash);
        if new {
            self.recent.insert_unique(hash, hash, |&hash| hash);
        }
        if self.recent.len() >= self.most {
            self.settle();
        }
        new
    }

    /// Whether a hash was taken down.
    pub(super) fn contains(&self, hash: u64) -> bool {
        self.recent.find(hash, |&other| other == hash).is_some()
            || self.runs.iter().any(|run| run.contains(hash))
    }

    /// Moves what came last to the runs.
    fn settle(&mut self) {
        let mut hashes: Vec<u64> = self.recent.drain().collect();
        hashes.sort_unstable();
        let mut run = Sorted::default();
        run.merge(hashes.len(), hashes.iter().rev().copied());
        while let Some(mut longer) = self.runs.pop_if(|longer| longer.takes(&run)) {
            longer.merge(run.len, run.falling());
            run = longer;
        }
        self.runs.push(run);
    }
}

/// Hashes in rising order.
struct Sorted {
    pages: Vec<Box<[Rest]>>,
    len: usize,
    /// Where the hashes of each bucket begin, and at last how many there are.
    starts: Vec<u32>,
}

impl Default for Sorted {
    fn default() -> Self {
        Self { pages: Vec::new(), len: 0, starts: vec![0; BUCKETS + 1] }
    }
}

impl Sorted {
    /// Whether another run should become a part of this one.
    fn takes(&self, other: &Self) -> bool {
        self.len <= RATIO * other.len && u32::try_from(self.len + other.len).is_ok()
    }

    fn get(&self, at: usize) -> Rest {
        self.pages[at / PAGE][at % PAGE]
    }

    fn set(&mut self, at: usize, rest: Rest) {
        self.pages[at / PAGE][at % PAGE] = rest;
    }

    /// The places of a bucket's hashes.
    fn places(&self, bucket: usize) -> Range<usize> {
        self.starts[bucket] as usize..self.starts[bucket + 1] as usize
    }

    fn contains(&self, hash: u64) -> bool {
        let (bucket, rest) = split(hash);
        let Range { start: mut low, end: mut high } = self.places(bucket);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle).cmp(&rest) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return true,
                Ordering::Greater => high = middle,
            }
        }
        false
    }

    fn falling(&self) -> impl Iterator<Item = u64> {
        let buckets = (0..BUCKETS).rev();
        buckets.flat_map(move |bucket| self.places(bucket).rev().map(move |at| join(bucket, self.get(at))))
    }

    /// Adds so many others, which come in falling order: from the end, so that nothing is overwritten.
    fn merge(&mut self, count: usize, others: impl Iterator<Item = u64>) {
        let (mut left, mut at) = (self.len, self.len + count);
        self.len = at;
        self.pages.resize_with(self.len.div_ceil(PAGE), || vec![[0; 6]; PAGE].into());
        let mut added = vec![0u32; BUCKETS];
        for hash in others {
            let (bucket, rest) = split(hash);
            let places = self.places(bucket);
            while left > places.start && (left > places.end || self.get(left - 1) > rest) {
                left -= 1;
                at -= 1;
                self.set(at, self.get(left));
            }
            at -= 1;
            self.set(at, rest);
            added[bucket] += 1;
        }
        let mut before = 0;
        for (start, added) in self.starts.iter_mut().skip(1).zip(added) {
            before += added;
            *start += before;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn hashes_are_new_once(
            hashes in prop::collection::vec(prop_oneof![any::<u64>(), 0u64..40, u64::MAX - 40..=u64::MAX], 0..200),
            most in 1usize..9,
        ) {
            let (mut set, mut plain) = (Fingerprints::with_recent(most), BTreeSet::new());
            for hash in hashes {
                prop_assert_eq!(set.insert(hash), plain.insert(hash), "{}", hash);
            }
            prop_assert_eq!(set.runs.iter().map(|run| run.len).sum::<usize>() + set.recent.len(), plain.len());
            prop_assert!(set.runs.iter().all(|run| run.falling().is_sorted_by(|a, b| a > b)));
            prop_assert!(set.recent.len() < most);
            prop_assert!(set.runs.iter().zip(set.runs.iter().skip(1)).all(|(a, b)| a.len > RATIO * b.len));
        }
    }

    #[test]
    fn a_hash_takes_six_bytes() {
        let mut set = Fingerprints::default();
        let hash = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let hashes = 10 * RECENT;
        assert!((0..hashes as u64).all(|number| set.insert(hash(number))));
        assert!((0..hashes as u64).all(|number| !set.insert(hash(number))));
        assert!(set.runs.len() == 1 && set.runs[0].pages.len() == hashes / PAGE && size_of::<Rest>() == 6);
        assert!(set.recent.allocation_size() < 320 << 10);
    }
}
