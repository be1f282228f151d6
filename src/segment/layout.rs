//! Which line ends are paragraph ends and which are mere wraps.

use crate::span::Span;

/// The paragraphs of a text: trimmed, non-empty, in order, without overlap. A paragraph may hold line breaks where the
/// text is hard-wrapped; sentences never cross its ends.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trimmed(text);
        if !span.is_empty() {
            spans.push(span);
        }
        start += line.len();
    }
    spans
}
