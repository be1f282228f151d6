//! A short spelling with its number.

use super::key::Key;

/// The number of no spelling.
pub(crate) const NOTHING: u32 = u32::MAX;

/// A short spelling with its number, in sixteen bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    low: u64,
    high: u32,
    number: u32,
}

pub(super) const FREE: Entry = Entry { low: Key::NONE.low, high: Key::NONE.high, number: NOTHING };

impl Entry {
    pub(super) fn new(key: Key, number: u32) -> Self {
        Self { low: key.low, high: key.high, number }
    }

    pub(super) fn key(&self) -> Key {
        Key { low: self.low, high: self.high }
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    pub(super) fn is_free(&self) -> bool {
        self.low == FREE.low
    }

    /// The number of a spelling, if it is that of the entry, else [`NOTHING`].
    ///
    /// Without a branch, so that the processor waits for several entries at once.
    #[inline]
    pub(super) fn number_of(&self, key: Key) -> u32 {
        let difference = (self.low ^ key.low) | u64::from(self.high ^ key.high);
        let all_or_none = ((difference | difference.wrapping_neg()).cast_signed() >> 63) as u32;
        self.number | all_or_none
    }
}
