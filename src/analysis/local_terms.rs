//! A document's own numbers for its terms, and what is counted of them.

use super::document::{Document, Term, Token};
use super::known::{Known, MOST_TERMS};
use super::vocabulary::TermId;
use crate::segment::words::Word;

/// Terms and content words that room is made for at a time.
const ROOM: usize = 64;

/// The largest number from which a document may begin: its terms have numbers too.
const LAST: u32 = u32::MAX - MOST_TERMS;

/// Vocabulary ids to the document's own dense numbers: an array over the vocabulary, in which each document numbers its terms
/// from where the one before left off, so that nothing has to be cleared between documents.
#[derive(Default)]
pub(super) struct LocalTerms {
    /// The number of the document's first term; those of earlier documents are less.
    first: u32,
    /// The number of its next one.
    next: u32,
    /// For each vocabulary id: the number that it had last.
    seen: Vec<u32>,
    /// The document's numbers of the words that are counted.
    numbers: Vec<u32>,
}

impl LocalTerms {
    /// Begins a document.
    pub(super) fn begin(&mut self) {
        if self.next == 0 || self.next > LAST {
            self.seen.fill(0);
            self.next = 1;
        }
        self.first = self.next;
    }

    /// Makes room for the ids of a vocabulary of so many terms.
    pub(super) fn make_room(&mut self, terms: usize) {
        if terms > self.seen.len() {
            self.seen.resize(terms.next_power_of_two(), 0);
        }
    }

    /// Ids begin anew. What was numbered before says nothing any more; of the room only that for so many ids is kept.
    pub(super) fn renew(&mut self, kept: usize) {
        self.seen.truncate(kept);
        self.seen.shrink_to_fit();
    }

    /// The document's number for a term that is not counted.
    pub(super) fn number(&mut self, known: Known, terms: &mut Vec<Term>) -> u32 {
        let id = known.term();
        let seen = &mut self.seen[id.index()];
        if *seen < self.first {
            *seen = self.next;
            self.next += 1;
            terms.push(Term { id, stop: known.stop(), ..Term::NEW });
        }
        *seen - self.first
    }

    /// Appends the terms that come for the first time, in a content word; without a branch, as [`count`](Self::count).
    pub(super) fn new_content(&mut self, words: &[Known], terms: &mut Vec<TermId>) {
        self.next = self.first + 1;
        let mut end = terms.len();
        terms.resize(end + words.len(), TermId::default());
        for word in words {
            let seen = &mut self.seen[word.term().index()];
            let is_new = *seen < self.first;
            *seen = self.first;
            terms[end] = word.term();
            end += usize::from(is_new) & usize::from(!word.stop());
        }
        terms.truncate(end);
    }

    /// Appends the words of a document's sentences from `first` on and counts their terms.
    ///
    /// Without a branch for what comes the first time or is a stop word, which nobody can predict.
    pub(super) fn count(&mut self, words: &[Word], known: &[Known], first: usize, document: &mut Document) {
        let Document { tokens, sentences, terms, content, .. } = document;
        self.numbers.clear();
        // To look at all of them before the first is counted lets the processor wait for many at once.
        self.numbers.extend(known.iter().map(|known| self.seen[known.term().index()]));
        let mut all = known.iter().zip(&mut self.numbers);
        let (begin, mut next) = (self.first, self.next);
        let mut end = content.len();
        for (sentence, place) in sentences[first..].iter_mut().zip(first as u32..) {
            let words = sentence.words();
            let distinct = (next - begin) as usize;
            if terms.len() < distinct + words {
                terms.resize(distinct + words + ROOM, Term::NEW);
            }
            if content.len() < end + words {
                content.resize(end + words + ROOM, 0);
            }
            let (terms, content) = (terms.as_mut_slice(), content.as_mut_slice());
            sentence.content.0 = end as u32;
            for (known, local) in all.by_ref().take(words) {
                let seen = &mut self.seen[known.term().index()];
                let is_new = *seen < begin;
                *seen = if is_new { next } else { *seen };
                *local = *seen - begin;
                next += u32::from(is_new);
                terms[*local as usize].count(*known, place);
                content[end] = *local;
                end += usize::from(!known.stop());
            }
            sentence.content.1 = end as u32;
        }
        self.next = next;
        terms.truncate((next - begin) as usize);
        content.truncate(end);
        let all = words.iter().zip(known).zip(&self.numbers);
        tokens.extend(all.map(|((word, known), &term)| {
            let [stop, capitalised, all_caps, digits] = *known.marks();
            Token { span: word.span, term, gap: word.gap, stop, capitalised, all_caps, digits }
        }));
    }
}
