//! The graph of sentences that share words, which the PageRank methods walk. A sentence is linked with at most
//! 64 of the 256 sentences before it, the strongest ones: so time and memory grow with the text's length
//! and not with its square. Texts of up to 65 sentences have every link; in longer ones only links weaker than 64
//! others or across more than 256 sentences are missing.

use super::Scoring;
use crate::explanation::Explanation;
use crate::pagerank::{Graph, PageRank};
use crate::similarity::SentenceVectors;

/// How many sentences back a link may reach.
pub(super) const WINDOW: usize = 256;

/// The most links of a sentence to earlier ones.
pub(super) const LINKS: usize = 64;

/// Linked sentences named in an explanation.
const NAMED: usize = 3;

/// Links sentences that share a term. `weight` makes a link's weight from its two sentences (the later one first) and
/// the dot product of their vectors; links of no weight are left out.
pub(super) fn link(
    scoring: &Scoring<'_>,
    vectors: &SentenceVectors,
    weight: impl Fn(usize, usize, f64) -> f64,
) -> Graph {
    let mut postings = Postings::new(scoring.document.terms().len(), vectors);
    let mut dots = vec![0.0; WINDOW];
    let mut met: Vec<u32> = Vec::new();
    let mut links: Vec<(u32, f64)> = Vec::new();
    let mut graph = Graph::new();
    for sentence in 0..vectors.len() {
        for &(term, value) in vectors.of(sentence) {
            for &(other, other_value) in postings.recent(term, sentence) {
                let dot = &mut dots[other as usize % WINDOW];
                if *dot == 0.0 {
                    met.push(other);
                }
                *dot += value * other_value;
            }
            postings.push(term, sentence, value);
        }
        links.clear();
        for other in met.drain(..) {
            let dot = std::mem::take(&mut dots[other as usize % WINDOW]);
            // A sum that passed through 0 stands twice in the list, the second time with nothing left.
            let weight = if dot == 0.0 { 0.0 } else { weight(sentence, other as usize, dot) };
            if weight > 0.0 {
                links.push((other, weight));
            }
        }
        if links.len() > LINKS {
            links.select_nth_unstable_by(LINKS, |a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
            links.truncate(LINKS);
        }
        links.sort_unstable_by_key(|link| link.0);
        graph.push_node(links.iter().copied());
    }
    graph
}

/// For each term the sentences that had it so far, as one array.
struct Postings {
    /// Where each term's stretch of `entries` begins that is still within reach, and where it ends so far.
    ranges: Vec<(u32, u32)>,
    entries: Vec<(u32, f64)>,
}

impl Postings {
    fn new(terms: usize, vectors: &SentenceVectors) -> Self {
        let mut sizes = vec![0u32; terms];
        let mut total = 0;
        for sentence in 0..vectors.len() {
            for &(term, _) in vectors.of(sentence) {
                sizes[term as usize] += 1;
                total += 1;
            }
        }
        let mut start = 0;
        let place = |size: u32| {
            let at = start;
            start += size;
            (at, at)
        };
        Self { ranges: sizes.into_iter().map(place).collect(), entries: vec![(0, 0.0); total] }
    }

    /// The sentences with the term among the `WINDOW` before this one.
    fn recent(&mut self, term: u32, sentence: usize) -> &[(u32, f64)] {
        let (start, end) = &mut self.ranges[term as usize];
        while start < end && self.entries[*start as usize].0 as usize + WINDOW < sentence {
            *start += 1;
        }
        &self.entries[*start as usize..*end as usize]
    }

    fn push(&mut self, term: u32, sentence: usize, value: f64) {
        let end = &mut self.ranges[term as usize].1;
        self.entries[*end as usize] = (sentence as u32, value);
        *end += 1;
    }
}

/// The ranks of the sentences, as multiples of what each would have if all were equal.
pub(super) fn rank(walk: PageRank, graph: &Graph) -> Vec<f64> {
    let nodes = graph.len() as f64;
    walk.rank(graph, None).into_iter().map(|rank| rank * nodes).collect()
}

/// Where each of these sentences has its rank from.
pub(super) fn explain(
    walk: PageRank,
    graph: &Graph,
    ranks: &[f64],
    sentences: &[usize],
    method: &str,
) -> Vec<Explanation> {
    let strengths = graph.strengths();
    let explain = |&sentence: &usize| {
        let from =
            |other: usize, weight: f64| (other, walk.damping * weight / strengths[other] * ranks[other]);
        let mut links: Vec<(usize, f64)> =
            graph.earlier(sentence).map(|(other, weight)| from(other, weight)).collect();
        for later in sentence + 1..graph.len().min(sentence + WINDOW + 1) {
            let link = graph.earlier(later).find(|link| link.0 == sentence);
            links.extend(link.map(|link| from(later, link.1)));
        }
        links.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut parts = vec![Explanation::leaf(1.0 - walk.damping, "every sentence's share")];
        let named = links.iter().take(NAMED);
        parts.extend(
            named.map(|&(other, value)| Explanation::leaf(value, format!("link with sentence {other}"))),
        );
        let told: f64 = parts.iter().map(|part| part.value).sum();
        let others = links.len().saturating_sub(NAMED);
        parts.push(Explanation::leaf(
            ranks[sentence] - told,
            format!("{others} other links, unlinked sentences"),
        ));
        Explanation::sum(format!("{method} rank (the mean is 1), the sum of its sources"), parts)
    };
    sentences.iter().map(explain).collect()
}
