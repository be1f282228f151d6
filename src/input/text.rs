//! Plain text files.

use super::InputOptions;
use super::block::whole;
use super::decode::decode;
use super::format::{Articles, Cut, Format, Piece};
use crate::article::Article;

/// Plain text: one article a file.
pub(super) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["text", "txt"]
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
            let mut article = Article::from_plain_text(decoded.text)?;
            article.warnings.extend(decoded.warning);
            Ok(article)
        })
    }
}
