//! The phrases that can occur more than once. They are found by length: one of several content words can recur only where the two
//! that it is made of do, the one without its last content word and the one without its first (Agrawal & Srikant 1994,
//! "Fast algorithms for mining association rules"), so that most words are looked at once.

use super::content_words::{ContentWords, MOST_CONTENT, PADDING, View};
use super::phrase::Phrase;
use crate::bits::{Bytes, Kind, WIDTH, bits, within};

/// No phrase, no place.
const NONE: u32 = u32::MAX;
/// A phrase that is still to come.
const NEW: u32 = u32::MAX - 1;
/// Places from which on most where nothing recurs are told beforehand.
const MANY: usize = 64;

/// A phrase that occurs more than once, or a word whose stem does: a few stems are those of a stop word too, so that the word
/// may occur once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recurring {
    pub(super) phrase: Phrase,
    /// The first word of its first occurrence and of its last, as indices of the content words.
    pub(super) start: u32,
    last: u32,
    /// Content words.
    pub(super) content: u8,
}

/// All of a document. The same memory serves the next document.
#[derive(Default)]
pub(super) struct AllRecurring {
    phrases: Vec<Recurring>,
    /// By content words less one, for each content word of the document the index of the phrase that begins with it, if it recurs:
    /// if the depth says so.
    ids: [Vec<u32>; MOST_CONTENT],
    /// For each content word those of the longest of the phrases that begin with it, 0 if there is none.
    depths: Vec<u8>,
    /// For each content word those of the longest phrase that begins with it and all of whose words recur.
    reach: Vec<u8>,
    /// For each content word whose stem recurs the one before with the same stem, or [`NONE`].
    before: Vec<u32>,
    /// How many of the phrases are words alone.
    words: usize,
    /// For each term the phrase that it is, [`NEW`] before the first, [`NONE`] if it cannot recur.
    known: Vec<u32>,
    /// Where phrases of the length that is sought may be.
    places: Vec<u32>,
    /// The first place of each phrase of that length, found by the two that it is made of.
    firsts: Vec<u32>,
    /// How often pairs of the same hash were seen.
    seen: Vec<u8>,
}

impl AllRecurring {
    /// Finds those of a document.
    pub(super) fn find(&mut self, words: &ContentWords<'_>) {
        self.find_single_words(words);
        let mut places = std::mem::take(&mut self.places);
        pairs(&self.reach[..words.len()], &mut places);
        for content in 2..=MOST_CONTENT {
            if places.len() < 2 || !self.find_longer(content, &mut places, words) {
                break;
            }
            let recurs = |at: usize| usize::from(self.depths[at]) >= content;
            keep(&mut places, recurs);
            keep(&mut places, |at| [recurs(at + 1), usize::from(words.extents()[at]) > content] == [true; 2]);
        }
        self.places = places;
    }

    /// The words whose stems recur, by their first occurrence.
    fn find_single_words(&mut self, words: &ContentWords<'_>) {
        let Self { phrases, ids: [ids, ..], depths, before, known, places, .. } = self;
        let terms = words.document.terms().iter();
        known.clear();
        known.extend(terms.map(|term| if term.count < 2 { NONE } else { NEW }));
        phrases.clear();
        let (terms, len) = (words.terms(), words.len());
        for numbers in [&mut *ids, before, places] {
            make_room(numbers, len);
        }
        depths.resize(len + PADDING, 0);
        depths[len..].fill(0);
        // Each word is put down, and overwritten by the next if its stem does not recur: no branch is to be foretold.
        let mut recurring = 0;
        for ((at, &term), depth) in (0..).zip(terms).zip(depths) {
            let recurs = known[term as usize] != NONE;
            *depth = u8::from(recurs);
            places[recurring] = at;
            recurring += usize::from(recurs);
        }
        for &place in &places[..recurring] {
            let at = place as usize;
            let (view, token) = (words.view(at, 1), words.tokens()[at]);
            let known = &mut known[terms[at] as usize];
            if let Some(phrase) = phrases.get_mut(*known as usize) {
                before[at] = phrase.last;
                phrase.add(place, token, view);
            } else {
                *known = phrases.len() as u32;
                before[at] = NONE;
                let phrase = Phrase::once(token, 1, 1, view);
                phrases.push(Recurring { phrase, start: place, last: place, content: 1 });
            }
            ids[at] = *known;
        }
        self.words = self.phrases.len();
        words.reach(&self.depths, &mut self.reach);
    }

    /// Finds the phrases of so many content words that recur, among those at some places; whether there are any.
    fn find_longer(&mut self, content: usize, places: &mut Vec<u32>, words: &ContentWords<'_>) -> bool {
        let known = self.phrases.len();
        let [.., shorter, ids] = &mut self.ids[..content] else { return false };
        make_room(ids, words.len());
        let halves = |at: usize| (shorter[at], shorter[at + 1]);
        if places.len() >= MANY {
            keep_again(places, halves, &mut self.seen);
        }
        let size = (places.len() + places.len() / 2).next_power_of_two();
        let firsts = &mut self.firsts;
        firsts.clear();
        firsts.resize(size, NONE);
        for &at in &*places {
            let at = at as usize;
            let own = halves(at);
            let mut slot = slot(own, size);
            let first = loop {
                let first = firsts[slot];
                if first == NONE {
                    firsts[slot] = at as u32;
                    break None;
                }
                let first = first as usize;
                // Longer ones have all their stop words in the halves.
                if halves(first) == own && (content > 2 || words.alike(first + 1, at + 1)) {
                    break Some(first);
                }
                slot = (slot + 1) & (size - 1);
            };
            let Some(first) = first else { continue };
            if usize::from(self.depths[first]) < content {
                ids[first] = self.phrases.len() as u32;
                self.depths[first] = content as u8;
                let (phrase, start) = (words.phrase(first, content), first as u32);
                self.phrases.push(Recurring { phrase, start, last: start, content: content as u8 });
            }
            let id = ids[first];
            ids[at] = id;
            self.depths[at] = content as u8;
            self.phrases[id as usize].add(at as u32, words.tokens()[at], words.view(at, content));
        }
        for id in known..self.phrases.len() {
            let Recurring { start, phrase, .. } = self.phrases[id];
            let (one, other) = halves(start as usize);
            for half in [one, other] {
                let longer = &mut self.phrases[half as usize].phrase.longer;
                *longer = phrase.count().max(*longer);
            }
        }
        self.phrases.len() > known
    }

    /// For each content word those of the longest phrase that begins with it and is known as one that can recur.
    pub(super) fn depths(&self) -> &[u8] {
        &self.depths
    }

    /// For each content word those of the longest phrase that begins with it and all of whose words recur.
    pub(super) fn reach(&self) -> &[u8] {
        &self.reach
    }

    pub(super) fn phrases(&self) -> &[Recurring] {
        &self.phrases
    }

    /// The phrase of so many content words at a place, if it recurs.
    pub(super) fn at(&self, start: usize, content: usize) -> Option<&Recurring> {
        if usize::from(*self.depths.get(start)?) < content {
            return None;
        }
        self.phrases.get(self.ids[content - 1][start] as usize)
    }

    /// Those that are a word alone, by their first occurrence.
    pub(super) fn words(&self) -> &[Recurring] {
        &self.phrases[..self.words]
    }

    /// Shows the places of a phrase, the last first.
    pub(super) fn places(&self, phrase: &Recurring) -> impl Iterator<Item = usize> {
        let ids = &self.ids[usize::from(phrase.content) - 1];
        let id = ids[phrase.start as usize];
        let mut next = phrase.last;
        let stem = std::iter::from_fn(move || {
            let at = next as usize;
            next = *self.before.get(at)?;
            Some(at)
        });
        let content = phrase.content;
        stem.filter(move |&at| [self.depths[at] >= content, ids[at] == id] == [true; 2])
    }
}

impl Recurring {
    fn add(&mut self, at: u32, token: u32, view: View) {
        self.last = at;
        self.phrase.add(view, token);
    }
}

/// Keeps some of the places. Each is put down, and overwritten by the next if it is not kept: no branch is to be foretold.
fn keep(places: &mut Vec<u32>, is_kept: impl Fn(usize) -> bool) {
    let mut kept = 0;
    for next in 0..places.len() {
        let at = places[next];
        places[kept] = at;
        kept += usize::from(is_kept(at as usize));
    }
    places.truncate(kept);
}

/// Keeps the places whose pair comes again, and a few that look so by the hash: no branch is to be foretold.
fn keep_again(places: &mut Vec<u32>, pair: impl Fn(usize) -> (u32, u32), seen: &mut Vec<u8>) {
    let size = (places.len() * 4).next_power_of_two();
    seen.clear();
    seen.resize(size, 0);
    for &at in &*places {
        // A bit more each time.
        let seen = &mut seen[slot(pair(at as usize), size)];
        *seen = *seen << 1 | 1;
    }
    keep(places, |at| seen[slot(pair(at), size)] > 1);
}

/// Makes room for so many, whatever they are.
fn make_room(numbers: &mut Vec<u32>, len: usize) {
    if numbers.len() < len {
        numbers.resize(len, 0);
    }
}

/// Where two words in a row recur and a phrase may run from one to the other, told by the reach of each.
fn pairs(reach: &[u8], places: &mut Vec<u32>) {
    places.clear();
    for (bytes, begin) in reach.chunks(WIDTH).zip((0..).step_by(WIDTH)) {
        let mut left = bits::<Pair>(bytes, 0);
        while left != 0 {
            places.push(begin + left.trailing_zeros());
            left &= left - 1;
        }
    }
}

/// The reach of words that are the first of two.
struct Pair;

impl Kind for Pair {
    #[inline]
    fn of(reach: Bytes) -> Bytes {
        within(reach, 2, MOST_CONTENT as u8)
    }
}

/// Where a table of so many slots, a power of two, is first looked at for a pair.
fn slot((one, other): (u32, u32), size: usize) -> usize {
    let pair = u64::from(one) << 32 | u64::from(other);
    let product = u128::from(pair ^ 0x9E37_79B9_7F4A_7C15) * 0xD1B5_4A32_D192_ED03;
    (product as u64 ^ (product >> 64) as u64) as usize & (size - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bits::assert_kind;
    use proptest::prelude::*;

    #[test]
    fn pairs_begin_where_the_reach_is_more_than_a_word() {
        assert_kind::<Pair>(|reach| (2..=MOST_CONTENT).contains(&usize::from(reach)));
    }

    proptest! {
        #[test]
        fn places_are_kept_where_the_pair_comes_again(pairs in prop::collection::vec((0u32..9, 0u32..9), 0..90)) {
            let mut places: Vec<_> = (0..pairs.len() as u32).collect();
            keep_again(&mut places, |at| pairs[at], &mut vec![9; 7]);
            let again = |at: &u32| pairs.iter().filter(|&pair| *pair == pairs[*at as usize]).count() > 1;
            let naive: Vec<_> = (0..pairs.len() as u32).filter(again).collect();
            prop_assert!(places.is_sorted() && naive.iter().all(|at| places.contains(at)));
        }
    }
}
