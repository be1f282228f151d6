//! Scores by boosted regression trees: the score of a row of features is the sum of what each tree says of it.

use std::ops::Range;

use super::trees::{LEAF, Node, Trees};

/// Rows that a question is asked about at once: numbers of rows are best multiples of it.
pub(super) const ABREAST: usize = 8;

/// Trees that decide which rows the others are asked about.
const EARLY: usize = 5;

/// Trees over rows of features.
#[derive(Debug, Clone, Default)]
pub(super) struct Forest {
    trees: Trees,
    /// The inner nodes, tree by tree, by feature.
    questions: Vec<Question>,
    /// The scores of the leaves, in order.
    leaves: Vec<f64>,
    /// For each tree where its questions and its leaves begin.
    begins: Vec<(usize, usize)>,
}

/// An inner node and the leaves that it decides between, as bits: those below its first and its second child.
#[derive(Debug, Clone, Copy)]
struct Question {
    feature: usize,
    threshold: f32,
    first: u32,
    second: u32,
}

/// Rows of features, column by column; from some feature on all rows share one value.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    len: usize,
    columns: Vec<f32>,
    shared: Vec<f32>,
}

impl Table {
    /// A table of `len` rows and `width` columns of zeros beside the shared features.
    pub(super) fn new(len: usize, width: usize, shared: &[f32]) -> Self {
        Self { len, columns: vec![0.0; len * width], shared: shared.to_vec() }
    }

    /// Sets a row's own features.
    pub(super) fn set(&mut self, row: usize, features: &[f32]) {
        for (at, &value) in features.iter().enumerate() {
            self.columns[at * self.len + row] = value;
        }
    }

    /// All features of a row.
    pub(super) fn row(&self, row: usize) -> Vec<f32> {
        let own = (0..self.own()).map(|feature| self.columns[feature * self.len + row]);
        own.chain(self.shared.iter().copied()).collect()
    }

    /// Number of features that are not shared.
    fn own(&self) -> usize {
        self.columns.len().checked_div(self.len).unwrap_or(0)
    }

    /// Some of the rows.
    fn of(&self, rows: &[usize]) -> Self {
        let mut columns = Vec::with_capacity(rows.len() * self.own());
        for feature in 0..self.own() {
            let column = &self.columns[feature * self.len..(feature + 1) * self.len];
            columns.extend(rows.iter().map(|&row| column[row]));
        }
        Self { len: rows.len(), columns, shared: self.shared.clone() }
    }
}

impl Forest {
    /// Lays out the trees' questions and leaves, as scores are found by.
    pub(super) fn new(trees: Trees) -> Self {
        let mut forest = Self::default();
        for (number, &root) in trees.roots.iter().enumerate() {
            let end = trees.roots.get(number + 1).map_or(trees.nodes.len(), |&next| next as usize);
            let nodes = &trees.nodes[root as usize..end];
            // For each node how many leaves come before it.
            let leaf = |node: &Node| usize::from(node.feature == LEAF);
            let before: Vec<_> =
                nodes.iter().scan(0, |sum, node| Some(std::mem::replace(sum, *sum + leaf(node)))).collect();
            let count = nodes.iter().map(leaf).sum();
            let begin = forest.questions.len();
            forest.begins.push((begin, forest.leaves.len()));
            for (at, node) in nodes.iter().enumerate() {
                if node.feature == LEAF {
                    forest.leaves.push(node.value);
                    continue;
                }
                let above = (node.above - root) as usize;
                let end = above + subtree(&nodes[above..]);
                let leaves = |from: usize, to: usize| {
                    let to = before.get(to).copied().unwrap_or(count);
                    (u64::MAX << before[from]) as u32 & !((u64::MAX << to) as u32)
                };
                forest.questions.push(Question {
                    feature: usize::from(node.feature),
                    threshold: node.threshold,
                    first: leaves(at, above),
                    second: leaves(above, end),
                });
            }
            // Those of shared features come last; otherwise the order does not matter.
            forest.questions[begin..].sort_by_key(|question| question.feature);
        }
        Self { trees, ..forest }
    }

    /// Number of trees.
    #[cfg(test)]
    pub(super) fn trees(&self) -> usize {
        self.trees.roots.len()
    }

    /// The sum over the trees for each row, or minus infinity for those that the first [`EARLY`] trees put behind the
    /// best `keep`.
    pub(super) fn scores(&self, table: &Table, keep: usize) -> Vec<f64> {
        let mut scores = vec![0.0; table.len];
        let early = self.trees.roots.len().min(EARLY);
        self.add(0..early, table, &mut scores);
        if keep >= table.len {
            self.add(early..self.trees.roots.len(), table, &mut scores);
            return scores;
        }
        let mut rows: Vec<_> = (0..table.len).collect();
        rows.select_nth_unstable_by(keep, |&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        rows.truncate(keep);
        let mut kept: Vec<_> = rows.iter().map(|&row| scores[row]).collect();
        self.add(early..self.trees.roots.len(), &table.of(&rows), &mut kept);
        scores.fill(f64::NEG_INFINITY);
        for (row, score) in rows.into_iter().zip(kept) {
            scores[row] = score;
        }
        scores
    }

    /// Adds what some trees say of each row.
    ///
    /// No tree is walked. A row begins with all leaves of a tree, each question that it is above the threshold of takes
    /// away those below the first child, and the first leaf that is left is the row's (QuickScorer, Lucchese et al. 2015).
    /// A question is asked about all rows at once; what the rows share is answered once.
    fn add(&self, trees: Range<usize>, table: &Table, scores: &mut [f64]) {
        let own = table.own();
        let mut left = vec![0; table.len];
        for tree in trees {
            let (question, leaf) = self.begins[tree];
            let (next, last) =
                self.begins.get(tree + 1).copied().unwrap_or((self.questions.len(), self.leaves.len()));
            let questions = &self.questions[question..next];
            let mut all = u32::MAX;
            let (own_questions, shared) =
                questions.split_at(questions.partition_point(|one| one.feature < own));
            for question in shared {
                let is_above = table.shared[question.feature - own] > question.threshold;
                all &= if is_above { !question.first } else { !question.second };
            }
            left.fill(all);
            let open = |question: &&Question| question.first & all != 0;
            for &Question { feature, threshold, first, .. } in own_questions.iter().filter(open) {
                let column = &table.columns[feature * table.len..(feature + 1) * table.len];
                for (left, &value) in left.iter_mut().zip(column) {
                    *left &= !first | u32::from(value <= threshold).wrapping_neg();
                }
            }
            let leaves = &self.leaves[leaf..last];
            for (score, left) in scores.iter_mut().zip(&left) {
                *score += leaves.get(left.trailing_zeros() as usize).copied().unwrap_or_default();
            }
        }
    }

    /// What every row begins with (the sum of the roots' means), and what each feature adds for this row. All
    /// together make the score, but for rounding.
    pub(super) fn contributions(&self, row: &[f32]) -> (f64, Vec<f64>) {
        let mut of_feature = vec![0.0; row.len()];
        let mut base = 0.0;
        for &root in &self.trees.roots {
            let mut node = self.trees.nodes[root as usize];
            base += node.value;
            let mut at = root;
            while node.feature != LEAF {
                at = step(node, at, row);
                let next = self.trees.nodes[at as usize];
                of_feature[usize::from(node.feature)] += next.value - node.value;
                node = next;
            }
        }
        (base, of_feature)
    }
}

/// How many nodes belong to the first of some nodes in preorder.
fn subtree(nodes: &[Node]) -> usize {
    let mut open = 1;
    let whole = |node: &Node| {
        open = if node.feature == LEAF { open - 1 } else { open + 1 };
        open == 0
    };
    nodes.iter().position(whole).map_or(nodes.len(), |last| last + 1)
}

fn step(node: Node, at: u32, row: &[f32]) -> u32 {
    if row[usize::from(node.feature)] <= node.threshold { at + 1 } else { node.above }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# two trees\nfeatures a b\ntree\na 1 0.5\n= 0\nb 2 1\n= 0.5\n= 2\ntree\n= 0.25\n";

    #[test]
    fn trees_are_read_and_asked() {
        let forest = Forest::new(Trees::parse(TWO).unwrap());
        assert_eq!(forest.trees(), 2);
        for (row, score) in [([1.0, 9.0], 0.25), ([2.0, 2.0], 0.75), ([2.0, 3.0], 2.25)] {
            for shared in 0..=row.len() {
                let (own, shared) = row.split_at(row.len() - shared);
                let mut table = Table::new(1, own.len(), shared);
                table.set(0, own);
                assert!((forest.scores(&table, 1)[0] - score).abs() < 1e-12);
                assert_eq!(table.row(0), row);
            }
            let (base, parts) = forest.contributions(&row);
            assert!((base - 0.75).abs() < 1e-12);
            assert!((base + parts.iter().sum::<f64>() - score).abs() < 1e-12);
        }
        assert_eq!(forest.contributions(&[2.0, 3.0]).1, [0.5, 1.0]);
    }

    /// A plain walk down a tree.
    fn leaf(forest: &Forest, root: u32, row: &[f32]) -> f64 {
        let mut at = root;
        loop {
            let node = forest.trees.nodes[at as usize];
            if node.feature == LEAF {
                return node.value;
            }
            at = step(node, at, row);
        }
    }

    #[test]
    fn scores_are_those_of_plain_walks() {
        let trees = Trees::parse(include_str!("model.txt")).unwrap();
        let width = trees.features.len();
        let forest = Forest::new(trees);
        let mut random = 1u32;
        let mut value = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) as f32 / 16384.0 - 0.5
        };
        for own in [1, 10, 15, width] {
            let shared: Vec<_> = (own..width).map(|_| value()).collect();
            let mut table = Table::new(50, own, &shared);
            for row in 0..table.len {
                table.set(row, &(0..own).map(|_| value()).collect::<Vec<_>>());
            }
            let naive = |trees: &[u32]| -> Vec<f64> {
                let of = |row| trees.iter().map(|&root| leaf(&forest, root, &table.row(row))).sum();
                (0..table.len).map(of).collect()
            };
            let all = naive(&forest.trees.roots);
            assert_eq!(forest.scores(&table, table.len), all);
            let some = forest.scores(&table, 20);
            assert!(
                some.iter().zip(&all).all(|(some, all)| (some - all).abs() < 1e-12 || some.is_infinite())
            );
            let mut early = naive(&forest.trees.roots[..EARLY]);
            let kept: Vec<_> = early.iter().zip(&some).filter(|(_, some)| some.is_finite()).collect();
            assert_eq!(kept.len(), 20);
            let least = kept.iter().map(|(early, _)| **early).fold(f64::INFINITY, f64::min);
            early.sort_by(|a, b| b.total_cmp(a));
            assert!((least - early[19]).abs() < 1e-12);
        }
    }
}
