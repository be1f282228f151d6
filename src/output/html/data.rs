//! What the page knows of an article, in two pieces of compact JSON: a line of the table, which it reads at once, and
//! the article itself, which it reads when it is opened. `shared.js` and `article.js` read the same
//! things in the same order.

use std::collections::HashMap;

use serde::Serialize;

use crate::article::Article;
use crate::explanation::Explanation;
use crate::language::Language;
use crate::output::occurrences::{KeywordFinder, KeywordFinders};
use crate::output::visible;
use crate::span::{Span, folded};
use crate::statistics::CorpusStatistics;
use crate::summary::Summary;

/// Parts of a score that the page shows; the others are added up.
const PARTS: usize = 10;
/// Parts below this share of the largest are too small to be seen.
const LEAST: f64 = 0.05;

/// An article's line in the table: title, date, language, words, sentences, source, and the keywords, each followed by in
/// how many of 100,000 documents it occurs elsewhere, if that is known.
#[derive(Debug, Serialize)]
pub(super) struct Line(
    Option<String>,
    Option<String>,
    &'static str,
    Option<usize>,
    usize,
    String,
    Vec<KeywordCell>,
);

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum KeywordCell {
    Text(String),
    Background(Option<u64>),
}

/// An article as it is read.
#[derive(Debug, Default, Serialize)]
pub(super) struct Body {
    id: String,
    standfirst: Option<String>,
    places: Vec<String>,
    warnings: Vec<String>,
    /// Text, score and occurrences of each.
    keywords: Vec<(String, f64, u32)>,
    /// The chosen sentences, as indices into `sentences`, in the order of the summary.
    summary: Vec<usize>,
    /// Names of the parts that scores are made of.
    labels: Vec<String>,
    sentences: Vec<Piece>,
    /// The text as indices into `sentences`; empty where it is not known.
    paragraphs: Vec<Vec<usize>>,
}

/// A sentence, or text between sentences.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Piece {
    /// The text, and for each keyword in it its number, start and end in UTF-16 code units.
    Plain(String, Vec<usize>),
    /// The same, the score, the rank (none for a copy), and the parts of the score: the numbers of their labels, their values.
    Scored(String, Vec<usize>, f64, Option<usize>, Vec<usize>, Vec<f64>),
}

/// Makes both pieces of an article.
pub(super) fn of_summary(
    article: &Article,
    summary: &Summary,
    background: &CorpusStatistics,
    finders: &KeywordFinders,
) -> (Line, Body) {
    let finder = finders.take(summary.language, &summary.keywords);
    let mut keywords = Vec::new();
    for (number, keyword) in summary.keywords.iter().enumerate() {
        let known = finder.background(number, background);
        keywords.push(KeywordCell::Text(shown(&keyword.text)));
        keywords.push(KeywordCell::Background(known));
    }
    let line = line(article, summary.language, Some(summary.words), summary.sentences, keywords);
    let mut body = Builder::new(article, finder);
    body.body.warnings = summary.warnings.iter().map(|warning| shown(&warning.to_string())).collect();
    body.body.keywords = summary
        .keywords
        .iter()
        .map(|keyword| (shown(&keyword.text), rounded(keyword.score, 3), keyword.count))
        .collect();
    let placed =
        if summary.ranking.is_empty() { body.chosen(summary) } else { body.ranked(article, summary) };
    body.paragraphs(article, placed);
    finders.keep(body.finder);
    (line, body.body)
}

/// Makes both pieces of an article of which only the sentences are known.
pub(super) fn of_sentences(article: &Article, language: Language, sentences: &[Span]) -> (Line, Body) {
    let line = line(article, language, None, sentences.len(), Vec::new());
    let mut body = Builder::new(article, KeywordFinder::new(language, &[]));
    let placed = sentences.iter().map(|span| (*span, body.plain(span.of(article.text())))).collect();
    body.body.summary = (0..sentences.len()).collect();
    body.paragraphs(article, placed);
    (line, body.body)
}

fn line(
    article: &Article,
    language: Language,
    words: Option<usize>,
    sentences: usize,
    keywords: Vec<KeywordCell>,
) -> Line {
    let some = |text: &Option<String>| text.as_deref().map(shown);
    let (title, published) = (some(&article.title), some(&article.published));
    Line(title, published, language.code(), words, sentences, shown(&article.source), keywords)
}

struct Builder {
    body: Body,
    finder: KeywordFinder,
    labels: HashMap<String, usize>,
}

impl Builder {
    fn new(article: &Article, finder: KeywordFinder) -> Self {
        let body = Body {
            id: shown(&article.id),
            standfirst: article.standfirst.as_deref().map(shown),
            places: article.places.iter().map(|place| shown(place)).collect(),
            ..Body::default()
        };
        Self { body, finder, labels: HashMap::new() }
    }

    /// Adds all sentences; gives where each stands.
    fn ranked(&mut self, article: &Article, summary: &Summary) -> Vec<(Span, usize)> {
        let mut placed = Vec::new();
        for sentence in &summary.ranking {
            let text = sentence.span.of(article.text());
            let at = self.scored(text, sentence.score, sentence.rank, Some(&sentence.explanation));
            placed.push((sentence.span, at));
        }
        self.body.summary = summary.summary.iter().map(|chosen| chosen.sentence).collect();
        placed
    }

    /// Adds the chosen sentences; gives where each stands.
    fn chosen(&mut self, summary: &Summary) -> Vec<(Span, usize)> {
        let mut order: Vec<usize> = (0..summary.summary.len()).collect();
        let score = |at: usize| summary.summary.get(at).map_or(0.0, |sentence| sentence.score);
        order.sort_by(|&a, &b| score(b).total_cmp(&score(a)));
        let mut placed = Vec::new();
        for (at, sentence) in summary.summary.iter().enumerate() {
            let rank = order.iter().position(|&other| other == at);
            let at = self.scored(&sentence.text, sentence.score, rank, sentence.explanation.as_ref());
            placed.push((sentence.span, at));
            self.body.summary.push(at);
        }
        placed
    }

    /// The whole text as pieces: sentences where they stand, the rest as it is. A sentence whose span does not fit the
    /// text has no place in it.
    fn paragraphs(&mut self, article: &Article, mut placed: Vec<(Span, usize)>) {
        let text = article.text();
        placed.sort();
        let mut placed = placed.into_iter().filter(|(span, _)| !span.of(text).is_empty()).peekable();
        for &paragraph in article.paragraphs() {
            let mut pieces = Vec::new();
            let mut at = paragraph.start;
            while let Some((span, piece)) = placed.next_if(|(span, _)| span.start < paragraph.end) {
                if span.start < at || span.end > paragraph.end {
                    continue;
                }
                self.gap(text, Span { start: at, end: span.start }, &mut pieces);
                pieces.push(piece);
                at = span.end;
            }
            self.gap(text, Span { start: at, end: paragraph.end }, &mut pieces);
            if !pieces.is_empty() {
                self.body.paragraphs.push(pieces);
            }
        }
    }

    fn gap(&mut self, text: &str, span: Span, pieces: &mut Vec<usize>) {
        if !span.of(text).trim().is_empty() {
            let piece = self.plain(span.of(text));
            pieces.push(piece);
        }
    }

    fn plain(&mut self, text: &str) -> usize {
        let (text, marks) = self.marked(text);
        self.push(Piece::Plain(text, marks))
    }

    fn scored(&mut self, text: &str, score: f64, rank: Option<usize>, why: Option<&Explanation>) -> usize {
        let (text, marks) = self.marked(text);
        let parts = why.map(parts).unwrap_or_default();
        let (labels, values): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let labels = labels.into_iter().map(|label| self.label(label)).collect();
        self.push(Piece::Scored(text, marks, rounded(score, 4), rank, labels, values))
    }

    fn push(&mut self, piece: Piece) -> usize {
        self.body.sentences.push(piece);
        self.body.sentences.len() - 1
    }

    /// The text as it is shown, and the keywords in it.
    fn marked(&mut self, text: &str) -> (String, Vec<usize>) {
        let text = shown(text);
        let mut marks = Vec::new();
        let (mut bytes, mut units) = (0, 0);
        let mut unit = |to: usize| {
            units += text.get(bytes..to).unwrap_or_default().encode_utf16().count();
            bytes = to;
            units
        };
        for found in self.finder.find(&text) {
            let range = found.span.range();
            marks.extend([found.keyword, unit(range.start), unit(range.end)]);
        }
        (text, marks)
    }

    fn label(&mut self, label: String) -> usize {
        let labels = &mut self.body.labels;
        *self.labels.entry(label).or_insert_with_key(|label| {
            labels.push(label.clone());
            labels.len() - 1
        })
    }
}

/// What a score is made of: the leaves below sums, largest first, what is beyond [`PARTS`] added up. A score that is no
/// sum is made of what its explanation names.
fn parts(explanation: &Explanation) -> Vec<(String, f64)> {
    let mut leaves = Vec::new();
    let mut open: Vec<_> = explanation.details.iter().rev().collect();
    while let Some(part) = open.pop() {
        if part.details.is_empty() || !part.description.contains("sum") {
            leaves.push((part.description.split(": ").next().unwrap_or_default(), part.value));
        } else {
            open.extend(part.details.iter().rev());
        }
    }
    leaves.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let others: f64 = leaves.iter().skip(PARTS).map(|leaf| leaf.1).sum();
    leaves.truncate(PARTS);
    leaves.push(("others", others));
    let least = leaves.iter().map(|leaf| leaf.1.abs()).fold(0.0, f64::max) * LEAST;
    let leaves = leaves.into_iter().filter(|leaf| leaf.1.abs() > least);
    leaves.map(|(label, value)| (shown(label), rounded(value, 2))).collect()
}

/// A text on one line, without what could turn or hide what follows.
fn shown(text: &str) -> String {
    folded(&visible(text)).into_owned()
}

/// A number to so many significant digits, 0 for what is none.
fn rounded(value: f64, digits: usize) -> f64 {
    if !value.is_finite() || value == 0.0 {
        return 0.0;
    }
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Summarizer;
    use crate::select::Budget;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn body(article: &Article, summary: &Summary) -> Value {
        serde_json::to_value(
            of_summary(article, summary, &CorpusStatistics::default(), &KeywordFinders::default()).1,
        )
        .unwrap()
    }

    #[test]
    fn numbers_are_short() {
        for (value, expected) in
            [(1.234_56, 1.235), (-0.000_123_48, -0.000_123_5), (f64::NAN, 0.0), (12.0, 12.0)]
        {
            assert!((rounded(value, 4) - expected).abs() < 1e-12, "{value}");
        }
    }

    #[test]
    fn sums_are_taken_apart() {
        let method = Explanation::sum(
            "salience, the sum of the features",
            vec![Explanation::leaf(-2.0, "lead: 1 × -2"), Explanation::leaf(0.0, "title: 0 × 3")],
        );
        let query = Explanation::leaf(3.0, "similarity to the query");
        let both = Explanation::sum("sum of method and query", vec![method, query]);
        assert_eq!(parts(&both), [("similarity to the query".to_owned(), 3.0), ("lead".to_owned(), -2.0)]);
        assert_eq!(parts(&Explanation::leaf(1.0, "score of the sentence")), []);
        let many = (0..24).map(|part| Explanation::leaf(1.0, format!("part {part}"))).collect();
        let parts = parts(&Explanation::sum("sum of many", many));
        assert_eq!((parts.len(), parts.last().unwrap().1), (PARTS + 1, 14.0));
    }

    #[test]
    fn spans_that_do_not_fit_have_no_place_in_the_text() {
        let article = Article::new("Ä wolf. Two wolves.").unwrap();
        let mut summary = Summarizer::builder().build().unwrap().summarize(&article);
        for (sentence, (start, end)) in summary.summary.iter_mut().zip([(1, 8), (9, 4_000)]) {
            sentence.span = Span { start, end };
        }
        let body = body(&article, &summary);
        assert_eq!(body["summary"], json!([0, 1]));
        assert_eq!(body["paragraphs"], json!([[2]]));
        assert_eq!(body["sentences"][2][0], "Ä wolf. Two wolves.");
    }

    proptest! {
        #[test]
        fn the_whole_text_is_there(text in "([A-C][a-c]{1,4}[.,\n ]{1,3}|\\PC|wolves |水){0,40}", all in any::<bool>()) {
            let article = Article::new(text.clone()).unwrap();
            let builder = Summarizer::builder().budget(Budget::Sentences(2)).ranking(all);
            let summary = builder.build().unwrap().summarize(&article);
            let body = body(&article, &summary);
            let mut read = String::new();
            for paragraph in body["paragraphs"].as_array().unwrap() {
                for piece in paragraph.as_array().unwrap() {
                    let piece = &body["sentences"][piece.as_u64().unwrap() as usize];
                    let shown: Vec<u16> = piece[0].as_str().unwrap().encode_utf16().collect();
                    let marks: Vec<_> = piece[1].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
                    for mark in marks.chunks(3) {
                        prop_assert!(mark[1] < mark[2] && mark[2] <= shown.len());
                        prop_assert!(String::from_utf16(&shown[mark[1]..mark[2]]).is_ok());
                    }
                    read.push_str(piece[0].as_str().unwrap());
                }
            }
            let letters = |text: &str| visible(text).split_whitespace().collect::<String>();
            prop_assert_eq!(read.split_whitespace().collect::<String>(), article.paragraphs().iter().map(|span| letters(span.of(&text))).collect::<String>());
        }
    }
}
