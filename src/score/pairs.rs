//! Pairs of neighbouring terms and the sentences that have them, in a table searched from slot to slot.

/// A pair of neighbouring terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    key: u64,
    /// The sentence that had it first.
    pub(super) first: u32,
    last: u32,
    /// Sentences with it.
    pub(super) doc_freq: u32,
}

/// Two terms as one number.
#[inline]
pub(super) fn key(before: u32, term: u32) -> u64 {
    u64::from(before) << 32 | u64::from(term)
}

const FREE: u32 = u32::MAX;

/// The pairs of a document in the order of their first sight, from the [keys](key) of those of its sentences one after
/// another and where each sentence's end.
pub(super) fn count(sightings: &[u64], ends: &[usize]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(sightings.len());
    // For each slot the number of a pair. More than half stay free, for a third of all sightings are of pairs seen before.
    let mut slots = vec![FREE; (sightings.len() + sightings.len() / 3 + 2).next_power_of_two()];
    // The high bits of a product are those that all bits of the key have a part in.
    let (mask, shift) = (slots.len() - 1, 63 - (slots.len() / 2).ilog2());
    let mut begin = 0;
    for (&end, sentence) in ends.iter().zip(0..) {
        for &key in &sightings[begin..end] {
            let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize;
            loop {
                let slot = &mut slots[at & mask];
                match pairs.get_mut(*slot as usize) {
                    Some(pair) if pair.key == key => {
                        pair.doc_freq += u32::from(pair.last != sentence);
                        pair.last = sentence;
                        break;
                    }
                    Some(_) => at += 1,
                    None => {
                        *slot = pairs.len() as u32;
                        pairs.push(Pair { key, first: sentence, last: sentence, doc_freq: 1 });
                        break;
                    }
                }
            }
        }
        begin = end;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn pairs_are_those_of_a_plain_list(sentences in prop::collection::vec(prop::collection::vec((0u32..6, 0u32..6), 0..8), 0..12)) {
            let ends: Vec<usize> = (1..=sentences.len()).map(|end| sentences[..end].iter().map(Vec::len).sum()).collect();
            let sightings: Vec<u64> = sentences.concat().into_iter().map(|(before, term)| key(before, term)).collect();
            let pairs = count(&sightings, &ends);
            let mut plain: Vec<((u32, u32), BTreeSet<usize>)> = Vec::new();
            for (number, sentence) in sentences.iter().enumerate() {
                for &(before, term) in sentence {
                    match plain.iter_mut().find(|(terms, _)| *terms == (before, term)) {
                        Some((_, own)) => drop(own.insert(number)),
                        None => plain.push(((before, term), BTreeSet::from([number]))),
                    }
                }
            }
            let found: Vec<_> = pairs.iter().map(|pair| (pair.key, pair.first as usize, pair.doc_freq as usize)).collect();
            let plain: Vec<_> = plain.iter().map(|&((before, term), ref own)| (key(before, term), *own.first().unwrap(), own.len())).collect();
            prop_assert_eq!(found, plain);
        }
    }
}
