//! The union of longest common subsequences, the heart of ROUGE-Lsum: which words of a reference line stand in a longest
//! common subsequence with any line of the candidate.
//!
//! There are many longest subsequences; `rouge-score` reads one out of the table of lengths `t[i][j]` from its far corner:
//! equal words are taken, else it moves to `j − 1` where `t[i][j−1] > t[i−1][j]`, else to `i − 1`. Where the words
//! differ `t[i][j]` is the larger of the two, so the question is only whether `t[i][j]` exceeds `t[i−1][j]`. Those
//! differences are bits, and a column of them follows from the one before in a few operations on whole machine words:
//! `v' = (v + (v & m)) | (v & !m)`, with a cleared bit where the length grows and `m` the positions of the candidate's word.
//!
//! Crochemore, M., Iliopoulos, C. S., Pinzon, Y. J., Reid, J. F. (2001): A fast and practical bit-vector algorithm for
//! the longest common subsequence problem. Information Processing Letters 80(6), 279–285.

/// Finds unions of longest common subsequences; keeps its buffers.
///
/// Time and memory for one pair of lines grow with the product of their lengths, an eighth of a byte for each cell.
#[derive(Default)]
pub(crate) struct UnionLcs {
    /// For each word number: which mask is its own, 0 for none. All 0 between calls.
    mask_of: Vec<u32>,
    /// Bit `i` of a word's mask: the reference line has the word at `i`. Mask 0 is empty.
    masks: Vec<u64>,
    /// One column for each word of the candidate line and one before them.
    columns: Vec<u64>,
    union: Vec<u64>,
}

impl UnionLcs {
    /// Calls `hit` with the positions in `reference`, in rising order, that stand in a longest common subsequence with
    /// any of the candidate's lines. Every word number is below `words`.
    pub(crate) fn positions<'a>(
        &mut self,
        reference: &[u32],
        candidate: impl Iterator<Item = &'a [u32]>,
        words: usize,
        mut hit: impl FnMut(usize),
    ) {
        let blocks = reference.len().div_ceil(64);
        self.index(reference, blocks, words);
        self.union.clear();
        self.union.resize(blocks, 0);
        for line in candidate {
            self.fill_columns(line, blocks);
            self.read_out(reference.len(), line, blocks);
        }
        for &word in reference {
            self.mask_of[word as usize] = 0;
        }
        for (block, &bits) in self.union.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                hit(block * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    fn index(&mut self, reference: &[u32], blocks: usize, words: usize) {
        if self.mask_of.len() < words {
            self.mask_of.resize(words, 0);
        }
        self.masks.clear();
        self.masks.resize(blocks, 0);
        for (at, &word) in reference.iter().enumerate() {
            let mask = &mut self.mask_of[word as usize];
            if *mask == 0 {
                *mask = (self.masks.len() / blocks) as u32;
                self.masks.resize(self.masks.len() + blocks, 0);
            }
            self.masks[*mask as usize * blocks + at / 64] |= 1 << (at % 64);
        }
    }

    fn fill_columns(&mut self, line: &[u32], blocks: usize) {
        self.columns.clear();
        self.columns.resize((line.len() + 1) * blocks, u64::MAX);
        for (at, &word) in line.iter().enumerate() {
            let mask = self.mask_of[word as usize] as usize * blocks;
            let mask = &self.masks[mask..mask + blocks];
            let (before, after) = self.columns[at * blocks..(at + 2) * blocks].split_at_mut(blocks);
            let mut carry = false;
            for ((&v, &m), next) in before.iter().zip(mask).zip(after) {
                let (sum, first) = v.overflowing_add(v & m);
                let (sum, second) = sum.overflowing_add(u64::from(carry));
                carry = first | second;
                *next = sum | (v & !m);
            }
        }
    }

    fn read_out(&mut self, length: usize, line: &[u32], blocks: usize) {
        let (mut i, mut j) = (length, line.len());
        while i > 0 && j > 0 {
            let (block, bit) = ((i - 1) / 64, 1 << ((i - 1) % 64));
            let mask = self.mask_of[line[j - 1] as usize] as usize * blocks;
            if self.masks[mask + block] & bit != 0 {
                self.union[block] |= bit;
                i -= 1;
                j -= 1;
            } else if self.columns[j * blocks + block] & bit == 0 {
                j -= 1;
            } else {
                i -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, by the whole table of lengths.
    fn naive(reference: &[u32], candidate: &[Vec<u32>]) -> Vec<usize> {
        let mut union = vec![false; reference.len()];
        for line in candidate {
            let mut t = vec![vec![0_u32; line.len() + 1]; reference.len() + 1];
            for (i, word) in reference.iter().enumerate() {
                for (j, other) in line.iter().enumerate() {
                    t[i + 1][j + 1] = if word == other { t[i][j] + 1 } else { t[i][j + 1].max(t[i + 1][j]) };
                }
            }
            let (mut i, mut j) = (reference.len(), line.len());
            while i > 0 && j > 0 {
                if reference[i - 1] == line[j - 1] {
                    union[i - 1] = true;
                    i -= 1;
                    j -= 1;
                } else if t[i][j - 1] > t[i - 1][j] {
                    j -= 1;
                } else {
                    i -= 1;
                }
            }
        }
        (0..reference.len()).filter(|&at| union[at]).collect()
    }

    fn fast(lcs: &mut UnionLcs, reference: &[u32], candidate: &[Vec<u32>]) -> Vec<usize> {
        let mut positions = Vec::new();
        lcs.positions(reference, candidate.iter().map(Vec::as_slice), 40, |at| positions.push(at));
        positions
    }

    #[test]
    fn the_reading_of_ties_is_that_of_rouge_score() {
        let mut lcs = UnionLcs::default();
        assert_eq!(
            fast(&mut lcs, &[1, 2, 1, 3], &[vec![2, 1, 3, 1]]),
            naive(&[1, 2, 1, 3], &[vec![2, 1, 3, 1]])
        );
        assert_eq!(fast(&mut lcs, &[], &[vec![1]]), Vec::<usize>::new());
        assert_eq!(fast(&mut lcs, &[1, 2], &[vec![], vec![2]]), [1]);
    }

    proptest! {
        #[test]
        fn equals_the_table(
            reference in prop::collection::vec(0_u32..30, 0..200),
            candidate in prop::collection::vec(prop::collection::vec(0_u32..40, 0..90), 0..4),
            few in prop::collection::vec(0_u32..3, 0..140),
            fewer in prop::collection::vec(prop::collection::vec(0_u32..3, 0..140), 0..3),
        ) {
            let mut lcs = UnionLcs::default();
            prop_assert_eq!(fast(&mut lcs, &reference, &candidate), naive(&reference, &candidate));
            prop_assert_eq!(fast(&mut lcs, &few, &fewer), naive(&few, &fewer));
        }
    }
}
