//! The default: a linear model over fourteen features of position, length, title, centrality and of terms that are new
//! here and come back later. The features need no corpus and no list but stop words, so they work in every language; the
//! weights (`salience.txt`) were learned over sets of many kinds. Centrality looks forward only, as in Zheng & Lapata 2019;
//! that first mentions of recurring terms tell more than any count is this project's own finding. Work grows with the number
//! of words.

use std::sync::{LazyLock, OnceLock};

use memchr::memchr2_iter;

use super::news::News;
use super::{Scoring, SentenceScorer};
use crate::analysis::Document;
use crate::explanation::Explanation;
use crate::weighting::{ln_count, sublinear_tf};

/// The features in the order of the weights file.
const FEATURES: [&str; 14] = [
    "log_position",
    "title_cover",
    "new_terms",
    "forward",
    "very_short",
    "very_long",
    "length",
    "lead",
    "brackets",
    "title",
    "quote_start",
    "first_by_budget",
    "frequency_by_length",
    "new_pairs",
];

/// Words below which a sentence is a heading or a remnant.
const SHORT: usize = 3;

/// Words from which on a sentence is too long for a summary.
const LONG: f64 = 55.0;

/// Words of a sentence that is as long as it should be.
const TYPICAL: f64 = 20.0;

/// Found on the development sets beside the weights; from 1.5 to 2 summaries are as good (docs/quality.md).
const DIVERSITY: f64 = 1.75;

type Features = [Vec<f64>; FEATURES.len()];

/// Scores sentences by the weighted sum of their features.
#[derive(Debug, Clone, Copy, Default)]
pub struct Salience;

impl SentenceScorer for Salience {
    fn score(&self, scoring: &Scoring<'_>) -> Vec<f64> {
        let (features, weights) = (features(scoring), weights());
        // Feature by feature, so that many sentences are added to at once.
        let mut scores = vec![-0.0; scoring.document.sentences().len()];
        for (values, weight) in features.iter().zip(weights) {
            scores.iter_mut().zip(values).for_each(|(score, value)| *score += value * weight);
        }
        scores
    }

    fn diversity(&self) -> f64 {
        DIVERSITY
    }

    fn explain(&self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let (features, weights) = (features(scoring), weights());
        let explain = |&sentence: &usize| {
            let parts = parts(&features, weights, sentence);
            let details = (0..FEATURES.len()).map(|at| {
                let (value, weight) = (features[at][sentence], weights[at]);
                Explanation::leaf(parts[at], format!("{}: {value:.3} × {weight}", FEATURES[at]))
            });
            Explanation::sum("salience, the sum of the features", details.collect())
        };
        sentences.iter().map(explain).collect()
    }
}

/// The features of every sentence in document order, from which the weights are learned.
pub fn sentence_features(scoring: &Scoring<'_>) -> Vec<[f64; FEATURES.len()]> {
    let features = features(scoring);
    let row = |sentence: usize| std::array::from_fn(|at| features[at][sentence]);
    (0..scoring.document.sentences().len()).map(row).collect()
}

/// The names of the features in their order, as in `salience.txt`.
pub fn sentence_feature_names() -> impl Iterator<Item = &'static str> {
    FEATURES.into_iter()
}

/// What each feature adds to a sentence's score.
fn parts(features: &Features, weights: &[f64; FEATURES.len()], sentence: usize) -> [f64; FEATURES.len()] {
    std::array::from_fn(|at| features[at][sentence] * weights[at])
}

/// The weights of `salience.txt`; a test holds the file to the list of features.
fn weights() -> &'static [f64; FEATURES.len()] {
    static WEIGHTS: OnceLock<[f64; FEATURES.len()]> = OnceLock::new();
    WEIGHTS.get_or_init(|| FEATURES.map(|name| listed(name).unwrap_or_default()))
}

fn listed(name: &str) -> Option<f64> {
    let lines = include_str!("salience.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .find(|(own, _)| *own == name)
        .and_then(|(_, weight)| weight.parse().ok())
}

fn features(scoring: &Scoring<'_>) -> Features {
    let sentences = scoring.document.sentences();
    let words: Vec<f64> = sentences.iter().map(|sentence| ln_count(sentence.words().max(1) as u32)).collect();
    let mean_words =
        mean(&sentences.iter().map(|sentence| sentence.words().max(1) as f64).collect::<Vec<_>>());
    let number = |count: usize| 0..count;
    let n = sentences.len();
    let OfContent { title_cover, title, forward, frequency } = of_content(scoring);
    let mut frequency = standard(frequency);
    for value in &mut frequency {
        *value *= mean_words.ln() - 3.0;
    }
    let text_of = |sentence: usize| sentences[sentence].span.of(scoring.text);
    let brackets =
        |sentence: usize| memchr2_iter(b'(', b'[', text_of(sentence).as_bytes()).take(3).count() as f64;
    let news = News::of(scoring.document);
    [
        number(n).map(|i| ln_count(1 + i as u32)).collect(),
        title_cover,
        standard(news.terms),
        standard(forward),
        sentences.iter().map(|sentence| f64::from(sentence.words() < SHORT)).collect(),
        words.iter().map(|log| (log - LONG.ln()).max(0.0)).collect(),
        standard(words.iter().map(|log| (log - TYPICAL.ln()).powi(2)).collect()),
        standard(number(n).map(lead).collect()),
        number(n).map(brackets).collect(),
        standard(title),
        standard(number(n).map(|i| f64::from(text_of(i).starts_with(is_quote))).collect()),
        number(n).map(|i| if i == 0 { (scoring.length as f64).ln() - 1.3 } else { 0.0 }).collect(),
        frequency,
        standard(news.pairs),
    ]
}

/// Values less their mean, divided by their standard deviation.
fn standard(mut values: Vec<f64>) -> Vec<f64> {
    let mean = mean(&values);
    let variance =
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len().max(1) as f64;
    let deviation = if variance.sqrt() > 1e-6 { variance.sqrt() } else { 1.0 };
    for value in &mut values {
        *value = (*value - mean) / deviation;
    }
    values
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// What the sentences' content words give, by sentence.
struct OfContent {
    /// The share of the title's terms that a sentence has.
    title_cover: Vec<f64>,
    /// How many of the title's terms it has, for its length.
    title: Vec<f64>,
    /// Sum of the cosines with all later sentences.
    forward: Vec<f64>,
    /// The mean of `ln tf` over its distinct terms, with frequencies in the article.
    frequency: Vec<f64>,
}

/// One pass over the content words from the last sentence to the first, with a running sum of the unit vectors of the later
/// ones.
fn of_content(scoring: &Scoring<'_>) -> OfContent {
    let (document, idf) = (scoring.document, scoring.idf);
    let (terms, sentences) = (document.terms(), document.sentences().len());
    let column = || vec![0.0; sentences];
    let mut all =
        OfContent { title_cover: column(), title: column(), forward: column(), frequency: column() };
    let title = Title::of(document);
    let mut later = vec![0.0; terms.len()];
    let mut bag = Bag::new(document);
    let mut vector = vec![0.0; bag.terms.len()];
    for sentence in (0..sentences).rev() {
        bag.fill(document.content(sentence));
        let bag_terms = &bag.terms[..bag.len];
        let vector = &mut vector[..bag.len];
        let mut logarithms = 0.0;
        for (weight, &term) in vector.iter_mut().zip(bag_terms) {
            *weight = idf[term as usize];
            logarithms += ln_count(terms[term as usize].count);
        }
        if bag.repeats {
            for (weight, &count) in vector.iter_mut().zip(&bag.counts) {
                *weight *= sublinear_tf(count);
            }
        }
        let len = bag.len as f64;
        all.frequency[sentence] = logarithms / len.max(1.0);
        if let Some(title) = &title {
            let shared = f64::from(title.shared(bag_terms));
            all.title_cover[sentence] = shared / title.size;
            all.title[sentence] = shared / (len + 1.0).sqrt();
        }
        let norm = vector.iter().map(|weight| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        let mut forward = 0.0;
        for (&term, weight) in bag_terms.iter().zip(vector) {
            let (later, unit) = (&mut later[term as usize], *weight / norm);
            forward += unit * *later;
            *later += unit;
        }
        all.forward[sentence] = forward;
    }
    all
}

/// The distinct terms of a sentence in the order of their appearance, with how often they occur in it.
struct Bag {
    /// So many of the terms and counts are the sentence's.
    len: usize,
    terms: Vec<u32>,
    counts: Vec<u32>,
    /// Whether a count is more than 1.
    repeats: bool,
    /// Above all places of earlier bags.
    begin: u32,
    /// For each term of the document [`begin`](Self::begin) and its place in the last bag that had it.
    places: Vec<u32>,
}

impl Bag {
    /// Room for any sentence of a document.
    fn new(document: &Document) -> Self {
        let lengths = (0..document.sentences().len()).map(|sentence| document.content(sentence).len());
        let longest = lengths.max().unwrap_or(0);
        let (terms, counts) = (vec![0; longest], vec![0; longest]);
        Self { len: 0, terms, counts, repeats: false, begin: 1, places: vec![0; document.terms().len()] }
    }

    /// Takes other terms in place of those it has. A document has less than 2³² words, so that places do not run out.
    fn fill(&mut self, content: &[u32]) {
        self.begin += self.len as u32;
        self.len = 0;
        self.repeats = false;
        for &term in content {
            let place = &mut self.places[term as usize];
            match place.checked_sub(self.begin) {
                None => {
                    *place = self.begin + self.len as u32;
                    self.terms[self.len] = term;
                    self.counts[self.len] = 1;
                    self.len += 1;
                }
                Some(at) => {
                    self.counts[at as usize] += 1;
                    self.repeats = true;
                }
            }
        }
    }
}

/// The terms of a title.
struct Title {
    /// For each term of the document whether the title has it.
    titled: Vec<bool>,
    /// Distinct terms.
    size: f64,
}

impl Title {
    /// `None` where the title has no content words.
    fn of(document: &Document) -> Option<Self> {
        let mut titled = vec![false; document.terms().len()];
        for &term in document.title() {
            titled[term as usize] = true;
        }
        let size = titled.iter().filter(|titled| **titled).count();
        (size > 0).then_some(Self { titled, size: size as f64 })
    }

    /// How many of these terms it has.
    fn shared(&self, terms: &[u32]) -> u32 {
        terms.iter().map(|&term| u32::from(self.titled[term as usize])).sum()
    }
}

/// What a place near the beginning is worth, from a table for the first ones.
fn lead(sentence: usize) -> f64 {
    static LEAD: LazyLock<[f64; 64]> = LazyLock::new(|| std::array::from_fn(decayed));
    fn decayed(sentence: usize) -> f64 {
        (-(sentence as f64) / 3.0).exp()
    }
    LEAD.get(sentence).copied().unwrap_or_else(|| decayed(sentence))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '«' | '„' | '‘' | '\'' | '`' | '”' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;
    use crate::language::Language;
    use crate::similarity::SentenceVectors;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn scores_are_the_weighted_sums_of_the_features_given_out() {
        let text =
            "“Rain fell,” she said. Rain fell again (twice) on the town. The town was wet. Nobody came.";
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let idf = vec![1.0; document.terms().len()];
        let scoring = Scoring { text, document: &document, idf: &idf, length: 2 };
        let rows = sentence_features(&scoring);
        assert_eq!(sentence_feature_names().collect::<Vec<_>>(), FEATURES);
        let column = |name| {
            let at = FEATURES.iter().position(|own| *own == name).unwrap();
            rows.iter().map(|row| row[at]).collect::<Vec<_>>()
        };
        assert_eq!(column("brackets"), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(column("very_short"), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(column("log_position"), [1.0_f64, 2.0, 3.0, 4.0].map(f64::ln));
        assert!(column("quote_start")[0] > 0.0 && column("quote_start")[1] < 0.0);
        for (row, score) in rows.iter().zip(Salience.score(&scoring)) {
            let sum: f64 = row.iter().zip(weights()).map(|(value, weight)| value * weight).sum();
            assert!((sum - score).abs() < 1e-9, "{sum} {score}");
        }
    }

    proptest! {
        #[test]
        fn what_content_words_give_is_the_same_as_naive(
            text in "([A-C][bc]?( [a-d]{2}| the){0,9}[.!] ){0,9}", title in "([a-d]{2} ){0,3}"
        ) {
            let mut article = Article::new(text).unwrap();
            article.title = Some(title);
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let idf: Vec<f64> = (0..document.terms().len()).map(|term| 1.0 + term as f64 / 8.0).collect();
            let scoring = Scoring { text: article.text(), document: &document, idf: &idf, length: 2 };
            let all = of_content(&scoring);
            let weight = |term: u32, count: u32| sublinear_tf(count) * idf[term as usize];
            let vectors = SentenceVectors::new(&document, weight).normalised();
            let title: BTreeSet<u32> = document.title().iter().copied().collect();
            let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
            for sentence in 0..document.sentences().len() {
                let own: BTreeSet<u32> = document.content(sentence).iter().copied().collect();
                let mut later = vec![0.0; idf.len()];
                (sentence + 1..vectors.len()).for_each(|other| vectors.add_to(other, 1.0, &mut later));
                prop_assert!(close(all.forward[sentence], vectors.dot(sentence, &later)));
                let logarithms = own.iter().map(|term| f64::from(document.terms()[*term as usize].count).ln());
                prop_assert!(close(all.frequency[sentence], logarithms.sum::<f64>() / own.len().max(1) as f64));
                let shared = own.intersection(&title).count() as f64;
                prop_assert!(close(all.title_cover[sentence], shared / title.len().max(1) as f64));
                prop_assert!(close(all.title[sentence], shared / (own.len() as f64 + 1.0).sqrt()));
            }
        }
    }

    #[test]
    fn every_feature_has_a_weight_and_every_weight_a_feature() {
        for name in FEATURES {
            assert!(listed(name).is_some_and(f64::is_finite), "{name}");
        }
        let lines = include_str!("salience.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), FEATURES.len());
    }
}
