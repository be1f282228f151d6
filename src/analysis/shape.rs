//! The shape of a spelling: which letters, capitals and digits it has, and what is no word for want of letters.

use crate::segment::words::{is_hiragana, is_ideograph};

/// What a spelling is made of.
pub(super) struct Shape {
    pub(super) letters: usize,
    pub(super) capitals: usize,
    pub(super) capitalised: bool,
    pub(super) digits: bool,
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
            digits: surface.chars().any(char::is_numeric),
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
            digits: surface.iter().any(u8::is_ascii_digit),
            numeral: first.is_some_and(u8::is_ascii_digit),
            ideograph: false,
        }
    }

    /// A number (`2024`, `10th`, `5km`; not `3D`), a lone letter (`s`, `A.`; not `G7`), a run of hiragana.
    pub(super) fn is_no_word(&self, surface: &str) -> bool {
        match self.letters {
            0 => true,
            1 if self.ideograph => is_hiragana(surface),
            1 => !self.digits || self.capitals == 0,
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
        fn shapes_of_ascii_are_the_same(word in "[ -~]{0,8}") {
            let (plain, ascii) = (Shape::of(&format!("{word}é")), Shape::of(&word));
            prop_assert_eq!(ascii.letters, plain.letters - 1);
            prop_assert_eq!((ascii.capitals, ascii.digits), (plain.capitals, plain.digits));
            if !word.is_empty() {
                prop_assert_eq!((ascii.capitalised, ascii.numeral), (plain.capitalised, plain.numeral));
            }
        }
    }
}
