//! Sentences at random: the other floor.

use super::{Scoring, SentenceScorer};

/// Scores in `[0, 1)` from a generator seeded with [`Random::seed`] and the text's length, so that a run repeats.
#[derive(Debug, Clone, Copy, Default)]
pub struct Random {
    /// Another seed, other sentences.
    pub seed: u64,
}

impl SentenceScorer for Random {
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64> {
        let mut state = self.seed ^ scoring.text.len() as u64;
        let step = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            (mix(state) >> 11) as f64 / (1u64 << 53) as f64
        };
        std::iter::repeat_with(step).take(scoring.document.sentences().len()).collect()
    }
}

/// The finaliser of `SplitMix64` (Steele, Lea & Flood 2014).
pub(super) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
