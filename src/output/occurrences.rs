//! Where an article's keywords stand in its sentences: by stems, as they are counted, and not by spelling.

use std::sync::{Mutex, PoisonError};

use crate::analysis::{TermId, Vocabulary};
use crate::keyword::Keyword;
use crate::language::Language;
use crate::language::stop_words::StopWords;
use crate::segment::words::{Gap, Word, WordScanner};
use crate::span::Span;
use crate::statistics::CorpusStatistics;

/// One occurrence of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// The keyword's place in the article's list.
    pub(super) keyword: usize,
    /// Where it stands in the sentence, in bytes.
    pub(super) span: Span,
}

/// A word's stem, and what lies before the word.
type Stem = (TermId, Gap);

/// Bytes of words and stems from which on a vocabulary is not kept.
const MAX_VOCABULARY: usize = 16 << 20;

/// The vocabularies of articles gone by, so that a word need not be stemmed anew in each. What is found does not depend
/// on them.
#[derive(Default)]
pub(super) struct KeywordFinders {
    idle: Mutex<Vec<KeywordFinder>>,
}

impl KeywordFinders {
    /// A finder of these keywords.
    pub(super) fn take(&self, language: Language, keywords: &[Keyword]) -> KeywordFinder {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle.iter().position(|finder| finder.language == language);
        let known = known.map(|at| idle.swap_remove(at));
        drop(idle);
        known.unwrap_or_else(|| KeywordFinder::empty(language)).of(keywords)
    }

    /// Takes a finder back.
    pub(super) fn keep(&self, finder: KeywordFinder) {
        if finder.vocabulary.bytes() < MAX_VOCABULARY {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(finder);
        }
    }
}

/// Finds the keywords of one article.
pub(super) struct KeywordFinder {
    language: Language,
    scanner: WordScanner,
    vocabulary: Vocabulary,
    /// For each keyword its stems.
    phrases: Vec<Vec<Stem>>,
    words: Vec<Word>,
}

impl KeywordFinder {
    pub(super) fn new(language: Language, keywords: &[Keyword]) -> Self {
        Self::empty(language).of(keywords)
    }

    fn empty(language: Language) -> Self {
        Self {
            language,
            scanner: WordScanner::new(language),
            vocabulary: Vocabulary::new(language, &StopWords::of(language)),
            phrases: Vec::new(),
            words: Vec::new(),
        }
    }

    /// The same for the keywords of another article.
    fn of(mut self, keywords: &[Keyword]) -> Self {
        self.phrases = keywords.iter().map(|keyword| self.stems(&keyword.text)).collect();
        self
    }

    /// The occurrences in a sentence, in order, none inside another; of several that begin at one word the longest.
    pub(super) fn find(&mut self, sentence: &str) -> Vec<Occurrence> {
        if self.phrases.is_empty() {
            return Vec::new();
        }
        let stems = self.stems(sentence);
        let mut found: Vec<Occurrence> = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            if found.last().is_some_and(|last| word.span.start < last.span.end) {
                continue;
            }
            let rest = &stems[at..];
            let fits = |phrase: &[Stem]| {
                let mut pairs = phrase.iter().zip(rest).enumerate();
                !phrase.is_empty()
                    && phrase.len() <= rest.len()
                    && pairs
                        .all(|(number, (own, other))| own.0 == other.0 && (number == 0 || own.1 == other.1))
            };
            let fitting = self.phrases.iter().enumerate().filter(|(_, phrase)| fits(phrase));
            let longest = fitting.min_by_key(|(number, phrase)| (usize::MAX - phrase.len(), *number));
            if let Some((keyword, phrase)) = longest
                && let Some(last) = self.words.get(at + phrase.len() - 1)
            {
                found.push(Occurrence { keyword, span: Span { start: word.span.start, end: last.span.end } });
            }
        }
        found
    }

    /// In how many of 100,000 documents a keyword's rarest word occurs elsewhere; none where the background has no
    /// table of the language.
    pub(super) fn background(&self, keyword: usize, background: &CorpusStatistics) -> Option<u64> {
        let table = background.table(self.language)?;
        let stems = self.phrases.get(keyword)?.iter();
        let rarest = stems.map(|&(term, _)| table.doc_freq(self.vocabulary.term(term))).min()?;
        Some(rarest * 100_000 / table.documents().max(1))
    }

    /// The stems of a text; its words stay in `words`.
    fn stems(&mut self, text: &str) -> Vec<Stem> {
        self.words.clear();
        self.scanner.words_into(text, Span::new(0, text.len()), &mut self.words);
        let vocabulary = &mut self.vocabulary;
        let stem = |word: &Word| (vocabulary.word_at(text, word.span).term, word.gap);
        self.words.iter().map(stem).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keywords(texts: &[&str]) -> Vec<Keyword> {
        let keyword = |text: &&str| Keyword { text: (*text).into(), score: 1.0, count: 1, explanation: None };
        texts.iter().map(keyword).collect()
    }

    fn found(language: Language, texts: &[&str], sentence: &str) -> Vec<(usize, String)> {
        let mut finder = KeywordFinder::new(language, &keywords(texts));
        let found = finder.find(sentence);
        found.iter().map(|found| (found.keyword, found.span.of(sentence).to_owned())).collect()
    }

    #[test]
    fn keywords_are_found_by_stem_and_the_longest_wins() {
        let english = |texts: &[&str], sentence: &str| found(Language::English, texts, sentence);
        let sentence = "Cats eat mice; the grey cat eats most. A grey, cat-like dog.";
        assert_eq!(
            english(&["cat", "grey cats"], sentence),
            [(0, "Cats".to_owned()), (1, "grey cat".to_owned())]
        );
        assert_eq!(english(&[], sentence), []);
        assert_eq!(english(&["", "–"], sentence), []);
        let chinese = found(Language::Chinese, &["泉水地图"], "这是泉水地图，很好。泉水。");
        assert_eq!(chinese, [(0, "泉水地图".to_owned())]);
    }

    #[test]
    fn the_background_knows_common_words() {
        let background = CorpusStatistics::builtin();
        let finder = KeywordFinder::new(Language::English, &keywords(&["people", "seed cabinet"]));
        let share = |keyword| finder.background(keyword, &background);
        assert!(share(0).unwrap() > share(1).unwrap());
        let welsh = KeywordFinder::new(Language::Welsh, &keywords(&["pobl"]));
        assert_eq!(welsh.background(0, &background), None);
    }

    proptest! {
        #[test]
        fn occurrences_lie_in_the_sentence_one_after_another(
            texts in proptest::collection::vec("[a-c水 ]{0,5}", 0..4), sentence in "([a-c]{1,3}|水|\\PC| ){0,30}"
        ) {
            let texts: Vec<_> = texts.iter().map(String::as_str).collect();
            let mut finder = KeywordFinder::new(Language::Chinese, &keywords(&texts));
            let found = finder.find(&sentence);
            let finders = KeywordFinders::default();
            for other in [&["cab", "水b"][..], &texts] {
                let mut finder = finders.take(Language::Chinese, &keywords(other));
                prop_assert!(other != texts.as_slice() || finder.find(&sentence) == found, "another vocabulary");
                finder.find(&sentence);
                finders.keep(finder);
            }
            let mut end = 0;
            for occurrence in found {
                prop_assert!(occurrence.keyword < texts.len() && occurrence.span.start >= end);
                prop_assert!(!occurrence.span.of(&sentence).is_empty());
                end = occurrence.span.end;
            }
        }
    }
}
