//! Records, one JSON object a line.

use std::sync::Arc;

use super::InputOptions;
use super::fields::Fields;
use super::format::{Articles, Format, Reading, Run};
use super::lines::Lines;
use super::object;

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
    fn recognises(&self, head: &[u8], _options: &InputOptions) -> bool {
        let start = object::without_bom(head).trim_ascii_start();
        let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let whole_line = line.len() < start.len() || head.len() < super::format::HEAD;
        line.starts_with(b"{")
            && if whole_line {
                serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
            } else {
                line.get(1..).unwrap_or_default().trim_ascii_start().starts_with(b"\"")
            }
    }

    fn reading(&self) -> Reading {
        Reading::Runs(|stream| {
            let source = stream.source.clone();
            let run = move |(first, bytes)| -> Box<dyn Run> {
                Box::new(Records { source: source.clone(), first, bytes })
            };
            Box::new(Lines::new(stream).map(move |lines| lines.map(&run)))
        })
    }
}

/// Whole lines.
struct Records {
    source: Arc<str>,
    /// Number of the first line, from 1.
    first: u64,
    bytes: Vec<u8>,
}

impl Run for Records {
    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let fields = Fields::new(options);
        let bytes = if self.first == 1 { object::without_bom(&self.bytes) } else { &self.bytes };
        let lines = bytes.split(|&byte| byte == b'\n').enumerate();
        Box::new(lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(move |(at, line)| {
            object::article(&fields, line, &format!("{}:{}", self.source, self.first + at as u64))
        }))
    }
}
