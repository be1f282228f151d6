//! The ids of a run so far, so that one that comes again can be told: 64 bits of each, or less where they count up. Of a
//! million ids two are alike by chance once in thirty million runs, of a thousand million once in thirty.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::InputOptions;
use super::fingerprints::Fingerprints;
use super::format::Run;
use super::rising::Rising;

/// A fixed key: the result must be the same in every run.
fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// What was seen: rows of ids that count up, hashes of the others.
#[derive(Default)]
pub(super) struct Seen {
    rising: Rising,
    hashes: Fingerprints,
    /// Nobody wants to know.
    off: bool,
}

impl Seen {
    /// Takes down nothing.
    pub(super) fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Takes down an id; whether it was there.
    pub(super) fn again(&mut self, id: &str) -> bool {
        if self.off {
            return false;
        }
        if self.rising.contains(id) || self.hashes.contains(hash(id)) {
            return true;
        }
        if !self.rising.follow(id) {
            let Self { rising, hashes, .. } = self;
            hashes.insert(hash(id));
            rising.begin(id, |id| _ = hashes.insert(hash(id)));
        }
        false
    }

    /// Takes down the ids of a run; the places of those that were there. Articles without an id are named after their
    /// place, so they come again only where the whole file does.
    pub(super) fn repeated(&mut self, run: &dyn Run, options: &InputOptions, file_again: bool) -> Vec<usize> {
        let mut repeated = Vec::new();
        if self.off {
            return repeated;
        }
        let mut place = 0;
        run.ids(options, &mut |id| {
            if id.map_or(file_again, |id| self.again(id)) {
                repeated.push(place);
            }
            place += 1;
        });
        repeated
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Ids that count up from some number, as wide as a width or as the number is.
    fn row() -> impl Strategy<Value = Vec<String>> {
        (prop::sample::select(vec!["", "a", "a1", "b-"]), 0u64..120, 0u64..40, 0usize..4).prop_map(
            |(before, first, count, width)| {
                (first..first + count).map(|number| format!("{before}{number:0width$}")).collect()
            },
        )
    }

    proptest! {
        #[test]
        fn ids_come_again_where_they_were(rows in prop::collection::vec(row(), 0..12)) {
            let (mut seen, mut plain) = (Seen::default(), BTreeSet::new());
            for id in rows.iter().flatten() {
                prop_assert_eq!(seen.again(id), !plain.insert(id), "{}", id);
            }
            prop_assert!(rows.iter().flatten().all(|id| seen.again(id)));
        }

        #[test]
        fn ids_of_any_kind_come_again(ids in prop::collection::vec("[a0-2é]{0,3}|[0-9]{17,21}", 0..60)) {
            let (mut seen, mut plain) = (Seen::default(), BTreeSet::new());
            for id in &ids {
                prop_assert_eq!(seen.again(id), !plain.insert(id), "{}", id);
            }
        }
    }
}
