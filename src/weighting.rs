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
    tongues: Vec<Tongue>,
    /// Places of terms of a document that were not asked yet; what stands behind them is left over.
    new: Vec<u32>,
}

/// What is remembered of a language.
#[derive(Debug)]
struct Tongue {
    language: Language,
    /// By the terms' ids, the number of a weight: two bytes, for what is spread wide is waited for.
    numbers: Vec<u16>,
    /// The first is NaN, that of a term that was not asked yet.
    weights: Vec<f64>,
    /// The numbers of small document frequencies, which most new terms have; 0 for those that did not come yet.
    rare: [u16; 256],
}

impl Tongue {
    fn new(language: Language) -> Self {
        Self { language, numbers: Vec::new(), weights: vec![f64::NAN], rare: [0; 256] }
    }

    /// Makes room for the ids of a vocabulary of so many terms.
    fn make_room(&mut self, terms: usize) {
        if self.numbers.len() < terms {
            self.numbers.resize(terms.next_power_of_two(), 0);
        }
    }

    fn weight(&self, term: TermId) -> f64 {
        self.weights[usize::from(self.numbers[term.index()])]
    }

    /// Remembers the document frequency of a term that was not asked yet; its weight.
    fn learn(&mut self, term: TermId, doc_freq: u64, documents: u64) -> f64 {
        let mut number = self.rare.get(doc_freq as usize).copied().unwrap_or(0);
        if number == 0 {
            let weight = smooth_idf(documents, doc_freq);
            // Where there are more weights than numbers, the term is asked again in the next document.
            let Ok(next) = u16::try_from(self.weights.len()) else { return weight };
            self.weights.push(weight);
            self.rare.get_mut(doc_freq as usize).into_iter().for_each(|number| *number = next);
            number = next;
        }
        self.numbers[term.index()] = number;
        self.weight(term)
    }

    /// Forgets everything but the language.
    fn clear(&mut self) {
        self.numbers.clear();
        self.numbers.shrink_to(KEPT);
        self.weights.truncate(1);
        self.rare.fill(0);
    }
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
        let at = self.tongues.iter().position(|tongue| tongue.language == language).unwrap_or_else(|| {
            self.tongues.push(Tongue::new(language));
            self.tongues.len() - 1
        });
        let tongue = &mut self.tongues[at];
        tongue.make_room(vocabulary.len());
        let terms = document.terms();
        let mut all: Vec<f64> = terms.iter().map(|term| tongue.weight(term.id)).collect();
        if self.new.len() < all.len() {
            self.new.resize(all.len(), 0);
        }
        // Without a branch: which are new is hard to predict.
        let mut count = 0;
        for (weight, place) in all.iter().zip(0..) {
            self.new[count] = place;
            count += usize::from(weight.is_nan());
        }
        let new = self.new[..count].iter().map(|&place| place as usize);
        let frequencies = table.doc_freqs(new.clone().map(|place| vocabulary.stem(terms[place].id)));
        for (place, doc_freq) in new.zip(frequencies) {
            all[place] = tongue.learn(terms[place].id, doc_freq, documents);
        }
        Some(all)
    }

    /// Forgets everything: the vocabularies begin anew.
    pub fn clear(&mut self) {
        self.tongues.iter_mut().for_each(Tongue::clear);
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
            ("en", "Roads wait, and a valley qwxyz."),
        ] {
            let mut article = Article::new(text).unwrap();
            article.language = code.parse().ok();
            let document = analyzer.analyze(&article);
            let vocabulary = analyzer.vocabulary(document.language()).unwrap();
            for min_documents in [20, u64::MAX, 20] {
                let plain = corpus_idf(&document, vocabulary, &statistics, min_documents);
                assert_eq!(memory.corpus_idf(&document, vocabulary, &statistics, min_documents), plain);
                assert_eq!(plain.is_some(), code == "en" && min_documents == 20);
            }
        }
    }

    #[test]
    fn weights_beyond_those_that_have_numbers_are_asked_anew() {
        let text: String = (0..66_000).map(|number| format!("w{number:x}q ")).collect();
        let document = Analyzer::new().analyze(&Article::new(text).unwrap());
        let mut tongue = Tongue::new(document.language());
        for _ in 0..2 {
            tongue.make_room(document.terms().len());
            assert!(document.terms().iter().all(|term| tongue.weight(term.id).is_nan()));
            for (term, doc_freq) in document.terms().iter().zip(0..) {
                let expected = smooth_idf(1 << 20, doc_freq).to_bits();
                assert_eq!(tongue.learn(term.id, doc_freq, 1 << 20).to_bits(), expected);
                let known = tongue.weight(term.id);
                assert!(known.to_bits() == expected || (known.is_nan() && doc_freq >= u64::from(u16::MAX)));
            }
            tongue.clear();
        }
    }
}
