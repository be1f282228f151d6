//! What a line cannot be, told by its first letters: all that the lists of furniture and places know begins as a line does
//! that they know, and hardly any sentence does. So most lines need not be compared with the lists, nor folded to the end.

use super::fold::{HEAD, fold_head};
use crate::frozen::FrozenMap;

/// The first letters of all patterns of furniture, frozen by the build script.
static FURNITURE: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/furniture-heads")));
/// The same of the names of places.
static PLACES: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/places-heads")));

/// The first letters of a line.
pub(super) struct Head(String);

impl Head {
    pub(super) fn of(line: &str) -> Self {
        Self(fold_head(line))
    }

    /// Whether some pattern of furniture, of dates or of bylines begins as the line does.
    pub(super) fn may_be_furniture(&self) -> bool {
        self.begins(FURNITURE)
    }

    /// Whether some name of a place begins as the line does.
    pub(super) fn may_be_place(&self) -> bool {
        self.begins(PLACES)
    }

    fn begins(&self, heads: FrozenMap) -> bool {
        heads.beginnings(&self.0, HEAD).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::furniture::{
        self,
        Kind::{Byline, Published, Updated},
    };
    use super::super::places;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hardly_any_sentence_is_looked_at() {
        assert!(!Head::of("The council met on Monday.").may_be_furniture());
        assert!(!Head::of("The council met on Monday.").may_be_place());
        assert!(Head::of("  “Share this article").may_be_furniture());
        assert!(Head::of("Norway, Sweden").may_be_place());
    }

    proptest! {
        #[test]
        fn what_the_lists_know_has_a_head(line in "(Photo|By|Share this article|Published|Norway|Iran|[0-9]{1,4}|5 min(utes)?|[ :.,'’-]|Read|read( next)?|[a-z]{1,8}|\\PC){1,12}") {
            let (head, folded) = (Head::of(&line), fold(&line));
            let opens = [Byline, Published, Updated].into_iter().any(|kind| furniture::opener(&folded, kind).is_some());
            prop_assert!(head.may_be_furniture() || (furniture::recognise(&folded).is_none() && !opens));
            prop_assert!(head.may_be_place() || places::line(&line).is_none());
        }
    }
}
