//! The head of an article: title, standfirst and metadata above the first paragraph.

use super::date::Order;
use super::fold::fold;
use super::meta::Meta;
use super::shape;
use super::sift::{Parts, Setting, Unit, folded, lines, metadata};
use crate::span::Span;

/// Units that a head may have, with a title or furniture before it.
const LONGEST: usize = 24;

/// Takes the head's parts off; what is left is the body.
pub(super) fn cut(
    text: &str,
    units: Vec<Unit>,
    parts: &mut Parts,
    setting: Setting,
    order: &dyn Fn() -> Order,
) -> Vec<Unit> {
    let mut head = Head { text, rest: units, at: 0, order };
    let title_given = parts.title.is_some();
    if setting == Setting::Page && !title_given {
        head.skip_to_title(parts);
        parts.title = head.title();
    }
    for _ in 0..LONGEST {
        let Some(unit) = head.unit() else { break };
        let told = |known: Option<&str>| known.is_some_and(|known| same(known, unit.span.of(text)));
        if (title_given && told(parts.title.as_deref())) || told(parts.meta.byline.as_deref()) {
            head.at += 1;
        } else if unit.heading {
            // A page's own heading may differ from the title that its metadata give.
            if head.at > 0 {
                break;
            }
            head.at += 1;
        } else if let Some(meta) = head.metadata(setting, parts) {
            parts.meta.take(meta);
        } else if setting == Setting::Page
            && parts.title.is_some()
            && head.is_label(unit, if title_given { 6 } else { 1 })
        {
            head.at += 1;
        } else if setting == Setting::Page
            && parts.title.is_some()
            && parts.standfirst.is_none()
            && head.is_standfirst(unit)
        {
            parts.standfirst = Some(folded(text, unit.span));
            head.at += 1;
        } else if parts.meta.byline.is_none() && head.is_bare_name(unit, parts) {
            parts.meta.byline = Some(folded(text, unit.span));
            head.at += 1;
        } else {
            break;
        }
    }
    head.rest.drain(..head.at);
    head.rest
}

/// Whether two texts have the same words, whatever their case and punctuation.
fn same(a: &str, b: &str) -> bool {
    b.len() <= 2 * a.len() + 16 && fold(a).text == fold(b).text
}

struct Head<'a> {
    text: &'a str,
    /// All units; those before `at` are dealt with.
    rest: Vec<Unit>,
    at: usize,
    order: &'a dyn Fn() -> Order,
}

impl Head<'_> {
    fn unit(&self) -> Option<Unit> {
        self.rest.get(self.at).copied()
    }

    fn meta_of(&self, span: Span) -> Option<Meta> {
        metadata(self.text, span, self.order)
    }

    /// Takes metadata and furniture that stand above the title.
    fn skip_to_title(&mut self, parts: &mut Parts) {
        let start = self.at;
        let mut above = Meta::default();
        while let Some(unit) = self.unit().filter(|unit| !unit.heading && self.at - start < LONGEST) {
            let Some(meta) = self.meta_of(unit.span) else { break };
            above.take(meta);
            self.at += 1;
        }
        parts.meta.take(above);
    }

    /// Takes the title, if there is one.
    fn title(&mut self) -> Option<String> {
        let unit = self.unit()?;
        let following =
            |from: usize| self.rest.iter().skip(from).any(|unit| !unit.heading && self.is_body(unit.span));
        if unit.heading {
            let title = folded(self.text, unit.span);
            self.at += 1;
            return Some(title);
        }
        if unit.span.len() > 1600 {
            return None;
        }
        // A byline right below the title may have been taken for its second line.
        let all: Vec<_> = lines(self.text, unit.span).collect();
        let below =
            all.iter().skip(1).take(3).position(|&line| self.meta_of(line).is_some_and(|meta| meta.strong));
        if let (Some(below), Some(&first)) = (below, all.first()) {
            let (Some(&last), Some(&next)) = (all.get(below), all.get(below + 1)) else { return None };
            let title = Span { start: first.start, end: last.end };
            let others = Unit { span: Span { start: next.start, end: unit.span.end }, heading: false };
            let more = following(self.at + 1) || self.is_body(others.span);
            return (more && shape::could_be_title(title.of(self.text))).then(|| {
                if let Some(slot) = self.rest.get_mut(self.at) {
                    *slot = others;
                }
                folded(self.text, title)
            });
        }
        let next = self.rest.get(self.at + 1)?;
        let gap = self.text.get(unit.span.end as usize..next.span.start as usize).unwrap_or_default();
        let blank = gap.bytes().filter(|&byte| byte == b'\n').count() > 1;
        let first_of_next = lines(self.text, next.span).next().unwrap_or(next.span);
        let structure = blank
            || next.heading
            || gap.ends_with([' ', '\t', '\u{3000}'])
            || self.meta_of(first_of_next).is_some()
            || (self.is_body(next.span) && next.span.len() > unit.span.len());
        let title = all.len() <= 3 && structure && following(self.at + 1);
        (title && shape::could_be_title(&folded(self.text, unit.span))).then(|| {
            self.at += 1;
            folded(self.text, unit.span)
        })
    }

    fn is_body(&self, span: Span) -> bool {
        span.len() > 400 || shape::is_body(span.of(self.text))
    }

    /// Takes the next unit, or the lines it begins with, if they are metadata.
    fn metadata(&mut self, setting: Setting, parts: &mut Parts) -> Option<Meta> {
        let unit = self.unit()?;
        let wanted = |meta: &Meta| setting == Setting::Page || meta.explicit || meta.published.is_some();
        let mut found: Option<Meta> = None;
        let mut rest = None;
        for line in lines(self.text, unit.span) {
            if let Some(meta) = self.meta_of(line).filter(wanted) {
                match &mut found {
                    Some(found) => found.take(meta),
                    None => found = Some(meta),
                }
            } else {
                rest = Some(line.start);
                break;
            }
        }
        let found = found?;
        match rest {
            None => self.at += 1,
            Some(start) => {
                parts.cut = true;
                if let Some(slot) = self.rest.get_mut(self.at) {
                    slot.span.start = start;
                }
            }
        }
        Some(found)
    }

    /// A short paragraph below the title is the standfirst if metadata follow it, or if it is no sentence and one
    /// follows.
    fn is_standfirst(&self, unit: Unit) -> bool {
        if unit.span.len() > 1600 {
            return false;
        }
        let standfirst = folded(self.text, unit.span);
        let length = shape::length(&standfirst);
        if !(24..=480).contains(&length) || standfirst.starts_with(['-', '–', '—', '•', '*', '>', '|'])
        {
            return false;
        }
        let next = |ahead: usize| self.rest.get(self.at + ahead).filter(|next| !next.heading);
        let first_line = |unit: &Unit| lines(self.text, unit.span).next().and_then(|line| self.meta_of(line));
        let ahead = (1..4)
            .find(|&ahead| next(ahead).is_none_or(|next| first_line(next).is_none_or(|meta| meta.strong)));
        let Some(next) = ahead.and_then(next) else { return false };
        let named = shape::could_be_name(next.span.of(self.text))
            && ahead
                .and_then(|ahead| self.rest.get(self.at + ahead + 1))
                .is_some_and(|unit| first_line(unit).is_some());
        if first_line(next).is_some() || named {
            return true;
        }
        let open = standfirst.ends_with([':', ',', ';', '：', '，', '；', '、', '،']);
        !open
            && ahead == Some(1)
            && standfirst.split(' ').count() >= if standfirst.is_ascii() { 6 } else { 1 }
            && length <= 320
            && !shape::ends_sentence(&standfirst)
            && self.is_body(next.span)
            && next.span.len() > unit.span.len()
    }

    /// A few words that are no sentence, such as the section of the paper, above the metadata: with nothing in between
    /// that is longer than a standfirst. `reach` is how many units further the metadata may stand.
    fn is_label(&self, unit: Unit, reach: usize) -> bool {
        let label = |unit: &Unit| {
            let text = unit.span.of(self.text);
            unit.span.len() <= 240
                && shape::length(text) <= 60
                && text.split_whitespace().count() <= 8
                && !text.contains('\n')
                && !shape::ends_sentence(text)
                && !shape::could_be_name(text)
        };
        let ahead = self.rest.iter().skip(self.at + 1).take(reach);
        let mut standfirsts = 0;
        label(&unit)
            && ahead
                .map_while(|next| {
                    let short = next.span.len() <= 1600 && shape::length(next.span.of(self.text)) <= 480;
                    standfirsts += usize::from(!label(next));
                    short.then_some(next).filter(|_| standfirsts <= 2)
                })
                .any(|next| self.meta_of(next.span).is_some_and(|meta| meta.strong && meta.places.is_empty()))
    }

    /// A name alone on its line, beside other metadata.
    fn is_bare_name(&self, unit: Unit, parts: &Parts) -> bool {
        let text = unit.span.of(self.text);
        let next = self.rest.get(self.at + 1).filter(|next| !next.heading);
        let beside = |unit: &Unit| lines(self.text, unit.span).next().and_then(|line| self.meta_of(line));
        unit.span.len() <= 80
            && parts.title.is_some()
            && shape::could_be_name(text)
            && next
                .and_then(beside)
                .is_some_and(|meta| meta.strong && meta.byline.is_none() && meta.places.is_empty())
    }
}
