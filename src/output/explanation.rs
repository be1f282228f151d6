//! A tree of numbers as indented lines.

use crate::explanation::Explanation;

/// One line a number: how deep it stands, and what it says.
pub(super) fn lines(explanation: &Explanation) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open = vec![(0, explanation)];
    while let Some((depth, part)) = open.pop() {
        lines.push((depth, format!("{:.4}  {}", part.value, part.description)));
        open.extend(part.details.iter().rev().map(|detail| (depth + 1, detail)));
    }
    lines
}
