//! Position-aware directed centrality (`PacSum`: Zheng & Lapata 2019, "Sentence Centrality Revisited for Unsupervised
//! Summarization"): a sentence is worth more for every sentence after it that takes up its words, and less for every
//! one before it that said them already.

use super::{Scoring, SentenceScorer};
use crate::explanation::Explanation;
use crate::similarity::SentenceVectors;

/// Words named in each part of an explanation.
const WORDS: usize = 5;

/// `before × Σ cos(s, t) over sentences t before s + after × Σ cos(s, t) over sentences t after s`, with cosines of
/// tf × idf vectors. Cosines are dot products of unit vectors, and a sum of dot products is one with the sum of the
/// vectors: two running sums over the text give all scores in time linear in its words. The threshold that the paper
/// cuts weak edges with is left at 0, where it cuts none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Centrality {
    /// Weight of similarity to the sentences before.
    pub before: f64,
    /// Weight of similarity to the sentences after.
    pub after: f64,
}

impl Default for Centrality {
    /// −0.8 before, 0.2 after.
    fn default() -> Self {
        Self { before: -0.8, after: 0.2 }
    }
}

impl SentenceScorer for Centrality {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let vectors = vectors(scoring);
        let mut scores = Vec::with_capacity(vectors.len());
        Self::walk(scoring, &vectors, |sentence, before, after| {
            let before = self.before * vectors.dot(sentence, before);
            scores.push(before + self.after * vectors.dot(sentence, after));
        });
        scores
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let vectors = vectors(scoring);
        let mut wanted = vec![false; vectors.len()];
        sentences.iter().for_each(|&sentence| wanted[sentence] = true);
        let mut explanations = vec![None; vectors.len()];
        Self::walk(scoring, &vectors, |sentence, before, after| {
            if wanted[sentence] {
                let part = |weight: f64, sums: &[f64], side: &str| {
                    let own = vectors.of(sentence).iter();
                    let words =
                        own.map(|&(term, value)| (term, weight * value * sums[term as usize])).collect();
                    by_word(
                        scoring,
                        sentence,
                        words,
                        format!("sum of shared words with sentences {side} × {weight}"),
                    )
                };
                let parts = vec![part(self.before, before, "before"), part(self.after, after, "after")];
                explanations[sentence] =
                    Some(Explanation::sum("directed centrality, the sum of both sides", parts));
            }
        });
        sentences.iter().filter_map(|&sentence| explanations[sentence].clone()).collect()
    }
}

impl Centrality {
    /// Visits each sentence with the sums of the vectors before and after it.
    fn walk(scoring: &Scoring<'_>, vectors: &SentenceVectors, mut visit: impl FnMut(usize, &[f64], &[f64])) {
        let mut before = vec![0.0; scoring.document.terms().len()];
        let mut after = before.clone();
        for sentence in 0..vectors.len() {
            vectors.add_to(sentence, 1.0, &mut after);
        }
        for sentence in 0..vectors.len() {
            vectors.add_to(sentence, -1.0, &mut after);
            visit(sentence, &before, &after);
            vectors.add_to(sentence, 1.0, &mut before);
        }
    }
}

fn vectors(scoring: &Scoring<'_>) -> SentenceVectors {
    let weight = |term: u32, count: u32| f64::from(count) * scoring.idf[term as usize];
    SentenceVectors::new(scoring.document, weight).normalised()
}

/// A sum over the words of a sentence: the largest parts by name, the others together.
fn by_word(
    scoring: &Scoring<'_>,
    sentence: usize,
    mut words: Vec<(u32, f64)>,
    description: String,
) -> Explanation {
    words.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let mut parts: Vec<Explanation> = words
        .iter()
        .take(WORDS)
        .map(|&(term, value)| Explanation::leaf(value, format!("'{}'", scoring.spelling(sentence, term))))
        .collect();
    if words.len() > WORDS {
        let others = words[WORDS..].iter().map(|word| word.1).sum();
        parts.push(Explanation::leaf(others, format!("{} other words", words.len() - WORDS)));
    }
    Explanation::sum(description, parts)
}
