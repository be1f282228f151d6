//! CSV: a row an article, or a row a sentence. What a record has several of is joined in one field: sentences of the
//! summary by a space, places, keywords and warnings by `; `.

use std::io;

use super::visible::visible;
use super::{Content, Exporter, Presentation};
use crate::article::Article;
use crate::language::Language;
use crate::span::{Span, folded};
use crate::summary::Summary;

const SUMMARY_COLUMNS: &[&str] = &[
    "id",
    "source",
    "language",
    "title",
    "standfirst",
    "published",
    "places",
    "words",
    "sentences",
    "summary",
    "keywords",
    "warnings",
];
const SENTENCE_COLUMNS: &[&str] = &["id", "source", "language", "sentence", "start", "end", "text"];

/// Comma-separated values (RFC 4180, lines ending in LF).
pub(super) struct Csv {
    with_text: bool,
}

impl Csv {
    pub(super) fn new(presentation: Presentation) -> Self {
        Self { with_text: presentation.with_text }
    }
}

impl Exporter for Csv {
    fn can_resume(&self) -> bool {
        true
    }

    fn head(&self, content: Content) -> String {
        let columns = match content {
            Content::Summaries => SUMMARY_COLUMNS,
            Content::Sentences => SENTENCE_COLUMNS,
        };
        let text = if self.with_text && content == Content::Summaries { ",text" } else { "" };
        format!("{}{text}\n", columns.join(","))
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        let joined = |items: Vec<String>| items.join("; ");
        let sentences: Vec<_> = summary.summary.iter().map(|sentence| sentence.text.as_str()).collect();
        let (words, count) = (summary.words.to_string(), summary.sentences.to_string());
        let places = article.places.join("; ");
        let sentences = sentences.join(" ");
        let keywords = joined(summary.keywords.iter().map(|keyword| keyword.text.clone()).collect());
        let warnings = joined(summary.warnings.iter().map(ToString::to_string).collect());
        let mut row = csv::Writer::from_writer(out);
        for field in [
            article.id.as_str(),
            &article.source,
            summary.language.code(),
            article.title.as_deref().unwrap_or_default(),
            article.standfirst.as_deref().unwrap_or_default(),
            article.published.as_deref().unwrap_or_default(),
            &places,
            &words,
            &count,
            &sentences,
            &keywords,
            &warnings,
        ] {
            row.write_field(visible(field).as_bytes())?;
        }
        if self.with_text {
            row.write_field(article.text())?;
        }
        row.write_record(None::<&[u8]>)?;
        row.flush()
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let mut row = csv::Writer::from_writer(out);
        for (number, span) in sentences.iter().enumerate() {
            let text = folded(span.of(article.text())).into_owned();
            row.write_record([
                &*visible(&article.id),
                &*visible(&article.source),
                language.code(),
                &number.to_string(),
                &span.start.to_string(),
                &span.end.to_string(),
                &*visible(&text),
            ])?;
        }
        row.flush()
    }
}
