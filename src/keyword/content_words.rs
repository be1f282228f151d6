//! The content words of a document as the search for phrases sees them: each with what bounds it and how far phrases that
//! begin with it may run.

use super::phrase::{Phrase, Tally, tally};
use crate::analysis::Document;
use crate::bits::Bytes;
use crate::segment::words::Gap;

/// Stop words that may stand inside a phrase.
const MAX_STOPS: usize = 2;
/// Content words that a phrase may have by the stop words inside.
pub(super) const MAX_CONTENT: [usize; MAX_STOPS + 1] = [5, 3, 3];
/// Content words that a phrase may have at all.
pub(super) const MOST_CONTENT: usize = MAX_CONTENT[0];

/// The most stop words inside a phrase of so many content words: [`MAX_CONTENT`] the other way round.
const STOPS: [u8; MOST_CONTENT + 1] = {
    let mut most = [0; MOST_CONTENT + 1];
    let mut stops = 0;
    while stops <= MAX_STOPS {
        let mut content = 0;
        while content <= MAX_CONTENT[stops] {
            most[content] = stops as u8;
            content += 1;
        }
        stops += 1;
    }
    most
};

/// Words that are looked at; only an article of half a gigabyte has more.
const MAX_WORDS: usize = 1 << 28;

/// What there is to know of a content word beside its term, as bits; the lowest two are the stop words between the one
/// before and this, [`Mark::BOUND`] if no phrase runs over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u8);

impl Mark {
    const BOUND: u8 = MAX_STOPS as u8 + 1;
    const GAP: u8 = 3;
    /// Not the first of a sentence.
    const INSIDE: u8 = 4;
    /// Begins with a capital, inside a sentence.
    const CAPITAL: u8 = 8;

    /// How many there are, by their bits.
    pub(super) const KINDS: usize = 16;

    /// A number below [`KINDS`](Self::KINDS).
    pub(super) fn bits(self) -> u8 {
        self.0
    }

    pub(super) fn of_bits(bits: u8) -> Self {
        Self(bits % Self::KINDS as u8)
    }

    /// Whether a stop word or a boundary stands before it.
    pub(super) fn is_free(self) -> bool {
        self.gap() > 0
    }

    pub(super) fn is_capital(self) -> bool {
        self.0 & Self::CAPITAL != 0
    }

    fn gap(self) -> u8 {
        self.0 & Self::GAP
    }
}

/// Marks that are looked at together.
const ABREAST: usize = 16;

/// The content words of a document, in order.
pub(super) struct ContentWords<'a> {
    pub(super) document: &'a Document,
    /// The terms.
    terms: &'a [u32],
    /// For each word the index of the token.
    tokens: Vec<u32>,
    /// For each word the bits of its [`Mark`]; behind them stand boundaries.
    marks: Vec<u8>,
    /// For each word, behind a 0, the content words of the longest phrase that begins with it.
    extents: Vec<u8>,
}

impl<'a> ContentWords<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let (tokens, marks) = marks(document);
        let terms = &document.all_content()[..tokens.len()];
        Self { document, terms, extents: extents(&marks, tokens.len()), tokens, marks }
    }

    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The terms, in order.
    pub(super) fn terms(&self) -> &'a [u32] {
        self.terms
    }

    /// The index of each word's token.
    pub(super) fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// Words that are not the first of a sentence, and those of them that begin with a capital.
    pub(super) fn inside(&self) -> (u32, u32) {
        // So few at a time that their number fits in a byte, for vector code.
        let some = |marks: &[u8], bit: u8| marks.iter().map(|mark| u8::from(mark & bit != 0)).sum::<u8>();
        let count =
            |bit: u8| self.marks[..self.len()].chunks(128).map(|marks| u32::from(some(marks, bit))).sum();
        (count(Mark::INSIDE), count(Mark::CAPITAL))
    }

    /// The content words of the longest phrase that begins with a word.
    pub(super) fn extent(&self, start: usize) -> usize {
        usize::from(self.extents[start + 1])
    }

    /// For each word 1 if a phrase may run from the one before into it, else 0.
    pub(super) fn follow(&self) -> Vec<u8> {
        self.marks[..self.len()].iter().map(|&mark| u8::from(Mark(mark).gap() < Mark::BOUND)).collect()
    }

    #[inline]
    pub(super) fn mark(&self, word: usize) -> Mark {
        Mark(self.marks[word])
    }

    /// Whether two words have the same stop words before them.
    pub(super) fn alike(&self, one: usize, other: usize) -> bool {
        let gap = self.mark(one).gap();
        let between = |word: usize| {
            let token = self.tokens[word] as usize;
            self.document.tokens()[token - usize::from(gap)..token].iter().map(|token| token.term)
        };
        gap == self.mark(other).gap() && (gap == 0 || between(one).eq(between(other)))
    }

    /// What bounds the phrase of so many content words.
    #[inline]
    pub(super) fn view(&self, start: usize, content: usize) -> View {
        let extent = self.extents[start].max(self.extents[start + 1]);
        View::new(self.mark(start), self.mark(start + content), usize::from(extent) > content)
    }

    /// For each word the bits of what bounds it alone: [`View::bits`] of [`view`](Self::view).
    pub(super) fn views(&self) -> Vec<u8> {
        let mut views = vec![0; self.len().next_multiple_of(ABREAST)];
        let [zero, one] = [0, 1].map(Bytes::splat);
        let bit = |has_not: Bytes, bit: u8| Bytes::splat(bit) & !has_not;
        for (views, at) in views.as_chunks_mut().0.iter_mut().zip((0..).step_by(ABREAST)) {
            let (first, behind) = (abreast(&self.marks, at), abreast(&self.marks, at + 1));
            let is_bound = |mark: Bytes| (mark & Bytes::splat(Mark::GAP)).simd_eq(zero);
            let extent = abreast(&self.extents, at).max(abreast(&self.extents, at + 1));
            let view = bit(is_bound(first), View::FREE_LEFT)
                | bit(is_bound(behind), View::FREE_RIGHT)
                | first & Bytes::splat(Mark::INSIDE | Mark::CAPITAL)
                | bit(extent.max(one).simd_eq(one), View::LONGER);
            *views = view.to_array();
        }
        views.truncate(self.len());
        views
    }

    /// The first token of the phrase of so many content words, and its words.
    pub(super) fn extent_in_tokens(&self, start: usize, content: usize) -> (u32, u32) {
        let (first, last) = (self.tokens[start], self.tokens[start + content - 1]);
        (first, last - first + 1)
    }

    /// The phrase of so many content words as its one occurrence shows it.
    pub(super) fn phrase(&self, start: usize, content: usize) -> Phrase {
        let (first, words) = self.extent_in_tokens(start, content);
        Phrase::once(first, words, content as u32, self.view(start, content))
    }

    /// The phrases that begin with a word, by their content words: the stop words inside and what bounds them.
    #[inline]
    pub(super) fn begun(&self, start: usize) -> impl Iterator<Item = (u8, View)> {
        let (before, own) = (usize::from(self.extents[start]), self.extent(start));
        let (first, extent) = (self.mark(start), own.max(before));
        let mut stops = 0;
        self.marks[start + 1..][..own].iter().enumerate().map(move |(less, &behind)| {
            let inside = stops;
            let behind = Mark(behind);
            stops += behind.gap();
            (inside, View::new(first, behind, extent > less + 1))
        })
    }
}

/// A content word as it is found: above the index of its token whether it begins with a capital, and what stands before it, as
/// bits of which one more is set for each stop word, up to [`Mark::BOUND`].
#[derive(Debug, Clone, Copy, Default)]
struct Spot(u32);

impl Spot {
    const BOUND: u32 = (1 << Mark::BOUND) - 1;
    const CAPITAL: u32 = Mark::CAPITAL as u32;
    const TOKEN: u32 = 4;

    fn mark(self) -> u8 {
        let gap = (self.0 & 1) + (self.0 >> 1 & 1) + (self.0 >> 2 & 1);
        (gap | self.0 & Self::CAPITAL) as u8 | Mark::INSIDE
    }
}

/// The tokens that are content words, and the bits of the [`Mark`] of each, with boundaries behind.
fn marks(document: &Document) -> (Vec<u32>, Vec<u8>) {
    let tokens = document.tokens();
    let most = document.all_content().len();
    let mut spots = vec![Spot::default(); most + 1];
    let mut len = 0;
    for sentence in document.sentences() {
        let range = sentence.token_range();
        if range.end > MAX_WORDS {
            break;
        }
        let mut before = Spot::BOUND;
        for (token, at) in tokens[range.clone()].iter().zip(range.start as u32..) {
            before |= Spot::BOUND * u32::from(token.gap == Gap::Break);
            let capital = u32::from(token.capitalised) * Spot::CAPITAL;
            // Every word is put down, and a stop word overwritten by the next: no branch is to be foretold.
            let Some(spot) = spots.get_mut(len) else { break };
            *spot = Spot(at << Spot::TOKEN | capital | before);
            len += usize::from(!token.stop);
            before = (before << 1 | 1) & Spot::BOUND & 0u32.wrapping_sub(u32::from(token.stop));
        }
    }
    spots.truncate(len.min(most));
    // With room for what is looked at together from the last on.
    let mut marks = Vec::with_capacity(spots.len() + MOST_CONTENT + ABREAST);
    marks.extend(spots.iter().map(|spot| spot.mark()));
    marks.extend([Mark::BOUND; MOST_CONTENT + ABREAST]);
    for (at, sentence) in document.sentences().iter().enumerate() {
        let first = document.content_begin(at);
        let is_first = |spot: &Spot| (spot.0 >> Spot::TOKEN) as usize == sentence.token_range().start;
        if spots.get(first).is_some_and(is_first) {
            marks[first] &= Mark::GAP;
        }
    }
    (spots.into_iter().map(|spot| spot.0 >> Spot::TOKEN).collect(), marks)
}

/// For each word, behind a 0, the content words of the longest phrase that begins with it: one of so many may have [`STOPS`]
/// inside.
fn extents(marks: &[u8], len: usize) -> Vec<u8> {
    let mut extents = vec![0; 1 + len.next_multiple_of(ABREAST)];
    let fits = |content: usize, stops: Bytes| {
        let most = Bytes::splat(STOPS[content]);
        Bytes::splat(1) & stops.max(most).simd_eq(most)
    };
    for (extents, at) in extents[1..].as_chunks_mut().0.iter_mut().zip((0..).step_by(ABREAST)) {
        let gap = |behind: usize| abreast(marks, at + behind) & Bytes::splat(Mark::GAP);
        let two = gap(1);
        let three = two + gap(2);
        let four = three + gap(3);
        let five = four + gap(4);
        let extent = Bytes::splat(1) + fits(2, two) + fits(3, three) + fits(4, four) + fits(5, five);
        *extents = extent.to_array();
    }
    extents
}

/// The bytes from one on; past the end there are none.
#[inline]
fn abreast(bytes: &[u8], at: usize) -> Bytes {
    let bytes = bytes.get(at..).unwrap_or_default().first_chunk();
    Bytes::new(bytes.copied().unwrap_or_default())
}

/// What stands around an occurrence of a phrase and what it looks like, as bits: free to the left, to the right, inside a
/// sentence, with a capital there, part of a longer phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View(u8);

impl View {
    /// How many there are, by their bits.
    pub(super) const KINDS: u8 = 32;
    const FREE_LEFT: u8 = 1;
    const FREE_RIGHT: u8 = 2;
    const FREE: u8 = Self::FREE_LEFT | Self::FREE_RIGHT;
    const LONGER: u8 = 16;

    fn new(first: Mark, behind: Mark, longer: bool) -> Self {
        let free =
            u8::from(first.is_free()) * Self::FREE_LEFT + u8::from(behind.is_free()) * Self::FREE_RIGHT;
        let longer = Self::LONGER * u8::from(longer);
        Self(free | first.0 & (Mark::INSIDE | Mark::CAPITAL) | longer)
    }

    pub(super) fn free(self) -> bool {
        self.0 & Self::FREE == Self::FREE
    }

    pub(super) fn free_left(self) -> bool {
        self.0 & Self::FREE_LEFT != 0
    }

    pub(super) fn capital(self) -> bool {
        self.0 & Mark::CAPITAL != 0
    }

    pub(super) fn longer(self) -> bool {
        self.0 & Self::LONGER != 0
    }

    /// A number below [`KINDS`](Self::KINDS).
    pub(super) fn bits(self) -> u8 {
        self.0
    }

    pub(super) fn of_bits(bits: u8) -> Self {
        Self(bits % Self::KINDS)
    }

    /// What the occurrence adds to its phrase's tally.
    pub(super) fn tally(self) -> Tally {
        static TALLIES: [Tally; 16] = {
            let mut tallies = [[0; 8]; 16];
            let mut bits = 0;
            while bits < tallies.len() {
                tallies[bits] = tally([bits & 1 != 0, bits & 2 != 0, bits & 4 != 0, bits & 8 != 0]);
                bits += 1;
            }
            tallies
        };
        TALLIES[usize::from(self.0 & 15)]
    }
}
