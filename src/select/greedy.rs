//! Greedy selection: the best sentence first, then the best that adds something, while the budget lasts. Maximal marginal
//! relevance (Carbonell & Goldstein 1998) with a hard rule on top: a copy of a chosen sentence is never chosen.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Budget;
use crate::analysis::Document;

/// How much a summary may repeat itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redundancy {
    /// Sentences with a higher cosine similarity to a chosen one wait until no other is left; 1 for copies alone.
    pub limit: f64,
    /// What similarity to the chosen sentences costs, as a share of the range of scores; 0 for nothing.
    pub diversity: f64,
}

impl Default for Redundancy {
    /// A limit of 0.7, no cost below it.
    fn default() -> Self {
        Self { limit: 0.7, diversity: 0.0 }
    }
}

/// The chosen sentences' numbers, best first. As many as the budget admits as long as there are sentences that are not
/// copies of chosen ones. Ties go to the earlier sentence.
///
/// Candidates wait in a heap by what they were last known to be worth; similarity to the chosen only lowers that, so
/// the top is right once it has been brought up to date (lazy greedy, Minoux 1978).
pub fn select(
    text: &str,
    document: &Document,
    idf: &[f64],
    scores: &[f64],
    budget: Budget,
    redundancy: Redundancy,
) -> Vec<usize> {
    let sentences = document.sentences();
    let limit = budget.limit(sentences.len());
    let most = budget.max_sentences(sentences.len());
    if most == 0 {
        return Vec::new();
    }
    let range = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        - scores.iter().copied().fold(f64::INFINITY, f64::min);
    let mut overlap = Overlap::new(document, idf);
    let worth = |sentence: usize, overlap: &Overlap<'_>| {
        scores[sentence] - redundancy.diversity * range * overlap.nearest[sentence]
    };
    let mut heap: BinaryHeap<Candidate> =
        scores.iter().enumerate().map(|(sentence, &worth)| Candidate { worth, sentence }).collect();
    let mut waiting = Vec::new();
    let mut copies = HashSet::new();
    let mut chosen = Vec::new();
    let mut spent = 0;
    for relaxed in [false, true] {
        while let Some(mut top) = heap.pop() {
            let now = worth(top.sentence, &overlap);
            if now < top.worth {
                top.worth = now;
                heap.push(top);
                continue;
            }
            if !relaxed && overlap.nearest[top.sentence] > redundancy.limit {
                waiting.push(top);
                continue;
            }
            let span = sentences[top.sentence].span;
            let cost = budget.cost(text, span);
            if spent + cost <= limit && copies.insert(fingerprint(span.of(text))) {
                spent += cost;
                chosen.push(top.sentence);
                if chosen.len() == most {
                    return chosen;
                }
                overlap.raise(top.sentence);
            }
        }
        heap.extend(waiting.drain(..));
    }
    chosen
}

/// A sentence with what it was last known to be worth; the greatest has the highest worth, then the lowest number.
struct Candidate {
    worth: f64,
    sentence: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.worth.total_cmp(&other.worth).then(other.sentence.cmp(&self.sentence))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// The same for two sentences that differ in case, white space and punctuation alone.
fn fingerprint(sentence: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for c in sentence.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}

/// Term visits after which similarity is no longer looked at, so that long summaries of long texts stay linear: about
/// 300 sentences chosen from a book.
const MAX_VISITS: usize = 1 << 25;

/// Each sentence's greatest cosine similarity to a chosen one, over idf-weighted term counts.
struct Overlap<'a> {
    document: &'a Document,
    idf: &'a [f64],
    nearest: Vec<f64>,
    norms: Vec<f64>,
    dense: Vec<f64>,
    visits: usize,
}

impl<'a> Overlap<'a> {
    fn new(document: &'a Document, idf: &'a [f64]) -> Self {
        let nearest = vec![0.0; document.sentences().len()];
        Self { document, idf, nearest, norms: Vec::new(), dense: Vec::new(), visits: 0 }
    }

    /// Takes the sentence just chosen into account.
    fn raise(&mut self, chosen: usize) {
        if self.visits > MAX_VISITS {
            return;
        }
        if self.norms.is_empty() {
            self.dense.resize(self.document.terms().len(), 0.0);
            self.norms = (0..self.nearest.len()).map(|sentence| self.norm(sentence)).collect();
        }
        let (document, idf) = (self.document, self.idf);
        for &term in document.content(chosen) {
            self.dense[term as usize] += idf[term as usize];
        }
        for (sentence, nearest) in self.nearest.iter_mut().enumerate() {
            let content = document.content(sentence);
            self.visits += content.len() + 1;
            let dot: f64 = content.iter().map(|&term| idf[term as usize] * self.dense[term as usize]).sum();
            let norms = self.norms[sentence] * self.norms[chosen];
            if norms > 0.0 {
                *nearest = nearest.max(dot / norms);
            }
        }
        for &term in document.content(chosen) {
            self.dense[term as usize] = 0.0;
        }
    }

    fn norm(&mut self, sentence: usize) -> f64 {
        let content = self.document.content(sentence);
        for &term in content {
            self.dense[term as usize] += self.idf[term as usize];
        }
        let mut sum = 0.0;
        for &term in content {
            let weight = std::mem::take(&mut self.dense[term as usize]);
            sum += weight * weight;
        }
        sum.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;
    use crate::language::Language;
    use proptest::prelude::*;

    fn chosen(text: &str, scores: &[f64], budget: Budget) -> Vec<usize> {
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let idf = vec![1.0; document.terms().len()];
        select(text, &document, &idf, scores, budget, Redundancy::default())
    }

    #[test]
    fn a_copy_is_never_chosen() {
        let text = "Rain fell all day. Rain fell  all day! Snow came at night.";
        assert_eq!(chosen(text, &[3.0, 2.0, 1.0], Budget::Sentences(3)), [0, 2]);
    }

    #[test]
    fn near_copies_wait_but_fill_the_budget() {
        let text = "Heavy rain fell on Lund today. Heavy rain fell on Lund again. Snow came at night.";
        assert_eq!(chosen(text, &[3.0, 2.0, 1.0], Budget::Sentences(2)), [0, 2]);
        assert_eq!(chosen(text, &[3.0, 2.0, 1.0], Budget::Sentences(3)), [0, 2, 1]);
    }

    #[test]
    fn ties_go_to_the_earlier_sentence() {
        assert_eq!(chosen("Ants dig. Bees hum. Crows caw.", &[1.0; 3], Budget::Sentences(2)), [0, 1]);
    }

    #[test]
    fn a_sentence_that_does_not_fit_is_passed_over() {
        let text = "One two three four five six. Two words.";
        assert_eq!(chosen(text, &[2.0, 1.0], Budget::Words(3)), [1]);
        assert_eq!(chosen(text, &[2.0, 1.0], Budget::Words(1)), Vec::<usize>::new());
        assert_eq!(chosen(text, &[2.0, 1.0], Budget::Chars(10)), [1]);
        assert_eq!(chosen(text, &[2.0, 1.0], Budget::Chars(9)), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn word_and_char_budgets_are_never_exceeded(text in "([a-e]{1,3}[ .\n]{1,3}){0,40}", limit in 0usize..60) {
            let article = Article::new(text.clone()).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let scores = vec![1.0; document.sentences().len()];
            let folded = |ids: Vec<usize>| {
                let pieces = ids.iter().map(|&id| document.sentences()[id].span.of(&text));
                pieces.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
            };
            prop_assert!(folded(chosen(&text, &scores, Budget::Chars(limit))).chars().count() <= limit);
            prop_assert!(folded(chosen(&text, &scores, Budget::Words(limit))).split(' ').filter(|w| !w.is_empty()).count() <= limit);
        }
    }
}
