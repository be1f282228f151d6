//! The vote of the stop words: every word of a text speaks for the languages whose list has it, every letter against
//! those whose list never uses it.

use super::ballots::{self, MOST};
use super::guess;
use super::scripts::Script;
use super::short_words::{Short, ShortWords};
use crate::bits::{self, Bytes, Finder, Kind};
use crate::frozen::FrozenMap;
use crate::language::Language;

/// What English has in advance of whatlang's guesses about a few words.
const ENGLISH: f32 = 0.6;

/// What a word in capitals is worth, against one in lower case.
const CAPITALS: f32 = 0.3;

/// All but the letters of ASCII.
struct Other;

impl Kind for Other {
    fn of(bytes: Bytes) -> Bytes {
        !bits::letters(bytes)
    }
}

/// Words that are looked up together, as the lists are larger than what is near: waiting for one is waiting for others too.
const TOGETHER: usize = 32;

/// A word of ASCII letters that may be on a list.
#[derive(Debug, Clone, Copy, Default)]
struct Plain {
    start: usize,
    end: usize,
    short: Short,
}

/// A set of a ballot's languages.
type Set = u64;

/// The stop words of a script's languages, frozen by the build script.
struct Ballot {
    /// Their codes; where they stand is their bit.
    languages: &'static [&'static str],
    words: FrozenMap,
    /// Those of them that are a few ASCII letters.
    short: ShortWords,
    /// The letters of the lists beyond ASCII.
    letters: FrozenMap,
}

macro_rules! ballot {
    ($languages:ident $file:literal) => {
        Ballot {
            languages: ballots::$languages,
            words: FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $file, "-words"))),
            short: ShortWords::new(
                include_bytes!(concat!(env!("OUT_DIR"), "/", $file, "-sieve")),
                include_bytes!(concat!(env!("OUT_DIR"), "/", $file, "-short")),
            ),
            letters: FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $file, "-letters"))),
        }
    };
}

impl Ballot {
    fn of(script: Script) -> &'static Self {
        static CYRILLIC: Ballot = ballot!(CYRILLIC "cyrillic");
        static ARABIC: Ballot = ballot!(ARABIC "arabic");
        static DEVANAGARI: Ballot = ballot!(DEVANAGARI "devanagari");
        static HEBREW: Ballot = ballot!(HEBREW "hebrew");
        static LATIN: Ballot = ballot!(LATIN "latin");
        match script {
            Script::Cyrillic => &CYRILLIC,
            Script::Arabic => &ARABIC,
            Script::Devanagari => &DEVANAGARI,
            Script::Hebrew => &HEBREW,
            Script::Latin | Script::Of(_) => &LATIN,
        }
    }

    fn language(&self, index: usize) -> Language {
        let code = self.languages.get(index).copied().unwrap_or_default();
        Language::ALL.iter().copied().find(|language| language.code() == code).unwrap_or(Language::Unknown)
    }
}

/// The counting of one text's votes.
pub(super) struct Votes {
    ballot: &'static Ballot,
    /// Votes of each language; a word that several have counts for each a little less.
    scores: [f32; MOST],
    /// Words with letters beyond ASCII that a language's list has all of.
    spelt: [f32; MOST],
    /// Words with letters beyond ASCII.
    accented: f32,
    words: f32,
    /// Room for a word.
    word: String,
}

/// What a word is worth that this many languages have; from a table, as nobody can predict how many.
fn worth(languages: u32) -> f32 {
    const WORTH: [f32; 6] = [0.0, 1.5, 1.2, 1.0, 1.0, 0.8];
    WORTH[languages.min(5) as usize]
}

/// What a word with so many capitals is worth: "EST" is a time zone oftener than French.
fn weight(capitals: usize) -> f32 {
    if capitals > 1 { CAPITALS } else { 1.0 }
}

fn capitals(letters: &[u8]) -> usize {
    letters.iter().filter(|letter| letter.is_ascii_uppercase()).count()
}

impl Votes {
    pub(super) fn new(script: Script) -> Self {
        Self {
            ballot: Ballot::of(script),
            scores: [0.0; MOST],
            spelt: [0.0; MOST],
            accented: 0.0,
            words: 0.0,
            word: String::new(),
        }
    }

    /// Counts the words of a stretch of text.
    pub(super) fn count(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut others = Finder::<Other>::new(bytes);
        let mut plain = [Plain::default(); TOGETHER];
        let mut count = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let end = others.next(at);
            let next = bytes.get(end).copied().unwrap_or(b' ');
            if end == at && byte.is_ascii() {
                at += 1;
            } else if end > at && next.is_ascii() && next != b'\'' {
                self.words += 1.0;
                let short = Short::of(&bytes[at..], end - at);
                plain[count] = Plain { start: at, end, short };
                count += usize::from(self.ballot.short.may_have(short));
                if count == TOGETHER {
                    self.count_plain(bytes, &plain);
                    count = 0;
                }
                at = end + 1;
            } else {
                self.count_plain(bytes, &plain[..count]);
                count = 0;
                at += self.count_one(&text[at..]);
            }
        }
        self.count_plain(bytes, &plain[..count]);
    }

    /// Takes the votes of words of ASCII letters in a text.
    fn count_plain(&mut self, text: &[u8], words: &[Plain]) {
        let mut votes = [(0, 0); TOGETHER];
        for (vote, &Plain { start, end, short }) in votes.iter_mut().zip(words) {
            *vote = if short.is_all() {
                (self.ballot.short.get(short), short.capitals())
            } else {
                let letters = &text[start..end];
                let set = self.ballot.words.get(letters.to_ascii_lowercase());
                (set.unwrap_or(0), capitals(letters))
            };
        }
        for &(set, capitals) in &votes[..words.len()] {
            if set != 0 {
                add(&mut self.scores, set, weight(capitals) * worth(set.count_ones()));
            }
        }
    }

    /// Counts the word of a text that comes first; gives where it ends, or where the character ends that begins none.
    fn count_one(&mut self, text: &str) -> usize {
        let mut chars = text.char_indices().peekable();
        let mut word = std::mem::take(&mut self.word);
        let mut capitals = 0;
        let mut end = text.len();
        while let Some((at, c)) = chars.next() {
            if is_letter(c) {
                capitals += usize::from(push_lower(&mut word, c));
            } else if word.is_empty() {
                end = at + c.len_utf8();
                break;
            } else if matches!(c, '\'' | '’') && chars.peek().is_some_and(|&(_, c)| is_letter(c)) {
                word.push('\'');
            } else if !is_invisible(c) {
                end = at;
                break;
            }
        }
        if !word.is_empty() {
            self.vote(&word, capitals);
            word.clear();
        }
        self.word = word;
        end
    }

    /// Takes the vote of a word in lower case that had so many capitals.
    fn vote(&mut self, word: &str, capitals: usize) {
        self.words += 1.0;
        if !word.is_ascii() {
            let mut set = Set::MAX;
            for c in word.chars().filter(|c| !c.is_ascii()) {
                set &= self.ballot.letters.get(c.encode_utf8(&mut [0; 4])).unwrap_or(0);
            }
            self.accented += 1.0;
            add(&mut self.spelt, set, 1.0);
        }
        let weight = weight(capitals);
        if self.voted(word, weight) {
            return;
        }
        if let Some((before, after)) = word.split_once('\'') {
            self.voted(before, weight);
            if after.len() > 1 {
                self.voted(after, weight);
            }
        }
    }

    /// Counts a word if it is on a list.
    fn voted(&mut self, word: impl AsRef<[u8]>, weight: f32) -> bool {
        let Some(set) = self.ballot.words.get(word) else { return false };
        add(&mut self.scores, set, weight * worth(set.count_ones()));
        true
    }

    /// The score of a language: its votes less the words that it cannot spell.
    fn score(&self, index: usize) -> f32 {
        self.scores[index] - 0.5 * (self.accented - self.spelt[index])
    }

    /// The first and second best, as positions in the ballot; earlier ones win ties.
    fn best(&self, bonus: impl Fn(usize) -> f32) -> (usize, f32, f32) {
        let (mut best, mut first, mut second) = (0, f32::MIN, f32::MIN);
        for index in 0..self.ballot.languages.len() {
            let score = self.score(index) + bonus(index);
            if score > first {
                (best, second, first) = (index, first, score);
            } else if score > second {
                second = score;
            }
        }
        (best, first, second)
    }

    /// The winner, if it has a quarter of the words and leads by a third.
    pub(super) fn clear(&self) -> Option<Language> {
        let (best, first, second) = self.best(|_| 0.0);
        let clear = first >= 6.0 && first >= 0.25 * self.words && first - second >= 2.0_f32.max(first / 3.0);
        clear.then(|| self.ballot.language(best))
    }

    /// The winner when whatlang votes too.
    pub(super) fn decide(&self, guess: Option<whatlang::Info>) -> Language {
        let guessed = guess.as_ref().map_or(Language::Unknown, |info| guess::language(info.lang()));
        let confidence = guess.as_ref().map_or(0.0, |info| info.confidence() as f32);
        let known = self.ballot.languages.iter().position(|&code| code == guessed.code());
        let seconded = known.is_some_and(|index| self.scores[index] > 0.0);
        let weight = confidence * self.words * if seconded { 0.1 } else { 0.05 };
        let bonus = |index: usize| {
            let prior = if self.ballot.languages.get(index) == Some(&"en") { ENGLISH } else { 0.0 };
            prior + if known == Some(index) { weight } else { 0.0 }
        };
        let (best, first, _) = self.best(bonus);
        if known.is_none() && guessed != Language::Unknown && first < 0.2 * self.words {
            return if confidence > 0.5 { guessed } else { Language::Unknown };
        }
        let voted = self.scores.iter().any(|&score| score > 0.0);
        let distinct =
            guess.is_some_and(|info| info.is_reliable() || info.script() != whatlang::Script::Latin);
        if first > 0.0 && (voted || distinct) {
            return self.ballot.language(best);
        }
        Language::Unknown
    }
}

fn add(to: &mut [f32; MOST], mut set: Set, amount: f32) {
    while set != 0 {
        to[set.trailing_zeros() as usize] += amount;
        set &= set - 1;
    }
}

/// Letters, and the vowel signs of Devanagari.
fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        _ if c.is_ascii() => false,
        'а'..='я' | 'А'..='Я' | '\u{900}'..='\u{963}' | '\u{300}'..='\u{36F}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Marks that the lists do without: soft hyphens, joiners, Arabic vowels.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{640}' | '\u{64B}'..='\u{652}')
}

/// Adds a letter in lower case; whether it was a capital.
fn push_lower(word: &mut String, c: char) -> bool {
    match c {
        'A'..='Z' => word.push(c.to_ascii_lowercase()),
        'А'..='Я' => word.push(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
        'İ' => word.push('i'),
        'a'..='z' | 'а'..='я' | '\u{900}'..='\u{963}' => {
            word.push(c);
            return false;
        }
        _ if is_invisible(c) => return false,
        _ => {
            word.extend(c.to_lowercase());
            return c.is_uppercase();
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Character by character.
    fn count(votes: &mut Votes, text: &str) {
        let mut chars = text.chars().peekable();
        let (mut word, mut capitals) = (String::new(), 0);
        while let Some(c) = chars.next() {
            if is_letter(c) {
                capitals += usize::from(push_lower(&mut word, c));
            } else if matches!(c, '\'' | '’')
                && !word.is_empty()
                && chars.peek().is_some_and(|&c| is_letter(c))
            {
                word.push('\'');
            } else if !is_invisible(c) && !word.is_empty() {
                votes.vote(&word, capitals);
                word.clear();
                capitals = 0;
            }
        }
        if !word.is_empty() {
            votes.vote(&word, capitals);
        }
    }

    #[test]
    fn short_words_have_the_votes_of_all() {
        for script in [Script::Latin, Script::Cyrillic, Script::Arabic, Script::Devanagari, Script::Hebrew] {
            let ballot = Ballot::of(script);
            for word in ballot.words.words().filter(|word| word.iter().all(u8::is_ascii_lowercase)) {
                let short = Short::of(word, word.len());
                assert!(ballot.short.may_have(short));
                let set = short.is_all().then(|| ballot.short.get(short));
                assert!(set.is_none_or(|set| ballot.words.get(word) == Some(set)), "{word:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn each_word_votes(text in "(the|The|yourself|tHrOuGh|Everything|OF|est|c|d|était|und|[ ,.]|['’]|\u{AD}|\u{640}|я|[a-z]{20,30}|\\PC){0,30}") {
            for script in [Script::Latin, Script::Cyrillic] {
                let (mut votes, mut expected) = (Votes::new(script), Votes::new(script));
                votes.count(&text);
                count(&mut expected, &text);
                let counted = |votes: &Votes| {
                    let totals = (votes.words.to_bits(), votes.accented.to_bits());
                    (votes.scores.map(f32::to_bits), votes.spelt.map(f32::to_bits), totals)
                };
                prop_assert_eq!(counted(&votes), counted(&expected));
            }
        }
    }
}
