//! Rows on their way from the threads that make them to the one that writes: a row is its columns one after the other, a
//! column its cells, each of which begins with what it is. Rows and columns begin with their length, so that they can be
//! gone through column by column.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes of a length or a number.
const EIGHT: usize = 8;

const NOTHING: u8 = 0;
const TEXT: u8 = 1;
const WHOLE: u8 = 2;
const SCORE: u8 = 3;

/// A value of a column; a list has any number of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    Nothing,
    Text(Cow<'a, str>),
    Whole(u64),
    Score(f64),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, Self::from)
    }
}

/// A row that is being appended.
pub(super) struct Row<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
}

impl<'o> Row<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        let start = out.len();
        out.extend_from_slice(&[0; EIGHT]);
        Self { out, start }
    }

    /// Appends a column with one cell.
    pub(super) fn one<'c>(&mut self, cell: impl Into<Cell<'c>>) {
        self.list([cell.into()]);
    }

    /// Appends a column with a list.
    pub(super) fn list<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) {
        let start = self.out.len();
        self.out.extend_from_slice(&[0; EIGHT]);
        for cell in cells {
            match cell {
                Cell::Nothing => self.out.push(NOTHING),
                Cell::Text(text) => {
                    self.value(TEXT, (text.len() as u64).to_le_bytes());
                    self.out.extend_from_slice(text.as_bytes());
                }
                Cell::Whole(number) => self.value(WHOLE, number.to_le_bytes()),
                Cell::Score(score) => self.value(SCORE, score.to_le_bytes()),
            }
        }
        self.close(start);
    }

    pub(super) fn end(mut self) {
        self.close(self.start);
    }

    fn value(&mut self, kind: u8, bytes: [u8; EIGHT]) {
        self.out.push(kind);
        self.out.extend_from_slice(&bytes);
    }

    /// Writes the length of what came since `start` there.
    fn close(&mut self, start: usize) {
        let length = (self.out.len() - start - EIGHT) as u64;
        if let Some(place) = self.out.get_mut(start..start + EIGHT) {
            place.copy_from_slice(&length.to_le_bytes());
        }
    }
}

/// The range of what stands at a place behind its length: a row's columns, or a column's cells.
pub(super) fn inside(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let (length, start) = eight(bytes, at)?;
    let end = start.checked_add(usize::try_from(u64::from_le_bytes(length)).ok()?)?;
    (end <= bytes.len()).then_some(start..end)
}

/// A cell that was read; a text is where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Nothing,
    Text(Range<usize>),
    Whole(u64),
    Score(f64),
}

/// The cell at a place, and where the next begins.
pub(super) fn cell(bytes: &[u8], at: usize) -> Option<(Found, usize)> {
    let after = at + 1;
    match *bytes.get(at)? {
        NOTHING => Some((Found::Nothing, after)),
        TEXT => inside(bytes, after).map(|text| (Found::Text(text.clone()), text.end)),
        WHOLE => eight(bytes, after).map(|(number, end)| (Found::Whole(u64::from_le_bytes(number)), end)),
        SCORE => eight(bytes, after).map(|(score, end)| (Found::Score(f64::from_le_bytes(score)), end)),
        _ => None,
    }
}

fn eight(bytes: &[u8], at: usize) -> Option<([u8; EIGHT], usize)> {
    let end = at.checked_add(EIGHT)?;
    Some((bytes.get(at..end)?.try_into().ok()?, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_cell() -> impl Strategy<Value = Cell<'static>> {
        prop_oneof![
            Just(Cell::Nothing),
            ".{0,9}".prop_map(|text| Cell::Text(text.into())),
            any::<u64>().prop_map(Cell::Whole),
            (-1e300..1e300).prop_map(Cell::Score),
        ]
    }

    fn read(bytes: &[u8]) -> Vec<Vec<Cell<'_>>> {
        let mut columns = Vec::new();
        let row = inside(bytes, 0).unwrap();
        let mut next = row.start;
        while next < row.end {
            let column = inside(bytes, next).unwrap();
            let (mut at, mut cells) = (column.start, Vec::new());
            while at < column.end {
                let (found, after) = cell(bytes, at).unwrap();
                at = after;
                cells.push(match found {
                    Found::Nothing => Cell::Nothing,
                    Found::Text(text) => std::str::from_utf8(&bytes[text]).unwrap().into(),
                    Found::Whole(number) => Cell::Whole(number),
                    Found::Score(score) => Cell::Score(score),
                });
            }
            columns.push(cells);
            next = column.end;
        }
        columns
    }

    proptest! {
        #[test]
        fn rows_read_back(columns in prop::collection::vec(prop::collection::vec(any_cell(), 0..5), 0..5)) {
            let mut bytes = Vec::new();
            let mut row = Row::begin(&mut bytes);
            for cells in &columns {
                row.list(cells.clone());
            }
            row.end();
            prop_assert_eq!(inside(&bytes, 0), Some(8..bytes.len()));
            prop_assert_eq!(read(&bytes), columns);
        }

        #[test]
        fn nonsense_is_nothing(bytes in prop::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = (inside(&bytes, at), cell(&bytes, at));
        }
    }
}
