//! Words to numbers: a text is lower-cased, cut into words, each distinct word stemmed once, and each distinct stem
//! numbered. What is compared afterwards are numbers.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::letters::is_letter_or_digit;
use super::porter::Porter;
use crate::language::Language;
use crate::language::stemmer::Stemmer;

/// Languages whose words are compared as they are. The figures that ours are compared with were made with NLTK's
/// stemmers, which know neither language.
pub const UNSTEMMED: &[Language] = &[Language::Basque, Language::Turkish];

/// A lexicon that holds more text than this many bytes is begun anew.
const MAX_ARENA: usize = 64 << 20;

/// What counts as a word.
#[derive(Clone, Copy)]
enum Words {
    /// Runs of `[a-z0-9]`; those of more than three characters are stemmed.
    Ascii,
    /// Runs of Python's `\w`: letters, digits and the underscore.
    Unicode,
    /// Runs of letters and digits.
    Alphanumeric,
}

enum Stemming {
    None,
    Porter(Porter),
    Snowball(Stemmer),
}

impl Stemming {
    fn of(language: Language) -> Self {
        match language {
            Language::English => Self::Porter(Porter::default()),
            language if UNSTEMMED.contains(&language) => Self::None,
            language => Self::Snowball(Stemmer::new(language)),
        }
    }
}

/// The words and stems of one language seen so far. Numbers follow the order of first sight; no result depends on them.
pub(crate) struct Lexicon {
    kind: Words,
    stemming: Stemming,
    words: Interner,
    /// For each word the number of its stem.
    stem_of: Vec<u32>,
    stems: Interner,
    lower: String,
    stem: String,
}

impl Lexicon {
    /// Words as ROUGE sees them: Google's `rouge-score` for English, `\w+` for the others.
    pub(crate) fn rouge(language: Language) -> Self {
        Self::new(language, if language == Language::English { Words::Ascii } else { Words::Unicode })
    }

    /// Words as keyphrases are compared: what is no letter or digit separates, every word is stemmed.
    pub(crate) fn keyphrases(language: Language) -> Self {
        Self::new(language, Words::Alphanumeric)
    }

    fn new(language: Language, kind: Words) -> Self {
        Self {
            kind,
            stemming: Stemming::of(language),
            words: Interner::default(),
            stem_of: Vec::new(),
            stems: Interner::default(),
            lower: String::new(),
            stem: String::new(),
        }
    }

    /// Number of distinct stems.
    pub(crate) fn len(&self) -> usize {
        self.stems.slices.len()
    }

    /// Forgets everything where too much is held; all numbers given so far lose their meaning.
    pub(crate) fn trim(&mut self) {
        if self.words.arena.len() + self.stems.arena.len() > MAX_ARENA {
            self.words = Interner::default();
            self.stems = Interner::default();
            self.stem_of.clear();
        }
    }

    /// Appends the stem numbers of the words of `text`.
    pub(crate) fn append(&mut self, text: &str, out: &mut Vec<u32>) {
        let mut lower = std::mem::take(&mut self.lower);
        if text.is_ascii() {
            lower.clear();
            lower.push_str(text);
            lower.make_ascii_lowercase();
        } else {
            lower = text.to_lowercase();
        }
        match self.kind {
            Words::Ascii => self.append_split(&lower, |c| !c.is_ascii_alphanumeric(), out),
            Words::Unicode => self.append_split(&lower, |c| !is_letter_or_digit(c) && c != '_', out),
            Words::Alphanumeric => self.append_split(&lower, |c| !is_letter_or_digit(c), out),
        }
        self.lower = lower;
    }

    fn append_split(&mut self, lower: &str, separates: impl Fn(char) -> bool, out: &mut Vec<u32>) {
        out.extend(lower.split(separates).filter(|word| !word.is_empty()).map(|word| self.stem_number(word)));
    }

    fn stem_number(&mut self, word: &str) -> u32 {
        let (number, new) = self.words.number(word);
        if new {
            self.stem.clear();
            match &mut self.stemming {
                Stemming::None => {}
                Stemming::Porter(_) if matches!(self.kind, Words::Ascii) && word.len() <= 3 => {}
                Stemming::Porter(porter) => porter.stem_into(word, &mut self.stem),
                Stemming::Snowball(stemmer) => stemmer.stem_into(word, &mut self.stem),
            }
            let stem = if self.stem.is_empty() { word } else { &self.stem };
            self.stem_of.push(self.stems.number(stem).0);
        }
        self.stem_of.get(number as usize).copied().unwrap_or_default()
    }
}

/// Strings to dense numbers; the strings stand in one buffer.
#[derive(Default)]
struct Interner {
    arena: String,
    /// First byte and byte length in the arena.
    slices: Vec<(usize, usize)>,
    table: HashTable<u32>,
}

impl Interner {
    /// The number of a string and whether it is new.
    fn number(&mut self, text: &str) -> (u32, bool) {
        let Self { arena, slices, table } = self;
        let found = table.find(hash(text), |&number| slice_of(arena, slices[number as usize]) == text);
        if let Some(&number) = found {
            return (number, false);
        }
        let number = slices.len() as u32;
        slices.push((arena.len(), text.len()));
        arena.push_str(text);
        table.insert_unique(hash(text), number, |&number| hash(slice_of(arena, slices[number as usize])));
        (number, true)
    }
}

fn slice_of(arena: &str, (start, len): (usize, usize)) -> &str {
    arena.get(start..start + len).unwrap_or_default()
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(mut lexicon: Lexicon, text: &str) -> Vec<String> {
        let mut numbers = Vec::new();
        lexicon.append(text, &mut numbers);
        let stem =
            |&number: &u32| slice_of(&lexicon.stems.arena, lexicon.stems.slices[number as usize]).to_owned();
        numbers.iter().map(stem).collect()
    }

    #[test]
    fn english_rouge_words_are_ascii_and_short_ones_stay() {
        let words = stems(Lexicon::rouge(Language::English), "Café's gas, U.S. RUNNING_dogs 2,000 K\u{212a}");
        assert_eq!(words, ["caf", "s", "gas", "u", "s", "run", "dog", "2", "000", "kk"]);
    }

    #[test]
    fn words_of_other_languages_are_unicode() {
        assert_eq!(
            stems(Lexicon::rouge(Language::Basque), "Etxe_berria, İzena"),
            ["etxe_berria", "i", "zena"]
        );
        assert_eq!(stems(Lexicon::keyphrases(Language::Basque), "etxe_berria"), ["etxe", "berria"]);
    }

    #[test]
    fn keyphrase_words_are_all_stemmed() {
        assert_eq!(
            stems(Lexicon::keyphrases(Language::English), "Greenhouse-Gas cafés"),
            ["greenhous", "ga", "café"]
        );
    }

    #[test]
    fn a_word_keeps_its_number() {
        let mut lexicon = Lexicon::rouge(Language::English);
        let mut numbers = Vec::new();
        lexicon.append("attack attacks attacked peace ATTACK", &mut numbers);
        assert_eq!(numbers, [0, 0, 0, 1, 0]);
        assert_eq!(lexicon.len(), 2);
    }
}
