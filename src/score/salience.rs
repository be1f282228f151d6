//! The default: a linear model over fourteen features of position, length, title, centrality and of terms that are new
//! here and come back later. The features need no corpus and no list but stop words, so they work in every language; the
//! weights (`salience.txt`) were learned over sets of many kinds. Centrality looks forward only, as in Zheng & Lapata 2019;
//! that first mentions of recurring terms tell more than any count is this project's own finding. Work grows with the number
//! of words.

use std::iter;
use std::sync::{LazyLock, OnceLock};

use memchr::memchr2_iter;

use super::{Scoring, SentenceScorer, news};
use crate::analysis::Sentence;
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

/// Scores sentences by the weighted sum of their features.
#[derive(Debug, Clone, Copy, Default)]
pub struct Salience;

impl SentenceScorer for Salience {
    fn score(&self, scoring: &Scoring<'_>) -> Vec<f64> {
        let weights = weights();
        features(scoring).iter().map(|features| parts(features, weights).iter().sum()).collect()
    }

    fn diversity(&self) -> f64 {
        DIVERSITY
    }

    fn explain(&self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let (features, weights) = (features(scoring), weights());
        let explain = |&sentence: &usize| {
            let features = &features[sentence];
            let parts = parts(features, weights);
            let details = FEATURES.iter().enumerate().map(|(at, name)| {
                let (value, weight) = (features[at], weights[at]);
                Explanation::leaf(parts[at], format!("{name}: {value:.3} × {weight}"))
            });
            Explanation::sum("salience, the sum of the features", details.collect())
        };
        sentences.iter().map(explain).collect()
    }
}

/// The features of every sentence in document order, from which the weights are learned.
pub fn sentence_features(scoring: &Scoring<'_>) -> Vec<[f64; FEATURES.len()]> {
    features(scoring)
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

fn features(scoring: &Scoring<'_>) -> Vec<Features> {
    let sentences = scoring.document.sentences();
    let mut brackets = memchr2_iter(b'(', b'[', scoring.text.as_bytes()).peekable();
    let (content, news) = (of_content(scoring), news::of(scoring.document));
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
            lead(at),
            own_brackets.min(3) as f64,
            content.title,
            f64::from(span.of(scoring.text).starts_with(is_quote)),
            if at == 0 { (scoring.length as f64).ln() - 1.3 } else { 0.0 },
            content.frequency,
            news.pairs,
        ]
    };
    let mut features: Vec<Features> = sentences.iter().enumerate().map(of_sentence).collect();
    let mean_words = words as f64 / sentences.len().max(1) as f64;
    standardise(&mut features);
    features.iter_mut().for_each(|features| features[FREQUENCY_BY_LENGTH] *= mean_words.ln() - 3.0);
    features
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

/// What a sentence's content words give.
#[derive(Clone, Copy, Default)]
struct OfContent {
    /// The share of the title's terms that it has.
    title_cover: f64,
    /// How many of the title's terms it has, for its length.
    title: f64,
    /// Sum of the cosines with all later sentences.
    forward: f64,
    /// The mean of `ln tf` over its distinct terms, with frequencies in the article.
    frequency: f64,
}

/// One pass over the content words from the last sentence to the first, with a running sum of the unit vectors of the later
/// ones.
fn of_content(scoring: &Scoring<'_>) -> Vec<OfContent> {
    let document = scoring.document;
    let sentences = document.sentences().len();
    let mut all = vec![OfContent::default(); sentences];
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
        all[sentence] = OfContent {
            title_cover: f64::from(shared) / titled.max(1.0),
            title: f64::from(shared) / (len + 1.0).sqrt(),
            forward,
            frequency: logarithms / len.max(1.0),
        };
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
            prop_assert_eq!(all.len(), document.sentences().len());
            let weight = |term: u32, count: u32| sublinear_tf(count) * idf[term as usize];
            let vectors = SentenceVectors::new(&document, weight).normalised();
            let title: BTreeSet<u32> = document.title().iter().copied().collect();
            let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
            for (sentence, found) in all.iter().enumerate() {
                let own: BTreeSet<u32> = document.content(sentence).iter().copied().collect();
                let mut later = vec![0.0; idf.len()];
                (sentence + 1..vectors.len()).for_each(|other| vectors.add_to(other, 1.0, &mut later));
                prop_assert!(close(found.forward, vectors.dot(sentence, &later)));
                let logarithms = own.iter().map(|term| f64::from(document.terms()[*term as usize].count).ln());
                prop_assert!(close(found.frequency, logarithms.sum::<f64>() / own.len().max(1) as f64));
                let shared = own.intersection(&title).count() as f64;
                prop_assert!(close(found.title_cover, shared / title.len().max(1) as f64));
                prop_assert!(close(found.title, shared / (own.len() as f64 + 1.0).sqrt()));
            }
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
