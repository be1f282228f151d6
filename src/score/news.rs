//! What is new in a sentence: terms and pairs of neighbouring terms that come for the first time and that later sentences
//! take up again.

use std::mem;

use super::MAX_SPARE;
use super::pairs::{Pairs, Sighting, key};
use crate::analysis::{Document, Token};
use crate::weighting::ln_count;

/// What is new in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct News {
    /// Over the terms that it is the first to have, the sum of `ln df × ln ((n + 1) / df)`, with sentences as documents.
    pub(super) terms: f64,
    /// Over the pairs of neighbours that it is the first to have, the sum of `ln df`.
    pub(super) pairs: f64,
}

/// The words that count as terms here: stop words too, but no lone letters.
fn counted(token: &Token) -> bool {
    (token.span.len() > 1) | token.digits
}

/// What is known of a term.
#[derive(Debug)]
struct State {
    /// What its first sight is worth; nothing from then on.
    worth: f64,
    /// More than one sentence has it.
    recurs: bool,
}

/// Finds what is new, in buffers that it keeps.
#[derive(Debug, Default)]
pub(super) struct NewsReader {
    /// What the first sight of a term is worth that so many sentences have; NaN where that was not asked yet.
    worth: Vec<f64>,
    states: Vec<State>,
    /// The pairs of recurring neighbours; what stands behind them is left over.
    sightings: Vec<Sighting>,
    pairs: Pairs,
    news: Vec<News>,
}

impl NewsReader {
    /// What is new in each sentence of a document.
    pub(super) fn read(&mut self, document: &Document) -> &[News] {
        let (sentences, tokens) = (document.sentences(), document.tokens());
        let Self { worth, states, sightings, pairs, news } = self;
        let documents = sentences.len() as f64 + 1.0;
        worth.clear();
        worth.resize(sentences.len() + 1, f64::NAN);
        states.clear();
        states.extend(document.terms().iter().map(|term| {
            let (doc_freq, worth) = (term.sentences, &mut worth[term.sentences as usize]);
            if worth.is_nan() {
                *worth = ln_count(doc_freq) * (documents / f64::from(doc_freq)).ln();
            }
            State { worth: *worth, recurs: doc_freq > 1 }
        }));
        news.clear();
        let mut end = 0;
        for (sentence, number) in sentences.iter().zip(0..) {
            if sightings.len() < end + sentence.words() {
                sightings.resize(end + sentence.words(), Sighting::default());
            }
            let (sum, seen) = read(&tokens[sentence.token_range()], number, states, &mut sightings[end..]);
            end += seen;
            news.push(News { terms: sum, pairs: 0.0 });
        }
        for pair in pairs.recurring(&sightings[..end]) {
            news[pair.first as usize].pairs += ln_count(pair.doc_freq);
        }
        // Room of a huge article, given back before that for its features is taken.
        if tokens.len() > MAX_SPARE {
            (*states, *sightings, *pairs) = Default::default();
        }
        news
    }
}

/// What the terms of a sentence that come for the first time are worth, and how many pairs of recurring neighbours stand in
/// `room` now.
// The loop needs the registers that it would have to share if it were inlined.
#[inline(never)]
fn read(tokens: &[Token], sentence: u32, states: &mut [State], room: &mut [Sighting]) -> (f64, usize) {
    let (mut sum, mut end) = (0.0, 0);
    // The last word that counts, whether it recurs.
    let (mut before, mut follows) = (0, false);
    for token in tokens.iter().filter(|token| counted(token)) {
        let state = &mut states[token.term as usize];
        sum += mem::take(&mut state.worth);
        // Put down at any rate, and kept if both recur: a branch would be hard to predict.
        room[end] = Sighting { pair: key(before, token.term), sentence };
        end += usize::from(state.recurs & follows);
        (before, follows) = (token.term, state.recurs);
    }
    (sum, end)
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
        fn news_are_the_same_as_naive(
            texts in prop::collection::vec("([A-C][bc]?( [a-dx]{1,2}| 1| the){0,7}[.!] ){0,10}", 1..3)
        ) {
            let mut reader = NewsReader::default();
            for text in texts {
                let article = Article::new(text).unwrap();
                let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
                let (news, naive) = (reader.read(&document), naive(&document));
                let same = |new: fn(&News) -> f64, naive: &[f64]| news.iter().map(new).zip(naive).all(|(a, b)| (a - b).abs() < 1e-9);
                prop_assert!(same(|news| news.terms, &naive.0), "{news:?} {:?}", naive.0);
                prop_assert!(same(|news| news.pairs, &naive.1), "{news:?} {:?}", naive.1);
            }
        }
    }
}
