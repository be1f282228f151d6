//! What a line cannot be, told by its first letters: all that the lists of furniture and places know begins as a line does
//! that they know, and hardly any sentence does. So most lines need not be compared with the lists, nor folded to the end.

use std::cell::OnceCell;

use super::firsts::{self, FIRST};
use super::fold::{HEAD, fold_head, word_ends};
use crate::bits::{self, Bytes};
use crate::frozen::FrozenMap;

/// How the texts of a list begin, frozen by the build script.
struct Heads {
    /// Their first letters; one where a word ends with these, which are all, and zero where more may follow.
    letters: FrozenMap,
    /// Their first bytes.
    bytes: &'static [u8],
}

/// All patterns of furniture.
static FURNITURE: Heads = Heads {
    letters: FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/furniture-heads"))),
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/furniture-firsts")),
};
/// The names of places.
static PLACES: Heads = Heads {
    letters: FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/places-heads"))),
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/places-firsts")),
};

/// The first letters of a line.
pub(super) struct Head<'l> {
    line: &'l str,
    /// The first bytes of its comparable form, where they are easily told.
    first: Option<[u8; FIRST]>,
    /// The line's comparable form as far as it is needed, if it is.
    folded: OnceCell<String>,
}

impl<'l> Head<'l> {
    pub(super) fn of(line: &'l str) -> Self {
        Self { line, first: first(line).or_else(|| first_by_rule(line)), folded: OnceCell::new() }
    }

    /// Whether some pattern of furniture, of dates or of bylines begins as the line does.
    pub(super) fn may_be_furniture(&self) -> bool {
        self.begins(&FURNITURE)
    }

    /// Whether some name of a place begins as the line does.
    pub(super) fn may_be_place(&self) -> bool {
        self.begins(&PLACES)
    }

    fn begins(&self, heads: &Heads) -> bool {
        let folded = || self.folded.get_or_init(|| fold_head(self.line));
        let first = self.first.unwrap_or_else(|| firsts::first(folded()));
        let begins = |(head, ends): (&str, u64)| ends == 0 || word_ends(folded(), head.len());
        firsts::has(heads.bytes, first) && heads.letters.beginnings(folded(), HEAD).any(begins)
    }
}

/// Bytes of a line that tell the first of its comparable form: what follows these may still change the last character, and
/// there may be a space behind it.
const NEAR: usize = FIRST + 2;

/// What [`first_by_rule`] gives for a line that begins with words of ASCII letters and a space between them.
fn first(line: &str) -> Option<[u8; FIRST]> {
    let near = line.as_bytes().first_chunk::<NEAR>()?;
    let mut padded = [0; 16];
    padded[..NEAR].copy_from_slice(near);
    let bytes = Bytes::new(padded);
    let letters = bits::letters(bytes).to_bitmask();
    let spaces = bits::is(bytes, b' ').to_bitmask();
    let plain = letters & 1 == 1 && (letters | spaces) == (1 << NEAR) - 1 && spaces & spaces >> 1 == 0;
    // In lower case.
    plain.then(|| (bytes | Bytes::splat(0x20)).to_array()).and_then(|lower| lower.first_chunk().copied())
}

/// The first bytes of what [`fold`](super::fold::fold) makes of a line that begins with ASCII, the common marks beside it,
/// and small letters of Greek and Cyrillic; zeros behind a shorter one.
fn first_by_rule(line: &str) -> Option<[u8; FIRST]> {
    let mut folded = [0; NEAR];
    let mut length = 0;
    let mut rest = line.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let character = std::mem::replace(&mut rest, after);
        let last = folded[..length].last().copied().unwrap_or(b' ');
        let next = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => byte.to_ascii_lowercase(),
            b'0'..=b'9' if last == b'0' => continue,
            b'0'..=b'9' if folded[..length].ends_with(b"0 ") => {
                length -= 1;
                continue;
            }
            b'0'..=b'9' => b'0',
            b'\'' if last.is_ascii_alphanumeric() || !last.is_ascii() => byte,
            // Both bytes of a letter, one after the other.
            0xCE..=0xD1 if is_small_letter(character) => byte,
            0x80..=0xBF if length > 0 && matches!(last, 0xCE..=0xD1) => byte,
            _ => {
                if !byte.is_ascii() {
                    // Dashes, bullets, quotation marks but the one that may be an apostrophe; arrows and operators.
                    let ([0xE2, 0x80, 0x90..=0x98 | 0x9A..=0xA7, after @ ..]
                    | [0xE2, 0x86, 0x90..=0xBF, after @ ..]
                    | [0xE2, 0x87..=0x8B, _, after @ ..]) = character
                    else {
                        return None;
                    };
                    rest = after;
                }
                match last {
                    b' ' => continue,
                    b'\'' => length -= 1,
                    _ => {}
                }
                b' '
            }
        };
        folded[length] = next;
        length += 1;
        if length == folded.len() {
            return folded.first_chunk().copied();
        }
    }
    while length > 0 && matches!(folded[length - 1], b' ' | b'\'') {
        length -= 1;
    }
    folded[length..].fill(0);
    folded.first_chunk().copied()
}

/// Whether a text begins with one of the letters from alpha to omega or from a to ya.
fn is_small_letter(text: &[u8]) -> bool {
    matches!(
        text,
        [0xCE, 0xB1..=0xBF, ..] | [0xCF, 0x80..=0x89, ..] | [0xD0, 0xB0..=0xBF, ..] | [0xD1, 0x80..=0x8F, ..]
    )
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::furniture::{
        self,
        Kind::{Byline, Published, Updated},
    };
    use super::super::places;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hardly_any_sentence_is_looked_at() {
        assert!(!Head::of("The council met on Monday.").may_be_furniture());
        assert!(!Head::of("The council met on Monday.").may_be_place());
        assert!(!Head::of("Dinner was served.").may_be_furniture());
        assert!(!Head::of("Portugal won.").may_be_furniture());
        assert!(Head::of("Por Ada Lovelace").may_be_furniture());
        assert!(Head::of("  “Share this article").may_be_furniture());
        assert!(Head::of("Norway, Sweden").may_be_place());
    }

    proptest! {
        #[test]
        fn the_first_bytes_are_those_of_the_comparable_form(line in "([A-Za-z]{1,3}|[A-Za-z ]{8}|[0-9]|[ ]|['.:-]|[‐-‧é\u{307}]|[αωςΩяаЯ]|[−→∈ⅷ⌀]){0,16}") {
            if let Some(first) = first(&line) {
                prop_assert_eq!(first_by_rule(&line), Some(first), "{:?}", line);
            }
            if let Some(first) = first_by_rule(&line) {
                let folded = fold(&line).text + "\0\0\0\0\0\0";
                prop_assert!(folded.as_bytes().starts_with(&first), "{:?}", line);
            }
        }

        #[test]
        fn what_the_lists_know_has_a_head(line in "(Photo|By|Di|Le|x|Por|Von|文|글|Share this article|Published|Norway|Iran|[0-9]{1,4}|5 min(utes)?|[ :.,'’-]|Read|read( next)?|[a-z]{1,8}|\\PC){1,12}") {
            let (head, folded) = (Head::of(&line), fold(&line));
            let opens = [Byline, Published, Updated].into_iter().any(|kind| furniture::opener(&folded, kind).is_some());
            prop_assert!(head.may_be_furniture() || (furniture::recognise(&folded).is_none() && !opens));
            prop_assert!(head.may_be_place() || places::line(&line).is_none());
        }
    }
}
