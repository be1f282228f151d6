//! Luhn's clusters (Luhn 1958, "The Automatic Creation of Literature Abstracts"): a sentence is worth what its densest
//! stretch of significant words is.

use super::{Scoring, SentenceScorer};
use crate::explanation::Explanation;

/// The best over a sentence's clusters of `(significant words)² / words`. Significant are content words that the
/// article has at least [`Luhn::min_count`] times; a cluster runs from one to another with no more than
/// [`Luhn::gap`] others in a row between. A lone significant word counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Luhn {
    /// Occurrences in the article that make a content word significant.
    pub min_count: u32,
    /// The most words in a row that a cluster bridges.
    pub gap: usize,
}

impl Default for Luhn {
    /// Twice; up to three words.
    fn default() -> Self {
        Self { min_count: 2, gap: 3 }
    }
}

/// A stretch of a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Cluster {
    significant: usize,
    words: usize,
}

impl Cluster {
    fn worth(self) -> f64 {
        if self.significant < 2 {
            0.0
        } else {
            (self.significant * self.significant) as f64 / self.words as f64
        }
    }

    /// The one of more worth.
    fn or(self, later: Self) -> Self {
        if later.worth() > self.worth() { later } else { self }
    }
}

impl SentenceScorer for Luhn {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        (0..scoring.document.sentences().len()).map(|sentence| self.best(scoring, sentence).worth()).collect()
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let explain = |&sentence: &usize| {
            let best = self.best(scoring, sentence);
            let what =
                format!("densest cluster: {}² significant words / {} words", best.significant, best.words);
            Explanation::leaf(best.worth(), what)
        };
        sentences.iter().map(explain).collect()
    }
}

impl Luhn {
    /// The cluster of most worth, the first of equals.
    fn best(self, scoring: &Scoring<'_>, sentence: usize) -> Cluster {
        let mut best = Cluster::default();
        let mut current = Cluster::default();
        let mut bridged = 0;
        for token in scoring.document.sentence_tokens(sentence) {
            let count = scoring.document.terms()[token.term as usize].count;
            if token.stop || count < self.min_count {
                bridged += 1;
                continue;
            }
            if current.significant > 0 && bridged <= self.gap {
                current.significant += 1;
                current.words += bridged + 1;
            } else {
                best = best.or(current);
                current = Cluster { significant: 1, words: 1 };
            }
            bridged = 0;
        }
        best.or(current)
    }
}
