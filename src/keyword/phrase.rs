//! A phrase that could be a keyword: where and how often it occurs, what stands around it, and how likely that makes it at
//! first sight.

use std::sync::LazyLock;

use wide::u32x8;

use super::content_words::{Mark, View};
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
    /// As its one occurrence shows it: its first word, its words and the content words of these.
    pub(super) fn once(first: u32, words: u32, content: u32, view: View) -> Self {
        let longer = u32::from(view.longer());
        Self { first, last: first, words, stops: words - content, longer, tally: view.tally() }
    }

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

    /// Shares as parts of what is the whole: the occurrences with a stop word or a boundary on both sides, to the left, to the
    /// right; the count of the most frequent longer phrase around it, per occurrence; the occurrences inside sentences that
    /// begin with a capital.
    pub(super) fn shares(&self) -> [(u32, u32); 5] {
        let [free, free_left, free_right] = [FREE, FREE_LEFT, FREE_RIGHT].map(|kind| self.tally[kind]);
        let [free, free_left, free_right, longer] =
            [free, free_left, free_right, self.longer].map(|part| (part, self.count()));
        [free, free_left, free_right, longer, (self.tally[CAPITALISED], self.tally[INSIDE].max(1))]
    }

    /// How likely it looks at first sight that this is a keyword; only the order counts. It was fitted to what the trees
    /// put into their first 20.
    pub(super) fn promise(&self) -> f32 {
        let (count, capitals) =
            (self.count() as f32, self.tally[CAPITALISED] as f32 / self.tally[INSIDE].max(1) as f32);
        let (free, longer) = (self.tally[FREE] as f32 / count, self.longer as f32 / count);
        let anywhere =
            promise_anywhere(self.count(), free, longer, capitals, self.stops, self.words - self.stops);
        anywhere - Promises::get().distance(self.first)
    }
}

/// What phrases promise at most or by their kind, before their place counts.
pub(super) struct Promises {
    /// Of phrases that occur once, by five bits for what bounds the phrase, two for its stop words, three for its content words.
    once: [f32; Self::ONCE],
    /// The tokens that stand before a phrase at most if it promises 0 or more: of one that occurs once, by whether it is not free
    /// to the left and has no capital, has one, is free, both; of others, by whether an occurrence is free, whether one looks like a
    /// name, and the bits that their number has.
    reach_once: [f32; 4],
    reach: [[f32; u32::BITS as usize + 1]; 4],
    /// What so many tokens before its first occurrence take from a phrase's promise.
    distances: [f32; Self::NEAR],
}

impl Promises {
    const ONCE: usize = 1 << 10;
    const NEAR: usize = 1 << 9;

    pub(super) fn get() -> &'static Self {
        static PROMISES: LazyLock<Promises> = LazyLock::new(|| {
            let mut most = [f32::NEG_INFINITY; 4];
            let once = std::array::from_fn(|kind| {
                let view = View::of_bits(kind as u8);
                let [free, longer, capital] =
                    [view.free(), view.longer(), view.capital()].map(|has| f32::from(u8::from(has)));
                let promise =
                    promise_anywhere(1, free, longer, capital, kind as u32 >> 5 & 3, kind as u32 >> 7);
                let most = &mut most[view.first().kind()];
                *most = most.max(promise);
                promise
            });
            // The greatest count with so many bits and one are the power of two.
            let by_bits = |most: f32| {
                std::array::from_fn(|bits| reach(most + OFTEN * std::f32::consts::LN_2 * bits as f32))
            };
            let others = [0.0, AS_NAME, FREELY, FREELY + AS_NAME].map(by_bits);
            let distances = std::array::from_fn(|first| distance(first as u32));
            Promises { once, reach_once: most.map(reach), reach: others, distances }
        });
        &PROMISES
    }

    /// That of a phrase that occurs once, of so many content words, by the bits of its view and above them its stop words.
    #[inline]
    pub(super) fn once(&self, content: usize, kind: u8) -> f32 {
        self.once[(usize::from(kind) | content << 7) % Self::ONCE]
    }

    /// What the tokens before its first occurrence take from a phrase's promise.
    #[inline]
    pub(super) fn distance(&self, first: u32) -> f32 {
        self.distances.get(first as usize).copied().unwrap_or_else(|| distance(first))
    }

    /// The tokens before a phrase that occurs once and promises 0 or more, by its first word.
    #[inline]
    pub(super) fn reach_once(&self, first: Mark) -> f32 {
        self.reach_once[first.kind() % 4]
    }

    /// The same of others.
    #[inline]
    pub(super) fn reach(&self, phrase: &Phrase) -> f32 {
        let kind = usize::from(phrase.tally[FREE] > 0) << 1 | usize::from(phrase.tally[CAPITALISED] > 0);
        let bits = u32::BITS - phrase.count().leading_zeros();
        self.reach[kind % 4][bits as usize % (u32::BITS as usize + 1)]
    }
}

/// What an occurrence more counts for, being free, with a capital, and what the words before take away.
const OFTEN: f32 = 1.1;
const FREELY: f32 = 1.75;
const AS_NAME: f32 = 1.2;
const LATE: f32 = 0.85;

/// The part of a promise that does not depend on the place. A stop word inside speaks against a phrase unless it looks like
/// a name: `Bank of Ghana`.
fn promise_anywhere(count: u32, free: f32, longer: f32, capitals: f32, stops: u32, content: u32) -> f32 {
    let names = AS_NAME * capitals - 2.15 * stops as f32 * (1.0 - capitals);
    OFTEN * ln(1 + count) as f32 + FREELY * free - 0.55 * longer + names - 0.2 * content as f32
}

/// What the words before its first occurrence take from a phrase's promise.
fn distance(first: u32) -> f32 {
    LATE * ln(1 + first) as f32
}

/// More than rounding takes from a promise.
const SLACK: f32 = 1e-3;

/// The tokens that stand at most before a phrase that would promise so much anywhere if it promises 0 or more.
fn reach(anywhere: f32) -> f32 {
    ((anywhere + SLACK) / LATE).exp()
}

/// What a [`reach`] is multiplied by if a phrase must promise so much.
pub(super) fn nearer(least: f32) -> f32 {
    (-least / LATE).exp()
}

/// From the first to the last of some words.
pub(super) fn around(words: &[Token]) -> Span {
    match words {
        [first, .., last] => Span { start: first.span.start, end: last.span.end },
        [only] => only.span,
        [] => Span { start: 0, end: 0 },
    }
}
