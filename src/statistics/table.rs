//! The terms of one language with their document frequencies, kept as they stand in the file: sorted, front-coded in
//! blocks of 16, found by a binary search over the blocks. Nothing is decoded when a file is loaded.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use super::format::{push_varint, varint};

/// Terms in a block: one is written whole, the others by what differs from the one before.
pub(super) const BLOCK: usize = 16;

/// Sorted terms with document frequencies.
#[derive(Debug, Clone)]
pub struct TermTable {
    pub(super) documents: u64,
    pub(super) len: usize,
    /// A file, shared by its tables, of which the two ranges below are parts.
    pub(super) bytes: Arc<Cow<'static, [u8]>>,
    /// Four little-endian bytes a block: where it begins in `data`.
    pub(super) index: Range<usize>,
    pub(super) data: Range<usize>,
}

impl TermTable {
    /// A table from distinct terms in any order.
    pub(super) fn new(documents: u64, mut terms: Vec<(&str, u64)>) -> Self {
        terms.sort_unstable();
        let mut writer = Writer::default();
        terms.iter().for_each(|(term, doc_freq)| writer.push(term.as_bytes(), *doc_freq));
        writer.finish(documents)
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
        let term = term.as_bytes();
        let blocks = self.len.div_ceil(BLOCK);
        let (mut low, mut high) = (0, blocks);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.head(middle) <= term { low = middle + 1 } else { high = middle }
        }
        let Some(block) = low.checked_sub(1) else { return 0 };
        let mut found = 0;
        self.scan(block * BLOCK, BLOCK, |at, doc_freq| {
            if at == term {
                found = doc_freq;
            }
        });
        found
    }

    /// Calls `each` with every term and its document frequency, in byte order.
    pub fn for_each(&self, mut each: impl FnMut(&str, u64)) {
        self.scan(0, self.len, |term, doc_freq| {
            if let Ok(term) = std::str::from_utf8(term) {
                each(term, doc_freq);
            }
        });
    }

    /// Both tables' counts added. Neither is decoded as a whole.
    pub(super) fn merge(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.read(0), other.read(0));
        let (mut left, mut right) = (mine.advance(), theirs.advance());
        let mut writer = Writer::default();
        loop {
            let order = match (left, right) {
                (true, true) => mine.term.cmp(&theirs.term),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => break,
            };
            match order {
                Ordering::Less => writer.push(&mine.term, mine.doc_freq),
                Ordering::Equal => writer.push(&mine.term, mine.doc_freq.saturating_add(theirs.doc_freq)),
                Ordering::Greater => writer.push(&theirs.term, theirs.doc_freq),
            }
            if order.is_le() {
                left = mine.advance();
            }
            if order.is_ge() {
                right = theirs.advance();
            }
        }
        writer.finish(self.documents.saturating_add(other.documents))
    }

    /// The terms with at least `min_df` documents, at most `max_terms` of them: the most frequent, of equals the first.
    pub(super) fn pruned(&self, min_df: u64, max_terms: usize) -> Self {
        let (least, mut room) = self.threshold(min_df, max_terms);
        let mut writer = Writer::default();
        let mut terms = self.read(0);
        while terms.advance() {
            let kept = match terms.doc_freq.cmp(&least) {
                Ordering::Less => false,
                Ordering::Equal if room == 0 => false,
                Ordering::Equal => {
                    room -= 1;
                    true
                }
                Ordering::Greater => true,
            };
            if kept {
                writer.push(&terms.term, terms.doc_freq);
            }
        }
        writer.finish(self.documents)
    }

    /// The least document frequency that a term needs to be among the `max_terms` most frequent, and how many of those
    /// that have just that are.
    fn threshold(&self, min_df: u64, max_terms: usize) -> (u64, usize) {
        if self.len <= max_terms {
            return (min_df, usize::MAX);
        }
        let Some(last) = max_terms.checked_sub(1) else { return (u64::MAX, 0) };
        let mut frequencies = Vec::with_capacity(self.len);
        self.scan(0, self.len, |_, doc_freq| frequencies.push(doc_freq));
        if last >= frequencies.len() {
            return (min_df, usize::MAX); // a damaged table that ends early
        }
        let (before, &mut least, _) = frequencies.select_nth_unstable_by(last, |a, b| b.cmp(a));
        if least < min_df {
            return (min_df, usize::MAX);
        }
        let above = before.iter().filter(|doc_freq| **doc_freq > least).count();
        (least, max_terms - above)
    }

    fn data(&self) -> &[u8] {
        self.bytes.get(self.data.clone()).unwrap_or_default()
    }

    /// The rest of the data from a block on.
    fn block(&self, block: usize) -> &[u8] {
        let index = self.bytes.get(self.index.clone()).unwrap_or_default();
        let at =
            index.get(block * 4..block * 4 + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        at.and_then(|at| self.data().get(at as usize..)).unwrap_or_default()
    }

    /// The first term of a block.
    fn head(&self, block: usize) -> &[u8] {
        let mut rest = self.block(block);
        let Some(_shared) = varint(&mut rest) else { return &[] };
        let len = varint(&mut rest).unwrap_or(0) as usize;
        rest.get(..len).unwrap_or_default()
    }

    /// Calls `each` with up to `count` terms from term `first` on, which begins a block.
    fn scan(&self, first: usize, count: usize, mut each: impl FnMut(&[u8], u64)) {
        let mut terms = self.read(first);
        for _ in 0..count {
            if !terms.advance() {
                return;
            }
            each(&terms.term, terms.doc_freq);
        }
    }

    /// A reader that stands before term `first`, which begins a block.
    fn read(&self, first: usize) -> Reader<'_> {
        let left = self.len.saturating_sub(first);
        Reader { rest: self.block(first / BLOCK), left, term: Vec::new(), doc_freq: 0 }
    }
}

/// Decodes one term after the other.
struct Reader<'a> {
    rest: &'a [u8],
    left: usize,
    term: Vec<u8>,
    doc_freq: u64,
}

impl Reader<'_> {
    /// Goes on to the next term; `false` after the last.
    fn advance(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        self.decode().is_some()
    }

    fn decode(&mut self) -> Option<()> {
        let shared = varint(&mut self.rest)?;
        let len = varint(&mut self.rest)?;
        let (suffix, after) = self.rest.split_at_checked(len as usize)?;
        self.rest = after;
        self.term.truncate(shared as usize);
        self.term.extend_from_slice(suffix);
        self.doc_freq = varint(&mut self.rest)?;
        Some(())
    }
}

/// Encodes terms that come in byte order.
#[derive(Default)]
struct Writer {
    index: Vec<u8>,
    data: Vec<u8>,
    before: Vec<u8>,
    len: usize,
}

impl Writer {
    fn push(&mut self, term: &[u8], doc_freq: u64) {
        let shared = if self.len.is_multiple_of(BLOCK) {
            self.index.extend_from_slice(&(self.data.len() as u32).to_le_bytes());
            0
        } else {
            self.before.iter().zip(term).take_while(|(a, b)| a == b).count()
        };
        let suffix = term.get(shared..).unwrap_or_default();
        push_varint(&mut self.data, shared as u64);
        push_varint(&mut self.data, suffix.len() as u64);
        self.data.extend_from_slice(suffix);
        push_varint(&mut self.data, doc_freq);
        self.before.truncate(shared);
        self.before.extend_from_slice(suffix);
        self.len += 1;
    }

    fn finish(mut self, documents: u64) -> TermTable {
        let (end, all) = (self.index.len(), self.index.len() + self.data.len());
        self.index.append(&mut self.data);
        TermTable {
            documents,
            len: self.len,
            bytes: Arc::new(Cow::Owned(self.index)),
            index: 0..end,
            data: end..all,
        }
    }
}

impl PartialEq for TermTable {
    fn eq(&self, other: &Self) -> bool {
        self.documents == other.documents && self.len == other.len && self.data() == other.data()
    }
}

impl Eq for TermTable {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn table(terms: &BTreeMap<String, u64>) -> TermTable {
        TermTable::new(7, terms.iter().map(|(term, doc_freq)| (term.as_str(), *doc_freq)).collect())
    }

    fn terms() -> impl Strategy<Value = BTreeMap<String, u64>> {
        prop::collection::btree_map("[abé]{0,4}", 0u64..6, 0..60)
    }

    proptest! {
        #[test]
        fn merging_equals_adding_in_a_map(mine in terms(), theirs in terms()) {
            let mut all = mine.clone();
            theirs.iter().for_each(|(term, doc_freq)| *all.entry(term.clone()).or_default() += doc_freq);
            let merged = table(&mine).merge(&table(&theirs));
            let expected = TermTable { documents: 14, ..table(&all) };
            prop_assert_eq!(merged, expected);
        }

        #[test]
        fn pruning_equals_sorting_and_cutting(all in terms(), min_df in 0u64..7, max_terms in 0usize..70) {
            let mut kept: Vec<_> = all.iter().filter(|(_, doc_freq)| **doc_freq >= min_df).collect();
            kept.sort_by_key(|(term, doc_freq)| (std::cmp::Reverse(**doc_freq), *term));
            kept.truncate(max_terms);
            let kept = kept.into_iter().map(|(term, doc_freq)| (term.clone(), *doc_freq)).collect();
            prop_assert_eq!(table(&all).pruned(min_df, max_terms), table(&kept));
        }
    }

    #[test]
    fn every_term_is_found_and_no_other() {
        let words: Vec<String> = (0..1000).map(|n| format!("w{:x}", n * 7)).collect();
        let table = TermTable::new(9, words.iter().zip(1..).map(|(word, n)| (word.as_str(), n)).collect());
        for (word, n) in words.iter().zip(1..) {
            assert_eq!(table.doc_freq(word), n, "{word}");
        }
        for absent in ["", "a", "w", "w1x", "zzz"] {
            assert_eq!(table.doc_freq(absent), 0, "{absent}");
        }
    }
}
