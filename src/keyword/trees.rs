//! Boosted regression trees (Friedman 2001, "Greedy function approximation: a gradient boosting machine"): the score of
//! a row of features is the sum of what each tree says of it. Read from a text file, a node a line, in preorder:
//!
//! ```text
//! features count words       the features, in order
//! tree                       begins a tree
//! count 1.25 -0.8            a row with count ≤ 1.25 goes to the next line, else past that line's subtree
//! = -1.2                     a leaf
//! = -0.4                     a leaf
//! ```
//!
//! The last number of an inner node is the mean of its leaves over the rows that it was learned from. No score needs
//! it; an explanation does: on a row's way down a tree, each step changes that mean, and the change is what the feature
//! asked there contributed (Saabas 2014, "Interpreting random forests").
//!
//! The build script reads the text and freezes it into bytes, so that a start need not. The file is compiled into it too, so
//! it imports nothing.

/// A node; its first child is the next one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    /// Which feature is asked, [`LEAF`] for none.
    pub(super) feature: u16,
    /// The most that goes to the first child.
    pub(super) threshold: f32,
    /// Index of the second child.
    pub(super) above: u32,
    /// A leaf's score, an inner node's mean.
    pub(super) value: f64,
}

pub(super) const LEAF: u16 = u16::MAX;

/// Leaves that a tree may have: the bits of a number.
pub(super) const MAX_LEAVES: usize = 32;

/// Bytes of a frozen node: feature, threshold, second child, value.
const NODE: usize = 2 + 4 + 4 + 8;

/// Trees as they were learned.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Trees {
    /// The names of the features; none of frozen trees.
    pub(super) features: Vec<String>,
    /// All nodes, tree by tree in preorder.
    pub(super) nodes: Vec<Node>,
    /// Where each tree begins.
    pub(super) roots: Vec<u32>,
}

impl Trees {
    /// Reads the format above; the message of an error names the line.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut trees = Self::default();
        // Inner nodes whose second child is still to come; the flag says that the first one has come.
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut begun = false;
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        for (line, number) in lines {
            let fault = |what: &str| format!("line {number}: {what}");
            let at = trees.nodes.len();
            if let Some(names) = line.strip_prefix("features ") {
                trees.features = names.split(' ').map(str::to_owned).collect();
                continue;
            }
            if line == "tree" {
                if begun || !open.is_empty() {
                    return Err(fault("the tree before is not complete"));
                }
                trees.roots.push(at as u32);
                begun = true;
                continue;
            }
            if !begun && open.is_empty() {
                return Err(fault("not inside a tree"));
            }
            begun = false;
            if let Some((parent, true)) = open.last().copied() {
                trees.nodes[parent].above = at as u32;
                open.pop();
            } else if let Some(last) = open.last_mut() {
                last.1 = true;
            }
            let mut words = line.split(' ');
            let words = (words.next(), words.next(), words.next(), words.next());
            let value = |word: &str| {
                let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
                number.ok_or_else(|| fault("no number"))
            };
            let node = match words {
                (Some("="), Some(leaf), None, _) => {
                    Node { feature: LEAF, threshold: 0.0, above: 0, value: value(leaf)? }
                }
                (Some(name), Some(threshold), Some(mean), None) => {
                    let feature = trees.features.iter().position(|known| known == name);
                    let feature = feature.ok_or_else(|| fault("no such feature"))?;
                    open.push((at, false));
                    let threshold = value(threshold)? as f32;
                    Node { feature: feature as u16, threshold, above: 0, value: value(mean)? }
                }
                _ => return Err(fault("neither a leaf nor a question")),
            };
            trees.nodes.push(node);
            let leaves = trees.nodes[trees.roots.last().map_or(0, |&root| root as usize)..].iter();
            if leaves.filter(|node| node.feature == LEAF).count() > MAX_LEAVES {
                return Err(fault("the tree has more than 32 leaves"));
            }
        }
        if begun || !open.is_empty() {
            return Err("the last tree is not complete".to_owned());
        }
        Ok(trees)
    }

    /// The trees as bytes, numbers little-endian: how many trees (4 bytes) and where each begins (4 bytes each), then the
    /// nodes.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
    pub(super) fn freeze(&self) -> Vec<u8> {
        let mut bytes = (self.roots.len() as u32).to_le_bytes().to_vec();
        bytes.extend(self.roots.iter().flat_map(|root| root.to_le_bytes()));
        for &Node { feature, threshold, above, value } in &self.nodes {
            bytes.extend(feature.to_le_bytes());
            bytes.extend(threshold.to_le_bytes());
            bytes.extend(above.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes
    }

    /// The trees of bytes that [`freeze`](Self::freeze) made; none of others.
    pub(super) fn thaw(bytes: &[u8]) -> Self {
        fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
            let (first, rest) = bytes.split_first_chunk()?;
            *bytes = rest;
            Some(*first)
        }
        let all = |bytes: &mut &[u8]| {
            let count = u32::from_le_bytes(take(bytes)?);
            let roots = (0..count).map(|_| take(bytes).map(u32::from_le_bytes)).collect::<Option<_>>()?;
            let mut nodes = Vec::with_capacity(bytes.len() / NODE);
            while !bytes.is_empty() {
                nodes.push(Node {
                    feature: u16::from_le_bytes(take(bytes)?),
                    threshold: f32::from_le_bytes(take(bytes)?),
                    above: u32::from_le_bytes(take(bytes)?),
                    value: f64::from_le_bytes(take(bytes)?),
                });
            }
            Some(Self { features: Vec::new(), nodes, roots })
        };
        all(&mut &*bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frozen_trees_are_the_same() {
        let trees = Trees::parse(include_str!("model.txt")).unwrap();
        let bytes = trees.freeze();
        assert_eq!(Trees::thaw(&bytes), Trees { features: Vec::new(), ..trees });
        assert_eq!(Trees::thaw(&bytes[..bytes.len() - 1]), Trees::default());
        assert_eq!(Trees::thaw(&[]), Trees::default());
    }

    #[test]
    fn broken_files_are_refused() {
        let leaves = format!("tree\n{}{}", "a 1 1\n".repeat(40), "= 1\n".repeat(41));
        for (text, line) in [
            ("= 1", "line 2"),
            ("tree\na 1 1\n= 1", "the last"),
            ("tree\na 1 1\n= 1\ntree", "line 5"),
            ("tree\nc 1 1\n= 1\n= 1", "line 3"),
            ("tree\na x 1\n= 1\n= 1", "line 3"),
            ("tree\na 1\n", "line 3"),
            ("tree\n= 1\n= 1", "line 4"),
            ("tree\n= inf", "line 3"),
            ("tree", "the last"),
            (&leaves, "line 75"),
        ] {
            let message = Trees::parse(&format!("features a b\n{text}")).unwrap_err();
            assert!(message.starts_with(line), "{text:?}: {message}");
        }
    }
}
