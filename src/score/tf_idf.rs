//! The plain use of TF-IDF (Luhn's idea with Spärck Jones's weights, 1972): a sentence is worth what its words are.

use super::{Scoring, SentenceScorer};
use crate::explanation::Explanation;
use crate::weighting::sublinear_tf;

/// The mean over a sentence's content words of `(1 + ln tf) × idf`, with term frequencies of the whole article.
#[derive(Debug, Clone, Copy, Default)]
pub struct TfIdf;

impl SentenceScorer for TfIdf {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let weights: Vec<f64> =
            (0..scoring.document.terms().len()).map(|term| weight(scoring, term)).collect();
        (0..scoring.document.sentences().len())
            .map(|sentence| {
                let content = scoring.document.content(sentence);
                let sum: f64 = content.iter().map(|&term| weights[term as usize]).sum();
                sum / content.len().max(1) as f64
            })
            .collect()
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        sentences.iter().map(|&sentence| explain(scoring, sentence)).collect()
    }
}

fn explain(scoring: &Scoring<'_>, sentence: usize) -> Explanation {
    let count = scoring.document.content(sentence).len().max(1) as f64;
    let content = scoring.document.sentence_tokens(sentence).iter().filter(|token| !token.stop);
    let parts = content.map(|token| {
        let tf = scoring.document.terms()[token.term as usize].count;
        let idf = scoring.idf[token.term as usize];
        let word = token.span.of(scoring.text);
        let value = weight(scoring, token.term as usize) / count;
        Explanation::leaf(value, format!("'{word}': (1 + ln {tf}) × idf {idf:.3} / {count} words"))
    });
    Explanation::sum("mean TF-IDF, the sum of the words", parts.collect())
}

fn weight(scoring: &Scoring<'_>, term: usize) -> f64 {
    sublinear_tf(scoring.document.terms()[term].count) * scoring.idf[term]
}
