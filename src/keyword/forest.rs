//! Scores by boosted regression trees: the score of a row of features is the sum of what each tree says of it.

use wide::u32x8;

use super::ranked::Ranked;
use super::thresholds::Thresholds;
use super::trees::{LEAF, MAX_LEAVES, Node, Trees};

/// Trees that decide which rows the others are asked about: fewer than are asked at once.
const EARLY: usize = 5;

/// Trees that are asked at once, and how often they are.
const ABREAST: usize = 8;
const TIMES: usize = 5;
/// The most trees that there may be.
pub(super) const MOST_TREES: usize = ABREAST * TIMES;

/// Rows whose scores are summed up together, as each sum waits for its last addition.
const ROWS: usize = 4;

/// For each tree some of its leaves, as bits.
type Leaves = [u32x8; TIMES];

/// All leaves of all trees.
const ALL: Leaves = [u32x8::MAX; TIMES];

/// Trees over rows of features.
///
/// No tree is walked. A row begins with all leaves of a tree, each question takes away those that the row's answer rules out,
/// and one leaf is left (QuickScorer, Lucchese et al. 2015). What a feature's value rules out depends alone on how many of
/// the trees' thresholds it exceeds, so that all answers of all trees about a value are one row of a table.
#[derive(Debug, Clone)]
pub(super) struct Forest {
    trees: Trees,
    /// For each feature its thresholds and its first answer, which is that of values that exceed none.
    features: Vec<(Thresholds, usize)>,
    /// For each answer the leaves that it leaves.
    left: Vec<Leaves>,
    /// For each tree the scores of its leaves.
    scores: [[f64; MAX_LEAVES]; MOST_TREES],
}

/// What all trees make of the value of a feature, or of the values of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Answer(u16);

/// Rows of answers: some, and behind them some that have more.
pub(super) type Rows<'a, const FEWER: usize, const MORE: usize> =
    (&'a [[Answer; FEWER]], &'a [[Answer; MORE]]);

impl Forest {
    /// Lays out the trees, [`MOST_TREES`] at most, as scores are found by, for rows of so many features.
    pub(super) fn new(trees: Trees, width: usize) -> Self {
        let mut thresholds = vec![Vec::new(); width];
        for node in trees.nodes.iter().filter(|node| node.feature != LEAF) {
            thresholds[usize::from(node.feature)].push(node.threshold);
        }
        let mut answers = 0;
        let feature = |thresholds: Vec<f32>| {
            let thresholds = Thresholds::new(&thresholds);
            let first = answers;
            answers += thresholds.values().len() + 1;
            (thresholds, first)
        };
        let features = thresholds.into_iter().map(feature).collect();
        let mut forest = Self { features, left: Vec::new(), scores: [[0.0; MAX_LEAVES]; MOST_TREES], trees };
        // What a question leaves of the value at its threshold and thus of all smaller ones, and of the one behind and greater ones.
        let mut down = vec![[[u32::MAX; ABREAST]; TIMES]; answers];
        let mut up = down.clone();
        for (number, &root) in forest.trees.roots.iter().enumerate().take(MOST_TREES) {
            let end =
                forest.trees.roots.get(number + 1).map_or(forest.trees.nodes.len(), |&next| next as usize);
            let nodes = &forest.trees.nodes[root as usize..end];
            // The leaves before each node and all, and where the nodes below each end.
            let mut before = Vec::with_capacity(nodes.len() + 1);
            before.push(0);
            let mut ends = vec![nodes.len(); nodes.len()];
            let scores = &mut forest.scores[number];
            for (at, node) in nodes.iter().enumerate() {
                let leaves = before[at];
                if node.feature == LEAF {
                    scores[leaves % MAX_LEAVES] = node.value;
                    before.push(leaves + 1);
                } else {
                    let above = (node.above - root) as usize;
                    (ends[above], ends[at + 1]) = (ends[at], above);
                    before.push(leaves);
                }
            }
            let between =
                |from: usize, to: usize| (u64::MAX << before[from] & !(u64::MAX << before[to])) as u32;
            for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.feature != LEAF) {
                let above = (node.above - root) as usize;
                let (first, second) = (between(at, above), between(above, ends[at]));
                let (thresholds, answers) = &forest.features[usize::from(node.feature)];
                let at = answers + thresholds.exceeded(node.threshold.into());
                down[at][number / ABREAST][number % ABREAST] &= !second;
                up[at + 1][number / ABREAST][number % ABREAST] &= !first;
            }
        }
        let [mut down, mut up] =
            [down, up].map(|left| left.into_iter().map(|left| left.map(u32x8::new)).collect::<Vec<_>>());
        for (thresholds, first) in &forest.features {
            for at in *first..first + thresholds.values().len() {
                up[at + 1] = both(up[at + 1], up[at]);
            }
            for at in (*first..first + thresholds.values().len()).rev() {
                down[at] = both(down[at], down[at + 1]);
            }
        }
        // With room for answers to several features.
        forest.left = Vec::with_capacity(2 * answers);
        forest.left.extend(down.into_iter().zip(up).map(|(down, up)| both(down, up)));
        forest
    }

    /// Number of trees.
    #[cfg(test)]
    pub(super) fn trees(&self) -> usize {
        self.trees.roots.len()
    }

    /// What the trees compare a feature with.
    pub(super) fn thresholds(&self, feature: usize) -> &Thresholds {
        &self.features[feature].0
    }

    /// The answer to the value of a feature.
    #[inline]
    pub(super) fn answer(&self, feature: usize, value: f64) -> Answer {
        let (thresholds, first) = &self.features[feature];
        Answer((first + thresholds.exceeded(value)) as u16)
    }

    /// Puts several answers down as one.
    pub(super) fn together(&mut self, answers: &[Answer]) -> Answer {
        self.left.push(self.leaves(ALL, answers));
        Answer((self.left.len() - 1) as u16)
    }

    /// Gives the rows the sum over the trees, or the best `keep` by the first [`EARLY`] trees, in any order; of equals those that are
    /// first by `order`. A row is the answers to its features; those that all rows share come apart.
    pub(super) fn scores<const FEWER: usize, const MORE: usize>(
        &self,
        shared: &[Answer],
        rows: Rows<'_, FEWER, MORE>,
        keep: usize,
        order: impl Fn(usize) -> u32,
        scores: &mut Vec<Ranked>,
    ) {
        let shared = self.leaves(ALL, shared);
        let len = rows.0.len() + rows.1.len();
        scores.clear();
        let first = if keep < len {
            self.best(shared[0], rows, keep, order, scores);
            EARLY
        } else {
            scores.extend((0..len).map(|row| Ranked::new(0.0, order(row), row as u32)));
            0
        };
        for scores in scores.chunks_mut(ROWS) {
            let mut left = [[0; MOST_TREES]; ROWS];
            let mut sums = [0.0; ROWS];
            for ((left, sum), ranked) in left.iter_mut().zip(&mut sums).zip(&*scores) {
                let row = ranked.row();
                let leaves = match rows.0.get(row) {
                    Some(row) => self.leaves(shared, row),
                    None => self.leaves(shared, &rows.1[row - rows.0.len()]),
                };
                left.copy_from_slice(leaves.map(u32x8::to_array).as_flattened());
                *sum = ranked.score();
            }
            let [one, two, three, four] = left.each_ref().map(|left| &left[first..]);
            let trees = self.scores[first..].iter().zip(one).zip(two).zip(three).zip(four);
            for ((((of_tree, one), two), three), four) in trees {
                let of_rows = [one, two, three, four].map(|left| score(*left, of_tree));
                sums.iter_mut().zip(of_rows).for_each(|(sum, score)| *sum += score);
            }
            scores.iter_mut().zip(sums).for_each(|(ranked, sum)| *ranked = ranked.with(sum));
        }
    }

    /// Adds the best `keep` rows by the first [`EARLY`] trees with what these say; less than there are.
    fn best<const FEWER: usize, const MORE: usize>(
        &self,
        shared: u32x8,
        rows: Rows<'_, FEWER, MORE>,
        keep: usize,
        order: impl Fn(usize) -> u32,
        ranked: &mut Vec<Ranked>,
    ) {
        let early = |row: &[Answer]| {
            let [left] = self.leaves([shared], row);
            let left = left.to_array();
            left[..EARLY].iter().zip(&self.scores).map(|(left, scores)| score(*left, scores)).sum::<f64>()
        };
        let scores = rows.0.iter().map(|row| early(row)).chain(rows.1.iter().map(|row| early(row)));
        ranked.extend(scores.enumerate().map(|(row, score)| Ranked::new(score, order(row), row as u32)));
        ranked.select_nth_unstable(keep);
        ranked.truncate(keep);
    }

    /// What some answers leave of some leaves of the first trees.
    #[inline]
    fn leaves<const SOME: usize>(&self, mut leaves: [u32x8; SOME], answers: &[Answer]) -> [u32x8; SOME] {
        for Answer(answer) in answers {
            let Some(left) = self.left.get(usize::from(*answer)) else { continue };
            leaves.iter_mut().zip(left).for_each(|(leaves, left)| *leaves &= *left);
        }
        leaves
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

/// What two answers leave.
fn both(one: Leaves, other: Leaves) -> Leaves {
    std::array::from_fn(|some| one[some] & other[some])
}

/// The score of the leaf that is left of a tree.
#[inline]
fn score(left: u32, scores: &[f64; MAX_LEAVES]) -> f64 {
    // One is always left; the highest bit spares the question.
    scores[(left | 1 << (MAX_LEAVES - 1)).trailing_zeros() as usize % MAX_LEAVES]
}

fn step(node: Node, at: u32, row: &[f32]) -> u32 {
    if row[usize::from(node.feature)] <= node.threshold { at + 1 } else { node.above }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# two trees\nfeatures a b\ntree\na 1 0.5\n= 0\nb 2 1\n= 0.5\n= 2\ntree\n= 0.25\n";

    /// Rows of which the features from `OWN` on are shared.
    fn scores<const OWN: usize>(forest: &Forest, rows: &[Vec<f32>], keep: usize) -> Vec<(usize, f64)> {
        let answer = |(feature, value): (usize, &f32)| forest.answer(feature, f64::from(*value));
        let answers = |row: &Vec<f32>| row.iter().enumerate().map(answer).collect::<Vec<_>>();
        let all: Vec<_> = rows.iter().map(answers).collect();
        let own: Vec<[_; OWN]> = all.iter().map(|row| *row.first_chunk().unwrap()).collect();
        // Some have more answers, which leave what the others do.
        let (fewer, more) = own.split_at(rows.len() / 3);
        let more: Vec<_> = more.iter().map(|row| [&[Answer(u16::MAX)], &row[..]].concat()).collect();
        let more: Vec<[_; 22]> =
            more.iter().map(|row| std::array::from_fn(|at| row[at % row.len()])).collect();
        let mut scores = Vec::new();
        forest.scores(&all[0][OWN..], (fewer, &more), keep, |row| row as u32, &mut scores);
        scores.into_iter().map(|ranked| (ranked.row(), ranked.score())).collect()
    }

    #[test]
    fn trees_are_read_and_asked() {
        let forest = Forest::new(Trees::parse(TWO).unwrap(), 2);
        assert_eq!(forest.trees(), 2);
        for (row, score) in [([1.0, 9.0], 0.25), ([2.0, 2.0], 0.75), ([2.0, 3.0], 2.25)] {
            let rows = [row.to_vec()];
            let found = [
                scores::<0>(&forest, &rows, 1),
                scores::<1>(&forest, &rows, 1),
                scores::<2>(&forest, &rows, 1),
            ];
            assert!(found.iter().all(|found| (found[0].1 - score).abs() < 1e-12));
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

    /// Compares the scores of rows of which the features from `OWN` on are shared with those of plain walks.
    fn compare<const OWN: usize>(forest: &Forest, mut value: impl FnMut() -> f32) {
        let shared: Vec<_> = (OWN..forest.features.len()).map(|_| value()).collect();
        let mut row = |_| (0..OWN).map(|_| value()).chain(shared.iter().copied()).collect();
        let rows: Vec<Vec<_>> = (0..50).map(&mut row).collect();
        let naive = |trees: &[u32]| -> Vec<f64> {
            let of = |row: &Vec<f32>| trees.iter().map(|&root| leaf(forest, root, row)).sum();
            rows.iter().map(of).collect()
        };
        let all = naive(&forest.trees.roots);
        let whole: Vec<_> = all.iter().copied().enumerate().collect();
        assert_eq!(scores::<OWN>(forest, &rows, rows.len()), whole);
        let some = scores::<OWN>(forest, &rows, 20);
        assert_eq!(some.len(), 20);
        assert!(some.iter().all(|&(row, score)| score.total_cmp(&all[row]).is_eq()));
        let mut early = naive(&forest.trees.roots[..EARLY]);
        let least = some.iter().map(|&(row, _)| early[row]).fold(f64::INFINITY, f64::min);
        early.sort_by(|a, b| b.total_cmp(a));
        assert!((least - early[19]).abs() < 1e-12);
    }

    #[test]
    fn scores_are_those_of_plain_walks() {
        let trees = Trees::parse(include_str!("model.txt")).unwrap();
        let width = trees.features.len();
        let forest = Forest::new(trees, width);
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
