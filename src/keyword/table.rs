//! Rows of features as the trees are asked about them.

/// Rows that a question is asked about at once.
pub(super) const ABREAST: usize = 32;

/// The values of one feature for so many rows.
pub(super) type Column = [f32; ABREAST];

/// Rows of features, [`ABREAST`] rows in a block and in it column by column: `OWN` features of each row, and those that all
/// rows share, which come behind.
#[derive(Debug, Clone)]
pub(super) struct Table<const OWN: usize> {
    /// Number of rows; the last block is filled up with rows that mean nothing.
    pub(super) len: usize,
    pub(super) blocks: Vec<[Column; OWN]>,
    pub(super) shared: Vec<f32>,
}

impl<const OWN: usize> Table<OWN> {
    /// A table of rows given one by one.
    pub(super) fn new(rows: impl ExactSizeIterator<Item = [f32; OWN]>, shared: &[f32]) -> Self {
        let len = rows.len();
        let mut blocks = Vec::with_capacity(len.div_ceil(ABREAST));
        let mut block = [[0.0; ABREAST]; OWN];
        for (row, at) in rows.zip(0..) {
            let lane = at % ABREAST;
            for (column, value) in block.iter_mut().zip(row) {
                column[lane] = value;
            }
            if lane + 1 == ABREAST || at + 1 == len {
                blocks.push(block);
            }
        }
        Self { len, blocks, shared: shared.to_vec() }
    }

    /// The features of a row that are not shared.
    fn own(&self, row: usize) -> [f32; OWN] {
        self.blocks[row / ABREAST].map(|column| column[row % ABREAST])
    }

    /// All features of a row.
    pub(super) fn row(&self, row: usize) -> Vec<f32> {
        self.own(row).into_iter().chain(self.shared.iter().copied()).collect()
    }

    /// Some of the rows.
    pub(super) fn of(&self, rows: &[usize]) -> Self {
        Self::new(rows.iter().map(|&row| self.own(row)), &self.shared)
    }
}
