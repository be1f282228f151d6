//! What the content words of a sentence give: likeness to later sentences, frequent terms and terms of the title.

use super::Scoring;
use crate::weighting::{ln_count, sublinear_tf};

/// What a sentence's content words give.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Content {
    /// The share of the title's terms that it has.
    pub(super) title_cover: f64,
    /// How many of the title's terms it has, for its length.
    pub(super) title: f64,
    /// Sum of the cosines with all later sentences.
    pub(super) forward: f64,
    /// The mean of `ln tf` over its distinct terms, with frequencies in the article.
    pub(super) frequency: f64,
}

/// What is known of a term while sentences go by.
#[derive(Debug)]
struct Facts {
    idf: f64,
    ln_count: f64,
    /// Its sum over the unit vectors of the later sentences.
    later: f64,
    /// Its place among the entries of the last sentence that had it, added to those of all sentences before.
    place: u32,
    /// Whether the title has it.
    titled: bool,
}

/// A term of a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    term: u32,
    /// Occurrences in the sentence.
    count: u32,
    weight: f64,
}

/// Reads content words, in buffers that it keeps.
#[derive(Debug, Default)]
pub(super) struct ContentReader {
    facts: Vec<Facts>,
    /// The distinct terms of a sentence in the order of their appearance; what stands behind them is left over.
    bag: Vec<Entry>,
    contents: Vec<Content>,
}

impl ContentReader {
    /// What the content words of each sentence give: one pass over them from the last sentence to the first, with a running
    /// sum of the unit vectors of the later ones.
    pub(super) fn read(&mut self, scoring: &Scoring<'_>) -> &[Content] {
        let document = scoring.document;
        let sentences = document.sentences().len();
        let Self { facts, bag, contents } = self;
        facts.clear();
        facts.extend(document.terms().iter().zip(scoring.idf).map(|(term, &idf)| Facts {
            idf,
            ln_count: ln_count(term.count),
            later: 0.0,
            place: 0,
            titled: false,
        }));
        let mut titled = 0;
        for &term in document.title() {
            titled += u32::from(!facts[term as usize].titled);
            facts[term as usize].titled = true;
        }
        let longest = (0..sentences).map(|sentence| document.content(sentence).len()).max().unwrap_or(0);
        bag.resize(longest.max(bag.len()), Entry::default());
        contents.clear();
        contents.resize(sentences, Content::default());
        // Places of earlier sentences are less than this; a document has less than 2³² words, so that they do not run out.
        let mut begin = 1;
        for sentence in (0..sentences).rev() {
            let (mut len, mut repeats) = (0, false);
            let (mut logarithms, mut squares, mut shared) = (0.0, 0.0, 0);
            for &term in document.content(sentence) {
                let facts = &mut facts[term as usize];
                match facts.place.checked_sub(begin) {
                    None => {
                        facts.place = begin + len as u32;
                        bag[len] = Entry { term, count: 1, weight: facts.idf };
                        len += 1;
                        logarithms += facts.ln_count;
                        squares += facts.idf * facts.idf;
                        shared += u32::from(facts.titled);
                    }
                    Some(place) => {
                        let entry = &mut bag[place as usize];
                        entry.count += 1;
                        entry.weight = facts.idf * sublinear_tf(entry.count);
                        repeats = true;
                    }
                }
            }
            begin += len as u32;
            let (bag, len) = (&mut bag[..len], len as f64);
            if repeats {
                squares = bag.iter().map(|entry| entry.weight * entry.weight).sum();
            }
            let norm = squares.sqrt().max(f64::MIN_POSITIVE);
            let mut forward = 0.0;
            for entry in bag {
                let (later, unit) = (&mut facts[entry.term as usize].later, entry.weight / norm);
                forward += unit * *later;
                *later += unit;
            }
            contents[sentence] = Content {
                title_cover: f64::from(shared) / f64::from(titled.max(1)),
                title: f64::from(shared) / (len + 1.0).sqrt(),
                forward,
                frequency: logarithms / len.max(1.0),
            };
        }
        contents
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;
    use crate::language::Language;
    use crate::similarity::SentenceVectors;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn what_content_words_give_is_the_same_as_naive(
            articles in prop::collection::vec(("([A-C][bc]?( [a-d]{2}| the){0,9}[.!] ){0,9}", "([a-d]{2} ){0,3}"), 1..3)
        ) {
            let mut reader = ContentReader::default();
            for (text, title) in articles {
                let mut article = Article::new(text).unwrap();
                article.title = Some(title);
                let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
                let idf: Vec<f64> = (0..document.terms().len()).map(|term| 1.0 + term as f64 / 8.0).collect();
                let all = reader.read(&Scoring { text: article.text(), document: &document, idf: &idf, length: 2 });
                prop_assert_eq!(all.len(), document.sentences().len());
                let weight = |term: u32, count: u32| sublinear_tf(count) * idf[term as usize];
                let vectors = SentenceVectors::new(&document, weight).normalised();
                let title: BTreeSet<u32> = document.title().iter().copied().collect();
                let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
                for (sentence, found) in all.iter().enumerate() {
                    let own: BTreeSet<u32> = document.content(sentence).iter().copied().collect();
                    let mut later = vec![0.0; idf.len()];
                    (sentence + 1..vectors.len()).for_each(|other| vectors.add_to(other, 1.0, &mut later));
                    prop_assert!(close(found.forward, vectors.dot(sentence, &later)));
                    let logarithms = own.iter().map(|term| f64::from(document.terms()[*term as usize].count).ln());
                    prop_assert!(close(found.frequency, logarithms.sum::<f64>() / own.len().max(1) as f64));
                    let shared = own.intersection(&title).count() as f64;
                    prop_assert!(close(found.title_cover, shared / title.len().max(1) as f64));
                    prop_assert!(close(found.title, shared / (own.len() as f64 + 1.0).sqrt()));
                }
            }
        }
    }
}
