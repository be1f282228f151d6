//! Plain text files.

use super::block::whole;
use super::decode::decode;
use super::format::{Articles, Cut, Format, HEAD, Piece};
use super::html::Html;
use super::{InputFormat, InputOptions, markdown};
use crate::article::Article;

/// Plain text: one article a file. Unless the format was named, a page or Markdown under this name is read as such.
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
        let told = options.format != InputFormat::Auto;
        if !told && Html.recognises(piece.bytes.get(..HEAD).unwrap_or(piece.bytes)) {
            return Html.articles(piece, options);
        }
        whole(piece, options, move |bytes| {
            let decoded = decode(bytes, None)?;
            let mut article = if !told && markdown::is_likely(&decoded.text) {
                markdown::article(&decoded.text)?
            } else {
                Article::from_plain_text(decoded.text)?
            };
            article.warnings.extend(decoded.warning);
            Ok(article)
        })
    }
}
