//! The thresholds that trees compare a feature with: all that they know of a value is how many of them it exceeds.

/// Parts that the thresholds are spread over.
const CELLS: usize = 128;

/// The thresholds of one feature, or of several that a number decides.
#[derive(Debug, Clone)]
pub(super) struct Thresholds {
    /// Ascending, each once.
    values: Vec<f64>,
    /// For each cell the thresholds in those before.
    before: [u8; CELLS],
    /// Where the first cell begins, and cells for each 1.
    least: f64,
    scale: f64,
}

impl Thresholds {
    /// Of values in single precision, in any order; exceeded is one by what is greater when it is rounded to that.
    pub(super) fn new(values: &[f32]) -> Self {
        Self::of_numbers(values.iter().map(|&value| greatest(value)).collect())
    }

    /// Takes them in any order.
    pub(super) fn of_numbers(mut values: Vec<f64>) -> Self {
        // Several ascending ones behind each other are merged.
        values.sort_by(f64::total_cmp);
        values.dedup();
        let (least, greatest) =
            (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        let scale = if greatest > least { CELLS as f64 / (greatest - least) } else { 1.0 };
        let mut thresholds = Self { values, before: [0; CELLS], least, scale };
        let mut cells = [0; CELLS];
        thresholds.values.iter().for_each(|&value| cells[thresholds.cell(value)] += 1);
        let mut sum = 0;
        for (before, own) in thresholds.before.iter_mut().zip(cells) {
            *before = sum;
            sum += own;
        }
        thresholds
    }

    /// All, ascending.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// How many of them a value exceeds.
    #[inline]
    pub(super) fn exceeded(&self, value: f64) -> usize {
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
    fn cell(&self, value: f64) -> usize {
        const LAST: f64 = (CELLS - 1) as f64;
        // From here on the lowest bits of a number are its integer.
        const INTEGERS: f64 = (1u64 << (f64::MANTISSA_DIGITS - 1)) as f64;
        let at = (value - self.least) * self.scale;
        let at = if at > 0.0 { at } else { 0.0 };
        let at = if at < LAST { at } else { LAST };
        (at + INTEGERS).to_bits() as usize % CELLS
    }
}

/// The greatest number that is not more than a value when it is rounded to single precision.
fn greatest(value: f32) -> f64 {
    let middle = f64::midpoint(value.into(), value.next_up().into());
    if middle as f32 <= value { middle } else { middle.next_down() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exceeded_is_the_same_as_naive(
            thresholds in prop::collection::vec(prop_oneof![-1.0f32..10.0, Just(0.0), Just(1.0)], 0..40),
            values in prop::collection::vec(prop_oneof![-2.0f64..12.0, Just(1.0), any::<f64>()], 1..40),
        ) {
            let found = Thresholds::new(&thresholds);
            let mut distinct = thresholds.clone();
            distinct.sort_by(f32::total_cmp);
            distinct.dedup();
            prop_assert_eq!(found.values().len(), distinct.len());
            let near = |threshold: f32| {
                let number = greatest(threshold);
                [f64::from(threshold), number, number.next_up()]
            };
            for value in values.into_iter().chain(thresholds.into_iter().flat_map(near)) {
                let naive = distinct.iter().filter(|threshold| **threshold < value as f32).count();
                prop_assert!(found.exceeded(value) == naive || value.is_nan(), "{value}");
            }
        }
    }
}
