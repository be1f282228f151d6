//! The content words of a document as the search for phrases sees them: each with the stop words before it and what bounds
//! it on either side.

use crate::analysis::Document;
use crate::segment::words::Gap;

use super::phrase::{Tally, tally};

/// Stop words that may stand inside a phrase.
pub(super) const MAX_STOPS: usize = 2;

/// No term.
pub(super) const NONE: u32 = u32::MAX;

/// A content word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) term: u32,
    /// Index of the token.
    pub(super) token: u32,
    /// The stop words between the content word before and this one, [`NONE`] where there are fewer, the nearest last.
    pub(super) between: [u32; 2],
    /// How many they are; more than [`MAX_STOPS`] if no phrase runs over them.
    pub(super) gap: u8,
    pub(super) flags: Flags,
}

/// What bounds an occurrence of a phrase and what it looks like, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags(u8);

impl Flags {
    /// A stop word or a boundary stands to the left, to the right.
    const FREE_LEFT: u8 = 1;
    const FREE_RIGHT: u8 = 2;
    /// Not the first of a sentence.
    const INSIDE: u8 = 4;
    const CAPITALISED: u8 = 8;
    /// The stem occurs more than once.
    const AGAIN: u8 = 16;

    fn has(self, all: u8) -> bool {
        self.0 & all == all
    }

    /// Those of the phrase from this word to `last`.
    pub(super) fn to(self, last: Self) -> Self {
        Self(self.0 & !Self::FREE_RIGHT | last.0 & Self::FREE_RIGHT)
    }

    pub(super) fn again(self) -> bool {
        self.has(Self::AGAIN)
    }

    pub(super) fn inside(self) -> bool {
        self.has(Self::INSIDE)
    }

    pub(super) fn free(self) -> bool {
        self.has(Self::FREE_LEFT | Self::FREE_RIGHT)
    }

    /// Begins with a capital inside a sentence.
    pub(super) fn capital(self) -> bool {
        self.has(Self::INSIDE | Self::CAPITALISED)
    }

    pub(super) fn tally(self) -> Tally {
        tally([Self::FREE_LEFT, Self::FREE_RIGHT, Self::INSIDE, Self::CAPITALISED].map(|flag| self.has(flag)))
    }
}

/// The content words of a document, in order.
pub(super) fn content_words(document: &Document) -> Vec<Word> {
    let (tokens, terms) = (document.tokens(), document.terms());
    let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
    let flag = |flag: u8, set: bool| flag * u8::from(set);
    let mut between = [NONE; 2];
    // No phrase comes from before the text.
    let mut gap = MAX_STOPS + 1;
    for sentence in document.sentences() {
        let range = sentence.token_range();
        for at in range.clone() {
            let token = tokens[at];
            let initial = at == range.start;
            let bound = initial || token.gap == Gap::Break;
            if bound {
                gap = MAX_STOPS + 1;
            }
            if (bound || token.stop)
                && let Some(last) = words.last_mut()
            {
                last.flags.0 |= Flags::FREE_RIGHT;
            }
            if token.stop {
                between = [between[1], token.term];
                gap += 1;
                continue;
            }
            let flags = flag(Flags::FREE_LEFT, gap > 0)
                | flag(Flags::INSIDE, !initial)
                | flag(Flags::CAPITALISED, token.capitalised)
                | flag(Flags::AGAIN, terms[token.term as usize].count > 1);
            let gap_before = gap.min(MAX_STOPS + 1) as u8;
            words.push(Word {
                term: token.term,
                token: at as u32,
                between,
                gap: gap_before,
                flags: Flags(flags),
            });
            (between, gap) = ([NONE; 2], 0);
        }
    }
    if let Some(last) = words.last_mut() {
        last.flags.0 |= Flags::FREE_RIGHT;
    }
    words
}
