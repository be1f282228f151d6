//! RAKE (Rose, Engel, Cramer & Cowley 2010, "Automatic Keyword Extraction from Individual Documents"): words that keep
//! company in long phrases.

use super::candidates::{Candidates, MAX_WORDS};
use super::word_sum::WordSum;
use super::{KeywordInput, Weigher};

/// The sum over a phrase's words of degree / frequency. A word's frequency is the number of stretches between stop words
/// and punctuation that it occurs in, its degree the words of those together, itself included. Only whole stretches are
/// candidates (pieces of them where all are longer than a phrase may be, as in a language without stop words).
pub(super) fn weigh<'a>(input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
    let tokens = input.document.tokens();
    let mut frequencies = vec![0u32; input.document.terms().len()];
    let mut degrees = vec![0u64; frequencies.len()];
    for run in candidates.runs() {
        for at in run.clone() {
            let term = tokens[at as usize].term as usize;
            frequencies[term] += 1;
            degrees[term] += run.len() as u64;
        }
    }
    let ratio = |(degree, frequency): (u64, u32)| degree as f64 / f64::from(frequency.max(1));
    let weights = degrees.into_iter().zip(frequencies).map(ratio).collect();
    let admitted = whole_runs(&input, candidates);
    Box::new(WordSum { input, candidates, weights, admitted, unit: "degree / frequency" })
}

fn whole_runs(input: &KeywordInput<'_>, candidates: &Candidates) -> Vec<bool> {
    let mut admitted = vec![false; candidates.len()];
    for run in candidates.runs().iter().filter(|run| run.len() <= MAX_WORDS) {
        let tokens = &input.document.tokens()[run.start as usize..run.end as usize];
        let phrase = candidates.with_stems(tokens.iter().map(|token| token.term));
        phrase.into_iter().for_each(|phrase| admitted[phrase] = true);
    }
    if admitted.contains(&true) { admitted } else { candidates.chunks().to_vec() }
}
