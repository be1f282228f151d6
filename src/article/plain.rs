//! Articles from text of different origin: files as people save them from the web, text fields of records, blocks of a
//! page. Title, standfirst, date, places, paragraphs and furniture are told apart.

use super::sift::{Known, Parts, Setting, Unit, sift};
use super::{Article, checked};
use crate::error::Result;
use crate::segment::layout::{self, LineEnds};
use crate::span::Span;

impl Article {
    /// An article from a text file: title, standfirst, byline, date and places are recognised at its head, and
    /// furniture ("5 minutes read", "What to read next...") is left out of the paragraphs. The text itself stays whole.
    ///
    /// Fails with [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_TEXT`](crate::span::MAX_TEXT) bytes.
    ///
    /// ```
    /// let text = "A headline\n\nPublished April 2, 2024\n\nIt was a quiet day.\n\nShare this article\n";
    /// let article = epitome::Article::from_plain_text(text)?;
    /// assert_eq!(article.title.as_deref(), Some("A headline"));
    /// assert_eq!(article.published.as_deref(), Some("2024-04-02"));
    /// assert_eq!(article.paragraphs().len(), 1);
    /// # Ok::<(), epitome::Error>(())
    /// ```
    pub fn from_plain_text(text: impl Into<String>) -> Result<Self> {
        laid_out(text.into(), None, Known::default(), Setting::Page)
    }

    /// An article from a record's text field. Lines at its head and tail that are furniture beyond doubt are left out,
    /// and so is a first paragraph that repeats the title.
    ///
    /// Fails with [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_TEXT`](crate::span::MAX_TEXT) bytes.
    pub fn from_record(text: impl Into<String>, title: Option<String>) -> Result<Self> {
        Self::from_lines(text.into(), None, title)
    }

    /// The same, where the text's line ends are known or not.
    pub(crate) fn from_lines(text: String, ends: Option<&LineEnds>, title: Option<String>) -> Result<Self> {
        laid_out(text, ends, Known { title, byline: None }, Setting::Record)
    }

    /// An article from the blocks of a page whose markup has been read already.
    pub(crate) fn from_units(text: String, units: &[Unit], known: Known) -> Result<Self> {
        checked(&text)?;
        let parts = sift(&text, units, known, Setting::Page);
        Ok(assembled(text, parts))
    }

    /// The same article with another text, all of whose units but the headings are body.
    pub(crate) fn with_text(self, text: String, units: &[Unit]) -> Result<Self> {
        checked(&text)?;
        let paragraphs = units.iter().filter(|unit| !unit.heading).map(|unit| unit.span).collect();
        Ok(Self { text, paragraphs, ..self })
    }
}

fn laid_out(text: String, ends: Option<&LineEnds>, known: Known, setting: Setting) -> Result<Article> {
    let paragraphs = layout::paragraphs_of_lines(checked(&text)?, ends);
    let units: Vec<_> = paragraphs.into_iter().map(|span| Unit { span, heading: false }).collect();
    let mut parts = sift(&text, &units, known, setting);
    if parts.cut {
        parts.body = parts.body.into_iter().flat_map(|span| relaid(&text, span)).collect();
    }
    Ok(assembled(text, parts))
}

/// The paragraphs of a stretch that may be less than one.
fn relaid(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let base = span.start as usize;
    layout::paragraphs(span.of(text))
        .into_iter()
        .map(move |inner| Span::new(base + inner.start as usize, base + inner.end as usize))
}

fn assembled(text: String, parts: Parts) -> Article {
    Article {
        title: parts.title,
        standfirst: parts.standfirst,
        byline: parts.meta.byline,
        published: parts.meta.published.or(parts.meta.updated),
        places: parts.meta.places,
        paragraphs: parts.body,
        text,
        ..Article::default()
    }
}
