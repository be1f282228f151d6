//! Sentences of a paragraph. One pass over the bytes stops only where a sentence might end (`.`, `!`, `?` and their
//! kin in other scripts), where something opens that keeps its inside together (quotes, brackets), or at a list number;
//! a rule that looks a bounded way to both sides then decides. Nothing is allocated but the result.

mod abbreviations;
mod boundary;
mod enclosure;
mod listing;
mod marks;
#[cfg(test)]
mod naive;
mod plain;
mod role;
mod spaced;
mod starters;

use crate::language::Language;
use crate::segment::Kinds;
use crate::span::Span;

use abbreviations::Abbreviations;
use boundary::Boundary;
use enclosure::Enclosures;
use listing::Listing;
use marks::{Mark, Paragraph, Stops};
use plain::Verdict;
use role::Role;
use starters::Starters;

pub(crate) use spaced::ends_at_spaces;

/// Finds sentence ends by the rules and abbreviations of one language.
///
/// ```
/// use epitome::language::Language;
/// use epitome::segment::sentences::SentenceSplitter;
/// use epitome::span::Span;
/// let text = "Gen. Ryder spoke at 5 p.m. on Friday. Nobody asked him why.";
/// let mut sentences = Vec::new();
/// SentenceSplitter::new(Language::English).split_into(text, Span::new(0, text.len()), &mut sentences);
/// assert_eq!(sentences[1].of(text), "Nobody asked him why.");
/// ```
#[derive(Debug, Clone)]
pub struct SentenceSplitter {
    language: Language,
    abbreviations: &'static Abbreviations,
    english: &'static Abbreviations,
    starters: Starters,
    /// A number with a dot is an ordinal: "am 3. Mai".
    ordinals: bool,
}

impl SentenceSplitter {
    /// The splitter of a language; one without lists of its own takes the English ones. Cheap after the first time.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            abbreviations: Abbreviations::of(language),
            english: Abbreviations::of(Language::English),
            starters: Starters::of(language),
            ordinals: boundary::has_ordinals(language),
        }
    }

    /// Appends the sentences of `paragraph` to `sentences`: trimmed, non-empty, in order, without overlap; what lies
    /// between them is white space. They depend on the paragraph alone.
    pub fn split_into(&self, text: &str, paragraph: Span, sentences: &mut Vec<Span>) {
        let text = paragraph.of(text);
        let mut kinds = Kinds::default();
        kinds.read(text);
        self.split(&Paragraph { text, start: 0, kinds: &kinds }, paragraph.start as usize, sentences);
    }

    /// The same for a paragraph of a text whose bytes' kinds are known.
    pub(crate) fn split_known(&self, text: &str, kinds: &Kinds, paragraph: Span, sentences: &mut Vec<Span>) {
        let start = paragraph.start as usize;
        self.split(&Paragraph { text: paragraph.of(text), start, kinds }, start, sentences);
    }

    /// Appends the sentences of a paragraph that begins at `base` of its text.
    fn split(&self, paragraph: &Paragraph<'_>, base: usize, sentences: &mut Vec<Span>) {
        let mut push = |start: usize, end: usize| {
            let sentence = Span::new(start, end).trimmed(paragraph.text);
            if !sentence.is_empty() {
                sentences.push(Span::new(base + sentence.start as usize, base + sentence.end as usize));
            }
        };
        let mut start = 0;
        self.for_each_end(paragraph, |end| {
            push(start, end);
            start = end;
        });
        push(start, paragraph.text.len());
    }

    /// What the English list says of a capitalised word in a text of another language.
    fn foreign_role(&self, word: &str) -> Option<Role> {
        let foreign = !std::ptr::eq(self.abbreviations, self.english) && word.starts_with(char::is_uppercase);
        if foreign { self.english.role(word) } else { None }
    }

    /// The same of a word of ASCII.
    #[inline]
    fn foreign_role_of_ascii(&self, word: &[u8]) -> Option<Role> {
        let foreign = !std::ptr::eq(self.abbreviations, self.english)
            && word.first().is_some_and(u8::is_ascii_uppercase);
        if foreign { self.english.role_of_ascii(word) } else { None }
    }

    /// Calls `found` with the byte offset of each sentence's end but the last.
    fn for_each_end(&self, paragraph: &Paragraph<'_>, mut found: impl FnMut(usize)) {
        let text = paragraph.text;
        let boundary = Boundary::new(self, text);
        let mut enclosures = Enclosures::default();
        let mut listing = Listing::at(text, 0);
        let mut start = 0;
        let mut at = 0;
        let mut stops = Stops::of(paragraph, self.language);
        while let Some(stop) = stops.next(at) {
            at = stop;
            if listing.expects()
                && let Some(item) = listing.next_item(text, at, start)
            {
                found(item);
                start = item;
                at += 1;
                continue;
            }
            match plain::verdict(self, paragraph, at) {
                Verdict::Ends(len) if enclosures.close() < at + len => {
                    at += len;
                    found(at);
                    start = at;
                    listing.restart(text, at);
                    continue;
                }
                Verdict::Nothing => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            match Mark::at(text, at, self.language) {
                Mark::None(len) => at += len,
                Mark::Open(open, len) => {
                    enclosures.open(text, at, open);
                    at += len;
                    // Within, nothing matters but items of a list and marks that touch the end.
                    if !listing.expects() {
                        at = at.max(paragraph.marks_before(enclosures.close()));
                    }
                }
                Mark::Bracket => at += 1,
                Mark::Terminator(first) => {
                    let run = marks::Run::from(text, at, first, self.language);
                    let end = boundary.end_of(start, &run, &enclosures);
                    at = end.unwrap_or(run.end);
                    if let Some(end) = end
                        && end < text.len()
                    {
                        found(end);
                        start = end;
                        listing.restart(text, end);
                    }
                }
            }
        }
    }
}
