//! Records, one JSON object a line.

use std::sync::Arc;

use memchr::memchr;

use super::InputOptions;
use super::fields::Fields;
use super::format::{Articles, Format, Reading, Run, Runs, Stream};
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
        Reading::Runs(runs)
    }
}

/// Runs of whole lines.
pub(super) fn runs(stream: Stream) -> Runs {
    let source = stream.source.clone();
    let run =
        move |(first, bytes)| -> Box<dyn Run> { Box::new(Records { source: source.clone(), first, bytes }) };
    Box::new(Lines::new(stream).map(move |lines| lines.map(&run)))
}

/// Whole lines.
struct Records {
    source: Arc<str>,
    /// Number of the first line, from 1.
    first: u64,
    bytes: Vec<u8>,
}

impl Records {
    /// The lines that are not blank, with their numbers.
    fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let bytes = if self.first == 1 { object::without_bom(&self.bytes) } else { &self.bytes };
        let mut rest = Some(bytes);
        let lines = std::iter::from_fn(move || {
            let bytes = rest?;
            let (line, after) = match memchr(b'\n', bytes) {
                Some(end) => (bytes.get(..end)?, bytes.get(end + 1..)),
                None => (bytes, None),
            };
            rest = after;
            Some(line)
        });
        (self.first..).zip(lines).filter(|(_, line)| !line.trim_ascii().is_empty())
    }
}

impl Run for Records {
    fn ids(&self, options: &InputOptions, each: &mut dyn FnMut(Option<&str>)) {
        let fields = Fields::new(options);
        self.lines().for_each(|(_, line)| each(object::id(&fields, line).as_deref()));
    }

    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let fields = Fields::new(options);
        Box::new(
            self.lines().map(move |(number, line)| {
                object::article(&fields, line, &format!("{}:{number}", self.source))
            }),
        )
    }
}
