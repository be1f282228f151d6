//! Boosted regression trees (Friedman 2001, "Greedy function approximation: a gradient boosting machine"): the score of
//! a row of features is the sum of what each tree says of it. Read from a text file, a node a line, in preorder:
//!
//! ```text
//! tree                       begins a tree
//! count 1.25 -0.8            a row with count ≤ 1.25 goes to the next line, else past that line's subtree
//! = -1.2                     a leaf
//! = -0.4                     a leaf
//! ```
//!
//! The last number of an inner node is the mean of its leaves over the rows that it was learned from. No score needs
//! it; an explanation does: on a row's way down a tree, each step changes that mean, and the change is what the feature
//! asked there contributed (Saabas 2014, "Interpreting random forests").

/// A node; its first child is the next one.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Which feature is asked, [`LEAF`] for none.
    feature: u16,
    /// The most that goes to the first child.
    threshold: f32,
    /// Index of the second child.
    above: u32,
    /// A leaf's score, an inner node's mean.
    value: f64,
}

const LEAF: u16 = u16::MAX;

/// Nodes that a tree may have.
const MAX_NODES: usize = 256;

/// Trees that decide which rows the others are asked about.
const EARLY: usize = 5;

/// Trees over rows of features.
#[derive(Debug, Clone, Default)]
pub(super) struct Forest {
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

impl Forest {
    /// Reads the format above; the message of an error names the line.
    pub(super) fn parse(text: &str, features: &[(&str, &str)]) -> Result<Self, String> {
        let mut forest = Self::default();
        // Inner nodes whose second child is still to come; the flag says that the first one has come.
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut begun = false;
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        for (line, number) in lines {
            let fault = |what: &str| format!("line {number}: {what}");
            let at = forest.nodes.len();
            if line == "tree" {
                if begun || !open.is_empty() {
                    return Err(fault("the tree before is not complete"));
                }
                forest.roots.push(at as u32);
                begun = true;
                continue;
            }
            if !begun && open.is_empty() {
                return Err(fault("not inside a tree"));
            }
            begun = false;
            if let Some((parent, true)) = open.last().copied() {
                forest.nodes[parent].above = at as u32;
                open.pop();
            } else if let Some(last) = open.last_mut() {
                last.1 = true;
            }
            let words: Vec<_> = line.split_whitespace().collect();
            let value = |word: &str| {
                let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
                number.ok_or_else(|| fault("no number"))
            };
            let node = match words[..] {
                ["=", leaf] => Node { feature: LEAF, threshold: 0.0, above: 0, value: value(leaf)? },
                [name, threshold, mean] => {
                    let feature = features.iter().position(|(known, _)| *known == name);
                    let feature = feature.ok_or_else(|| fault("no such feature"))?;
                    open.push((at, false));
                    let threshold = value(threshold)? as f32;
                    Node { feature: feature as u16, threshold, above: 0, value: value(mean)? }
                }
                _ => return Err(fault("neither a leaf nor a question")),
            };
            forest.nodes.push(node);
            if forest.roots.last().is_some_and(|&root| forest.nodes.len() - root as usize > MAX_NODES) {
                return Err(fault("the tree has more than 256 nodes"));
            }
        }
        if begun || !open.is_empty() { Err("the last tree is not complete".to_owned()) } else { Ok(forest) }
    }

    /// Number of trees.
    #[cfg(test)]
    pub(super) fn trees(&self) -> usize {
        self.roots.len()
    }

    /// The sum over the trees for each row, or minus infinity for those that the first [`EARLY`] trees put behind the
    /// best `keep`.
    ///
    /// The rows of an article share the features from `shared` on: what the trees ask of those is answered once, which
    /// leaves smaller trees. A tree is asked about all rows before the next one is, so that it stays in the nearest cache.
    pub(super) fn scores<K, const WIDTH: usize>(
        &self,
        rows: &[(K, [f32; WIDTH])],
        shared: usize,
        keep: usize,
    ) -> Vec<f64> {
        let Some((_, first)) = rows.first() else { return Vec::new() };
        let mut tree = Tree::default();
        let mut scores = vec![0.0; rows.len()];
        let (early, late) = self.roots.split_at(self.roots.len().min(EARLY));
        for &root in early {
            tree.prune(&self.nodes, root, first, shared);
            for (score, (_, row)) in scores.iter_mut().zip(rows) {
                *score += tree.value(row);
            }
        }
        let mut kept: Vec<_> = (0..rows.len()).collect();
        if keep < rows.len() {
            kept.select_nth_unstable_by(keep, |&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
            for row in kept.drain(keep..) {
                scores[row] = f64::NEG_INFINITY;
            }
        }
        for &root in late {
            tree.prune(&self.nodes, root, first, shared);
            for &row in &kept {
                scores[row] += tree.value(&rows[row].1);
            }
        }
        scores
    }

    /// What every row begins with (the sum of the roots' means), and what each feature adds for this row. All
    /// together make the score, but for rounding.
    pub(super) fn contributions(&self, row: &[f32]) -> (f64, Vec<f64>) {
        let mut of_feature = vec![0.0; row.len()];
        let mut base = 0.0;
        for &root in &self.roots {
            let mut node = self.nodes[root as usize];
            base += node.value;
            let mut at = root;
            while node.feature != LEAF {
                at = step(node, at, row);
                let next = self.nodes[at as usize];
                of_feature[usize::from(node.feature)] += next.value - node.value;
                node = next;
            }
        }
        (base, of_feature)
    }
}

/// One tree without the questions that all rows answer alike, laid out so that a walk has no branch to guess: it takes
/// as many steps as the tree is deep, and a leaf leads to itself.
struct Tree {
    /// By a byte, which needs no check of bounds.
    questions: [Question; MAX_NODES],
    values: [f64; MAX_NODES],
    depth: usize,
    /// Second children still to come while a tree is laid out: the node they belong to, where they stand, and how deep.
    open: Vec<(u8, u32, usize)>,
}

#[derive(Clone, Copy)]
struct Question {
    threshold: f32,
    feature: u8,
    below: u8,
    above: u8,
}

impl Default for Tree {
    fn default() -> Self {
        let nothing = Question { threshold: 0.0, feature: 0, below: 0, above: 0 };
        Self { questions: [nothing; MAX_NODES], values: [0.0; MAX_NODES], depth: 0, open: Vec::new() }
    }
}

impl Tree {
    /// Takes over the tree at `root`, leaving out what is asked of the features from `shared` on, which are those of `row`.
    fn prune(&mut self, nodes: &[Node], root: u32, row: &[f32], shared: usize) {
        self.depth = 0;
        let mut len = 0;
        let (mut at, mut depth) = (root, 0);
        loop {
            let node = nodes[at as usize];
            if node.feature != LEAF && usize::from(node.feature) >= shared {
                at = step(node, at, row);
                continue;
            }
            let own = len as u8;
            len += 1;
            if node.feature != LEAF {
                self.questions[usize::from(own)] = Question {
                    threshold: node.threshold,
                    feature: node.feature as u8,
                    below: own.wrapping_add(1),
                    above: own,
                };
                self.open.push((own, node.above, depth + 1));
                (at, depth) = (at + 1, depth + 1);
                continue;
            }
            self.questions[usize::from(own)] =
                Question { threshold: 0.0, feature: 0, below: own, above: own };
            self.values[usize::from(own)] = node.value;
            self.depth = self.depth.max(depth);
            let Some((parent, above, below)) = self.open.pop() else { return };
            self.questions[usize::from(parent)].above = len as u8;
            (at, depth) = (above, below);
        }
    }

    /// The score of the leaf that a row comes to.
    #[inline]
    fn value<const WIDTH: usize>(&self, row: &[f32; WIDTH]) -> f64 {
        let mut at = 0u8;
        for _ in 0..self.depth {
            let Question { threshold, feature, below, above } = self.questions[usize::from(at)];
            at = if row[usize::from(feature)] <= threshold { below } else { above };
        }
        self.values[usize::from(at)]
    }
}

fn step(node: Node, at: u32, row: &[f32]) -> u32 {
    if row[usize::from(node.feature)] <= node.threshold { at + 1 } else { node.above }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEATURES: &[(&str, &str)] = &[("a", ""), ("b", "")];
    const TWO: &str = "# two trees\ntree\na 1 0.5\n= 0\nb 2 1\n= 0.5\n= 2\ntree\n= 0.25\n";

    #[test]
    fn trees_are_read_and_asked() {
        let forest = Forest::parse(TWO, FEATURES).unwrap();
        assert_eq!(forest.trees(), 2);
        for (row, score) in [([1.0, 9.0], 0.25), ([2.0, 2.0], 0.75), ([2.0, 3.0], 2.25)] {
            for shared in 0..=row.len() {
                assert!((forest.scores(&[((), row)], shared, 1)[0] - score).abs() < 1e-12);
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
            let node = forest.nodes[at as usize];
            if node.feature == LEAF {
                return node.value;
            }
            at = step(node, at, row);
        }
    }

    #[test]
    fn answers_given_once_change_no_score() {
        let forest = Forest::parse(include_str!("model.txt"), super::super::features::FEATURES).unwrap();
        let mut random = 1u32;
        let mut value = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) as f32 / 16384.0 - 0.5
        };
        for shared in [0, 10, 23, super::super::features::WIDTH] {
            let mut rows = vec![((), [0.0f32; super::super::features::WIDTH]); 50];
            let same: [f32; super::super::features::WIDTH] = std::array::from_fn(|_| value());
            for ((), row) in &mut rows {
                *row = std::array::from_fn(|at| if at < shared { value() } else { same[at] });
            }
            let naive = |row: &[f32]| forest.roots.iter().map(|&root| leaf(&forest, root, row)).sum::<f64>();
            let naive: Vec<f64> = rows.iter().map(|((), row)| naive(row)).collect();
            assert_eq!(forest.scores(&rows, shared, rows.len()), naive);
            let some = forest.scores(&rows, shared, 20);
            assert!(
                some.iter().zip(&naive).all(|(some, all)| (some - all).abs() < 1e-12 || some.is_infinite())
            );
            let first =
                |row: &[f32]| forest.roots[..EARLY].iter().map(|&root| leaf(&forest, root, row)).sum();
            let mut first: Vec<f64> = rows.iter().map(|((), row)| first(row)).collect();
            let kept: Vec<_> = first.iter().zip(&some).filter(|(_, some)| some.is_finite()).collect();
            assert_eq!(kept.len(), 20);
            let least = kept.iter().map(|(first, _)| **first).fold(f64::INFINITY, f64::min);
            first.sort_by(|a, b| b.total_cmp(a));
            assert!((least - first[19]).abs() < 1e-12);
        }
    }

    #[test]
    fn broken_files_are_refused() {
        for (text, line) in [
            ("= 1", "line 1"),
            ("tree\na 1 1\n= 1", "the last"),
            ("tree\na 1 1\n= 1\ntree", "line 4"),
            ("tree\nc 1 1\n= 1\n= 1", "line 2"),
            ("tree\na x 1\n= 1\n= 1", "line 2"),
            ("tree\na 1\n", "line 2"),
            ("tree\n= 1\n= 1", "line 3"),
            ("tree\n= inf", "line 2"),
            ("tree", "the last"),
            (&format!("tree\n{}{}", "a 1 1\n".repeat(200), "= 1\n".repeat(201)), "line 258"),
        ] {
            let message = Forest::parse(text, FEATURES).unwrap_err();
            assert!(message.starts_with(line), "{text:?}: {message}");
        }
    }
}
