//! How well extracted keywords match the keyphrases that people chose: precision, recall and F1 of the first 5, 10 and
//! 15, and average precision.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rayon::prelude::*;
use rustc_hash::FxHasher;
use serde::Serialize;

use super::lexicon::Lexicon;
use super::score::Score;
use crate::language::Language;

/// The scores of one article's keywords.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct KeywordScores {
    /// Of the first 5.
    pub at5: Score,
    /// Of the first 10.
    pub at10: Score,
    /// Of the first 15.
    pub at15: Score,
    /// Mean, over the gold keyphrases, of the precision at the rank where each is found, 0 for those not found; from 0
    /// to 1. All keywords given are looked at.
    pub average_precision: f64,
}

/// Measures keywords of one language against gold keyphrases; keeps what it learned of the words.
///
/// Both sides are lower-cased; what is no letter or digit separates words; each word is stemmed, English by
/// [`Porter`](super::porter::Porter), the others by their Snowball stemmer if they have one and are not
/// [`UNSTEMMED`](super::UNSTEMMED). Phrases without a word, and phrases that are equal to an earlier one, are left out; then
/// only equal phrases match. Precision at k divides by k even where fewer keywords are given; recall divides by the number
/// of gold keyphrases. An article whose gold has no keyphrase scores 0 throughout.
///
/// ```
/// use epitome::{Language, eval::KeywordScorer};
/// let scores = KeywordScorer::new(Language::English)
///     .score(&["Glacier tongues", "sea ice", "Sea-Ice!"], &["sea ice", "glacier tongue", "fjord"]);
/// assert_eq!(scores.at5.precision, 0.4);
/// assert_eq!(scores.at5.recall, 2.0 / 3.0);
/// assert_eq!(scores.average_precision, 2.0 / 3.0);
/// ```
pub struct KeywordScorer {
    lexicon: Lexicon,
    words: Vec<u32>,
    /// For each phrase of the article, as its stems, on which sides it was seen.
    phrases: HashMap<Box<[u32]>, Side, BuildHasherDefault<FxHasher>>,
}

/// On which sides a phrase was seen.
#[derive(Default)]
struct Side {
    gold: bool,
    candidate: bool,
}

impl KeywordScorer {
    /// A scorer for keywords of this language.
    pub fn new(language: Language) -> Self {
        Self { lexicon: Lexicon::keyphrases(language), words: Vec::new(), phrases: HashMap::default() }
    }

    /// Scores keywords, best first, against gold keyphrases in any order.
    pub fn score<K: AsRef<str>, G: AsRef<str>>(&mut self, keywords: &[K], gold: &[G]) -> KeywordScores {
        self.lexicon.trim();
        self.phrases.clear();
        let mut wanted = 0;
        for phrase in gold {
            if let Some(side) = self.phrase(phrase.as_ref()) {
                wanted += usize::from(!side.gold);
                side.gold = true;
            }
        }
        let (mut rank, mut hits, mut precisions) = (0, 0, 0.0);
        let mut hits_at = [0; 3];
        for keyword in keywords {
            let Some(side) = self.phrase(keyword.as_ref()) else { continue };
            if side.candidate {
                continue;
            }
            side.candidate = true;
            rank += 1;
            if side.gold {
                hits += 1;
                precisions += f64::from(hits) / f64::from(rank);
            }
            for (at, k) in hits_at.iter_mut().zip([5, 10, 15]) {
                *at += usize::from(side.gold && rank <= k);
            }
        }
        KeywordScores {
            at5: Score::new(hits_at[0], 5, wanted),
            at10: Score::new(hits_at[1], 10, wanted),
            at15: Score::new(hits_at[2], 15, wanted),
            average_precision: if wanted == 0 { 0.0 } else { precisions / wanted as f64 },
        }
    }

    /// What is known of a phrase; `None` where it has no word.
    fn phrase(&mut self, text: &str) -> Option<&mut Side> {
        self.words.clear();
        self.lexicon.append(text, &mut self.words);
        (!self.words.is_empty()).then(|| self.phrases.entry(self.words.as_slice().into()).or_default())
    }
}

/// An article's keywords with what they are measured against.
#[derive(Debug, Clone)]
pub struct KeywordPair<'a> {
    /// The keywords, best first.
    pub keywords: Vec<&'a str>,
    /// The gold keyphrases.
    pub keyphrases: &'a [String],
    /// The language of both.
    pub language: Language,
}

/// The scores of many articles' keywords, in their order, on the threads of the rayon pool that it is called in.
pub fn keyword_scores_of_all(pairs: &[KeywordPair<'_>]) -> Vec<KeywordScores> {
    let of_pair = |scorers: &mut Vec<(Language, KeywordScorer)>, pair: &KeywordPair<'_>| {
        let known = scorers.iter().position(|(language, _)| *language == pair.language);
        let at = known.unwrap_or_else(|| {
            scorers.push((pair.language, KeywordScorer::new(pair.language)));
            scorers.len() - 1
        });
        scorers[at].1.score(&pair.keywords, pair.keyphrases)
    };
    pairs.par_iter().with_min_len(64).map_init(Vec::new, of_pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    fn english(keywords: &[&str], gold: &[&str]) -> KeywordScores {
        KeywordScorer::new(Language::English).score(keywords, gold)
    }

    #[test]
    fn nothing_scores_nothing() {
        assert_eq!(english(&[], &["a"]), KeywordScores::default());
        assert_eq!(english(&["a"], &[]), KeywordScores::default());
        assert_eq!(english(&["…"], &["!"]), KeywordScores::default());
    }

    #[test]
    fn equal_phrases_count_once_on_both_sides() {
        let scores =
            english(&["Wolves", "wolf's", "wolve", "the wolf", "Wolves"], &["wolves", "WOLVES", "the-wolf"]);
        assert!(equal(scores.at5.recall, 1.0));
        assert!(equal(scores.at5.precision, 0.4));
        // "wolf's" is "wolf s" and stands between the two.
        assert!(equal(scores.average_precision, f64::midpoint(1.0, 2.0 / 3.0)));
    }

    #[test]
    fn order_of_words_and_whole_phrases_matter() {
        assert_eq!(english(&["ice sea", "sea", "sea ice sheet"], &["sea ice"]), KeywordScores::default());
    }

    #[test]
    fn ranks_beyond_k_do_not_count() {
        let keywords: Vec<_> = (0..20).map(|n| format!("word{n}")).collect();
        let scores =
            KeywordScorer::new(Language::English).score(&keywords, &["word4", "word9", "word12", "word19"]);
        for (at, recall) in [(scores.at5, 0.25), (scores.at10, 0.5), (scores.at15, 0.75)] {
            assert!(equal(at.recall, recall));
        }
        assert!(equal(scores.at15.precision, 0.2));
        let expected = (1.0 / 5.0 + 2.0 / 10.0 + 3.0 / 13.0 + 4.0 / 20.0) / 4.0;
        assert!(equal(scores.average_precision, expected));
    }
}
