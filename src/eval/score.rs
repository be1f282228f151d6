//! Precision, recall and their harmonic mean.

use serde::Serialize;

/// How well one thing matches another; each number from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Score {
    /// Share of the candidate that the reference has.
    pub precision: f64,
    /// Share of the reference that the candidate has.
    pub recall: f64,
    /// `2·precision·recall / (precision + recall)`, 0 where both are 0.
    pub f1: f64,
}

impl Score {
    /// The score of `hits` out of `candidate` and `reference` items; a share of nothing is 0.
    ///
    /// ```
    /// let score = epitome::eval::Score::new(2, 4, 2);
    /// assert_eq!((score.precision, score.recall), (0.5, 1.0));
    /// ```
    pub fn new(hits: usize, candidate: usize, reference: usize) -> Self {
        let precision = hits as f64 / candidate.max(1) as f64;
        let recall = hits as f64 / reference.max(1) as f64;
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }
}
