//! What is new in a sentence: terms and pairs of neighbouring terms that come for the first time and that later sentences
//! take up again.

use super::pairs;
use crate::analysis::{Document, Token};
use crate::weighting::ln_count;

/// What is new in each sentence of a document.
pub(super) struct News {
    /// Over the terms that a sentence is the first to have, the sum of `ln df × ln ((n + 1) / df)`, with sentences as
    /// documents.
    pub(super) terms: Vec<f64>,
    /// Over the pairs of neighbours that it is the first to have, the sum of `ln df`.
    pub(super) pairs: Vec<f64>,
}

/// The words that count as terms here: stop words too, but no lone letters.
fn counted(token: &Token) -> bool {
    (token.span.len() > 1) | token.digits
}

/// What is known of a term.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// No more than one sentence has it.
    Single,
    /// It recurs, and has not come yet.
    New,
    /// It recurs.
    Known,
}

impl News {
    pub(super) fn of(document: &Document) -> Self {
        let (sentences, terms) = (document.sentences(), document.terms());
        let most = terms.iter().map(|term| term.sentences).max().unwrap_or(0);
        let documents = sentences.len() as f64 + 1.0;
        let worth = |doc_freq: u32| ln_count(doc_freq) * (documents / f64::from(doc_freq)).ln();
        let worth: Vec<f64> = (0..=most).map(worth).collect();
        let state = |recurs: bool| if recurs { State::New } else { State::Single };
        let mut states: Vec<State> = terms.iter().map(|term| state(term.sentences > 1)).collect();
        let mut new_terms = Vec::with_capacity(sentences.len());
        let mut sightings = Vec::with_capacity(document.tokens().len());
        let mut ends = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            let tokens = &document.tokens()[sentence.token_range()];
            let begin = sightings.len();
            sightings.resize(begin + tokens.len(), 0);
            let room = &mut sightings[begin..];
            let (mut sum, mut end) = (0.0, 0);
            // The last word that counts, whether it recurs.
            let (mut before, mut follows) = (0, false);
            for token in tokens.iter().filter(|token| counted(token)) {
                let state = &mut states[token.term as usize];
                if *state == State::New {
                    *state = State::Known;
                    sum += worth[terms[token.term as usize].sentences as usize];
                }
                let recurs = *state != State::Single;
                // Put down at any rate, and kept if both recur: a branch would be hard to predict.
                room[end] = pairs::key(before, token.term);
                end += usize::from(recurs & follows);
                (before, follows) = (token.term, recurs);
            }
            sightings.truncate(begin + end);
            new_terms.push(sum);
            ends.push(sightings.len());
        }
        let mut new_pairs = vec![0.0; sentences.len()];
        for pair in pairs::count(&sightings, &ends).iter().filter(|pair| pair.doc_freq > 1) {
            new_pairs[pair.first as usize] += ln_count(pair.doc_freq);
        }
        Self { terms: new_terms, pairs: new_pairs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;
    use crate::language::Language;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The definitions in so many words, from the sentences that each term and each pair stand in.
    fn naive(document: &Document) -> (Vec<f64>, Vec<f64>) {
        let sentences = document.sentences().len();
        let mut pairs: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
        let mut terms: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let words = |sentence| -> Vec<u32> {
            let tokens = document.sentence_tokens(sentence).iter().filter(|token| counted(token));
            tokens.map(|token| token.term).collect()
        };
        for sentence in 0..sentences {
            for term in words(sentence) {
                terms.entry(term).or_default().push(sentence);
            }
            for pair in words(sentence).windows(2) {
                pairs.entry((pair[0], pair[1])).or_default().push(sentence);
            }
        }
        let (mut new_terms, mut new_pairs) = (vec![0.0; sentences], vec![0.0; sentences]);
        for (term, own) in &terms {
            let doc_freq = f64::from(document.terms()[*term as usize].sentences);
            new_terms[own[0]] += doc_freq.ln() * ((sentences as f64 + 1.0) / doc_freq).ln();
        }
        for own in pairs.values_mut() {
            let first = own[0];
            own.dedup();
            new_pairs[first] += (own.len() as f64).ln();
        }
        (new_terms, new_pairs)
    }

    proptest! {
        #[test]
        fn news_are_the_same_as_naive(text in "([A-C][bc]?( [a-dx]{1,2}| 1| the){0,7}[.!] ){0,10}") {
            let article = Article::new(text).unwrap();
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let (news, naive) = (News::of(&document), naive(&document));
            let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
            prop_assert!(same(&news.terms, &naive.0), "{:?} {:?}", news.terms, naive.0);
            prop_assert!(same(&news.pairs, &naive.1), "{:?} {:?}", news.pairs, naive.1);
        }
    }
}
