//! The shape of a spelling: which letters, capitals and digits it has, and what is no word for want of letters.

use super::known::Word;
use crate::segment::words::{is_hiragana, is_ideograph};

/// What a spelling is made of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) letters: usize,
    pub(super) capitals: usize,
    pub(super) capitalised: bool,
    pub(super) digits: usize,
    /// Begins with a digit.
    numeral: bool,
    /// Has a letter that can be a word by itself: Chinese, kana, a Korean or Ethiopic syllable.
    ideograph: bool,
}

impl Shape {
    pub(super) fn of(surface: &str) -> Self {
        if surface.is_ascii() {
            return Self::of_ascii(surface.as_bytes());
        }
        let syllable = |c| is_ideograph(c) || matches!(c, '\u{1200}'..='\u{139F}' | '\u{AC00}'..='\u{D7A3}');
        Self {
            letters: surface.chars().filter(|c| c.is_alphabetic()).count(),
            capitals: surface.chars().filter(|c| c.is_uppercase()).count(),
            capitalised: surface.chars().next().is_some_and(char::is_uppercase),
            digits: surface.chars().filter(|c| c.is_numeric()).count(),
            numeral: surface.chars().next().is_some_and(char::is_numeric),
            ideograph: surface.chars().any(syllable),
        }
    }

    /// The same for ASCII.
    fn of_ascii(surface: &[u8]) -> Self {
        let count = |kind: fn(&u8) -> bool| surface.iter().filter(|byte| kind(byte)).count();
        let first = surface.first();
        Self {
            letters: count(u8::is_ascii_alphabetic),
            capitals: count(u8::is_ascii_uppercase),
            capitalised: first.is_some_and(u8::is_ascii_uppercase),
            digits: count(u8::is_ascii_digit),
            numeral: first.is_some_and(u8::is_ascii_digit),
            ideograph: false,
        }
    }

    /// The same as [`of`](Self::of) for up to sixteen bytes as a little-endian number; `None` unless they are ASCII.
    pub(super) fn of_short(surface: u128) -> Option<Self> {
        const ONES: u128 = u128::MAX / 0xFF;
        const HIGH: u128 = ONES << 7;
        if surface & HIGH != 0 {
            return None;
        }
        // No sum is larger than a byte.
        let from = |byte: u8| surface + ONES * u128::from(0x80 - byte);
        let within = |first: u8, last: u8| from(first) & !from(last + 1) & HIGH;
        let count = |bits: u128| (((bits >> 7).wrapping_mul(ONES)) >> 120) as usize;
        let (capitals, small, digits) = (within(b'A', b'Z'), within(b'a', b'z'), within(b'0', b'9'));
        Some(Self {
            letters: count(capitals | small),
            capitals: count(capitals),
            capitalised: capitals as u8 != 0,
            digits: count(digits),
            numeral: digits as u8 != 0,
            ideograph: false,
        })
    }

    /// Whether a word of so many bytes of ASCII has letters and digits alone.
    pub(super) fn is_plain(&self, len: usize) -> bool {
        self.letters + self.digits == len
    }

    /// What a reader sees of the shape.
    pub(super) fn marks(&self) -> Word {
        Word {
            capitalised: self.capitalised,
            all_caps: self.capitals >= 2 && self.capitals == self.letters,
            digits: self.digits > 0,
            ..Word::default()
        }
    }

    /// A number (`2024`, `10th`, `5km`; not `3D`), a lone letter (`s`, `A.`; not `G7`), a run of hiragana.
    pub(super) fn is_no_word(&self, surface: &str) -> bool {
        match self.letters {
            0 => true,
            1 if self.ideograph => is_hiragana(surface),
            1 => self.digits == 0 || self.capitals == 0,
            2 if self.numeral => self.capitals == 0 && !self.ideograph,
            _ => self.ideograph && is_hiragana(surface),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shapes_of_ascii_are_the_same(word in "[ -~]{0,16}") {
            let (plain, ascii) = (Shape::of(&format!("{word}é")), Shape::of(&word));
            prop_assert_eq!(ascii.letters, plain.letters - 1);
            prop_assert_eq!((ascii.capitals, ascii.digits), (plain.capitals, plain.digits));
            if !word.is_empty() {
                prop_assert_eq!((ascii.capitalised, ascii.numeral), (plain.capitalised, plain.numeral));
            }
            let bytes = word.bytes().rev().fold(0, |all, byte| all << 8 | u128::from(byte));
            prop_assert_eq!(Shape::of_short(bytes), Some(ascii));
        }
    }
}
