//! A set of 64-bit hashes that grows by little at a time: 8 bytes each in sorted runs, and a small table for those that
//! came last. Runs differ so much in length that there are two or three of them for a thousand million hashes, and one
//! is merged into another where that one stands, so that no moment needs twice the memory.

use hashbrown::HashTable;

/// Hashes in the table, seven eighths of a power of two: more would double it.
const RECENT: usize = 7 << 12;

/// A run is merged with one that is up to so many times as long.
const RATIO: usize = 32;

/// Hashes that were seen, each as good as random.
pub(super) struct Fingerprints {
    recent: HashTable<u64>,
    most: usize,
    /// Sorted; each more than [`RATIO`] times as long as the next.
    runs: Vec<Vec<u64>>,
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
        if self.runs.iter().any(|run| contains(run, hash)) {
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

    /// Makes a run of what came last.
    fn settle(&mut self) {
        let mut run: Vec<u64> = self.recent.drain().collect();
        run.sort_unstable();
        while let Some(mut longer) = self.runs.pop_if(|longer| longer.len() <= RATIO * run.len()) {
            merge(&mut longer, &run);
            run = longer;
        }
        self.runs.push(run);
    }
}

/// Whether a sorted run of random numbers has this one: looked for where it should stand, then in a reach around it that
/// doubles.
fn contains(run: &[u64], hash: u64) -> bool {
    let guess = ((u128::from(hash) * run.len() as u128) >> 64) as usize;
    let (mut low, mut high, mut reach) = (guess, guess, 16);
    while low > 0 && run.get(low).is_none_or(|&at| at > hash) {
        low = low.saturating_sub(reach);
        reach *= 2;
    }
    while run.get(high).is_some_and(|&at| at < hash) {
        high += reach;
        reach *= 2;
    }
    run.get(low..run.len().min(high + 1)).is_some_and(|near| near.binary_search(&hash).is_ok())
}

/// Merges a sorted run into another one, from the end, where that one stands.
fn merge(into: &mut Vec<u64>, other: &[u64]) {
    let mut left = into.len();
    into.reserve_exact(other.len());
    into.extend_from_slice(other);
    for (before, &hash) in other.iter().enumerate().rev() {
        // What is larger moves up by one place, and by one for each that still comes before.
        let from = into[..left].partition_point(|&at| at < hash);
        into.copy_within(from..left, from + before + 1);
        into[from + before] = hash;
        left = from;
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
            prop_assert_eq!(set.runs.iter().map(Vec::len).sum::<usize>() + set.recent.len(), plain.len());
            prop_assert!(set.runs.iter().all(|run| run.is_sorted()) && set.recent.len() < most);
            prop_assert!(set.runs.iter().zip(set.runs.iter().skip(1)).all(|(a, b)| a.len() > RATIO * b.len()));
        }
    }

    #[test]
    fn a_hash_takes_eight_bytes() {
        let mut set = Fingerprints::default();
        let hashes = 10 * RECENT as u64;
        for number in 0..hashes {
            assert!(set.insert(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        }
        let runs: usize = set.runs.iter().map(|run| run.capacity() * size_of::<u64>()).sum();
        assert_eq!(runs as u64, 8 * hashes);
        assert!(set.recent.allocation_size() < 320 << 10);
    }
}
