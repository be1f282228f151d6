//! The tail of an article: what stands below the last paragraph, such as ratings, share buttons and lists of other
//! articles.

use super::date::Order;
use super::fold::fold;
use super::furniture::{self, Kind};
use super::heads::Head;
use super::sift::{Parts, Unit, lines, metadata};
use super::{meta, shape};
use crate::span::Span;

/// Lines that a tail may have.
const LONGEST: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The heading of a list of other articles.
    Marker,
    Furniture,
    /// It could be furniture, below a marker, or is a menu.
    Short,
    Body,
}

fn classify(text: &str, span: Span) -> Line {
    if span.len() > 900 {
        return Line::Body;
    }
    let line = span.of(text);
    let may_be = Head::of(line).may_be_furniture();
    match may_be.then(|| furniture::recognise(&fold(line))).flatten() {
        Some(found) if found.kind == Kind::Tail && (found.whole || !shape::ends_with_stop(line)) => {
            Line::Marker
        }
        Some(found) if found.whole || found.colon || shape::length(line) <= 240 => Line::Furniture,
        _ if shape::ends_with_stop(line) || is_long(line) => {
            if meta::is_menu(line) {
                Line::Furniture
            } else {
                Line::Body
            }
        }
        _ => Line::Short,
    }
}

/// Whether a line is longer than furniture below a marker may be.
fn is_long(line: &str) -> bool {
    line.len() > 160 && shape::length(line) > 160
}

/// Takes the tail off the units.
pub(super) fn cut(text: &str, units: &mut Vec<Unit>, parts: &mut Parts, order: &dyn Fn() -> Order) {
    let below = units.iter().rev().flat_map(|unit| lines(text, unit.span).rev());
    let mut tail = Vec::new();
    for span in below.take(LONGEST) {
        match classify(text, span) {
            Line::Body => match metadata(text, span, order).filter(|meta| meta.explicit && meta.strong) {
                Some(_) => tail.push((span, Line::Furniture)),
                None => break,
            },
            line => tail.push((span, line)),
        }
    }
    let marker = tail.iter().rposition(|(_, line)| *line == Line::Marker);
    let mut count = marker.map_or(0, |marker| marker + 1);
    while let Some((span, line)) = tail.get(count) {
        // Few lines are asked whether they are a menu: it takes long to tell.
        let furniture = match line {
            Line::Furniture => true,
            Line::Short => meta::is_menu(span.of(text)),
            _ => false,
        };
        if !furniture {
            let closing = metadata(text, *span, order).filter(|meta| meta.explicit && meta.strong);
            let Some(meta) = closing.filter(|_| tail.len() < LONGEST) else { break };
            parts.meta.take(meta);
        }
        count += 1;
    }
    let Some((first, _)) = count.checked_sub(1).and_then(|last| tail.get(last)) else { return };
    while units.last().is_some_and(|unit| unit.span.start >= first.start) {
        units.pop();
    }
    if let Some(last) = units.last_mut()
        && last.span.end > first.start
    {
        last.span.end = first.start;
        last.span = last.span.trimmed(text);
        parts.cut = true;
    }
}
