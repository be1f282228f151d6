//! The graph of words that stand close to each other, which TextRank and PositionRank walk.

use super::KeywordInput;
use crate::pagerank::{Graph, PageRank};

/// A document's content words as nodes; an edge's weight is the number of times that its words stand within a window.
pub(super) struct WordGraph {
    graph: Graph,
    /// The node of each term of the document, if it is one.
    nodes: Vec<Option<u32>>,
}

impl WordGraph {
    /// Links content words of one sentence that are fewer than `window` words apart, stop words counted.
    pub(super) fn new(input: &KeywordInput<'_>, window: usize) -> Self {
        let document = input.document;
        let mut nodes = vec![None; document.terms().len()];
        let mut size = 0;
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for sentence in 0..document.sentences().len() {
            let tokens = document.sentence_tokens(sentence);
            for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.stop) {
                let node = *nodes[token.term as usize].get_or_insert_with(|| {
                    size += 1;
                    size - 1
                });
                for other in tokens[at.saturating_sub(window - 1)..at].iter().filter(|other| !other.stop) {
                    let other = nodes[other.term as usize].unwrap_or(node);
                    if other != node {
                        pairs.push((node.max(other), node.min(other)));
                    }
                }
            }
        }
        pairs.sort_unstable();
        let mut graph = Graph::new();
        let mut edges = pairs.chunk_by(|a, b| a == b).peekable();
        for node in 0..size {
            let own = std::iter::from_fn(|| edges.next_if(|edge| edge[0].0 == node));
            graph.push_node(own.map(|edge| (edge[0].1, edge.len() as f64)));
        }
        Self { graph, nodes }
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.graph.len()
    }

    /// The rank of each term as a multiple of the mean; 0 for terms that are no nodes. `preference` is by term.
    pub(super) fn rank(&self, preference: Option<&[f64]>) -> Vec<f64> {
        let restart = preference.map(|preference| {
            let mut by_node = vec![0.0; self.len()];
            for (node, value) in self.nodes.iter().zip(preference) {
                node.iter().for_each(|&node| by_node[node as usize] = *value);
            }
            by_node
        });
        let ranks = PageRank::default().rank(&self.graph, restart.as_deref());
        let scale = self.len() as f64;
        self.nodes.iter().map(|node| node.map_or(0.0, |node| ranks[node as usize] * scale)).collect()
    }
}
