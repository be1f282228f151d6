//! The ceiling of extraction: sentences picked with the references in sight. Greedy, so that it is a ceiling in practice
//! and not in theory: each step takes the sentence that raises the mean of ROUGE-1 and ROUGE-2 F1 most, until none does.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;

use super::lexicon::Lexicon;
use super::score::Score;
use crate::language::Language;

/// Positions, in rising order, of at most `limit` sentences that match the references best. The pick is measured as it
/// would stand in a summary: in the order of the document, pairs of words reaching over sentence ends. Of several
/// references each ROUGE type takes its best; of equally good sentences the first is taken.
///
/// Each step looks once at the words of every sentence, for each reference.
///
/// ```
/// use epitome::{Language, eval::oracle};
/// let sentences = ["It rained.", "The old bridge fell into the river.", "Nobody was hurt."];
/// assert_eq!(oracle(&sentences, &["Bridge falls into river, nobody hurt"], Language::English, 2), [1, 2]);
/// ```
pub fn oracle<S, R>(sentences: &[S], references: &[R], language: Language, limit: usize) -> Vec<usize>
where
    S: AsRef<str>,
    R: AsRef<str>,
{
    let mut search = Search::new(sentences, references, language);
    let mut chosen = Vec::new();
    let mut reached = 0.0;
    while chosen.len() < limit {
        let mut best = None;
        for sentence in 0..search.sentences.len() {
            let Err(place) = chosen.binary_search(&sentence) else { continue };
            let score = search.score_with(&chosen, place, sentence);
            if score > reached {
                reached = score;
                best = Some((place, sentence));
            }
        }
        let Some((place, sentence)) = best else { break };
        search.add(&chosen, place, sentence);
        chosen.insert(place, sentence);
    }
    chosen
}

type Numbers<T> = HashMap<T, usize, BuildHasherDefault<FxHasher>>;

/// A sentence: its words, and the numbers of its words and pairs in [`Counts`] that any reference has.
struct Sentence {
    words: Vec<u32>,
    known_words: Vec<usize>,
    known_pairs: Vec<usize>,
}

struct Search {
    sentences: Vec<Sentence>,
    words: Counts<u32>,
    pairs: Counts<(u32, u32)>,
}

impl Search {
    fn new<S: AsRef<str>, R: AsRef<str>>(sentences: &[S], references: &[R], language: Language) -> Self {
        let mut lexicon = Lexicon::rouge(language);
        let mut read = |text: &str| {
            let mut words = Vec::new();
            lexicon.append(text, &mut words);
            words
        };
        let references: Vec<Vec<u32>> = references.iter().map(|reference| read(reference.as_ref())).collect();
        let mut words = Counts::new(references.len());
        let mut pairs = Counts::new(references.len());
        for (at, reference) in references.iter().enumerate() {
            words.expect(at, reference.iter().copied());
            pairs.expect(at, pairs_of(reference));
        }
        let sentence = |text: &S| {
            let own = read(text.as_ref());
            Sentence {
                known_words: own.iter().filter_map(|word| words.number(*word)).collect(),
                known_pairs: pairs_of(&own).filter_map(|pair| pairs.number(pair)).collect(),
                words: own,
            }
        };
        let sentences = sentences.iter().map(sentence).collect();
        Self { sentences, words, pairs }
    }

    /// What the mean F1 would be with one more sentence at `place` among the chosen ones.
    fn score_with(&mut self, chosen: &[usize], place: usize, sentence: usize) -> f64 {
        let joints = self.joints(chosen, place, sentence);
        self.change(sentence, joints, true);
        let score = f64::midpoint(self.words.best_f1(), self.pairs.best_f1());
        self.change(sentence, joints, false);
        score
    }

    fn add(&mut self, chosen: &[usize], place: usize, sentence: usize) {
        let joints = self.joints(chosen, place, sentence);
        self.change(sentence, joints, true);
    }

    /// The pairs that begin and end at the sentence's borders, and the pair that it parts.
    fn joints(&self, chosen: &[usize], place: usize, sentence: usize) -> [Option<(u32, u32)>; 3] {
        let words = |at: usize| self.sentences[at].words.as_slice();
        let before = chosen[..place].iter().rev().find_map(|&at| words(at).last().copied());
        let after = chosen[place..].iter().find_map(|&at| words(at).first().copied());
        match words(sentence) {
            [] => [None; 3],
            own => [before.zip(own.first().copied()), own.last().copied().zip(after), before.zip(after)],
        }
    }

    /// Counts a sentence in, or out again.
    fn change(&mut self, sentence: usize, [before, after, parted]: [Option<(u32, u32)>; 3], add: bool) {
        let Self { sentences, words, pairs } = self;
        let Sentence { words: own, known_words, known_pairs } = &sentences[sentence];
        let inner = own.len().saturating_sub(1);
        for &word in known_words {
            words.change(word, add);
        }
        words.resize(own.len(), add);
        for &pair in known_pairs {
            pairs.change(pair, add);
        }
        pairs.resize(inner, add);
        for (joint, add) in [(before, add), (after, add), (parted, !add)] {
            if let Some(pair) = joint {
                pairs.resize(1, add);
                if let Some(number) = pairs.number(pair) {
                    pairs.change(number, add);
                }
            }
        }
    }
}

fn pairs_of(words: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    words.windows(2).map(|pair| (pair[0], pair[1]))
}

/// How often each item of the references stands in them and in the summary chosen so far.
struct Counts<T> {
    numbers: Numbers<T>,
    /// For each reference its number of items.
    sizes: Vec<usize>,
    /// For each reference how many items it shares with the summary.
    shared: Vec<usize>,
    /// For each item how often each reference has it.
    expected: Vec<Vec<u32>>,
    /// For each item how often the summary has it. Signed: a pair may be parted before it is met.
    have: Vec<i64>,
    size: usize,
}

impl<T: std::hash::Hash + Eq + Copy> Counts<T> {
    fn new(references: usize) -> Self {
        Self {
            numbers: Numbers::default(),
            sizes: vec![0; references],
            shared: vec![0; references],
            expected: Vec::new(),
            have: Vec::new(),
            size: 0,
        }
    }

    fn expect(&mut self, reference: usize, items: impl Iterator<Item = T>) {
        for item in items {
            let number = *self.numbers.entry(item).or_insert(self.expected.len());
            if number == self.expected.len() {
                self.expected.push(vec![0; self.sizes.len()]);
                self.have.push(0);
            }
            self.expected[number][reference] += 1;
            self.sizes[reference] += 1;
        }
    }

    fn number(&self, item: T) -> Option<usize> {
        self.numbers.get(&item).copied()
    }

    fn change(&mut self, number: usize, add: bool) {
        let have = &mut self.have[number];
        *have -= i64::from(!add);
        for (shared, &expected) in self.shared.iter_mut().zip(&self.expected[number]) {
            // The smaller of the two counts moves only below what the reference has.
            if (0..i64::from(expected)).contains(have) {
                *shared = if add { *shared + 1 } else { shared.saturating_sub(1) };
            }
        }
        *have += i64::from(add);
    }

    fn resize(&mut self, items: usize, add: bool) {
        self.size = if add { self.size + items } else { self.size.saturating_sub(items) };
    }

    fn best_f1(&self) -> f64 {
        let f1 = |(&shared, &size)| Score::new(shared, self.size, size).f1;
        self.shared.iter().zip(&self.sizes).map(f1).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::RougeScorer;
    use proptest::prelude::*;

    /// The same by scoring every summary from scratch.
    fn naive(sentences: &[String], references: &[String], limit: usize) -> Vec<usize> {
        let mut scorer = RougeScorer::new(Language::English);
        let mut chosen: Vec<usize> = Vec::new();
        let mut reached = 0.0;
        while chosen.len() < limit {
            let mut best = None;
            for at in (0..sentences.len()).filter(|at| !chosen.contains(at)) {
                let mut tried = chosen.clone();
                tried.push(at);
                tried.sort_unstable();
                let summary: Vec<_> = tried.iter().map(|&at| &sentences[at]).collect();
                let rouge = scorer.score(&summary, references);
                let score = f64::midpoint(rouge.rouge1.f1, rouge.rouge2.f1);
                if score > reached {
                    reached = score;
                    best = Some(tried);
                }
            }
            match best {
                Some(tried) => chosen = tried,
                None => break,
            }
        }
        chosen
    }

    #[test]
    fn nothing_to_match_picks_nothing() {
        assert!(oracle(&["One.", "Two."], &[""; 1], Language::English, 3).is_empty());
        assert!(oracle(&["One.", "Two."], &[""; 0], Language::English, 3).is_empty());
        assert!(oracle(&[""; 0], &["One."], Language::English, 3).is_empty());
        assert!(oracle(&["One."], &["One."], Language::English, 0).is_empty());
    }

    proptest! {
        #[test]
        fn equals_scoring_from_scratch(
            sentences in prop::collection::vec("([a-d] ){0,6}", 0..8),
            references in prop::collection::vec("([a-d] ){0,12}", 0..3),
            limit in 0_usize..5,
        ) {
            prop_assert_eq!(
                oracle(&sentences, &references, Language::English, limit),
                naive(&sentences, &references, limit)
            );
        }
    }
}
