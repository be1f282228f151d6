//! Text that grows block by block, as the readers of markup make it: one line a block, a blank line between them.

use crate::article::Unit;
use crate::span::Span;

/// Text made of markup.
#[derive(Debug, Default)]
pub(super) struct Flat {
    /// The blocks with a blank line between them.
    pub text: String,
    /// Where each block stands.
    pub units: Vec<Unit>,
}

impl Flat {
    /// The blocks, and whether each is a heading.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, bool)> {
        self.units.iter().map(|unit| (unit.span.of(&self.text), unit.heading))
    }
}

/// Builds text out of blocks.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    flat: Flat,
    /// Where the current unit begins; the text ends there while the unit is empty.
    start: usize,
    /// White space is due before the next character.
    space: bool,
    /// A line break came since the last character.
    broken: bool,
    heading: bool,
}

impl Blocks {
    /// Adds text to the current block; runs of white space and NULs become one space.
    pub(super) fn text(&mut self, text: &str) {
        for word in text.split_inclusive(|c: char| c.is_whitespace() || c == '\0') {
            let trimmed = word.trim_end_matches(|c: char| c.is_whitespace() || c == '\0');
            if !trimmed.is_empty() {
                self.word(trimmed);
            }
            self.space |= trimmed.len() < word.len();
        }
    }

    fn word(&mut self, word: &str) {
        if self.broken && !word.starts_with(char::is_lowercase) {
            self.end(self.heading);
        }
        self.broken = false;
        let text = &mut self.flat.text;
        if text.len() == self.start {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            self.start = text.len();
        } else if self.space {
            text.push(' ');
        }
        self.space = false;
        text.push_str(word);
    }

    /// A line break ends the paragraph unless the next line goes on in lower case.
    pub(super) fn line_break(&mut self) {
        self.broken = true;
        self.space = true;
    }

    /// Ends the block; the next one is a heading or not.
    pub(super) fn end(&mut self, heading: bool) {
        let length = self.flat.text.len();
        if length > self.start {
            self.flat.units.push(Unit { span: Span::new(self.start, length), heading: self.heading });
        }
        self.start = length;
        self.space = false;
        self.broken = false;
        self.heading = heading;
    }

    /// A space, or the break between two lines of source.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Flat {
        self.end(false);
        self.flat
    }
}
