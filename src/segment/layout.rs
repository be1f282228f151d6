//! Which line ends are paragraph ends and which are mere wraps.
//!
//! Some people write a paragraph as one long line, some wrap it at seventy columns, some mark it by an indent and some
//! by a blank line; a page taken from a PDF breaks its lines wherever the column ended. Summaries need paragraphs, and a
//! sentence must neither be cut at a wrap nor run from a headline into the text below. The layout therefore looks at the
//! whole text first: at how wide its lines are, and whether each would have had room for the first word of the next
//! (`layout/wrap.rs`). Then it decides line end by line end, in time linear in the text; what it keeps in mind besides the
//! paragraphs is bounded.

mod cells;
mod line;
mod lines;
mod wrap;

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
    let mut lines = Lines::of(text);
    // About as many lines as a text of hard-wrapped ones has.
    let mut seen = Vec::with_capacity((text.len() / 64).min(TELLING));
    let mut layout = Layout::of(&mut lines, &mut seen);
    let mut paragraphs = Vec::new();
    for piece in seen.into_iter().chain(lines) {
        match piece {
            Piece::Alone(span) => paragraphs.push(span),
            Piece::Line(line) => layout.push(line, &mut paragraphs),
            Piece::End => layout.end_block(&mut paragraphs),
        }
    }
    paragraphs
}

/// The lines of a block (lines between blank ones) and what the whole text says about them.
struct Layout {
    wrap: Wrap,
    /// Whether there is one block at most, so that the wrap of the text is that of the block.
    sole: bool,
    hangs: bool,
    indents: bool,
    lines: Vec<Line>,
    /// Entry `i`: whether the run of lines from `i` that begin in lower case comes to a full stop.
    stops: Vec<bool>,
    /// The paragraph that a stretch of a long block left open.
    open: Option<Paragraph>,
}

/// A paragraph under construction.
#[derive(Clone, Copy)]
struct Paragraph {
    span: Span,
    /// The indent of the list marker that it begins with.
    item: Option<usize>,
}

impl Paragraph {
    fn new(line: &Line) -> Self {
        Self { span: line.span, item: (line.marker > 0).then_some(line.indent) }
    }
}

impl Layout {
    /// Looks at a text as a whole, or at as much of it as is telling; keeps what was `seen` of it.
    fn of(lines: &mut Lines<'_>, seen: &mut Vec<Piece>) -> Self {
        let mut evidence = Evidence::new();
        let mut before: Option<Line> = None;
        let mut blocks = 0;
        while evidence.joins() < TELLING
            && let Some(piece) = lines.next()
        {
            let line = if let Piece::Line(line) = piece { Some(line) } else { None };
            if let (Some(before), Some(line)) = (&before, &line) {
                evidence.add(before, line);
            }
            before = line;
            blocks += usize::from(matches!(piece, Piece::End));
            seen.push(piece);
        }
        Self {
            wrap: evidence.wrap(),
            sole: blocks <= 1 && evidence.joins() < TELLING,
            hangs: evidence.hangs(),
            indents: evidence.indents(),
            lines: Vec::new(),
            stops: Vec::new(),
            open: None,
        }
    }

    fn push(&mut self, line: Line, paragraphs: &mut Vec<Span>) {
        self.lines.push(line);
        if self.lines.len() >= STRETCH {
            self.settle(paragraphs);
            self.lines.clear();
            self.lines.push(line);
        }
    }

    fn end_block(&mut self, paragraphs: &mut Vec<Span>) {
        self.settle(paragraphs);
        self.lines.clear();
        paragraphs.extend(self.open.take().map(|paragraph| paragraph.span));
    }

    /// Decides all joins of the gathered lines; the last paragraph stays open.
    fn settle(&mut self, paragraphs: &mut Vec<Span>) {
        let Some(first) = self.lines.first() else { return };
        let mut paragraph = self.open.unwrap_or_else(|| Paragraph::new(first));
        self.find_stops();
        let wrap = self.wrap_of_block();
        for at in 1..self.lines.len() {
            let line = &self.lines[at];
            if self.is_end(at - 1, wrap, paragraph.item) {
                paragraphs.push(paragraph.span);
                paragraph = Paragraph::new(line);
            } else {
                paragraph.span.end = line.span.end;
            }
        }
        self.open = Some(paragraph);
    }

    fn find_stops(&mut self) {
        self.stops.clear();
        self.stops.resize(self.lines.len(), false);
        let mut stops = false;
        for (at, line) in self.lines.iter().enumerate().rev() {
            stops |= !line.ending.is_open();
            self.stops[at] = stops;
            stops &= line.opening == Opening::Lower && line.marker == 0;
        }
    }

    /// A block that is evidently wrapped has its own width; others have that of the text.
    fn wrap_of_block(&self) -> Wrap {
        let all = self.sole && self.open.is_none() && self.lines.len() < STRETCH;
        if self.lines.len() < 3 || all {
            return self.wrap;
        }
        let mut evidence = Evidence::new();
        for pair in self.lines.windows(2) {
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
    fn is_end(&self, at: usize, wrap: Wrap, item: Option<usize>) -> bool {
        let (line, next) = (&self.lines[at], &self.lines[at + 1]);
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
            return wrap.has_room(line, next.first) && wrap.is_stub(line) && !self.stops[at + 1];
        }
        let room = wrap.has_room(line, next.first);
        if !self.hangs && next.indent > line.indent + 1 {
            let returns = self.lines.get(at + 2).is_some_and(|line| line.indent < next.indent);
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
