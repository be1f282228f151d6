//! What is known of a spelling, in a number.

use super::entry::NOTHING;
use super::vocabulary::TermId;

/// The bits of a term's number.
const TERM: u32 = (1 << 28) - 1;
const STOP: u32 = 1 << 28;
const CAPITALISED: u32 = 1 << 29;
const ALL_CAPS: u32 = 1 << 30;
const DIGITS: u32 = 1 << 31;

/// Terms that a vocabulary can tell apart, far more than memory holds.
pub(super) const MOST_TERMS: u32 = TERM;

/// What a spelling looks like and is good for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// The stem.
    pub term: TermId,
    /// A stop word, or nothing that a reader would call a word (a lone letter, a number, `10th`, a Japanese ending).
    pub stop: bool,
    /// The first letter is upper case.
    pub capitalised: bool,
    /// Two or more letters, all upper case.
    pub all_caps: bool,
    /// Has a digit.
    pub digits: bool,
}

/// A [`Word`] in four bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Known(u32);

impl Known {
    /// Of a spelling that was not seen: no term has this number.
    pub(super) const NOTHING: Self = Self(NOTHING);

    pub(super) fn is_nothing(self) -> bool {
        self == Self::NOTHING
    }

    /// The number itself.
    pub(super) fn number(self) -> u32 {
        self.0
    }

    pub(super) fn term(self) -> TermId {
        TermId(self.0 & TERM)
    }

    pub(super) fn stop(self) -> bool {
        self.0 & STOP != 0
    }

    /// Whether it is a stop word, capitalised, all capitals, has digits: all four in one look.
    #[inline]
    pub(super) fn marks(self) -> &'static [bool; 4] {
        &MARKS[(self.0 >> 28) as usize]
    }
}

/// The four marks for each value of their bits.
static MARKS: [[bool; 4]; 16] = {
    let mut marks = [[false; 4]; 16];
    let mut at = 0;
    while at < 64 {
        marks[at / 4][at % 4] = ((at / 4) >> (at % 4)) & 1 == 1;
        at += 1;
    }
    marks
};

impl From<u32> for Known {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<Word> for Known {
    fn from(word: Word) -> Self {
        let mark = |is: bool, mark: u32| if is { mark } else { 0 };
        Self(
            word.term.0
                | mark(word.stop, STOP)
                | mark(word.capitalised, CAPITALISED)
                | mark(word.all_caps, ALL_CAPS)
                | mark(word.digits, DIGITS),
        )
    }
}

impl From<Known> for Word {
    fn from(known: Known) -> Self {
        let [stop, capitalised, all_caps, digits] = *known.marks();
        Self { term: known.term(), stop, capitalised, all_caps, digits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_back() {
        for bits in 0..16_u32 {
            let [stop, capitalised, all_caps, digits] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
            for term in [0, 1, 12_345, MOST_TERMS - 1] {
                let word = Word { term: TermId(term), stop, capitalised, all_caps, digits };
                assert_eq!(Word::from(Known::from(word)), word);
                assert!(!Known::from(word).is_nothing());
            }
        }
    }
}
