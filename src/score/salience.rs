//! The default: a linear model over fourteen features of position, length, title, centrality and of terms that are new
//! here and come back later. The features need no corpus and no list but stop words, so they work in every language; the
//! weights (`salience.txt`) were learned over sets of many kinds. Centrality looks forward only, as in Zheng & Lapata 2019;
//! that first mentions of recurring terms tell more than any count is this project's own finding. Work grows with the number
//! of words.

use std::sync::OnceLock;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{Scoring, SentenceScorer};
use crate::analysis::Token;
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
        let features = features(scoring);
        (0..scoring.document.sentences().len())
            .map(|sentence| parts(&features, sentence).iter().sum())
            .collect()
    }

    fn diversity(&self) -> f64 {
        DIVERSITY
    }

    fn explain(&self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let features = features(scoring);
        let explain = |&sentence: &usize| {
            let parts = parts(&features, sentence);
            let details = (0..FEATURES.len()).map(|at| {
                let (value, weight) = (features[at][sentence], weights()[at]);
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
fn parts(features: &Features, sentence: usize) -> [f64; FEATURES.len()] {
    std::array::from_fn(|at| features[at][sentence] * weights()[at])
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
    let (title_cover, title) = title(scoring);
    let mut frequency = standard(mean_log_frequency(scoring));
    for value in &mut frequency {
        *value *= mean_words.ln() - 3.0;
    }
    let text_of = |sentence: usize| sentences[sentence].span.of(scoring.text);
    [
        number(n).map(|i| ln_count(1 + i as u32)).collect(),
        title_cover,
        standard(new_terms(scoring)),
        standard(forward(scoring)),
        sentences.iter().map(|sentence| f64::from(sentence.words() < SHORT)).collect(),
        words.iter().map(|log| (log - LONG.ln()).max(0.0)).collect(),
        standard(words.iter().map(|log| (log - TYPICAL.ln()).powi(2)).collect()),
        standard(number(n).map(|i| (-(i as f64) / 3.0).exp()).collect()),
        number(n)
            .map(|i| text_of(i).bytes().filter(|byte| matches!(byte, b'(' | b'[')).count().min(3) as f64)
            .collect(),
        standard(title),
        standard(number(n).map(|i| f64::from(text_of(i).starts_with(is_quote))).collect()),
        number(n).map(|i| if i == 0 { (scoring.length as f64).ln() - 1.3 } else { 0.0 }).collect(),
        frequency,
        standard(new_pairs(scoring)),
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

/// The share of the title's terms that a sentence has, and how many it has for its length.
fn title(scoring: &Scoring<'_>) -> (Vec<f64>, Vec<f64>) {
    let document = scoring.document;
    if document.title().is_empty() {
        let none = vec![0.0; document.sentences().len()];
        return (none.clone(), none);
    }
    let mut titled = vec![false; document.terms().len()];
    for &term in document.title() {
        titled[term as usize] = true;
    }
    let size = titled.iter().filter(|titled| **titled).count();
    let mut seen = vec![usize::MAX; document.terms().len()];
    let mut cover = Vec::new();
    let mut overlap = Vec::new();
    for sentence in 0..document.sentences().len() {
        let (mut distinct, mut shared) = (0u32, 0u32);
        for &term in document.content(sentence) {
            if std::mem::replace(&mut seen[term as usize], sentence) != sentence {
                distinct += 1;
                shared += u32::from(titled[term as usize]);
            }
        }
        cover.push(if size == 0 { 0.0 } else { f64::from(shared) / size as f64 });
        overlap.push(f64::from(shared) / (f64::from(distinct) + 1.0).sqrt());
    }
    (cover, overlap)
}

/// The words that count as terms here: stop words too, but no lone letters.
fn counted(token: Token) -> bool {
    token.span.len() > 1 || token.digits
}

/// Sum, over the terms that a sentence is the first to have, of `ln df × ln ((n + 1) / df)`, with sentences as documents.
fn new_terms(scoring: &Scoring<'_>) -> Vec<f64> {
    let document = scoring.document;
    let n = document.sentences().len() as f64;
    let mut seen = vec![false; document.terms().len()];
    let most = document.terms().iter().map(|term| term.sentences).max().unwrap_or(0);
    let worth = |doc_freq: u32| ln_count(doc_freq) * ((n + 1.0) / f64::from(doc_freq)).ln();
    let worth: Vec<f64> = (0..=most).map(worth).collect();
    let sum = |sentence: usize| {
        let new = document
            .sentence_tokens(sentence)
            .iter()
            .filter(|token| counted(**token))
            .filter(|token| !std::mem::replace(&mut seen[token.term as usize], true));
        new.map(|token| worth[document.terms()[token.term as usize].sentences as usize]).sum()
    };
    (0..document.sentences().len()).map(sum).collect()
}

/// Sum, over the pairs of neighbouring terms that a sentence is the first to have, of `ln df`.
fn new_pairs(scoring: &Scoring<'_>) -> Vec<f64> {
    let document = scoring.document;
    // A pair that two sentences have is of terms that two have; the logarithm of 1 is 0.
    let recurs = |term: u32| document.terms()[term as usize].sentences > 1;
    // For each pair the sentence that had it first, the last one and how many.
    let mut pairs: HashMap<u64, (u32, u32, u32), FxBuildHasher> =
        HashMap::with_capacity_and_hasher(document.tokens().len(), FxBuildHasher);
    let mut order = Vec::with_capacity(document.tokens().len());
    for sentence in 0..document.sentences().len() {
        let number = sentence as u32;
        let mut before = None;
        for token in document.sentence_tokens(sentence).iter().filter(|token| counted(**token)) {
            if let Some(before) = before.replace(token.term)
                && recurs(before)
                && recurs(token.term)
            {
                let key = u64::from(before) << 32 | u64::from(token.term);
                let entry = pairs.entry(key).or_insert_with(|| {
                    order.push(key);
                    (number, number, 1)
                });
                if entry.1 != number {
                    entry.1 = number;
                    entry.2 += 1;
                }
            }
        }
    }
    let mut sums = vec![0.0; document.sentences().len()];
    for (first, _, doc_freq) in order.iter().filter_map(|key| pairs.get(key)).filter(|pair| pair.2 > 1) {
        sums[*first as usize] += ln_count(*doc_freq);
    }
    sums
}

/// Sum of the cosines with all later sentences, by one running sum of unit vectors from the end to the beginning.
fn forward(scoring: &Scoring<'_>) -> Vec<f64> {
    let document = scoring.document;
    let mut later = vec![0.0; document.terms().len()];
    let mut counts = vec![0u32; document.terms().len()];
    let mut vector: Vec<(u32, f64)> = Vec::new();
    let mut centrality = vec![0.0; document.sentences().len()];
    for sentence in (0..document.sentences().len()).rev() {
        let content = document.content(sentence);
        for &term in content {
            counts[term as usize] += 1;
        }
        vector.clear();
        for &term in content {
            let count = std::mem::take(&mut counts[term as usize]);
            if count > 0 {
                vector.push((term, sublinear_tf(count) * scoring.idf[term as usize]));
            }
        }
        let norm =
            vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        centrality[sentence] =
            vector.iter().map(|&(term, weight)| weight / norm * later[term as usize]).sum();
        for &(term, weight) in &vector {
            later[term as usize] += weight / norm;
        }
    }
    centrality
}

/// Mean of `ln tf` over a sentence's distinct content terms, with frequencies in the article.
fn mean_log_frequency(scoring: &Scoring<'_>) -> Vec<f64> {
    let document = scoring.document;
    let mut seen = vec![usize::MAX; document.terms().len()];
    let frequency = |sentence: usize| {
        let (mut sum, mut distinct) = (0.0, 0usize);
        for &term in document.content(sentence) {
            if std::mem::replace(&mut seen[term as usize], sentence) != sentence {
                sum += ln_count(document.terms()[term as usize].count);
                distinct += 1;
            }
        }
        sum / distinct.max(1) as f64
    };
    (0..document.sentences().len()).map(frequency).collect()
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

    #[test]
    fn every_feature_has_a_weight_and_every_weight_a_feature() {
        for name in FEATURES {
            assert!(listed(name).is_some_and(f64::is_finite), "{name}");
        }
        let lines = include_str!("salience.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), FEATURES.len());
    }
}
