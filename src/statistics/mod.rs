//! How many documents each term occurs in, by language: the part of TF-IDF that knows the corpus. Counting, merging and
//! the file format are exact: integers only, terms in byte order, so that parts fitted anywhere merge to the same bytes.

mod background;
mod builder;
mod directory;
mod format;
mod page;
mod table;

pub use builder::StatisticsBuilder;
pub use table::TermTable;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::Result;
use crate::language::Language;

/// Document counts and document frequencies of a corpus, one table a language. Frozen: made by
/// [`StatisticsBuilder::finish`], [`CorpusStatistics::fit`], [`merge`](CorpusStatistics::merge) or
/// [`from_bytes`](CorpusStatistics::from_bytes).
///
/// ```
/// use epitome::{Article, CorpusStatistics, Language};
/// let articles = [Article::new("Bees swarm.")?, Article::new("Bees sleep.")?];
/// let statistics = CorpusStatistics::fit(&articles, Some(Language::English));
/// assert_eq!(statistics.documents(Language::English), 2);
/// assert_eq!(statistics.doc_freq(Language::English, "bee"), 2);
/// # Ok::<(), epitome::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorpusStatistics {
    tables: BTreeMap<&'static str, (Language, TermTable)>,
}

impl CorpusStatistics {
    /// Counts the terms of these articles, each in its own or else its detected language unless one is given.
    pub fn fit<'a>(articles: impl IntoIterator<Item = &'a Article>, language: Option<Language>) -> Self {
        let mut analyzer = Analyzer::new().language(language);
        let mut builder = StatisticsBuilder::new();
        for article in articles {
            builder.add(article, &mut analyzer);
        }
        builder.finish(&analyzer)
    }

    /// The table built into the program: English only, from `src/statistics/background.bin`.
    pub fn builtin() -> Self {
        background::load()
    }

    /// Number of documents of a language.
    pub fn documents(&self, language: Language) -> u64 {
        self.table(language).map_or(0, TermTable::documents)
    }

    /// Number of documents of a language that a term (a stem) occurs in.
    pub fn doc_freq(&self, language: Language, term: &str) -> u64 {
        self.table(language).map_or(0, |table| table.doc_freq(term))
    }

    /// The table of a language, where there is one.
    pub fn table(&self, language: Language) -> Option<&TermTable> {
        self.tables.get(language.code()).map(|(_, table)| table)
    }

    /// Number of terms over all languages.
    pub(crate) fn terms(&self) -> usize {
        self.tables.values().map(|(_, table)| table.len()).sum()
    }

    /// The languages that have a table, in order of their codes.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.tables.values().map(|(language, _)| *language)
    }

    /// The statistics of both corpora together, exactly as if they had been fitted in one.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        self.clone().plus(other.clone())
    }

    /// The same as [`merge`](Self::merge), in the memory of the two.
    fn plus(mut self, other: Self) -> Self {
        for (code, (language, table)) in other.tables {
            let sum = match self.tables.remove(code) {
                Some((_, mine)) => mine.merge(table),
                None => table,
            };
            self.insert(language, sum);
        }
        self
    }

    /// The same without the terms that fewer than `min_df` documents have, and with at most `max_terms` terms a
    /// language (the most frequent; of equals the first in byte order). Also gives how many terms were dropped.
    #[must_use]
    pub fn pruned(&self, min_df: u64, max_terms: usize) -> (Self, u64) {
        let mut pruned = Self::default();
        let mut dropped = 0;
        for (language, table) in self.tables.values() {
            let kept = table.pruned(min_df, max_terms);
            dropped += (table.len() - kept.len()) as u64;
            pruned.insert(*language, kept);
        }
        (pruned, dropped)
    }

    /// The statistics as a file (`docs/statistics-format.md`); [`TooLarge`](crate::ErrorKind::TooLarge) where the terms of a
    /// language take more than 4 GB, some 600 million of them.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        format::write(self.tables.values().map(|(language, table)| (*language, table)))
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; [`InvalidStatistics`](crate::ErrorKind::InvalidStatistics) for
    /// anything else.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        let mut statistics = Self::default();
        for (language, table) in format::read(bytes.into())? {
            statistics.insert(language, table);
        }
        Ok(statistics)
    }

    fn insert(&mut self, language: Language, table: TermTable) {
        self.tables.insert(language.code(), (language, table));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fit(texts: &[String]) -> CorpusStatistics {
        let articles: Vec<_> = texts.iter().map(|text| Article::new(text.clone()).unwrap()).collect();
        CorpusStatistics::fit(&articles, Some(Language::English))
    }

    proptest! {
        #[test]
        fn merging_parts_equals_fitting_the_whole(texts in prop::collection::vec("[a-f ]{0,12}", 0..24), cut in 0usize..24) {
            let cut = cut.min(texts.len());
            let (left, right) = texts.split_at(cut);
            let whole = fit(&texts).to_bytes().unwrap();
            prop_assert_eq!(&fit(left).merge(&fit(right)).to_bytes().unwrap(), &whole);
            prop_assert_eq!(&fit(right).merge(&fit(left)).to_bytes().unwrap(), &whole);
        }

        #[test]
        fn a_written_file_reads_back(texts in prop::collection::vec("\\PC{0,40}", 0..8)) {
            let statistics = fit(&texts);
            let read = CorpusStatistics::from_bytes(statistics.to_bytes().unwrap()).unwrap();
            prop_assert_eq!(read.to_bytes(), statistics.to_bytes());
        }
    }

    #[test]
    fn pruning_keeps_the_most_frequent() {
        let texts = ["bee ant", "bee ant wasp", "bee"].map(str::to_owned);
        let (pruned, dropped) = fit(&texts).pruned(2, 1);
        assert_eq!(dropped, 2);
        assert_eq!(pruned.doc_freq(Language::English, "bee"), 3);
        assert_eq!(pruned.doc_freq(Language::English, "ant"), 0);
        assert_eq!(pruned.documents(Language::English), 3);
    }

    #[test]
    fn damaged_files_are_refused() {
        let bytes = fit(&["bees and wasps and ants".to_owned()]).to_bytes().unwrap();
        for cut in 0..bytes.len() {
            assert!(CorpusStatistics::from_bytes(bytes[..cut].to_vec()).is_err(), "cut at {cut}");
            let mut flipped = bytes.clone();
            flipped[cut] ^= 0x40;
            assert!(CorpusStatistics::from_bytes(flipped).is_err(), "flipped at {cut}");
        }
    }
}
