//! Answers of the trees to several features of which one number decides.

use super::forest::{Answer, Forest};
use super::thresholds::Thresholds;

/// The answers to features that are multiples of a number.
pub(super) struct Joint {
    thresholds: Thresholds,
    /// By how many thresholds the number exceeds.
    answers: Vec<Answer>,
}

impl Joint {
    /// Takes each feature with what it makes of the number, which is a positive multiple but for rounding.
    pub(super) fn new(forest: &mut Forest, features: &[(usize, &dyn Fn(f64) -> f64)]) -> Self {
        let numbers = features.iter().flat_map(|&(feature, of)| {
            let thresholds = forest.thresholds(feature).values().iter();
            thresholds.map(move |&threshold| greatest(threshold, of))
        });
        let thresholds = Thresholds::of_numbers(numbers.collect());
        // Each threshold exceeds just those before it.
        let numbers = thresholds.values().iter().copied().chain([f64::MAX]);
        let answers = numbers.map(|number| {
            let answers: Vec<_> =
                features.iter().map(|&(feature, of)| forest.answer(feature, of(number))).collect();
            forest.together(&answers)
        });
        let answers = answers.collect();
        Self { thresholds, answers }
    }

    /// The same as the answers to all features of the number.
    #[inline]
    pub(super) fn answer(&self, number: f64) -> Answer {
        self.answers.get(self.thresholds.exceeded(number)).copied().unwrap_or_default()
    }
}

/// The greatest number of which a feature does not exceed a threshold.
fn greatest(threshold: f64, of: &dyn Fn(f64) -> f64) -> f64 {
    let mut number = threshold / of(1.0);
    while of(number) > threshold {
        number = number.next_down();
    }
    while of(number.next_up()) <= threshold {
        number = number.next_up();
    }
    number
}
