//! Which bytes the texts of a list begin with, as a set of bits: most lines are told by it to begin as none of them. The
//! file is compiled into the build script too, so it imports nothing.

/// Bytes of a line's beginning that are looked at.
pub(super) const FIRST: usize = 6;

/// Bytes of either half of a set: the first is of texts with fewer than [`FIRST`] bytes, by three of them; the second of all
/// others.
const HALF: usize = 1 << 12;

/// Five bits of each byte.
fn place(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |place, byte| place << 5 | usize::from(byte % 32))
}

/// Fifteen bits of all.
fn mixed(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |hash: usize, byte| (hash ^ usize::from(*byte)).wrapping_mul(0x9e5)) % (8 * HALF)
}

/// Whether a text that begins with these bytes may begin with one of the list's.
pub(super) fn has(set: &[u8], first: [u8; FIRST]) -> bool {
    let bit = |at: usize| set.get(at / 8).is_none_or(|eight| eight >> (at % 8) & 1 == 1);
    bit(place(&first[..3])) || bit(8 * HALF + mixed(&first))
}

/// The set of some texts.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn freeze<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<u8> {
    let mut set = vec![0; 2 * HALF];
    for text in texts {
        let places = if let Some(first) = text.as_bytes().first_chunk::<FIRST>() {
            let place = 8 * HALF + mixed(first);
            place..place + 1
        } else {
            let known = text.len().min(3);
            // Whatever follows a text of one byte or two.
            let others = 5 * (3 - known);
            let place = place(&text.as_bytes()[..known]) << others;
            place..place + (1 << others)
        };
        for place in places {
            set[place / 8] |= 1 << (place % 8);
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_in_the_list_is_in_the_set(list in prop::collection::vec("[a-zé ]{0,9}", 0..4), more in "[a-z]{6}") {
            let set = freeze(list.iter().map(String::as_str));
            for text in &list {
                let longer = format!("{text}{more}");
                prop_assert!(has(&set, *longer.as_bytes().first_chunk().unwrap()));
            }
        }
    }

    #[test]
    fn hardly_anything_else_is() {
        let set = freeze(["share this", "by"].into_iter());
        for (text, expected) in
            [("share this", true), ("bygone", true), ("shared", false), ("the council", false)]
        {
            assert_eq!(has(&set, *text.as_bytes().first_chunk().unwrap()), expected, "{text}");
        }
    }
}
