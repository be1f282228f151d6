//! The formats that inputs may have, one line each, and how the format of a file is told. To add one: write its file
//! with a [`Format`], and add its line below.

use std::fmt;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use super::compression::Consumed;
use super::{ArticleError, InputOptions, compression};
use crate::article::Article;
use crate::error::{Error, ErrorKind};

/// Bytes at the start of an input by which its format is told.
pub(super) const HEAD: usize = 4096;

/// The articles of one piece of input.
pub(super) type Articles<'a> = Box<dyn Iterator<Item = Result<Article, ArticleError>> + 'a>;

/// The runs of an input, and what could not be read of it, in order.
pub(super) type Runs = Box<dyn Iterator<Item = Result<Box<dyn Run>, ArticleError>> + Send>;

/// A stretch of an input that holds many articles, read but not yet parsed. It crosses threads.
pub(super) trait Run: Send + Sync {
    /// Calls `each` with the own id of every article, if it has one: as many as there are articles and failures, in the
    /// same order.
    fn ids(&self, options: &InputOptions, each: &mut dyn FnMut(Option<&str>));
    /// Its articles.
    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a>;
}

/// How the files of a format are read.
pub(super) enum Reading {
    /// A file is one article: the worker reads it and calls this.
    Whole(fn(&[u8], &InputOptions) -> Result<Article, Error>),
    /// A file holds many articles: the reader runs through it and hands out stretches of it.
    Runs(fn(Stream) -> Runs),
    /// Likewise, but not from start to end: from a file at this path where there is one that is not compressed. What is
    /// read of that is to be counted.
    AtRandom(fn(Stream, Option<PathBuf>, Consumed) -> Runs),
}

/// An opened input that holds many articles.
pub(super) struct Stream {
    /// The path, or `-`.
    pub source: Arc<str>,
    /// Its bytes from the start, decompressed.
    pub reader: Box<dyn BufRead + Send>,
    /// The encoding that they were in, if they were not in that of the format.
    pub encoding: Option<&'static str>,
    /// How it is to be read.
    pub options: Arc<InputOptions>,
}

/// One input format.
pub(super) trait Format: Sync {
    /// The name that `--input-format` accepts.
    fn name(&self) -> &'static str;
    /// Extensions of its files, in lower case, without the full stop.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether a file that begins with these bytes is of this format and no other.
    fn recognises(&self, head: &[u8], options: &InputOptions) -> bool;
    /// How its files are read.
    fn reading(&self) -> Reading;
}

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident $format:path,)*) => {
        /// The format of an input.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub enum InputFormat {
            /// Told by the extension, then by the content.
            #[default]
            Auto,
            $($(#[$doc])* $variant,)*
        }

        /// Formats in the order in which their content is asked for.
        static FORMATS: &[(InputFormat, &dyn Format)] = &[$((InputFormat::$variant, &$format),)*];
    };
}

formats! {
    /// Plain text as people save it from the web.
    Text super::text::Text,
    /// Markdown.
    Markdown super::markdown::Markdown,
    /// Web pages.
    Html super::html::Html,
    /// One JSON object a line.
    Jsonl super::jsonl::Jsonl,
    /// One JSON object, or an array of them.
    Json super::json::Json,
    /// A table with a header row, separated by commas, semicolons, tabs or vertical bars.
    Csv super::csv::Csv,
    /// Web archives: WARC and WET.
    Warc super::warc::Warc,
    /// Parquet; takes the feature `parquet`.
    Parquet super::parquet::Parquet,
}

impl InputFormat {
    /// All formats, `Auto` first.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Auto].into_iter().chain(FORMATS.iter().map(|(format, _)| *format))
    }

    /// The name that `--input-format` accepts.
    pub fn name(self) -> &'static str {
        self.format().map_or("auto", Format::name)
    }

    /// The format behind the name; `None` for `Auto`.
    pub(super) fn format(self) -> Option<&'static dyn Format> {
        FORMATS.iter().find(|(format, _)| *format == self).map(|(_, found)| *found)
    }
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for InputFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::all().find(|format| format.name() == name).ok_or_else(|| {
            let names: Vec<_> = Self::all().map(Self::name).collect();
            Error::new(ErrorKind::InvalidOption, format!("unknown input format '{name}'"))
                .with_hint(format!("accepted: {}", names.join(", ")))
        })
    }
}

/// The format that a path's extension names, below the extension of a compression.
pub(super) fn of_extension(path: &Path) -> Option<&'static dyn Format> {
    let path = compression::without_extension(path);
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS.iter().map(|(_, format)| *format).find(|format| format.extensions().contains(&extension.as_str()))
}

/// The format that the first bytes speak for; plain text where none does.
pub(super) fn of_content(head: &[u8], options: &InputOptions) -> &'static dyn Format {
    FORMATS
        .iter()
        .map(|(_, format)| *format)
        .find(|format| format.recognises(head, options))
        .unwrap_or(&super::text::Text)
}
