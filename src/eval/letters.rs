//! Which characters make words when results are compared: those of Python's `\w`, because the figures that ours are
//! compared with were made there.

use std::sync::LazyLock;

static MARKS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let number = |text: &str| u32::from_str_radix(text, 16).ok();
    include_str!("marks.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(first, last)| Some((number(first)?, number(last)?)))
        .collect()
});

/// Whether Python's `str.isalnum` holds for the character: a letter, a digit or another numeral, but no combining mark.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // The first marks stand above U+0300; asking for them is the rare case.
    c.is_alphanumeric() && (c < '\u{300}' || !is_mark(c))
}

fn is_mark(c: char) -> bool {
    let after = MARKS.partition_point(|&(first, _)| first <= u32::from(c));
    after > 0 && u32::from(c) <= MARKS[after - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(MARKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert_eq!(
            MARKS.len(),
            include_str!("marks.txt").lines().filter(|line| !line.starts_with('#')).count()
        );
    }

    #[test]
    fn letters_digits_and_marks_are_told_apart() {
        for c in ['a', 'Z', '7', 'é', 'ß', 'ж', 'ش', '水', '²', '½', 'ª', '٣', 'ी'] {
            assert_eq!(is_letter_or_digit(c), c != 'ी', "{c}");
        }
        for c in ['_', ' ', '-', '’', '،', '\u{64b}', '\u{307}', '\u{93f}', 'Ⓐ', '€', '。'] {
            assert!(!is_letter_or_digit(c), "{c}");
        }
    }
}
