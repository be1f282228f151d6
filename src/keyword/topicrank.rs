//! `TopicRank` (Bougouin, Boudin & Daille 2013, "TopicRank: Graph-Based Topic Ranking for Keyphrase Extraction"): phrases
//! that share stems make a topic; topics recommend the topics that they stand close to.

use super::candidates::Candidates;
use super::{KeywordInput, Weigher};
use crate::explanation::Explanation;
use crate::pagerank::{Graph, PageRank};

/// Phrases looked at: the most frequent, the earlier of equals. Topics are compared each with each, so that more would
/// cost time in the square; the limit lies above what an article of 2,000 words has.
const MAX_PHRASES: usize = 400;

/// Occurrences of a phrase looked at.
const MAX_PLACES: usize = 16;

/// Phrases are one topic from this overlap of their stems on: shared / all.
const OVERLAP: f64 = 0.25;

/// The rank of the phrase's topic, for the first phrase of each topic.
struct TopicRank {
    /// For each candidate that stands for a topic: the topic's rank and how many phrases it has.
    topics: Vec<Option<(f64, usize)>>,
}

pub(super) fn weigh<'a>(input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
    let _ = input;
    let phrases = phrases(candidates);
    let topics = cluster(candidates, &phrases);
    let ranks = PageRank::default().rank(&graph(candidates, &topics), None);
    let mut by_candidate = vec![None; candidates.len()];
    for (topic, rank) in topics.iter().zip(ranks) {
        // Phrases are in order of appearance, and so are those of a topic.
        by_candidate[topic[0]] = Some((rank * topics.len() as f64, topic.len()));
    }
    Box::new(TopicRank { topics: by_candidate })
}

impl Weigher for TopicRank {
    fn score(&self, candidate: usize) -> Option<f64> {
        self.topics[candidate].map(|topic| topic.0)
    }

    fn explain(&self, candidate: usize) -> Explanation {
        let (rank, phrases) = self.topics[candidate].unwrap_or_default();
        Explanation::leaf(rank, format!("rank of its topic of {phrases} phrases (the mean is 1)"))
    }
}

/// The phrases to cluster, in order of appearance.
fn phrases(candidates: &Candidates) -> Vec<usize> {
    let mut phrases: Vec<usize> =
        (0..candidates.len()).filter(|&phrase| candidates.chunks()[phrase]).collect();
    phrases.sort_by_key(|&phrase| std::cmp::Reverse(candidates.count(phrase)));
    phrases.truncate(MAX_PHRASES);
    phrases.sort_unstable();
    phrases
}

/// Hierarchical clustering with average linkage: the two most alike topics become one as long as they are alike enough.
fn cluster(candidates: &Candidates, phrases: &[usize]) -> Vec<Vec<usize>> {
    let size = phrases.len();
    let mut topics: Vec<Vec<usize>> = phrases.iter().map(|&phrase| vec![phrase]).collect();
    let mut alike = vec![0.0; size * size];
    for a in 0..size {
        for b in 0..a {
            let overlap = overlap(candidates.stems(phrases[a]), candidates.stems(phrases[b]));
            (alike[a * size + b], alike[b * size + a]) = (overlap, overlap);
        }
    }
    // The earliest of the most alike later topics of each, kept up to date.
    let nearest = |alike: &[f64], a: usize| {
        let row = &alike[a * size..(a + 1) * size];
        (a + 1..size).fold((0.0, a), |best, b| if row[b] > best.0 { (row[b], b) } else { best })
    };
    let mut best: Vec<(f64, usize)> = (0..size).map(|a| nearest(&alike, a)).collect();
    loop {
        let top = (0..size).fold((0.0, 0), |top, a| if best[a].0 > top.0 { (best[a].0, a) } else { top });
        if top.0 < OVERLAP {
            break;
        }
        let (a, b) = (top.1, best[top.1].1);
        let (own, other) = (topics[a].len() as f64, topics[b].len() as f64);
        let moved = std::mem::take(&mut topics[b]);
        topics[a].extend(moved);
        for c in (0..size).filter(|&c| c != a && c != b) {
            let mean = (own * alike[a * size + c] + other * alike[b * size + c]) / (own + other);
            (alike[a * size + c], alike[c * size + a]) = (mean, mean);
        }
        for c in 0..size {
            (alike[b * size + c], alike[c * size + b]) = (0.0, 0.0);
        }
        best[b] = (0.0, b);
        for c in 0..size {
            if c == a || best[c].1 == a || best[c].1 == b {
                best[c] = nearest(&alike, c);
            } else if c < a && alike[c * size + a] > best[c].0 {
                best[c] = (alike[c * size + a], a);
            }
        }
    }
    topics.retain(|topic| !topic.is_empty());
    topics.iter_mut().for_each(|topic| topic.sort_unstable());
    topics
}

/// Shared stems / all stems.
fn overlap(a: &[u32], b: &[u32]) -> f64 {
    let shared = a.iter().filter(|stem| b.contains(stem)).count();
    shared as f64 / (a.len() + b.len() - shared).max(1) as f64
}

/// Every two topics are linked by the sum of the inverse distances, in words, of their phrases' occurrences.
fn graph(candidates: &Candidates, topics: &[Vec<usize>]) -> Graph {
    let places: Vec<Vec<u32>> = topics
        .iter()
        .map(|topic| {
            let places = topic.iter().flat_map(|&phrase| candidates.places(phrase).iter().take(MAX_PLACES));
            places.copied().collect()
        })
        .collect();
    let closeness = |a: &[u32], b: &[u32]| {
        let inverse = |a: u32, b: u32| 1.0 / f64::from(a.abs_diff(b).max(1));
        a.iter().map(|&a| b.iter().map(|&b| inverse(a, b)).sum::<f64>()).sum::<f64>()
    };
    let mut graph = Graph::new();
    for a in 0..topics.len() {
        graph.push_node((0..a).map(|b| (b as u32, closeness(&places[a], &places[b]))));
    }
    graph
}
