//! Tells the parts of an article apart: title, standfirst, metadata, body and furniture.
//!
//! Position and shape decide before words do. The head is what stands above the first paragraph of running text; the
//! tail is what follows the last one. Only there may lists of words make furniture of a line that has the shape of a
//! sentence. In between, a line is furniture if it stands alone, is short and matches a pattern in full. In doubt a
//! line is body.

use memchr::{memchr, memrchr};
use rustc_hash::FxHashMap;

use super::date::Order;
use super::fold::fold;
use super::furniture::{self, Kind};
use super::heads::Head;
use super::meta::{self, Meta};
use super::{head, shape, tail};
use crate::language::{Language, detect::detect};
use crate::span::{self, Span};

/// A stretch of the text that may turn out to be any part of the article: a paragraph, a heading, a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Where it stands; not empty, without white space at its ends.
    pub span: Span,
    /// The markup says that it is a heading: never body.
    pub heading: bool,
}

/// Where a text comes from, which says how much may be read out of its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// A whole page or file: title, standfirst, places and furniture may all stand in it.
    Page,
    /// The text field of a record: title and standfirst stand elsewhere.
    Record,
}

/// The parts of an article.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub title: Option<String>,
    pub standfirst: Option<String>,
    pub meta: Meta,
    pub body: Vec<Span>,
    /// A paragraph was cut between its lines: what is left of it may have to be laid out anew.
    pub cut: bool,
}

/// What is known about an article before its text is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub title: Option<String>,
    pub byline: Option<String>,
}

/// Tells the parts of a text apart. What is known already is not looked for, and lines that repeat it are no body.
pub(super) fn sift(text: &str, units: &[Unit], known: Known, setting: Setting) -> Parts {
    let order = || match detect(text) {
        Language::English | Language::Unknown => Order::Unknown,
        _ => Order::DayFirst,
    };
    let byline = known.byline.clone();
    let mut parts =
        Parts { title: known.title.clone(), meta: Meta { byline, ..Meta::default() }, ..Parts::default() };
    let mut rest = units.to_vec();
    tail::cut(text, &mut rest, &mut parts, &order);
    let body = head::cut(text, rest, &mut parts, setting, &order);
    let repeated = repeated(text, &body);
    let repeats = |text: &str| text.len() <= LONGEST_REFRAIN && repeated.contains_key(text);
    // Nearly all stay.
    parts.body.reserve_exact(body.len());
    let own = body.iter().filter(|unit| {
        let text = unit.span.of(text);
        !unit.heading && !is_inner_furniture(text) && !repeats(text)
    });
    parts.body.extend(own.map(|unit| unit.span));
    if parts.body.is_empty() {
        let body = units.iter().filter(|unit| !unit.heading).map(|unit| unit.span).collect();
        let Meta { published, updated, .. } = parts.meta;
        let meta = Meta { published, updated, byline: known.byline, ..Meta::default() };
        parts = Parts { title: known.title, body, meta, ..Parts::default() };
    }
    parts
}

/// The most that furniture amid the body may be, as [`shape::length`] counts.
const LONGEST: usize = 150;

/// Whether a paragraph amid the body is furniture: one short line that is nothing else.
fn is_inner_furniture(text: &str) -> bool {
    // What is cheaply told comes first.
    if text.len() > 400
        || (text.len() > LONGEST && text.is_ascii())
        || memchr(b'\n', text.as_bytes()).is_some()
        || !Head::of(text).may_be_furniture()
        || shape::length(text) > LONGEST
    {
        return false;
    }
    let Some(found) = furniture::recognise(&fold(text)) else { return false };
    match found.kind {
        Kind::Line | Kind::Reading => found.whole || found.colon || !shape::ends_sentence(text),
        Kind::Tail => found.whole && !shape::ends_with_stop(text),
        _ => false,
    }
}

/// How often a paragraph stands in an article whose refrain it is.
const OFTEN: usize = 4;

/// Bytes of the longest refrain.
const LONGEST_REFRAIN: usize = 300;

/// Short paragraphs that stand four times or more between others: a page's own refrain ("This page is updated
/// automatically"). Only where the article is more than its refrains.
fn repeated<'t>(text: &'t str, body: &[Unit]) -> FxHashMap<&'t str, usize> {
    if body.len() < 8 {
        return FxHashMap::default();
    }
    let mut refrains = counts(text, body);
    refrains.retain(|_, count| *count >= OFTEN);
    let (copies, size) =
        refrains.iter().fold((0, 0), |(n, size), (of, count)| (n + count, size + of.len() * count));
    let bytes: usize = body.iter().map(|unit| unit.span.len()).sum();
    if size * 3 > bytes || body.len() < copies + 4 {
        return FxHashMap::default();
    }
    refrains
}

/// How often each short paragraph stands in the body; those that hardly any other begins like may be missing.
fn counts<'t>(text: &'t str, body: &[Unit]) -> FxHashMap<&'t str, usize> {
    let short = || body.iter().map(|unit| unit.span).filter(|span| span.len() <= LONGEST_REFRAIN);
    let mut alike = [0u8; 2048];
    for span in short() {
        let count = &mut alike[beginning(text, span)];
        *count = count.saturating_add(1);
    }
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for span in short().filter(|span| usize::from(alike[beginning(text, *span)]) >= OFTEN) {
        *counts.entry(span.of(text)).or_default() += 1;
    }
    counts
}

/// Eleven bits of the length and the first bytes of a stretch of a text.
fn beginning(text: &str, span: Span) -> usize {
    let rest = text.as_bytes().get(span.start as usize..).unwrap_or_default();
    let first = match rest.first_chunk() {
        Some(first) => u64::from_le_bytes(*first),
        None => rest.iter().rev().fold(0, |first, byte| first << 8 | u64::from(*byte)),
    };
    let known = u64::MAX.checked_shr(64 - 8 * span.len().min(8) as u32).unwrap_or(0);
    ((first & known ^ (span.len() as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize
}

/// The lines of a span that hold something, without white space at their ends.
pub(super) fn lines(text: &str, span: Span) -> impl DoubleEndedIterator<Item = Span> {
    Lines { text, rest: Some(span) }.map(|line| line.trimmed(text)).filter(|line| !line.is_empty())
}

/// The lines of a stretch of text from both ends, each as long as the bytes up to its line feed.
struct Lines<'t> {
    text: &'t str,
    /// What is left; its ends are where lines end.
    rest: Option<Span>,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let Span { start, end } = self.rest?;
        let feed = memchr(b'\n', Span { start, end }.of(self.text).as_bytes()).map(|at| start + at as u32);
        self.rest = feed.map(|feed| Span { start: feed + 1, end });
        Some(Span { start, end: feed.unwrap_or(end) })
    }
}

impl DoubleEndedIterator for Lines<'_> {
    fn next_back(&mut self) -> Option<Span> {
        let Span { start, end } = self.rest?;
        let feed = memrchr(b'\n', Span { start, end }.of(self.text).as_bytes()).map(|at| start + at as u32);
        self.rest = feed.map(|feed| Span { start, end: feed });
        Some(Span { start: feed.map_or(start, |feed| feed + 1), end })
    }
}

/// The text of a span with every run of white space as one space.
pub(super) fn folded(text: &str, span: Span) -> String {
    span::folded(span.of(text)).into_owned()
}

/// What a line of metadata says; see [`meta::line`].
pub(super) fn metadata(text: &str, span: Span, order: &dyn Fn() -> Order) -> Option<Meta> {
    if span.len() > 600 { None } else { meta::line(span.of(text), order) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_stands_often_is_counted(pieces in prop::collection::vec("[ab]{1,2}|about [ab]{4}", 0..20)) {
            let text = pieces.join("\n");
            let body: Vec<_> = lines(&text, Span::new(0, text.len())).map(|span| Unit { span, heading: false }).collect();
            let counts = counts(&text, &body);
            for piece in &pieces {
                let count = pieces.iter().filter(|other| *other == piece).count();
                prop_assert!(count < OFTEN || counts.get(piece.as_str()) == Some(&count));
            }
        }

        #[test]
        fn lines_are_those_of_a_split(text in "[ab \n]{0,20}", back in 0usize..5) {
            let span = Span::new(1, 1 + text.len());
            let around = format!("x{text}y");
            let expected: Vec<_> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
            let mut lines = lines(&around, span);
            let mut last: Vec<_> = lines.by_ref().rev().take(back).map(|line| line.of(&around)).collect();
            let mut found: Vec<_> = lines.map(|line| line.of(&around)).collect();
            last.reverse();
            found.append(&mut last);
            prop_assert_eq!(found, expected);
        }
    }
}
