//! Ids that count up, such as `article-1`, `article-2`: of such a row only where it begins and ends is kept.

use std::collections::BTreeMap;

/// Ids from which on a row is one; the ids of a shorter one are kept as if they did not count.
const ROW: u64 = 16;

/// Digits at the end of an id that are its number; more of them belong to what stands before.
const MOST_DIGITS: usize = 18;

/// What stands before an id's number, the number's digits, the number.
type Counted<'i> = (&'i str, usize, u64);

/// An id's number, where it has one.
fn counted(id: &str) -> Option<Counted<'_>> {
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count().min(MOST_DIGITS);
    let (before, number) = id.split_at_checked(id.len() - digits)?;
    Some((before, digits, number.parse().ok()?))
}

/// Rows of ids. Within one all numbers have as many digits, so that a place in it is one id's alone.
#[derive(Default)]
pub(super) struct Rising {
    /// Where a row begins, and its last number.
    rows: BTreeMap<(String, usize, u64), u64>,
    /// What stands before the number of the last id, its digits, its number, and how many ids up to it are a row.
    before: String,
    digits: usize,
    number: u64,
    ids: u64,
}

impl Rising {
    /// Whether an id stands in a row.
    pub(super) fn contains(&self, id: &str) -> bool {
        let Some((before, digits, number)) = counted(id) else { return false };
        if self.ids > 0 && (before, digits) == (self.before.as_str(), self.digits) {
            let behind = self.number.checked_sub(number);
            if behind.is_some_and(|behind| behind < self.ids) {
                return true;
            }
        }
        if self.rows.is_empty() {
            return false;
        }
        let up_to = (before.to_owned(), digits, number);
        let row = self.rows.range(..=&up_to).next_back();
        row.is_some_and(|((a, b, _), &last)| (a.as_str(), *b) == (before, digits) && number <= last)
    }

    /// Whether a new id follows the last one; then it is kept here.
    pub(super) fn follow(&mut self, id: &str) -> bool {
        let follows = counted(id).is_some_and(|(before, digits, number)| {
            (before, digits) == (self.before.as_str(), self.digits)
                && self.number.checked_add(1) == Some(number)
        });
        if follows {
            self.number += 1;
            self.ids += 1;
        }
        follows
    }

    /// Begins anew behind an id that is kept elsewhere. `each` gets the ids of a row that was too short to be one.
    pub(super) fn begin(&mut self, id: &str, mut each: impl FnMut(&str)) {
        let first = self.number + 1 - self.ids;
        if self.ids >= ROW {
            self.rows.insert((self.before.clone(), self.digits, first), self.number);
        } else {
            let Self { before, digits, .. } = self;
            (first..=self.number).for_each(|number| each(&format!("{before}{number:0digits$}")));
        }
        let (before, digits, number) = counted(id).unwrap_or((id, 0, 0));
        self.before.clear();
        self.before.push_str(before);
        (self.digits, self.number, self.ids) = (digits, number, 0);
    }
}
