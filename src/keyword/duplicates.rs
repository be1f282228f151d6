//! Near duplicates among ranked phrases. A keyword list says a thing once:
//!
//! - of phrases with the same stems in any order (`warnings missed`, `missed warning`) only the best stays;
//! - of two phrases of which one holds all stems of the other, the worse goes unless the shorter one lives by itself:
//!   unless more than [`ALONE`] of its occurrences lie outside the longer one.

use hashbrown::HashMap;

use super::candidates::{Candidates, MAX_WORDS};

/// The share of its occurrences that a word or phrase must have outside a longer one to be a keyword beside it.
const ALONE: f64 = 0.25;

/// The best `limit` of the phrases ranked, without near duplicates.
pub(super) fn fold(candidates: &Candidates, ranked: &[(usize, f64)], limit: usize) -> Vec<(usize, f64)> {
    let mut kept = Vec::new();
    // For each set of stems: its occurrences inside kept phrases that hold more stems.
    let mut inside: HashMap<[u32; MAX_WORDS], f64> = HashMap::new();
    // The kept phrases by their sets of stems, with their counts.
    let mut whole: HashMap<[u32; MAX_WORDS], f64> = HashMap::new();
    for &(candidate, score) in ranked {
        if kept.len() == limit {
            break;
        }
        let set = stem_set(candidates.stems(candidate));
        let count = f64::from(candidates.count(candidate));
        let lives_alone = |all: f64, within: f64| all - within > ALONE * all;
        let swallowed = inside.get(&set).is_some_and(|&within| !lives_alone(count, within));
        let swallows = subsets(set).any(|part| whole.get(&part).is_some_and(|&all| !lives_alone(all, count)));
        if swallowed || swallows || whole.contains_key(&set) {
            continue;
        }
        whole.insert(set, count);
        for part in subsets(set) {
            *inside.entry(part).or_default() += count;
        }
        kept.push((candidate, score));
    }
    kept
}

/// Filler after the stems of a set.
const NONE: u32 = u32::MAX;

/// The distinct stems in ascending order.
fn stem_set(stems: &[u32]) -> [u32; MAX_WORDS] {
    let mut set = [NONE; MAX_WORDS];
    set[..stems.len()].copy_from_slice(stems);
    set.sort_unstable();
    for at in (1..MAX_WORDS).rev() {
        if set[at] == set[at - 1] {
            set[at] = NONE;
        }
    }
    set.sort_unstable();
    set
}

/// The non-empty sets of some but not all of the stems.
fn subsets(set: [u32; MAX_WORDS]) -> impl Iterator<Item = [u32; MAX_WORDS]> {
    let size = set.iter().filter(|&&stem| stem != NONE).count();
    (1u32..(1 << size) - 1).map(move |mask| {
        let mut part = [NONE; MAX_WORDS];
        let stems = (0..size).filter(|at| mask & (1 << at) != 0).map(|at| set[at]);
        part.iter_mut().zip(stems).for_each(|(slot, stem)| *slot = stem);
        part
    })
}
