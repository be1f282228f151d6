//! The records that other programs read. They borrow and only serialise; their keys, in this order, are a contract.

use serde::{Serialize, Serializer};

use crate::article::Article;
use crate::error::Error;
use crate::explanation::Explanation;
use crate::language::Language;
use crate::span::{Span, folded};
use crate::summary::Summary;

/// The result for one article.
#[derive(Debug, Clone, Serialize)]
pub struct Record<'a> {
    pub(super) id: &'a str,
    pub(super) source: &'a str,
    pub(super) language: &'static str,
    pub(super) title: Option<&'a str>,
    pub(super) standfirst: Option<&'a str>,
    pub(super) published: Option<&'a str>,
    pub(super) places: &'a [String],
    pub(super) words: usize,
    pub(super) sentences: usize,
    pub(super) summary: Vec<Chosen<'a>>,
    pub(super) keywords: Vec<Keyword<'a>>,
    pub(super) warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Chosen<'a> {
    pub(super) text: &'a str,
    /// Bytes of the article's text, as is `end`.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) sentence: usize,
    pub(super) score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explanation: Option<&'a Explanation>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Keyword<'a> {
    pub(super) text: &'a str,
    pub(super) score: f64,
    pub(super) count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explanation: Option<&'a Explanation>,
}

impl<'a> Record<'a> {
    /// The record of an article, with its text or without.
    pub fn new(article: &'a Article, summary: &'a Summary, with_text: bool) -> Self {
        let sentences = summary.summary.iter().map(|chosen| Chosen {
            text: &chosen.text,
            start: chosen.span.start,
            end: chosen.span.end,
            sentence: chosen.sentence,
            score: finite(chosen.score),
            explanation: chosen.explanation.as_ref(),
        });
        let keywords = summary.keywords.iter().map(|keyword| Keyword {
            text: &keyword.text,
            score: finite(keyword.score),
            count: keyword.count,
            explanation: keyword.explanation.as_ref(),
        });
        Self {
            id: &article.id,
            source: &article.source,
            language: summary.language.code(),
            title: article.title.as_deref(),
            standfirst: article.standfirst.as_deref(),
            published: article.published.as_deref(),
            places: &article.places,
            words: summary.words,
            sentences: summary.sentences,
            summary: sentences.collect(),
            keywords: keywords.collect(),
            warnings: summary.warnings.iter().map(ToString::to_string).collect(),
            text: with_text.then(|| article.text()),
        }
    }
}

/// JSON has no word for infinity: scores are finite by contract, and this holds to it whatever a scorer does.
fn finite(score: f64) -> f64 {
    if score.is_nan() { 0.0 } else { score.clamp(f64::MIN, f64::MAX) }
}

/// The sentences of one article.
#[derive(Debug, Clone, Serialize)]
pub struct SegmentRecord<'a> {
    pub(super) id: &'a str,
    pub(super) source: &'a str,
    pub(super) language: &'static str,
    pub(super) sentences: Vec<Segment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
}

/// A sentence; its text is written with its white space folded.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Segment<'a> {
    #[serde(serialize_with = "folded_text")]
    pub(super) text: &'a str,
    /// Bytes of the article's text, as is `end`.
    pub(super) start: u32,
    pub(super) end: u32,
}

impl<'a> SegmentRecord<'a> {
    /// The record of an article's sentences, with its text or without.
    pub fn new(article: &'a Article, language: Language, sentences: &[Span], with_text: bool) -> Self {
        let segment =
            |span: &Span| Segment { text: span.of(article.text()), start: span.start, end: span.end };
        Self {
            id: &article.id,
            source: &article.source,
            language: language.code(),
            sentences: sentences.iter().map(segment).collect(),
            text: with_text.then(|| article.text()),
        }
    }
}

fn folded_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&folded(text))
}

/// An article that failed.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorRecord<'a> {
    id: &'a str,
    source: &'a str,
    error: Failure,
}

#[derive(Debug, Clone, Serialize)]
struct Failure {
    kind: &'static str,
    message: String,
}

impl<'a> ErrorRecord<'a> {
    /// The record of what befell the article of this id and source.
    pub fn new(id: &'a str, source: &'a str, error: &Error) -> Self {
        Self { id, source, error: Failure { kind: error.kind().name(), message: error.to_string() } }
    }

    /// The record as a line of JSON.
    pub fn line(&self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        super::json::line(self, &mut line)?;
        Ok(line)
    }
}
