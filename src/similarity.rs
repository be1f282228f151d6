//! Likeness of sentences as cosines over TF-IDF vectors, by flat arrays over the document's terms.

use crate::analysis::Document;

/// Cosine similarity of each sentence to a bag of terms (indices into [`Document::terms`]), both weighted by
/// count × idf; in `[0, 1]`.
pub fn to_terms(document: &Document, idf: &[f64], terms: &[u32]) -> Vec<f64> {
    let mut bag = vec![0.0; idf.len()];
    for &term in terms {
        bag[term as usize] += idf[term as usize];
    }
    let bag_norm = bag.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
    let mut own = vec![0.0; idf.len()];
    let cosine = |sentence: usize| {
        let content = document.content(sentence);
        for &term in content {
            own[term as usize] += idf[term as usize];
        }
        let (mut dot, mut norm) = (0.0, 0.0);
        for &term in content {
            let weight = std::mem::take(&mut own[term as usize]);
            dot += weight * bag[term as usize];
            norm += weight * weight;
        }
        if dot > 0.0 { dot / (norm.sqrt() * bag_norm) } else { 0.0 }
    };
    (0..document.sentences().len()).map(cosine).collect()
}
