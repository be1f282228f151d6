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

/// What there is to know of a content word beside its term, as bits: those of a [`View`], and above them the stop words between the
/// one before and this, [`Mark::BOUND`] if no phrase runs over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u8);

impl Mark {
    /// What stands before it is no content word: what the word before is free by to the right, and this one to the left.
    const FREE: u8 = View::FREE;
    /// Not the first of a sentence.
    const INSIDE: u8 = 4;
    /// Begins with a capital, inside a sentence.
    const CAPITAL: u8 = 8;
    /// A stop word.
    const STOP: u8 = 16;
    /// Three stop words, or a boundary.
    const BOUND: u8 = Self::STOP * (MAX_STOPS as u8 + 1);

    /// Whether it begins with a capital, and whether a stop word or a boundary stands before it, as bits.
    #[inline]
    pub(super) fn kind(self) -> usize {
        usize::from(self.0 & View::FREE_LEFT) << 1 | usize::from(self.0 & Self::CAPITAL != 0)
    }

    /// The stop words before it.
    fn gap(self) -> u8 {
        self.0 / Self::STOP
    }
}

/// Words that are looked at together.
const ABREAST: usize = 16;
/// So many words more are looked at together from the last on.
pub(super) const PADDING: usize = ABREAST + MOST_CONTENT;

/// What [`ContentWords`] leave for others.
#[derive(Default)]
pub(super) struct WordBuffers {
    tokens: Vec<u32>,
    marks: Vec<u8>,
    extents: Vec<u8>,
    kinds: Kinds,
}

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
    kinds: Kinds,
}

/// By content words less one, for each word what there is to know of the phrase of so many that begins with it if there is one: the
/// bits of its [`View`], and above them its stop words.
type Kinds = [Vec<u8>; MOST_CONTENT];

impl<'a> ContentWords<'a> {
    /// Those of a document, in the memory of others.
    pub(super) fn of(document: &'a Document, buffers: WordBuffers) -> Self {
        let WordBuffers { mut tokens, mut marks, mut extents, mut kinds } = buffers;
        find(document, &mut tokens, &mut marks);
        let terms = &document.all_content()[..tokens.len()];
        phrases_at(&marks, tokens.len(), &mut extents, &mut kinds);
        Self { document, terms, tokens, marks, extents, kinds }
    }

    /// The memory for those of another document.
    pub(super) fn into_buffers(self) -> WordBuffers {
        let Self { tokens, marks, extents, kinds, .. } = self;
        WordBuffers { tokens, marks, extents, kinds }
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

    /// For each word the content words of the longest phrase that begins with it.
    pub(super) fn extents(&self) -> &[u8] {
        &self.extents[1..=self.len()]
    }

    /// For each word the content words of the longest phrase that begins with it and all of whose words recur: for each word 1 if it
    /// does, else 0, and [`PADDING`] behind.
    pub(super) fn reach(&self, recurs: &[u8], reach: &mut Vec<u8>) {
        reach.resize(self.extents.len() - 1, 0);
        let extents = self.extents[1..].as_chunks().0;
        for ((reach, extents), window) in reach.as_chunks_mut().0.iter_mut().zip(extents).zip(windows(recurs))
        {
            let [one, two, three, four, five] = std::array::from_fn(|behind| abreast(window, behind));
            let two = one & two;
            let three = two & three;
            let four = three & four;
            let run = one + two + three + four + (four & five);
            *reach = run.min(Bytes::new(*extents)).to_array();
        }
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
        View::of_bits(self.kinds[content - 1][start])
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

    /// For each word, the bits of what bounds the phrase of so many content words that begins with it if there is one, and above them
    /// its stop words.
    pub(super) fn kinds(&self) -> [&[u8]; MOST_CONTENT] {
        self.kinds.each_ref().map(|kinds| &kinds[..self.len()])
    }
}

/// A content word as it is found: above the index of its token whether it begins with a capital, and what stands before it, as
/// bits of which one more is set for each stop word, up to [`Mark::BOUND`].
#[derive(Debug, Clone, Copy)]
struct Spot(u32);

impl Spot {
    const BOUND: u32 = (1 << (MAX_STOPS + 1)) - 1;
    const CAPITAL: u32 = Mark::CAPITAL as u32;
    const TOKEN: u32 = 4;

    fn mark(self) -> u8 {
        let stops = (self.0 & 1) + (self.0 >> 1 & 1) + (self.0 >> 2 & 1);
        let free = (self.0 & 1) as u8 * Mark::FREE;
        free | (self.0 & Self::CAPITAL) as u8 | Mark::INSIDE | (stops as u8 * Mark::STOP)
    }
}

/// The tokens that are content words, and the bits of the [`Mark`] of each, with boundaries behind.
fn find(document: &Document, tokens: &mut Vec<u32>, marks: &mut Vec<u8>) {
    let all = document.tokens();
    let most = document.all_content().len();
    tokens.resize(most + 1, 0);
    let mut len = 0;
    for sentence in document.sentences() {
        let range = sentence.token_range();
        if range.end > MAX_WORDS {
            break;
        }
        let mut before = Spot::BOUND;
        for (token, at) in all[range.clone()].iter().zip(range.start as u32..) {
            before |= Spot::BOUND * u32::from(token.gap == Gap::Break);
            let capital = u32::from(token.capitalised) * Spot::CAPITAL;
            // Every word is put down, and a stop word overwritten by the next: no branch is to be foretold.
            let Some(spot) = tokens.get_mut(len) else { break };
            *spot = at << Spot::TOKEN | capital | before;
            len += usize::from(!token.stop);
            before = (before << 1 | 1) & Spot::BOUND & 0u32.wrapping_sub(u32::from(token.stop));
        }
    }
    tokens.truncate(len.min(most));
    marks.clear();
    marks.extend(tokens.iter().map(|&spot| Spot(spot).mark()));
    marks.extend([Mark::BOUND | Mark::FREE; PADDING]);
    tokens.iter_mut().for_each(|spot| *spot >>= Spot::TOKEN);
    for (at, sentence) in document.sentences().iter().enumerate() {
        let first = document.content_begin(at);
        let is_first = |&token: &u32| token as usize == sentence.token_range().start;
        if tokens.get(first).is_some_and(is_first) {
            marks[first] &= !(Mark::INSIDE | Mark::CAPITAL);
        }
    }
}

/// For each word, behind a 0, the content words of the longest phrase that begins with it: one of so many may have [`STOPS`]
/// inside. And what there is to know of the phrases at it.
fn phrases_at(marks: &[u8], len: usize, extents: &mut Vec<u8>, kinds: &mut Kinds) {
    let rounded = len.next_multiple_of(ABREAST);
    extents.resize(1 + rounded, 0);
    kinds.iter_mut().for_each(|kinds| kinds.resize(rounded, 0));
    let fits = |content: usize, stops: Bytes| {
        let most = Bytes::splat(STOPS[content] * Mark::STOP);
        Bytes::splat(1) & stops.max(most).simd_eq(most)
    };
    let bound = Bytes::splat(Mark::BOUND);
    for (block, window) in (0..rounded / ABREAST).zip(windows(marks)) {
        let gap = |behind: usize| abreast(window, behind) & bound;
        let two = gap(1);
        let three = two + gap(2);
        let four = three + gap(3);
        let five = four + gap(4);
        let extent = Bytes::splat(1) + fits(2, two) + fits(3, three) + fits(4, four) + fits(5, five);
        extents[1 + block * ABREAST..][..ABREAST].copy_from_slice(&extent.to_array());
        let before = extents[block * ABREAST..].first_chunk().copied().unwrap_or_default();
        let longest = extent.max(Bytes::new(before));
        let first = abreast(window, 0) & Bytes::splat(View::OF_FIRST);
        let stops = [Bytes::splat(0), two, three, four, five];
        for (content, (kinds, stops)) in (1..).zip(kinds.iter_mut().zip(stops)) {
            let longer = longest.max(Bytes::splat(content as u8 + 1)).simd_eq(longest);
            let free = abreast(window, content) & Bytes::splat(View::FREE_RIGHT);
            let kind = first | free | longer & Bytes::splat(View::LONGER) | (stops + stops);
            if let Some(kinds) = kinds.as_chunks_mut().0.get_mut(block) {
                *kinds = kind.to_array();
            }
        }
    }
}

/// What is looked at for so many words abreast: their bytes and those of the words behind.
fn windows(bytes: &[u8]) -> impl Iterator<Item = &[u8; PADDING]> {
    bytes.array_windows().step_by(ABREAST)
}

/// The bytes from one on.
#[inline]
fn abreast(window: &[u8; PADDING], behind: usize) -> Bytes {
    let bytes = window.get(behind..).and_then(|bytes| bytes.first_chunk());
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
    /// The bits that the [`Mark`] of the first word tells.
    const OF_FIRST: u8 = Self::FREE_LEFT | Mark::INSIDE | Mark::CAPITAL;
    const LONGER: u8 = 16;

    pub(super) fn free(self) -> bool {
        self.0 & Self::FREE == Self::FREE
    }

    /// What it tells of the first word.
    pub(super) fn first(self) -> Mark {
        Mark(self.0 & Self::OF_FIRST)
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
