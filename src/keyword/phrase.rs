//! A phrase that could be a keyword: where and how often it occurs, what stands around it, and how likely that makes it at
//! first sight.

use std::sync::LazyLock;

use wide::u32x8;

use super::content_words::View;
use crate::analysis::Token;
use crate::span::Span;
use crate::weighting::ln_count as ln;

/// A distinct phrase. Positions are indices of the document's tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    /// First word of the first occurrence.
    pub first: u32,
    /// First word of the last occurrence.
    pub last: u32,
    /// Words, stop words included.
    pub words: u32,
    /// Stop words.
    pub stops: u32,
    /// The count of the most frequent phrase that is this one and another content word.
    pub longer: u32,
    pub(super) tally: Tally,
}

/// How many occurrences of a phrase are of which kind, as one row of numbers that is added to at once.
pub(super) type Tally = [u32; 8];
/// All.
const COUNT: usize = 0;
/// With a stop word or a boundary to the left, to the right, on both sides.
const FREE_LEFT: usize = 1;
const FREE_RIGHT: usize = 2;
const FREE: usize = 3;
/// Not at the beginning of a sentence, and those of them that begin with a capital.
const INSIDE: usize = 4;
const CAPITALISED: usize = 5;

/// What an occurrence adds to its phrase's tally: whether it is free to the left, to the right, inside a sentence, and
/// begins with a capital.
pub(super) const fn tally([free_left, free_right, inside, capitalised]: [bool; 4]) -> Tally {
    let (left, right) = (free_left as u32, free_right as u32);
    [1, left, right, left & right, inside as u32, (inside && capitalised) as u32, 0, 0]
}

impl Phrase {
    /// Adds an occurrence.
    pub(super) fn add(&mut self, view: View, token: u32) {
        self.last = token;
        self.longer = self.longer.max(u32::from(view.longer()));
        self.tally = (u32x8::new(self.tally) + u32x8::new(view.tally())).to_array();
    }

    /// Occurrences.
    pub(super) fn count(&self) -> u32 {
        self.tally[COUNT]
    }

    /// The share of the occurrences with a stop word or a boundary to the left, to the right, on both sides.
    pub(super) fn free(&self) -> [f64; 3] {
        [FREE_LEFT, FREE_RIGHT, FREE].map(|kind| f64::from(self.tally[kind]) / f64::from(self.count()))
    }

    /// The share of the occurrences inside sentences that begin with a capital.
    pub(super) fn capitals(&self) -> f64 {
        f64::from(self.tally[CAPITALISED]) / f64::from(self.tally[INSIDE].max(1))
    }

    /// How likely it looks at first sight that this is a keyword; only the order counts. It was fitted to what the trees
    /// put into their first 20.
    pub(super) fn promise(&self) -> f32 {
        let (count, capitals) =
            (self.count() as f32, self.tally[CAPITALISED] as f32 / self.tally[INSIDE].max(1) as f32);
        let (free, longer) = (self.tally[FREE] as f32 / count, self.longer as f32 / count);
        let anywhere =
            promise_anywhere(self.count(), free, longer, capitals, self.stops, self.words - self.stops);
        at_place(anywhere, self.first)
    }
}

/// The promises of all kinds of phrases that occur once, before their place counts.
pub(super) struct OncePromises([f32; Self::KINDS]);

impl OncePromises {
    /// Five bits for what bounds the phrase, two for its stop words, three for its content words.
    const KINDS: usize = 1 << 10;

    pub(super) fn get() -> &'static Self {
        static PROMISES: LazyLock<OncePromises> = LazyLock::new(|| {
            OncePromises(std::array::from_fn(|kind| {
                let view = View::of_bits(kind as u8);
                let [free, longer, capital] =
                    [view.free(), view.longer(), view.capital()].map(|has| f32::from(u8::from(has)));
                promise_anywhere(1, free, longer, capital, kind as u32 >> 5 & 3, kind as u32 >> 7)
            }))
        });
        &PROMISES
    }

    /// That of a phrase of so many content words with so many stop words inside.
    #[inline]
    pub(super) fn of(&self, content: usize, stops: u8, view: View) -> f32 {
        let kind = usize::from(view.bits()) | usize::from(stops) << 5 | content << 7;
        self.0[kind % Self::KINDS]
    }
}

/// The part of a promise that does not depend on the place. A stop word inside speaks against a phrase unless it looks like
/// a name: `Bank of Ghana`.
fn promise_anywhere(count: u32, free: f32, longer: f32, capitals: f32, stops: u32, content: u32) -> f32 {
    let names = 1.2 * capitals - 2.15 * stops as f32 * (1.0 - capitals);
    1.1 * ln(1 + count) as f32 + 1.75 * free - 0.55 * longer + names - 0.2 * content as f32
}

fn at_place(promise: f32, first: u32) -> f32 {
    promise - distance(first)
}

/// What the words before its first occurrence take from a phrase's promise.
pub(super) fn distance(first: u32) -> f32 {
    0.85 * ln(1 + first) as f32
}

/// From the first to the last of some words.
pub(super) fn around(words: &[Token]) -> Span {
    match words {
        [first, .., last] => Span { start: first.span.start, end: last.span.end },
        [only] => only.span,
        [] => Span { start: 0, end: 0 },
    }
}
