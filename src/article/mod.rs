//! An article: one owned text with what is known about it. The readers in [`input`](crate::input) make articles from
//! files; a caller who has a string makes one with [`Article::new`].

mod date;
mod date_tokens;
mod date_words;
mod firsts;
mod fold;
mod furniture;
mod head;
mod heads;
mod meta;
mod patterns;
mod places;
mod plain;
mod shape;
mod sift;
mod tail;

pub(crate) use date::parse as parse_date;
pub(crate) use meta::writer;
pub(crate) use sift::{Known, Unit};

use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::segment::layout;
use crate::span::{MAX_TEXT, Span};
use crate::warning::Warning;

/// One text with its title, standfirst, date, places and paragraphs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The input's own name for it, or its path, or `file:line`.
    pub id: String,
    /// Where it came from: a path, or `path:line` for a record.
    pub source: String,
    /// The headline.
    pub title: Option<String>,
    /// The sentence or two below the headline that say what the article is about.
    pub standfirst: Option<String>,
    /// Who wrote it, as the text has it.
    pub byline: Option<String>,
    /// When it was published, in ISO 8601 (`2024-04-02` or `2024-04-02T00:04:00`).
    pub published: Option<String>,
    /// Countries or other places that the article is filed under.
    pub places: Vec<String>,
    /// The language, where the input says it.
    pub language: Option<Language>,
    /// What was unusual when it was read.
    pub warnings: Vec<Warning>,
    text: String,
    paragraphs: Vec<Span>,
}

impl Article {
    /// An article from running text: every paragraph counts, nothing is taken for a title or furniture.
    ///
    /// Fails with [`ErrorKind::TooLarge`] above [`MAX_TEXT`] bytes.
    ///
    /// ```
    /// let article = epitome::Article::new("One paragraph.\n\nAnother one.")?;
    /// assert_eq!(article.paragraphs().len(), 2);
    /// # Ok::<(), epitome::Error>(())
    /// ```
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        let paragraphs = layout::paragraphs(checked(&text)?);
        Ok(Self { text, paragraphs, ..Self::default() })
    }

    /// The whole text as it was read; all spans point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraphs that make up the article's body, in order; sentences come from these alone.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }
}

/// The text itself if spans can address all of it.
fn checked(text: &str) -> Result<&str> {
    if text.len() > MAX_TEXT {
        return Err(Error::new(
            ErrorKind::TooLarge,
            format!("the article has {} bytes; the most is {MAX_TEXT}", text.len()),
        ));
    }
    Ok(text)
}
