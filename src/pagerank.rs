//! PageRank over an undirected weighted graph: what a node is worth, given that a node is worth much if those linked to
//! it are. Sentences linked by common words and words linked by closeness both become such graphs.

/// An undirected graph with weighted edges, each stored once with its later node.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Where each node's edges to earlier nodes (or itself) begin.
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
}

impl Graph {
    /// A graph without nodes.
    pub fn new() -> Self {
        Self { offsets: vec![0], targets: Vec::new(), weights: Vec::new() }
    }

    /// Adds a node with its edges to earlier nodes. Edges to later nodes are left out, and weights that are not
    /// positive and finite.
    pub fn push_node(&mut self, edges: impl IntoIterator<Item = (u32, f64)>) {
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        let node = self.len();
        for (target, weight) in edges {
            if target as usize <= node && weight > 0.0 && weight.is_finite() {
                self.targets.push(target);
                self.weights.push(weight);
            }
        }
        self.offsets.push(self.targets.len());
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A node's edges to earlier nodes.
    pub fn earlier(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[node]..self.offsets[node + 1];
        self.targets[range.clone()]
            .iter()
            .zip(&self.weights[range])
            .map(|(&to, &weight)| (to as usize, weight))
    }

    /// The sum of the weights of each node's edges.
    pub fn strengths(&self) -> Vec<f64> {
        let mut strengths = vec![0.0; self.len()];
        for node in 0..self.len() {
            for (other, weight) in self.earlier(node) {
                strengths[node] += weight;
                if other != node {
                    strengths[other] += weight;
                }
            }
        }
        strengths
    }
}

/// The random walk of PageRank (Brin & Page 1998) with weighted edges (Mihalcea & Tarau 2004): with probability
/// `damping` on to a neighbour in proportion to the edges' weights, else to a node drawn from the restart vector. A
/// node without edges always restarts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageRank {
    /// Probability of following an edge, in `[0, 1)`.
    pub damping: f64,
    /// The iteration ends when the ranks together change by less than this.
    pub tolerance: f64,
    /// The iteration ends at the latest after so many steps.
    pub max_iterations: usize,
}

impl Default for PageRank {
    /// Damping 0.85, tolerance 1e-6, 100 iterations.
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-6, max_iterations: 100 }
    }
}

impl PageRank {
    /// The rank of each node; all ranks sum to 1. `restart` holds a non-negative preference for each node; equal ones
    /// are taken where it is `None` or sums to nothing. Summation order is fixed, so that a run repeats to the bit.
    pub fn rank(&self, graph: &Graph, restart: Option<&[f64]>) -> Vec<f64> {
        let nodes = graph.len();
        let restart = Self::restart(nodes, restart);
        let strengths = graph.strengths();
        let mut ranks = restart.clone();
        let mut flow = vec![0.0; nodes];
        let mut next = vec![0.0; nodes];
        for _ in 0..self.max_iterations {
            let mut dangling = 0.0;
            for node in 0..nodes {
                let linked = strengths[node] > 0.0;
                flow[node] = if linked { ranks[node] / strengths[node] } else { 0.0 };
                dangling += if linked { 0.0 } else { ranks[node] };
            }
            next.fill(0.0);
            for node in 0..nodes {
                for (other, weight) in graph.earlier(node) {
                    next[node] += weight * flow[other];
                    if other != node {
                        next[other] += weight * flow[node];
                    }
                }
            }
            let again = 1.0 - self.damping + self.damping * dangling;
            let mut change = 0.0;
            for node in 0..nodes {
                next[node] = self.damping * next[node] + again * restart[node];
                change += (next[node] - ranks[node]).abs();
            }
            std::mem::swap(&mut ranks, &mut next);
            if change < self.tolerance {
                break;
            }
        }
        ranks
    }

    fn restart(nodes: usize, preference: Option<&[f64]>) -> Vec<f64> {
        let sum: f64 = preference.into_iter().flatten().sum();
        match preference {
            Some(preference) if preference.len() == nodes && sum > 0.0 && sum.is_finite() => {
                preference.iter().map(|value| value / sum).collect()
            }
            _ => vec![1.0 / nodes.max(1) as f64; nodes],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn graph(nodes: u32, edges: &[(u32, u32, f64)]) -> Graph {
        let mut graph = Graph::new();
        for node in 0..nodes {
            graph.push_node(edges.iter().filter(|edge| edge.0 == node).map(|edge| (edge.1, edge.2)));
        }
        graph
    }

    /// The same walk by a full matrix.
    fn naive(graph: &Graph, rank: PageRank) -> Vec<f64> {
        let n = graph.len();
        let mut matrix = vec![vec![0.0; n]; n];
        for (node, (other, weight)) in
            (0..n).flat_map(|node| graph.earlier(node).map(move |edge| (node, edge)))
        {
            {
                matrix[node][other] += weight;
                if other != node {
                    matrix[other][node] += weight;
                }
            }
        }
        for row in &mut matrix {
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|cell| *cell = if sum > 0.0 { *cell / sum } else { 1.0 / n as f64 });
        }
        let mut ranks = vec![1.0 / n as f64; n];
        for _ in 0..rank.max_iterations {
            let walk = |to: usize| (0..n).map(|from| ranks[from] * matrix[from][to]).sum::<f64>();
            ranks = (0..n).map(|to| rank.damping * walk(to) + (1.0 - rank.damping) / n as f64).collect();
        }
        ranks
    }

    #[test]
    fn the_hub_of_a_star_ranks_first() {
        let ranks = PageRank::default().rank(&graph(4, &[(1, 0, 1.0), (2, 0, 1.0), (3, 0, 1.0)]), None);
        assert!(ranks[0] > ranks[1] && (ranks[1] - ranks[3]).abs() < 1e-9, "{ranks:?}");
    }

    #[test]
    fn the_restart_vector_pulls() {
        let triangle = graph(3, &[(1, 0, 1.0), (2, 0, 1.0), (2, 1, 1.0)]);
        let ranks = PageRank::default().rank(&triangle, Some(&[0.0, 0.0, 3.0]));
        assert!(ranks[2] > ranks[0]);
    }

    #[test]
    fn no_nodes_no_ranks() {
        assert!(PageRank::default().rank(&Graph::new(), None).is_empty());
        assert!(PageRank::default().rank(&Graph::default(), Some(&[])).is_empty());
    }

    proptest! {
        #[test]
        fn equals_the_walk_by_a_full_matrix(
            nodes in 1u32..12,
            edges in prop::collection::vec((0u32..12, 0u32..12, 0.0f64..3.0), 0..40),
        ) {
            let graph = graph(nodes, &edges);
            let rank = PageRank { tolerance: 0.0, ..PageRank::default() };
            let ranks = rank.rank(&graph, None);
            prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for (own, naive) in ranks.iter().zip(naive(&graph, rank)) {
                prop_assert!((own - naive).abs() < 1e-9);
            }
        }
    }
}
