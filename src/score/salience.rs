//! The default: a linear model over fourteen features of position, length, title, centrality and of terms that are new
//! here and come back later. The features need no corpus and no list but stop words, so they work in every language; the
//! weights (`salience.txt`) were learned over sets of many kinds. Centrality looks forward only, as in Zheng & Lapata 2019;
//! that first mentions of recurring terms tell more than any count is this project's own finding. Work grows with the number
//! of words.

use std::sync::{LazyLock, OnceLock};

use memchr::memchr2_iter;

use super::news::News;
use super::{Scoring, SentenceScorer};
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
    let document = scoring.document;
    let sentences = document.sentences().len();
    let column = || vec![0.0; sentences];
    let mut all =
        OfContent { title_cover: column(), title: column(), forward: column(), frequency: column() };
    let facts = document.terms().iter().zip(scoring.idf).map(|(term, &idf)| Facts {
        idf,
        ln_count: ln_count(term.count),
        later: 0.0,
        place: 0,
        titled: false,
    });
    let mut facts: Vec<Facts> = facts.collect();
    document.title().iter().for_each(|&term| facts[term as usize].titled = true);
    let titled = facts.iter().filter(|facts| facts.titled).count() as f64;
    // The distinct terms of a sentence in the order of their appearance. Places of earlier sentences are less than `begin`; a
    // document has less than 2³² words, so that they do not run out.
    let longest = (0..sentences).map(|sentence| document.content(sentence).len()).max().unwrap_or(0);
    let mut bag = vec![Entry::default(); longest];
    let mut begin = 1;
    for sentence in (0..sentences).rev() {
        let (mut len, mut repeats) = (0, false);
        let (mut logarithms, mut shared) = (0.0, 0);
        for &term in document.content(sentence) {
            let facts = &mut facts[term as usize];
            match facts.place.checked_sub(begin) {
                None => {
                    facts.place = begin + len as u32;
                    bag[len] = Entry { term, count: 1, weight: facts.idf };
                    len += 1;
                    logarithms += facts.ln_count;
                    shared += u32::from(facts.titled);
                }
                Some(place) => {
                    bag[place as usize].count += 1;
                    repeats = true;
                }
            }
        }
        begin += len as u32;
        let (bag, len) = (&mut bag[..len], len as f64);
        if repeats {
            bag.iter_mut().for_each(|entry| entry.weight *= sublinear_tf(entry.count));
        }
        let squares = bag.iter().map(|entry| entry.weight * entry.weight);
        let norm = squares.sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        let mut forward = 0.0;
        for entry in bag {
            let (later, unit) = (&mut facts[entry.term as usize].later, entry.weight / norm);
            forward += unit * *later;
            *later += unit;
        }
        all.forward[sentence] = forward;
        all.frequency[sentence] = logarithms / len.max(1.0);
        all.title_cover[sentence] = f64::from(shared) / titled.max(1.0);
        all.title[sentence] = f64::from(shared) / (len + 1.0).sqrt();
    }
    all
}

/// What is known of a term while sentences go by.
struct Facts {
    idf: f64,
    ln_count: f64,
    /// Its sum over the unit vectors of the later sentences.
    later: f64,
    /// Its place among the entries of the last sentence that had it, added to those of all sentences before.
    place: u32,
    /// Whether the title has it.
    titled: bool,
}

/// A term of a sentence.
#[derive(Clone, Copy, Default)]
struct Entry {
    term: u32,
    /// Occurrences in the sentence.
    count: u32,
    weight: f64,
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
