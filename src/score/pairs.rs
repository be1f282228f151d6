//! Pairs of neighbouring terms and the sentences that have them, in a table searched from slot to slot.

/// A pair of neighbouring terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    terms: (u32, u32),
    /// The sentence that had it first.
    pub(super) first: u32,
    last: u32,
    /// Sentences with it.
    pub(super) doc_freq: u32,
}

/// The pairs of a document.
pub(super) struct Pairs {
    /// In the order of their first sight.
    all: Vec<Pair>,
    /// For each slot the number of a pair, [`FREE`] if there is none. At least half are free.
    slots: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Pairs {
    /// A table for up to so many pairs.
    pub(super) fn with_capacity(pairs: usize) -> Self {
        Self { all: Vec::with_capacity(pairs / 2), slots: vec![FREE; (2 * pairs).next_power_of_two()] }
    }

    /// Notes that a sentence has a pair; sentences come in order. No more pairs than there is room for are kept.
    #[inline]
    pub(super) fn note(&mut self, terms: (u32, u32), sentence: u32) {
        let key = u64::from(terms.0) << 32 | u64::from(terms.1);
        let mask = self.slots.len() - 1;
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while let Some(pair) = self.all.get_mut(self.slots[at] as usize) {
            if pair.terms == terms {
                pair.doc_freq += u32::from(pair.last != sentence);
                pair.last = sentence;
                return;
            }
            at = (at + 1) & mask;
        }
        if 2 * self.all.len() < self.slots.len() {
            self.slots[at] = self.all.len() as u32;
            self.all.push(Pair { terms, first: sentence, last: sentence, doc_freq: 1 });
        }
    }

    /// In the order of their first sight.
    pub(super) fn all(&self) -> impl Iterator<Item = &Pair> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn pairs_are_those_of_a_plain_list(sentences in prop::collection::vec(prop::collection::vec((0u32..6, 0u32..6), 0..8), 0..12)) {
            let count = sentences.iter().map(Vec::len).sum();
            let mut pairs = Pairs::with_capacity(count);
            let mut plain: Vec<((u32, u32), BTreeSet<usize>)> = Vec::new();
            for (number, sentence) in sentences.iter().enumerate() {
                for &(before, term) in sentence {
                    pairs.note((before, term), number as u32);
                    match plain.iter_mut().find(|(terms, _)| *terms == (before, term)) {
                        Some((_, own)) => drop(own.insert(number)),
                        None => plain.push(((before, term), BTreeSet::from([number]))),
                    }
                }
            }
            let found: Vec<_> = pairs.all().map(|pair| (pair.terms, pair.first as usize, pair.doc_freq as usize)).collect();
            let plain: Vec<_> = plain.iter().map(|(terms, own)| (*terms, *own.first().unwrap(), own.len())).collect();
            prop_assert_eq!(found, plain);
        }
    }
}
