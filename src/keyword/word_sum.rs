//! What RAKE, TextRank and PositionRank share: a phrase is worth the sum of its words.

use super::candidates::Candidates;
use super::{KeywordInput, Weigher};
use crate::explanation::Explanation;

/// Weighs phrases by their words.
pub(super) struct WordSum<'a> {
    pub(super) input: KeywordInput<'a>,
    pub(super) candidates: &'a Candidates,
    /// For each term of the document what it is worth.
    pub(super) weights: Vec<f64>,
    /// For each candidate whether it is a keyword at all.
    pub(super) admitted: Vec<bool>,
    /// What a word's worth is called.
    pub(super) unit: &'static str,
}

impl Weigher for WordSum<'_> {
    fn score(&self, candidate: usize) -> Option<f64> {
        let stems = self.candidates.stems(candidate).iter();
        self.admitted[candidate].then(|| stems.map(|&stem| self.weights[stem as usize]).sum())
    }

    fn explain(&self, candidate: usize) -> Explanation {
        let words = self.candidates.first_words(&self.input, candidate);
        let part = |(word, &stem): (&str, &u32)| {
            Explanation::leaf(self.weights[stem as usize], format!("'{word}': {}", self.unit))
        };
        let parts = words.zip(self.candidates.stems(candidate)).map(part).collect();
        Explanation::sum(format!("sum of the words' {}", self.unit), parts)
    }
}
