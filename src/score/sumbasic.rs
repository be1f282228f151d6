//! `SumBasic` (Nenkova & Vanderwende 2005, "The Impact of Frequency on Summarization"): sentences of probable words,
//! where a word that was said becomes improbable.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Scoring, SentenceScorer};
use crate::explanation::Explanation;

/// A word that is less probable than this has nothing left to lose.
const NEGLIGIBLE: f64 = 1e-18;

/// Chooses, over and over, the sentence with the highest mean probability of its content words, and squares the
/// probability of each of its words. The first chosen scores 1, the last `1 / n`.
///
/// All sentences are ranked so, in time linear in the text (but for a logarithm): a probability is negligible after a
/// few squarings, so that each word changes the sentences it stands in only a few times.
#[derive(Debug, Clone, Copy, Default)]
pub struct SumBasic;

impl SentenceScorer for SumBasic {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let order = Greedy::new(scoring).order();
        let mut scores = vec![0.0; order.len()];
        for (rank, chosen) in order.iter().enumerate() {
            scores[chosen.sentence] = (order.len() - rank) as f64 / order.len() as f64;
        }
        scores
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let order = Greedy::new(scoring).order();
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, chosen)| ranks[chosen.sentence] = rank);
        let explain = |&sentence: &usize| {
            let (rank, n) = (ranks[sentence], order.len());
            let mean =
                Explanation::leaf(order[rank].mean, "mean probability of its words when it was chosen");
            Explanation {
                value: (n - rank) as f64 / n as f64,
                description: format!("chosen as number {} of {n}", rank + 1),
                details: vec![mean],
            }
        };
        sentences.iter().map(explain).collect()
    }
}

/// A sentence with the mean probability of its words; the greatest has the highest, then the lowest number.
#[derive(Debug, Clone, Copy)]
struct Choice {
    mean: f64,
    sentence: usize,
}

/// The state of the choice.
struct Greedy<'a> {
    scoring: &'a Scoring<'a>,
    probabilities: Vec<f64>,
    /// For each sentence the sum over its content words.
    sums: Vec<f64>,
    /// For each term where its sentences begin in `postings`, one for each occurrence.
    offsets: Vec<usize>,
    postings: Vec<u32>,
}

impl<'a> Greedy<'a> {
    fn new(scoring: &'a Scoring<'a>) -> Self {
        let document = scoring.document;
        let sentences = document.sentences().len();
        let mut offsets = vec![0; document.terms().len() + 1];
        for sentence in 0..sentences {
            document.content(sentence).iter().for_each(|&term| offsets[term as usize + 1] += 1);
        }
        let total = offsets.iter().sum::<usize>();
        let probabilities: Vec<f64> =
            offsets[1..].iter().map(|&count| count as f64 / total.max(1) as f64).collect();
        for term in 1..offsets.len() {
            offsets[term] += offsets[term - 1];
        }
        let mut next = offsets.clone();
        let mut postings = vec![0; total];
        let mut sums = Vec::with_capacity(sentences);
        for sentence in 0..sentences {
            let content = document.content(sentence);
            for &term in content {
                postings[next[term as usize]] = sentence as u32;
                next[term as usize] += 1;
            }
            sums.push(content.iter().map(|&term| probabilities[term as usize]).sum());
        }
        Self { scoring, probabilities, sums, offsets, postings }
    }

    /// The sentences in the order of their choice. Means only fall, so a heap of what they were last known to be is
    /// right at its top once that has been brought up to date (lazy greedy, Minoux 1978).
    fn order(mut self) -> Vec<Choice> {
        let sentences = self.sums.len();
        let mut heap: BinaryHeap<Choice> = (0..sentences).map(|sentence| self.choice(sentence)).collect();
        let mut order = Vec::with_capacity(sentences);
        while let Some(top) = heap.pop() {
            let now = self.choice(top.sentence);
            if now.mean < top.mean {
                heap.push(now);
                continue;
            }
            order.push(top);
            self.say(top.sentence);
        }
        order
    }

    fn choice(&self, sentence: usize) -> Choice {
        let words = self.scoring.document.content(sentence).len();
        Choice { mean: self.sums[sentence].max(0.0) / words.max(1) as f64, sentence }
    }

    /// Squares the probabilities of a chosen sentence's words.
    fn say(&mut self, sentence: usize) {
        for &term in self.scoring.document.content(sentence) {
            let term = term as usize;
            let probability = self.probabilities[term];
            let loss = probability - probability * probability;
            if probability < NEGLIGIBLE || loss <= 0.0 {
                continue;
            }
            self.probabilities[term] = probability * probability;
            for &other in &self.postings[self.offsets[term]..self.offsets[term + 1]] {
                self.sums[other as usize] -= loss;
            }
        }
    }
}

impl Ord for Choice {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean.total_cmp(&other.mean).then(other.sentence.cmp(&self.sentence))
    }
}

impl PartialOrd for Choice {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Choice {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Choice {}
