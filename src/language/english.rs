//! The Snowball stemmer of English (Porter 2001, "The English (Porter2) stemming algorithm"), for words in ASCII. Nothing costs
//! a new word as much as its stem, so that the language with the most text has one that works in place; it gives what
//! `rust-stemmers` gives.

/// Bytes that a word may have.
pub(super) const LONGEST: usize = 128;

/// Whole words with stems of their own.
const EXCEPTIONS: [(&str, &str); 18] = [
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
];

/// Whole words that are left alone once a plural's `s` is gone.
const INVARIANTS: [&str; 8] =
    ["canning", "earring", "exceed", "herring", "inning", "outing", "proceed", "succeed"];

/// Beginnings after which the first region starts, whatever their vowels.
const PREFIXES: [&str; 3] = ["arsen", "commun", "gener"];

/// What becomes of the longest ending that a word has, in the second and the third step.
const SECOND: [(&str, &str); 24] = [
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
];
const THIRD: [(&str, &str); 9] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("ative", ""),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];

/// Endings that go in the fourth step, the longest first.
const FOURTH: [&str; 18] = [
    "ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize",
    "ous", "al", "er", "ic",
];

/// Appends the stem of a word, which is in lower case and ASCII and no longer than [`LONGEST`], to `out`; without a stem
/// where it is not.
pub(super) fn stem_into(word: &str, out: &mut String) {
    let mut bytes = [0; LONGEST];
    let (Some(room), true) = (bytes.get_mut(..word.len()), word.is_ascii()) else {
        return out.push_str(word);
    };
    room.copy_from_slice(word.as_bytes());
    if word.len() < 7
        && let Some((_, stem)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == word)
    {
        return out.push_str(stem);
    }
    if word.len() < 3 {
        return out.push_str(word);
    }
    let mut word = Word { bytes, len: word.len(), first: 0, second: 0 };
    word.stem();
    out.push_str(std::str::from_utf8(word.text()).unwrap_or_default());
}

/// A word on its way to its stem.
struct Word {
    bytes: [u8; LONGEST],
    len: usize,
    /// Where the regions R1 and R2 begin.
    first: usize,
    second: usize,
}

impl Word {
    fn text(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn stem(&mut self) {
        if self.bytes[0] == b'\'' {
            self.bytes.copy_within(1..self.len, 0);
            self.len -= 1;
        }
        // A `y` that is a consonant is a capital in between.
        for at in 0..self.len {
            if self.bytes[at] == b'y' && (at == 0 || is_vowel(self.bytes[at - 1])) {
                self.bytes[at] = b'Y';
            }
        }
        let prefix = PREFIXES.iter().find(|prefix| self.text().starts_with(prefix.as_bytes()));
        self.first = prefix.map_or_else(|| self.region(0), |prefix| prefix.len());
        self.second = self.region(self.first);
        self.plurals();
        if !INVARIANTS.iter().any(|invariant| invariant.as_bytes() == self.text()) {
            self.past_tenses();
            self.last_y();
            self.second_step();
            self.third_step();
            self.fourth_step();
            self.last_letters();
        }
        for byte in &mut self.bytes[..self.len] {
            byte.make_ascii_lowercase();
        }
    }

    /// Behind the first consonant that follows a vowel, from a place on; the end if there is none.
    fn region(&self, from: usize) -> usize {
        let text = self.text();
        let consonant = |at: &usize| is_vowel(text[at - 1]) && !is_vowel(text[*at]);
        (from + 1..text.len()).find(consonant).map_or(text.len(), |at| at + 1)
    }

    fn ends(&self, ending: &str) -> bool {
        // Most are told by their last letter.
        let (text, ending) = (self.text(), ending.as_bytes());
        text.last() == ending.last() && text.ends_with(ending)
    }

    /// Puts another ending in the place of one of `old` bytes.
    fn end(&mut self, old: usize, new: &str) {
        let from = self.len - old;
        self.bytes[from..from + new.len()].copy_from_slice(new.as_bytes());
        self.len = from + new.len();
    }

    /// Whether there is a vowel before the last `end` bytes.
    fn has_vowel_before(&self, end: usize) -> bool {
        self.text()[..self.len.saturating_sub(end)].iter().copied().any(is_vowel)
    }

    /// Whether the word but for its last `end` bytes ends in a short syllable.
    fn is_short(&self, end: usize) -> bool {
        match self.text()[..self.len - end] {
            [.., before, vowel, last] => {
                !is_vowel(last) && !matches!(last, b'w' | b'x' | b'Y') && is_vowel(vowel) && !is_vowel(before)
            }
            [vowel, last] => is_vowel(vowel) && !is_vowel(last),
            _ => false,
        }
    }

    fn plurals(&mut self) {
        if let Some(ending) = ["'s'", "'s", "'"].iter().find(|ending| self.ends(ending)) {
            self.end(ending.len(), "");
        }
        if self.ends("sses") {
            self.end(2, "");
        } else if self.ends("ied") || self.ends("ies") {
            self.end(3, if self.len > 4 { "i" } else { "ie" });
        } else if self.ends("s") && !self.ends("us") && !self.ends("ss") && self.has_vowel_before(2) {
            self.end(1, "");
        }
    }

    fn past_tenses(&mut self) {
        if let Some(ending) = ["eedly", "eed"].iter().find(|ending| self.ends(ending)) {
            if self.len - ending.len() >= self.first {
                self.end(ending.len(), "ee");
            }
            return;
        }
        let Some(ending) = ["ingly", "edly", "ing", "ed"].iter().find(|ending| self.ends(ending)) else {
            return;
        };
        if !self.has_vowel_before(ending.len()) {
            return;
        }
        self.end(ending.len(), "");
        match *self.text() {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.end(0, "e"),
            [.., one, other] if one == other && b"bdfgmnprt".contains(&one) => self.len -= 1,
            _ if self.len == self.first && self.is_short(0) => self.end(0, "e"),
            _ => {}
        }
    }

    fn last_y(&mut self) {
        if let [_, .., before, b'y' | b'Y'] = *self.text()
            && !is_vowel(before)
        {
            self.end(1, "i");
        }
    }

    fn second_step(&mut self) {
        let Some((ending, new)) = SECOND.iter().find(|(ending, _)| self.ends(ending)) else { return };
        let from = self.len - ending.len();
        let before = self.text()[..from].last();
        let fits = match *ending {
            "ogi" => before == Some(&b'l'),
            "li" => before.is_some_and(|before| b"cdeghkmnrt".contains(before)),
            _ => true,
        };
        if from >= self.first && fits {
            self.end(ending.len(), new);
        }
    }

    fn third_step(&mut self) {
        let Some((ending, new)) = THIRD.iter().find(|(ending, _)| self.ends(ending)) else { return };
        let from = self.len - ending.len();
        if from >= if *ending == "ative" { self.first.max(self.second) } else { self.first } {
            self.end(ending.len(), new);
        }
    }

    fn fourth_step(&mut self) {
        let Some(ending) = FOURTH.iter().find(|ending| self.ends(ending)) else { return };
        let from = self.len - ending.len();
        let fits = *ending != "ion" || matches!(self.text()[..from].last(), Some(b's' | b't'));
        if from >= self.second && fits {
            self.end(ending.len(), "");
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

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
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
        let endings = SECOND.iter().chain(&THIRD).chain(&EXCEPTIONS).map(|(ending, _)| *ending);
        let others = [
            "", "s", "es", "ied", "ies", "ss", "us", "sses", "ed", "edly", "ing", "ingly", "eed", "eedly",
            "y", "ay", "e", "le", "ll", "ell", "'", "'s", "'s'", "ated", "bled", "izing", "opped", "ision",
            "ation", "agion",
        ];
        let endings: Vec<_> = endings.chain(FOURTH).chain(INVARIANTS).chain(others).collect();
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
