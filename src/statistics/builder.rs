//! Counting document frequencies while documents go by.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::page::beginning;
use super::{CorpusStatistics, TermTable};
use crate::analysis::{Analyzer, Document, TermId};
use crate::article::Article;
use crate::language::Language;

/// Terms of a language for whose counts the room is kept.
const KEPT: usize = 1 << 17;

/// Settled parts are merged with those that are up to so many times as large: merging them costs little however many come,
/// and all but the largest take little room.
const RATIO: usize = 8;

/// Counts in how many documents each term occurs: arrays over the ids of one worker's vocabularies, turned into tables
/// of strings only when the vocabulary is renewed or the corpus ends. Builders [beside](Self::beside) one another share
/// those tables, since most terms are known to all workers.
#[derive(Debug, Default)]
pub struct StatisticsBuilder {
    counts: Vec<Counts>,
    settled: Settled,
}

/// Parts of the whole. Of any two one is more than [`RATIO`] times as large as the other.
#[derive(Debug, Default, Clone)]
struct Settled(Arc<Mutex<Vec<CorpusStatistics>>>);

impl Settled {
    /// Adds a part. Other threads can add theirs while two are merged.
    fn add(&self, mut part: CorpusStatistics) {
        loop {
            let mut parts = self.parts();
            let size = part.terms();
            let near = parts.iter().position(|other| {
                let (less, more) = (size.min(other.terms()), size.max(other.terms()));
                more <= RATIO * less
            });
            let Some(near) = near else { return parts.push(part) };
            let other = parts.swap_remove(near);
            drop(parts);
            part = other.plus(part);
        }
    }

    /// All parts as one; none are left.
    fn take(&self) -> CorpusStatistics {
        let mut parts = std::mem::take(&mut *self.parts());
        parts.sort_unstable_by_key(CorpusStatistics::terms);
        parts.into_iter().fold(CorpusStatistics::default(), CorpusStatistics::plus)
    }

    fn parts(&self) -> MutexGuard<'_, Vec<CorpusStatistics>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Counts {
    language: Language,
    documents: u64,
    doc_freq: Vec<u64>,
}

impl Counts {
    /// Begins anew in the same memory, unless a vast article has made it much.
    fn clear(&mut self) {
        self.documents = 0;
        self.doc_freq.clear();
        self.doc_freq.shrink_to(KEPT);
    }
}

impl StatisticsBuilder {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder for another thread with another analyzer, which has counted nothing; what both settle becomes one whole, the
    /// result of whichever finishes last.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self { counts: Vec::new(), settled: self.settled.clone() }
    }

    /// Counts an article, whose terms the analyzer finds. Where its vocabularies are full, what was counted is settled and
    /// they begin anew.
    pub fn add(&mut self, article: &Article, analyzer: &mut Analyzer) {
        let (language, terms) = analyzer.content_terms(article);
        self.count(language, terms.iter().copied());
        if analyzer.is_full() {
            self.settle(analyzer);
            analyzer.renew();
        }
    }

    /// Counts a document that the analyzer just made.
    pub fn observe(&mut self, document: &Document) {
        let terms = document.terms().iter().filter(|term| term.count > 0 && !term.stop);
        self.count(document.language(), terms.map(|term| term.id));
    }

    /// Counts a document of these distinct terms.
    fn count(&mut self, language: Language, terms: impl IntoIterator<Item = TermId>) {
        let counts = self.counts_of(language);
        counts.documents += 1;
        for term in terms {
            let at = term.index();
            if at >= counts.doc_freq.len() {
                counts.doc_freq.resize((at + 1).next_power_of_two(), 0);
            }
            counts.doc_freq[at] += 1;
        }
    }

    /// Moves the counts from ids to strings; needed before the analyzer renews its vocabularies.
    pub fn settle(&mut self, analyzer: &Analyzer) {
        for counts in self.counts.iter_mut().filter(|counts| counts.documents > 0) {
            let Some(vocabulary) = analyzer.vocabulary(counts.language) else { continue };
            let doc_freq = |id: TermId| counts.doc_freq.get(id.index()).copied().unwrap_or(0);
            let counted = vocabulary.terms().filter(|&(id, _)| doc_freq(id) > 0);
            let mut counted: Vec<_> = counted.map(|(id, term)| (beginning(term.as_bytes()), id)).collect();
            // Most are told by their beginnings, without a look at the terms.
            counted.sort_unstable_by(|(one, id), (two, other)| {
                one.cmp(two).then_with(|| vocabulary.term(*id).cmp(vocabulary.term(*other)))
            });
            let terms = counted.into_iter().map(|(_, id)| (vocabulary.term(id), doc_freq(id)));
            let mut part = CorpusStatistics::default();
            part.insert(counts.language, TermTable::of_sorted(counts.documents, terms));
            counts.clear();
            self.settled.add(part);
        }
    }

    /// All that was counted, and all that builders beside this one have settled.
    pub fn finish(mut self, analyzer: &Analyzer) -> CorpusStatistics {
        self.settle(analyzer);
        self.settled.take()
    }

    fn counts_of(&mut self, language: Language) -> &mut Counts {
        let at = self.counts.iter().position(|counts| counts.language == language).unwrap_or_else(|| {
            self.counts.push(Counts { language, documents: 0, doc_freq: Vec::new() });
            self.counts.len() - 1
        });
        &mut self.counts[at]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn settling_changes_nothing(texts in prop::collection::vec(("[a-f ]{0,12}", any::<bool>()), 0..24)) {
            let count = |renew: bool| {
                let mut analyzer = Analyzer::new().language(Some(Language::English));
                let mut builder = StatisticsBuilder::new();
                for (text, full) in &texts {
                    builder.observe(&analyzer.analyze(&Article::new(text.clone()).unwrap()));
                    if renew && *full {
                        builder.settle(&analyzer);
                        analyzer.renew();
                    }
                }
                builder.finish(&analyzer).to_bytes().unwrap()
            };
            prop_assert_eq!(count(true), count(false));
        }
    }
}
