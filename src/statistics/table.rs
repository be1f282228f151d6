//! The terms of one language with their document frequencies: pages of sorted terms, one after the other.

use std::cmp::Ordering;

use super::directory::Directory;
use super::page::{Page, Terms, Writer};

/// Sorted terms with document frequencies.
#[derive(Debug, Clone)]
pub struct TermTable {
    pub(super) documents: u64,
    pub(super) len: usize,
    pub(super) pages: Vec<Page>,
    pub(super) directory: Directory,
}

impl TermTable {
    /// A table from distinct terms in byte order.
    pub(super) fn of_sorted<'a>(documents: u64, terms: impl Iterator<Item = (&'a str, u64)>) -> Self {
        let mut writer = Writer::default();
        for (term, doc_freq) in terms {
            writer.push(term.as_bytes(), doc_freq);
        }
        Self::of_pages(documents, writer.finish())
    }

    pub(super) fn of_pages(documents: u64, pages: Vec<Page>) -> Self {
        Self {
            documents,
            len: pages.iter().map(|page| page.len).sum(),
            pages,
            directory: Directory::default(),
        }
    }

    /// Number of documents counted.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number of documents with the term; 0 for one that is not there.
    pub fn doc_freq(&self, term: &str) -> u64 {
        self.doc_freq_of(term.as_bytes())
    }

    fn doc_freq_of(&self, term: &[u8]) -> u64 {
        self.directory.doc_freq(term, self).unwrap_or_else(|| self.sought(term))
    }

    /// The same as [`doc_freq`](Self::doc_freq) of each of these terms, and faster.
    pub(crate) fn doc_freqs<'t>(
        &self,
        terms: impl Iterator<Item = &'t [u8]> + Clone,
    ) -> impl Iterator<Item = u64> {
        let found = self.directory.doc_freqs(terms.clone());
        found.zip(terms).map(|(found, term)| found.unwrap_or_else(|| self.doc_freq_of(term)))
    }

    /// The same from its page.
    fn sought(&self, term: &[u8]) -> u64 {
        let page = match self.pages.as_slice() {
            [page] => Some(page),
            pages => {
                let behind = pages.partition_point(|page| page.first() <= term);
                behind.checked_sub(1).and_then(|at| pages.get(at))
            }
        };
        page.map_or(0, |page| page.doc_freq(term))
    }

    /// Calls `each` with every term and its document frequency, in byte order.
    pub fn for_each(&self, mut each: impl FnMut(&str, u64)) {
        self.scan(|term, doc_freq| {
            if let Ok(term) = std::str::from_utf8(term) {
                each(term, doc_freq);
            }
        });
    }

    /// Both tables' counts added. No moment needs more memory than the two have, where nobody else reads them.
    pub(super) fn merge(self, other: Self) -> Self {
        let documents = self.documents.saturating_add(other.documents);
        let mut writer = Writer::default();
        let (mut mine, mut theirs) = (Terms::of(self.pages), Terms::of(other.pages));
        let (mut more, mut other_more) = (mine.step(drop), theirs.step(drop));
        while more || other_more {
            let order = match (more, other_more) {
                (true, true) => mine.term.cmp(&theirs.term),
                (true, false) => Ordering::Less,
                _ => Ordering::Greater,
            };
            match order {
                Ordering::Less => writer.push(&mine.term, mine.doc_freq),
                Ordering::Greater => writer.push(&theirs.term, theirs.doc_freq),
                Ordering::Equal => writer.push(&mine.term, mine.doc_freq.saturating_add(theirs.doc_freq)),
            }
            if order.is_le() {
                more = mine.step(|page| writer.reuse(page));
            }
            if order.is_ge() {
                other_more = theirs.step(|page| writer.reuse(page));
            }
        }
        Self::of_pages(documents, writer.finish())
    }

    /// The terms with at least `min_df` documents, at most `max_terms` of them: the most frequent, of equals the first.
    pub(super) fn pruned(&self, min_df: u64, max_terms: usize) -> Self {
        if min_df <= 1 && self.len <= max_terms {
            return self.clone();
        }
        let mut frequencies = Vec::new();
        self.scan(|_, doc_freq| frequencies.extend((doc_freq >= min_df).then_some(doc_freq)));
        // The frequency from which on terms are kept, and how many of those that just have it.
        let (mut least, mut equals) = (min_df, usize::MAX);
        if frequencies.len() > max_terms {
            frequencies.sort_unstable_by(|a, b| b.cmp(a));
            least =
                max_terms.checked_sub(1).and_then(|last| frequencies.get(last)).map_or(u64::MAX, |&df| df);
            equals = max_terms - frequencies.partition_point(|&doc_freq| doc_freq > least).min(max_terms);
        }
        drop(frequencies);
        let mut writer = Writer::default();
        self.scan(|term, doc_freq| {
            if doc_freq > least || (doc_freq == least && equals > 0) {
                equals -= usize::from(doc_freq == least);
                writer.push(term, doc_freq);
            }
        });
        Self::of_pages(self.documents, writer.finish())
    }

    /// The terms as they are written, page by page.
    fn data(&self) -> impl Iterator<Item = u8> {
        self.pages.iter().flat_map(|page| page.data().iter().copied())
    }

    /// The terms as bytes, in order.
    pub(super) fn scan(&self, mut each: impl FnMut(&[u8], u64)) {
        let mut terms = Terms::of(self.pages.clone());
        while terms.step(drop) {
            each(&terms.term, terms.doc_freq);
        }
    }
}

impl PartialEq for TermTable {
    fn eq(&self, other: &Self) -> bool {
        self.documents == other.documents && self.len == other.len && self.data().eq(other.data())
    }
}

impl Eq for TermTable {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::format;
    use super::*;
    use crate::language::Language;

    type Counts = BTreeMap<String, u64>;

    fn table(counts: &Counts) -> TermTable {
        TermTable::of_sorted(9, counts.iter().map(|(term, doc_freq)| (term.as_str(), *doc_freq)))
    }

    fn counts(table: &TermTable) -> Counts {
        let mut counts = Counts::new();
        table.for_each(|term, doc_freq| assert_eq!(counts.insert(term.to_owned(), doc_freq), None));
        assert_eq!(counts.len(), table.len());
        counts
    }

    fn some() -> impl Strategy<Value = Counts> {
        prop::collection::btree_map("[a-cé]{1,4}|abcabcab[a-c]{0,3}", 1u64..6, 0..60)
    }

    proptest! {
        #[test]
        fn terms_are_found_as_in_a_plain_table(terms in some(), asked in "[a-dé]{0,5}") {
            let table = table(&terms);
            prop_assert_eq!(table.doc_freq(&asked), terms.get(&asked).copied().unwrap_or(0));
            prop_assert!(terms.iter().all(|(term, doc_freq)| table.doc_freq(term) == *doc_freq));
            prop_assert!(table.doc_freqs(terms.keys().map(String::as_bytes)).eq(terms.values().copied()));
        }

        #[test]
        fn merging_adds_counts(left in some(), right in some()) {
            let mut naive = left.clone();
            for (term, doc_freq) in &right {
                *naive.entry(term.clone()).or_default() += doc_freq;
            }
            let merged = table(&left).merge(table(&right));
            prop_assert_eq!(counts(&merged), naive);
            prop_assert_eq!(merged.documents(), 18);
        }

        #[test]
        fn pruning_takes_the_first_by_frequency_and_name(all in some(), min_df in 0u64..7, max_terms in 0usize..60) {
            let mut naive: Vec<_> = all.iter().filter(|(_, doc_freq)| **doc_freq >= min_df).collect();
            naive.sort_by_key(|(term, doc_freq)| (std::cmp::Reverse(**doc_freq), (*term).clone()));
            naive.truncate(max_terms);
            let naive: Counts = naive.into_iter().map(|(term, doc_freq)| (term.clone(), *doc_freq)).collect();
            prop_assert_eq!(counts(&table(&all).pruned(min_df, max_terms)), naive);
        }
    }

    #[test]
    fn every_term_is_found_and_no_other() {
        let mut words: Vec<String> = (0..1000).map(|n| format!("w{:x}", n * 7)).collect();
        words.sort_unstable();
        let table = TermTable::of_sorted(9, words.iter().zip(1..).map(|(word, n)| (word.as_str(), n)));
        for (word, n) in words.iter().zip(1..) {
            assert_eq!(table.doc_freq(word), n, "{word}");
        }
        for absent in ["", "a", "w", "w1x", "zzz"] {
            assert_eq!(table.doc_freq(absent), 0, "{absent}");
        }
    }

    #[test]
    fn a_table_of_many_pages_is_as_one_of_a_single_page() {
        let counts = |step: usize| -> Counts {
            let numbers = (0..60_000).step_by(step);
            numbers.map(|number| (format!("{:x}", number * 7919), number as u64 % 300 + 1)).collect()
        };
        let (twos, threes) = (counts(2), counts(3));
        let mut all = twos.clone();
        threes.iter().for_each(|(term, doc_freq)| *all.entry(term.clone()).or_default() += doc_freq);

        let merged = table(&twos).merge(table(&threes));
        assert!(merged.pages.len() > 3, "{}", merged.pages.len());
        assert!(all.iter().all(|(term, doc_freq)| merged.doc_freq(term) == *doc_freq));
        assert_eq!((merged.doc_freq(""), merged.doc_freq("1z"), merged.doc_freq("zz")), (0, 0, 0));

        let file = format::write([(Language::English, &merged)].into_iter()).unwrap();
        let (_, read) = format::read(file.into()).unwrap().remove(0);
        assert_eq!(read.pages.len(), 1);
        assert!(all.iter().all(|(term, doc_freq)| read.doc_freq(term) == *doc_freq));
        assert!(read == TermTable { documents: 18, ..merged });
    }
}
