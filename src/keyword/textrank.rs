//! TextRank for keywords (Mihalcea & Tarau 2004, "TextRank: Bringing Order into Texts"): words recommend the words that
//! they stand beside; the best words that stand side by side make a phrase.

use super::candidates::{Candidates, MAX_WORDS, first_chunk};
use super::word_graph::WordGraph;
use super::word_sum::WordSum;
use super::{KeywordInput, Weigher};

/// Words fewer than this apart are linked.
const WINDOW: usize = 4;

/// One word in so many is good enough for a keyword, as in the paper.
const SHARE: usize = 3;

/// The sum of the PageRanks of a phrase's words, all of them among the best third.
pub(super) fn weigh<'a>(input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
    let graph = WordGraph::new(&input, WINDOW);
    let mut weights = graph.rank(None);
    let mut order: Vec<usize> = (0..weights.len()).filter(|&term| weights[term] > 0.0).collect();
    order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
    let good = graph.len().div_ceil(SHARE);
    order.iter().skip(good).for_each(|&term| weights[term] = 0.0);
    let admitted = side_by_side(&input, candidates, &weights);
    Box::new(WordSum { input, candidates, weights, admitted, unit: "rank" })
}

/// The phrases that are somewhere all the good words in a row.
fn side_by_side(input: &KeywordInput<'_>, candidates: &Candidates, weights: &[f64]) -> Vec<bool> {
    let mut admitted = vec![false; candidates.len()];
    for run in candidates.runs() {
        let tokens = &input.document.tokens()[run.start as usize..run.end as usize];
        for good in tokens.split(|token| weights[token.term as usize] <= 0.0).filter(|good| !good.is_empty())
        {
            let (first, rest) = good.split_at(first_chunk(good.len()));
            for chunk in std::iter::once(first).chain(rest.chunks(MAX_WORDS)) {
                let phrase = candidates.with_stems(chunk.iter().map(|token| token.term));
                phrase.into_iter().for_each(|phrase| admitted[phrase] = true);
            }
        }
    }
    admitted
}
