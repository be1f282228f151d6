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

#[cfg(test)]
mod tests {
    use super::super::trees::Trees;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_joint_answer_is_those_to_each_feature(
            numbers in prop::collection::vec(0.0f64..6.0, 1..20), n in 1u32..6, feature in any::<prop::sample::Index>(),
        ) {
            let trees = Trees::parse(include_str!("model.txt")).unwrap();
            let width = trees.features.len();
            let (mut forest, feature) = (Forest::new(trees, width), feature.index(width - 1));
            let features: [(usize, &dyn Fn(f64) -> f64); 2] =
                [(feature, &|number| number), (feature + 1, &|number| number / f64::from(n))];
            let joint = Joint::new(&mut forest, &features);
            let near = joint.thresholds.values().iter().flat_map(|&number| [number, number.next_up()]);
            for number in numbers.into_iter().chain(near) {
                let each = features.map(|(feature, of)| forest.answer(feature, of(number)));
                let mut found = Vec::new();
                let rows = (&[[joint.answer(number)]][..], &[each][..]);
                forest.scores(&[], rows, 2, |row| row as u32, &mut found);
                prop_assert_eq!(found[0].score().to_bits(), found[1].score().to_bits(), "{}", number);
            }
        }
    }
}
