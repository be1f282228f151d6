//! Candidate phrases of the learned method: every run of words that could be a keyword, with how often and where it
//! occurs. A phrase never runs across punctuation, a line or a sentence, begins and ends with a content word, and is
//! known by the stems of all its words, so that `Sea ice` and `sea ices` are one.

use std::borrow::Cow;
use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};

use crate::analysis::Document;
use crate::segment::words::Gap;
use crate::span::folded;
use crate::weighting::ln_count as ln;

/// Words that a phrase may have, stop words included.
const MAX_WORDS: usize = 7;
/// Content words that a phrase without stop words may have.
const MAX_PLAIN: u32 = 5;
/// Content words that a phrase around stop words may have.
const MAX_AROUND: u32 = 3;
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

/// No earlier occurrence.
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
    /// Occurrences.
    pub count: u32,
    /// Occurrences with a stop word or a boundary to the left, to the right, on both sides.
    pub free_left: u32,
    pub free_right: u32,
    pub free: u32,
    /// Occurrences that do not begin a sentence, and those of them that begin with a capital.
    pub inside: u32,
    pub capitalised: u32,
    /// The count of the most frequent phrase that is this one and another content word.
    pub longer: u32,
    /// Indices of its first and its last occurrence.
    opening: u32,
    chain: u32,
}

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

/// The phrases of a document, in order of their first occurrence.
pub(super) struct Phrases {
    pub list: Vec<Phrase>,
    /// The occurrences in order of their first words, the shorter before the longer.
    occurrences: Vec<Occurrence>,
    /// The stems of all words, in order: what a phrase is known by.
    terms: Vec<u32>,
    /// For each stem the phrase that it is alone; [`NONE`] for what is not one.
    single: Vec<u32>,
    /// Longer phrases, but those with a stem that occurs once: they cannot come again.
    table: HashTable<u32>,
}

impl Phrases {
    /// Finds the phrases. At most five phrases begin at a word, so that time is linear in the words.
    pub(super) fn of(document: &Document) -> Self {
        let tokens = document.tokens();
        let mut initial = vec![false; tokens.len() + 1];
        for sentence in document.sentences() {
            initial[sentence.token_range().start] = true;
        }
        let mut phrases = Self {
            list: Vec::with_capacity(tokens.len()),
            occurrences: Vec::with_capacity(tokens.len() * 2),
            terms: tokens.iter().map(|token| token.term).collect(),
            single: vec![NONE; document.terms().len()],
            table: HashTable::with_capacity(tokens.len()),
        };
        // For each word, the index of the first occurrence that begins with it or after it.
        let mut begun = Vec::with_capacity(tokens.len());
        let bound = |at: usize| tokens.get(at).is_none_or(|token| token.gap == Gap::Break || initial[at]);
        for start in 0..tokens.len() {
            begun.push(phrases.occurrences.len());
            if tokens[start].stop {
                continue;
            }
            let free_left = bound(start) || tokens[start - 1].stop;
            let (mut content, mut stops) = (0, 0);
            let mut again = true;
            let mut hasher = FxHasher::default();
            for end in start..tokens.len().min(start + MAX_WORDS) {
                if end > start && bound(end) {
                    break;
                }
                hasher.write_u32(tokens[end].term);
                again &= document.terms()[tokens[end].term as usize].count > 1;
                if tokens[end].stop {
                    stops += 1;
                    if stops > MAX_STOPS {
                        break;
                    }
                    continue;
                }
                content += 1;
                if content > if stops == 0 { MAX_PLAIN } else { MAX_AROUND } {
                    break;
                }
                let free_right = bound(end + 1) || tokens[end + 1].stop;
                let hash = again.then(|| hasher.finish());
                let phrase = phrases.occurrence(start, end + 1 - start, stops, hash);
                phrase.free_left += u32::from(free_left);
                phrase.free_right += u32::from(free_right);
                phrase.free += u32::from(free_left && free_right);
                phrase.inside += u32::from(!initial[start]);
                phrase.capitalised += u32::from(!initial[start] && tokens[start].capitalised);
            }
        }
        phrases.nest(document, &begun);
        phrases
    }

    /// Whether a phrase may become a keyword: in a long text, what occurs once far down is left out, which bounds the
    /// cost of what follows.
    pub(super) fn is_candidate(&self, phrase: &Phrase) -> bool {
        self.terms.len() <= LONG_TEXT || phrase.count > 1 || phrase.first <= EARLY
    }

    /// Its words, as stems.
    pub(super) fn key(&self, phrase: &Phrase) -> &[u32] {
        let start = phrase.first as usize;
        &self.terms[start..start + phrase.words as usize]
    }

    /// The phrases that are part of one, itself included, as indices of the list; of those that occur once perhaps not all.
    pub(super) fn parts(&self, phrase: &Phrase) -> impl Iterator<Item = u32> {
        let key = self.key(phrase);
        let slices =
            (0..key.len()).flat_map(move |start| (start + 1..=key.len()).map(move |end| &key[start..end]));
        slices.filter_map(|part| match *part {
            [term] => self.single.get(term as usize).copied().filter(|&id| id != NONE),
            _ => self.table.find(key_hash(part), |&id| same(&self.list, &self.terms, id, part)).copied(),
        })
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

    /// Notes an occurrence; the phrase as it is then known. Without a hash it occurs only here.
    fn occurrence(&mut self, start: usize, words: usize, stops: u32, hash: Option<u64>) -> &mut Phrase {
        let key = &self.terms[start..start + words];
        let (list, terms) = (&self.list, &self.terms);
        let new = self.list.len() as u32;
        let known = match (key, hash) {
            (&[term], _) => {
                let id = &mut self.single[term as usize];
                let known = (*id != NONE).then_some(*id);
                *id = known.unwrap_or(new);
                known
            }
            (_, None) => None,
            (_, Some(hash)) => {
                let known = self.table.find(hash, |&id| same(list, terms, id, key)).copied();
                if known.is_none() {
                    self.table.insert_unique(hash, new, |&id| key_hash(slice(list, terms, id)));
                }
                known
            }
        };
        let id = known.unwrap_or(new);
        if known.is_none() {
            self.list.push(Phrase {
                first: start as u32,
                last: start as u32,
                words: words as u32,
                stops,
                count: 0,
                free_left: 0,
                free_right: 0,
                free: 0,
                inside: 0,
                capitalised: 0,
                longer: 0,
                opening: self.occurrences.len() as u32,
                chain: NONE,
            });
        }
        let phrase = &mut self.list[id as usize];
        self.occurrences.push(Occurrence { start: start as u32, before: phrase.chain, phrase: id });
        phrase.chain = self.occurrences.len() as u32 - 1;
        phrase.count += 1;
        phrase.last = start as u32;
        phrase
    }

    /// Tells each phrase how often the longer ones around it occur: those with one more content word at either end.
    fn nest(&mut self, document: &Document, begun: &[usize]) {
        let tokens = document.tokens();
        for id in 0..self.list.len() {
            let Phrase { first, words, count, opening, .. } = self.list[id];
            if words == 1 {
                continue;
            }
            // Without its last content word it is the occurrence before; without its first, the one as long as that
            // which begins with the next content word.
            let (opening, start) = (opening as usize, first as usize);
            let next = (start + 1..tokens.len()).find(|&at| !tokens[at].stop).unwrap_or(start);
            for part in [opening - 1, begun[next] + opening - 1 - begun[start]] {
                let part = self.occurrences[part].phrase as usize;
                self.list[part].longer = self.list[part].longer.max(count);
            }
        }
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
    /// How likely it looks at first sight that this is a keyword; only the order counts. A stop word inside speaks
    /// against it unless it looks like a name: `Bank of Ghana`.
    fn promise(&self) -> f64 {
        let bounds = 1.75 * f64::from(self.free) - 0.55 * f64::from(self.longer);
        let capitals = f64::from(self.capitalised) / f64::from(self.inside.max(1));
        1.1 * ln(1 + self.count) - 0.85 * ln(1 + self.first) + bounds / f64::from(self.count) + 1.2 * capitals
            - 2.15 * f64::from(self.stops) * (1.0 - capitals)
            - 0.2 * f64::from(self.words - self.stops)
    }
}

fn slice<'a>(list: &[Phrase], terms: &'a [u32], id: u32) -> &'a [u32] {
    let Phrase { first, words, .. } = list[id as usize];
    &terms[first as usize..(first + words) as usize]
}

fn same(list: &[Phrase], terms: &[u32], id: u32, key: &[u32]) -> bool {
    slice(list, terms, id) == key
}

fn key_hash(key: &[u32]) -> u64 {
    let mut hasher = FxHasher::default();
    for &term in key {
        hasher.write_u32(term);
    }
    hasher.finish()
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
            (phrases.spelling(phrase, article.text(), &document), phrase.count, phrase.longer)
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
        ids.iter().find(of).map(|id| phrases.list[*id as usize].count)
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
        let own = phrases.key(&phrases.list[at]);
        let around = phrases
            .list
            .iter()
            .filter(|longer| parts(longer).into_iter().any(|(start, end)| phrases.terms[start..end] == *own));
        around.map(|longer| longer.count).max().unwrap_or(0)
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
