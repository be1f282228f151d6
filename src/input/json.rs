//! One JSON record, or an array of them.

use super::format::{Articles, Cut, Format, Piece};
use super::record::{self, Fields};
use super::{ArticleError, InputOptions};
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
    fn recognises(&self, head: &[u8]) -> bool {
        let mut start = record::without_bom(head).trim_ascii_start();
        if let Some(inside) = start.strip_prefix(b"[") {
            start = inside.trim_ascii_start();
        }
        start.strip_prefix(b"{").is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\""))
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn articles<'a>(&self, piece: Piece<'a>, options: &'a InputOptions) -> Articles<'a> {
        let limit = options.max_article_bytes;
        if piece.bytes.len() > limit {
            let error = Error::new(ErrorKind::TooLarge, format!("the file has more than {limit} bytes"))
                .with_hint("JSONL files may be of any size");
            return Box::new(std::iter::once(Err(ArticleError::at(piece.source, error))));
        }
        let bytes = record::without_bom(piece.bytes);
        let fields = Fields::new(options);
        if !bytes.trim_ascii_start().starts_with(b"[") {
            return Box::new(std::iter::once(fields.article(bytes, piece.source)));
        }
        match serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(bytes) {
            Err(error) => {
                let error = Error::new(ErrorKind::Malformed, format!("not valid JSON: {error}"));
                Box::new(std::iter::once(Err(ArticleError::at(piece.source, error))))
            }
            Ok(records) => Box::new(records.into_iter().enumerate().map(move |(at, found)| {
                fields.article(found.get().as_bytes(), &format!("{}:{}", piece.source, at + 1))
            })),
        }
    }
}
