//! Which bytes the texts of a list begin with, as a set of bits: most lines are told by it to begin as none of them. The
//! file is compiled into the build script too, so it imports nothing.

/// Bytes of a line's beginning that are looked at.
pub(super) const FIRST: usize = 6;

/// Bytes of the first part of a set, which is of texts with fewer than [`FIRST`] bytes, by three of them; the second part is of
/// all others.
const SHORT: usize = 1 << 12;

/// Bytes of the second part.
const LONG: usize = 1 << 13;

/// Five bits of each byte: those that comparable forms have most have some of their own.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 1;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            letter @ b'a'..=b'z' => letter - b'a' + 1,
            b'0' => 27,
            b' ' => 28,
            other => 29 + other % 3,
        };
        byte += 1;
    }
    classes
};

/// Fifteen bits of three bytes.
fn place(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |place, byte| place << 5 | usize::from(CLASSES[usize::from(*byte)]))
}

/// Sixteen bits of all bytes, behind those of the first part.
fn mixed(first: [u8; FIRST]) -> usize {
    let mut eight = [0; 8];
    eight[..FIRST].copy_from_slice(&first);
    8 * SHORT + (u64::from_le_bytes(eight).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

/// The first bytes of a text in its comparable form, zeros behind a shorter one.
pub(super) fn first(text: &str) -> [u8; FIRST] {
    let mut first = [0; FIRST];
    first.iter_mut().zip(text.bytes()).for_each(|(first, byte)| *first = byte);
    first
}

/// Whether a text that begins with these bytes may begin with one of the list's.
pub(super) fn has(set: &[u8], first: [u8; FIRST]) -> bool {
    let bit = |at: usize| set.get(at / 8).is_none_or(|eight| eight >> (at % 8) & 1 == 1);
    bit(place(&first[..3])) || bit(mixed(first))
}

/// Whether a word may go on with a byte of this class: a letter of ASCII or a number.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
fn goes_on(class: usize) -> bool {
    (1..=27).contains(&class)
}

/// The set of some texts, and of each whether a word ends with it.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn freeze<'t>(texts: impl Iterator<Item = (&'t str, bool)>) -> Vec<u8> {
    let mut set = vec![0; SHORT + LONG];
    for (text, ends) in texts {
        let places = if text.len() >= FIRST {
            let place = mixed(first(text));
            place..place + 1
        } else {
            let known = text.len().min(3);
            // Whatever follows a text of one byte or two.
            let others = 5 * (3 - known);
            let place = place(&text.as_bytes()[..known]) << others;
            place..place + (1 << others)
        };
        // Bits of the classes behind the first of what follows a text of one byte or two.
        let behind = 5 * 2_usize.saturating_sub(text.len());
        for place in places {
            if !(ends && text.len() < 3 && goes_on(place >> behind & 31)) {
                set[place / 8] |= 1 << (place % 8);
            }
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
        fn what_is_in_the_list_is_in_the_set(list in prop::collection::vec(("[a-zé ]{0,9}", any::<bool>()), 0..4), more in "[a-z]{6}") {
            let set = freeze(list.iter().map(|(text, ends)| (text.as_str(), *ends)));
            for (text, ends) in &list {
                let longer = if *ends { format!("{text} {more}") } else { format!("{text}{more}") };
                prop_assert!(has(&set, first(&longer)));
                prop_assert!(has(&set, first(text)));
            }
        }
    }

    #[test]
    fn hardly_anything_else_is() {
        let set = freeze([("share this", false), ("by", false), ("x", true), ("di", true)].into_iter());
        for (text, expected) in [
            ("share this", true),
            ("bygone", true),
            ("x ray", true),
            ("x", true),
            ("xylophone", false),
            ("di marco", true),
            ("dinner", false),
            ("shared", false),
            ("the council", false),
        ] {
            assert_eq!(has(&set, first(text)), expected, "{text}");
        }
    }
}
