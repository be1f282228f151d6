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
    let mut seen = Seen::default();
    // About as many lines as a text of hard-wrapped ones has.
    seen.lines.reserve((text.len() / 64).min(TELLING));
    let mut evidence = Evidence::new();
    seen.read(&mut lines, Some(&mut evidence));
    let mut layout = Layout::of(&evidence, &seen);
    let mut paragraphs = Vec::with_capacity(seen.blocks.len() + seen.lines.len() / 4);
    layout.settle_seen(&mut seen, &mut paragraphs);
    while seen.read(&mut lines, None) {
        layout.settle_seen(&mut seen, &mut paragraphs);
    }
    paragraphs
}

/// Lines between blank ones.
enum Block {
    /// A line that is a paragraph.
    Alone(Span),
    /// So many of the lines that were seen, and how they alone say that they came about, if that was asked.
    Lines(usize, Option<Wrap>),
}

/// A part of a text.
#[derive(Default)]
struct Seen {
    blocks: Vec<Block>,
    /// The lines of all blocks of two or more, and of one that is not at its end.
    lines: Vec<Line>,
}

impl Seen {
    /// Reads on: as much as is telling, or as many lines as that may have been; whether there was anything.
    fn read(&mut self, lines: &mut Lines<'_>, mut evidence: Option<&mut Evidence>) -> bool {
        let mut of_block = Evidence::new();
        let mut some = false;
        // The lines before the block.
        let mut before = 0;
        loop {
            let enough = match &evidence {
                Some(evidence) => evidence.joins() + of_block.joins() >= TELLING,
                None => self.lines.len() >= TELLING,
            };
            if enough {
                break;
            }
            let Some(piece) = lines.next() else { break };
            some = true;
            match piece {
                Piece::Alone(span) => self.blocks.push(Block::Alone(span)),
                Piece::Line(line) => {
                    if evidence.is_some()
                        && let Some(last) = self.lines.get(before..).and_then(<[Line]>::last)
                    {
                        of_block.add(last, &line);
                    }
                    self.lines.push(line);
                }
                Piece::End => {
                    let count = self.lines.len() - before;
                    before = self.lines.len();
                    let wrap = evidence.as_mut().map(|evidence| {
                        let wrap = of_block.wrap();
                        evidence.take(&mut of_block);
                        wrap
                    });
                    self.blocks.push(Block::Lines(count, wrap));
                }
            }
        }
        if let Some(evidence) = evidence {
            evidence.take(&mut of_block);
        }
        some
    }
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
    /// Looks at a text as a whole, or at as much of it as is telling.
    fn of(evidence: &Evidence, seen: &Seen) -> Self {
        let several = seen.blocks.iter().filter(|block| matches!(block, Block::Lines(..))).count();
        Self {
            wrap: evidence.wrap(),
            sole: several <= 1 && evidence.joins() < TELLING,
            hangs: evidence.hangs(),
            indents: evidence.indents(),
            stops: Vec::new(),
            open: None,
        }
    }

    /// Decides what was seen; leaves the lines that are not at the end of their block.
    fn settle_seen(&mut self, seen: &mut Seen, paragraphs: &mut Vec<Span>) {
        let mut rest = &seen.lines[..];
        for block in seen.blocks.drain(..) {
            match block {
                Block::Alone(span) => paragraphs.push(span),
                Block::Lines(count, wrap) => {
                    let (block, after) = rest.split_at(count);
                    let last = self.settle_stretches(block, paragraphs);
                    self.settle(last, wrap.filter(|_| last.len() == count), paragraphs);
                    self.end_block(paragraphs);
                    rest = after;
                }
            }
        }
        rest = self.settle_stretches(rest, paragraphs);
        let settled = seen.lines.len() - rest.len();
        seen.lines.drain(..settled);
    }

    /// Decides what [`STRETCH`] lines are enough for; gives the lines that are left, of which the first was among them.
    fn settle_stretches<'l>(&mut self, lines: &'l [Line], paragraphs: &mut Vec<Span>) -> &'l [Line] {
        let mut rest = lines;
        while let Some(stretch) = rest.get(..STRETCH) {
            self.settle(stretch, None, paragraphs);
            rest = &rest[STRETCH - 1..];
        }
        rest
    }

    fn end_block(&mut self, paragraphs: &mut Vec<Span>) {
        paragraphs.extend(self.open.take().map(|paragraph| paragraph.span));
    }

    /// Decides all joins of some lines; the last paragraph stays open. They may be known to have come about in some way.
    fn settle(&mut self, lines: &[Line], wrap: Option<Wrap>, paragraphs: &mut Vec<Span>) {
        let Some(first) = lines.first() else { return };
        let mut paragraph = self.open.unwrap_or_else(|| Paragraph::new(first));
        self.stops.clear();
        let wrap = self.wrap_of_block(lines, wrap);
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
    fn wrap_of_block(&self, lines: &[Line], known: Option<Wrap>) -> Wrap {
        let all = self.sole && self.open.is_none() && lines.len() < STRETCH;
        if lines.len() < 3 || all {
            return self.wrap;
        }
        match known.unwrap_or_else(|| Evidence::of(lines).wrap()) {
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
