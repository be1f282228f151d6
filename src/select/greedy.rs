//! Greedy selection: the best sentence first, then the best that adds something, while the budget lasts. Maximal marginal
//! relevance (Carbonell & Goldstein 1998) with a hard rule on top: a copy of a chosen sentence is never chosen.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Budget;
use super::copies::Copies;
use crate::analysis::Document;

/// How much a summary may repeat itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redundancy {
    /// Sentences with a higher cosine similarity to a chosen one wait until no other is left; 1 for copies alone.
    pub limit: f64,
    /// What it costs to be like a chosen sentence, in standard deviations of the scores: this times what the cosine exceeds
    /// 0.3, for up to there the subject alone makes sentences alike. 0 for nothing.
    pub diversity: f64,
}

/// Cosine similarity up to which sentences share their subject, but do not repeat each other.
const COMMON: f64 = 0.3;

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
    let repetition = redundancy.diversity * standard_deviation(scores);
    let mut overlap = Overlap::new(document, idf);
    let mut heap: BinaryHeap<Candidate> =
        scores.iter().enumerate().map(|(sentence, &worth)| Candidate::new(sentence, worth)).collect();
    let mut waiting = Vec::new();
    let mut copies = Copies::default();
    let mut chosen = Vec::new();
    let mut spent = 0;
    for relaxed in [false, true] {
        while let Some(mut top) = heap.pop() {
            overlap.look_at(&mut top);
            let now = scores[top.sentence] - repetition * (top.nearest - COMMON).max(0.0);
            if now < top.worth {
                top.worth = now;
                heap.push(top);
                continue;
            }
            if !relaxed && top.nearest > redundancy.limit {
                waiting.push(top);
                continue;
            }
            let span = sentences[top.sentence].span;
            let cost = budget.cost(text, span);
            if spent + cost <= limit && copies.add(span.of(text)) {
                spent += cost;
                chosen.push(top.sentence);
                if chosen.len() == most {
                    return chosen;
                }
                overlap.choose(top.sentence);
            }
        }
        heap.extend(waiting.drain(..));
    }
    chosen
}

fn standard_deviation(scores: &[f64]) -> f64 {
    let count = scores.len().max(1) as f64;
    let mean = scores.iter().sum::<f64>() / count;
    (scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// A sentence with what it was last known to be worth; the greatest has the highest worth, then the lowest number.
struct Candidate {
    worth: f64,
    sentence: usize,
    /// The greatest similarity so far to a chosen one.
    nearest: f64,
    /// How many of the chosen ones it has been compared with.
    compared: usize,
}

impl Candidate {
    fn new(sentence: usize, worth: f64) -> Self {
        Self { worth, sentence, nearest: 0.0, compared: 0 }
    }
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

/// Term visits after which similarity is no longer looked at, so that long summaries of long texts stay linear: about
/// 300 sentences chosen from a book.
const MAX_VISITS: usize = 1 << 25;

/// The cosine similarity of sentences to the chosen ones, over idf-weighted term counts, found out when it is asked for: most
/// sentences never are.
struct Overlap<'a> {
    document: &'a Document,
    idf: &'a [f64],
    /// The chosen sentences with the lengths of their vectors.
    chosen: Vec<(usize, f64)>,
    /// The vector of one sentence, by term.
    dense: Vec<f64>,
    visits: usize,
}

impl<'a> Overlap<'a> {
    fn new(document: &'a Document, idf: &'a [f64]) -> Self {
        Self { document, idf, chosen: Vec::new(), dense: vec![0.0; document.terms().len()], visits: 0 }
    }

    fn choose(&mut self, sentence: usize) {
        let norm = self.spread(sentence);
        self.clear(sentence);
        self.chosen.push((sentence, norm));
    }

    /// Compares a candidate with those that were chosen since it was last looked at.
    fn look_at(&mut self, candidate: &mut Candidate) {
        if candidate.compared == self.chosen.len() || self.visits > MAX_VISITS {
            return;
        }
        let norm = self.spread(candidate.sentence);
        for &(other, other_norm) in &self.chosen[candidate.compared..] {
            self.visits += self.document.content(other).len() + 1;
            if norm * other_norm > 0.0 {
                candidate.nearest = candidate.nearest.max(self.product(other) / (norm * other_norm));
            }
        }
        self.clear(candidate.sentence);
        candidate.compared = self.chosen.len();
    }

    /// Lays out the vector of a sentence; its length.
    fn spread(&mut self, sentence: usize) -> f64 {
        for &term in self.document.content(sentence) {
            self.dense[term as usize] += self.idf[term as usize];
        }
        self.product(sentence).sqrt()
    }

    /// The product of a sentence's vector with the one laid out.
    fn product(&self, sentence: usize) -> f64 {
        let terms = self.document.content(sentence).iter();
        terms.map(|&term| self.idf[term as usize] * self.dense[term as usize]).sum()
    }

    fn clear(&mut self, sentence: usize) {
        for &term in self.document.content(sentence) {
            self.dense[term as usize] = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::copies::essence;
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
    fn being_like_a_chosen_sentence_costs_what_was_asked_for() {
        let text =
            "Heavy rain fell on Lund. Heavy rain fell in Oslo. Snow melted around Lund slowly. Bears sleep.";
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let idf = vec![1.0; document.terms().len()];
        let chosen = |diversity| {
            let redundancy = Redundancy { limit: 1.0, diversity };
            select(text, &document, &idf, &[4.0, 3.0, 2.0, 1.0], Budget::Sentences(2), redundancy)
        };
        // The second is like the first by 0.75; the third, by 0.25, pays nothing. The standard deviation is 1.118.
        assert_eq!(chosen(1.98), [0, 1]);
        assert_eq!(chosen(2.0), [0, 2]);
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

    /// The rule in so many words: of all sentences that are left, the best by worth against every chosen one.
    fn naive(
        document: &Document,
        text: &str,
        scores: &[f64],
        most: usize,
        redundancy: Redundancy,
    ) -> Vec<usize> {
        let vectors =
            crate::similarity::SentenceVectors::new(document, |_, count| f64::from(count)).normalised();
        let cosine = |a: usize, b: usize| -> f64 {
            let (a, b) = (vectors.of(a), vectors.of(b));
            a.iter().flat_map(|x| b.iter().filter(|y| x.0 == y.0).map(|y| x.1 * y.1)).sum()
        };
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let variance = scores.iter().map(|score| (score - mean) * (score - mean)).sum::<f64>();
        let deviation = (variance / scores.len() as f64).sqrt();
        let (mut chosen, mut left) = (Vec::new(), (0..scores.len()).collect::<Vec<_>>());
        for relaxed in [false, true] {
            let mut waiting = Vec::new();
            while chosen.len() < most && !left.is_empty() {
                let near = |s: usize| chosen.iter().map(|&c| cosine(s, c)).fold(0.0, f64::max);
                let worth =
                    |s: usize| scores[s] - redundancy.diversity * deviation * f64::max(near(s) - 0.3, 0.0);
                let best = *left.iter().rev().max_by(|a, b| worth(**a).total_cmp(&worth(**b))).unwrap();
                left.retain(|&s| s != best);
                let copy = |c: &usize| {
                    let sentence = |s: usize| essence(document.sentences()[s].span.of(text));
                    sentence(*c) == sentence(best)
                };
                if !relaxed && near(best) > redundancy.limit {
                    waiting.push(best);
                } else if !chosen.iter().any(copy) {
                    chosen.push(best);
                }
            }
            left = waiting;
        }
        chosen
    }

    proptest! {
        #[test]
        fn lazy_selection_is_the_same_as_naive(
            sentences in prop::collection::vec(("([A-D][a-d]? ?){1,5}", 0u32..1000), 0..12),
            most in 1usize..9,
            limit in prop::sample::select(vec![0.31, 0.72, 1.0]),
            diversity in prop::sample::select(vec![0.0, 0.43, 2.1]),
        ) {
            let text: String = sentences.iter().map(|(words, _)| format!("X {words}.\n\n")).collect();
            let article = Article::new(text.clone()).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            // No two are alike but for copies.
            let scores: Vec<f64> = (0..document.sentences().len())
                .map(|at| sentences.get(at).map_or(0.0, |(_, score)| f64::from(*score) + at as f64 / 64.0))
                .collect();
            let idf = vec![1.0; document.terms().len()];
            let redundancy = Redundancy { limit, diversity };
            let budget = Budget::Sentences(most);
            prop_assert_eq!(
                select(&text, &document, &idf, &scores, budget, redundancy),
                naive(&document, &text, &scores, most, redundancy)
            );
        }

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
