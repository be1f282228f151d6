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

/// A pair in the table.
#[derive(Debug, Clone, Copy)]
struct Slot {
    pair: u64,
    /// The last sentence that had it.
    last: u32,
    /// Sentences with it.
    doc_freq: u32,
}

const FREE: Slot = Slot { pair: 0, last: u32::MAX, doc_freq: 0 };

/// Counts pairs, in buffers that it keeps.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    slots: Vec<Slot>,
    /// A number and a sentence for each pair; what stands behind the pairs of this time is left over.
    found: Vec<(u32, u32)>,
}

impl Pairs {
    /// The pairs that more than one sentence has, in the order of their first sight, from the sightings of a document in order:
    /// how many sentences have it and which is the first.
    pub(super) fn recurring(&mut self, sightings: &[Sighting]) -> &[(u32, u32)] {
        let Self { slots, found } = self;
        // Most stay free, for a third of all sightings are of pairs seen before. Writing them all at once also brings them near.
        let size = (sightings.len() + sightings.len() / 2 + 2).next_power_of_two();
        slots.clear();
        slots.resize(size, FREE);
        found.resize(sightings.len().max(found.len()), (0, 0));
        // The high bits of a product are those that all bits of the key have a part in.
        let (mask, shift) = (size - 1, 64 - size.ilog2());
        let mut count = 0;
        for &Sighting { pair, sentence } in sightings {
            let mut at = (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize;
            let slot = loop {
                let slot = &mut slots[at & mask];
                // Free or this pair's: one question, for nobody can predict which.
                if u64::from(slot.doc_freq).min(slot.pair ^ pair) == 0 {
                    break slot;
                }
                at += 1;
            };
            found[count] = (at as u32, sentence);
            count += usize::from(slot.doc_freq == 0);
            slot.pair = pair;
            slot.doc_freq += u32::from(slot.last != sentence);
            slot.last = sentence;
        }
        let mut recurring = 0;
        for number in 0..count {
            let (at, first) = found[number];
            let doc_freq = slots[at as usize & mask].doc_freq;
            found[recurring] = (doc_freq, first);
            recurring += usize::from(doc_freq > 1);
        }
        &found[..recurring]
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
                let expected: Vec<_> = recurring.map(|(_, own)| (own.len() as u32, *own.first().unwrap())).collect();
                prop_assert_eq!(pairs.recurring(&sightings), expected);
            }
        }
    }
}
