//! What cuts a line into cells.

use memchr::{memchr, memmem};

use crate::span::Span;

/// Finds from left to right what cuts the lines of a text into cells: bars at their start, tabs or gaps of three spaces
/// inside. Few texts have any.
pub(super) struct Cells<'t> {
    bytes: &'t [u8],
    three: memmem::Finder<'static>,
    /// Where the first tab stands behind the start of the line that was looked at when one was sought; the text's end where
    /// there is none.
    tab: usize,
    /// The same of gaps.
    gap: usize,
}

impl<'t> Cells<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let three = memmem::Finder::new(b"   ");
        let mut cells = Self { bytes: text.as_bytes(), three, tab: 0, gap: 0 };
        cells.seek_tab(0);
        cells.seek_gap(0);
        cells
    }

    /// Whether a line is cut into cells: `span` without the white space at its ends, and not before that of the last call.
    pub(super) fn cut(&mut self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        if self.tab < start {
            self.seek_tab(start);
        }
        if self.gap < start {
            self.seek_gap(start);
        }
        self.tab < end || self.gap < end || self.bytes.get(start) == Some(&b'|')
    }

    fn seek_tab(&mut self, from: usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        self.tab = from + memchr(b'\t', rest).unwrap_or(rest.len());
    }

    fn seek_gap(&mut self, from: usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        self.gap = from + self.three.find(rest).unwrap_or(rest.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_are_found_wherever_they_stand(lines in prop::collection::vec(" {0,4}\\|?([ab]{1,9}( {1,3}|\t?)){0,4}b?", 0..9)) {
            let text = lines.join("\n");
            let mut cells = Cells::of(&text);
            let mut start = 0;
            for line in &lines {
                let span = Span::new(start, start + line.len()).trimmed(&text);
                let line_text = line.trim();
                if !line_text.is_empty() {
                    let cut = line_text.starts_with('|') || line_text.contains('\t') || line_text.contains("   ");
                    prop_assert_eq!(cells.cut(span), cut, "{:?}", line);
                }
                start += line.len() + 1;
            }
        }
    }
}
