//! LexRank (Erkan & Radev 2004, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization"): sentences
//! that are like many others are central.

use super::{Scoring, SentenceScorer, sentence_graph};
use crate::explanation::Explanation;
use crate::pagerank::{Graph, PageRank};
use crate::similarity::SentenceVectors;

/// PageRank over links between sentences whose cosine (tf × idf vectors) exceeds a threshold, with the cosine as weight
/// ("continuous LexRank", cut at the threshold). Links are sparse as `sentence_graph` says.
#[derive(Debug, Clone, Copy)]
pub struct LexRank {
    /// Cosines up to this are no link.
    pub threshold: f64,
    /// The walk over the graph.
    pub walk: PageRank,
}

impl Default for LexRank {
    /// A threshold of 0.1.
    fn default() -> Self {
        Self { threshold: 0.1, walk: PageRank::default() }
    }
}

impl SentenceScorer for LexRank {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        sentence_graph::rank(self.walk, &self.graph(scoring))
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let graph = self.graph(scoring);
        let ranks = sentence_graph::rank(self.walk, &graph);
        sentence_graph::explain(self.walk, &graph, &ranks, sentences, "LexRank")
    }
}

impl LexRank {
    fn graph(self, scoring: &Scoring<'_>) -> Graph {
        let weight = |term: u32, count: u32| f64::from(count) * scoring.idf[term as usize];
        let vectors = SentenceVectors::new(scoring.document, weight).normalised();
        let threshold = self.threshold;
        let weight = |_, _, cosine: f64| if cosine > threshold { cosine } else { 0.0 };
        sentence_graph::link(scoring, &vectors, weight)
    }
}
