//! The classic methods: candidates of up to three words, each weighed, ranked, and near duplicates folded.

use super::candidates::Candidates;
use super::{Keyword, KeywordInput, duplicates};
use crate::explanation::Explanation;

/// The phrases of one article weighed by one method.
pub(super) trait Weigher {
    /// A finite number, higher is better; `None` where the method takes the phrase for no keyword.
    fn score(&self, candidate: usize) -> Option<f64>;

    /// Why a phrase has that score. Where a description says sum, the parts add up.
    fn explain(&self, candidate: usize) -> Explanation;
}

/// What makes a method's weigher.
pub(super) type Weigh = for<'a> fn(KeywordInput<'a>, &'a Candidates) -> Box<dyn Weigher + 'a>;

/// Phrases looked at for near duplicates at first, for each keyword asked for.
const REACH: usize = 4;

/// The best `limit` keywords, in order of falling score, of equals the earlier first; fewer where the article has fewer.
/// Near duplicates are folded as `duplicates.rs` says.
pub(super) fn extract(weigh: Weigh, input: &KeywordInput<'_>, limit: usize, explain: bool) -> Vec<Keyword> {
    let candidates = Candidates::find(input);
    let weigher = weigh(*input, &candidates);
    let score = |candidate| {
        weigher.score(candidate).filter(|score| score.is_finite()).map(|score| (candidate, score))
    };
    let mut ranked: Vec<(usize, f64)> = (0..candidates.len()).filter_map(score).collect();
    // Candidates are numbered by first place, then words, which is also the order of texts that begin alike.
    let order = |a: &(usize, f64), b: &(usize, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let mut reach = limit.saturating_mul(REACH).saturating_add(REACH);
    let kept = loop {
        let all = reach >= ranked.len();
        if !all {
            ranked.select_nth_unstable_by(reach, order);
        }
        let top = reach.min(ranked.len());
        ranked[..top].sort_unstable_by(order);
        let kept = duplicates::fold(&candidates, &ranked[..top], limit);
        if all || kept.len() == limit {
            break kept;
        }
        reach = reach.saturating_mul(REACH);
    };
    let keyword = |(candidate, score): (usize, f64)| Keyword {
        text: candidates.surface(input, candidate),
        score,
        count: candidates.count(candidate),
        explanation: explain.then(|| weigher.explain(candidate)),
    };
    kept.into_iter().map(keyword).collect()
}
