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

/// All of a document.
pub(super) struct AllRecurring {
    phrases: Vec<Recurring>,
    /// By content words less one, for each content word of the document the phrase that begins with it: its index, or
    /// [`NONE`] if it does not recur. Empty if no phrase of that length does.
    ids: [Vec<u32>; MOST_CONTENT],
    /// For each content word those of the longest of the phrases that begin with it, 0 if there is none.
    depths: Vec<u8>,
    /// For each content word those of the longest phrase that begins with it and all of whose words recur.
    reach: Vec<u8>,
    /// For each content word whose stem recurs the one before with the same stem, or [`NONE`].
    before: Vec<u32>,
    /// How many of the phrases are words alone.
    words: usize,
}

impl AllRecurring {
    pub(super) fn of(words: &ContentWords<'_>) -> Self {
        let (mut all, mut places) = Self::single_words(words);
        for content in 2..=MOST_CONTENT {
            if places.len() < 2 || !all.note_longer(content, &places, words) {
                break;
            }
            let ids = &all.ids[content - 1];
            keep(&mut places, |at| ids[at] != NONE);
            keep(&mut places, |at| {
                [ids[at + 1] != NONE, usize::from(words.extents()[at]) > content] == [true; 2]
            });
        }
        all
    }

    /// The words whose stems recur, by their first occurrence, and where two in a row could be a phrase.
    fn single_words(words: &ContentWords<'_>) -> (Self, Vec<u32>) {
        // For each term the phrase that it is, [`NEW`] before the first, [`NONE`] if it cannot recur.
        let terms = words.document.terms().iter();
        let mut known: Vec<_> = terms.map(|term| if term.count < 2 { NONE } else { NEW }).collect();
        let mut phrases: Vec<Recurring> = Vec::with_capacity(words.len() / 4);
        let (terms, len) = (words.terms(), words.len());
        let (views, tokens) = (&words.views()[..len], &words.tokens()[..len]);
        let (mut ids, mut before, mut depths) = (vec![NONE; len], vec![NONE; len], vec![0; len + PADDING]);
        for (at, &term) in terms.iter().enumerate() {
            let known = &mut known[term as usize];
            if *known == NONE {
                continue;
            }
            let view = View::of_bits(views[at]);
            if let Some(phrase) = phrases.get_mut(*known as usize) {
                before[at] = phrase.last;
                phrase.add(at as u32, tokens[at], view);
            } else {
                *known = phrases.len() as u32;
                let phrase = Phrase::once(tokens[at], 1, 1, view);
                phrases.push(Recurring { phrase, start: at as u32, last: at as u32, content: 1 });
            }
            ids[at] = *known;
            depths[at] = 1;
        }
        let reach = words.reach(&depths);
        let places = pairs(&reach[..len]);
        let mut all = [const { Vec::new() }; MOST_CONTENT];
        all[0] = ids;
        (Self { words: phrases.len(), phrases, ids: all, depths, reach, before }, places)
    }

    /// Finds the phrases of so many content words that recur, among those at some places; whether there are any.
    fn note_longer(&mut self, content: usize, places: &[u32], words: &ContentWords<'_>) -> bool {
        let size = (places.len() + places.len() / 2).next_power_of_two();
        // The first place of each phrase, found by the two that it is made of.
        let mut firsts = vec![NONE; size];
        let known = self.phrases.len();
        let mut ids = Vec::new();
        let shorter = std::mem::take(&mut self.ids[content - 2]);
        let halves = |at: u32| (shorter[at as usize], shorter[at as usize + 1]);
        for &at in places {
            let own = halves(at);
            let mut slot = slot(own, size);
            let first = loop {
                let first = firsts[slot];
                if first == NONE {
                    firsts[slot] = at;
                    break None;
                }
                // Longer ones have all their stop words in the halves.
                if halves(first) == own && (content > 2 || words.alike(first as usize + 1, at as usize + 1)) {
                    break Some(first as usize);
                }
                slot = (slot + 1) & (size - 1);
            };
            let Some(first) = first else { continue };
            if ids.is_empty() {
                ids = vec![NONE; words.len()];
            }
            if ids[first] == NONE {
                ids[first] = self.phrases.len() as u32;
                self.depths[first] = content as u8;
                let (phrase, start) = (words.phrase(first, content), first as u32);
                self.phrases.push(Recurring { phrase, start, last: start, content: content as u8 });
            }
            let id = ids[first];
            ids[at as usize] = id;
            self.depths[at as usize] = content as u8;
            let view = words.view(at as usize, content);
            self.phrases[id as usize].add(at, words.tokens()[at as usize], view);
        }
        for id in known..self.phrases.len() {
            let Recurring { start, phrase, .. } = self.phrases[id];
            let (one, other) = halves(start);
            for half in [one, other] {
                let longer = &mut self.phrases[half as usize].phrase.longer;
                *longer = phrase.count().max(*longer);
            }
        }
        self.ids[content - 2] = shorter;
        self.ids[content - 1] = ids;
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
        self.phrases.get(*self.ids[content - 1].get(start)? as usize)
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
        stem.filter(move |&at| ids[at] == id)
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

/// Where two words in a row recur and a phrase may run from one to the other, told by the reach of each.
fn pairs(reach: &[u8]) -> Vec<u32> {
    let mut places = Vec::with_capacity(reach.iter().map(|&reach| usize::from(reach > 1)).sum());
    for (bytes, begin) in reach.chunks(WIDTH).zip((0..).step_by(WIDTH)) {
        let mut left = bits::<Pair>(bytes, 0);
        while left != 0 {
            places.push(begin + left.trailing_zeros());
            left &= left - 1;
        }
    }
    places
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

    #[test]
    fn pairs_begin_where_the_reach_is_more_than_a_word() {
        assert_kind::<Pair>(|reach| (2..=MOST_CONTENT).contains(&usize::from(reach)));
    }
}
