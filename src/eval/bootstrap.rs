//! How far a mean may be from the truth because other articles could have been drawn: the bootstrap's percentile
//! interval. The seed is fixed, so that a figure and its interval are the same wherever they are computed.
//!
//! Efron, B. (1979): Bootstrap methods: another look at the jackknife. The Annals of Statistics 7(1), 1–26.

use rayon::prelude::*;

/// Number of samples drawn.
const RESAMPLES: usize = 1_000;
const SEED: u64 = 0x00e9_170e_0000_0095;
/// 2^64 divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// For each of the `N` measures of a document the 95 % interval of its mean over documents: lower and upper end.
pub(crate) fn intervals<const N: usize>(documents: &[[f64; N]]) -> [[f64; 2]; N] {
    if documents.is_empty() {
        return [[0.0; 2]; N];
    }
    let mean_of_resample = |resample: u64| {
        let mut generator = SplitMix(SEED ^ resample.wrapping_mul(GOLDEN));
        let mut sums = [0.0; N];
        for _ in documents {
            let document = &documents[generator.below(documents.len())];
            for (sum, value) in sums.iter_mut().zip(document) {
                *sum += value;
            }
        }
        sums.map(|sum| sum / documents.len() as f64)
    };
    let means: Vec<[f64; N]> = (0..RESAMPLES as u64).into_par_iter().map(mean_of_resample).collect();
    std::array::from_fn(|measure| {
        let mut means: Vec<f64> = means.iter().map(|mean| mean[measure]).collect();
        means.sort_unstable_by(f64::total_cmp);
        let tail = RESAMPLES / 40;
        [means[tail], means[RESAMPLES - 1 - tail]]
    })
}

/// The generator `SplitMix64`: Steele, G. L., Lea, D., Flood, C. H. (2014): Fast splittable pseudorandom number generators.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit` − 1.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_mean_and_narrows_with_more_documents() {
        let documents = |count: u32| -> Vec<[f64; 1]> { (0..count).map(|n| [f64::from(n % 10)]).collect() };
        let [[low, high]] = intervals(&documents(100));
        let [[lower, higher]] = intervals(&documents(2_000));
        assert!(low < lower && lower < 4.5 && 4.5 < higher && higher < high);
        // Standard error 2.87 / 10, so that 95 % are about 4.5 ± 0.56.
        assert!((high - low - 1.126).abs() < 0.12, "{low} to {high}");
    }

    #[test]
    fn intervals_are_the_same_each_time() {
        let documents: Vec<[f64; 2]> = (0..50).map(|n| [f64::from(n), f64::from(n * n % 7)]).collect();
        assert_eq!(intervals(&documents), intervals(&documents));
    }

    #[test]
    fn constants_have_no_width() {
        assert_eq!(intervals(&[[0.25, 1.0]; 4]), [[0.25, 0.25], [1.0, 1.0]]);
        assert_eq!(intervals::<1>(&[]), [[0.0, 0.0]]);
    }

    #[test]
    fn the_generator_is_splitmix64() {
        // First outputs for seed 1234567, as published with the algorithm.
        let mut generator = SplitMix(1_234_567);
        assert_eq!(
            [generator.next(), generator.next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }
}
