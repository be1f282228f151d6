//! A worker's vocabulary of one language. Each distinct spelling is folded, looked up among the stop words and stemmed
//! once; afterwards it costs one look at a table. Ids follow the order of first sight and never leave the worker:
//! no result depends on them.

use super::folding::{fold, folds_plainly};
use super::index::Index;
use super::key::{Key, hash};
use super::known::{Known, MOST_TERMS};
use super::shape::Shape;
use super::spellings::{Homes, Spellings, Wanted};
use crate::language::Language;
use crate::language::stemmer::Stemmer;
use crate::language::stop_words::StopWords;
use crate::segment::words::Word as Piece;
use crate::span::Span;

pub use super::known::Word;

/// A distinct stem: `attack`, `Attacks` and `attacked` are one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TermId(pub(super) u32);

impl TermId {
    /// Position in arrays that hold something for each term.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Words that are looked for in the table before the first is asked whether it was found, so that the processor waits for many
/// lines at once.
const TOGETHER: usize = if cfg!(test) { 4 } else { 128 };

#[derive(Debug, Clone, Copy)]
struct Slice {
    start: u32,
    len: u32,
}

/// The spellings and stems seen so far.
pub struct Vocabulary {
    language: Language,
    stemmer: Stemmer,
    /// Whether letters and digits of ASCII fold to lower case and no more.
    is_plain: bool,
    short_stops: Spellings,
    /// Longer stop words, sorted.
    long_stops: Vec<String>,
    arena: Vec<u8>,
    /// Short spellings with what is known of them, and short stems with their terms.
    short: Spellings,
    long: Vec<(Slice, Known)>,
    long_index: Index,
    terms: Vec<Slice>,
    long_stems: Index,
    folded: String,
    stem: String,
}

impl Vocabulary {
    /// An empty vocabulary with the stop words given.
    pub fn new(language: Language, stop_words: &StopWords) -> Self {
        let (mut short_stops, mut long_stops) = (Spellings::default(), Vec::new());
        for word in stop_words.iter() {
            match Key::of(word.as_bytes()) {
                Some(key) => short_stops.insert(key, key.hash(), 0),
                None => long_stops.push(word.to_owned()),
            }
        }
        long_stops.sort_unstable();
        Self {
            language,
            is_plain: folds_plainly(language),
            stemmer: Stemmer::new(language),
            short_stops,
            long_stops,
            arena: Vec::new(),
            short: Spellings::default(),
            long: Vec::new(),
            long_index: Index::default(),
            terms: Vec::new(),
            long_stems: Index::default(),
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

    /// Number of distinct spellings, and of short stems.
    pub fn spellings(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Forgets all words and stems, and keeps the memory for others.
    pub fn clear(&mut self) {
        self.arena.clear();
        self.short.clear();
        self.long.clear();
        self.long_index.clear();
        self.terms.clear();
        self.long_stems.clear();
    }

    /// Bytes of memory held for words and stems.
    pub fn bytes(&self) -> usize {
        let tables = self.short.bytes() + self.long_index.bytes() + self.long_stems.bytes();
        let lists =
            self.terms.capacity() * size_of::<Slice>() + self.long.capacity() * size_of::<(Slice, Known)>();
        tables + lists + self.arena.capacity()
    }

    /// What is known of a spelling, which becomes known if it was not.
    pub fn word(&mut self, surface: &str) -> Word {
        self.known(surface).into()
    }

    /// What is known of the spelling at `span` of `text`: the same as of the piece alone.
    pub fn word_at(&mut self, text: &str, span: Span) -> Word {
        self.word(span.of(text))
    }

    /// What is known of each of these words of `text`, in place of what `known` held: the same as
    /// [`word_at`](Self::word_at) for one after the other, and faster.
    pub(super) fn look_up(&mut self, text: &str, words: &[Piece], known: &mut Vec<Known>) {
        known.resize(words.len(), Known::NOTHING);
        for (words, known) in words.chunks(TOGETHER).zip(known.chunks_mut(TOGETHER)) {
            self.look_up_together(text, words, known);
        }
    }

    /// The same for no more than [`TOGETHER`].
    fn look_up_together(&mut self, text: &str, words: &[Piece], known: &mut [Known]) {
        let homes = self.short.homes();
        let mut wanted = [Wanted::default(); TOGETHER];
        for (word, wanted) in words.iter().zip(&mut wanted) {
            *wanted = Homes::wanted(Key::within(text.as_bytes(), word.span).unwrap_or(Key::NONE));
        }
        // All lines are read before the first is compared.
        for (wanted, known) in wanted.iter().zip(&mut *known) {
            *known = homes.near(*wanted).into();
        }
        let (mut missed, mut count) = ([0; TOGETHER], 0);
        for ((wanted, known), at) in wanted.iter().zip(&mut *known).zip(0..) {
            *known = homes.number_of(*wanted).into();
            missed[count % TOGETHER] = at;
            count += usize::from(known.is_nothing());
        }
        for at in missed[..count].iter().map(|&at: &u8| usize::from(at)) {
            known[at] = match wanted[at].key() {
                Key::NONE => self.known(words[at].span.of(text)),
                key => self.short_word(key),
            };
        }
    }

    fn known(&mut self, surface: &str) -> Known {
        match Key::of(surface.as_bytes()) {
            Some(key) => self.short_word(key),
            None => self.long_word(surface),
        }
    }

    fn short_word(&mut self, key: Key) -> Known {
        let hash = key.hash();
        if let Some(known) = self.short.bring_home(key, hash) {
            return known.into();
        }
        let shape = Shape::of_short(key.number());
        let plain = shape.as_ref().filter(|shape| self.is_plain && shape.is_plain(key.len()));
        let word = match plain {
            Some(shape) => self.learn_plain(key, hash, shape),
            None => key.with_text(|surface| self.learn(surface, shape)),
        };
        let known = Known::from(word);
        self.short.insert(key, hash, known.number());
        known
    }

    fn long_word(&mut self, surface: &str) -> Known {
        let own = hash(surface.as_bytes());
        let (arena, long) = (&self.arena, &self.long);
        let is_it = |number: u32| slice(arena, long[number as usize].0) == surface.as_bytes();
        if let Some(number) = self.long_index.find(own, is_it) {
            return self.long[number as usize].1;
        }
        let known = self.learn(surface, None).into();
        self.long_index.insert(own, self.long.len() as u32);
        self.long.push((keep(&mut self.arena, surface), known));
        known
    }

    /// The stem's text.
    pub fn term(&self, id: TermId) -> &str {
        text(self.stem(id))
    }

    /// The stem's text as bytes.
    pub(crate) fn stem(&self, id: TermId) -> &[u8] {
        slice(&self.arena, self.terms[id.index()])
    }

    /// All stems with their ids, in the order of first sight.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &str)> {
        self.terms.iter().zip(0..).map(|(&at, id)| (TermId(id), text(slice(&self.arena, at))))
    }

    /// Folds, looks up and stems a new spelling, whose shape may be known.
    fn learn(&mut self, surface: &str, shape: Option<Shape>) -> Word {
        fold(self.language, surface, &mut self.folded);
        let folded = std::mem::take(&mut self.folded);
        let key = Key::of(folded.as_bytes());
        let owner = owner(self.language, &folded);
        let seen = key.filter(|_| folded != surface).and_then(|key| self.short.find(key, key.hash()));
        let term = seen
            .map_or_else(|| self.stemmed(owner.unwrap_or(&folded), &folded), |seen| Known::from(seen).term());
        let shape = shape.unwrap_or_else(|| Shape::of(surface));
        let stop = shape.is_no_word(surface)
            || self.is_stop(&folded)
            || owner.is_some_and(|owner| self.is_stop(owner));
        self.folded = folded;
        Word { term, stop, ..shape.marks() }
    }

    /// The same for letters and digits of ASCII in a language where they fold to lower case and no more.
    fn learn_plain(&mut self, key: Key, hash: u64, shape: &Shape) -> Word {
        let (mut lower, mut hash, mut seen) = (key, hash, None);
        if shape.capitals > 0 {
            lower = key.lower();
            hash = lower.hash();
            // The folded word may have been seen as it stands: `Attack` after `attack`.
            seen = self.short.find(lower, hash);
        }
        let term = match seen {
            Some(seen) => Known::from(seen).term(),
            None => match self.stemmer.stem_short(lower.number()) {
                Some(stem @ 1..) => self.short_term(Key::of_number(stem)),
                _ => lower.with_text(|word| self.stemmed(word, word)),
            },
        };
        let stop = shape.is_no_word("") || self.short_stops.find(lower, hash).is_some();
        Word { term, stop, ..shape.marks() }
    }

    fn is_stop(&self, folded: &str) -> bool {
        match Key::of(folded.as_bytes()) {
            Some(key) => self.short_stops.find(key, key.hash()).is_some(),
            None => self.long_stops.binary_search_by(|word| word.as_str().cmp(folded)).is_ok(),
        }
    }

    /// The term of a word's stem, or of its folded form if the stem is empty.
    fn stemmed(&mut self, word: &str, folded: &str) -> TermId {
        self.stem.clear();
        self.stemmer.stem_into(word, &mut self.stem);
        if self.stem.is_empty() {
            self.stem.push_str(folded);
        }
        match Key::of(self.stem.as_bytes()) {
            Some(key) => self.short_term(key),
            None => self.long_term(),
        }
    }

    /// The term of a short stem.
    fn short_term(&mut self, key: Key) -> TermId {
        let (key, hash) = (key.as_stem(), key.hash());
        if let Some(id) = self.short.find(key, hash) {
            return TermId(id);
        }
        let Some(id) = self.next_id() else { return TermId(MOST_TERMS - 1) };
        self.short.insert(key, hash, id);
        self.terms.push(keep_short(&mut self.arena, key.as_stem()));
        TermId(id)
    }

    /// The term of the stem, which is long.
    fn long_term(&mut self) -> TermId {
        let own = hash(self.stem.as_bytes());
        let (arena, terms, stem) = (&self.arena, &self.terms, &self.stem);
        let is_it = |id: u32| slice(arena, terms[id as usize]) == stem.as_bytes();
        if let Some(id) = self.long_stems.find(own, is_it) {
            return TermId(id);
        }
        let Some(id) = self.next_id() else { return TermId(MOST_TERMS - 1) };
        self.long_stems.insert(own, id);
        self.terms.push(keep(&mut self.arena, &self.stem));
        TermId(id)
    }

    fn next_id(&self) -> Option<u32> {
        u32::try_from(self.terms.len()).ok().filter(|&id| id < MOST_TERMS)
    }
}

/// A folded English word without its `'s`, if it has one.
fn owner(language: Language, folded: &str) -> Option<&str> {
    let owner = folded.strip_suffix("'s").filter(|_| language == Language::English)?;
    let owner = owner.trim_end_matches('.');
    (!owner.is_empty()).then_some(owner)
}

fn keep(arena: &mut Vec<u8>, text: &str) -> Slice {
    let start = arena.len() as u32;
    arena.extend_from_slice(text.as_bytes());
    Slice { start, len: text.len() as u32 }
}

fn keep_short(arena: &mut Vec<u8>, key: Key) -> Slice {
    let (start, len) = (arena.len(), key.len());
    // So many that it needs no call.
    arena.extend_from_slice(&key.number().to_le_bytes());
    arena.truncate(start + len);
    Slice { start: start as u32, len: len as u32 }
}

fn slice(arena: &[u8], at: Slice) -> &[u8] {
    arena.get(at.start as usize..(at.start + at.len) as usize).unwrap_or_default()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::words::WordScanner;
    use proptest::prelude::*;

    fn english() -> Vocabulary {
        Vocabulary::new(Language::English, &StopWords::of(Language::English))
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
        assert_eq!((vocabulary.spellings(), vocabulary.len()), (7 + 3, 7));
    }

    #[test]
    fn known_words_take_no_memory() {
        let mut vocabulary = english();
        let text = "The wolves returned to the valley of the Donaudampfschifffahrtsgesellschaft";
        let look = |vocabulary: &mut Vocabulary| {
            for word in text.split(' ') {
                vocabulary.word(word);
            }
            let Vocabulary { arena, folded, stem, .. } = &*vocabulary;
            (vocabulary.bytes(), folded.capacity(), stem.capacity(), arena.len())
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
        fn plain_words_are_learned_as_others_are(words in prop::collection::vec("[A-C]?[a-c0-2]{1,3}|(the|The|THE)|[A-Z][a-z]{0,11}", 0..40)) {
            let (mut vocabulary, mut other) = (english(), Vocabulary { is_plain: false, ..english() });
            for word in &words {
                prop_assert_eq!(vocabulary.word(word), other.word(word), "{}", word);
            }
            prop_assert!(vocabulary.terms().eq(other.terms()));
        }

        #[test]
        fn words_looked_up_together_are_those_of_one_after_the_other(text in "([a-cA-C]{1,3}|[a-z]{12,20}|é| ){0,60}") {
            let mut spans = Vec::new();
            WordScanner::new(Language::English).words_into(&text, Span::new(0, text.len()), &mut spans);
            let (mut vocabulary, mut other) = (english(), english());
            let mut known = vec![Known::NOTHING];
            for _ in 0..2 {
                vocabulary.look_up(&text, &spans, &mut known);
                let plain: Vec<_> = spans.iter().map(|word| other.word_at(&text, word.span)).collect();
                let known: Vec<_> = known.iter().map(|&known| Word::from(known)).collect();
                prop_assert_eq!(known, plain);
            }
        }
    }
}
