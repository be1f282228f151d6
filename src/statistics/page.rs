//! A page of a table: sorted terms with document frequencies as they stand in the file, front-coded in blocks of 16, found
//! by a binary search over the blocks. Nothing is decoded when a file is loaded, which is one page; a table that is made
//! here is many pages of one size.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::format::{push_varint, varint};

/// Terms in a block: one is written whole, the others by what differs from the one before.
pub(super) const BLOCK: usize = 16;

/// Bytes of a page that is made here; the last of a table has fewer.
const PAGE: usize = 64 << 10;

/// Bytes that a block seldom exceeds.
const ROOM: usize = 1 << 10;

/// Sorted terms with document frequencies.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) len: usize,
    /// Shared by the pages of a file, of which the two ranges below are parts.
    pub(super) bytes: Arc<Cow<'static, [u8]>>,
    /// Four little-endian bytes a block: where it begins in `data`.
    pub(super) index: Range<usize>,
    pub(super) data: Range<usize>,
    /// The beginnings of the blocks' first terms, once a term was looked up.
    heads: OnceLock<Box<[u64]>>,
}

/// The first eight bytes of a term as a number, in the order of terms.
pub(super) fn beginning(term: &[u8]) -> u64 {
    match term.first_chunk() {
        Some(first) => u64::from_be_bytes(*first),
        None => term.iter().rev().fold(0, |all, &byte| all >> 8 | u64::from(byte) << 56),
    }
}

impl Page {
    /// A page of so many terms in these bytes, of which the ranges say where its blocks begin and its terms are written.
    pub(super) fn new(
        len: usize,
        bytes: Arc<Cow<'static, [u8]>>,
        index: Range<usize>,
        data: Range<usize>,
    ) -> Self {
        Self { len, bytes, index, data, heads: OnceLock::new() }
    }

    /// Number of documents with the term; 0 for one that is not there.
    pub(super) fn doc_freq(&self, term: &[u8]) -> u64 {
        let behind = self.blocks_up_to(term);
        behind.checked_sub(1).and_then(|block| self.find(block, term)).unwrap_or(0)
    }

    /// Number of blocks that begin with this term or one before it.
    fn blocks_up_to(&self, term: &[u8]) -> usize {
        let blocks = self.len.div_ceil(BLOCK);
        let heads = self.heads.get_or_init(|| (0..blocks).map(|block| beginning(self.head(block))).collect());
        let wanted = beginning(term);
        let mut low = heads.partition_point(|&head| head < wanted);
        if heads.get(low).is_none_or(|&head| head > wanted) {
            return low;
        }
        let mut high = heads.partition_point(|&head| head <= wanted);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.head(middle) <= term { low = middle + 1 } else { high = middle }
        }
        low
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

    /// The first term; empty where there is none.
    pub(super) fn first(&self) -> &[u8] {
        self.head(0)
    }

    /// The terms as they are written.
    pub(super) fn data(&self) -> &[u8] {
        self.bytes.get(self.data.clone()).unwrap_or_default()
    }

    /// Where the blocks begin in the data, in bytes.
    pub(super) fn block_starts(&self) -> impl Iterator<Item = u32> {
        let index = self.bytes.get(self.index.clone()).unwrap_or_default();
        index.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four))
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
}

/// Goes through pages, and lets go of each when it is read.
pub(super) struct Terms {
    pages: std::vec::IntoIter<Page>,
    page: Option<Page>,
    /// Terms left in the page, and the byte of its data where the next begins.
    left: usize,
    at: usize,
    /// The current term and its document frequency.
    pub(super) term: Vec<u8>,
    pub(super) doc_freq: u64,
}

impl Terms {
    pub(super) fn of(pages: Vec<Page>) -> Self {
        Self { pages: pages.into_iter(), page: None, left: 0, at: 0, term: Vec::new(), doc_freq: 0 }
    }

    /// Goes on to the next term; whether there is one. `read` gets the pages that are done with.
    pub(super) fn step(&mut self, mut read: impl FnMut(Page)) -> bool {
        while self.left == 0 {
            self.page.take().into_iter().for_each(&mut read);
            let Some(page) = self.pages.next() else { return false };
            (self.left, self.at) = (page.len, 0);
            self.page = Some(page);
        }
        self.left -= 1;
        let decoded = self.decode();
        if decoded.is_none() {
            self.left = 0;
            self.pages = Vec::new().into_iter();
        }
        decoded.is_some()
    }

    fn decode(&mut self) -> Option<()> {
        let mut rest = self.page.as_ref()?.data().get(self.at..)?;
        let before = rest.len();
        let shared = varint(&mut rest)?;
        let len = varint(&mut rest)?;
        let (suffix, mut rest) = rest.split_at_checked(len as usize)?;
        self.term.truncate(shared as usize);
        self.term.extend_from_slice(suffix);
        self.doc_freq = varint(&mut rest)?;
        self.at += before - rest.len();
        Some(())
    }
}

/// Writes pages from distinct terms in byte order.
#[derive(Default)]
pub(super) struct Writer {
    pages: Vec<Page>,
    index: Vec<u8>,
    data: Vec<u8>,
    before: Vec<u8>,
    /// Terms in the page so far.
    len: usize,
    /// Memory of pages that were read: what a merge writes takes the place of what it has read, whichever thread made it.
    spare: Vec<Vec<u8>>,
}

impl Writer {
    pub(super) fn push(&mut self, term: &[u8], doc_freq: u64) {
        let shared = if self.len.is_multiple_of(BLOCK) {
            if self.data.len() + self.index.len() + ROOM > PAGE {
                self.end_page();
            }
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

    /// Takes over the memory of a page, where nobody else reads it.
    pub(super) fn reuse(&mut self, page: Page) {
        if let Some(Cow::Owned(mut bytes)) = Arc::into_inner(page.bytes)
            && (PAGE..=2 * PAGE).contains(&bytes.capacity())
        {
            bytes.clear();
            self.spare.push(bytes);
        }
    }

    pub(super) fn finish(mut self) -> Vec<Page> {
        self.data.shrink_to(self.data.len() + self.index.len());
        self.spare.clear();
        self.end_page();
        self.pages
    }

    fn end_page(&mut self) {
        let next = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(PAGE));
        let mut bytes = std::mem::replace(&mut self.data, next);
        let data = bytes.len();
        bytes.append(&mut self.index);
        let all = bytes.len();
        if self.len > 0 {
            let bytes = Arc::new(Cow::Owned(bytes));
            self.pages.push(Page::new(self.len, bytes, data..all, 0..data));
        }
        self.len = 0;
    }
}
