//! From offsets in bytes, as Rust has them, to offsets in characters, as Python has them.

use epitome::span::Span;

/// The start and end of each span in characters (code points), in one pass over the text in whatever order they come.
pub(crate) fn of_spans(text: &str, spans: &[Span]) -> Vec<(usize, usize)> {
    if text.is_ascii() {
        return spans.iter().map(|span| (span.start as usize, span.end as usize)).collect();
    }
    let mut bytes: Vec<usize> =
        spans.iter().flat_map(|span| [span.start as usize, span.end as usize]).collect();
    bytes.sort_unstable();
    bytes.dedup();
    let mut chars = Vec::with_capacity(bytes.len());
    let (mut byte, mut passed) = (0, 0);
    for &next in &bytes {
        passed += text.get(byte..next).unwrap_or_default().chars().count();
        chars.push(passed);
        byte = next;
    }
    let char = |at: u32| {
        bytes.binary_search(&(at as usize)).ok().and_then(|found| chars.get(found)).copied().unwrap_or(passed)
    };
    spans.iter().map(|span| (char(span.start), char(span.end))).collect()
}
