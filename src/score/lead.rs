//! The first sentences: hard to beat on news, and the floor for every other method.

use super::{Scoring, SentenceScorer};

/// Scores fall from 1 with the sentence's number: `1 / (1 + i)`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lead;

impl SentenceScorer for Lead {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        (0..scoring.document.sentences().len()).map(|number| 1.0 / (1.0 + number as f64)).collect()
    }
}
