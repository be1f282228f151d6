//! The phrases that promise most, found without putting down those that cannot be among them.

use super::content_words::Mark;
use super::phrase::{Phrase, Promises, nearer};
use super::phrases::PhraseId;

/// Phrases that room is made for beforehand, at most.
const MOST_AT_ONCE: usize = 1 << 10;

/// Phrases that are put down at least beyond the best before some are dropped.
const LEAST_MORE: usize = 192;

/// The best of the phrases offered so far, and some more.
pub(super) struct Shortlist<'a> {
    room: usize,
    /// Each a number that is smaller the greater the promise is, and of equals the smaller the id.
    found: &'a mut Vec<u64>,
    /// Phrases that there is room for until some are dropped.
    most: usize,
    /// What one must promise from then on, and what that makes of how far phrases reach.
    least: f32,
    nearer: f32,
    promises: &'static Promises,
}

impl<'a> Shortlist<'a> {
    /// For so many phrases, in some memory.
    pub(super) fn new(room: usize, found: &'a mut Vec<u64>) -> Self {
        let most = room.saturating_add(room.max(LEAST_MORE));
        found.clear();
        found.reserve(most.min(MOST_AT_ONCE));
        let (least, nearer) = (f32::NEG_INFINITY, f32::INFINITY);
        Self { room, found, most, least, nearer, promises: Promises::get() }
    }

    /// Whether no phrase that occurs once and begins with such a word, the so-many-eth token, is one of the best.
    #[inline]
    pub(super) fn is_hopeless_once(&self, first: Mark, token: u32) -> bool {
        token as f32 > self.promises.reach_once(first) * self.nearer
    }

    /// The same of a phrase that recurs.
    #[inline]
    pub(super) fn is_hopeless(&self, phrase: &Phrase) -> bool {
        phrase.first as f32 > self.promises.reach(phrase) * self.nearer
    }

    #[inline]
    pub(super) fn offer(&mut self, promise: f32, id: PhraseId) {
        if promise >= self.least {
            self.found.push(ranked(promise, id));
            if self.found.len() >= self.most {
                self.tighten();
            }
        }
    }

    /// The best, in any order.
    pub(super) fn take(mut self) -> impl ExactSizeIterator<Item = PhraseId> + use<'a> {
        self.drop_rest();
        self.found.iter().map(|&ranked| PhraseId::of_number(ranked as u32))
    }

    /// Drops what is none of the best.
    fn drop_rest(&mut self) {
        if self.room < self.found.len() {
            self.found.select_nth_unstable(self.room);
            self.found.truncate(self.room);
        }
    }

    /// Drops what is none of the best, and tells what cannot be from now on.
    #[cold]
    fn tighten(&mut self) {
        self.drop_rest();
        let Some(last) = self.found.iter().copied().max() else { return };
        self.least = promise(last);
        self.nearer = nearer(self.least);
    }
}

/// A number that is smaller the greater the promise is, and of equals the smaller the id.
fn ranked(promise: f32, id: PhraseId) -> u64 {
    let bits = promise.to_bits();
    let ascending = if promise.is_sign_negative() { !bits } else { bits | 1 << 31 };
    u64::from(!ascending) << 32 | u64::from(id.number())
}

/// The promise that a number was made of.
fn promise(ranked: u64) -> f32 {
    let ascending = !(ranked >> 32) as u32;
    f32::from_bits(if ascending >> 31 == 0 { !ascending } else { ascending & !(1 << 31) })
}
