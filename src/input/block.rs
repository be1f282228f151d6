//! A block of work and the articles that it yields.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use super::format::{Articles, Format, Piece};
use super::source::{self, Found};
use super::{ArticleError, InputOptions};
use crate::article::Article;
use crate::error::{Error, ErrorKind};

/// About 256 KiB of input: a list of files that are still to be read, or a run of records. It crosses threads.
pub struct Block {
    pub(super) bytes: u64,
    pub(super) work: Work,
}

pub(super) enum Work {
    Files(Vec<Found>),
    Bytes { source: Arc<str>, format: &'static dyn Format, first: u64, bytes: Vec<u8> },
}

impl Block {
    /// Bytes of input in it, for showing progress; files that grow while they are read make it inexact.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads, decodes and parses the block: its articles in input order, errors in their place.
    pub fn articles<'a>(
        &'a self,
        options: &'a InputOptions,
    ) -> impl Iterator<Item = Result<Article, ArticleError>> + 'a {
        let articles: Articles<'a> = match &self.work {
            Work::Files(files) => Box::new(files.iter().flat_map(move |found| file_articles(found, options))),
            Work::Bytes { source, format, first, bytes } => {
                format.articles(Piece { source, first: *first, bytes }, options)
            }
        };
        articles
    }
}

fn file_articles(found: &Found, options: &InputOptions) -> Vec<Result<Article, ArticleError>> {
    let read =
        read(found, options.max_article_bytes).map_err(|error| source::unreadable(&found.name, &error));
    match (read, found.format) {
        (Ok(bytes), Some(format)) => {
            format.articles(Piece { source: &found.name, first: 1, bytes: &bytes }, options).collect()
        }
        (Err(error), _) => vec![Err(error)],
        (Ok(_), None) => Vec::new(),
    }
}

/// At most one byte more than the limit, which tells that there are more.
fn read(found: &Found, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(found.size.min(limit as u64) as usize + 1);
    File::open(&found.path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// One article from one file: refuses what is too large and names the article after the file.
pub(super) fn whole<'a>(
    piece: Piece<'a>,
    options: &'a InputOptions,
    parse: impl FnOnce(&[u8]) -> Result<Article, Error>,
) -> Articles<'a> {
    let limit = options.max_article_bytes;
    let parsed = if piece.bytes.len() > limit {
        Err(Error::new(ErrorKind::TooLarge, format!("the file has more than {limit} bytes")))
    } else {
        parse(piece.bytes)
    };
    let named = parsed.map_err(|error| ArticleError::at(piece.source, error)).map(|mut article| {
        piece.source.clone_into(&mut article.id);
        piece.source.clone_into(&mut article.source);
        article
    });
    Box::new(std::iter::once(named))
}
