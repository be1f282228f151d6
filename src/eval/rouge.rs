//! ROUGE: how much of a reference summary's words (ROUGE-1), word pairs (ROUGE-2) and word order (ROUGE-Lsum) a candidate
//! has, and the other way round. The figures are those of Google's `rouge-score` 0.1.2 with stemming.
//!
//! Lin, C.-Y. (2004): ROUGE: a package for automatic evaluation of summaries. Text Summarization Branches Out, 74–81.

use rayon::prelude::*;
use serde::Serialize;

use super::lcs::UnionLcs;
use super::lexicon::Lexicon;
use super::score::Score;
use crate::language::Language;

/// The ROUGE scores of one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Rouge {
    /// Words.
    pub rouge1: Score,
    /// Pairs of neighbouring words, across lines too.
    pub rouge2: Score,
    /// Words in the union of longest common subsequences of lines.
    #[serde(rename = "rougeLsum")]
    pub rouge_lsum: Score,
}

impl Rouge {
    /// The mean of the three F1 figures.
    pub fn mean_f1(&self) -> f64 {
        (self.rouge1.f1 + self.rouge2.f1 + self.rouge_lsum.f1) / 3.0
    }

    /// Takes over each type that has a higher F1 in `other`.
    fn take_best(&mut self, other: Self) {
        for (own, other) in [
            (&mut self.rouge1, other.rouge1),
            (&mut self.rouge2, other.rouge2),
            (&mut self.rouge_lsum, other.rouge_lsum),
        ] {
            if other.f1 > own.f1 {
                *own = other;
            }
        }
    }
}

/// Measures candidates of one language against references; keeps what it learned of the words.
///
/// ```
/// use epitome::{Language, eval::RougeScorer};
/// let mut scorer = RougeScorer::new(Language::English);
/// let rouge = scorer.score(&["The dogs barked.", "Nobody came."], &["A dog was barking\nand nobody came"]);
/// assert_eq!(format!("{:.4}", rouge.rouge1.f1), "0.6667");
/// assert_eq!(format!("{:.4}", rouge.rouge2.f1), "0.2000");
/// ```
pub struct RougeScorer {
    lexicon: Lexicon,
    candidate: Side,
    reference: Side,
    lcs: UnionLcs,
    /// For each word how often both sides have it, less the hits counted so far. All 0 between calls.
    shared: Vec<u32>,
}

/// A text as numbers.
#[derive(Default)]
struct Side {
    words: Vec<u32>,
    /// One past the last word of each line.
    ends: Vec<usize>,
    sorted: Vec<u32>,
    sorted_pairs: Vec<u64>,
}

impl Side {
    fn read<'a>(&mut self, lexicon: &mut Lexicon, lines: impl Iterator<Item = &'a str>) {
        self.words.clear();
        self.ends.clear();
        for line in lines {
            lexicon.append(line, &mut self.words);
            self.ends.push(self.words.len());
        }
        self.sorted.clear();
        self.sorted.extend_from_slice(&self.words);
        self.sorted.sort_unstable();
        self.sorted_pairs.clear();
        self.sorted_pairs
            .extend(self.words.windows(2).map(|pair| u64::from(pair[0]) << 32 | u64::from(pair[1])));
        self.sorted_pairs.sort_unstable();
    }

    fn lines(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.words[start..end])
    }
}

impl RougeScorer {
    /// A scorer for texts of this language. English words are those of `rouge-score`, stemmed by
    /// [`Porter`](super::porter::Porter); the words of other languages are runs of Python's `\w`, stemmed by the
    /// language's Snowball stemmer if it has one and is not [`UNSTEMMED`](super::UNSTEMMED).
    pub fn new(language: Language) -> Self {
        Self {
            lexicon: Lexicon::rouge(language),
            candidate: Side::default(),
            reference: Side::default(),
            lcs: UnionLcs::default(),
            shared: Vec::new(),
        }
    }

    /// Scores a candidate, given as its lines, against references whose lines are separated by line feeds. Of several
    /// references each type takes the one with the best F1, the first among equals; without any all is 0.
    pub fn score<C: AsRef<str>, R: AsRef<str>>(&mut self, candidate: &[C], references: &[R]) -> Rouge {
        self.lexicon.trim();
        self.candidate.read(&mut self.lexicon, candidate.iter().map(AsRef::as_ref));
        let mut best = Rouge::default();
        for (at, reference) in references.iter().enumerate() {
            self.reference.read(&mut self.lexicon, reference.as_ref().split('\n'));
            let rouge = self.compare();
            if at == 0 {
                best = rouge;
            } else {
                best.take_best(rouge);
            }
        }
        best
    }

    fn compare(&mut self) -> Rouge {
        let Self { lexicon, candidate, reference, lcs, shared } = self;
        shared.resize(shared.len().max(lexicon.len()), 0);
        let words = overlap(&candidate.sorted, &reference.sorted, |word| shared[word as usize] += 1);
        let pairs = overlap(&candidate.sorted_pairs, &reference.sorted_pairs, |_| {});
        let mut hits = 0;
        if words > 0 {
            for line in reference.lines() {
                lcs.positions(line, candidate.lines(), lexicon.len(), |at| {
                    let left = &mut shared[line[at] as usize];
                    hits += usize::from(*left > 0);
                    *left = left.saturating_sub(1);
                });
            }
        }
        for &word in &reference.words {
            shared[word as usize] = 0;
        }
        let score = |hits| Score::new(hits, candidate.words.len(), reference.words.len());
        Rouge {
            rouge1: score(words),
            rouge2: Score::new(pairs, candidate.sorted_pairs.len(), reference.sorted_pairs.len()),
            rouge_lsum: score(hits),
        }
    }
}

/// The size of the intersection of two sorted multisets; `both` sees each of its members.
fn overlap<T: Ord + Copy>(a: &[T], b: &[T], mut both: impl FnMut(T)) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(&left), Some(&right)) = (a.get(i), b.get(j)) {
        if left == right {
            both(left);
            shared += 1;
        }
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    shared
}

/// A candidate summary with what it is measured against.
#[derive(Debug, Clone)]
pub struct SummaryPair<'a> {
    /// The summary's sentences.
    pub candidate: Vec<&'a str>,
    /// The references, their sentences separated by line feeds.
    pub references: &'a [String],
    /// The language of both.
    pub language: Language,
}

/// The scores of many candidates, in their order, on the threads of the rayon pool that it is called in.
pub fn rouge_of_all(pairs: &[SummaryPair<'_>]) -> Vec<Rouge> {
    let of_pair = |scorers: &mut Vec<(Language, RougeScorer)>, pair: &SummaryPair<'_>| {
        let known = scorers.iter().position(|(language, _)| *language == pair.language);
        let at = known.unwrap_or_else(|| {
            scorers.push((pair.language, RougeScorer::new(pair.language)));
            scorers.len() - 1
        });
        scorers[at].1.score(&pair.candidate, pair.references)
    };
    pairs.par_iter().with_min_len(64).map_init(Vec::new, of_pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(candidate: &str, references: &[&str]) -> Rouge {
        RougeScorer::new(Language::English).score(&candidate.split('\n').collect::<Vec<_>>(), references)
    }

    #[test]
    fn nothing_scores_nothing() {
        assert_eq!(english("", &["a word"]), Rouge::default());
        assert_eq!(english("a word", &[""]), Rouge::default());
        assert_eq!(english("a word", &[]), Rouge::default());
    }

    #[test]
    fn each_type_takes_its_best_reference() {
        let references = ["red green blue white", "green red black\nwhite blue"];
        let both = english("green red white blue", &references);
        let alone = references.map(|reference| english("green red white blue", &[reference]));
        assert!(alone[0].rouge1.f1 > alone[1].rouge1.f1 && alone[1].rouge2.f1 > alone[0].rouge2.f1);
        assert_eq!((both.rouge1, both.rouge2), (alone[0].rouge1, alone[1].rouge2));
    }

    #[test]
    fn one_score_leaves_no_trace_in_the_next() {
        let mut scorer = RougeScorer::new(Language::English);
        let first = scorer.score(&["cats and dogs and cats"], &["dogs and cats\ncats"]);
        scorer.score(&["dogs", "birds and cats and dogs"], &["cats\nbirds"]);
        assert_eq!(scorer.score(&["cats and dogs and cats"], &["dogs and cats\ncats"]), first);
    }

    #[test]
    fn many_at_once_are_the_same_as_one_by_one() {
        let references = ["der Hund bellt\ndie Katze schläft".to_owned()];
        let texts: Vec<String> = (0..300).map(|n| format!("Hunde {n} bellen die Katze")).collect();
        let pair = |text, language| SummaryPair { candidate: vec![text], references: &references, language };
        let languages = [Language::German, Language::Basque, Language::English];
        let pairs: Vec<_> =
            texts.iter().enumerate().map(|(at, text)| pair(text.as_str(), languages[at % 3])).collect();
        let alone =
            |pair: &SummaryPair<'_>| RougeScorer::new(pair.language).score(&pair.candidate, pair.references);
        assert_eq!(rouge_of_all(&pairs), pairs.iter().map(alone).collect::<Vec<_>>());
    }
}
