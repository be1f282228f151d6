//! Pairs of neighbouring terms and the sentences that have them, in a table searched from slot to slot.

/// A pair somewhere in a document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sighting {
    /// Its [`key`].
    pub(super) pair: u64,
    pub(super) sentence: u32,
}

/// Two terms as one number.
#[inline]
pub(super) fn key(before: u32, term: u32) -> u64 {
    u64::from(before) << 32 | u64::from(term)
}

/// A pair that was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pair {
    key: u64,
    /// The sentence that had it first.
    pub(super) first: u32,
    last: u32,
    /// Sentences with it.
    pub(super) doc_freq: u32,
}

const FREE: u32 = u32::MAX;

/// Counts pairs, in buffers that it keeps.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The numbers of the pairs.
    slots: Vec<u32>,
    /// What stands behind the pairs of this time is left over.
    pairs: Vec<Pair>,
}

impl Pairs {
    /// The pairs that more than one sentence has, in the order of their first sight, from the sightings of a document in order.
    pub(super) fn recurring(&mut self, sightings: &[Sighting]) -> &[Pair] {
        let Self { slots, pairs } = self;
        // Most stay free, for a third of all sightings are of pairs seen before.
        slots.clear();
        slots.resize((2 * sightings.len() + 2).next_power_of_two(), FREE);
        // The high bits of a product are those that all bits of the key have a part in.
        let (mask, shift) = (slots.len() - 1, 64 - slots.len().ilog2());
        let mut count = 0;
        for &Sighting { pair: key, sentence } in sightings {
            if pairs.len() <= count as usize {
                pairs.push(Pair::default());
            }
            // Put down as if it were new, so that a free slot leads to it: a branch would be hard to predict.
            pairs[count as usize] = Pair { key, first: sentence, last: FREE, doc_freq: 0 };
            let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize;
            let number = loop {
                let number = slots[at & mask].min(count);
                if pairs[number as usize].key == key {
                    break number;
                }
                at += 1;
            };
            slots[at & mask] = number;
            count += u32::from(number == count);
            let pair = &mut pairs[number as usize];
            pair.doc_freq += u32::from(pair.last != sentence);
            pair.last = sentence;
        }
        let mut recurring = 0;
        for number in 0..count as usize {
            let pair = pairs[number];
            pairs[recurring] = pair;
            recurring += usize::from(pair.doc_freq > 1);
        }
        &pairs[..recurring]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn pairs_are_those_of_a_plain_list(
            documents in prop::collection::vec(prop::collection::vec(prop::collection::vec((0u32..6, 0u32..6), 0..8), 0..12), 1..3)
        ) {
            let mut pairs = Pairs::default();
            for sentences in documents {
                let (mut sightings, mut plain) = (Vec::new(), Vec::<((u32, u32), BTreeSet<u32>)>::new());
                for (sentence, number) in sentences.iter().zip(0..) {
                    for &(before, term) in sentence {
                        sightings.push(Sighting { pair: key(before, term), sentence: number });
                        match plain.iter_mut().find(|(terms, _)| *terms == (before, term)) {
                            Some((_, own)) => drop(own.insert(number)),
                            None => plain.push(((before, term), BTreeSet::from([number]))),
                        }
                    }
                }
                let recurring = plain.iter().filter(|(_, own)| own.len() > 1);
                let expected: Vec<_> = recurring.map(|(_, own)| (*own.first().unwrap(), own.len() as u32)).collect();
                let found: Vec<_> = pairs.recurring(&sightings).iter().map(|pair| (pair.first, pair.doc_freq)).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
