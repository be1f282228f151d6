//! YAKE (Campos, Mangaravite, Pasquali, Jorge, Nunes & Jatowt 2020, "YAKE! Keyword Extraction from Single Documents Using
//! Multiple Local Features"): words that are capitalised, early, frequent, in many sentences and in few contexts.

use super::candidates::Candidates;
use super::{KeywordInput, Weigher};
use crate::analysis::Document;
use crate::explanation::Explanation;
use crate::segment::words::Gap;

/// `−ln S(phrase)` with `S(phrase) = Π S(w) / (count × (1 + Σ S(w)))` over its words. The paper's S is lower for better
/// phrases; its negative logarithm is higher.
struct Yake<'a> {
    input: KeywordInput<'a>,
    candidates: &'a Candidates,
    /// S(w) for each term of the document.
    words: Vec<f64>,
}

pub(super) fn weigh<'a>(input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
    Box::new(Yake { input, candidates, words: word_scores(input.document) })
}

impl Yake<'_> {
    fn parts(&self, candidate: usize) -> impl Iterator<Item = f64> {
        let words = self.candidates.stems(candidate).iter().map(|&stem| self.words[stem as usize]);
        let sum: f64 = words.clone().sum();
        let count = f64::from(self.candidates.count(candidate));
        words.map(|word| -word.ln()).chain([count.ln(), sum.ln_1p()])
    }
}

impl Weigher for Yake<'_> {
    fn score(&self, candidate: usize) -> Option<f64> {
        Some(self.parts(candidate).sum())
    }

    fn explain(&self, candidate: usize) -> Explanation {
        let words = self.candidates.first_words(&self.input, candidate);
        let words = words.map(|word| format!("'{word}': −ln S"));
        let names = words.chain(["ln of the occurrences".to_owned(), "ln (1 + Σ S)".to_owned()]);
        let parts = self.parts(candidate).zip(names).map(|(value, name)| Explanation::leaf(value, name));
        Explanation::sum("−ln S of YAKE, the sum of its factors' logarithms", parts.collect())
    }
}

/// `S(w) = position × relatedness / (case + frequency / relatedness + spread / relatedness)`.
fn word_scores(document: &Document) -> Vec<f64> {
    let contexts = contexts(document);
    let case = cases(document);
    let medians = median_sentences(document);
    let content = || document.terms().iter().filter(|term| !term.stop && term.count > 0);
    let counts = || content().map(|term| f64::from(term.count));
    let number = content().count().max(1) as f64;
    let mean = counts().sum::<f64>() / number;
    let deviation = (counts().map(|count| (count - mean).powi(2)).sum::<f64>() / number).sqrt();
    let max = document.terms().iter().map(|term| term.count).max().map_or(1.0, f64::from);
    let sentences = document.sentences().len().max(1) as f64;
    let score = |(at, term): (usize, &crate::analysis::Term)| {
        let count = f64::from(term.count.max(1));
        let position = (3.0 + medians[at]).ln().ln();
        let relatedness = 1.0 + contexts[at] * count / max;
        let frequency = count / (mean + deviation).max(1.0);
        let spread = f64::from(term.sentences) / sentences;
        let case = case[at] / (1.0 + count.ln());
        position * relatedness / (case + (frequency + spread) / relatedness)
    };
    document.terms().iter().enumerate().map(score).collect()
}

/// For each term: the share of different words among its left neighbours plus that among its right ones.
fn contexts(document: &Document) -> Vec<f64> {
    let terms = document.terms().len();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for sentence in 0..document.sentences().len() {
        let tokens = document.sentence_tokens(sentence);
        let neighbours = tokens.windows(2).filter(|pair| pair[1].gap == Gap::Space);
        pairs.extend(
            neighbours.filter(|pair| !pair[0].digits && !pair[1].digits).map(|p| (p[0].term, p[1].term)),
        );
    }
    pairs.sort_unstable();
    // Number of different and of all neighbours: left, right.
    let mut sides = vec![[(0u32, 0u32); 2]; terms];
    for same in pairs.chunk_by(|a, b| a == b) {
        for (term, side) in [(same[0].1, 0), (same[0].0, 1)] {
            let (different, all) = &mut sides[term as usize][side];
            *different += 1;
            *all += same.len() as u32;
        }
    }
    let share = |side: (u32, u32)| f64::from(side.0) / f64::from(side.1.max(1));
    sides.into_iter().map(|[left, right]| share(left) + share(right)).collect()
}

/// For each term: its occurrences in capitals, or with a capital inside a sentence, whichever are more.
fn cases(document: &Document) -> Vec<f64> {
    let mut counts = vec![(0u32, 0u32); document.terms().len()];
    for sentence in document.sentences() {
        let first = sentence.token_range().start;
        for at in sentence.token_range() {
            let token = document.tokens()[at];
            let (capitals, names) = &mut counts[token.term as usize];
            *capitals += u32::from(token.all_caps);
            *names += u32::from(token.capitalised && !token.all_caps && at > first);
        }
    }
    counts.into_iter().map(|(capitals, names)| f64::from(capitals.max(names))).collect()
}

/// For each term: the median of the numbers of the sentences that it occurs in.
fn median_sentences(document: &Document) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(document.terms().len() + 1);
    offsets.push(0usize);
    let mut total = 0;
    for term in document.terms() {
        total += term.sentences as usize;
        offsets.push(total);
    }
    let mut ends = offsets.clone();
    let mut numbers = vec![0u32; total];
    for sentence in 0..document.sentences().len() {
        for token in document.sentence_tokens(sentence) {
            let term = token.term as usize;
            let end = ends[term];
            let seen = end > offsets[term] && numbers[end - 1] == sentence as u32;
            if !seen && end < offsets[term + 1] {
                numbers[end] = sentence as u32;
                ends[term] += 1;
            }
        }
    }
    let median = |term: usize| {
        let own = &numbers[offsets[term]..ends[term]];
        let at = |index: usize| own.get(index).copied().map_or(0.0, f64::from);
        f64::midpoint(at(own.len().saturating_sub(1) / 2), at(own.len() / 2))
    };
    (0..document.terms().len()).map(median).collect()
}
