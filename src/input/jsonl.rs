//! Records, one JSON object a line.

use super::InputOptions;
use super::format::{Articles, Cut, Format, Piece};
use super::lines::Lines;
use super::record::{self, Fields};

/// JSON Lines: one article a line.
pub(super) struct Jsonl;

impl Format for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    /// An object that ends where its line ends.
    fn recognises(&self, head: &[u8]) -> bool {
        let start = record::without_bom(head).trim_ascii_start();
        let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let whole_line = line.len() < start.len() || head.len() < super::format::HEAD;
        line.starts_with(b"{")
            && if whole_line {
                serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
            } else {
                line.get(1..).unwrap_or_default().trim_ascii_start().starts_with(b"\"")
            }
    }

    fn cut(&self) -> Cut {
        Cut::Records(|stream| Box::new(Lines::new(stream)))
    }

    fn articles<'a>(&self, piece: Piece<'a>, options: &'a InputOptions) -> Articles<'a> {
        let fields = Fields::new(options);
        let bytes = if piece.first == 1 { record::without_bom(piece.bytes) } else { piece.bytes };
        let lines = bytes.split(|&byte| byte == b'\n').enumerate();
        Box::new(lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(move |(at, line)| {
            fields.article(line, &format!("{}:{}", piece.source, piece.first + at as u64))
        }))
    }
}
