//! The terms of one language with their document frequencies, kept as they stand in the file: sorted, front-coded in
//! blocks of 16, found by a binary search over the blocks. Nothing is decoded when a file is loaded.

use std::borrow::Cow;
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
        Self::from_sorted(documents, terms.iter().copied())
    }

    fn from_sorted<'a>(documents: u64, terms: impl Iterator<Item = (&'a str, u64)>) -> Self {
        let mut index = Vec::new();
        let mut data = Vec::new();
        let mut before: Vec<u8> = Vec::new();
        let mut len = 0;
        for (term, doc_freq) in terms {
            let term = term.as_bytes();
            let shared = if len % BLOCK == 0 {
                index.extend_from_slice(&(data.len() as u32).to_le_bytes());
                0
            } else {
                before.iter().zip(term).take_while(|(a, b)| a == b).count()
            };
            push_varint(&mut data, shared as u64);
            push_varint(&mut data, (term.len() - shared) as u64);
            data.extend_from_slice(&term[shared..]);
            push_varint(&mut data, doc_freq);
            before.clear();
            before.extend_from_slice(term);
            len += 1;
        }
        let (index_end, all) = (index.len(), index.len() + data.len());
        index.append(&mut data);
        Self { documents, len, bytes: Arc::new(Cow::Owned(index)), index: 0..index_end, data: index_end..all }
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

    /// Both tables' counts added.
    pub(super) fn merge(&self, other: &Self) -> Self {
        let (mine, theirs) = (self.collect(), other.collect());
        let (mut left, mut right) = (mine.iter().peekable(), theirs.iter().peekable());
        let merged = std::iter::from_fn(|| {
            let order = match (left.peek(), right.peek()) {
                (Some(a), Some(b)) => a.0.cmp(&b.0),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => return None,
            };
            let a = if order.is_le() { left.next() } else { None };
            let b = if order.is_ge() { right.next() } else { None };
            let term = a.or(b)?;
            Some((term.0.as_str(), a.map_or(0, |a| a.1) + b.map_or(0, |b| b.1)))
        });
        Self::from_sorted(self.documents + other.documents, merged)
    }

    /// The terms with at least `min_df` documents, at most `max_terms` of them.
    pub(super) fn pruned(&self, min_df: u64, max_terms: usize) -> Self {
        let mut terms = self.collect();
        terms.retain(|(_, doc_freq)| *doc_freq >= min_df);
        if terms.len() > max_terms {
            terms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            terms.truncate(max_terms);
        }
        Self::new(self.documents, terms.iter().map(|(term, doc_freq)| (term.as_str(), *doc_freq)).collect())
    }

    fn collect(&self) -> Vec<(String, u64)> {
        let mut terms = Vec::with_capacity(self.len);
        self.for_each(|term, doc_freq| terms.push((term.to_owned(), doc_freq)));
        terms
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

    /// Decodes up to `count` terms from term `first` on, which begins a block.
    fn scan(&self, first: usize, count: usize, mut each: impl FnMut(&[u8], u64)) {
        let mut rest = self.block(first / BLOCK);
        let mut term = Vec::new();
        for _ in first..self.len.min(first + count) {
            let Some(shared) = varint(&mut rest) else { return };
            let Some(len) = varint(&mut rest) else { return };
            let Some((suffix, after)) = rest.split_at_checked(len as usize) else { return };
            rest = after;
            term.truncate(shared as usize);
            term.extend_from_slice(suffix);
            let Some(doc_freq) = varint(&mut rest) else { return };
            each(&term, doc_freq);
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
