//! The thresholds that trees compare a feature with: all that they know of a value is how many of them it exceeds.

/// Parts that the thresholds are spread over.
const CELLS: usize = 128;

/// The thresholds of one feature.
#[derive(Debug, Clone)]
pub(super) struct Thresholds {
    /// Ascending, each once.
    values: Vec<f32>,
    /// For each cell the thresholds in those before.
    before: [u8; CELLS],
    /// Where the first cell begins, and cells for each 1.
    least: f32,
    scale: f32,
}

impl Thresholds {
    /// Takes them in any order.
    pub(super) fn new(mut values: Vec<f32>) -> Self {
        values.sort_unstable_by(f32::total_cmp);
        values.dedup();
        let (least, greatest) =
            (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        let scale = if greatest > least { CELLS as f32 / (greatest - least) } else { 1.0 };
        let mut thresholds = Self { values, before: [0; CELLS], least, scale };
        for at in 0..thresholds.values.len() {
            let cell = thresholds.cell(thresholds.values[at]);
            thresholds.before[cell + 1..].iter_mut().for_each(|before| *before += 1);
        }
        thresholds
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// How many of them a value exceeds.
    #[inline]
    pub(super) fn exceeded(&self, value: f32) -> usize {
        let exceeds = |count: usize| self.values.get(count).is_some_and(|threshold| *threshold < value);
        let mut count = usize::from(self.before[self.cell(value)]);
        // Of most cells' thresholds, one at most, nothing tells beforehand.
        count += usize::from(exceeds(count));
        while exceeds(count) {
            count += 1;
        }
        count
    }

    /// Which part a value lies in; never one before that of a smaller value.
    #[inline]
    fn cell(&self, value: f32) -> usize {
        const LAST: f32 = (CELLS - 1) as f32;
        // From here on the lowest bits of a number are its integer.
        const INTEGERS: f32 = (1 << (f32::MANTISSA_DIGITS - 1)) as f32;
        let at = (value - self.least) * self.scale;
        let at = if at > 0.0 { at } else { 0.0 };
        let at = if at < LAST { at } else { LAST };
        (at + INTEGERS).to_bits() as usize % CELLS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exceeded_is_the_same_as_naive(
            thresholds in prop::collection::vec(prop_oneof![-1.0f32..10.0, Just(0.0), Just(1.0)], 0..40),
            values in prop::collection::vec(prop_oneof![-2.0f32..12.0, Just(1.0), any::<f32>()], 1..40),
        ) {
            let found = Thresholds::new(thresholds.clone());
            let mut distinct = thresholds.clone();
            distinct.sort_by(f32::total_cmp);
            distinct.dedup();
            prop_assert_eq!(found.len(), distinct.len());
            for value in values.into_iter().chain(thresholds) {
                let naive = distinct.iter().filter(|threshold| **threshold < value).count();
                prop_assert!(found.exceeded(value) == naive || value.is_nan(), "{value}");
            }
        }
    }
}
