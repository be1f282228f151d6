//! Copies of chosen sentences: the same but for case, white space and punctuation.

use rustc_hash::FxHashSet;

/// Chosen sentences, to tell copies of them.
#[derive(Default)]
pub(super) struct Copies<'t> {
    /// How the essences of all of them begin.
    heads: FxHashSet<u64>,
    essences: FxHashSet<Vec<u8>>,
    /// Those whose essence nobody has asked for yet.
    waiting: Vec<&'t str>,
}

impl<'t> Copies<'t> {
    /// Adds a sentence; false where it is a copy.
    pub(super) fn add(&mut self, sentence: &'t str) -> bool {
        if self.heads.insert(head(sentence)) {
            self.waiting.push(sentence);
            return true;
        }
        self.essences.extend(self.waiting.drain(..).map(essence));
        self.essences.insert(essence(sentence))
    }
}

/// The first letters and digits of a sentence in lower case as a number: the same for two of the same [`essence`]. ASCII goes
/// without the tables of Unicode.
fn head(sentence: &str) -> u64 {
    let (mut head, mut left) = (0_u64, 12);
    for c in sentence.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                head = head.rotate_left(5) ^ u64::from(c.to_ascii_lowercase());
                left -= 1;
            }
        } else if c.is_alphanumeric() {
            for c in c.to_lowercase().take(left) {
                head = head.rotate_left(5) ^ u64::from(c);
                left -= 1;
            }
        }
        if left == 0 {
            break;
        }
    }
    head
}

/// The same for two sentences that differ in case, white space and punctuation alone: letters and digits in lower case.
pub(super) fn essence(sentence: &str) -> Vec<u8> {
    if sentence.is_ascii() {
        return ascii_essence(sentence.as_bytes());
    }
    let mut essence = String::with_capacity(sentence.len());
    for c in sentence.chars() {
        if c.is_ascii_alphanumeric() {
            essence.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            essence.extend(c.to_lowercase());
        }
    }
    essence.into_bytes()
}

/// The essence of a sentence that is all ASCII, without a branch a byte.
fn ascii_essence(sentence: &[u8]) -> Vec<u8> {
    /// Each letter in lower case and each digit; 0 for any other byte.
    const ESSENTIAL: [u8; 256] = {
        let mut essential = [0; 256];
        let mut byte = 0;
        while byte < 128 {
            if (byte as u8).is_ascii_alphanumeric() {
                essential[byte] = (byte as u8).to_ascii_lowercase();
            }
            byte += 1;
        }
        essential
    };
    let mut essence = vec![0; sentence.len()];
    let mut len = 0;
    for &byte in sentence {
        let essential = ESSENTIAL[usize::from(byte)];
        essence[len] = essential;
        len += usize::from(essential != 0);
    }
    essence.truncate(len);
    essence
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn copies_have_the_essence_of_another(
            sentences in prop::collection::vec("(thirteen more letters: )?[abBÉé,. ]{0,3}", 0..12)
        ) {
            let (mut copies, mut essences) = (Copies::default(), FxHashSet::default());
            for sentence in &sentences {
                prop_assert_eq!(copies.add(sentence), essences.insert(essence(sentence)));
            }
        }

        #[test]
        fn the_head_is_the_same_as_naive(text in "[ -~]{0,30}|[ aBİßÉ]{0,20}|\\PC{0,30}") {
            let essential = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            let naive = essential.take(12).fold(0_u64, |head, c| head.rotate_left(5) ^ u64::from(c));
            prop_assert_eq!(head(&text), naive);
        }

        #[test]
        fn the_essence_of_ascii_is_the_same_as_naive(text in "[ -~\\n]{0,40}") {
            let naive: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            prop_assert_eq!(essence(&text), naive.as_bytes());
            prop_assert_eq!(essence(&(text + "É")), (naive + "é").into_bytes());
        }
    }
}
