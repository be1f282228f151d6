//! TextRank (Mihalcea & Tarau 2004, "TextRank: Bringing Order into Texts"): sentences recommend each other by the words
//! that they share.

use super::{Scoring, SentenceScorer, sentence_graph};
use crate::explanation::Explanation;
use crate::pagerank::{Graph, PageRank};
use crate::similarity::SentenceVectors;

/// PageRank over links of weight `|words in both| / (ln |words of one| + ln |words of the other|)`, with stems of
/// content words as words. Links are sparse as `sentence_graph` says.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextRank {
    /// The walk over the graph.
    pub walk: PageRank,
}

impl SentenceScorer for TextRank {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        sentence_graph::rank(self.walk, &graph(scoring))
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let graph = graph(scoring);
        let ranks = sentence_graph::rank(self.walk, &graph);
        sentence_graph::explain(self.walk, &graph, &ranks, sentences, "TextRank")
    }
}

fn graph(scoring: &Scoring<'_>) -> Graph {
    let document = scoring.document;
    let vectors = SentenceVectors::new(document, |_, _| 1.0);
    let lengths: Vec<f64> =
        (0..vectors.len()).map(|sentence| (document.content(sentence).len() as f64).ln()).collect();
    sentence_graph::link(scoring, &vectors, |a, b, common| {
        let lengths = lengths[a] + lengths[b];
        if lengths > 0.0 { common / lengths } else { 0.0 }
    })
}
