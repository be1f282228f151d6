//! The Snowball stemmer of English (Porter 2001, "The English (Porter2) stemming algorithm"), for words in ASCII. Nothing costs
//! a new word as much as its stem, so that the language with the most text has one that works in place; it gives what
//! `rust-stemmers` gives.

use super::endings::Endings;

/// Bytes that a word may have.
pub(super) const LONGEST: usize = 64;

/// Whole words with stems of their own.
static EXCEPTIONS: Endings<18> = Endings::new([
    ("andes", "andes"),
    ("atlas", "atlas"),
    ("bias", "bias"),
    ("cosmos", "cosmos"),
    ("dying", "die"),
    ("early", "earli"),
    ("gently", "gentl"),
    ("howe", "howe"),
    ("idly", "idl"),
    ("lying", "lie"),
    ("news", "news"),
    ("only", "onli"),
    ("singly", "singl"),
    ("skies", "sky"),
    ("skis", "ski"),
    ("sky", "sky"),
    ("tying", "tie"),
    ("ugly", "ugli"),
]);

/// Whole words that are left alone once a plural's `s` is gone.
static INVARIANTS: Endings<8> = Endings::new([
    ("canning", "canning"),
    ("earring", "earring"),
    ("exceed", "exceed"),
    ("herring", "herring"),
    ("inning", "inning"),
    ("outing", "outing"),
    ("proceed", "proceed"),
    ("succeed", "succeed"),
]);

/// Beginnings after which the first region starts, whatever their vowels.
const PREFIXES: [&str; 3] = ["arsen", "commun", "gener"];

/// What becomes of the longest ending that a word has, in the second and the third step.
static SECOND: Endings<24> = Endings::new([
    ("ational", "ate"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ization", "ize"),
    ("ousness", "ous"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("tional", "tion"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ation", "ate"),
    ("entli", "ent"),
    ("fulli", "ful"),
    ("iviti", "ive"),
    ("ousli", "ous"),
    ("abli", "able"),
    ("alli", "al"),
    ("anci", "ance"),
    ("ator", "ate"),
    ("enci", "ence"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
]);
static THIRD: Endings<9> = Endings::new([
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("ative", ""),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
]);

/// Endings that go in the fourth step, the longest first.
static FOURTH: Endings<18> = Endings::new([
    ("ement", ""),
    ("able", ""),
    ("ance", ""),
    ("ence", ""),
    ("ible", ""),
    ("ment", ""),
    ("ant", ""),
    ("ate", ""),
    ("ent", ""),
    ("ion", ""),
    ("ism", ""),
    ("iti", ""),
    ("ive", ""),
    ("ize", ""),
    ("ous", ""),
    ("al", ""),
    ("er", ""),
    ("ic", ""),
]);

/// Appends the stem of a word, which is in lower case and ASCII and no longer than [`LONGEST`], to `out`; without a stem
/// where it is longer.
pub(super) fn stem_into(word: &str, out: &mut String) {
    let mut stem = Word {
        bytes: [0; AHEAD + LONGEST],
        len: word.len(),
        kept: word.len(),
        vowels: 0,
        first: 0,
        second: 0,
    };
    let Some(room) = stem.bytes.get_mut(AHEAD..AHEAD + word.len()) else { return out.push_str(word) };
    room.copy_from_slice(word.as_bytes());
    if let Some((_, stem)) = stem.whole(&EXCEPTIONS) {
        return out.push_str(stem);
    }
    if word.len() < 3 {
        return out.push_str(word);
    }
    stem.stem();
    let kept = stem.kept.min(stem.len);
    let own = word.strip_prefix('\'').unwrap_or(word);
    out.push_str(own.get(..kept).unwrap_or_default());
    out.extend(stem.text().iter().skip(kept).copied().map(char::from));
}

/// Zeros before a word, so that a short one has a tail too.
const AHEAD: usize = 8;

/// A word on its way to its stem.
struct Word {
    bytes: [u8; AHEAD + LONGEST],
    len: usize,
    /// Bytes from the beginning, or from behind an apostrophe, that are still those of the word.
    kept: usize,
    /// A bit for each byte that is a vowel; some may be left behind the end. A `y` is a consonant at the beginning and after
    /// a vowel.
    vowels: u64,
    /// Where the regions R1 and R2 begin.
    first: usize,
    second: usize,
}

impl Word {
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
        list.of(self.tail()).filter(|(own, _)| own.len() == self.len)
    }

    fn stem(&mut self) {
        if self.bytes[AHEAD] == b'\'' {
            self.bytes.copy_within(AHEAD + 1..AHEAD + self.len, AHEAD);
            self.len -= 1;
        }
        self.find_vowels();
        let prefix = PREFIXES.iter().find(|prefix| self.text().starts_with(prefix.as_bytes()));
        self.first = prefix.map_or_else(|| self.region(0), |prefix| prefix.len());
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

    fn find_vowels(&mut self) {
        let (mut vowels, mut before) = (0, 1);
        for (&byte, at) in self.text().iter().zip(0..) {
            before = u64::from(is_vowel(byte)) & !(before & u64::from(byte == b'y'));
            vowels |= before << at;
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
        self.kept = self.kept.min(self.len);
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
        self.len -= match *self.text() {
            [.., b'\'', b's', b'\''] => 3,
            [.., b'\'', b's'] => 2,
            [.., b'\''] => 1,
            _ => 0,
        };
        match *self.text() {
            [.., b's', b's', b'e', b's'] => self.len -= 2,
            [.., b'i', b'e', b'd' | b's'] => self.end(3, if self.len > 4 { "i" } else { "ie" }),
            [.., b'u' | b's', b's'] => {}
            [.., b's'] if self.has_vowel_before(2) => self.len -= 1,
            _ => {}
        }
    }

    fn past_tenses(&mut self) {
        let old = match *self.text() {
            [.., b'e', b'e', b'd', b'l', b'y'] => return self.past_of_ee(5),
            [.., b'e', b'e', b'd'] => return self.past_of_ee(3),
            [.., b'i', b'n', b'g', b'l', b'y'] => 5,
            [.., b'e', b'd', b'l', b'y'] => 4,
            [.., b'i', b'n', b'g'] => 3,
            [.., b'e', b'd'] => 2,
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
        if let [_, .., _, b'y'] = *self.text()
            && !self.is_vowel(self.len - 2)
        {
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
        let goes = match *self.text() {
            [.., b'e'] => from >= self.second || from >= self.first && !self.is_short(1),
            [.., b'l', b'l'] => from >= self.second,
            _ => false,
        };
        if goes {
            self.len = from;
        }
    }
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
        }
    }
}
