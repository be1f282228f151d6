//! Lists of endings, searched by a word's last eight bytes as a number.

/// Endings of two to eight letters, or whole words, with what becomes of them.
pub(super) struct Endings<const N: usize> {
    pub(super) list: [(&'static str, &'static str); N],
    /// Their letters, the last one highest, and how many bits are not theirs.
    tails: [(u64, u32); N],
    /// For each last letter of one the letters that stand before it, by their lowest five bits: few words have such two.
    pub(super) pairs: [u32; 32],
}

impl<const N: usize> Endings<N> {
    pub(super) const fn new(list: [(&'static str, &'static str); N]) -> Self {
        let (mut tails, mut pairs) = ([(0, 0); N], [0; 32]);
        let mut at = 0;
        while at < N {
            let letters = list[at].0.as_bytes();
            let mut letter = 0;
            while letter < letters.len() {
                tails[at].0 = tails[at].0 >> 8 | (letters[letter] as u64) << 56;
                letter += 1;
            }
            tails[at].1 = 64 - 8 * letters.len() as u32;
            if let [.., before, last] = *letters {
                pairs[(last % 32) as usize] |= 1 << (before % 32);
            }
            at += 1;
        }
        Self { list, tails, pairs }
    }

    /// The first that a word ends in, given the last eight bytes of the word, the last one highest; zeros before a shorter one.
    #[inline]
    pub(super) fn of(&self, tail: u64) -> Option<(&'static str, &'static str)> {
        let [.., before, last] = tail.to_le_bytes();
        if self.pairs[usize::from(last % 32)] >> (before % 32) & 1 == 0 {
            return None;
        }
        let mut both = self.list.iter().zip(&self.tails);
        both.find(|(_, (own, others))| (tail ^ own) >> others == 0).map(|(entry, _)| *entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_ending_is_found(word in "[ab~]{0,9}") {
            let list = [("abba", "1"), ("bba", "2"), ("ab", "3"), ("bb~abbab", "4"), ("b~", "5"), ("a~", "6")];
            let tail = word.bytes().fold(0, |tail, byte| tail >> 8 | u64::from(byte) << 56);
            let plain = list.into_iter().find(|(ending, _)| word.ends_with(ending));
            prop_assert_eq!(Endings::new(list).of(tail), plain);
        }
    }
}
