//! The content words of a document as the search for phrases sees them: each with what bounds it and how far phrases that
//! begin with it may run.

use super::phrase::{Phrase, Tally, tally};
use crate::analysis::Document;
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
struct Mark(u8);

impl Mark {
    const BOUND: u8 = MAX_STOPS as u8 + 1;
    const GAP: u8 = 3;
    /// Not the first of a sentence.
    const INSIDE: u8 = 4;
    /// Begins with a capital, inside a sentence.
    const CAPITAL: u8 = 8;

    fn gap(self) -> u8 {
        self.0 & Self::GAP
    }
}

/// The content words of a document, in order.
pub(super) struct ContentWords<'a> {
    pub(super) document: &'a Document,
    /// The terms.
    terms: &'a [u32],
    /// For each word the index of the token.
    tokens: Vec<u32>,
    /// One for each word and one for the end.
    marks: Vec<Mark>,
    /// For each word the content words of the longest phrase that begins with it.
    extents: Vec<u8>,
}

impl<'a> ContentWords<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut found = spots(document);
        let terms = document.all_content();
        let len = found.len().min(terms.len());
        found.truncate(len);
        let marks = marks(&found);
        let tokens = found.into_iter().map(|spot| spot.0 >> Spot::TOKEN).collect();
        Self { document, terms: &terms[..len], tokens, extents: extents(&marks), marks }
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
        let count = |bit: u8| self.marks.iter().map(|mark| u32::from(mark.0 & bit != 0)).sum();
        (count(Mark::INSIDE), count(Mark::CAPITAL))
    }

    /// The content words of the longest phrase that begins with a word.
    pub(super) fn extent(&self, start: usize) -> usize {
        usize::from(self.extents[start])
    }

    /// Whether two words have the same stop words before them.
    pub(super) fn alike(&self, one: usize, other: usize) -> bool {
        let gap = self.marks[one].gap();
        let between = |word: usize| {
            let token = self.tokens[word] as usize;
            self.document.tokens()[token - usize::from(gap)..token].iter().map(|token| token.term)
        };
        gap == self.marks[other].gap() && (gap == 0 || between(one).eq(between(other)))
    }

    /// What bounds the phrase of so many content words.
    pub(super) fn view(&self, start: usize, content: usize) -> View {
        let before = if start == 0 { 0 } else { self.extents[start - 1] };
        let extent = before.max(self.extents[start]);
        View::new(self.marks[start], self.marks[start + content], usize::from(extent) > content)
    }

    /// For each word what bounds it.
    pub(super) fn views(&self) -> Vec<View> {
        let Some((&first, marks)) = self.marks.split_first() else { return Vec::new() };
        let (Some(extent), Some(behind)) = (self.extents.first(), marks.first()) else { return Vec::new() };
        let mut views = Vec::with_capacity(self.len());
        views.push(View::new(first, *behind, *extent > 1));
        let extents = self.extents.iter().zip(&self.extents[1..]);
        let each = marks.iter().zip(&marks[1..]).zip(extents);
        views.extend(
            each.map(|((own, behind), (before, extent))| View::new(*own, *behind, *before.max(extent) > 1)),
        );
        views
    }

    /// The phrase of so many content words as its one occurrence shows it.
    pub(super) fn phrase(&self, start: usize, content: usize) -> Phrase {
        let (first, last) = (self.tokens[start], self.tokens[start + content - 1]);
        let words = last - first + 1;
        let view = self.view(start, content);
        Phrase {
            first,
            last: first,
            words,
            stops: words - content as u32,
            longer: u32::from(view.longer()),
            tally: view.tally(),
        }
    }

    /// The phrases that begin with a word, by their content words: the stop words inside and what bounds them.
    #[inline]
    pub(super) fn begun(&self, start: usize) -> impl Iterator<Item = (u8, View)> {
        let own = usize::from(self.extents[start]);
        let before = if start == 0 { 0 } else { usize::from(self.extents[start - 1]) };
        let (first, extent) = (self.marks[start], own.max(before));
        let mut stops = 0;
        self.marks[start + 1..][..own].iter().enumerate().map(move |(less, &behind)| {
            let inside = stops;
            stops += behind.gap();
            (inside, View::new(first, behind, extent > less + 1))
        })
    }

    /// The phrase that a word is alone, as one occurrence shows it.
    pub(super) fn single(token: u32, view: View) -> Phrase {
        let longer = u32::from(view.longer());
        Phrase { first: token, last: token, words: 1, stops: 0, longer, tally: view.tally() }
    }
}

/// A content word as it is found, as bits: whether a boundary stands between the one before and this, whether it begins with a
/// capital, whether it is not the first of a sentence, and above them the index of its token.
#[derive(Debug, Clone, Copy, Default)]
struct Spot(u32);

impl Spot {
    const BOUND: u32 = 1;
    const INSIDE: u32 = Mark::INSIDE as u32 >> 1;
    const CAPITAL: u32 = Mark::CAPITAL as u32 >> 1;
    const TOKEN: u32 = 3;
}

/// The content words of a document.
fn spots(document: &Document) -> Vec<Spot> {
    let tokens = document.tokens();
    let mut spots = vec![Spot::default(); tokens.len() + 1];
    let mut len = 0;
    for sentence in document.sentences() {
        let range = sentence.token_range();
        if range.end > MAX_WORDS {
            break;
        }
        let begin = len;
        let mut bound = Spot::BOUND;
        for (token, at) in tokens[range.clone()].iter().zip(range.start as u32..) {
            bound |= u32::from(token.gap == Gap::Break);
            let capital = Spot::CAPITAL * u32::from(token.capitalised);
            // Every word is put down, and a stop word overwritten by the next: no branch is to be foretold.
            spots[len] = Spot(at << Spot::TOKEN | bound | capital | Spot::INSIDE);
            len += usize::from(!token.stop);
            bound &= u32::from(token.stop);
        }
        if tokens.get(range.start).is_some_and(|first| !first.stop) && begin < len {
            spots[begin].0 &= !(Spot::INSIDE | Spot::CAPITAL);
        }
    }
    spots.truncate(len);
    spots
}

/// What there is to know of each content word and of the end.
fn marks(spots: &[Spot]) -> Vec<Mark> {
    let mut before = 0;
    let mark = |spot: &Spot| {
        let token = spot.0 >> Spot::TOKEN;
        let gap = token.wrapping_sub(before).wrapping_sub(1).min(u32::from(Mark::BOUND));
        before = token;
        let bound = (spot.0 & Spot::BOUND) * u32::from(Mark::BOUND);
        Mark((gap | bound | (spot.0 & (Spot::INSIDE | Spot::CAPITAL)) << 1) as u8)
    };
    let mut marks = Vec::with_capacity(spots.len() + 1);
    marks.extend(spots.iter().map(mark));
    marks.push(Mark(Mark::BOUND));
    marks
}

/// For each word the content words of the longest phrase that begins with it: one of so many may have [`STOPS`] inside.
fn extents(marks: &[Mark]) -> Vec<u8> {
    let fits = |content: usize, stops: u8| u8::from(stops <= STOPS[content]);
    let extent = |[_, two, three, four, five]: [Mark; MOST_CONTENT]| {
        let (two, three) = (two.gap(), two.gap() + three.gap());
        let four = three + four.gap();
        1 + fits(2, two) + fits(3, three) + fits(4, four) + fits(5, four + five.gap())
    };
    // Without a branch, so that the compiler makes vector code of it.
    let windows = marks.array_windows::<MOST_CONTENT>();
    let mut extents = Vec::with_capacity(marks.len());
    extents.extend(windows.map(|window| extent(*window)));
    while extents.len() + 1 < marks.len() {
        let mut last = [Mark(Mark::BOUND); MOST_CONTENT];
        last.iter_mut().zip(&marks[extents.len()..]).for_each(|(slot, mark)| *slot = *mark);
        extents.push(extent(last));
    }
    extents
}

/// What stands around an occurrence of a phrase and what it looks like, as bits: free to the left, to the right, inside a
/// sentence, with a capital there, part of a longer phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View(u8);

impl View {
    const FREE: u8 = 3;
    const LONGER: u8 = 16;

    fn new(first: Mark, behind: Mark, longer: bool) -> Self {
        let free = u8::from(first.gap() > 0) | u8::from(behind.gap() > 0) << 1;
        let longer = Self::LONGER * u8::from(longer);
        Self(free | first.0 & (Mark::INSIDE | Mark::CAPITAL) | longer)
    }

    pub(super) fn free(self) -> bool {
        self.0 & Self::FREE == Self::FREE
    }

    pub(super) fn capital(self) -> bool {
        self.0 & Mark::CAPITAL != 0
    }

    pub(super) fn longer(self) -> bool {
        self.0 & Self::LONGER != 0
    }

    /// A number below 32.
    pub(super) fn bits(self) -> u8 {
        self.0
    }

    pub(super) fn of_bits(bits: u8) -> Self {
        Self(bits % 32)
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
