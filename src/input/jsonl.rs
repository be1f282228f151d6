//! Records, one JSON object a line.

use std::iter;
use std::ops::Range;
use std::sync::Arc;

use super::InputOptions;
use super::fields::Fields;
use super::format::{Articles, Format, Reading, Run, Runs, Stream};
use super::lines::{Lines, Whole};
use super::object;
use super::utf16::Damage;

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
    let encoding = stream.encoding;
    let run = move |mut lines: Whole| -> Box<dyn Run> {
        let damage = Damage::mend(&mut lines.bytes, encoding);
        Box::new(Records { source: source.clone(), lines, damage })
    };
    Box::new(Lines::new(stream).map(move |lines| lines.map(&run)))
}

struct Records {
    source: Arc<str>,
    lines: Whole,
    damage: Damage,
}

impl Records {
    /// The lines that are not blank, with their numbers and where they stand.
    fn lines(&self) -> impl Iterator<Item = (u64, Range<usize>, &[u8])> {
        let Whole { first, bytes, feeds } = &self.lines;
        let starts = iter::once(0).chain(feeds.iter().map(|feed| feed + 1));
        let ends = feeds.iter().copied().chain(iter::once(bytes.len()));
        let places = starts.zip(ends).map(|(start, end)| start..end);
        (*first..)
            .zip(places)
            .map(|(number, place)| {
                let line = bytes.get(place.clone()).unwrap_or_default();
                (number, place, if number == 1 { object::without_bom(line) } else { line })
            })
            .filter(|(_, _, line)| !line.trim_ascii().is_empty())
    }
}

impl Run for Records {
    fn ids(&self, options: &InputOptions, each: &mut dyn FnMut(Option<&str>)) {
        let fields = Fields::new(options);
        self.lines().for_each(|(_, _, line)| each(object::id(&fields, line).as_deref()));
    }

    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let fields = Fields::new(options);
        Box::new(self.lines().map(move |(number, place, line)| {
            let mut article = object::article(&fields, line, &format!("{}:{number}", self.source))?;
            article.warnings.extend(self.damage.warning(place));
            Ok(article)
        }))
    }
}
