//! A set of 64-bit hashes that grows by little at a time: 8 bytes each in sorted runs, and a small table for those that
//! came last. Runs differ so much in length that there are two or three of them for a thousand million hashes. They stand
//! in pages of one size, and one is merged into another where that one stands, so that no moment needs twice the memory and
//! none is given back in pieces that nobody else can use.

use std::cmp::Ordering;

use hashbrown::HashTable;

/// Hashes in the table, seven eighths of a power of two: more would double it.
const RECENT: usize = 7 << 12;

/// A run is merged with one that is up to so many times as long.
const RATIO: usize = 32;

/// Hashes in a page.
const PAGE: usize = 1 << 13;

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
        if self.runs.iter().any(|run| run.contains(hash)) {
            return false;
        }
        let known = self.recent.len();
        self.recent.entry(hash, |&other| other == hash, |&hash| hash).or_insert(hash);
        let new = self.recent.len() > known;
        if self.recent.len() >= self.most {
            self.settle();
        }
        new
    }

    /// Moves what came last to the runs.
    fn settle(&mut self) {
        let mut hashes: Vec<u64> = self.recent.drain().collect();
        hashes.sort_unstable();
        let mut run = Sorted::default();
        run.merge(hashes.len(), hashes.iter().rev().copied());
        while let Some(mut longer) = self.runs.pop_if(|longer| longer.len <= RATIO * run.len) {
            longer.merge(run.len, (0..run.len).rev().map(|at| run.get(at)));
            run = longer;
        }
        self.runs.push(run);
    }
}

/// Numbers in rising order.
#[derive(Default)]
struct Sorted {
    pages: Vec<Box<[u64]>>,
    len: usize,
}

impl Sorted {
    fn get(&self, at: usize) -> u64 {
        self.pages[at / PAGE][at % PAGE]
    }

    /// Whether this one is among them: as they are random, it is looked for where it should stand, in a reach around that
    /// place that doubles.
    fn contains(&self, hash: u64) -> bool {
        let place = ((u128::from(hash) * self.len as u128) >> 64) as usize;
        let (mut low, mut high, mut reach) = (place, place, 16);
        while low > 0 && self.get(low) > hash {
            low = low.saturating_sub(reach);
            reach *= 2;
        }
        while high < self.len && self.get(high) < hash {
            high += reach;
            reach *= 2;
        }
        // It stands from `low` on, and not behind `high`.
        high = self.len.min(high + 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle).cmp(&hash) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return true,
                Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// Adds so many others, which come in falling order: from the end, so that nothing is overwritten.
    fn merge(&mut self, count: usize, others: impl Iterator<Item = u64>) {
        let (mut left, mut at) = (self.len, self.len + count);
        self.len = at;
        self.pages.resize_with(self.len.div_ceil(PAGE), || vec![0; PAGE].into());
        for hash in others {
            while left > 0 && self.get(left - 1) > hash {
                left -= 1;
                at -= 1;
                self.pages[at / PAGE][at % PAGE] = self.get(left);
            }
            at -= 1;
            self.pages[at / PAGE][at % PAGE] = hash;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn hashes_are_new_once(
            hashes in prop::collection::vec(prop_oneof![any::<u64>(), 0u64..40, u64::MAX - 40..=u64::MAX], 0..600),
            most in 1usize..9,
        ) {
            let (mut set, mut plain) = (Fingerprints::with_recent(most), BTreeSet::new());
            for hash in hashes {
                prop_assert_eq!(set.insert(hash), plain.insert(hash), "{}", hash);
            }
            prop_assert_eq!(set.runs.iter().map(|run| run.len).sum::<usize>() + set.recent.len(), plain.len());
            prop_assert!(set.runs.iter().all(|run| (0..run.len).is_sorted_by_key(|at| run.get(at))));
            prop_assert!(set.recent.len() < most);
            prop_assert!(set.runs.iter().zip(set.runs.iter().skip(1)).all(|(a, b)| a.len > RATIO * b.len));
        }
    }

    #[test]
    fn a_hash_takes_eight_bytes() {
        let mut set = Fingerprints::default();
        let hash = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let hashes = 10 * RECENT;
        assert!((0..hashes as u64).all(|number| set.insert(hash(number))));
        assert!((0..hashes as u64).all(|number| !set.insert(hash(number))));
        assert!(set.runs.len() == 1 && set.runs[0].pages.len() == hashes / PAGE);
        assert!(set.recent.allocation_size() < 320 << 10);
    }
}
