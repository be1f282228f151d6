//! Candidate phrases of the learned method: every run of words that could be a keyword, with how often and where it
//! occurs. A phrase never runs across punctuation, a line or a sentence, begins and ends with a content word, and is
//! known by the stems of all its words, so that `Sea ice` and `sea ices` are one.

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use crate::analysis::Document;
use crate::segment::words::Gap;
use crate::span::folded;
use crate::weighting::ln_count as ln;

/// Words that a phrase may have, stop words included.
const MAX_WORDS: usize = 7;
/// Content words that a phrase without stop words may have.
const MAX_PLAIN: usize = 5;
/// Content words that a phrase around stop words may have.
const MAX_AROUND: usize = 3;
/// Stop words that may stand inside a phrase.
const MAX_STOPS: u32 = 2;
/// Words from which on a text counts as long: there a phrase must occur twice, or early.
const LONG_TEXT: usize = 800;
/// Words at the start of a long text whose phrases may occur once only.
const EARLY: u32 = 150;
/// Phrases on the shortlist at least, for each keyword asked for, and the share of all candidates.
const SHORTLIST: usize = 64;
const SHORTLIST_PER_KEYWORD: usize = 6;
const SHORTLIST_SHARE: usize = 8;

/// No such phrase, occurrence or term.
const NONE: u32 = u32::MAX;

/// A distinct phrase. Positions are indices of [`Document::tokens`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    /// First word of the first occurrence.
    pub first: u32,
    /// First word of the last occurrence.
    pub last: u32,
    /// Words, stop words included.
    pub words: u32,
    /// Stop words.
    pub stops: u32,
    /// The count of the most frequent phrase that is this one and another content word.
    pub longer: u32,
    /// Its last occurrence.
    chain: u32,
    tally: Tally,
}

/// How many occurrences of a phrase are of which kind, as one row of numbers that is added to at once.
type Tally = [u32; 8];
/// All.
const COUNT: usize = 0;
/// With a stop word or a boundary to the left, to the right, on both sides.
const FREE_LEFT: usize = 1;
const FREE_RIGHT: usize = 2;
const FREE: usize = 3;
/// Not at the beginning of a sentence, and those of them that begin with a capital.
const INSIDE: usize = 4;
const CAPITALISED: usize = 5;

/// A place of a phrase.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    /// Its first word.
    start: u32,
    /// Index of the occurrence before of the same phrase.
    before: u32,
    /// Index of the phrase.
    phrase: u32,
}

/// What the search for phrases asks of a word.
#[derive(Debug, Clone, Copy)]
struct Slot {
    term: u32,
    flags: u32,
}

impl Slot {
    const STOP: u32 = 1;
    /// No phrase runs from the word before into this one.
    const BOUND: u32 = 2;
    /// First of a sentence.
    const INITIAL: u32 = 4;
    const CAPITALISED: u32 = 8;
    /// The stem occurs more than once.
    const AGAIN: u32 = 16;
    /// Behind the last word.
    const END: Self = Self { term: NONE, flags: Self::STOP | Self::BOUND };

    fn is(self, kinds: u32) -> bool {
        self.flags & kinds != 0
    }
}

/// How a phrase of several content words is found: by the phrase before its last content word, the stop words in between
/// ([`NONE`] for none, the nearest last) and the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    prefix: u32,
    between: [u32; 2],
    term: u32,
}

impl Key {
    fn hash(self) -> u64 {
        let word = |[high, low]: [u32; 2]| u64::from(high) << 32 | u64::from(low);
        let one = word([self.prefix, self.term]) ^ 0x9E37_79B9_7F4A_7C15;
        let other = word(self.between) ^ 0xD1B5_4A32_D192_ED03;
        let product = u128::from(one) * u128::from(other);
        product as u64 ^ (product >> 64) as u64
    }
}

/// The phrases of a document, in order of their first occurrence.
pub(super) struct Phrases {
    pub list: Vec<Phrase>,
    /// The occurrences in order of their first words, the shorter before the longer.
    occurrences: Vec<Occurrence>,
    slots: Vec<Slot>,
    /// For each stem the phrase that it is alone; [`NONE`] for what is not one.
    single: Vec<u32>,
    /// Longer phrases, but those with a stem that occurs once: they cannot come again.
    table: HashTable<(Key, u32)>,
}

impl Phrases {
    /// Finds the phrases. At most five phrases begin at a word, so that time is linear in the words.
    pub(super) fn of(document: &Document) -> Self {
        let slots = slots(document);
        let mut phrases = Self {
            list: Vec::with_capacity(slots.len()),
            occurrences: Vec::with_capacity(slots.len()),
            single: vec![NONE; document.terms().len()],
            table: HashTable::with_capacity(slots.len() / 2),
            slots: Vec::new(),
        };
        // The occurrences that begin with the content word before.
        let mut before = 0..0;
        let mut free_left = true;
        for (start, first) in slots.iter().enumerate() {
            if first.is(Slot::STOP) {
                free_left = true;
                continue;
            }
            let begun = phrases.occurrences.len();
            let run = &slots[start..slots.len().min(start + MAX_WORDS + 1)];
            phrases.begin(start as u32, run, free_left || first.is(Slot::BOUND), before);
            before = begun..phrases.occurrences.len();
            free_left = false;
        }
        phrases.slots = slots;
        phrases
    }

    /// Notes the phrases that begin at a content word, the first of a run of words and one behind them. Phrases around
    /// others tell them how often they occur: a phrase has one content word more than the one noted before, and than its
    /// fellow among those that begin with the content word `before`.
    #[inline]
    fn begin(&mut self, start: u32, run: &[Slot], free_left: bool, before: Range<usize>) {
        let (inside, capital) = (!run[0].is(Slot::INITIAL), run[0].is(Slot::CAPITALISED));
        let mut tally =
            [1, u32::from(free_left), 0, 0, u32::from(inside), u32::from(inside && capital), 0, 0];
        let mut key = Key { prefix: NONE, between: [NONE; 2], term: NONE };
        let (mut content, mut stops) = (0, 0);
        let mut again = Slot::AGAIN;
        for (words, pair) in (1..).zip(run.windows(2)) {
            let (slot, next) = (pair[0], pair[1]);
            if words > 1 && slot.is(Slot::BOUND) {
                break;
            }
            again &= slot.flags;
            if slot.is(Slot::STOP) {
                stops += 1;
                if stops > MAX_STOPS {
                    break;
                }
                key.between = [key.between[1], slot.term];
                continue;
            }
            content += 1;
            if content > if stops == 0 { MAX_PLAIN } else { MAX_AROUND } {
                break;
            }
            key.term = slot.term;
            let free_right = u32::from(next.is(Slot::BOUND | Slot::STOP));
            tally[FREE_RIGHT] = free_right;
            tally[FREE] = free_right & tally[FREE_LEFT];
            let id = if words == 1 {
                let id = &mut self.single[slot.term as usize];
                *id = (*id).min(self.list.len() as u32);
                *id
            } else if again != 0 {
                let new = self.list.len() as u32;
                let entry =
                    self.table.entry(key.hash(), |(known, _)| *known == key, |(known, _)| known.hash());
                entry.or_insert((key, new)).get().1
            } else {
                self.list.len() as u32
            };
            let chain = self.occurrences.len() as u32;
            let mut earlier = NONE;
            if let Some(phrase) = self.list.get_mut(id as usize) {
                earlier = phrase.chain;
                phrase.chain = chain;
                phrase.last = start;
                for (sum, part) in phrase.tally.iter_mut().zip(tally) {
                    *sum += part;
                }
            } else {
                self.list.push(Phrase { first: start, last: start, words, stops, longer: 0, chain, tally });
            }
            let wider = self.occurrences.get(before.start + content).filter(|_| content < before.len());
            let wider = wider.map_or(0, |wider| self.list[wider.phrase as usize].count());
            let phrase = &mut self.list[id as usize];
            phrase.longer = phrase.longer.max(wider);
            let count = phrase.count();
            if let Some(shorter) = self.list.get_mut(key.prefix as usize) {
                shorter.longer = shorter.longer.max(count);
            }
            self.occurrences.push(Occurrence { start, before: earlier, phrase: id });
            key = Key { prefix: id, between: [NONE; 2], term: NONE };
        }
    }

    /// Whether a phrase may become a keyword: in a long text, what occurs once far down is left out, which bounds the
    /// cost of what follows.
    pub(super) fn is_candidate(&self, phrase: &Phrase) -> bool {
        self.slots.len() <= LONG_TEXT + 1 || phrase.count() > 1 || phrase.first <= EARLY
    }

    /// The phrases that are part of one, itself included, as indices of the list; of those that occur once perhaps not all.
    pub(super) fn parts(&self, phrase: &Phrase) -> Vec<u32> {
        let mut parts = Vec::new();
        let end = (phrase.first + phrase.words) as usize;
        for start in phrase.first as usize..end {
            let mut key = Key { prefix: NONE, between: [NONE; 2], term: NONE };
            for slot in &self.slots[start..end] {
                if slot.is(Slot::STOP) {
                    key.between = [key.between[1], slot.term];
                    continue;
                }
                key.term = slot.term;
                let Some(id) = self.find(key) else { break };
                parts.push(id);
                key = Key { prefix: id, between: [NONE; 2], term: NONE };
            }
        }
        parts
    }

    /// What is found under a key. A phrase of one word begins with no stop word.
    fn find(&self, key: Key) -> Option<u32> {
        if key.prefix == NONE {
            let single = self.single.get(key.term as usize).copied();
            return single.filter(|&id| id != NONE && key.between == [NONE; 2]);
        }
        self.table.find(key.hash(), |(known, _)| *known == key).map(|(_, id)| *id)
    }

    /// The spelling that occurs most often, of equals the first, with white space runs folded.
    pub(super) fn spelling(&self, phrase: &Phrase, text: &str, document: &Document) -> String {
        // Each spelling with its occurrences and the first of them; the chain runs backwards.
        let mut spellings: FxHashMap<Cow<'_, str>, (u32, u32)> = FxHashMap::default();
        let mut next = phrase.chain;
        while let Some(&Occurrence { start, before, .. }) = self.occurrences.get(next as usize) {
            let spelling = folded(surface(document, text, start, phrase.words));
            let entry = spellings.entry(spelling).or_insert((0, start));
            *entry = (entry.0 + 1, start);
            next = before;
        }
        let best =
            spellings.into_iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
        best.map_or_else(String::new, |(spelling, _)| spelling.into_owned())
    }

    /// The phrases that are worth a closer look when `limit` keywords are asked for, as indices of the list in its order:
    /// all candidates if there are few, else the best by a linear rule over what is known of each already. It was fitted
    /// to what the trees put into their first 20.
    pub(super) fn shortlist(&self, limit: usize) -> Vec<u32> {
        let candidates = || self.list.iter().zip(0..).filter(|(phrase, _)| self.is_candidate(phrase));
        let room = SHORTLIST.max(limit.saturating_mul(SHORTLIST_PER_KEYWORD));
        if self.list.len() <= room {
            return candidates().map(|(_, id)| id).collect();
        }
        let mut worth = Vec::with_capacity(self.list.len());
        worth.extend(candidates().map(|(phrase, id)| (phrase.promise(), id)));
        let room = room.max(worth.len() / SHORTLIST_SHARE);
        if worth.len() > room {
            worth.select_nth_unstable_by(room, |(a, first), (b, second)| {
                b.total_cmp(a).then(first.cmp(second))
            });
            worth.truncate(room);
        }
        let mut ids: Vec<_> = worth.into_iter().map(|(_, id)| id).collect();
        ids.sort_unstable();
        ids
    }
}

impl Phrase {
    /// Occurrences.
    pub(super) fn count(&self) -> u32 {
        self.tally[COUNT]
    }

    /// The share of the occurrences with a stop word or a boundary to the left, to the right, on both sides.
    pub(super) fn free(&self) -> [f64; 3] {
        [FREE_LEFT, FREE_RIGHT, FREE].map(|kind| f64::from(self.tally[kind]) / f64::from(self.count()))
    }

    /// The share of the occurrences inside sentences that begin with a capital.
    pub(super) fn capitals(&self) -> f64 {
        f64::from(self.tally[CAPITALISED]) / f64::from(self.tally[INSIDE].max(1))
    }

    /// The text from the first to the last word of its first occurrence.
    pub(super) fn surface<'a>(&self, text: &'a str, document: &Document) -> &'a str {
        surface(document, text, self.first, self.words)
    }

    /// How likely it looks at first sight that this is a keyword; only the order counts. A stop word inside speaks
    /// against it unless it looks like a name: `Bank of Ghana`.
    fn promise(&self) -> f64 {
        let bounds = 1.75 * f64::from(self.tally[FREE]) - 0.55 * f64::from(self.longer);
        let capitals = self.capitals();
        1.1 * ln(1 + self.count()) - 0.85 * ln(1 + self.first)
            + bounds / f64::from(self.count())
            + 1.2 * capitals
            - 2.15 * f64::from(self.stops) * (1.0 - capitals)
            - 0.2 * f64::from(self.words - self.stops)
    }
}

/// The words of a document and the end behind them.
fn slots(document: &Document) -> Vec<Slot> {
    let tokens = document.tokens();
    let mut slots = Vec::with_capacity(tokens.len() + 1);
    let flag = |flag: u32, set: bool| flag * u32::from(set);
    slots.extend(tokens.iter().map(|token| Slot {
        term: token.term,
        flags: flag(Slot::STOP, token.stop)
            | flag(Slot::BOUND, token.gap == Gap::Break)
            | flag(Slot::CAPITALISED, token.capitalised)
            | flag(Slot::AGAIN, document.terms()[token.term as usize].count > 1),
    }));
    slots.push(Slot::END);
    for sentence in document.sentences() {
        slots[sentence.token_range().start].flags |= Slot::BOUND | Slot::INITIAL;
    }
    slots
}

/// The text from the first to the last of some words.
fn surface<'a>(document: &Document, text: &'a str, start: u32, words: u32) -> &'a str {
    let tokens = &document.tokens()[start as usize..(start + words) as usize];
    match tokens {
        [first, .., last] => text.get(first.span.start as usize..last.span.end as usize).unwrap_or_default(),
        [only] => only.span.of(text),
        [] => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::{Article, Language};
    use proptest::prelude::*;

    fn phrases(text: &str) -> Vec<(String, u32, u32)> {
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let phrases = Phrases::of(&document);
        let spelled = |phrase: &Phrase| {
            (phrases.spelling(phrase, article.text(), &document), phrase.count(), phrase.longer)
        };
        phrases.list.iter().map(spelled).collect()
    }

    fn find(found: &[(String, u32, u32)], text: &str) -> Option<(u32, u32)> {
        found.iter().find(|(spelling, ..)| spelling == text).map(|&(_, count, longer)| (count, longer))
    }

    #[test]
    fn forms_of_a_phrase_are_one_and_spelled_as_most_often() {
        let found = phrases("Sea ice melts. The sea\nices break. Little sea ice, no sea ice.");
        assert_eq!(find(&found, "sea ice"), Some((4, 1)));
        assert_eq!(find(&found, "Sea ice"), None);
        assert_eq!(find(&found, "ice"), Some((4, 4)));
    }

    #[test]
    fn phrases_run_over_stop_words_but_not_over_punctuation() {
        let found = phrases("The city of Paris, France sleeps");
        assert_eq!(find(&found, "city of Paris"), Some((1, 0)));
        assert_eq!(find(&found, "Paris"), Some((1, 1)));
        assert!(
            found.iter().all(|(spelling, ..)| !spelling.contains("Paris, ") && !spelling.starts_with("of"))
        );
    }

    #[test]
    fn a_shortlist_keeps_the_order_and_drops_what_promises_little() {
        let words: Vec<_> = (0..700u32).map(|at| format!("q{}x", at * 7919 % 691)).collect();
        let text = format!("Sea ice melts. {}. The sea ice melts again.", words.join(" "));
        let article = Article::new(text.as_str()).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let phrases = Phrases::of(&document);
        let all = phrases.shortlist(usize::MAX);
        let short = phrases.shortlist(1);
        assert!(short.len() == SHORTLIST.max(all.len() / SHORTLIST_SHARE), "{} {}", all.len(), short.len());
        assert!(short.is_sorted() && short.iter().all(|id| all.contains(id)));
        let promise = |id: &u32| phrases.list[*id as usize].promise();
        let least = short.iter().map(promise).fold(f64::INFINITY, f64::min);
        assert!(all.iter().filter(|id| !short.contains(id)).all(|id| promise(id) <= least));
        assert_eq!(find_key(&phrases, &short, "Sea ice", &article, &document), Some(2));
    }

    fn find_key(
        phrases: &Phrases,
        ids: &[u32],
        text: &str,
        article: &Article,
        document: &Document,
    ) -> Option<u32> {
        let of = |id: &&u32| phrases.spelling(&phrases.list[**id as usize], article.text(), document) == text;
        ids.iter().find(of).map(|id| phrases.list[*id as usize].count())
    }

    /// The plain rule: of all phrases that are this one and a content word more (stop words between left aside).
    fn naive_longer(phrases: &Phrases, document: &Document, at: usize) -> u32 {
        let tokens = document.tokens();
        let parts = |phrase: &Phrase| {
            let (start, end) = (phrase.first as usize, (phrase.first + phrase.words) as usize);
            let content: Vec<_> = (start..end).filter(|&at| !tokens[at].stop).collect();
            let last = content.len().saturating_sub(2);
            if content.len() < 2 { Vec::new() } else { vec![(content[1], end), (start, content[last] + 1)] }
        };
        let terms = |start: usize, end: usize| tokens[start..end].iter().map(|token| token.term);
        let Phrase { first, words, .. } = phrases.list[at];
        let own = terms(first as usize, (first + words) as usize);
        let around = phrases
            .list
            .iter()
            .filter(|longer| parts(longer).into_iter().any(|(start, end)| terms(start, end).eq(own.clone())));
        around.map(|longer| longer.count()).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn longer_phrases_are_those_of_the_plain_rule(text in "((sea|ice|of|the|cap|Melt|in)[ ]|[.] ){0,60}") {
            let article = Article::new(text).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let phrases = Phrases::of(&document);
            for (at, phrase) in phrases.list.iter().enumerate() {
                prop_assert_eq!(phrase.longer, naive_longer(&phrases, &document, at));
            }
        }
    }
}
