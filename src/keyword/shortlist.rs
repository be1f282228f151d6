//! The phrases that promise most, found without putting down those that cannot be among them.

use super::content_words::Mark;
use super::phrase::{COUNTS, OncePromises, Phrase, farthest, farthest_by_bits};
use super::phrases::PhraseId;

/// Phrases that room is made for beforehand, at most.
const MOST_AT_ONCE: usize = 1 << 10;

/// The best of the phrases offered so far, and some more.
pub(super) struct Shortlist {
    room: usize,
    /// Each a number that is smaller the greater the promise is, and of equals the smaller the id.
    found: Vec<u64>,
    /// Phrases that there is room for until some are dropped, and what one must promise from then on.
    most: usize,
    least: f32,
    /// By the [`Mark`] of a phrase's first word the last token that one that occurs once may begin with; of recurring ones by the
    /// bits that their count has and [`Phrase::kind`].
    once: [u32; Mark::KINDS],
    recurring: [[u32; COUNTS]; 4],
}

impl Shortlist {
    /// For so many phrases.
    pub(super) fn new(room: usize) -> Self {
        let (once, recurring) = ([u32::MAX; Mark::KINDS], [[u32::MAX; COUNTS]; 4]);
        let most = room.saturating_mul(2).max(1);
        let found = Vec::with_capacity(most.min(MOST_AT_ONCE));
        Self { room, found, most, least: f32::NEG_INFINITY, once, recurring }
    }

    /// Whether no phrase that occurs once and begins with such a word, the so-many-eth token, is one of the best.
    #[inline]
    pub(super) fn is_hopeless_once(&self, mark: Mark, token: u32) -> bool {
        token > self.once[usize::from(mark.bits()) % Mark::KINDS]
    }

    /// The same of a phrase that recurs.
    #[inline]
    pub(super) fn is_hopeless(&self, phrase: &Phrase) -> bool {
        let bits = (u32::BITS - phrase.count().leading_zeros()) as usize;
        self.recurring[phrase.kind() % 4].get(bits).is_some_and(|&last| phrase.first > last)
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
    pub(super) fn take(mut self) -> Vec<PhraseId> {
        self.drop_rest();
        self.found.into_iter().map(|ranked| PhraseId::of_number(ranked as u32)).collect()
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
        let least = promise(last);
        self.least = least;
        let promises = OncePromises::get();
        let [none, capital, free, both] = promises.most().map(|most| farthest(most, least));
        self.once = std::array::from_fn(|bits| {
            let mark = Mark::of_bits(bits as u8);
            match (mark.is_free(), mark.is_capital()) {
                (false, false) => none,
                (false, true) => capital,
                (true, false) => free,
                (true, true) => both,
            }
        });
        self.recurring = farthest_by_bits(least);
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
