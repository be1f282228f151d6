//! Candidate phrases of the learned method: every run of words that could be a keyword, with how often and where it
//! occurs. A phrase never runs across punctuation, a line or a sentence, begins and ends with a content word, and is
//! known by the stems of all its words, so that `Sea ice` and `sea ices` are one. Most phrases have a stem that occurs once:
//! they cannot come again, so that a few bytes tell all of them.

use std::borrow::Cow;

use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use super::content_words::{Flags, MAX_STOPS, NONE, Word, content_words};
use super::forest::ABREAST;
use super::phrase::{Kind, Phrase, around};
use crate::analysis::Document;
use crate::span::folded;

/// Content words that a phrase may have by the stop words inside.
pub(super) const MAX_CONTENT: [usize; MAX_STOPS + 1] = [5, 3, 3];
const MOST_CONTENT: usize = MAX_CONTENT[0];
/// Words from which on a text counts as long: there a phrase must occur twice, or early.
const LONG_TEXT: usize = 800;
/// Words at the start of a long text whose phrases may occur once only.
const EARLY: u32 = 150;
/// Phrases on the shortlist at least, for each keyword asked for, and the share of all candidates.
const SHORTLIST: usize = 64;
const SHORTLIST_PER_KEYWORD: usize = 6;
const SHORTLIST_SHARE: usize = 8;

/// Which phrase of a document: one of those whose stems all recur, or one that occurs once since a stem does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PhraseId(u32);

impl PhraseId {
    const ONCE: u32 = 1 << 31;

    /// Where it stands in its list.
    fn index(self) -> usize {
        (self.0 & !Self::ONCE) as usize
    }

    fn is_once(self) -> bool {
        self.0 & Self::ONCE != 0
    }
}

/// A phrase whose stems all recur.
#[derive(Debug, Clone, Copy)]
struct Recurring {
    phrase: Phrase,
    /// Its first word, as an index of the content words.
    start: u32,
    /// Index of its last occurrence.
    last: u32,
}

/// A phrase with a stem that does not recur.
#[derive(Debug, Clone, Copy)]
struct Once {
    /// Its first word, as an index of the content words.
    start: u32,
    kind: Kind,
}

/// A place of a phrase that recurs.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    /// Its first word, as an index of the tokens.
    token: u32,
    /// Index of the occurrence before of the same phrase.
    before: u32,
}

/// Where a phrase stands: the first word as an index of the content words and of the tokens, and how many words it has, stop
/// words included and alone.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    token: u32,
    words: u32,
    stops: u32,
}

/// How a phrase of several content words is found: by the phrase before its last content word, the stop words in between
/// and the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    prefix: u32,
    term: u32,
    between: [u32; 2],
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

/// The phrases that begin at a content word by their content words: the index of one that recurs, [`ONCE`], or [`NONE`] behind
/// the last.
type Group = [u32; MOST_CONTENT + 1];

/// A phrase that does not recur.
const ONCE: u32 = NONE - 1;

/// The phrases of a document.
pub(super) struct Phrases {
    /// Those whose stems all recur, in order of their first occurrence.
    recurring: Vec<Recurring>,
    /// The others, in order; of a long text those near its beginning.
    once: Vec<Once>,
    occurrences: Vec<Occurrence>,
    words: Vec<Word>,
    /// Whether the text is a long one.
    long: bool,
    /// For each stem the recurring phrase that it is alone; [`NONE`] for what is not one.
    single: Vec<u32>,
    /// Longer recurring phrases.
    table: HashTable<(Key, u32)>,
}

impl Phrases {
    /// Finds the phrases. At most five begin at a word, so that time is linear in the words.
    pub(super) fn of(document: &Document) -> Self {
        let words = content_words(document);
        let mut phrases = Self {
            recurring: Vec::with_capacity(words.len() / 2),
            once: Vec::with_capacity(words.len()),
            occurrences: Vec::with_capacity(words.len()),
            words: Vec::new(),
            long: document.tokens().len() > LONG_TEXT,
            single: vec![NONE; document.terms().len()],
            table: HashTable::with_capacity(words.len() / 2),
        };
        let mut before = [NONE; MOST_CONTENT + 1];
        for start in 0..words.len() {
            let run = &words[start..words.len().min(start + MOST_CONTENT)];
            before = phrases.begin(start as u32, run, before);
        }
        phrases.words = words;
        phrases
    }

    /// Notes the phrases at the beginning of a run of content words. Phrases around others tell them how often they occur: a
    /// phrase has one content word more than the one noted before, and than its fellow among those that begin with the
    /// content word `before`.
    fn begin(&mut self, start: u32, run: &[Word], before: Group) -> Group {
        let first = run[0];
        let listed = !self.long || first.token <= EARLY;
        let mut group = [NONE; MOST_CONTENT + 1];
        let (mut stops, mut again) = (0, true);
        let mut key = Key { prefix: NONE, term: NONE, between: [NONE; 2] };
        for (at, word) in run.iter().enumerate() {
            if at > 0 {
                stops += usize::from(word.gap);
                if MAX_CONTENT.get(stops).is_none_or(|&most| at >= most) {
                    break;
                }
            }
            again &= word.flags.again();
            let flags = first.flags.to(word.flags);
            let wider = before[at + 1];
            let wider = match self.recurring.get(wider as usize) {
                Some(wider) => wider.phrase.count(),
                None => u32::from(wider == ONCE),
            };
            if again {
                (key.term, key.between) = (word.term, if at == 0 { [NONE; 2] } else { word.between });
                let place = Place {
                    start,
                    token: first.token,
                    words: word.token - first.token + 1,
                    stops: stops as u32,
                };
                let id = self.note(key, place, flags);
                self.lengthen(id, wider);
                let count = self.recurring[id as usize].phrase.count();
                self.lengthen(key.prefix, count);
                key.prefix = id;
                group[at] = id;
                continue;
            }
            group[at] = ONCE;
            let after_once = at > 0 && group[at - 1] == ONCE;
            if !after_once {
                self.lengthen(key.prefix, 1);
            }
            if listed {
                if after_once && let Some(once) = self.once.last_mut() {
                    once.kind.lengthen();
                }
                let kind = Kind::new(at + 1, stops, flags.free(), wider > 0, flags.capital());
                self.once.push(Once { start, kind });
            }
        }
        group
    }

    /// Notes an occurrence of a phrase whose stems recur, and gives its index.
    #[inline]
    fn note(&mut self, key: Key, place: Place, flags: Flags) -> u32 {
        let new = self.recurring.len() as u32;
        let id = if key.prefix == NONE {
            let id = &mut self.single[key.term as usize];
            *id = (*id).min(new);
            *id
        } else {
            let entry = self.table.entry(key.hash(), |(known, _)| *known == key, |(known, _)| known.hash());
            entry.or_insert((key, new)).get().1
        };
        let Place { start, token, words, stops } = place;
        let last = self.occurrences.len() as u32;
        let mut before = NONE;
        let tally = flags.tally();
        if let Some(known) = self.recurring.get_mut(id as usize) {
            before = std::mem::replace(&mut known.last, last);
            known.phrase.last = token;
            for (sum, part) in known.phrase.tally.iter_mut().zip(tally) {
                *sum += part;
            }
        } else {
            let phrase = Phrase { first: token, last: token, words, stops, longer: 0, tally };
            self.recurring.push(Recurring { phrase, start, last });
        }
        self.occurrences.push(Occurrence { token, before });
        id
    }

    /// Tells a recurring phrase of one with a content word more.
    fn lengthen(&mut self, id: u32, count: u32) {
        if let Some(Recurring { phrase, .. }) = self.recurring.get_mut(id as usize) {
            phrase.longer = phrase.longer.max(count);
        }
    }

    /// The content words of the document.
    pub(super) fn content_words(&self) -> &[Word] {
        &self.words
    }

    /// What is known of a phrase.
    pub(super) fn get(&self, id: PhraseId) -> Phrase {
        if !id.is_once() {
            return self.recurring[id.index()].phrase;
        }
        let kind = self.once[id.index()].kind;
        let words = self.words_of(id);
        let (first, last) = (words[0], words[words.len() - 1]);
        Phrase {
            first: first.token,
            last: first.token,
            words: last.token - first.token + 1,
            stops: kind.stops(),
            longer: u32::from(kind.is_longer()),
            tally: first.flags.to(last.flags).tally(),
        }
    }

    /// The content words of a phrase, where it occurs first.
    fn words_of(&self, id: PhraseId) -> &[Word] {
        let (start, content) = if id.is_once() {
            let Once { start, kind } = self.once[id.index()];
            (start, kind.content())
        } else {
            let Recurring { phrase, start, .. } = self.recurring[id.index()];
            (start, (phrase.words - phrase.stops) as usize)
        };
        &self.words[start as usize..start as usize + content]
    }

    /// Of a long text, what occurs once far down is no candidate, which bounds the cost of what follows.
    fn is_candidate(&self, phrase: &Phrase) -> bool {
        !self.long || phrase.count() > 1 || phrase.first <= EARLY
    }

    /// The terms of the candidates of one word.
    pub(super) fn single_terms(&self) -> impl Iterator<Item = u32> {
        let recurring =
            self.recurring.iter().filter(|one| one.phrase.words == 1 && self.is_candidate(&one.phrase));
        let once = self.once.iter().filter(|one| one.kind.content() == 1);
        let starts = recurring.map(|one| one.start).chain(once.map(|one| one.start));
        starts.map(|start| self.words[start as usize].term)
    }

    /// Shows the recurring phrases that are part of one, itself included.
    pub(super) fn parts(&self, id: PhraseId, mut show: impl FnMut(PhraseId)) {
        let words = self.words_of(id);
        for start in 0..words.len() {
            let mut prefix = NONE;
            for word in &words[start..] {
                let found = if prefix == NONE {
                    self.single.get(word.term as usize).copied().filter(|&id| id != NONE)
                } else {
                    let key = Key { prefix, term: word.term, between: word.between };
                    self.table.find(key.hash(), |(known, _)| *known == key).map(|(_, id)| *id)
                };
                let Some(found) = found else { break };
                show(PhraseId(found));
                prefix = found;
            }
        }
    }

    /// The spelling that occurs most often, of equals the first, with white space runs folded.
    pub(super) fn spelling(&self, id: PhraseId, text: &str, document: &Document) -> String {
        let phrase = self.get(id);
        let surface =
            |start: u32| around(&document.tokens()[start as usize..(start + phrase.words) as usize]).of(text);
        if phrase.count() == 1 {
            return folded(surface(phrase.first)).into_owned();
        }
        // Each spelling with its occurrences and the first of them; the chain runs backwards.
        let mut spellings: FxHashMap<Cow<'_, str>, (u32, u32)> = FxHashMap::default();
        let mut next = self.recurring[id.index()].last;
        while let Some(&Occurrence { token, before }) = self.occurrences.get(next as usize) {
            let spelling = folded(surface(token));
            let entry = spellings.entry(spelling).or_insert((0, token));
            *entry = (entry.0 + 1, token);
            next = before;
        }
        let best =
            spellings.into_iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
        best.map_or_else(String::new, |(spelling, _)| spelling.into_owned())
    }

    /// The phrases that are worth a closer look when `limit` keywords are asked for, those that recur first: all candidates
    /// if there are few, else the best by their promise.
    pub(super) fn shortlist(&self, limit: usize) -> Vec<PhraseId> {
        let mut worth = Vec::with_capacity(self.recurring.len() + self.once.len());
        for (one, id) in self.recurring.iter().zip(0..) {
            if self.is_candidate(&one.phrase) {
                worth.push(ranked(one.phrase.promise(), id));
            }
        }
        for (&Once { start, kind }, id) in self.once.iter().zip(PhraseId::ONCE..) {
            worth.push(ranked(kind.promise(self.words[start as usize].token), id));
        }
        let room =
            SHORTLIST.max(limit.saturating_mul(SHORTLIST_PER_KEYWORD)).max(worth.len() / SHORTLIST_SHARE);
        let room = room / ABREAST * ABREAST;
        if worth.len() > room {
            worth.select_nth_unstable(room);
            worth.truncate(room);
        }
        let mut ids: Vec<_> = worth.into_iter().map(|ranked| PhraseId(ranked as u32)).collect();
        ids.sort_unstable();
        ids
    }
}

/// A number that is smaller the greater the promise is, and of equals the smaller the id.
fn ranked(promise: f32, id: u32) -> u64 {
    let bits = promise.to_bits();
    let ascending = if promise.is_sign_negative() { !bits } else { bits | 1 << 31 };
    u64::from(!ascending) << 32 | u64::from(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::keyword::naive;
    use crate::{Article, Language};
    use proptest::prelude::*;

    fn phrases(text: &str) -> Vec<(String, u32, u32)> {
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let phrases = Phrases::of(&document);
        let spelled = |id: PhraseId| {
            let phrase = phrases.get(id);
            (phrases.spelling(id, article.text(), &document), phrase.count(), phrase.longer)
        };
        phrases.shortlist(usize::MAX).into_iter().map(spelled).collect()
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
        let room = SHORTLIST.max(all.len() / SHORTLIST_SHARE) / ABREAST * ABREAST;
        assert!(all.len() > room && short.len() == room, "{} {}", all.len(), short.len());
        assert!(short.is_sorted() && short.iter().all(|id| all.contains(id)));
        let promise = |id: &PhraseId| phrases.get(*id).promise();
        let least = short.iter().map(promise).fold(f32::INFINITY, f32::min);
        assert!(all.iter().filter(|id| !short.contains(id)).all(|id| promise(id) <= least));
        assert_eq!(find_key(&phrases, &short, "Sea ice", &article, &document), Some(2));
    }

    fn find_key(
        phrases: &Phrases,
        ids: &[PhraseId],
        text: &str,
        article: &Article,
        document: &Document,
    ) -> Option<u32> {
        let of = |id: &&PhraseId| phrases.spelling(**id, article.text(), document) == text;
        ids.iter().find(of).map(|id| phrases.get(*id).count())
    }

    proptest! {
        #[test]
        fn phrases_are_those_of_the_plain_rules(text in "((sea|ice|of|the|cap|Melt|in|[a-z]{3})[ ]|[.] ){0,60}") {
            let article = Article::new(text).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let phrases = Phrases::of(&document);
            let of = |id: PhraseId| {
                let phrase = phrases.get(id);
                let tokens = &document.tokens()[phrase.first as usize..(phrase.first + phrase.words) as usize];
                let stops = tokens.iter().filter(|token| token.stop).count();
                assert_eq!(stops, phrase.stops as usize);
                (tokens.iter().map(|token| token.term).collect::<Vec<_>>(), phrase.tally, phrase.longer)
            };
            let mut found: Vec<_> = phrases.shortlist(usize::MAX).into_iter().map(of).collect();
            let mut naive = naive::phrases(&document);
            found.sort();
            naive.sort();
            prop_assert_eq!(found, naive);
        }

        #[test]
        fn a_phrase_that_occurs_once_promises_what_its_kind_does(text in "((sea|ice|of|the|cap|Melt|in|[a-z]{3})[ ]|[.] ){0,60}") {
            let article = Article::new(text).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let phrases = Phrases::of(&document);
            for (one, id) in phrases.once.iter().zip(PhraseId::ONCE..) {
                let phrase = phrases.get(PhraseId(id));
                prop_assert!((one.kind.promise(phrase.first) - phrase.promise()).abs() < 1e-6);
            }
        }
    }
}
