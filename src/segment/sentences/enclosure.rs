//! Quotations and brackets keep their inside together: no sentence ends within them if they close soon enough.

use memchr::{memchr, memchr2_iter};

use super::marks::char_at;
use crate::bits::{Bytes, is};

/// Bytes within which a quotation or bracket must close to be kept in one piece.
const REACH: usize = 400;

/// The enclosure that the pass is in.
#[derive(Debug, Default)]
pub(super) struct Enclosures {
    /// Where the outermost one closes: offset of its closing mark; 0 outside.
    until: usize,
    /// For each kind of closing mark, in order of [`slot`]: up to where there is known to be none.
    barren: [usize; SLOTS],
}

const SLOTS: usize = 8;

impl Enclosures {
    /// Whether an offset lies inside.
    pub(super) fn hold(&self, at: usize) -> bool {
        at < self.until
    }

    /// Offset of the mark that closes the enclosure; 0 where there was none yet.
    pub(super) fn close(&self) -> usize {
        self.until
    }

    /// Takes notice of a mark that may open an enclosure.
    pub(super) fn open(&mut self, text: &str, at: usize, open: char) {
        let Some((slot, is_close, first_bytes)) = closing(open) else { return };
        if at <= self.until && self.until > 0 {
            return;
        }
        // A straight or two-faced quotation mark opens only before a word and after none.
        let before = text[..at].chars().next_back();
        let after = at + open.len_utf8();
        let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let two_faced = matches!(open, '"' | '“' | '”' | '»');
        if two_faced && (before.is_some_and(char::is_alphanumeric) || spaced(char_at(text, after))) {
            return;
        }
        let limit = (after + REACH).min(text.len());
        if self.barren[slot] >= limit {
            return;
        }
        let from = after.max(self.barren[slot]);
        let window = text.get(from..floor_boundary(text, limit)).unwrap_or_default();
        // Not a mark that opens a word, and not an apostrophe's twin inside one.
        let closes = |offset: usize, c: char| {
            let next = char_at(text, from + offset + c.len_utf8());
            !next.is_some_and(char::is_alphanumeric) || matches!(c, ')' | ']' | '」' | '』' | '》' | '）')
        };
        let [one, other] = first_bytes;
        let close = if matches!(open, '(' | '[') {
            // Most close soon.
            let soon =
                window.as_bytes().first_chunk().map_or(0, |soon| is(Bytes::new(*soon), one).to_bitmask());
            if soon != 0 { Some(soon.trailing_zeros() as usize) } else { memchr(one, window.as_bytes()) }
        } else {
            memchr2_iter(one, other, window.as_bytes())
                .find(|&at| char_at(window, at).is_some_and(|c| is_close(c) && closes(at, c)))
        };
        match close {
            Some(offset) => self.until = from + offset,
            None => self.barren[slot] = limit,
        }
    }
}

/// Tells the marks that close a kind of enclosure.
type Closer = fn(char) -> bool;

/// What closes an opening mark: the number of its kind, what tells the marks that close it, and the first bytes that these
/// may have.
fn closing(open: char) -> Option<(usize, Closer, [u8; 2])> {
    Some(match open {
        '"' => (0, |c| c == '"', *b"\"\""),
        '(' => (1, |c| c == ')', *b"))"),
        '[' => (2, |c| c == ']', *b"]]"),
        '“' | '”' | '‟' => (3, |c| matches!(c, '”' | '“'), [0xE2, 0xE2]),
        '„' => (4, |c| matches!(c, '“' | '”' | '"'), [0xE2, b'"']),
        '«' => (5, |c| c == '»', [0xC2, 0xC2]),
        '»' => (6, |c| c == '«', [0xC2, 0xC2]),
        '「' | '『' | '《' | '（' => (7, |c| matches!(c, '」' | '』' | '》' | '）'), [0xE3, 0xEF]),
        _ => return None,
    })
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_has_one_of_the_first_bytes() {
        for open in ['"', '(', '[', '“', '”', '‟', '„', '«', '»', '「', '『', '《', '（'] {
            let (_, is_close, first_bytes) = closing(open).unwrap();
            let mut closers = ('\0'..=char::MAX).filter(|&c| is_close(c)).peekable();
            assert!(closers.peek().is_some());
            assert!(closers.all(|c| first_bytes.contains(&c.to_string().as_bytes()[0])), "{open}");
        }
    }
}
