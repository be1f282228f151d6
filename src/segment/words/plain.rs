//! The plain words, which are almost all in a text of Latin or Cyrillic letters: runs of letters and digits, found in
//! sixty-four bytes at a time, and the marks within words that tell without the rules of `joints.rs` whether they join.

use std::slice;

use super::clitics::Clitics;
use super::{Gap, Piece, Word};
use crate::bits::{Bytes, Kind, WIDTH, bits, is, within};
use crate::segment::Kinds;
use crate::segment::kinds::Block;
use crate::span::Span;

/// What a mark behind a letter or digit does.
enum Joint {
    /// It ends the word.
    Ends,
    /// It joins the letters and digits on both sides.
    Joins,
    /// The rules know.
    Unclear,
}

/// What tells marks that join in the language.
pub(super) struct Marks<'a> {
    pub clitics: &'a Clitics,
    pub colon: bool,
}

/// Sentences of one piece whose words are found together: nothing but white space of ASCII stands between them.
pub(super) struct Bounds<'a> {
    /// Where the first sentence ends whose end was not passed yet.
    end: usize,
    /// Those behind it.
    sentences: slice::Iter<'a, Span>,
    /// For each of those passed, and some before, how many words there are up to its end.
    ends: &'a mut Vec<usize>,
}

impl<'a> Bounds<'a> {
    pub(super) fn of(sentences: &'a [Span], ends: &'a mut Vec<usize>) -> Self {
        let mut bounds = Self { end: 0, sentences: sentences.iter(), ends };
        bounds.go_on();
        bounds
    }

    #[inline]
    fn go_on(&mut self) {
        self.end = self.sentences.next().map_or(usize::MAX, |sentence| sentence.end as usize);
    }

    /// Passes all ends before `at`, where a word begins at the earliest.
    #[inline]
    pub(super) fn pass_before(&mut self, at: usize, piece: &mut Piece<'_, '_>) {
        while self.end < at {
            self.ends.push(piece.words.len());
            self.go_on();
            piece.gap = Gap::Break;
        }
    }

    /// Passes the ends in the block at `base` that are among `inside`, where so many words and those whose `starts` are bits
    /// of the block were found; gives the bits of what was passed.
    fn pass_within(&mut self, base: usize, inside: u64, words: usize, starts: u64) -> u64 {
        let mut passed = 0;
        loop {
            let bit = self.end.wrapping_sub(base);
            if bit >= WIDTH || inside >> bit & 1 == 0 {
                return passed;
            }
            self.ends.push(words + (starts & u64::MAX >> (WIDTH - 1 - bit)).count_ones() as usize);
            self.go_on();
            passed |= 1 << bit;
        }
    }
}

/// Takes the plain words and what is between them from `at` on, up to what the rules must tell; gives where that begins, or
/// the end of the piece.
pub(super) fn take(
    piece: &mut Piece<'_, '_>,
    kinds: &Kinds,
    bounds: &mut Bounds<'_>,
    at: usize,
    marks: &Marks<'_>,
) -> usize {
    let bytes = piece.text.as_bytes();
    let mut base = at - at % WIDTH;
    // The bytes of the block that are to be taken.
    let mut inside = u64::MAX << (at - base);
    // A one at the first of them where no phrase runs across what was before.
    let mut broken = u64::from(piece.gap == Gap::Break) << (at - base);
    // Whether the last word goes on in the block, as a one or zero.
    let mut goes_on = 0;
    for block in kinds.from(base / WIDTH) {
        if bytes.len() < base + WIDTH {
            if bytes.len() <= base {
                break;
            }
            inside &= below((bytes.len() - base) as u32);
        }
        let block = block.only(inside);
        let (mut word, mut beyond) = (block.word, block.beyond);
        if beyond != 0 {
            (word, beyond) = marks.beyond_ascii(bytes, base, &block, goes_on);
        }
        // Up to the first byte that is neither of ASCII nor told there.
        let mut plain = (beyond & beyond.wrapping_neg()).wrapping_sub(1);
        let odd = block.marks() & (word << 1 | goes_on) & !(block.white >> 1) & plain;
        if odd != 0 {
            (word, plain) = marks.join(bytes, base, odd, word, plain);
        }
        let mut end = WIDTH as u32;
        if plain != u64::MAX {
            // A word that touches what is not plain is left to the rules.
            let between = !word & plain;
            if between == 0
                && goes_on == 1
                && let Some(word) = piece.words.pop()
            {
                piece.gap = word.gap;
                return word.span.start as usize;
            }
            end -= between.leading_zeros();
            plain = below(end);
            word &= plain;
        }
        let after = word << 1 | goes_on;
        let mut starts = word & !after;
        let mut ends = !word & after;
        let between = !word & plain & inside;
        let mut breaks = between & !(block.white | beyond) | broken;
        if block.line & plain != 0 {
            breaks |= piece.breaks_among_spaces(base, block.line & plain, word);
        } else {
            piece.line &= word == 0;
        }
        if bounds.end < base + WIDTH {
            breaks |= bounds.pass_within(base, plain, piece.words.len(), starts);
        }
        // From a break on, ones are carried over up to the first letter of the next word, whose bit is set then.
        let (sum, over) = between.overflowing_add(breaks);
        let at = |bit: u32| base as u32 + bit;
        let gap = |bit: u32| if sum.wrapping_shr(bit) & 1 == 1 { Gap::Break } else { Gap::Space };
        // A word that does not end in the block ends behind it until more is known.
        if goes_on == 1
            && let Some(last) = piece.words.last_mut()
        {
            last.span.end = at(ends.trailing_zeros());
            ends &= ends.wrapping_sub(1);
        }
        piece.words.extend((0..starts.count_ones()).map(|_| {
            let (start, end) = (starts.trailing_zeros(), ends.trailing_zeros());
            starts &= starts.wrapping_sub(1);
            ends &= ends.wrapping_sub(1);
            Word { span: Span { start: at(start), end: at(end) }, gap: gap(start) }
        }));
        if plain != u64::MAX {
            piece.gap = gap(end);
            return base + end as usize;
        }
        goes_on = word >> (WIDTH - 1);
        broken = u64::from(over);
        inside = u64::MAX;
        base += WIDTH;
    }
    bytes.len()
}

/// The bits below one of the sixty-four.
#[inline]
fn below(bit: u32) -> u64 {
    (1 << bit) - 1
}

impl Marks<'_> {
    /// What the letters, dashes and quotation marks beyond ASCII in the block at `base` do that can be told here: the bits of
    /// words with theirs, and what is left of the bytes beyond ASCII. From the first mark on that is unclear, all is left.
    #[inline(never)]
    fn beyond_ascii(&self, bytes: &[u8], base: usize, block: &Block, goes_on: u64) -> (u64, u64) {
        let letters = letters(bytes, base, block.beyond, goes_on);
        let (mut word, mut beyond) = (block.word | letters, block.beyond & !letters);
        while beyond != 0 {
            let first = beyond.trailing_zeros();
            let at = base + first as usize;
            let behind_word = (word << 1 | goes_on) >> first & 1 == 1;
            let rest = bytes.get(at..).unwrap_or_default();
            if first + 3 > WIDTH as u32 || !begins_with_quote(rest) {
                break;
            }
            if behind_word && matches!(rest[2], 0x98 | 0x99) {
                let after = &rest[3..];
                match after {
                    [byte, ..] if byte.is_ascii_alphanumeric() || begins_with_letter(after) => {
                        if !self.clitics.is_empty() {
                            break;
                        }
                        if bytes[at - 1].is_ascii_digit() == byte.is_ascii_digit() {
                            word |= 0b111 << first;
                        }
                    }
                    [0x80..=0xFF, ..] if !begins_with_quote(after) => break,
                    _ => {}
                }
            }
            beyond &= !(0b111 << first);
        }
        (word, beyond)
    }

    /// What the `odd` marks of the block at `base` do, which stand behind a letter or digit and before no white space: the
    /// bits of words with those that join, and of what is plain, up to the first that is unclear.
    #[inline(never)]
    fn join(&self, bytes: &[u8], base: usize, odd: u64, word: u64, plain: u64) -> (u64, u64) {
        let (mut odd, mut word) = (odd, word);
        while odd != 0 {
            let mark = odd.trailing_zeros();
            odd &= odd - 1;
            match self.joint(bytes, base + mark as usize) {
                Joint::Ends => {}
                Joint::Joins => word |= 1 << mark,
                Joint::Unclear => return (word, below(mark)),
            }
        }
        (word, plain)
    }

    /// What the mark at `at` does behind a letter or digit, where no white space follows.
    fn joint(&self, bytes: &[u8], at: usize) -> Joint {
        let Some(&[before, mark, after]) = at.checked_sub(1).and_then(|before| bytes.get(before..at + 2))
        else {
            return Joint::Ends;
        };
        let joins = match (mark, after) {
            (_, 0x80..) if begins_with_quote(&bytes[at + 1..]) => false,
            (_, 0x80..) if !begins_with_letter(&bytes[at + 1..]) => return Joint::Unclear,
            (b':', b'/') | (b'_', b'_') => return Joint::Unclear,
            _ if !after.is_ascii_alphanumeric() && after.is_ascii() => false,
            (b'-' | b'\'', _) if !self.clitics.is_empty() => return Joint::Unclear,
            (b'-', _) => true,
            (b'\'', _) => before.is_ascii_digit() == after.is_ascii_digit(),
            (b',' | b';', _) => before.is_ascii_digit() && after.is_ascii_digit(),
            (b'.', b'0'..=b'9') if before.is_ascii_digit() && is_number(&bytes[at + 1..]) => true,
            (b'.' | b'&' | b'@' | b'_', _) => return Joint::Unclear,
            (b':', _) if self.colon => return Joint::Unclear,
            _ => false,
        };
        if joins { Joint::Joins } else { Joint::Ends }
    }
}

/// The first bytes of most letters of Latin and Cyrillic scripts beyond ASCII.
struct Lead;

impl Kind for Lead {
    fn of(bytes: Bytes) -> Bytes {
        within(bytes, 0xC3, 0xC5) | within(bytes, 0xD0, 0xD1)
    }
}

/// The last bytes of `×` and `÷`, which have a first byte in common with letters.
struct Sign;

impl Kind for Sign {
    fn of(bytes: Bytes) -> Bytes {
        is(bytes, 0x97) | is(bytes, 0xB7)
    }
}

/// Whether a text begins with a letter of two bytes, one of those with a [`Lead`].
#[inline]
pub(super) fn begins_with_letter(text: &[u8]) -> bool {
    match text {
        [0xC3, second, ..] => !matches!(second, 0x97 | 0xB7),
        [first, ..] => matches!(first, 0xC4 | 0xC5 | 0xD0 | 0xD1),
        [] => false,
    }
}

/// The bytes of such letters in the block at `base`, whose bytes `beyond` ASCII are known.
fn letters(bytes: &[u8], base: usize, beyond: u64, goes_on: u64) -> u64 {
    let mut leads = bits::<Lead>(bytes, base) & beyond;
    let mut doubtful = leads & (bits::<Sign>(bytes, base) >> 1 | 1 << (WIDTH - 1));
    while doubtful != 0 {
        let first = doubtful.trailing_zeros();
        if !begins_with_letter(&bytes[base + first as usize..]) {
            leads &= !(1 << first);
        }
        doubtful &= doubtful - 1;
    }
    // The second half of a letter that was taken with the block before.
    let half = goes_on & beyond & u64::from(matches!(bytes.get(base), Some(0x80..=0xBF)));
    leads | leads << 1 | half
}

/// Whether a text begins with a dash or quotation mark beyond ASCII or with an ellipsis. None but the single quotation marks,
/// which are apostrophes, joins anything.
fn begins_with_quote(bytes: &[u8]) -> bool {
    matches!(bytes, [0xE2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9C | 0x9D | 0xA6, ..])
}

/// Whether what follows a dot between digits is beyond doubt no name of a mailbox.
fn is_number(after: &[u8]) -> bool {
    let behind = after.iter().find(|byte| !byte.is_ascii_alphanumeric());
    !matches!(behind, Some(b'.' | b'-' | b'_' | b'+' | b'@'))
}

#[cfg(test)]
mod tests {
    use super::super::classes::{Class, class};
    use super::*;

    #[test]
    fn letters_of_two_bytes_are_letters() {
        for c in ('\u{80}'..=char::MAX).filter(|c| begins_with_letter(c.to_string().as_bytes())) {
            assert_eq!((class(c), c.len_utf8()), (Class::Letter, 2), "{c:?}");
        }
        crate::bits::assert_kind::<Lead>(|byte| matches!(byte, 0xC3..=0xC5 | 0xD0 | 0xD1));
        crate::bits::assert_kind::<Sign>(|byte| matches!(byte, 0x97 | 0xB7));
    }

    #[test]
    fn quotes_join_nothing_but_apostrophes() {
        for c in '\0'..=char::MAX {
            if begins_with_quote(c.to_string().as_bytes()) {
                let expected = if matches!(c, '‘' | '’') { Class::Mid } else { Class::Other };
                assert_eq!(class(c), expected, "{c:?}");
            }
        }
    }
}
