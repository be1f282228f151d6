//! A small table by the spelling of its terms: what a table that is asked often is searched by. To find a term in its page
//! takes a binary search and the decoding of a block; here it takes two looks at memory. It is made only when it has come to
//! pay, so that one article does not wait for it, and never of a table that would make it large.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::TermTable;
use crate::analysis::entry::NOTHING;
use crate::analysis::key::Key;
use crate::analysis::spellings::{Homes, Spellings};

/// Look-ups after which a directory is made: more than an article of 100 KB takes.
const OFTEN: u32 = 1 << 13;

/// Terms of the largest table that gets one, which then takes 1 MB.
const MOST: usize = 1 << 15;

/// The terms of a table by their spelling, from when it was asked often. Others than short ones are sought in the table.
#[derive(Debug, Default)]
pub(super) struct Directory {
    asked: AtomicU32,
    /// `None` where a document frequency is too large for it.
    terms: OnceLock<Option<Spellings>>,
}

impl Directory {
    /// What [`TermTable::doc_freq`] says of a term; `None` where the table must be asked.
    pub(super) fn doc_freq(&self, term: &[u8], table: &TermTable) -> Option<u64> {
        if table.len() > MOST {
            return None;
        }
        let terms = match self.terms.get() {
            Some(terms) => terms,
            None if self.asked.fetch_add(1, Ordering::Relaxed) < OFTEN => return None,
            None => self.terms.get_or_init(|| of(table)),
        };
        let key = key(term)?;
        terms.as_ref().map(|terms| terms.find(key, key.hash()).map_or(0, u64::from))
    }

    /// The same for many terms, for which the processor waits at once; `None` also where the directory is not made yet.
    pub(super) fn doc_freqs<'t>(
        &self,
        terms: impl Iterator<Item = &'t [u8]>,
    ) -> impl Iterator<Item = Option<u64>> {
        let table = self.terms.get().and_then(Option::as_ref);
        let homes = table.map(Spellings::homes).unwrap_or_default();
        let wanted: Vec<_> = terms.map(|term| Homes::wanted(key(term).unwrap_or(Key::NONE))).collect();
        let at_home: Vec<_> = wanted.iter().map(|wanted| homes.number_of(*wanted)).collect();
        wanted.into_iter().zip(at_home).map(move |(wanted, number)| {
            let table = table.filter(|_| wanted.key() != Key::NONE)?;
            Some(match number {
                NOTHING => table.find(wanted.key(), wanted.key().hash()).map_or(0, u64::from),
                number => u64::from(number),
            })
        })
    }
}

/// A copy is asked anew.
impl Clone for Directory {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// All terms that have keys.
fn of(table: &TermTable) -> Option<Spellings> {
    let mut terms = Spellings::with_room(table.len());
    let mut fit = true;
    table.scan(|term, doc_freq| {
        let Some(key) = key(term) else { return };
        match u32::try_from(doc_freq).ok().filter(|&doc_freq| doc_freq != NOTHING) {
            Some(doc_freq) => terms.insert(key, key.hash(), doc_freq),
            None => fit = false,
        }
    });
    fit.then_some(terms)
}

/// None that ends in a zero has a key: zeros stand behind short ones.
fn key(term: &[u8]) -> Option<Key> {
    Key::of(term).filter(|_| term.last() != Some(&0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn an_often_asked_table_answers_as_before(
            terms in prop::collection::btree_map("[a-cé\0]{1,4}|abcabcabc[a-c]{0,5}", 1u64..6, 0..60),
            large in prop::sample::select(vec![1, u64::from(u32::MAX), u64::MAX]),
            asked in "[a-dé\0]{0,5}",
        ) {
            let terms: BTreeMap<_, _> = terms.into_iter().map(|(term, df)| (term, if df == 5 { large } else { df })).collect();
            let table = TermTable::of_sorted(9, terms.iter().map(|(term, doc_freq)| (term.as_str(), *doc_freq)));
            table.directory.asked.store(OFTEN, Ordering::Relaxed);
            prop_assert_eq!(table.doc_freq(&asked), terms.get(&asked).copied().unwrap_or(0));
            prop_assert!(table.directory.terms.get().is_some());
            prop_assert!(terms.iter().all(|(term, doc_freq)| table.doc_freq(term) == *doc_freq));
            let all = terms.keys().map(String::as_bytes).chain([asked.as_bytes()]);
            prop_assert!(table.doc_freqs(all.clone()).eq(all.map(|term| table.doc_freq(std::str::from_utf8(term).unwrap()))));
        }
    }

    #[test]
    fn a_table_that_is_seldom_asked_or_large_has_no_directory() {
        let words: Vec<String> = (0..=MOST).map(|number| format!("{number:06}")).collect();
        let table = |words: &[String]| TermTable::of_sorted(9, words.iter().map(|word| (word.as_str(), 1)));
        let (small, large) = (table(&words[..9]), table(&words));
        for (table, times) in [(&small, OFTEN), (&large, 2 * OFTEN)] {
            assert!((0..times).all(|_| table.doc_freq("000001") == 1));
            assert!(table.directory.terms.get().is_none());
        }
    }
}
