//! Candidate phrases of the learned method: every run of words that could be a keyword, with how often and where it
//! occurs. A phrase never runs across punctuation, a line or a sentence, begins and ends with a content word, and is
//! known by the stems of all its words, so that `Sea ice` and `sea ices` are one. Most phrases occur once: what there is to
//! know of them is told by their place.

use std::borrow::Cow;

use super::content_words::{ContentWords, WordBuffers};
use super::phrase::{Phrase, Promises, around};
use super::recurring::{AllRecurring, Recurring};
use super::shortlist::Shortlist;
use super::spelling::most_frequent;
use crate::analysis::Document;
use crate::span::folded;

/// Words from which on a text counts as long: there a phrase must occur twice, or early.
const LONG_TEXT: usize = 800;
/// Words at the start of a long text whose phrases may occur once only.
const EARLY: u32 = 150;
/// Phrases on the shortlist at least, for each keyword asked for, and the share of all candidates.
const SHORTLIST: usize = 64;
const SHORTLIST_PER_KEYWORD: usize = 6;
const SHORTLIST_SHARE: usize = 8;
/// What the length of a shortlist that has not all candidates is a multiple of.
pub(super) const WHOLE: usize = 8;

/// Which phrase of a document: where it occurs first, as an index of the content words, its content words, and above them
/// whether one of its stems occurs once. Those all of whose stems recur come first, then the earlier, then the shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PhraseId(u32);

impl PhraseId {
    const CONTENT: u32 = 3;
    const RARE: u32 = 1 << 31;

    fn new(start: usize, content: usize, rare: bool) -> Self {
        let rare = Self::RARE * u32::from(rare);
        Self((start as u32) << Self::CONTENT | content as u32 | rare)
    }

    pub(super) fn number(self) -> u32 {
        self.0
    }

    pub(super) fn of_number(number: u32) -> Self {
        Self(number)
    }

    /// The same in the order of places alone.
    pub(super) fn place(self) -> u32 {
        self.0 & !Self::RARE
    }

    fn rare(self) -> bool {
        self.0 & Self::RARE != 0
    }

    /// The content word that it begins with.
    pub(super) fn start(self) -> usize {
        (self.place() >> Self::CONTENT) as usize
    }

    /// Its content words.
    pub(super) fn content(self) -> usize {
        (self.0 & ((1 << Self::CONTENT) - 1)) as usize
    }
}

/// Words of an article whose room is kept for the next one.
const MAX_SPARE: usize = 1 << 15;

/// What the phrases of a document leave for those of the next one.
#[derive(Default)]
pub(super) struct PhraseBuffers {
    words: WordBuffers,
    recurring: AllRecurring,
}

/// The phrases of a document.
pub(super) struct Phrases<'a> {
    words: ContentWords<'a>,
    recurring: AllRecurring,
    /// How many content words begin phrases that are candidates though they occur once. Of a long text, what occurs once far
    /// down is none, which bounds the cost of what follows.
    listed: usize,
}

impl<'a> Phrases<'a> {
    /// Finds the phrases. At most five begin at a word, so that time is linear in the words.
    pub(super) fn of(document: &'a Document, buffers: PhraseBuffers) -> Self {
        let words = ContentWords::of(document, buffers.words);
        let mut recurring = buffers.recurring;
        recurring.find(&words);
        let early = words.tokens().partition_point(|&token| token <= EARLY);
        let listed = if document.tokens().len() > LONG_TEXT { early } else { words.len() };
        Self { words, recurring, listed }
    }

    /// The memory for those of another document, if it is not too much.
    pub(super) fn into_buffers(self) -> Option<PhraseBuffers> {
        let is_little = self.words.len() <= MAX_SPARE;
        is_little.then(|| PhraseBuffers { words: self.words.into_buffers(), recurring: self.recurring })
    }

    /// The content words of the document.
    pub(super) fn content_words(&self) -> &ContentWords<'a> {
        &self.words
    }

    /// The terms of a phrase's content words.
    pub(super) fn terms(&self, id: PhraseId) -> &[u32] {
        &self.words.terms()[id.start()..][..id.content()]
    }

    /// The phrases that can recur.
    pub(super) fn recurring(&self) -> &AllRecurring {
        &self.recurring
    }

    /// What is known of a phrase.
    pub(super) fn get(&self, id: PhraseId) -> Phrase {
        let once = || self.words.phrase(id.start(), id.content());
        self.known(id).copied().unwrap_or_else(once)
    }

    /// Whether a phrase is known as one that can recur.
    #[inline]
    pub(super) fn recurs(&self, id: PhraseId) -> bool {
        usize::from(self.recurring.depths()[id.start()]) >= id.content()
    }

    /// What is known of a phrase that can recur.
    pub(super) fn known(&self, id: PhraseId) -> Option<&Phrase> {
        let known = if id.rare() { None } else { self.recurring.at(id.start(), id.content()) };
        known.map(|known| &known.phrase)
    }

    /// Whether a phrase is a candidate that is known as one that can recur.
    fn is_candidate(&self, known: &Recurring) -> bool {
        (known.start as usize) < self.listed || known.phrase.count() > 1
    }

    /// The terms of the candidates of one word that recur.
    pub(super) fn single_terms_again(&self) -> impl Iterator<Item = u32> {
        let again = self.recurring.words().iter().filter(|known| self.is_candidate(known));
        again.map(|known| self.words.terms()[known.start as usize])
    }

    /// The terms of the content words that candidates may begin with though they occur once, each with whether it does.
    pub(super) fn single_terms_once(&self) -> impl Iterator<Item = (u32, bool)> {
        let terms = self.words.terms()[..self.listed].iter();
        terms.zip(self.recurring.depths()).map(|(&term, &depth)| (term, depth == 0))
    }

    /// Shows the recurring phrases that are part of one, itself included.
    pub(super) fn parts(&self, id: PhraseId, mut show: impl FnMut(PhraseId)) {
        let end = id.start() + id.content();
        for start in id.start()..end {
            for content in 1..=end - start {
                let Some(known) = self.recurring.at(start, content) else { break };
                show(PhraseId::new(known.start as usize, content, false));
            }
        }
    }

    /// The spelling that occurs most often, of equals the first, with white space runs folded.
    pub(super) fn spelling(&self, id: PhraseId, text: &str) -> String {
        let (start, content) = (id.start(), id.content());
        let tokens = self.words.tokens();
        let surface = |start: usize| {
            let (first, last) = (tokens[start] as usize, tokens[start + content - 1] as usize);
            around(&self.words.document.tokens()[first..=last]).of(text)
        };
        // No white space is inside a word.
        let folded = |surface| if content > 1 { folded(surface) } else { Cow::Borrowed(surface) };
        let spelling = match self.recurring.at(start, content) {
            Some(known) => {
                most_frequent(known.phrase.count(), self.recurring.places(known).map(surface), folded)
            }
            None => folded(surface(start)),
        };
        spelling.into_owned()
    }

    /// The phrases that are worth a closer look when `limit` keywords are asked for, in any order: all candidates if there are
    /// few, else the best by their promise. They are found in some memory.
    pub(super) fn shortlist<'f>(
        &self,
        limit: usize,
        found: &'f mut Vec<u64>,
    ) -> impl ExactSizeIterator<Item = PhraseId> + use<'f> {
        let recurring = self.recurring.phrases().iter().filter(|known| self.is_candidate(known));
        let candidates = recurring.count() + self.count_once();
        let room =
            SHORTLIST.max(limit.saturating_mul(SHORTLIST_PER_KEYWORD)).max(candidates / SHORTLIST_SHARE);
        let room = room / WHOLE * WHOLE;
        self.best(if candidates > room { room } else { candidates }, found)
    }

    /// So many candidates that promise most.
    fn best<'f>(
        &self,
        room: usize,
        found: &'f mut Vec<u64>,
    ) -> impl ExactSizeIterator<Item = PhraseId> + use<'f> {
        let mut best = Shortlist::new(room, found);
        for known in self.recurring.phrases().iter().filter(|known| self.is_candidate(known)) {
            let phrase = &known.phrase;
            if !best.is_hopeless(phrase) {
                let id = PhraseId::new(known.start as usize, usize::from(known.content), false);
                best.offer(phrase.promise(), id);
            }
        }
        self.offer_once(&mut best);
        best.take()
    }

    /// How many candidates occur once.
    fn count_once(&self) -> usize {
        let sum =
            |counts: &[u8]| counts[..self.listed].iter().map(|&count| usize::from(count)).sum::<usize>();
        sum(self.words.extents()) - sum(self.recurring.depths())
    }

    /// Offers the candidates that occur once.
    fn offer_once(&self, best: &mut Shortlist<'_>) {
        let (promises, kinds) = (Promises::get(), self.words.kinds());
        let known = self.recurring.depths().iter().zip(self.recurring.reach()).zip(self.words.extents());
        let words = self.words.tokens()[..self.listed].iter().zip(known).enumerate();
        for (start, (&token, ((&depth, &reach), &extent))) in words {
            let has_hope = !best.is_hopeless_once(self.words.mark(start), token);
            if [has_hope, depth < extent] != [true; 2] {
                continue;
            }
            let distance = promises.distance(token);
            for content in usize::from(depth) + 1..=usize::from(extent) {
                let promise = promises.once(content, kinds[content - 1][start]) - distance;
                best.offer(promise, PhraseId::new(start, content, content > usize::from(reach)));
            }
        }
    }
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
        let phrases = Phrases::of(&document, PhraseBuffers::default());
        let spelled = |id: PhraseId| {
            let phrase = phrases.get(id);
            (phrases.spelling(id, article.text()), phrase.count(), phrase.longer)
        };
        shortlist(&phrases, usize::MAX).into_iter().map(spelled).collect()
    }

    fn shortlist(phrases: &Phrases<'_>, limit: usize) -> Vec<PhraseId> {
        phrases.shortlist(limit, &mut Vec::new()).collect()
    }

    fn best(phrases: &Phrases<'_>, room: usize) -> Vec<PhraseId> {
        phrases.best(room, &mut Vec::new()).collect()
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
        let phrases = Phrases::of(&document, PhraseBuffers::default());
        let all = shortlist(&phrases, usize::MAX);
        let short = shortlist(&phrases, 1);
        let room = SHORTLIST.max(all.len() / SHORTLIST_SHARE) / WHOLE * WHOLE;
        assert!(all.len() > room && short.len() == room, "{} {}", all.len(), short.len());
        assert!(short.iter().all(|id| all.contains(id)));
        let promise = |id: &PhraseId| phrases.get(*id).promise();
        let least = short.iter().map(promise).fold(f32::INFINITY, f32::min);
        assert!(all.iter().filter(|id| !short.contains(id)).all(|id| promise(id) <= least));
        assert_eq!(find_key(&phrases, &short, "Sea ice", &article), Some(2));
    }

    fn find_key(phrases: &Phrases<'_>, ids: &[PhraseId], text: &str, article: &Article) -> Option<u32> {
        let of = |id: &&PhraseId| phrases.spelling(**id, article.text()) == text;
        ids.iter().find(of).map(|id| phrases.get(*id).count())
    }

    proptest! {
        #[test]
        fn phrases_are_those_of_the_plain_rules(
            texts in prop::collection::vec("((sea|ice|of|the|cap|Melt|in|[a-z]{3})[ ]|[.] ){0,60}", 1..4)
        ) {
            // In the memory of those of another document.
            let mut buffers = PhraseBuffers::default();
            for text in texts {
                let article = Article::new(text).unwrap();
                let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
                let phrases = Phrases::of(&document, buffers);
                let of = |id: PhraseId| {
                    let phrase = phrases.get(id);
                    let tokens = &document.tokens()[phrase.first as usize..(phrase.first + phrase.words) as usize];
                    let stops = tokens.iter().filter(|token| token.stop).count();
                    assert_eq!(stops, phrase.stops as usize);
                    (tokens.iter().map(|token| token.term).collect::<Vec<_>>(), phrase.tally, phrase.longer)
                };
                let all = shortlist(&phrases, usize::MAX);
                let occurs_once = |&term: &u32| document.terms()[term as usize].count == 1;
                prop_assert!(all.iter().all(|&id| id.rare() == phrases.terms(id).iter().any(occurs_once)));
                let mut found: Vec<_> = all.into_iter().map(of).collect();
                let mut naive = naive::phrases(&document);
                found.sort();
                naive.sort();
                prop_assert_eq!(found, naive);
                buffers = phrases.into_buffers().unwrap();
            }
        }

        #[test]
        fn the_best_are_the_same_as_naive(text in "((sea|ice|of|the|cap|Melt|in|[a-z]{3}|[A-Z][a-z])[ ]|[.] ){0,90}", room in 0usize..90) {
            let article = Article::new(text).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let phrases = Phrases::of(&document, PhraseBuffers::default());
            let mut all = best(&phrases, usize::MAX);
            prop_assert_eq!(all.len(), phrases.recurring.phrases().len() + phrases.count_once());
            // Those that occur once promise what is summed up in another order.
            let promise = |id: PhraseId| {
                let (phrase, kind) = (phrases.get(id), phrases.words.kinds()[id.content() - 1][id.start()]);
                let once = || Promises::get().once(id.content(), kind) - Promises::get().distance(phrase.first);
                if phrases.known(id).is_some() { phrase.promise() } else { once() }
            };
            all.sort_by(|a, b| promise(*b).total_cmp(&promise(*a)).then(a.cmp(b)));
            all.truncate(room);
            all.sort();
            let mut found = best(&phrases, room);
            found.sort();
            prop_assert_eq!(found, all);
        }

        #[test]
        fn a_phrase_that_occurs_once_promises_what_its_kind_does(text in "((sea|ice|of|the|cap|Melt|in|[a-z]{3})[ ]|[.] ){0,60}") {
            let article = Article::new(text).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let phrases = Phrases::of(&document, PhraseBuffers::default());
            for id in shortlist(&phrases, usize::MAX) {
                let phrase = phrases.get(id);
                if phrase.count() == 1 {
                    let kind = phrases.words.kinds()[id.content() - 1][id.start()];
                    let promise = Promises::get().once(id.content(), kind);
                    prop_assert!((promise - Promises::get().distance(phrase.first) - phrase.promise()).abs() < 1e-6);
                }
            }
        }
    }
}
