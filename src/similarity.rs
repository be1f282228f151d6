//! Likeness of sentences as cosines over weighted term vectors, by flat arrays over the document's terms.

use crate::analysis::Document;

/// The sentences of a document as sparse vectors over its terms.
#[derive(Debug, Clone)]
pub struct SentenceVectors {
    offsets: Vec<u32>,
    entries: Vec<(u32, f64)>,
}

impl SentenceVectors {
    /// One entry for each distinct content word of a sentence, in order of appearance: `weight(term, count)`, where
    /// `term` is an index into [`Document::terms`] and `count` its occurrences in that sentence.
    pub fn new(document: &Document, weight: impl Fn(u32, u32) -> f64) -> Self {
        let sentences = document.sentences().len();
        let mut counts = vec![0u32; document.terms().len()];
        let mut offsets = Vec::with_capacity(sentences + 1);
        let mut entries: Vec<(u32, f64)> = Vec::new();
        offsets.push(0);
        for sentence in 0..sentences {
            let start = entries.len();
            for &term in document.content(sentence) {
                let count = &mut counts[term as usize];
                *count += 1;
                if *count == 1 {
                    entries.push((term, 0.0));
                }
            }
            for (term, value) in &mut entries[start..] {
                *value = weight(*term, std::mem::take(&mut counts[*term as usize]));
            }
            offsets.push(entries.len() as u32);
        }
        Self { offsets, entries }
    }

    /// The same with every vector scaled to length 1, so that dot products are cosines; null vectors stay null.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        for sentence in 0..self.len() {
            let norm = self.norm(sentence);
            if norm > 0.0 {
                let (start, end) = self.range(sentence);
                self.entries[start..end].iter_mut().for_each(|(_, value)| *value /= norm);
            }
        }
        self
    }

    /// Number of sentences.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are no sentences.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A sentence's terms with their weights.
    pub fn of(&self, sentence: usize) -> &[(u32, f64)] {
        let (start, end) = self.range(sentence);
        &self.entries[start..end]
    }

    /// The Euclidean length of a sentence's vector.
    pub fn norm(&self, sentence: usize) -> f64 {
        self.of(sentence).iter().map(|(_, value)| value * value).sum::<f64>().sqrt()
    }

    /// The dot product of a sentence with a dense vector over [`Document::terms`].
    pub fn dot(&self, sentence: usize, dense: &[f64]) -> f64 {
        self.of(sentence).iter().map(|&(term, value)| value * dense[term as usize]).sum()
    }

    /// Adds a multiple of a sentence's vector to a dense one.
    pub fn add_to(&self, sentence: usize, factor: f64, dense: &mut [f64]) {
        for &(term, value) in self.of(sentence) {
            dense[term as usize] += factor * value;
        }
    }

    fn range(&self, sentence: usize) -> (usize, usize) {
        (self.offsets[sentence] as usize, self.offsets[sentence + 1] as usize)
    }
}

/// Cosine similarity of each sentence to a bag of terms (indices into [`Document::terms`]), both weighted by
/// count × idf; in `[0, 1]`.
pub fn to_terms(document: &Document, idf: &[f64], terms: &[u32]) -> Vec<f64> {
    let mut bag = vec![0.0; idf.len()];
    for &term in terms {
        bag[term as usize] += idf[term as usize];
    }
    let norm = bag.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
    if norm > 0.0 {
        bag.iter_mut().for_each(|weight| *weight /= norm);
    }
    let vectors = SentenceVectors::new(document, |term, count| f64::from(count) * idf[term as usize]);
    let vectors = vectors.normalised();
    (0..vectors.len()).map(|sentence| vectors.dot(sentence, &bag)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;
    use crate::language::Language;

    fn document(text: &str) -> Document {
        Analyzer::new().language(Some(Language::English)).analyze(&Article::new(text).unwrap())
    }

    #[test]
    fn counts_become_weights() {
        let document = document("Rain, rain and snow. The is of.");
        let vectors = SentenceVectors::new(&document, |_, count| f64::from(count));
        let weights: Vec<f64> = vectors.of(0).iter().map(|entry| entry.1).collect();
        assert_eq!(weights, [2.0, 1.0]);
        assert!(vectors.of(1).is_empty());
        assert!((vectors.norm(0) - 5f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn cosines_lie_between_0_and_1() {
        let document = document("Rain falls. Snow melts. Rain melts snow. Rain.");
        let rain = document.content(0)[0];
        let idf = vec![1.0; document.terms().len()];
        let cosines = to_terms(&document, &idf, &[rain]);
        assert!((cosines[0] - 0.5f64.sqrt()).abs() < 1e-12);
        assert!(cosines[1].abs() < 1e-12);
        assert!((cosines[3] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_like_nothing() {
        let document = document("Rain falls.");
        assert_eq!(to_terms(&document, &vec![1.0; document.terms().len()], &[]), [0.0]);
    }
}
