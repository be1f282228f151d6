//! JSON: an array of the records, or a record a line.

mod direct;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::visible::is_hidden;
use super::{Content, Exporter, Presentation, Record, SegmentRecord};
use crate::article::Article;
use crate::language::Language;
use crate::span::Span;
use crate::summary::Summary;

/// A record a line.
pub(super) struct Jsonl {
    with_text: bool,
}

impl Jsonl {
    pub(super) fn new(presentation: Presentation) -> Self {
        Self { with_text: presentation.with_text }
    }
}

impl Exporter for Jsonl {
    fn can_resume(&self) -> bool {
        true
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        direct::record(&Record::new(article, summary, self.with_text), out)?;
        end_line(out)
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        direct::segments(&SegmentRecord::new(article, language, sentences, self.with_text), out)?;
        end_line(out)
    }
}

/// An array with a record a line.
pub(super) struct Json {
    with_text: bool,
}

impl Json {
    pub(super) fn new(presentation: Presentation) -> Self {
        Self { with_text: presentation.with_text }
    }
}

impl Exporter for Json {
    fn can_resume(&self) -> bool {
        true
    }

    fn head(&self, _content: Content) -> String {
        "[\n".to_owned()
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn tail(&self, _left_out: u64) -> String {
        "\n]\n".to_owned()
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        direct::record(&Record::new(article, summary, self.with_text), out)
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        direct::segments(&SegmentRecord::new(article, language, sentences, self.with_text), out)
    }
}

/// Appends a record on one line, without an end of line.
pub(super) fn append(record: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    Ok(record.serialize(&mut Serializer::with_formatter(out, Ascii))?)
}

/// Appends a record and an end of line.
pub(super) fn line(record: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    append(record, out)?;
    end_line(out)
}

#[expect(clippy::unnecessary_wraps, reason = "the end of functions that may fail")]
fn end_line(out: &mut Vec<u8>) -> io::Result<()> {
    out.push(b'\n');
    Ok(())
}

/// As compact as can be, and safe to show: characters that could steer a terminal or turn the line's direction stand as
/// `\u` escapes, which mean the same to every reader of JSON.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        let mut written = 0;
        // DEL, and the first bytes of C1 controls and of bidirectional controls and line separators.
        for at in memchr::memchr3_iter(0x7f, 0xc2, 0xe2, bytes) {
            let Some(c) = fragment[at..].chars().next().filter(|&c| is_hidden(c)) else { continue };
            out.write_all(&bytes[written..at])?;
            write!(out, "\\u{:04x}", c as u32)?;
            written = at + c.len_utf8();
        }
        out.write_all(&bytes[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        append(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(json("a\u{1b}[1m\u{9b}2J\u{7f}\u{202e}“é”"), r#""a\u001b[1m\u009b2J\u007f\u202e“é”""#);
    }

    proptest! {
        #[test]
        fn strings_read_back(text in "[\\PC\u{1b}\u{7f}-\u{a0}\u{2020}-\u{2070}\"\\\\]{0,40}") {
            prop_assert_eq!(serde_json::from_str::<String>(&json(&text)).unwrap(), text);
        }
    }
}
