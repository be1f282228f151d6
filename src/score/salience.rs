//! The default: a linear model over fourteen features of position, length, title, centrality and of terms that are new
//! here and come back later. The features need no corpus and no list but stop words, so they work in every language; the
//! weights (`salience.txt`) were learned over sets of many kinds. Centrality looks forward only, as in Zheng & Lapata 2019;
//! that first mentions of recurring terms tell more than any count is this project's own finding. Work grows with the number
//! of words.

use std::sync::{LazyLock, OnceLock};

use memchr::memchr2_iter;

use super::pairs::Pairs;
use super::{Scoring, SentenceScorer};
use crate::analysis::{Document, Token};
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
        (0..scoring.document.sentences().len())
            .map(|sentence| parts(&features, weights, sentence).iter().sum())
            .collect()
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
    let bags = Bags::of(scoring.document);
    let (title_cover, title) = title(scoring, &bags);
    let (forward, frequency) = forward(scoring, &bags);
    let mut frequency = standard(frequency);
    for value in &mut frequency {
        *value *= mean_words.ln() - 3.0;
    }
    let text_of = |sentence: usize| sentences[sentence].span.of(scoring.text);
    let brackets =
        |sentence: usize| memchr2_iter(b'(', b'[', text_of(sentence).as_bytes()).take(3).count() as f64;
    let (new_terms, new_pairs) = news(scoring);
    [
        number(n).map(|i| ln_count(1 + i as u32)).collect(),
        title_cover,
        standard(new_terms),
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
        standard(new_pairs),
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

/// The distinct content terms of each sentence, in the order of their appearance, with how often they occur in it.
struct Bags {
    terms: Vec<(u32, u32)>,
    /// Where each sentence's end.
    ends: Vec<usize>,
}

impl Bags {
    fn of(document: &Document) -> Self {
        let sentences = document.sentences().len();
        let terms = Vec::with_capacity(document.tokens().len() / 2);
        let mut bags = Self { terms, ends: Vec::with_capacity(sentences) };
        // For each term where it stands in the bag of the last sentence that had it.
        let mut places = vec![u32::MAX; document.terms().len()];
        for sentence in 0..sentences {
            let begin = bags.terms.len();
            for &term in document.content(sentence) {
                let place = &mut places[term as usize];
                match bags.terms.get_mut(*place as usize) {
                    Some((_, count)) if *place as usize >= begin => *count += 1,
                    _ => {
                        *place = bags.terms.len() as u32;
                        bags.terms.push((term, 1));
                    }
                }
            }
            bags.ends.push(bags.terms.len());
        }
        bags
    }

    /// In the order of the sentences.
    fn iter(&self) -> impl DoubleEndedIterator<Item = &[(u32, u32)]> + ExactSizeIterator {
        (0..self.ends.len()).map(|at| {
            let begin = if at == 0 { 0 } else { self.ends[at - 1] };
            &self.terms[begin..self.ends[at]]
        })
    }
}

/// The share of the title's terms that a sentence has, and how many it has for its length.
fn title(scoring: &Scoring<'_>, bags: &Bags) -> (Vec<f64>, Vec<f64>) {
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
    let of_bag = |bag: &[(u32, u32)]| {
        let shared = bag.iter().map(|&(term, _)| u32::from(titled[term as usize])).sum::<u32>();
        let cover = if size == 0 { 0.0 } else { f64::from(shared) / size as f64 };
        (cover, f64::from(shared) / (bag.len() as f64 + 1.0).sqrt())
    };
    bags.iter().map(of_bag).unzip()
}

/// The words that count as terms here: stop words too, but no lone letters.
fn counted(token: &Token) -> bool {
    token.span.len() > 1 || token.digits
}

/// No term.
const NONE: u32 = u32::MAX;

/// Over the terms that a sentence is the first to have, the sum of `ln df × ln ((n + 1) / df)`, with sentences as
/// documents; over the pairs of neighbours that it is the first to have, the sum of `ln df`.
fn news(scoring: &Scoring<'_>) -> (Vec<f64>, Vec<f64>) {
    let document = scoring.document;
    let (sentences, terms) = (document.sentences(), document.terms());
    let most = terms.iter().map(|term| term.sentences).max().unwrap_or(0);
    let documents = sentences.len() as f64 + 1.0;
    let worth = |doc_freq: u32| match doc_freq {
        // The logarithm of 1 is 0, and a pair that two sentences have is of terms that two have.
        0 | 1 => f64::NAN,
        _ => ln_count(doc_freq) * (documents / f64::from(doc_freq)).ln(),
    };
    let worth: Vec<f64> = (0..=most).map(worth).collect();
    // What a term that recurs is worth until it has come, and nothing from then on.
    let mut worth: Vec<f64> = terms.iter().map(|term| worth[term.sentences as usize]).collect();
    let mut pairs = Pairs::with_capacity(document.tokens().len());
    let new_terms = sentences.iter().zip(0..).map(|(sentence, number)| {
        let mut sum = 0.0;
        let mut before = NONE;
        for token in &document.tokens()[sentence.token_range()] {
            if !counted(token) {
                continue;
            }
            let worth = &mut worth[token.term as usize];
            if worth.is_nan() {
                before = NONE;
                continue;
            }
            sum += std::mem::take(worth);
            if before != NONE {
                pairs.note((before, token.term), number);
            }
            before = token.term;
        }
        sum
    });
    let new_terms = new_terms.collect();
    let mut new_pairs = vec![0.0; sentences.len()];
    for pair in pairs.all().filter(|pair| pair.doc_freq > 1) {
        new_pairs[pair.first as usize] += ln_count(pair.doc_freq);
    }
    (new_terms, new_pairs)
}

/// Sum of the cosines with all later sentences, by one running sum of unit vectors from the end to the beginning; and the
/// mean of `ln tf` over a sentence's distinct content terms, with frequencies in the article.
fn forward(scoring: &Scoring<'_>, bags: &Bags) -> (Vec<f64>, Vec<f64>) {
    let document = scoring.document;
    let mut later = vec![0.0; document.terms().len()];
    let mut vector: Vec<f64> = Vec::new();
    let sentences = document.sentences().len();
    let (mut centrality, mut frequency) = (vec![0.0; sentences], vec![0.0; sentences]);
    for ((bag, centrality), frequency) in bags.iter().zip(&mut centrality).zip(&mut frequency).rev() {
        let mut logarithms = 0.0;
        vector.clear();
        vector.extend(bag.iter().map(|&(term, count)| {
            let term = term as usize;
            logarithms += ln_count(document.terms()[term].count);
            sublinear_tf(count) * scoring.idf[term]
        }));
        *frequency = logarithms / bag.len().max(1) as f64;
        let norm = vector.iter().map(|weight| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        for (&(term, _), weight) in bag.iter().zip(&vector) {
            let (later, unit) = (&mut later[term as usize], weight / norm);
            *centrality += unit * *later;
            *later += unit;
        }
    }
    (centrality, frequency)
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
