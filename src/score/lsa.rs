//! Latent semantic analysis (Steinberger & Ježek 2004, "Using Latent Semantic Analysis in Text Summarization and Summary
//! Evaluation"): a sentence is worth its length in the space of the article's main topics.

use super::random::mix;
use super::{Scoring, SentenceScorer};
use crate::explanation::Explanation;
use crate::similarity::SentenceVectors;

/// `√ Σ σₖ² vₖ²` over the article's topics k: the largest singular values σ and right singular vectors v of the matrix
/// of terms by sentences, 1 where the sentence has the term. Topics whose singular value is below [`Lsa::least`] of the largest are left out.
///
/// The topics are found by orthogonal iteration from a fixed start: each step costs time linear in the text, and their
/// number is fixed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lsa {
    /// The most topics.
    pub topics: usize,
    /// The least singular value of a topic, as a share of the largest.
    pub least: f64,
    /// The most steps of the iteration.
    pub max_iterations: usize,
    /// The iteration ends when no singular value changes by more than this share.
    pub tolerance: f64,
}

impl Default for Lsa {
    /// Up to 3 topics, of at least half the largest singular value.
    fn default() -> Self {
        Self { topics: 3, least: 0.5, max_iterations: 50, tolerance: 1e-6 }
    }
}

impl SentenceScorer for Lsa {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let topics = self.topics(scoring);
        (0..scoring.document.sentences().len())
            .map(|sentence| topics.iter().map(|topic| topic.share(sentence)).sum::<f64>().sqrt())
            .collect()
    }

    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let topics = self.topics(scoring);
        let explain = |&sentence: &usize| {
            let parts = topics.iter().zip(1..).map(|(topic, number)| {
                Explanation::leaf(
                    topic.share(sentence),
                    format!("topic {number}: σ² {:.3} × v²", topic.power),
                )
            });
            let squared =
                Explanation::sum("squared length in topic space, the sum of the topics", parts.collect());
            Explanation {
                value: squared.value.sqrt(),
                description: "length in topic space, the root of its square".to_owned(),
                details: vec![squared],
            }
        };
        sentences.iter().map(explain).collect()
    }
}

/// A right singular vector of length 1 over the sentences with the square of its singular value.
struct Topic {
    power: f64,
    vector: Vec<f64>,
}

impl Topic {
    fn share(&self, sentence: usize) -> f64 {
        self.power * self.vector[sentence] * self.vector[sentence]
    }
}

impl Lsa {
    /// The topics, strongest first.
    fn topics(self, scoring: &Scoring<'_>) -> Vec<Topic> {
        let vectors = SentenceVectors::new(scoring.document, |_, _| 1.0);
        let terms = scoring.document.terms().len();
        let start = |number: usize| start_vector(number as u64, vectors.len());
        let mut basis: Vec<Vec<f64>> = (0..self.topics.min(vectors.len())).map(start).collect();
        orthonormalise(&mut basis);
        let mut powers = vec![0.0; basis.len()];
        for _ in 0..self.max_iterations {
            let mut image: Vec<Vec<f64>> = basis.iter().map(|vector| gram(&vectors, terms, vector)).collect();
            rotate(&mut basis, &mut image);
            let now: Vec<f64> = basis.iter().zip(&image).map(|(a, b)| dot(a, b).max(0.0)).collect();
            let settled = |(now, before): (&f64, &f64)| (now - before).abs() <= self.tolerance * now;
            let done = now.iter().zip(&powers).all(settled);
            powers = now;
            if done {
                break;
            }
            basis = image;
            orthonormalise(&mut basis);
        }
        let mut topics: Vec<Topic> =
            powers.into_iter().zip(basis).map(|(power, vector)| Topic { power, vector }).collect();
        topics.sort_by(|a, b| b.power.total_cmp(&a.power));
        let least = topics.first().map_or(0.0, |topic| topic.power) * self.least * self.least;
        topics.retain(|topic| topic.power > 0.0 && topic.power >= least);
        topics
    }
}

/// A vector in no particular direction.
fn start_vector(number: u64, len: usize) -> Vec<f64> {
    let unit = |at: u64| (mix(number << 32 ^ at) >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
    (0..len as u64).map(unit).collect()
}

/// `AᵀA x` for the matrix A of terms by sentences.
fn gram(vectors: &SentenceVectors, terms: usize, vector: &[f64]) -> Vec<f64> {
    let mut by_term = vec![0.0; terms];
    for (sentence, &value) in vector.iter().enumerate() {
        vectors.add_to(sentence, value, &mut by_term);
    }
    (0..vectors.len()).map(|sentence| vectors.dot(sentence, &by_term)).collect()
}

/// Gram and Schmidt, twice for the sake of rounding; what is nothing but rounding becomes null.
fn orthonormalise(basis: &mut [Vec<f64>]) {
    for at in 0..basis.len() {
        let (done, rest) = basis.split_at_mut(at);
        let Some(vector) = rest.first_mut() else { return };
        let before = dot(vector, vector).sqrt();
        for _ in 0..2 {
            for other in &*done {
                let along = dot(vector, other);
                vector.iter_mut().zip(other).for_each(|(value, other)| *value -= along * other);
            }
        }
        let norm = dot(vector, vector).sqrt();
        let scale = if norm > before * 1e-12 && norm > f64::MIN_POSITIVE { 1.0 / norm } else { 0.0 };
        vector.iter_mut().for_each(|value| *value *= scale);
    }
}

/// Turns an orthonormal basis and its image under a symmetric map so that the map is diagonal in it (Rayleigh and Ritz):
/// the small matrix `basisᵀ image` is made diagonal by Jacobi's rotations, which both follow.
fn rotate(basis: &mut [Vec<f64>], image: &mut [Vec<f64>]) {
    let size = basis.len();
    let mut matrix: Vec<Vec<f64>> =
        basis.iter().map(|row| image.iter().map(|column| dot(row, column)).collect()).collect();
    for _ in 0..8 {
        for p in 0..size {
            for q in p + 1..size {
                if matrix[p][q].abs() <= 1e-14 * (matrix[p][p].abs() + matrix[q][q].abs()) {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                let sine = tangent * cosine;
                turn(&mut matrix, p, q, cosine, sine);
                for row in &mut matrix {
                    let (a, b) = (row[p], row[q]);
                    row[p] = cosine * a - sine * b;
                    row[q] = sine * a + cosine * b;
                }
                turn(basis, p, q, cosine, sine);
                turn(image, p, q, cosine, sine);
            }
        }
    }
}

fn turn(rows: &mut [Vec<f64>], p: usize, q: usize, cosine: f64, sine: f64) {
    let (head, tail) = rows.split_at_mut(q);
    for (a, b) in head[p].iter_mut().zip(&mut tail[0]) {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
