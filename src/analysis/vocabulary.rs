//! A worker's vocabulary of one language. Each distinct spelling is folded, looked up among the stop words and stemmed
//! once; afterwards it costs one probe of a hash table. Ids follow the order of first sight and never leave the worker:
//! no result depends on them.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

use crate::language::Language;
use crate::language::stemmer::Stemmer;
use crate::language::stop_words::StopWords;

/// A distinct spelling: `Attack` and `attack` are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordId(u32);

/// A distinct stem: `attack`, `Attacks` and `attacked` are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TermId(u32);

impl TermId {
    /// Position in arrays that hold something for each term.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a spelling looks like and is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The stem.
    pub term: TermId,
    /// A stop word, or nothing that a reader would call a word (a lone letter, a number).
    pub stop: bool,
    /// The first letter is upper case.
    pub capitalised: bool,
    /// Two or more letters, all upper case.
    pub all_caps: bool,
    /// Has a digit.
    pub digits: bool,
}

#[derive(Debug, Clone, Copy)]
struct Slice {
    start: u32,
    len: u32,
}

/// The spellings and stems seen so far.
pub struct Vocabulary {
    stemmer: Stemmer,
    stop_words: StopWords,
    arena: String,
    words: Vec<(Slice, Word)>,
    word_table: HashTable<u32>,
    terms: Vec<Slice>,
    term_table: HashTable<u32>,
    folded: String,
    stem: String,
}

impl Vocabulary {
    /// An empty vocabulary with the stop words given.
    pub fn new(language: Language, stop_words: StopWords) -> Self {
        Self {
            stemmer: Stemmer::new(language),
            stop_words,
            arena: String::new(),
            words: Vec::new(),
            word_table: HashTable::new(),
            terms: Vec::new(),
            term_table: HashTable::new(),
            folded: String::new(),
            stem: String::new(),
        }
    }

    /// Number of distinct stems.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether nothing was seen yet.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Bytes of text held, a measure of memory.
    pub fn bytes(&self) -> usize {
        self.arena.len()
    }

    /// The id of a spelling, which becomes known if it was not.
    pub fn word_id(&mut self, surface: &str) -> WordId {
        let hash = hash(surface);
        let (arena, words) = (&self.arena, &self.words);
        if let Some(&id) = self.word_table.find(hash, |&id| slice(arena, words[id as usize].0) == surface) {
            return WordId(id);
        }
        let word = self.learn(surface);
        let id = self.words.len() as u32;
        let kept = keep(&mut self.arena, surface);
        self.words.push((kept, word));
        let (arena, words) = (&self.arena, &self.words);
        self.word_table.insert_unique(hash, id, |&id| self::hash(slice(arena, words[id as usize].0)));
        WordId(id)
    }

    /// What is known of a spelling.
    pub fn word(&self, id: WordId) -> Word {
        self.words[id.0 as usize].1
    }

    /// The stem's text.
    pub fn term(&self, id: TermId) -> &str {
        slice(&self.arena, self.terms[id.index()])
    }

    /// All stems with their ids, in the order of first sight.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &str)> {
        self.terms.iter().zip(0..).map(|(&at, id)| (TermId(id), slice(&self.arena, at)))
    }

    /// Folds, looks up and stems a new spelling.
    fn learn(&mut self, surface: &str) -> Word {
        fold(surface, &mut self.folded);
        self.stem.clear();
        self.stemmer.stem_into(&self.folded, &mut self.stem);
        if self.stem.is_empty() {
            self.stem.push_str(&self.folded);
        }
        let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
        let upper = surface.chars().filter(|c| c.is_uppercase()).count();
        let ideograph = surface.chars().any(|c| !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase());
        let stop = letters == 0 || (letters == 1 && !ideograph) || self.stop_words.contains(&self.folded);
        Word {
            term: self.intern_stem(),
            stop,
            capitalised: surface.chars().next().is_some_and(char::is_uppercase),
            all_caps: upper >= 2 && upper == letters,
            digits: surface.chars().any(char::is_numeric),
        }
    }

    fn intern_stem(&mut self) -> TermId {
        let hash = hash(&self.stem);
        let (arena, terms, stem) = (&self.arena, &self.terms, &self.stem);
        if let Some(&id) = self.term_table.find(hash, |&id| slice(arena, terms[id as usize]) == stem) {
            return TermId(id);
        }
        let id = self.terms.len() as u32;
        let kept = keep(&mut self.arena, &self.stem);
        self.terms.push(kept);
        let (arena, terms) = (&self.arena, &self.terms);
        self.term_table.insert_unique(hash, id, |&id| self::hash(slice(arena, terms[id as usize])));
        TermId(id)
    }
}

/// Lower case, with the typographic apostrophe made plain.
fn fold(surface: &str, folded: &mut String) {
    folded.clear();
    for c in surface.chars() {
        match c {
            '’' => folded.push('\''),
            '\u{ad}' => {}
            c => folded.extend(c.to_lowercase()),
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn keep(arena: &mut String, text: &str) -> Slice {
    let start = arena.len() as u32;
    arena.push_str(text);
    Slice { start, len: text.len() as u32 }
}

fn slice(arena: &str, at: Slice) -> &str {
    arena.get(at.start as usize..(at.start + at.len) as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> Vocabulary {
        Vocabulary::new(Language::English, StopWords::of(Language::English))
    }

    #[test]
    fn spellings_of_a_stem_share_its_term() {
        let mut vocabulary = english();
        let ids = ["Attack", "attacks", "ATTACKED"].map(|surface| vocabulary.word_id(surface));
        let terms = ids.map(|id| vocabulary.word(id).term);
        assert_eq!(terms[0], terms[1]);
        assert_eq!(terms[1], terms[2]);
        assert_eq!(vocabulary.term(terms[0]), "attack");
        assert_eq!(vocabulary.word_id("attacks"), ids[1]);
    }

    #[test]
    fn shapes_are_seen() {
        let mut vocabulary = english();
        let mut word = |surface| {
            let id = vocabulary.word_id(surface);
            vocabulary.word(id)
        };
        assert!(word("EU").all_caps && !word("EU").stop);
        assert!(word("B2B").all_caps && word("B2B").digits);
        assert!(word("Paris").capitalised && !word("Paris").all_caps);
        assert!(word("the").stop && word("The").stop);
        assert!(word("2024").stop && word("s").stop);
        assert!(!word("水").stop);
    }
}
