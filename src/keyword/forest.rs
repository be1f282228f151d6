//! Scores by boosted regression trees: the score of a row of features is the sum of what each tree says of it.

use std::ops::Range;

use wide::bytemuck::cast;
use wide::{f32x8, u32x8};

use super::table::{ABREAST, Column, Table};
use super::trees::{LEAF, MAX_LEAVES, Node, Trees};

/// Trees that decide which rows the others are asked about.
const EARLY: usize = 5;

/// Trees over rows of features.
#[derive(Debug, Clone, Default)]
pub(super) struct Forest {
    trees: Trees,
    /// The inner nodes, tree by tree, by feature.
    questions: Vec<Question>,
    /// For each tree where its questions begin, and the scores of its leaves.
    begins: Vec<(usize, [f64; MAX_LEAVES])>,
}

/// An inner node and the leaves that it decides between, as bits: those below its first and its second child.
#[derive(Debug, Clone, Copy, Default)]
struct Question {
    feature: u32,
    threshold: f32,
    first: u32,
    second: u32,
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
            let mut scores = [0.0; MAX_LEAVES];
            let leaves = nodes.iter().filter(|node| node.feature == LEAF);
            scores.iter_mut().zip(leaves).for_each(|(score, leaf)| *score = leaf.value);
            forest.begins.push((begin, scores));
            for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.feature != LEAF) {
                let above = (node.above - root) as usize;
                let end = above + subtree(&nodes[above..]);
                let leaves = |from: usize, to: usize| {
                    let to = before.get(to).copied().unwrap_or(count);
                    (u64::MAX << before[from]) as u32 & !((u64::MAX << to) as u32)
                };
                forest.questions.push(Question {
                    feature: u32::from(node.feature),
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

    /// The sum over the trees for each row, or of the best `keep` by the first [`EARLY`] trees, in any order.
    pub(super) fn scores<const OWN: usize>(&self, table: &Table<OWN>, keep: usize) -> Vec<(usize, f64)> {
        let all = self.trees.roots.len();
        let early = if keep < table.len { all.min(EARLY) } else { all };
        let mut scores = vec![0.0; table.len.next_multiple_of(ABREAST)];
        self.add(0..early, table, &mut scores);
        let mut scores: Vec<_> = scores.into_iter().take(table.len).enumerate().collect();
        if early == all {
            return scores;
        }
        scores.select_nth_unstable_by(keep, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores.truncate(keep);
        let rows: Vec<_> = scores.iter().map(|&(row, _)| row).collect();
        let mut kept: Vec<_> = scores.iter().map(|&(_, score)| score).collect();
        kept.resize(keep.next_multiple_of(ABREAST), 0.0);
        self.add(early..all, &table.of(&rows), &mut kept);
        rows.into_iter().zip(kept).collect()
    }

    /// Adds what some trees say of each row.
    ///
    /// No tree is walked. A row begins with all leaves of a tree, each question that it is above the threshold of takes
    /// away those below the first child, and the first leaf that is left is the row's (QuickScorer, Lucchese et al. 2015).
    /// A question is asked about several rows at once; what all rows share is answered once.
    fn add<const OWN: usize>(&self, trees: Range<usize>, table: &Table<OWN>, scores: &mut [f64]) {
        // More than a tree has.
        let mut open = [Question::default(); MAX_LEAVES];
        for tree in trees {
            let (begin, leaves) = &self.begins[tree];
            let end = self.begins.get(tree + 1).map_or(self.questions.len(), |(next, _)| *next);
            let questions = &self.questions[*begin..end];
            let (own_questions, shared) =
                questions.split_at(questions.partition_point(|one| (one.feature as usize) < OWN));
            let mut all = u32::MAX;
            for question in shared {
                let is_above = table.shared[question.feature as usize - OWN] > question.threshold;
                all &= if is_above { !question.first } else { !question.second };
            }
            let mut count = 0;
            for question in own_questions {
                open[count % MAX_LEAVES] = *question;
                count += usize::from(question.first & all != 0);
            }
            let open = &open[..count.min(MAX_LEAVES)];
            for (block, scores) in table.blocks.iter().zip(scores.as_chunks_mut().0) {
                add_leaves(&left(all, open, block), leaves, scores);
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

/// The leaves of a tree that some questions leave to each row of a block.
fn left<const OWN: usize>(all: u32, questions: &[Question], block: &[Column; OWN]) -> [u32; ABREAST] {
    let mut left = [u32x8::splat(all); ABREAST / 8];
    for &Question { feature, threshold, first, .. } in questions {
        let Some(column) = block.get(feature as usize) else { continue };
        let (threshold, others) = (f32x8::splat(threshold), u32x8::splat(!first));
        for (left, &values) in left.iter_mut().zip(column.as_chunks().0) {
            let is_below: u32x8 = cast(f32x8::new(values).simd_le(threshold));
            *left &= others | is_below;
        }
    }
    cast(left)
}

/// Adds the score of the first leaf that is left to each row; one always is.
fn add_leaves(left: &[u32; ABREAST], leaves: &[f64; MAX_LEAVES], scores: &mut [f64; ABREAST]) {
    for (score, left) in scores.iter_mut().zip(left) {
        *score += leaves[left.trailing_zeros() as usize % MAX_LEAVES];
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

    /// A table of rows of which the features from `OWN` on are shared.
    fn table<const OWN: usize>(rows: &[Vec<f32>]) -> Table<OWN> {
        Table::new(rows.iter().map(|row| *row.first_chunk().unwrap()), &rows[0][OWN..])
    }

    #[test]
    fn trees_are_read_and_asked() {
        let forest = Forest::new(Trees::parse(TWO).unwrap());
        assert_eq!(forest.trees(), 2);
        for (row, score) in [([1.0, 9.0], 0.25), ([2.0, 2.0], 0.75), ([2.0, 3.0], 2.25)] {
            let rows = [row.to_vec()];
            let scores = [
                forest.scores(&table::<0>(&rows), 1),
                forest.scores(&table::<1>(&rows), 1),
                forest.scores(&table::<2>(&rows), 1),
            ];
            assert!(scores.iter().all(|found| (found[0].1 - score).abs() < 1e-12));
            assert_eq!(table::<1>(&rows).row(0), row);
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

    /// Compares the scores of some rows of which the features from `OWN` on are shared with plain walks.
    fn compare<const OWN: usize>(forest: &Forest, mut value: impl FnMut() -> f32) {
        let width = Trees::parse(include_str!("model.txt")).unwrap().features.len();
        let first: Vec<_> = (0..width).map(|_| value()).collect();
        let rows: Vec<Vec<_>> = (0..50)
            .map(|_| (0..OWN).map(|_| value()).chain(first[OWN..].iter().copied()).collect())
            .collect();
        let table = table::<OWN>(&rows);
        let naive = |trees: &[u32]| -> Vec<f64> {
            let of = |row: &Vec<f32>| trees.iter().map(|&root| leaf(forest, root, row)).sum();
            rows.iter().map(of).collect()
        };
        let all = naive(&forest.trees.roots);
        let whole: Vec<_> = all.iter().copied().enumerate().collect();
        assert_eq!(forest.scores(&table, rows.len()), whole);
        let some = forest.scores(&table, 20);
        assert_eq!(some.len(), 20);
        assert!(some.iter().all(|&(row, score)| (score - all[row]).abs() < 1e-12));
        let mut early = naive(&forest.trees.roots[..EARLY]);
        let least = some.iter().map(|&(row, _)| early[row]).fold(f64::INFINITY, f64::min);
        early.sort_by(|a, b| b.total_cmp(a));
        assert!((least - early[19]).abs() < 1e-12);
    }

    #[test]
    fn scores_are_those_of_plain_walks() {
        let forest = Forest::new(Trees::parse(include_str!("model.txt")).unwrap());
        let mut random = 1u32;
        let mut value = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) as f32 / 16384.0 - 0.5
        };
        compare::<1>(&forest, &mut value);
        compare::<10>(&forest, &mut value);
        compare::<15>(&forest, &mut value);
        compare::<21>(&forest, &mut value);
    }
}
