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
    /// A table from distinct terms in byte order.
    pub(super) fn of_sorted<'a>(documents: u64, terms: impl Iterator<Item = (&'a str, u64)>) -> Self {
        let mut writer = Writer::default();
        for (term, doc_freq) in terms {
            writer.push(term.as_bytes(), doc_freq);
        }
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
        low.checked_sub(1).and_then(|block| self.find(block, term)).unwrap_or(0)
    }

    /// The document frequency of a term that can only stand in this block.
    ///
    /// What a term shares with the one before says where it stands without its bytes: one that shares more than the term
    /// looked for does comes before it too, one that shares less comes after it.
    fn find(&self, block: usize, term: &[u8]) -> Option<u64> {
        let mut rest = self.block(block);
        let mut matched = 0;
        for _ in block * BLOCK..self.len.min((block + 1) * BLOCK) {
            let shared = varint(&mut rest)? as usize;
            let len = varint(&mut rest)? as usize;
            let (suffix, after) = rest.split_at_checked(len)?;
            rest = after;
            let doc_freq = varint(&mut rest)?;
            if shared < matched {
                return None;
            }
            if shared == matched {
                let wanted = term.get(matched..)?;
                let same = suffix.iter().zip(wanted).take_while(|(a, b)| a == b).count();
                if same == suffix.len() && same == wanted.len() {
                    return Some(doc_freq);
                }
                if suffix.get(same) > wanted.get(same) {
                    return None;
                }
                matched += same;
            }
        }
        None
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
        let mut writer = Writer::of_bytes(self.data.len() + other.data.len());
        let (mut mine, mut theirs) = (self.terms_from(0), other.terms_from(0));
        let (mut more, mut other_more) = (mine.step(), theirs.step());
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
                more = mine.step();
            }
            if order.is_ge() {
                other_more = theirs.step();
            }
        }
        writer.finish(self.documents.saturating_add(other.documents))
    }

    /// The terms with at least `min_df` documents, at most `max_terms` of them: the most frequent, of equals the first.
    pub(super) fn pruned(&self, min_df: u64, max_terms: usize) -> Self {
        let mut frequencies = Vec::new();
        self.scan(0, self.len, |_, doc_freq| frequencies.extend((doc_freq >= min_df).then_some(doc_freq)));
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
        self.scan(0, self.len, |term, doc_freq| {
            if doc_freq > least || (doc_freq == least && equals > 0) {
                equals -= usize::from(doc_freq == least);
                writer.push(term, doc_freq);
            }
        });
        writer.finish(self.documents)
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

    /// The terms from a block on.
    fn terms_from(&self, block: usize) -> Terms<'_> {
        let left = self.len.saturating_sub(block * BLOCK);
        Terms { rest: self.block(block), left, term: Vec::new(), doc_freq: 0 }
    }

    /// Decodes up to `count` terms from term `first` on, which begins a block.
    fn scan(&self, first: usize, count: usize, mut each: impl FnMut(&[u8], u64)) {
        let mut terms = self.terms_from(first / BLOCK);
        for _ in 0..count {
            if !terms.step() {
                return;
            }
            each(&terms.term, terms.doc_freq);
        }
    }
}

/// Goes through a table.
struct Terms<'a> {
    rest: &'a [u8],
    left: usize,
    /// The current term and its document frequency.
    term: Vec<u8>,
    doc_freq: u64,
}

impl Terms<'_> {
    /// Goes on to the next term; whether there is one.
    fn step(&mut self) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let decoded = self.decode();
        if decoded.is_none() {
            self.left = 0;
        }
        decoded.is_some()
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

/// Writes a table from distinct terms in byte order.
#[derive(Default)]
struct Writer {
    index: Vec<u8>,
    data: Vec<u8>,
    before: Vec<u8>,
    len: usize,
}

impl Writer {
    /// For data of about so many bytes.
    fn of_bytes(bytes: usize) -> Self {
        Self { data: Vec::with_capacity(bytes), ..Self::default() }
    }

    fn push(&mut self, term: &[u8], doc_freq: u64) {
        let shared = if self.len.is_multiple_of(BLOCK) {
            self.index.extend_from_slice(&(self.data.len() as u32).to_le_bytes());
            0
        } else {
            self.before.iter().zip(term).take_while(|(a, b)| a == b).count()
        };
        push_varint(&mut self.data, shared as u64);
        push_varint(&mut self.data, (term.len() - shared) as u64);
        self.data.extend_from_slice(term.get(shared..).unwrap_or_default());
        push_varint(&mut self.data, doc_freq);
        self.before.clear();
        self.before.extend_from_slice(term);
        self.len += 1;
    }

    fn finish(self, documents: u64) -> TermTable {
        let Self { index, data: mut bytes, len, .. } = self;
        let data = bytes.len();
        bytes.extend_from_slice(&index);
        bytes.shrink_to_fit();
        let all = bytes.len();
        TermTable { documents, len, bytes: Arc::new(Cow::Owned(bytes)), index: data..all, data: 0..data }
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
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

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
        prop::collection::btree_map("[a-cé]{1,4}", 1u64..6, 0..60)
    }

    proptest! {
        #[test]
        fn terms_are_found_as_in_a_plain_table(terms in some(), asked in "[a-dé]{0,5}") {
            let table = table(&terms);
            prop_assert_eq!(table.doc_freq(&asked), terms.get(&asked).copied().unwrap_or(0));
            prop_assert!(terms.iter().all(|(term, doc_freq)| table.doc_freq(term) == *doc_freq));
        }

        #[test]
        fn merging_adds_counts(left in some(), right in some()) {
            let mut naive = left.clone();
            for (term, doc_freq) in &right {
                *naive.entry(term.clone()).or_default() += doc_freq;
            }
            let merged = table(&left).merge(&table(&right));
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
}
