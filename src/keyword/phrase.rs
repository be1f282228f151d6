//! A phrase that could be a keyword: where and how often it occurs, what stands around it, and how likely that makes it at
//! first sight.

use std::sync::LazyLock;

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
pub(super) fn tally([free_left, free_right, inside, capitalised]: [bool; 4]) -> Tally {
    let (left, right) = (u32::from(free_left), u32::from(free_right));
    [1, left, right, left & right, u32::from(inside), u32::from(inside && capitalised), 0, 0]
}

impl Phrase {
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

/// What there is to know of a phrase that occurs once, as the bits of a byte: content words, stop words, whether it is free
/// on both sides, whether it is part of a longer phrase, and whether it begins with a capital inside a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind(u8);

impl Kind {
    const LONGER: u8 = 1 << 6;

    pub(super) fn new(content: usize, stops: usize, free: bool, longer: bool, capital: bool) -> Self {
        Self(
            content as u8
                | (stops as u8) << 3
                | u8::from(free) << 5
                | u8::from(longer) << 6
                | u8::from(capital) << 7,
        )
    }

    pub(super) fn content(self) -> usize {
        usize::from(self.0 & 7)
    }

    pub(super) fn stops(self) -> u32 {
        u32::from(self.0 >> 3 & 3)
    }

    pub(super) fn is_longer(self) -> bool {
        self.0 & Self::LONGER != 0
    }

    /// Notes that it is part of a longer phrase.
    pub(super) fn lengthen(&mut self) {
        self.0 |= Self::LONGER;
    }

    /// The promise of a phrase of this kind: the same as of the [`Phrase`].
    pub(super) fn promise(self, first: u32) -> f32 {
        static PROMISES: LazyLock<[f32; 256]> = LazyLock::new(|| {
            std::array::from_fn(|bits| {
                let kind = Kind(bits as u8);
                let bit = |at: usize| (bits >> at & 1) as f32;
                promise_anywhere(1, bit(5), bit(6), bit(7), kind.stops(), kind.content() as u32)
            })
        });
        at_place(PROMISES[usize::from(self.0)], first)
    }
}

/// The part of a promise that does not depend on the place. A stop word inside speaks against a phrase unless it looks like
/// a name: `Bank of Ghana`.
fn promise_anywhere(count: u32, free: f32, longer: f32, capitals: f32, stops: u32, content: u32) -> f32 {
    let names = 1.2 * capitals - 2.15 * stops as f32 * (1.0 - capitals);
    1.1 * ln(1 + count) as f32 + 1.75 * free - 0.55 * longer + names - 0.2 * content as f32
}

fn at_place(promise: f32, first: u32) -> f32 {
    promise - 0.85 * ln(1 + first) as f32
}

/// From the first to the last of some words.
pub(super) fn around(words: &[Token]) -> Span {
    match words {
        [first, .., last] => Span { start: first.span.start, end: last.span.end },
        [only] => only.span,
        [] => Span { start: 0, end: 0 },
    }
}
