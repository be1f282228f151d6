//! The line ends of a text, where whoever made the text has seen them.

use memchr::memchr2_iter;

/// Where the line ends of a text begin, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LineEnds {
    places: Vec<u32>,
    /// The text is of ASCII.
    ascii: bool,
}

impl LineEnds {
    /// The line ends of a text that has those of ASCII (`\n`, `\r`, vertical tab and form feed) at these places and nowhere
    /// else; nothing if it has others too.
    pub(crate) fn of(text: &str, places: Vec<u32>) -> Option<Self> {
        let bytes = text.as_bytes();
        let ascii = bytes.is_ascii();
        let others = !ascii
            && memchr2_iter(0xC2, 0xE2, bytes)
                .any(|at| matches!(bytes.get(at..), Some([0xC2, 0x85, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..])));
        (!others).then_some(Self { places, ascii })
    }

    pub(super) fn places(&self) -> &[u32] {
        &self.places
    }

    pub(super) fn ascii(&self) -> bool {
        self.ascii
    }
}
