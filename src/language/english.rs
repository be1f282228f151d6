//! The Snowball stemmer of English (Porter 2001, "The English (Porter2) stemming algorithm"), for words in ASCII. Nothing costs
//! a new word as much as its stem, so that the language with the most text has one that works in place; it gives what
//! `rust-stemmers` gives.

mod rules;

use self::rules::{EXCEPTIONS, FOURTH, INVARIANTS, PREFIXES, SECOND, THIRD, is_own_stem};
use super::endings::Endings;
use crate::bits::{self, Bytes};

/// Bytes that a word may have.
pub(super) const LONGEST: usize = 64;

/// Appends the stem of a word, which is in lower case and ASCII and no longer than [`LONGEST`], to `out`; without a stem
/// where it is longer.
pub(super) fn stem_into(word: &str, out: &mut String) {
    match Word::of(word.as_bytes()).filter(|_| !is_own_stem(word.as_bytes())) {
        Some(mut stem) => {
            stem.reduce();
            out.push_str(std::str::from_utf8(stem.text()).unwrap_or_default());
        }
        None => out.push_str(word),
    }
}

/// The stem of a word of up to sixteen bytes as a number, the first byte lowest.
pub(super) fn stem_short(word: u128) -> u128 {
    let bytes = word.to_le_bytes();
    let len = bytes.len() - word.leading_zeros() as usize / 8;
    if is_own_stem(bytes.get(..len).unwrap_or_default()) {
        return word;
    }
    let Some(mut stem) = Word::of(&bytes) else { return word };
    stem.len = len;
    stem.reduce();
    let bytes = stem
        .bytes
        .get(AHEAD..)
        .and_then(<[u8]>::first_chunk)
        .map_or(word, |bytes| u128::from_le_bytes(*bytes));
    bytes & !u128::MAX.unbounded_shl(8 * stem.len as u32)
}

/// Zeros before a word, so that a short one has a tail too.
const AHEAD: usize = 8;

/// A word on its way to its stem.
struct Word {
    bytes: [u8; AHEAD + LONGEST],
    len: usize,
    /// A bit for each byte that is a vowel; some may be left behind the end. A `y` is a consonant at the beginning and after
    /// a vowel.
    vowels: u64,
    /// Where the regions R1 and R2 begin.
    first: usize,
    second: usize,
}

impl Word {
    /// `None` for one that is too long.
    #[inline]
    fn of(word: &[u8]) -> Option<Self> {
        let mut bytes = [0; AHEAD + LONGEST];
        bytes.get_mut(AHEAD..AHEAD + word.len())?.copy_from_slice(word);
        Some(Self { bytes, len: word.len(), vowels: 0, first: 0, second: 0 })
    }

    /// Becomes its stem.
    fn reduce(&mut self) {
        if let Some((_, stem)) = self.whole(&EXCEPTIONS) {
            self.end(self.len, stem);
        } else if self.len >= 3 {
            self.stem();
        }
    }

    #[inline]
    fn text(&self) -> &[u8] {
        self.bytes.get(AHEAD..AHEAD + self.len).unwrap_or_default()
    }

    /// The last eight bytes, the last one highest; zeros where the word has fewer.
    #[inline]
    fn tail(&self) -> u64 {
        let bytes = self.bytes.get(self.len..self.len + AHEAD).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// What a list says of the word, if that is one of its own; none of those is the end of another.
    #[inline]
    fn whole<const N: usize>(&self, list: &Endings<N>) -> Option<(&'static str, &'static str)> {
        if self.len > size_of::<u64>() {
            return None;
        }
        list.of(self.tail()).filter(|(own, _)| own.len() == self.len)
    }

    fn stem(&mut self) {
        if self.bytes[AHEAD] == b'\'' {
            self.bytes.copy_within(AHEAD + 1..AHEAD + self.len, AHEAD);
            self.len -= 1;
        }
        self.find_vowels();
        self.first = self.prefix().unwrap_or_else(|| self.region(0));
        self.second = self.region(self.first);
        self.plurals();
        if self.whole(&INVARIANTS).is_none() {
            self.past_tenses();
            self.last_y();
            self.second_step();
            self.third_step();
            self.fourth_step();
            self.last_letters();
        }
    }

    /// The length of the word's beginning that is one of [`PREFIXES`].
    fn prefix(&self) -> Option<usize> {
        let text = self.text();
        matches!(text.first(), Some(b'a' | b'c' | b'g')).then_some(())?;
        PREFIXES.iter().find(|prefix| text.starts_with(prefix.as_bytes())).map(|prefix| prefix.len())
    }

    fn find_vowels(&mut self) {
        let (mut vowels, mut ys) = (0, 0);
        for (chunk, at) in self.bytes[AHEAD..].as_chunks().0.iter().zip((0..self.len).step_by(16)) {
            let bytes = Bytes::new(*chunk);
            let first = bits::is(bytes, b'a') | bits::is(bytes, b'e') | bits::is(bytes, b'i');
            let last = bits::is(bytes, b'o') | bits::is(bytes, b'u');
            vowels |= u64::from((first | last).to_bitmask()) << at;
            ys |= u64::from(bits::is(bytes, b'y').to_bitmask()) << at;
        }
        // A `y` behind one that is a vowel is none.
        let mut before = vowels << 1 | 1;
        while ys != 0 {
            let first = ys & ys.wrapping_neg();
            vowels |= first & !before;
            before |= (first & !before) << 1;
            ys ^= first;
        }
        self.vowels = vowels;
    }

    #[inline]
    fn is_vowel(&self, at: usize) -> bool {
        self.vowels >> at & 1 == 1
    }

    /// Behind the first consonant that follows a vowel, from a place on; the end if there is none.
    fn region(&self, from: usize) -> usize {
        let consonants = self.vowels << 1 & !self.vowels;
        let next = (consonants.unbounded_shr(from as u32 + 1)).trailing_zeros() as usize + from + 2;
        next.min(self.len)
    }

    /// Puts another ending in the place of one of `old` bytes.
    #[inline]
    fn end(&mut self, old: usize, new: &str) {
        self.len -= old;
        self.vowels &= below(self.len);
        for &byte in new.as_bytes() {
            self.bytes[AHEAD + self.len] = byte;
            self.vowels |= u64::from(is_vowel(byte)) << self.len;
            self.len += 1;
        }
    }

    /// Whether there is a vowel before the last `end` bytes.
    fn has_vowel_before(&self, end: usize) -> bool {
        self.vowels & below(self.len.saturating_sub(end)) != 0
    }

    /// Whether the word but for its last `end` bytes ends in a short syllable.
    fn is_short(&self, end: usize) -> bool {
        let len = self.len - end;
        let short = len >= 2 && self.is_vowel(len - 2) && !self.is_vowel(len - 1);
        short
            && (len == 2
                || !self.is_vowel(len - 3) && !matches!(self.bytes[AHEAD + len - 1], b'w' | b'x' | b'y'))
    }

    fn plurals(&mut self) {
        let tail = self.tail();
        self.len -= match last(tail) {
            b'\'' if ends(tail, *b"'s'") => 3,
            b's' if ends(tail, *b"'s") => 2,
            b'\'' => 1,
            _ => 0,
        };
        let tail = self.tail();
        match last(tail) {
            b's' if ends(tail, *b"sses") => self.len -= 2,
            b's' | b'd' if ends(tail, *b"ies") || ends(tail, *b"ied") => {
                self.end(3, if self.len > 4 { "i" } else { "ie" });
            }
            b's' if ends(tail, *b"us") || ends(tail, *b"ss") => {}
            b's' if self.has_vowel_before(2) => self.len -= 1,
            _ => {}
        }
    }

    fn past_tenses(&mut self) {
        let tail = self.tail();
        let old = match last(tail) {
            b'd' if ends(tail, *b"eed") => return self.past_of_ee(3),
            b'd' if ends(tail, *b"ed") => 2,
            b'g' if ends(tail, *b"ing") => 3,
            b'y' if ends(tail, *b"eedly") => return self.past_of_ee(5),
            b'y' if ends(tail, *b"ingly") => 5,
            b'y' if ends(tail, *b"edly") => 4,
            _ => return,
        };
        if !self.has_vowel_before(old) {
            return;
        }
        self.len -= old;
        match *self.text() {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.end(0, "e"),
            [.., one, other] if one == other && b"bdfgmnprt".contains(&one) => self.len -= 1,
            _ if self.len == self.first && self.is_short(0) => self.end(0, "e"),
            _ => {}
        }
    }

    fn past_of_ee(&mut self, old: usize) {
        if self.len - old >= self.first {
            self.end(old, "ee");
        }
    }

    fn last_y(&mut self) {
        if last(self.tail()) == b'y' && self.len > 2 && !self.is_vowel(self.len - 2) {
            self.end(1, "i");
        }
    }

    fn second_step(&mut self) {
        let Some((ending, new)) = SECOND.of(self.tail()) else { return };
        let from = self.len - ending.len();
        let before = self.text()[..from].last();
        let fits = match ending {
            "ogi" => before == Some(&b'l'),
            "li" => before.is_some_and(|before| b"cdeghkmnrt".contains(before)),
            _ => true,
        };
        if from >= self.first && fits {
            self.end(ending.len(), new);
        }
    }

    fn third_step(&mut self) {
        let Some((ending, new)) = THIRD.of(self.tail()) else { return };
        let from = self.len - ending.len();
        if from >= if ending == "ative" { self.first.max(self.second) } else { self.first } {
            self.end(ending.len(), new);
        }
    }

    fn fourth_step(&mut self) {
        let Some((ending, _)) = FOURTH.of(self.tail()) else { return };
        let from = self.len - ending.len();
        let fits = ending != "ion" || matches!(self.text()[..from].last(), Some(b's' | b't'));
        if from >= self.second && fits {
            self.len = from;
        }
    }

    fn last_letters(&mut self) {
        let from = self.len.saturating_sub(1);
        let tail = self.tail();
        let goes = match last(tail) {
            b'e' => from >= self.second || from >= self.first && !self.is_short(1),
            b'l' if ends(tail, *b"ll") => from >= self.second,
            _ => false,
        };
        if goes {
            self.len = from;
        }
    }
}

/// The last of the last eight bytes of a word.
#[inline]
fn last(tail: u64) -> u8 {
    (tail >> 56) as u8
}

/// Whether the last eight bytes of a word end in these.
#[inline]
fn ends<const N: usize>(tail: u64, ending: [u8; N]) -> bool {
    let own = ending.into_iter().fold(0, |own, byte| own >> 8 | u64::from(byte) << 56);
    (tail ^ own) >> (64 - 8 * N) == 0
}

/// The bits below one.
#[inline]
fn below(bit: usize) -> u64 {
    !u64::MAX.unbounded_shl(bit as u32)
}

#[inline]
fn is_vowel(byte: u8) -> bool {
    const VOWELS: u32 = 1 << (b'a' % 32)
        | 1 << (b'e' % 32)
        | 1 << (b'i' % 32)
        | 1 << (b'o' % 32)
        | 1 << (b'u' % 32)
        | 1 << (b'y' % 32);
    byte >= b'a' && VOWELS >> (byte % 32) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stem(word: &str) -> String {
        let mut stem = String::new();
        stem_into(word, &mut stem);
        stem
    }

    fn reference(word: &str) -> String {
        rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English).stem(word).into_owned()
    }

    #[test]
    fn every_rule_gives_what_the_reference_gives() {
        let lists = [&SECOND.list[..], &THIRD.list, &FOURTH.list, &EXCEPTIONS.list, &INVARIANTS.list];
        let endings = lists.iter().copied().flatten().map(|(ending, _)| *ending);
        let others = [
            "", "s", "es", "ied", "ies", "ss", "us", "sses", "ed", "edly", "ing", "ingly", "eed", "eedly",
            "y", "ay", "e", "le", "ll", "ell", "'", "'s", "'s'", "ated", "bled", "izing", "opped", "ision",
            "ation", "agion",
        ];
        let endings: Vec<_> = endings.chain(others).collect();
        let beginnings = [
            "", "h", "ho", "hop", "hope", "y", "ya", "'", "'tr", "arsen", "commun", "gener", "stray", "bl",
            "beaut", "ox",
        ];
        for beginning in beginnings.iter().chain(&endings) {
            for ending in &endings {
                let word = format!("{beginning}{ending}");
                assert_eq!(stem(&word), reference(&word), "{word}");
            }
        }
    }

    #[test]
    fn words_of_our_articles_have_the_stems_of_the_reference() {
        let mut words = 0;
        for file in std::fs::read_dir("corpus/en").unwrap() {
            let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
            let text = text.to_lowercase();
            for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-') {
                if word.is_ascii() {
                    assert_eq!(stem(word), reference(word), "{word}");
                    words += 1;
                }
            }
        }
        assert!(words > 1000, "{words}");
    }

    proptest! {
        #[test]
        fn stems_are_those_of_the_reference(
            word in "('|y|)([a-z]|[aeiouy][bdlst]{0,2}){0,6}(s|ed|ing|ly|al|ation|ness|ful|e|y|'|'s|ll|er|ment|ion|ize|iti|[a-z]|[ -~&&[^A-Z]]){0,3}",
        ) {
            prop_assert_eq!(stem(&word), reference(&word));
            if word.len() <= size_of::<u128>() {
                let number = |word: &str| word.bytes().rev().fold(0, |number, byte| number << 8 | u128::from(byte));
                prop_assert_eq!(stem_short(number(&word)), number(&stem(&word)));
            }
        }
    }
}
