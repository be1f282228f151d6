//! The lines of a text, those together that follow one another without a blank one between.

use super::ends::LineEnds;
use super::line::{Known, Line};
use crate::bits::{Bytes, Finder, Kind, is, within};
use crate::span::Span;

/// What a text is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    /// A line between blank ones: without white space at its ends it is a paragraph, whatever it looks like.
    Alone(Span),
    /// A line of a block of two or more.
    Line(Line),
    /// The end of a block.
    End,
}

/// The lines of a text, each looked at once.
pub(super) struct Lines<'t> {
    text: &'t str,
    raw: RawLines<'t>,
    /// The line that comes next; nothing before the first one is read.
    next: Option<RawLine>,
    /// Whether the line before belongs to a block.
    inside: bool,
    known: Known<'t>,
}

impl<'t> Lines<'t> {
    /// The lines of a text, between these line ends if they are known.
    pub(super) fn of(text: &'t str, ends: Option<&'t LineEnds>) -> Self {
        let known = Known::of(text, ends.is_some_and(LineEnds::ascii));
        Self { text, raw: RawLines::of(text, ends), next: None, inside: false, known }
    }
}

impl Iterator for Lines<'_> {
    type Item = Piece;

    #[inline]
    fn next(&mut self) -> Option<Piece> {
        loop {
            let next = self.raw.next();
            let Some(line) = std::mem::replace(&mut self.next, next).filter(|line| !line.span.is_empty())
            else {
                if std::mem::take(&mut self.inside) {
                    return Some(Piece::End);
                }
                // At the beginning, and behind blank lines.
                next?;
                continue;
            };
            self.inside |= next.is_some_and(|next| !next.span.is_empty());
            return Some(if self.inside {
                Piece::Line(Line::new(self.text, line.start, line.span, &mut self.known))
            } else {
                Piece::Alone(line.span)
            });
        }
    }
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RawLine {
    /// The byte that it begins at.
    start: usize,
    /// Its text without white space at the ends; empty where there is nothing else.
    span: Span,
}

/// Bytes that may end a line, or begin the character that does.
struct End;

impl Kind for End {
    fn of(bytes: Bytes) -> Bytes {
        within(bytes, b'\n', b'\r') | is(bytes, 0xC2) | is(bytes, 0xE2)
    }
}

/// Finds from left to right where line ends begin.
enum Ends<'t> {
    /// There may be bytes that only look like one.
    Sought(Finder<'t, End>),
    /// Those that are left.
    Known(&'t [u32]),
}

impl Ends<'_> {
    /// The first at or after `from`, or the text's end.
    #[inline]
    fn next(&mut self, from: usize, text: &str) -> usize {
        match self {
            Self::Sought(ends) => ends.next(from),
            Self::Known(ends) => loop {
                let Some((&end, after)) = ends.split_first() else { return text.len() };
                *ends = after;
                if end as usize >= from {
                    return (end as usize).min(text.len());
                }
            },
        }
    }
}

/// The lines of a text without their line ends: `\n`, `\r\n`, `\r`, U+0085, U+2028, U+2029, vertical tab and form feed. A
/// form feed after another line end adds no line.
struct RawLines<'t> {
    text: &'t str,
    ends: Ends<'t>,
    /// Where the next line begins; `None` behind the last one.
    at: Option<usize>,
}

impl<'t> RawLines<'t> {
    fn of(text: &'t str, ends: Option<&'t LineEnds>) -> Self {
        let sought = || Ends::Sought(Finder::new(text.as_bytes()));
        let ends = ends.map_or_else(sought, |ends| Ends::Known(ends.places()));
        Self { text, ends, at: Some(0) }
    }

    /// Where the next line end from `from` on begins and ends, or the text does.
    #[inline]
    fn line_end(&mut self, from: usize) -> (usize, Option<usize>) {
        let bytes = self.text.as_bytes();
        let mut from = from;
        loop {
            let at = self.ends.next(from, self.text);
            let Some(&byte) = bytes.get(at) else { return (at, None) };
            let len = if byte == b'\n' {
                1
            } else {
                match &bytes[at..] {
                    [b'\r', b'\r', b'\n', ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
                    [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
                    [b'\x0b'..=b'\r', ..] => 1,
                    _ => {
                        from = at + 1;
                        continue;
                    }
                }
            };
            return (at, Some(at + len));
        }
    }
}

impl Iterator for RawLines<'_> {
    type Item = RawLine;

    #[inline]
    fn next(&mut self) -> Option<RawLine> {
        let bytes = self.text.as_bytes();
        let mut start = self.at?;
        while start > 0 && bytes.get(start) == Some(&b'\x0c') {
            start += 1;
        }
        let (end, next) = self.line_end(start);
        self.at = next;
        let span = Span::new(start, end);
        let trimmed = match &bytes[start..end] {
            [] => true,
            [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
            [_] => false,
        };
        Some(RawLine { start, span: if trimmed { span } else { span.trimmed(self.text) } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_begin_with_a_few_bytes() {
        crate::bits::assert_kind::<End>(|byte| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2));
    }

    /// Character by character.
    fn naive(text: &str) -> Vec<RawLine> {
        let ends = ['\n', '\r', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}'];
        let mut lines = Vec::new();
        let mut rest = text;
        loop {
            let start = text.len() - rest.len();
            let end = rest.find(ends);
            let line = &rest[..end.unwrap_or(rest.len())];
            let front = start + line.len() - line.trim_start().len();
            lines.push((start, front, line.trim()));
            let Some(end) = end else { break };
            rest = &rest[end..];
            let len = ["\r\r\n", "\r\n"].iter().find(|end| rest.starts_with(**end));
            rest = &rest[len.map_or(rest.chars().next().unwrap().len_utf8(), |end| end.len())..];
            rest = rest.trim_start_matches('\x0c');
        }
        lines
            .iter()
            .map(|&(start, front, line)| RawLine { start, span: Span::new(front, front + line.len()) })
            .collect()
    }

    proptest! {
        #[test]
        fn lines_are_those_of_a_split(text in "([ab ]|[ \n\r\x0b\x0c\u{85}\u{2028}\u{2029}é’\u{a0}\t]|[a-z ]{60}){0,12}") {
            let found: Vec<_> = RawLines::of(&text, None).collect();
            let expected = naive(&text);
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert_eq!(found.start, expected.start);
                prop_assert_eq!(found.span.is_empty(), expected.span.is_empty());
                prop_assert!(found.span.is_empty() || found.span == expected.span);
            }
            let places = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'\n'..=b'\r'));
            if let Some(ends) = LineEnds::of(&text, places.map(|(at, _)| at as u32).collect()) {
                prop_assert_eq!(&RawLines::of(&text, Some(&ends)).collect::<Vec<_>>(), &found);
            } else {
                let beyond = ['\u{85}', '\u{2028}', '\u{2029}'];
                prop_assert!(text.contains(beyond));
            }
            // Blocks are what blank lines part.
            let mut blocks: Vec<Vec<Span>> = vec![Vec::new()];
            for line in &expected {
                if line.span.is_empty() { blocks.push(Vec::new()) } else { blocks.last_mut().unwrap().push(line.span) }
            }
            blocks.retain(|block| !block.is_empty());
            let mut pieces: Vec<Vec<Span>> = Vec::new();
            let mut inside = false;
            for piece in Lines::of(&text, None) {
                match piece {
                    Piece::Alone(span) => pieces.push(vec![span]),
                    Piece::Line(line) if inside => pieces.last_mut().unwrap().push(line.span),
                    Piece::Line(line) => pieces.push(vec![line.span]),
                    Piece::End => {}
                }
                inside = matches!(piece, Piece::Line(_));
            }
            prop_assert_eq!(pieces, blocks);
        }
    }
}
