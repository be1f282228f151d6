//! The wrap width of a text, inferred from its own lines.
//!
//! Two lines in a row are a *join*; where the first ends without punctuation and the second begins with a small letter
//! (or in a script without case), the join is most likely a wrap. A greedy wrapper of width `w` breaks before a word
//! only if it does not fit, so every wrap obeys `width ≤ w < width + 1 + first word of the next line`. The width that
//! satisfies most of the likely wraps is the width of the text.

use super::line::{Line, Opening, WIDEST};

/// How the lines of a text, or of a stretch of it, came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Wrapped at this many columns, to the character.
    Sharp(usize),
    /// Set in lines of about this many columns, as text taken from a printed page.
    Ragged(usize),
    /// Not wrapped: a line is a paragraph.
    Loose,
}

/// Shares of a width, in percent: a ragged line is full from here on …
const RAGGED_FULL: usize = 80;
/// … and a sharp line may be an item of a list below this.
const STUB: usize = 60;

impl Wrap {
    /// Whether `columns` more would have fitted on `line`.
    pub(super) fn has_room(self, line: &Line, columns: u8) -> bool {
        let width_then = usize::from(line.width) + usize::from(columns);
        match self {
            Wrap::Sharp(width) => width_then <= width,
            Wrap::Ragged(width) => width_then * 100 <= width * RAGGED_FULL,
            Wrap::Loose => true,
        }
    }

    /// Whether `line` is so short that one which runs on may be an item of a list.
    pub(super) fn is_stub(self, line: &Line) -> bool {
        match self {
            Wrap::Sharp(width) => usize::from(line.width) * 100 < width * STUB,
            // A printed page has narrow columns beside wide ones.
            Wrap::Ragged(_) => false,
            Wrap::Loose => line.width < 40,
        }
    }
}

/// What the joins of a text say about its width and its indents.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    joins: usize,
    /// Joins that are most likely wraps.
    likely: usize,
    /// Likely wraps before a small letter.
    lower: usize,
    /// Entry `w`: joins that begin to allow the width `w`, less those that cease to.
    allowing: [i16; WIDEST + 2],
    /// The same of likely wraps alone.
    likely_allowing: [i16; WIDEST + 2],
    /// Entry `w`: likely wraps after a line of width `w`.
    widths: [u16; WIDEST + 2],
    /// The widths that all joins allow: from …
    from: usize,
    /// … to, exclusive.
    to: usize,
    /// The narrowest line before a join.
    least: usize,
    /// Whether lines begin in a script that wraps anywhere.
    ideographic: bool,
    /// Deeper lines that go on with a sentence.
    hanging: usize,
    /// Deeper lines that begin one.
    indented: usize,
}

impl Evidence {
    pub(super) fn new() -> Self {
        Self {
            joins: 0,
            likely: 0,
            lower: 0,
            allowing: [0; WIDEST + 2],
            likely_allowing: [0; WIDEST + 2],
            widths: [0; WIDEST + 2],
            from: 0,
            to: usize::MAX,
            least: usize::MAX,
            ideographic: false,
            hanging: 0,
            indented: 0,
        }
    }

    /// What some lines in a row say.
    pub(super) fn of(lines: &[Line]) -> Self {
        let mut evidence = Self::new();
        for pair in lines.windows(2) {
            evidence.add(&pair[0], &pair[1]);
        }
        evidence
    }

    /// Takes over what other joins say, of which nothing is left.
    pub(super) fn take(&mut self, other: &mut Self) {
        if other.joins == 0 {
            return;
        }
        let other = std::mem::replace(other, Self::new());
        self.joins += other.joins;
        self.likely += other.likely;
        self.lower += other.lower;
        for width in 0..WIDEST + 2 {
            self.allowing[width] += other.allowing[width];
            self.likely_allowing[width] += other.likely_allowing[width];
            self.widths[width] += other.widths[width];
        }
        self.from = self.from.max(other.from);
        self.to = self.to.min(other.to);
        self.least = self.least.min(other.least);
        self.ideographic |= other.ideographic;
        self.hanging += other.hanging;
        self.indented += other.indented;
    }

    /// Takes one join into account.
    pub(super) fn add(&mut self, line: &Line, next: &Line) {
        if next.marker > 0 || line.rule || next.rule || (line.cells && next.cells) {
            return;
        }
        let runs_on = line.ending.is_open() && next.opening == Opening::Lower;
        if next.indent > line.indent + 1 && line.marker == 0 {
            self.hanging += usize::from(runs_on);
            self.indented += usize::from(!line.ending.is_open() && next.opening != Opening::Lower);
        }
        self.joins += 1;
        let width = usize::from(line.width);
        let least = width + usize::from(next.first);
        self.from = self.from.max(width);
        self.to = self.to.min(least);
        self.least = self.least.min(width);
        self.ideographic |= next.first == 3 && next.opening == Opening::Caseless;
        let likely = line.ending.is_open() && next.opening != Opening::Other;
        let (begin, cease) = (width.min(WIDEST + 1), least.min(WIDEST + 1));
        self.allowing[begin] += 1;
        self.allowing[cease] -= 1;
        // Counted without a branch, for that one could not be foretold.
        self.likely += usize::from(likely);
        self.lower += usize::from(runs_on);
        self.widths[begin] += u16::from(likely);
        self.likely_allowing[begin] += i16::from(likely);
        self.likely_allowing[cease] -= i16::from(likely);
    }

    /// How many joins were counted.
    pub(super) fn joins(&self) -> usize {
        self.joins
    }

    /// Whether deeper lines go on with their paragraph.
    pub(super) fn hangs(&self) -> bool {
        self.hanging > self.indented
    }

    /// Whether deeper lines begin paragraphs.
    pub(super) fn indents(&self) -> bool {
        self.indented >= 2 && self.indented > self.hanging
    }

    /// How the lines came about.
    pub(super) fn wrap(&self) -> Wrap {
        if self.likely == 0 {
            return Wrap::Loose;
        }
        let narrowest = if self.ideographic { 15 } else { 30 };
        let enough = if self.lower > 0 { 2 } else { 3 };
        if self.joins >= enough
            && self.likely > 0
            && (narrowest..=WIDEST).contains(&self.from)
            && self.from < self.to
        {
            return Wrap::Sharp(self.from);
        }
        let (width, likely, all) = self.most_allowed();
        let many = self.likely >= 3 && self.likely * 6 >= self.joins && likely * 100 >= self.likely * 94;
        let most = self.likely > 0 && self.joins >= 3 && likely == self.likely && all * 10 >= self.joins * 6;
        if width >= narrowest && (many || most) {
            return Wrap::Sharp(width);
        }
        self.ragged().unwrap_or(Wrap::Loose)
    }

    /// The (narrowest) width that most joins allow, likely wraps counting threefold; how many likely wraps allow it, and
    /// how many joins in all.
    fn most_allowed(&self) -> (usize, usize, usize) {
        let mut best = (0, 0, 0);
        let (mut likely, mut all) = (0, 0);
        // Narrower than the narrowest line is none allowed, and wider than the widest none more.
        for width in self.least.min(WIDEST)..=self.from.min(WIDEST) {
            likely += i32::from(self.likely_allowing[width]);
            all += i32::from(self.allowing[width]);
            if 2 * likely + all > 2 * best.1 + best.2 {
                best = (width, likely, all);
            }
        }
        (best.0, best.1 as usize, best.2 as usize)
    }

    fn ragged(&self) -> Option<Wrap> {
        let cased = self.lower >= 4 && self.lower * 4 >= self.joins;
        let caseless = self.likely - self.lower >= 6 && self.likely * 2 >= self.joins;
        if !cased && !caseless {
            // A few lines are enough if all are of nearly one length.
            let even = self.joins >= 3 && self.lower >= 2 && self.lower * 3 >= self.joins;
            let wide = (30..=WIDEST).contains(&self.from) && self.least * 10 >= self.from * 7;
            return (even && wide).then_some(Wrap::Ragged(self.from));
        }
        let mut below = 0;
        let width = (0..=WIDEST).find(|&width| {
            below += usize::from(self.widths[width]);
            below * 10 >= self.likely * 9
        })?;
        let near: usize = self.widths[width * 6 / 10..=width].iter().map(|&lines| usize::from(lines)).sum();
        let needed = if cased { 50 } else { 75 };
        (width >= 30 && near * 100 >= self.likely * needed).then_some(Wrap::Ragged(width))
    }
}
