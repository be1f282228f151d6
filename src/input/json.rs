//! One JSON record, or an array of them.

use std::iter;
use std::sync::Arc;

use super::block::{self, read_whole};
use super::fields::Fields;
use super::format::{Articles, Format, Reading, Run, Stream};
use super::object;
use super::{ArticleError, InputOptions, source};
use crate::error::{Error, ErrorKind};

/// JSON: one object is one article; an array holds an article an element. Records are numbered from 1.
pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    /// An array of objects, or an object that goes on after its first line.
    fn recognises(&self, head: &[u8], _options: &InputOptions) -> bool {
        let mut start = object::without_bom(head).trim_ascii_start();
        if let Some(inside) = start.strip_prefix(b"[") {
            start = inside.trim_ascii_start();
        }
        start.strip_prefix(b"{").is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\""))
    }

    fn reading(&self) -> Reading {
        Reading::Runs(|stream| Box::new(iter::once_with(|| file(stream))))
    }
}

/// The whole file as one run.
fn file(stream: Stream) -> Result<Box<dyn Run>, ArticleError> {
    let Stream { source, reader, options } = stream;
    let limit = options.max_article_bytes;
    let bytes = read_whole(reader, 0, limit).map_err(|error| source::unreadable(&source, &error))?;
    if bytes.len() > limit {
        let error = block::too_large(limit).with_hint("JSONL files may be of any size");
        return Err(ArticleError::at(&*source, error));
    }
    Ok(Box::new(File { source, bytes }))
}

struct File {
    source: Arc<str>,
    bytes: Vec<u8>,
}

impl Run for File {
    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let bytes = object::without_bom(&self.bytes);
        let fields = Fields::new(options);
        if !bytes.trim_ascii_start().starts_with(b"[") {
            return Box::new(iter::once(object::article(&fields, bytes, &self.source)));
        }
        match serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(bytes) {
            Err(error) => {
                let error = Error::new(ErrorKind::Malformed, format!("not valid JSON: {error}"));
                Box::new(iter::once(Err(ArticleError::at(&*self.source, error))))
            }
            Ok(records) => Box::new(records.into_iter().enumerate().map(move |(at, found)| {
                object::article(&fields, found.get().as_bytes(), &format!("{}:{}", self.source, at + 1))
            })),
        }
    }
}
