//! Which line ends are paragraph ends and which are mere wraps.
//!
//! Some people write a paragraph as one long line, some wrap it at seventy columns, some mark it by an indent and some
//! by a blank line; a page taken from a PDF breaks its lines wherever the column ended. Summaries need paragraphs, and a
//! sentence must neither be cut at a wrap nor run from a headline into the text below. The layout therefore looks at the
//! whole text first: at how wide its lines are, and whether each would have had room for the first word of the next
//! (`layout/wrap.rs`). Then it decides line end by line end, in time linear in the text; what it keeps in mind besides the
//! paragraphs is bounded.

mod ascii;
mod cells;
mod ends;
mod line;
mod lines;
mod wrap;

pub(crate) use ends::LineEnds;

use crate::span::Span;
use line::{Ending, Line, Opening};
use lines::{Lines, Piece};
use wrap::{Evidence, Wrap};

/// Lines that are looked at together. Longer blocks are taken in stretches of this many.
const STRETCH: usize = 1024;

/// Line ends after which the width of a text is known.
const TELLING: usize = 4096;

/// The paragraphs of a text: trimmed, non-empty, in order, without overlap. A paragraph may hold line breaks where the
/// text is hard-wrapped; sentences never cross its ends. What lies between two paragraphs is white space.
///
/// ```
/// use epitome::segment::layout::paragraphs;
/// let text = "Fog stops the ferry\n\nThe ferry to Carrick Ness stayed in port\non Monday, and so did the mail.";
/// let pieces: Vec<&str> = paragraphs(text).into_iter().map(|span| span.of(text)).collect();
/// assert_eq!(pieces.len(), 2);
/// assert!(pieces[1].ends_with("port\non Monday, and so did the mail."));
/// ```
pub fn paragraphs(text: &str) -> Vec<Span> {
    paragraphs_of_lines(text, None)
}

/// The same, where the text's line ends are known or not.
pub(crate) fn paragraphs_of_lines(text: &str, ends: Option<&LineEnds>) -> Vec<Span> {
    let mut lines = Lines::of(text, ends);
    let (mut layout, seen) = Layout::of(&mut lines, text.len());
    let mut paragraphs = Vec::with_capacity(seen.blocks.len());
    let mut rest = &seen.lines[..];
    for block in &seen.blocks {
        match *block {
            Block::Alone(span) => paragraphs.push(span),
            Block::Lines(count) => {
                let (block, after) = rest.split_at(count);
                let block = layout.settle_stretches(block, &mut paragraphs);
                layout.settle(block, &mut paragraphs);
                layout.end_block(&mut paragraphs);
                rest = after;
            }
        }
    }
    // The rest of a text that goes on behind what is telling.
    let mut rest = layout.settle_stretches(rest, &mut paragraphs).to_vec();
    for piece in lines {
        match piece {
            Piece::Alone(span) => paragraphs.push(span),
            Piece::Line(line) => {
                rest.push(line);
                if rest.len() == STRETCH {
                    layout.settle(&rest, &mut paragraphs);
                    rest.clear();
                    rest.push(line);
                }
            }
            Piece::End => {
                layout.settle(&rest, &mut paragraphs);
                layout.end_block(&mut paragraphs);
                rest.clear();
            }
        }
    }
    paragraphs
}

/// Lines between blank ones.
enum Block {
    /// A line that is a paragraph.
    Alone(Span),
    /// So many of the lines that were seen.
    Lines(usize),
}

/// As much of a text as is telling.
struct Seen {
    blocks: Vec<Block>,
    /// The lines of all blocks of two or more, and of one that is not at its end.
    lines: Vec<Line>,
}

/// What the whole text says about the lines of a block.
struct Layout {
    wrap: Wrap,
    /// Whether there is one block at most, so that the wrap of the text is that of the block.
    sole: bool,
    hangs: bool,
    indents: bool,
    /// Entry `i`: whether the run of lines from `i` that begin in lower case comes to a full stop; empty until it is asked for.
    stops: Vec<bool>,
    /// The paragraph that a stretch of a long block left open.
    open: Option<Paragraph>,
}

/// A paragraph under construction.
#[derive(Clone, Copy)]
struct Paragraph {
    span: Span,
    /// The indent of the list marker that it begins with.
    item: Option<u8>,
}

impl Paragraph {
    fn new(line: &Line) -> Self {
        Self { span: line.span, item: (line.marker > 0).then_some(line.indent) }
    }
}

impl Layout {
    /// Looks at a text of `length` bytes as a whole, or at as much of it as is telling.
    fn of(lines: &mut Lines<'_>, length: usize) -> (Self, Seen) {
        // About as many lines as a text of hard-wrapped ones has.
        let likely = (length / 64).min(TELLING);
        let mut seen = Seen { blocks: Vec::new(), lines: Vec::with_capacity(likely) };
        let mut evidence = Evidence::new();
        let mut several = 0;
        // The lines before the block.
        let mut before = 0;
        while evidence.joins() < TELLING
            && let Some(piece) = lines.next()
        {
            match piece {
                Piece::Alone(span) => seen.blocks.push(Block::Alone(span)),
                Piece::Line(line) => {
                    if let Some(last) = seen.lines.get(before..).and_then(<[Line]>::last) {
                        evidence.add(last, &line);
                    }
                    seen.lines.push(line);
                }
                Piece::End => {
                    several += 1;
                    seen.blocks.push(Block::Lines(seen.lines.len() - before));
                    before = seen.lines.len();
                }
            }
        }
        let layout = Self {
            wrap: evidence.wrap(),
            sole: several <= 1 && evidence.joins() < TELLING,
            hangs: evidence.hangs(),
            indents: evidence.indents(),
            stops: Vec::new(),
            open: None,
        };
        (layout, seen)
    }

    /// Decides what [`STRETCH`] lines are enough for; gives the lines that are left, of which the first was among them.
    fn settle_stretches<'l>(&mut self, lines: &'l [Line], paragraphs: &mut Vec<Span>) -> &'l [Line] {
        let mut rest = lines;
        while let Some(stretch) = rest.get(..STRETCH) {
            self.settle(stretch, paragraphs);
            rest = &rest[STRETCH - 1..];
        }
        rest
    }

    fn end_block(&mut self, paragraphs: &mut Vec<Span>) {
        paragraphs.extend(self.open.take().map(|paragraph| paragraph.span));
    }

    /// Decides all joins of some lines; the last paragraph stays open.
    fn settle(&mut self, lines: &[Line], paragraphs: &mut Vec<Span>) {
        let Some(first) = lines.first() else { return };
        let mut paragraph = self.open.unwrap_or_else(|| Paragraph::new(first));
        self.stops.clear();
        let wrap = self.wrap_of_block(lines);
        for (at, line) in lines.iter().enumerate().skip(1) {
            if self.is_end(lines, at - 1, wrap, paragraph.item) {
                paragraphs.push(paragraph.span);
                paragraph = Paragraph::new(line);
            } else {
                paragraph.span.end = line.span.end;
            }
        }
        self.open = Some(paragraph);
    }

    /// Whether the run of lines from `at` that begin in lower case comes to a full stop.
    fn stops(&mut self, lines: &[Line], at: usize) -> bool {
        if self.stops.is_empty() {
            self.stops.resize(lines.len(), false);
            let mut stops = false;
            for (at, line) in lines.iter().enumerate().rev() {
                stops |= !line.ending.is_open();
                self.stops[at] = stops;
                stops &= line.opening == Opening::Lower && line.marker == 0;
            }
        }
        self.stops.get(at).is_some_and(|&stops| stops)
    }

    /// A block that is evidently wrapped has its own width; others have that of the text.
    fn wrap_of_block(&self, lines: &[Line]) -> Wrap {
        let all = self.sole && self.open.is_none() && lines.len() < STRETCH;
        if lines.len() < 3 || all {
            return self.wrap;
        }
        let mut evidence = Evidence::new();
        for pair in lines.windows(2) {
            evidence.add(&pair[0], &pair[1]);
        }
        match evidence.wrap() {
            wrap @ Wrap::Sharp(_) => wrap,
            wrap if self.wrap == Wrap::Loose => wrap,
            _ => self.wrap,
        }
    }

    /// Whether a paragraph ends with line `at`; another line follows. `item` is the indent of the list item that the
    /// paragraph is, if it is one.
    fn is_end(&mut self, lines: &[Line], at: usize, wrap: Wrap, item: Option<u8>) -> bool {
        let (line, next) = (&lines[at], &lines[at + 1]);
        if line.rule || next.rule || (line.cells && next.cells) {
            return true;
        }
        let open = line.ending.is_open();
        if next.marker > 0 {
            // A dash or a number may come to stand at the start of a line by chance, but only where it did not fit.
            let squeezed = !wrap.has_room(line, 1 + next.marker);
            let listed = item.is_some() || line.ending == Ending::Colon;
            return !(squeezed && (open || !listed || (next.dash && next.opening == Opening::Lower)));
        }
        if item.is_some_and(|indent| next.indent > indent) {
            return false;
        }
        let runs_on = open && next.opening == Opening::Lower;
        if runs_on {
            // Short lines without any full stop are a list.
            return wrap.has_room(line, next.first) && wrap.is_stub(line) && !self.stops(lines, at + 1);
        }
        let room = wrap.has_room(line, next.first);
        if !self.hangs && next.indent > line.indent + 1 {
            let returns = lines.get(at + 2).is_some_and(|line| line.indent < next.indent);
            if self.indents || returns || !open {
                return true;
            }
        }
        if self.indents && next.indent > 1 && next.indent == line.indent && !open {
            return true;
        }
        match wrap {
            Wrap::Sharp(_) => room,
            Wrap::Ragged(_) => room && next.opening != Opening::Lower,
            Wrap::Loose => !(line.ending == Ending::Hanging && next.opening == Opening::Caseless),
        }
    }
}
