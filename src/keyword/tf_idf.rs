//! Keywords by TF-IDF (Salton & Buckley 1988, "Term-Weighting Approaches in Automatic Text Retrieval"): phrases that this
//! article has often and others seldom.

use super::candidates::Candidates;
use super::{KeywordInput, Weigher};
use crate::explanation::Explanation;

/// The phrase's count × the sum of its words' idf.
pub(super) struct TfIdf<'a> {
    input: KeywordInput<'a>,
    candidates: &'a Candidates,
}

pub(super) fn weigh<'a>(input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
    Box::new(TfIdf { input, candidates })
}

impl TfIdf<'_> {
    fn parts(&self, candidate: usize) -> impl Iterator<Item = f64> {
        let count = f64::from(self.candidates.count(candidate));
        self.candidates.stems(candidate).iter().map(move |&stem| count * self.input.idf[stem as usize])
    }
}

impl Weigher for TfIdf<'_> {
    fn score(&self, candidate: usize) -> Option<f64> {
        Some(self.parts(candidate).sum())
    }

    fn explain(&self, candidate: usize) -> Explanation {
        let count = self.candidates.count(candidate);
        let words = self.candidates.first_words(&self.input, candidate).zip(self.candidates.stems(candidate));
        let parts = self.parts(candidate).zip(words).map(|(value, (word, &stem))| {
            let idf = self.input.idf[stem as usize];
            Explanation::leaf(value, format!("'{word}': {count} × idf {idf:.3}"))
        });
        Explanation::sum("TF-IDF, the sum of the words", parts.collect())
    }
}
