//! One JSON record, or an array of them.

use std::io::{Cursor, Read};
use std::iter;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::block::{self, ALLOWS_MORE};
use super::fields::Fields;
use super::format::{Articles, Format, Reading, Run, Runs, Stream};
use super::object;
use super::utf16::Damage;
use super::{ArticleError, InputOptions, compression, jsonl, source};
use crate::article::Article;
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
        Reading::Runs(runs)
    }
}

/// The whole file as one run, unless there are lines of objects under this name, as many programs write them.
fn runs(stream: Stream) -> Runs {
    let Stream { source, reader, encoding, options } = stream;
    let limit = options.max_article_bytes;
    let (mut bytes, mut rest) = compression::begin(reader, limit.saturating_add(1));
    if is_lines(&bytes) {
        let reader = Box::new(Cursor::new(bytes).chain(rest));
        return jsonl::runs(Stream { source, reader, encoding, options });
    }
    let run = match rest.fill_buf() {
        _ if bytes.len() > limit => {
            let hint = format!("{ALLOWS_MORE}; a file with an object a line may be of any size");
            let error = block::too_large(limit).with_hint(hint);
            Err(ArticleError::at(&*source, error))
        }
        Err(error) => Err(source::unreadable(&source, &error)),
        Ok(_) => {
            let damage = Damage::mend(&mut bytes, encoding);
            Ok(Box::new(File { source, bytes, damage }) as Box<dyn Run>)
        }
    };
    Box::new(iter::once(run))
}

/// Whether the first line is an object and others follow.
fn is_lines(bytes: &[u8]) -> bool {
    let bytes = object::without_bom(bytes).trim_ascii();
    let Some(end) = memchr::memchr(b'\n', bytes) else { return false };
    bytes.starts_with(b"{")
        && serde_json::from_slice::<IgnoredAny>(bytes.get(..end).unwrap_or_default()).is_ok()
}

struct File {
    source: Arc<str>,
    bytes: Vec<u8>,
    damage: Damage,
}

impl File {
    /// The article of an object in the file.
    fn article(&self, fields: &Fields<'_>, json: &[u8], source: &str) -> Result<Article, ArticleError> {
        let mut article = object::article(fields, json, source)?;
        let start = json.as_ptr().addr() - self.bytes.as_ptr().addr();
        article.warnings.extend(self.damage.warning(start..start + json.len()));
        Ok(article)
    }
}

impl Run for File {
    fn ids(&self, options: &InputOptions, each: &mut dyn FnMut(Option<&str>)) {
        let bytes = object::without_bom(&self.bytes);
        let fields = Fields::new(options);
        let mut tell = |json: &[u8]| each(object::id(&fields, json).as_deref());
        if bytes.trim_ascii_start().starts_with(b"[") {
            let records = serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(bytes);
            records.unwrap_or_default().iter().for_each(|found| tell(found.get().as_bytes()));
        } else {
            tell(bytes);
        }
    }

    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let bytes = object::without_bom(&self.bytes);
        let fields = Fields::new(options);
        if !bytes.trim_ascii_start().starts_with(b"[") {
            return Box::new(iter::once(self.article(&fields, bytes, &self.source)));
        }
        match serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(bytes) {
            Err(error) => {
                let error = Error::new(ErrorKind::Malformed, format!("not valid JSON: {error}"));
                Box::new(iter::once(Err(ArticleError::at(&*self.source, error))))
            }
            Ok(records) => Box::new(records.into_iter().enumerate().map(move |(at, found)| {
                self.article(&fields, found.get().as_bytes(), &format!("{}:{}", self.source, at + 1))
            })),
        }
    }
}
