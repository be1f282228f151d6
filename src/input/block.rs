//! A block of work and the articles that it yields.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use super::format::{Articles, Reading, Run};
use super::source::{self, Found};
use super::{ArticleError, InputOptions, compression};
use crate::article::Article;
use crate::error::{Error, ErrorKind};
use crate::warning::Warning;

/// About 256 KiB of input: a list of files that are still to be read, or a run of records. It crosses threads.
pub struct Block {
    pub(super) bytes: u64,
    pub(super) work: Work,
    /// Places of the articles whose id came before, in rising order.
    pub(super) repeated: Vec<usize>,
}

pub(super) enum Work {
    /// Files of an article each.
    Files(Vec<Found>),
    /// The bytes of such a file.
    Whole {
        source: Arc<str>,
        parse: Parse,
        bytes: Vec<u8>,
    },
    Run(Box<dyn Run>),
}

/// Makes an article of a whole file.
pub(super) type Parse = fn(&[u8], &InputOptions) -> Result<Article, Error>;

impl Block {
    /// Bytes of input in it, compressed if they are, for showing progress; files that grow while they are read make it
    /// inexact.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads, decodes and parses the block: its articles in input order, errors in their place.
    pub fn articles<'a>(
        &'a self,
        options: &'a InputOptions,
    ) -> impl Iterator<Item = Result<Article, ArticleError>> + 'a {
        let articles: Articles<'a> = match &self.work {
            Work::Files(files) => Box::new(files.iter().filter_map(move |found| of_file(found, options))),
            Work::Whole { source, parse, bytes } => {
                Box::new(std::iter::once(whole(source, *parse, bytes, options)))
            }
            Work::Run(run) => run.articles(options),
        };
        articles.enumerate().map(|(place, found)| {
            let mut article = found?;
            if self.repeated.binary_search(&place).is_ok() {
                article.warnings.push(Warning::DuplicateId);
            }
            Ok(article)
        })
    }
}

fn of_file(found: &Found, options: &InputOptions) -> Option<Result<Article, ArticleError>> {
    let Reading::Whole(parse) = found.format?.reading() else { return None };
    let read = read(found, options.max_article_bytes);
    Some(match read {
        Ok(bytes) => whole(&found.name, parse, &bytes, options),
        Err(error) => Err(source::unreadable(&found.name, &error)),
    })
}

fn read(found: &Found, limit: usize) -> std::io::Result<Vec<u8>> {
    let opened = compression::open(&found.name, File::open(&found.path)?)?;
    let size = found.size.min(limit as u64) as usize;
    read_whole(opened.reader, size, limit)
}

/// All bytes of a file, or one more than the limit, which tells that there are more.
pub(super) fn read_whole(reader: impl Read, size: usize, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size + 1);
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The one article of a file: refused if it is too large, named after the file.
fn whole(source: &str, parse: Parse, bytes: &[u8], options: &InputOptions) -> Result<Article, ArticleError> {
    let limit = options.max_article_bytes;
    let parsed = if bytes.len() > limit { Err(too_large(limit)) } else { parse(bytes, options) };
    let mut article = parsed.map_err(|error| ArticleError::at(source, error))?;
    source.clone_into(&mut article.id);
    source.clone_into(&mut article.source);
    Ok(article)
}

/// What to try where an article is too large.
pub(super) const ALLOWS_MORE: &str = "--max-article-bytes allows more";

/// The error of a file that is larger than an article may be.
pub(super) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::TooLarge, format!("the file has more than {limit} bytes")).with_hint(ALLOWS_MORE)
}
