//! From results to bytes: one exporter a format. An exporter turns one article's results into bytes on whatever thread
//! made them; what stands before the first, between two and after the last is told apart, so that the pieces can be
//! joined in order without a second look.

mod compression;
mod explanation;
pub mod format;
mod highlight;
mod html;
mod json;
mod markdown;
mod occurrences;
mod packing;
mod parquet;
mod record;
mod recorded;
mod style;
mod table;
mod text;
mod visible;
mod wrap;

pub use compression::Compression;
pub use format::Format;
pub use packing::Packing;
pub use record::{ErrorRecord, Record, SegmentRecord};
pub use recorded::read_record;
pub use visible::visible;

use std::io;

use crate::article::Article;
use crate::language::Language;
use crate::span::Span;
use crate::summary::Summary;

/// What the records are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content {
    /// Summaries, keywords or both.
    Summaries,
    /// The sentences of each article.
    Sentences,
}

/// How results are shown, where the format leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Presentation {
    /// Adds the article's text to each record. By default not.
    pub with_text: bool,
    /// Columns of the terminal, for the text format. By default 80.
    pub width: usize,
    /// Colours, for the text format. By default none.
    pub color: bool,
    /// Shows the whole article with the chosen sentences and keywords set off, for the text format. By default not.
    pub highlight: bool,
    /// The most articles of a page that shows them, for the HTML format. By default 10,000.
    pub report_limit: u64,
    /// Results carry explanations, for the Parquet format, whose columns must be known before the first. By default not.
    pub explain: bool,
    /// The most articles in a row group of the Parquet format; one at least. By default 20,000.
    pub row_group: u64,
}

impl Default for Presentation {
    fn default() -> Self {
        Self {
            with_text: false,
            width: 80,
            color: false,
            highlight: false,
            report_limit: 10_000,
            explain: false,
            row_group: 20_000,
        }
    }
}

/// Writes results in one format. Errors come from `serde_json` or `csv` alone, which do not fail in memory.
pub trait Exporter: Send + Sync {
    /// What stands before the first result.
    fn head(&self, content: Content) -> String {
        let _ = content;
        String::new()
    }

    /// What stands between two results.
    fn separator(&self) -> &'static str {
        ""
    }

    /// What stands after the last result; so many beyond the [`limit`](Self::limit) were left out.
    fn tail(&self, left_out: u64) -> String {
        let _ = left_out;
        String::new()
    }

    /// The most results that the output may hold. By default any number.
    fn limit(&self) -> u64 {
        u64::MAX
    }

    /// Whether an output that ends after some result can be gone on with by another exporter. By default not.
    fn can_resume(&self) -> bool {
        false
    }

    /// What turns the appended results into the bytes of the file, where these are not the same. By default there is none.
    fn packing(&self, content: Content) -> io::Result<Option<Box<dyn Packing>>> {
        let _ = content;
        Ok(None)
    }

    /// Whether it shows all sentences of an article ([`Summary::ranking`]), chosen or not. By default not.
    fn wants_ranking(&self) -> bool {
        false
    }

    /// Appends an article's summary and keywords.
    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()>;

    /// Appends an article's sentences.
    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()>;
}
