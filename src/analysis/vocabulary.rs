//! A worker's vocabulary of one language. Each distinct spelling is folded, looked up among the stop words and stemmed
//! once; afterwards it costs one probe of a hash table. Ids follow the order of first sight and never leave the worker:
//! no result depends on them.

use hashbrown::HashTable;

use super::folding::fold;
use super::key::{Key, MASKS, SHORT, hash, hash_key, key, masked, number};
use super::shape::Shape;
use crate::language::Language;
use crate::language::stemmer::Stemmer;
use crate::language::stop_words::StopWords;
use crate::segment::words::Word as Piece;
use crate::span::Span;

/// A distinct stem: `attack`, `Attacks` and `attacked` are one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TermId(u32);

impl TermId {
    /// Position in arrays that hold something for each term.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a spelling looks like and is good for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// The stem.
    pub term: TermId,
    /// A stop word, or nothing that a reader would call a word (a lone letter, a number, `10th`, a Japanese ending).
    pub stop: bool,
    /// The first letter is upper case.
    pub capitalised: bool,
    /// Two or more letters, all upper case.
    pub all_caps: bool,
    /// Has a digit.
    pub digits: bool,
}

/// Places for words that came a moment ago, the few that make most of a text.
const RECENT: usize = 8192;

/// What stands in a place of those not taken yet: no text in UTF-8 has these bytes.
const FREE: Short = Short {
    key: [u64::MAX; 2],
    word: Word { term: TermId(0), stop: false, capitalised: false, all_caps: false, digits: false },
};

#[derive(Debug, Clone, Copy)]
struct Slice {
    start: u32,
    len: u32,
}

/// A short spelling. What is known of it stands beside it, so that one look is enough.
#[derive(Clone, Copy)]
struct Short {
    key: Key,
    word: Word,
}

/// The spellings and stems seen so far.
pub struct Vocabulary {
    language: Language,
    stemmer: Stemmer,
    stop_words: StopWords,
    arena: String,
    short: HashTable<Short>,
    long: HashTable<(Slice, Word)>,
    /// Copies of entries of `short`, each in a place that its hash tells: the few words that make most of a text are found
    /// without a search.
    recent: Vec<Short>,
    terms: Vec<Slice>,
    term_table: HashTable<u32>,
    folded: String,
    stem: String,
}

impl Vocabulary {
    /// An empty vocabulary with the stop words given.
    pub fn new(language: Language, stop_words: StopWords) -> Self {
        Self {
            language,
            stemmer: Stemmer::new(language),
            stop_words,
            arena: String::new(),
            short: HashTable::new(),
            long: HashTable::new(),
            recent: vec![FREE; RECENT],
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

    /// Number of distinct spellings.
    pub fn spellings(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Forgets all words and stems, and keeps the memory for others.
    pub fn clear(&mut self) {
        self.arena.clear();
        self.short.clear();
        self.long.clear();
        self.recent.fill(FREE);
        self.terms.clear();
        self.term_table.clear();
    }

    /// Bytes of memory held for words and stems.
    pub fn bytes(&self) -> usize {
        let tables =
            self.short.allocation_size() + self.long.allocation_size() + self.term_table.allocation_size();
        tables + self.terms.capacity() * size_of::<Slice>() + self.arena.capacity()
    }

    /// What is known of a spelling, which becomes known if it was not.
    pub fn word(&mut self, surface: &str) -> Word {
        self.word_at(surface, Span::new(0, surface.len()))
    }

    /// What is known of each of these words of `text`, in place of what `known` held: the same as
    /// [`word_at`](Self::word_at) for one after the other, and faster.
    pub fn look_up(&mut self, text: &str, words: &[Piece], known: &mut Vec<Word>) {
        known.clear();
        known.extend(words.iter().map(|word| match self.recent(text.as_bytes(), word.span) {
            Some(recent) => recent.word,
            None => self.word_at(text, word.span),
        }));
    }

    /// A short word of a moment ago.
    #[inline]
    fn recent(&self, text: &[u8], span: Span) -> Option<&Short> {
        let mask = MASKS.get(span.len())?;
        let start = span.start as usize;
        let chunk = text.get(start..start + SHORT)?.first_chunk()?;
        let key = masked(u128::from_le_bytes(*chunk), mask);
        self.recent.get(place(hash_key(key))).filter(|recent| recent.key == key)
    }

    /// What is known of the spelling at `span` of `text`: the same as of the piece alone.
    #[inline(never)]
    pub fn word_at(&mut self, text: &str, span: Span) -> Word {
        let Some(key) = key(text.as_bytes(), span) else { return self.long_word(span.of(text)) };
        let hash = hash_key(key);
        let known = self.short.find(hash, |short| short.key == key).copied();
        let short = known.unwrap_or_else(|| {
            let short = Short { key, word: self.learn(span.of(text), Shape::of_short(number(key))) };
            self.short.insert_unique(hash, short, |short| hash_key(short.key));
            short
        });
        if let Some(recent) = self.recent.get_mut(place(hash)) {
            *recent = short;
        }
        short.word
    }

    fn long_word(&mut self, surface: &str) -> Word {
        let own = hash(surface);
        let arena = &self.arena;
        if let Some(&(_, word)) = self.long.find(own, |&(at, _)| slice(arena, at) == surface) {
            return word;
        }
        let word = self.learn(surface, None);
        let kept = keep(&mut self.arena, surface);
        let arena = &self.arena;
        self.long.insert_unique(own, (kept, word), |&(at, _)| hash(slice(arena, at)));
        word
    }

    /// The stem's text.
    pub fn term(&self, id: TermId) -> &str {
        slice(&self.arena, self.terms[id.index()])
    }

    /// All stems with their ids, in the order of first sight.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &str)> {
        self.terms.iter().zip(0..).map(|(&at, id)| (TermId(id), slice(&self.arena, at)))
    }

    /// Folds, looks up and stems a new spelling, whose shape may be known.
    fn learn(&mut self, surface: &str, shape: Option<Shape>) -> Word {
        fold(self.language, surface, &mut self.folded);
        let term = self.known_term(surface).unwrap_or_else(|| self.stemmed());
        let shape = shape.unwrap_or_else(|| Shape::of(surface));
        let owner = owner(self.language, &self.folded);
        let stop = shape.is_no_word(surface)
            || self.stop_words.contains(&self.folded)
            || owner.is_some_and(|owner| self.stop_words.contains(owner));
        Word {
            term,
            stop,
            capitalised: shape.capitalised,
            all_caps: shape.capitals >= 2 && shape.capitals == shape.letters,
            digits: shape.digits,
        }
    }

    /// The stem of the folded word, if that was seen as it stands: `Attack` after `attack`.
    fn known_term(&self, surface: &str) -> Option<TermId> {
        if self.folded == surface {
            return None;
        }
        let key = key(self.folded.as_bytes(), Span::new(0, self.folded.len()))?;
        self.short.find(hash_key(key), |short| short.key == key).map(|short| short.word.term)
    }

    /// Stems the folded word.
    fn stemmed(&mut self) -> TermId {
        self.stem.clear();
        let owner = owner(self.language, &self.folded);
        self.stemmer.stem_into(owner.unwrap_or(&self.folded), &mut self.stem);
        if self.stem.is_empty() {
            self.stem.push_str(&self.folded);
        }
        self.intern_stem()
    }

    fn intern_stem(&mut self) -> TermId {
        let own = hash(&self.stem);
        let (arena, terms, stem) = (&self.arena, &self.terms, &self.stem);
        if let Some(&id) = self.term_table.find(own, |&id| slice(arena, terms[id as usize]) == stem) {
            return TermId(id);
        }
        let id = self.terms.len() as u32;
        let kept = keep(&mut self.arena, &self.stem);
        self.terms.push(kept);
        let (arena, terms) = (&self.arena, &self.terms);
        self.term_table.insert_unique(own, id, |&id| hash(slice(arena, terms[id as usize])));
        TermId(id)
    }
}

/// A folded English word without its `'s`, if it has one.
fn owner(language: Language, folded: &str) -> Option<&str> {
    let owner = folded.strip_suffix("'s").filter(|_| language == Language::English)?;
    let owner = owner.trim_end_matches('.');
    (!owner.is_empty()).then_some(owner)
}

/// Where a short word stands among the recent ones.
#[inline]
fn place(hash: u64) -> usize {
    (hash >> 32) as usize % RECENT
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
    use crate::segment::words::WordScanner;
    use proptest::prelude::*;

    fn english() -> Vocabulary {
        Vocabulary::new(Language::English, StopWords::of(Language::English))
    }

    #[test]
    fn spellings_of_a_stem_share_its_term() {
        let mut vocabulary = english();
        let terms = ["Attack", "attacks", "ATTACKED"].map(|surface| vocabulary.word(surface).term);
        assert_eq!(terms[0], terms[1]);
        assert_eq!(terms[1], terms[2]);
        assert_eq!(vocabulary.term(terms[0]), "attack");
        assert_eq!(vocabulary.word("attacks").term, terms[1]);
    }

    #[test]
    fn shapes_are_seen() {
        let mut vocabulary = english();
        let mut word = |surface| vocabulary.word(surface);
        assert!(word("EU").all_caps && !word("EU").stop);
        assert!(word("B2B").all_caps && word("B2B").digits);
        assert!(word("Paris").capitalised && !word("Paris").all_caps);
        assert!(word("the").stop && word("The").stop);
        assert!(word("2024").stop && word("s").stop);
        assert!(!word("水").stop);
        assert!(word("10th").stop && word("1990s").stop && word("5km").stop && word("today's").stop);
        assert!(!word("G7").stop && !word("5G").stop && !word("3D").stop && word("A").stop);
        assert!(word("U.S.").all_caps && !word("U.S.").stop);
        assert!(word("について").stop && !word("トヨタ").stop && !word("북").stop && word("ב").stop);
        assert!(
            word("Éire").capitalised && !word("Éire").all_caps && word("МИД").all_caps && !word("हिन्दी").stop
        );
    }

    #[test]
    fn terms_of_owners_and_acronyms() {
        let mut vocabulary = english();
        let mut term = |surface| vocabulary.word(surface).term;
        assert_eq!(term("ISIS's"), term("ISIS’s"));
        assert_eq!(term("wolf's"), term("Wolf"));
        assert_eq!(term("U.S."), term("U.S"));
        assert_eq!(term("U.S.'s"), term("U.S."));
        assert_ne!(term("U.S."), term("US"));
    }

    #[test]
    fn a_word_is_the_same_within_a_text_and_alone() {
        let mut vocabulary = english();
        let text =
            "a ab abcdefghijklmno abcdefghijklmnop abcdefghijklmnopq Donaudampfschifffahrtsgesellschaft é";
        let mut start = 0;
        for word in text.split(' ') {
            let span = Span::new(start, start + word.len());
            assert_eq!(vocabulary.word_at(text, span), vocabulary.word(word), "{word}");
            start += word.len() + 1;
        }
        assert_eq!(vocabulary.short.len() + vocabulary.long.len(), 7);
    }

    #[test]
    fn known_words_take_no_memory() {
        let mut vocabulary = english();
        let text = "The wolves returned to the valley of the Donaudampfschifffahrtsgesellschaft";
        let look = |vocabulary: &mut Vocabulary| {
            for word in text.split(' ') {
                vocabulary.word(word);
            }
            let Vocabulary { arena, short, long, terms, term_table, folded, stem, .. } = vocabulary;
            let tables = (short.capacity(), long.capacity(), term_table.capacity());
            let buffers = [arena.capacity(), terms.capacity(), folded.capacity(), stem.capacity()];
            (tables, buffers, arena.len())
        };
        assert_eq!(look(&mut vocabulary), look(&mut vocabulary));
    }

    proptest! {
        #[test]
        fn words_are_the_same_as_in_a_plain_table(words in prop::collection::vec("[a-cA-C]{1,3}|[a-z]{12,20}|\\PC{1,6}", 0..100)) {
            let (mut vocabulary, mut other) = (english(), english());
            let mut plain = std::collections::HashMap::new();
            for word in words.iter().rev() {
                plain.entry(word).or_insert_with(|| other.word(word));
            }
            for word in words.iter().chain(&words) {
                let (found, plain) = (vocabulary.word(word), plain[word]);
                prop_assert_eq!(Word { term: plain.term, ..found }, plain, "{}", word);
                prop_assert_eq!(vocabulary.term(found.term), other.term(plain.term), "{}", word);
            }
        }

        #[test]
        fn words_looked_up_together_are_those_of_one_after_the_other(text in "([a-cA-C]{1,3}|[a-z]{12,20}|é| ){0,60}") {
            let mut spans = Vec::new();
            WordScanner::new(Language::English).words_into(&text, Span::new(0, text.len()), &mut spans);
            let (mut vocabulary, mut other) = (english(), english());
            let mut known = vec![Word::default()];
            for _ in 0..2 {
                vocabulary.look_up(&text, &spans, &mut known);
                let plain: Vec<_> = spans.iter().map(|word| other.word_at(&text, word.span)).collect();
                prop_assert_eq!(&known, &plain);
            }
        }
    }
}
