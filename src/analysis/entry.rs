//! A short spelling with what is known of it.

use super::key::Key;
use super::known::Known;

/// A short spelling with what is known of it, in sixteen bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    low: u64,
    high: u32,
    known: Known,
}

/// No text in UTF-8 has these bytes.
pub(super) const FREE: Entry = Entry { low: u64::MAX, high: u32::MAX, known: Known::NOTHING };

impl Entry {
    pub(super) fn new(key: Key, known: Known) -> Self {
        Self { low: key.low, high: key.high, known }
    }

    pub(super) fn key(&self) -> Key {
        Key { low: self.low, high: self.high }
    }

    pub(super) fn is_free(&self) -> bool {
        self.low == FREE.low
    }

    /// What is known of a spelling, if it is that of the entry.
    ///
    /// Without a branch, so that the processor waits for several entries at once.
    #[inline]
    pub(super) fn known_of(&self, key: Key) -> Known {
        self.known.or_nothing((self.low ^ key.low) | u64::from(self.high ^ key.high))
    }
}
