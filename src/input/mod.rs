//! From files to articles: finds the files, tells their format, cuts them into [`Block`]s of work and makes
//! [`Article`](crate::Article)s of them.
//!
//! Reading goes in two steps so that many threads can share it. A [`Reader`] runs through the inputs in order and hands
//! out blocks of about 256 KiB: a list of files, or a run of whole records. That is cheap and sequential. Whatever
//! costs time (reading files, decoding bytes, parsing markup) happens in [`Block::articles`], on the worker that took
//! the block.
//!
//! ```
//! use epitome::input::{InputOptions, Reader};
//!
//! let options = InputOptions::default();
//! let records = "{\"id\": 7, \"text\": \"A short text.\"}\n{\"text\": 1}\n";
//! let mut ids = Vec::new();
//! for block in Reader::from_stream("news.jsonl", records.as_bytes(), options.clone()) {
//!     let block = block.map_err(|failed| failed.error)?;
//!     for article in block.articles(&options) {
//!         match article {
//!             Ok(article) => ids.push(article.id),
//!             Err(failed) => ids.push(format!("{}: {}", failed.id, failed.error.kind().name())),
//!         }
//!     }
//! }
//! assert_eq!(ids, ["7", "news.jsonl:2: wrong-type"]);
//! # Ok::<(), epitome::Error>(())
//! ```

mod block;
mod blocks;
mod compression;
mod csv;
pub mod decode;
mod fields;
mod fingerprints;
mod format;
mod gather;
mod html;
mod json;
mod jsonl;
mod lines;
mod markdown;
mod object;
mod parquet;
mod pattern;
mod plain_object;
mod reader;
mod rising;
mod seen;
mod source;
mod text;
mod utf16;
mod warc;
mod zstd;

use std::fmt;
use std::path::PathBuf;

pub use block::Block;
pub use format::InputFormat;
pub use html::article as html_article;
pub use markdown::article as markdown_article;
pub use pattern::expand;
pub use reader::Reader;
pub use source::files;

use crate::error::Error;

/// How inputs are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputOptions {
    /// The format of every input. By default [`InputFormat::Auto`]: told by the extension, then by the content.
    pub format: InputFormat,
    /// Name of the field that holds a record's id; `a.b` looks for `b` inside `a`. By default `id`.
    pub id_field: String,
    /// Name of the field that holds a record's title, likewise. By default `title`.
    pub title_field: String,
    /// Name of the field that holds a record's text, likewise. By default `text`.
    pub text_field: String,
    /// The most bytes that one file of text or one record may have. By default 64 MiB.
    pub max_article_bytes: usize,
    /// The canonical paths of files that are not to be read where a directory has them, such as the output. By default none.
    pub except: Vec<PathBuf>,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self {
            format: InputFormat::Auto,
            id_field: "id".into(),
            title_field: "title".into(),
            text_field: "text".into(),
            max_article_bytes: 64 << 20,
            except: Vec::new(),
        }
    }
}

/// An article, file or directory that could not be read; the others go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleError {
    /// The id that the article would have had.
    pub id: String,
    /// Where it stands: a path, or `path:line` for a record.
    pub source: String,
    /// What went wrong.
    pub error: Error,
}

impl ArticleError {
    /// An error of the article that is named by its source alone.
    pub(crate) fn at(source: impl Into<String>, error: Error) -> Self {
        let source = source.into();
        Self { id: source.clone(), source, error }
    }
}

impl fmt::Display for ArticleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.error)
    }
}

impl std::error::Error for ArticleError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
