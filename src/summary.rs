//! What a summarizer gives back: spans, strings and scores, resolved once, so that no exporter needs a second look at
//! the article.

use serde::Serialize;

use crate::explanation::Explanation;
use crate::keyword::Keyword;
use crate::language::Language;
use crate::span::Span;
use crate::warning::Warning;

/// A sentence of a summary.
#[derive(Debug, Clone, PartialEq)]
pub struct SummarySentence {
    /// The sentence, white space runs folded to one space.
    pub text: String,
    /// Where it stands in the article's text, in bytes.
    pub span: Span,
    /// Its number in the article, from 0.
    pub sentence: usize,
    /// Its score: finite, higher is better, comparable within one article.
    pub score: f64,
    /// Why it was chosen, where that was asked for.
    pub explanation: Option<Explanation>,
}

/// A sentence of the article, chosen or not: what a reader needs who wants more or fewer than were chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedSentence {
    /// Where it stands in the article's text, in bytes.
    pub span: Span,
    /// Its score: finite, higher is better, comparable within one article.
    pub score: f64,
    /// How many sentences selection takes before it; none where it never does, since it copies another.
    pub rank: Option<usize>,
    /// Why it has its score.
    pub explanation: Explanation,
}

/// The summary and the keywords of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The language that the article was treated as.
    pub language: Language,
    /// Words in the article's body.
    pub words: usize,
    /// Sentences in the article's body.
    pub sentences: usize,
    /// The chosen sentences, in the order asked for.
    pub summary: Vec<SummarySentence>,
    /// All sentences in the order of the article, where that was asked for; else empty.
    pub ranking: Vec<RankedSentence>,
    /// The keywords, best first.
    pub keywords: Vec<Keyword>,
    /// What was unusual about the article.
    pub warnings: Vec<Warning>,
}

/// The order of a summary's sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// As in the article.
    #[default]
    Document,
    /// Best first.
    Score,
}
