//! `KLSum` (Haghighi & Vanderwende 2009, "Exploring Content Models for Multi-Document Summarization"): the summary whose
//! word distribution is nearest to the article's, sentence by sentence.

use super::{Scoring, SentenceScorer};
use crate::explanation::Explanation;
use crate::similarity::SentenceVectors;

/// Term visits after which the sentences left are ranked by what they were last worth, so that the work has a bound: the
/// choice is exact for all of an article of 1,500 sentences, and for the first twenty of a text of 10 MB.
const MAX_VISITS: usize = 1 << 24;

/// Chooses, over and over, the sentence that brings `KL(article ‖ summary)` lowest, over the article's distinct content
/// words, with one occurrence of each added to the summary (Laplace's smoothing). The first chosen scores 1, the last
/// `1 / n`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kl;

impl SentenceScorer for Kl {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let order = order(scoring);
        let mut scores = vec![0.0; order.len()];
        for (rank, chosen) in order.iter().enumerate() {
            scores[chosen.0] = (order.len() - rank) as f64 / order.len() as f64;
        }
        scores
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let order = order(scoring);
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, chosen)| ranks[chosen.0] = rank);
        let explain = |&sentence: &usize| {
            let (rank, n) = (ranks[sentence], order.len());
            let divergence = Explanation::leaf(order[rank].1, "divergence of the summary with it");
            Explanation {
                value: (n - rank) as f64 / n as f64,
                description: format!("chosen as number {} of {n}", rank + 1),
                details: vec![divergence],
            }
        };
        sentences.iter().map(explain).collect()
    }
}

/// The sentences in the order of their choice, each with the divergence of the summary that it completes.
fn order(scoring: &Scoring<'_>) -> Vec<(usize, f64)> {
    let vectors = SentenceVectors::new(scoring.document, |_, count| f64::from(count));
    let mut summary = SummaryModel::new(scoring, &vectors);
    let mut left: Vec<(usize, f64)> = (0..vectors.len()).map(|sentence| (sentence, 0.0)).collect();
    let mut order = Vec::with_capacity(left.len());
    let mut visits = 0;
    while visits < MAX_VISITS {
        for (sentence, divergence) in &mut left {
            *divergence = summary.divergence_with(&vectors, *sentence);
            visits += vectors.of(*sentence).len() + 1;
        }
        let best = left.iter().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1)).map(|(at, _)| at);
        let Some(best) = best else { return order };
        let chosen = left.remove(best);
        summary.take(&vectors, chosen.0);
        order.push(chosen);
    }
    left.sort_by(|a, b| a.1.total_cmp(&b.1));
    order.extend(left);
    order
}

/// The word distributions of the article (p) and of the summary so far (counts c of total t). With V distinct words and
/// `q = (c + 1) / (t + V)`, `Σ p ln (p / q) = Σ p ln p − Σ p ln (c + 1) + ln (t + V)`; only the words of a sentence
/// change it.
struct SummaryModel {
    article: Vec<f64>,
    counts: Vec<f64>,
    /// `t + V`.
    total: f64,
    /// `Σ p ln p − Σ p ln (c + 1)`.
    log_sum: f64,
}

impl SummaryModel {
    fn new(scoring: &Scoring<'_>, vectors: &SentenceVectors) -> Self {
        let mut article = vec![0.0; scoring.document.terms().len()];
        (0..vectors.len()).for_each(|sentence| vectors.add_to(sentence, 1.0, &mut article));
        let words: f64 = article.iter().sum();
        article.iter_mut().for_each(|count| *count /= words.max(1.0));
        let distinct = article.iter().filter(|p| **p > 0.0);
        let log_sum = distinct.clone().map(|p| p * p.ln()).sum();
        let total = distinct.count().max(1) as f64;
        let counts = vec![0.0; article.len()];
        Self { article, counts, total, log_sum }
    }

    /// Total and log sum with a sentence added.
    fn with(&self, vectors: &SentenceVectors, sentence: usize) -> (f64, f64) {
        let (mut total, mut log_sum) = (self.total, self.log_sum);
        for &(term, count) in vectors.of(sentence) {
            let smoothed = self.counts[term as usize] + 1.0;
            total += count;
            log_sum -= self.article[term as usize] * ((smoothed + count) / smoothed).ln();
        }
        (total, log_sum)
    }

    fn divergence_with(&self, vectors: &SentenceVectors, sentence: usize) -> f64 {
        let (total, log_sum) = self.with(vectors, sentence);
        // A sentence without content words brings nothing nearer; without this it would be chosen once the others only
        // take the summary further away.
        if vectors.of(sentence).is_empty() { f64::MAX } else { log_sum + total.ln() }
    }

    fn take(&mut self, vectors: &SentenceVectors, sentence: usize) {
        (self.total, self.log_sum) = self.with(vectors, sentence);
        for &(term, count) in vectors.of(sentence) {
            self.counts[term as usize] += count;
        }
    }
}
