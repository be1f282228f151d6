//! The ids of a run so far, so that one that comes again can be told: 64 bits of each. Of a million ids two are alike by
//! chance once in thirty million runs, of a thousand million once in thirty.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::InputOptions;
use super::fingerprints::Fingerprints;
use super::format::Run;

/// Hashes of what was seen.
#[derive(Default)]
pub(super) struct Seen {
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
        // A fixed key: the result must be the same in every run.
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        !self.hashes.insert(hasher.finish())
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
