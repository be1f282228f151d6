//! Term weights as pure functions, each with its formula.

use std::sync::LazyLock;

use crate::analysis::{Document, TermId, Vocabulary};
use crate::language::Language;
use crate::statistics::CorpusStatistics;

/// Terms of a language for whose frequencies the room is kept.
const KEPT: usize = 1 << 17;

/// Sublinear term frequency, `1 + ln tf`, and 0 for 0 (Manning, Raghavan & Schütze 2008, section 6.4.1).
pub fn sublinear_tf(term_freq: u32) -> f64 {
    match term_freq {
        0 => 0.0,
        1 => 1.0,
        _ => 1.0 + ln_count(term_freq),
    }
}

/// The natural logarithm of a count, from a table for small ones; minus infinity for 0.
pub fn ln_count(count: u32) -> f64 {
    static LN: LazyLock<[f64; 512]> = LazyLock::new(|| std::array::from_fn(|count| (count as f64).ln()));
    LN.get(count as usize).copied().unwrap_or_else(|| f64::from(count).ln())
}

/// Smoothed inverse document frequency, `ln((1 + n) / (1 + df)) + 1`: as if one more document held every term, so that
/// it is finite and at least 1 (scikit-learn's `smooth_idf`).
pub fn smooth_idf(documents: u64, doc_freq: u64) -> f64 {
    ((1.0 + documents as f64) / (1.0 + doc_freq.min(documents) as f64)).ln() + 1.0
}

/// Okapi BM25's saturated term frequency, `tf (k1 + 1) / (tf + k1 (1 - b + b len / mean))` (Robertson & Walker 1994).
pub fn bm25_tf(term_freq: f64, len: f64, mean_len: f64, k1: f64, b: f64) -> f64 {
    let norm = if mean_len > 0.0 { len / mean_len } else { 1.0 };
    term_freq * (k1 + 1.0) / (term_freq + k1 * (1.0 - b + b * norm))
}

/// The inverse document frequency of each of a document's terms, in the order of [`Document::terms`], from corpus
/// statistics in the document's language. `None` where these have fewer than `min_documents` documents of it.
pub fn corpus_idf(
    document: &Document,
    vocabulary: &Vocabulary,
    statistics: &CorpusStatistics,
    min_documents: u64,
) -> Option<Vec<f64>> {
    let table = statistics.table(document.language())?;
    let documents = table.documents();
    (documents >= min_documents).then(|| {
        document
            .terms()
            .iter()
            .map(|term| smooth_idf(documents, table.doc_freq(vocabulary.term(term.id))))
            .collect()
    })
}

/// What [`corpus_idf`] gave for the terms of earlier documents of the same vocabularies and statistics, so that each
/// term is looked up once.
#[derive(Debug, Default)]
pub struct IdfMemory {
    /// For each language, by the terms' ids; NaN for what was not asked yet.
    known: Vec<(Language, Vec<f64>)>,
    /// Terms of a document that were not asked yet.
    new: Vec<TermId>,
}

impl IdfMemory {
    /// The same as [`corpus_idf`].
    pub fn corpus_idf(
        &mut self,
        document: &Document,
        vocabulary: &Vocabulary,
        statistics: &CorpusStatistics,
        min_documents: u64,
    ) -> Option<Vec<f64>> {
        let language = document.language();
        let table = statistics.table(language)?;
        let documents = table.documents();
        if documents < min_documents {
            return None;
        }
        let at = self.known.iter().position(|(known, _)| *known == language).unwrap_or_else(|| {
            self.known.push((language, Vec::new()));
            self.known.len() - 1
        });
        let known = &mut self.known[at].1;
        if known.len() < vocabulary.len() {
            known.resize(vocabulary.len().next_power_of_two(), f64::NAN);
        }
        self.new.clear();
        let ids = document.terms().iter().map(|term| term.id);
        self.new.extend(ids.clone().filter(|id| known[id.index()].is_nan()));
        let frequencies = table.doc_freqs(self.new.iter().map(|id| vocabulary.stem(*id)));
        for (id, doc_freq) in self.new.iter().zip(frequencies) {
            known[id.index()] = smooth_idf(documents, doc_freq);
        }
        Some(ids.map(|id| known[id.index()]).collect())
    }

    /// Forgets everything: the vocabularies begin anew.
    pub fn clear(&mut self) {
        for (_, known) in &mut self.known {
            known.clear();
            known.shrink_to(KEPT);
        }
    }
}

/// The same with the article's own sentences as documents: for languages without statistics.
pub fn sentence_idf(document: &Document) -> Vec<f64> {
    let sentences = document.sentences().len() as u64;
    document.terms().iter().map(|term| smooth_idf(sentences, u64::from(term.sentences))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;

    #[test]
    fn formulas() {
        assert!((sublinear_tf(1) - 1.0).abs() < 1e-12 && sublinear_tf(0) == 0.0);
        for count in [1, 2, 511, 512, u32::MAX] {
            assert!((ln_count(count) - f64::from(count).ln()).abs() < 1e-12);
        }
        assert!((smooth_idf(9, 9) - 1.0).abs() < 1e-12);
        assert!((smooth_idf(9, 0) - (10f64.ln() + 1.0)).abs() < 1e-12);
        assert!((bm25_tf(1.0, 5.0, 5.0, 1.2, 0.75) - 1.0).abs() < 1e-12);
        assert!(bm25_tf(1.0, 5.0, 0.0, 1.2, 0.75).is_finite());
    }

    #[test]
    fn memory_gives_what_was_looked_up() {
        let statistics = CorpusStatistics::builtin();
        let mut analyzer = Analyzer::new();
        let mut memory = IdfMemory::default();
        for (code, text) in [
            ("en", "Wolves came back to the valley."),
            ("en", "The valley has a new road and no wolves. Qwxyz!"),
            ("de", "Die Wölfe sind wieder da."),
            ("en", "Roads wait."),
        ] {
            let mut article = Article::new(text).unwrap();
            article.language = code.parse().ok();
            let document = analyzer.analyze(&article);
            let vocabulary = analyzer.vocabulary(document.language()).unwrap();
            for min_documents in [20, u64::MAX] {
                let plain = corpus_idf(&document, vocabulary, &statistics, min_documents);
                assert_eq!(memory.corpus_idf(&document, vocabulary, &statistics, min_documents), plain);
                assert_eq!(plain.is_some(), code == "en" && min_documents == 20);
            }
        }
    }
}
