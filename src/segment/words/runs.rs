//! The plain words, which are almost all in a text of ASCII letters: runs of letters and digits, found in sixty-four bytes
//! at a time, and what little may follow one without a look at the rules of `joints.rs`.

use super::clitics::Clitics;
use super::{Gap, Piece};
use crate::bits::{Bytes, Finder, Kind, letters, within};

/// All but the letters and digits of ASCII.
struct Other;

impl Kind for Other {
    fn of(bytes: Bytes) -> Bytes {
        !(letters(bytes) | within(bytes, b'0', b'9'))
    }
}

/// The runs of ASCII letters and digits of a sentence; offsets are bytes of the sentence.
pub(super) struct Runs<'t> {
    bytes: &'t [u8],
    /// Runs over the text behind the sentence too, which spares a copy of what is left of one.
    others: Finder<'t, Other>,
}

impl<'t> Runs<'t> {
    /// The runs of a sentence that lies at the beginning of `text`.
    pub(super) fn of(sentence: &'t str, text: &'t [u8]) -> Self {
        Self { bytes: sentence.as_bytes(), others: Finder::new(text) }
    }

    /// The end of the run that `start` stands in, which must not lie before the last one's.
    #[inline]
    pub(super) fn end(&mut self, start: usize) -> usize {
        self.others.next(start).min(self.bytes.len())
    }

    /// Takes runs with a space, a line end before another run, or a mark and a space behind each, as many as follow one
    /// another from `at` on: plain words all, as [`plain_end`](Self::plain_end) tells. Gives where the next thing begins.
    #[inline]
    pub(super) fn take_plain(&mut self, at: usize, piece: &mut Piece<'_, '_>) -> usize {
        let mut at = at;
        // What is known of the bytes from `at` on, if anything stands there.
        let mut others = 0;
        loop {
            if others == 0 {
                others = self.others.ahead(at);
            }
            let length = others.trailing_zeros();
            let end = at + length as usize;
            if others == 0 || length == 0 {
                return at;
            }
            let passed = match self.bytes.get(end..) {
                Some([b' ', ..]) => 1,
                Some([b'\n', next, ..]) if next.is_ascii_alphanumeric() => 1,
                Some([b'!'..=b'/' | b':'..=b'?', b' ', ..]) => 2,
                _ => return at,
            };
            piece.push(at, end);
            if passed == 2 {
                piece.gap = Gap::Break;
            }
            at = end + passed;
            others = others >> length >> passed;
        }
    }

    /// The end of a plain word whose first run ends at `end`, if the word is over there beyond doubt: before a space, or a mark with a
    /// space or the sentence's end behind it. Marks join only what follows them at once; hyphens join letters and digits,
    /// and apostrophes letters, where there are no clitics.
    pub(super) fn plain_end(&mut self, end: usize, clitics: &Clitics) -> Option<usize> {
        let mut end = end;
        loop {
            match self.bytes.get(end..)? {
                []
                | [b' ' | b'\n', ..]
                | [b'!'..=b'/' | b':'..=b'?']
                | [b'!'..=b'/' | b':'..=b'?', b' ', ..] => {
                    return Some(end);
                }
                [b'-', b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..] if clitics.is_empty() => {}
                [b'\'', b'a'..=b'z' | b'A'..=b'Z', ..]
                    if clitics.is_empty() && self.bytes.get(end - 1).is_some_and(u8::is_ascii_alphabetic) => {
                }
                _ => return None,
            }
            end = self.end(end + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_of_letters_and_digits() {
        crate::bits::assert_kind::<Other>(|byte| !byte.is_ascii_alphanumeric());
    }
}
