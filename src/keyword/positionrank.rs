//! `PositionRank` (Florescu & Caragea 2017, "PositionRank: An Unsupervised Approach to Keyphrase Extraction from Scholarly
//! Documents"): a PageRank of words that favours those that come early and often.

use super::candidates::Candidates;
use super::word_graph::WordGraph;
use super::word_sum::WordSum;
use super::{KeywordInput, Weigher};

/// Words fewer than this apart are linked.
const WINDOW: usize = 4;

/// The sum of the PageRanks of a phrase's words, where the walk restarts at a word in proportion to the sum of the
/// inverse positions (1 for the first word) of its occurrences.
pub(super) fn weigh<'a>(input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
    let mut preference = vec![0.0; input.document.terms().len()];
    for (token, position) in input.document.tokens().iter().zip(1u32..) {
        preference[token.term as usize] += 1.0 / f64::from(position);
    }
    let weights = WordGraph::new(&input, WINDOW).rank(Some(&preference));
    let admitted = candidates.chunks().to_vec();
    Box::new(WordSum { input, candidates, weights, admitted, unit: "rank" })
}
