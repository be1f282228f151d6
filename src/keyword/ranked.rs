//! What is ranked, as one number, so that ranking is sorting numbers.

/// A row with its score: the least has the highest score, of equals it is the first in some order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked(u128);

impl Ranked {
    pub(super) fn new(score: f64, order: u32, row: u32) -> Self {
        let score = !ascending(score.to_bits().cast_signed()).cast_unsigned();
        Self(u128::from(score ^ 1 << 63) << 64 | u128::from(order) << 32 | u128::from(row))
    }

    /// The same with another score.
    pub(super) fn with(self, score: f64) -> Self {
        Self::new(score, (self.0 >> 32) as u32, self.0 as u32)
    }

    pub(super) fn row(self) -> usize {
        self.0 as u32 as usize
    }

    pub(super) fn score(self) -> f64 {
        let score = !((self.0 >> 64) as u64 ^ 1 << 63);
        f64::from_bits(ascending(score.cast_signed()).cast_unsigned())
    }
}

/// Between the bits of a number and an integer in whose order they are those of [`f64::total_cmp`].
fn ascending(bits: i64) -> i64 {
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_are_those_of_the_plain_rule(
            some in prop::collection::vec((prop_oneof![any::<f64>(), Just(0.0), Just(-0.0), -3.0..3.0], 0..3u32, 0..9u32), 2)
        ) {
            let [one, other] = [some[0], some[1]].map(|(score, order, row)| Ranked::new(score, order, row));
            let naive = some[1].0.total_cmp(&some[0].0).then((some[0].1, some[0].2).cmp(&(some[1].1, some[1].2)));
            prop_assert_eq!(one.cmp(&other), naive);
            prop_assert_eq!((one.score().to_bits(), one.row()), (some[0].0.to_bits(), some[0].2 as usize));
        }
    }
}
