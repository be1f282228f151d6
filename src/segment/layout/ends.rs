//! The line ends of a text, where whoever made the text has seen them.

use memchr::memchr2_iter;

/// Where the line ends of a text begin, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LineEnds(Vec<u32>);

impl LineEnds {
    /// The line ends of a text that has those of ASCII (`\n`, `\r`, vertical tab and form feed) at these places and nowhere
    /// else; nothing if it has others too.
    pub(crate) fn of(text: &str, ascii: Vec<u32>) -> Option<Self> {
        let bytes = text.as_bytes();
        let others = memchr2_iter(0xC2, 0xE2, bytes)
            .any(|at| matches!(bytes.get(at..), Some([0xC2, 0x85, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..])));
        (!others).then_some(Self(ascii))
    }

    pub(super) fn places(&self) -> &[u32] {
        &self.0
    }
}
