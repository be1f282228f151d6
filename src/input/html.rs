//! Web pages.

use super::InputOptions;
use super::block::whole;
use super::decode::decode;
use super::format::{Articles, Cut, Format, Piece};
use crate::article::Article;
use crate::error::Result;

/// HTML: one article a page.
pub(super) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["htm", "html", "xhtml"]
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let start = head.trim_ascii_start();
        start.first() == Some(&b'<')
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

/// An article from a web page.
pub fn article(html: &str) -> Result<Article> {
    Article::from_plain_text(html)
}
