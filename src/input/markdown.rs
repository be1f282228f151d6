//! Markdown files.

use super::InputOptions;
use super::block::whole;
use super::decode::decode;
use super::format::{Articles, Cut, Format, Piece};
use crate::article::Article;
use crate::error::Result;

/// Markdown: one article a file.
pub(super) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["markdown", "md"]
    }

    fn recognises(&self, _head: &[u8]) -> bool {
        false
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn articles<'a>(&self, piece: Piece<'a>, options: &'a InputOptions) -> Articles<'a> {
        whole(piece, options, |bytes| {
            let decoded = decode(bytes, None)?;
            let mut article = article(&decoded.text)?;
            article.warnings.extend(decoded.warning);
            Ok(article)
        })
    }
}

/// An article from a Markdown text.
pub fn article(markdown: &str) -> Result<Article> {
    Article::from_plain_text(markdown)
}
