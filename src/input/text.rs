//! Plain text files.

use super::decode::decode;
use super::format::{Format, HEAD, Reading};
use super::html::{self, Html};
use super::{InputFormat, InputOptions, markdown};
use crate::article::Article;
use crate::error::Error;

/// Plain text: one article a file. Unless the format was named, a page or Markdown under this name is read as such.
pub(super) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["text", "txt"]
    }

    fn recognises(&self, _head: &[u8], _options: &InputOptions) -> bool {
        false
    }

    fn reading(&self) -> Reading {
        Reading::Whole(article)
    }
}

fn article(bytes: &[u8], options: &InputOptions) -> Result<Article, Error> {
    let told = options.format != InputFormat::Auto;
    if !told && Html.recognises(bytes.get(..HEAD).unwrap_or(bytes), options) {
        return html::of_bytes(bytes, None);
    }
    let decoded = decode(bytes, None)?;
    let mut article = if !told && markdown::is_likely(&decoded.text) {
        markdown::article(&decoded.text)?
    } else {
        Article::from_plain_text(decoded.text)?
    };
    article.warnings.extend(decoded.warning);
    Ok(article)
}
