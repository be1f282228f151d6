//! The default: a linear model over fourteen features of position, length, title, centrality and of terms that are new
//! here and come back later. The features need no corpus and no list but stop words, so they work in every language; the
//! weights (`salience.txt`) were learned over sets of many kinds. Centrality looks forward only, as in Zheng & Lapata 2019;
//! that first mentions of recurring terms tell more than any count is this project's own finding. Work grows with the number
//! of words.

use std::iter;
use std::sync::OnceLock;

use memchr::memchr2_iter;

use super::content::ContentReader;
use super::news::NewsReader;
use super::{MAX_SPARE, Scoring, SentenceScorer};
use crate::analysis::Sentence;
use crate::explanation::Explanation;
use crate::weighting::ln_count;

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

/// The places of the features that are taken less their mean over the article and divided by their standard deviation.
const STANDARDISED: [usize; 8] = [2, 3, 6, 7, 9, 10, FREQUENCY_BY_LENGTH, 13];

/// The place of the one that is then multiplied.
const FREQUENCY_BY_LENGTH: usize = 12;

/// Words below which a sentence is a heading or a remnant.
const SHORT: usize = 3;

/// Words from which on a sentence is too long for a summary.
const LONG: f64 = 55.0;

/// Words of a sentence that is as long as it should be.
const TYPICAL: f64 = 20.0;

/// Found on the development sets beside the weights; from 1.5 to 2 summaries are as good (docs/quality.md).
const DIVERSITY: f64 = 1.75;

/// The features of one sentence.
type Features = [f64; FEATURES.len()];

/// Scores sentences by the weighted sum of their features, in buffers that it keeps from article to article.
#[derive(Debug, Default)]
pub struct Salience {
    content: ContentReader,
    news: NewsReader,
    /// What a place near the beginning is worth, for as many places as an article had.
    lead: Vec<f64>,
    features: Vec<Features>,
}

impl SentenceScorer for Salience {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let weights = weights();
        let scores = self.features(scoring).iter().map(|features| parts(features, weights).iter().sum());
        let scores = scores.collect();
        self.give_back_room(scoring);
        scores
    }

    fn diversity(&self) -> f64 {
        DIVERSITY
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let (features, weights) = (self.features(scoring), weights());
        let explain = |&sentence: &usize| {
            let features = &features[sentence];
            let parts = parts(features, weights);
            let details = FEATURES.iter().enumerate().map(|(at, name)| {
                let (value, weight) = (features[at], weights[at]);
                Explanation::leaf(parts[at], format!("{name}: {value:.3} × {weight}"))
            });
            Explanation::sum("salience, the sum of the features", details.collect())
        };
        let explanations = sentences.iter().map(explain).collect();
        self.give_back_room(scoring);
        explanations
    }
}

/// The features of every sentence in document order, from which the weights are learned.
pub fn sentence_features(scoring: &Scoring<'_>) -> Vec<[f64; FEATURES.len()]> {
    Salience::default().features(scoring).to_vec()
}

/// The names of the features in their order, as in `salience.txt`.
pub fn sentence_feature_names() -> impl Iterator<Item = &'static str> {
    FEATURES.into_iter()
}

/// What each feature adds to a sentence's score.
fn parts(features: &Features, weights: &Features) -> Features {
    std::array::from_fn(|at| features[at] * weights[at])
}

/// The weights of `salience.txt`; a test holds the file to the list of features.
fn weights() -> &'static Features {
    static WEIGHTS: OnceLock<Features> = OnceLock::new();
    WEIGHTS.get_or_init(|| FEATURES.map(|name| listed(name).unwrap_or_default()))
}

fn listed(name: &str) -> Option<f64> {
    let lines = include_str!("salience.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .find(|(own, _)| *own == name)
        .and_then(|(_, weight)| weight.parse().ok())
}

impl Salience {
    /// The features of every sentence in document order.
    fn features(&mut self, scoring: &Scoring<'_>) -> &[Features] {
        let sentences = scoring.document.sentences();
        let mut brackets = memchr2_iter(b'(', b'[', scoring.text.as_bytes()).peekable();
        let (content, news) = (self.content.read(scoring), self.news.read(scoring.document));
        self.lead.extend((self.lead.len()..sentences.len()).map(|at| (-(at as f64) / 3.0).exp()));
        let mut words = 0;
        let of_sentence = |(at, sentence): (usize, &Sentence)| {
            let (content, news, span) = (content[at], news[at], sentence.span);
            let own_words = sentence.words().max(1);
            words += own_words;
            let log_words = ln_count(own_words as u32);
            while brackets.next_if(|&at| at < span.start as usize).is_some() {}
            let own_brackets = iter::from_fn(|| brackets.next_if(|&at| at < span.end as usize)).count();
            [
                ln_count(1 + at as u32),
                content.title_cover,
                news.terms,
                content.forward,
                f64::from(sentence.words() < SHORT),
                (log_words - LONG.ln()).max(0.0),
                (log_words - TYPICAL.ln()).powi(2),
                self.lead[at],
                own_brackets.min(3) as f64,
                content.title,
                f64::from(span.of(scoring.text).starts_with(is_quote)),
                if at == 0 { (scoring.length as f64).ln() - 1.3 } else { 0.0 },
                content.frequency,
                news.pairs,
            ]
        };
        self.features.clear();
        self.features.extend(sentences.iter().enumerate().map(of_sentence));
        let mean_words = words as f64 / sentences.len().max(1) as f64;
        standardise(&mut self.features);
        let factor = mean_words.ln() - 3.0;
        self.features.iter_mut().for_each(|features| features[FREQUENCY_BY_LENGTH] *= factor);
        &self.features
    }

    /// Keeps no buffers that a huge article made large.
    fn give_back_room(&mut self, scoring: &Scoring<'_>) {
        if scoring.document.tokens().len() > MAX_SPARE {
            *self = Self::default();
        }
    }
}

/// Less their mean, divided by their standard deviation: the [`STANDARDISED`] of all sentences, side by side.
fn standardise(sentences: &mut [Features]) {
    let count = sentences.len().max(1) as f64;
    let (mut means, mut deviations) = ([0.0; STANDARDISED.len()], [0.0; STANDARDISED.len()]);
    for features in &*sentences {
        means.iter_mut().zip(STANDARDISED).for_each(|(sum, at)| *sum += features[at]);
    }
    means.iter_mut().for_each(|sum| *sum /= count);
    for features in &*sentences {
        let squares = STANDARDISED.iter().zip(means).map(|(&at, mean)| (features[at] - mean).powi(2));
        deviations.iter_mut().zip(squares).for_each(|(sum, square)| *sum += square);
    }
    for sum in &mut deviations {
        let deviation = (*sum / count).sqrt();
        *sum = if deviation > 1e-6 { deviation } else { 1.0 };
    }
    for features in sentences {
        for ((at, mean), deviation) in STANDARDISED.into_iter().zip(means).zip(deviations) {
            features[at] = (features[at] - mean) / deviation;
        }
    }
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
        let column = |name| {
            let at = sentence_feature_names().position(|own| own == name).unwrap();
            rows.iter().map(|row| row[at]).collect::<Vec<_>>()
        };
        assert_eq!(FEATURES[FREQUENCY_BY_LENGTH], "frequency_by_length");
        for (at, name) in FEATURES.into_iter().enumerate() {
            let mean = column(name).iter().sum::<f64>() / rows.len() as f64;
            assert!(mean.abs() < 1e-9 || !STANDARDISED.contains(&at), "{name}: {mean}");
        }
        assert_eq!(column("brackets"), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(column("very_short"), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(column("log_position"), [1.0_f64, 2.0, 3.0, 4.0].map(f64::ln));
        assert!(column("quote_start")[0] > 0.0 && column("quote_start")[1] < 0.0);
        for (row, score) in rows.iter().zip(Salience::default().score(&scoring)) {
            let sum: f64 = row.iter().zip(weights()).map(|(value, weight)| value * weight).sum();
            assert!((sum - score).abs() < 1e-9, "{sum} {score}");
        }
    }

    #[test]
    fn every_feature_has_a_weight_and_every_weight_a_feature() {
        for name in sentence_feature_names() {
            assert!(listed(name).is_some_and(f64::is_finite), "{name}");
        }
        let lines = include_str!("salience.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), FEATURES.len());
    }
}
