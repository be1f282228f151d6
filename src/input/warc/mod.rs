//! Web archives: the texts of WET files and the pages of WARC files, an article a record. Records are found one after the
//! other; decompressing and parsing what servers sent is left to the workers.

mod body;
mod headers;
mod records;

use std::sync::Arc;

use self::records::{Kind, Record, Records};
use super::decode::decode;
use super::format::{Articles, Format, Reading, Run};
use super::gather::gather;
use super::{ArticleError, InputOptions, html};
use crate::article::Article;
use crate::error::Error;

/// WARC: the text of each `conversion` record, the page or text of each `response` with a status of success, and of
/// each `resource`. Everything else is no article.
pub(super) struct Warc;

impl Format for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["warc", "wet"]
    }

    fn recognises(&self, head: &[u8], _options: &InputOptions) -> bool {
        head.starts_with(b"WARC/")
    }

    fn reading(&self) -> Reading {
        Reading::Runs(|stream| {
            let source = stream.source.clone();
            let run = move |records| Pages { source: source.clone(), records };
            Box::new(gather(Records::new(stream), |record| record.body.len(), run))
        })
    }
}

/// Records of one file.
struct Pages {
    source: Arc<str>,
    records: Vec<Record>,
}

impl Run for Pages {
    fn ids(&self, _options: &InputOptions, each: &mut dyn FnMut(Option<&str>)) {
        self.records.iter().for_each(|record| each(record.id.as_deref()));
    }

    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        Box::new(self.records.iter().map(move |record| {
            let source = format!("{}:{}", self.source, record.number);
            let id = record.id.clone().unwrap_or_else(|| source.clone());
            match article(record, options) {
                Ok(mut article) => {
                    article.id = id;
                    article.source = source;
                    Ok(article)
                }
                Err(error) => Err(ArticleError { id, source, error }),
            }
        }))
    }
}

fn article(record: &Record, options: &InputOptions) -> Result<Article, Error> {
    let bytes = record.coding.plain(&record.body, options.max_article_bytes)?;
    let charset = record.charset.as_deref();
    if record.kind == Kind::Html {
        return html::of_bytes(&bytes, charset);
    }
    let decoded = decode(&bytes, charset)?;
    let mut article = Article::from_plain_text(decoded.text)?;
    article.warnings.extend(decoded.warning);
    Ok(article)
}
