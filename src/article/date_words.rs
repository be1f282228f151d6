//! The words of dates as the build script reads them from `months.txt` and `date_words.txt`. The file is compiled into the
//! build script too, so it imports nothing but its neighbour.

use std::collections::BTreeMap;

use super::fold::fold;

/// What a word means in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Month(u32),
    Glue,
    Morning,
    Evening,
}

impl Meaning {
    /// The meaning as a number.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
    pub(super) fn pack(self) -> u64 {
        match self {
            Self::Glue => 0,
            Self::Month(month) => u64::from(month),
            Self::Morning => 13,
            Self::Evening => 14,
        }
    }

    /// The meaning of a number from [`pack`](Self::pack).
    pub(super) fn unpack(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::Glue),
            month @ 1..=12 => Some(Self::Month(month as u32)),
            13 => Some(Self::Morning),
            14 => Some(Self::Evening),
            _ => None,
        }
    }
}

/// The words in the form that they are looked up in; a month's name is that before anything else.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn read(months: &str, others: &str) -> BTreeMap<String, Meaning> {
    let mut words = BTreeMap::new();
    for line in lines(months) {
        let mut names = line.split(' ');
        let month = names.next().and_then(|number| number.parse().ok()).unwrap_or_default();
        words.extend(names.map(|name| (fold(name).text, Meaning::Month(month))));
    }
    let mut meaning = Meaning::Glue;
    for line in lines(others) {
        match line {
            "[glue]" => meaning = Meaning::Glue,
            "[am]" => meaning = Meaning::Morning,
            "[pm]" => meaning = Meaning::Evening,
            word => {
                words.entry(word.replace('.', "")).or_insert(meaning);
            }
        }
    }
    words
}

/// The lines of a list that are no comments.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_meaning_as_numbers() {
        let words = read(include_str!("months.txt"), include_str!("date_words.txt"));
        assert!(words.len() > 100);
        for (word, meaning) in words {
            assert!(!matches!(meaning, Meaning::Month(0 | 13..)), "{word}");
            assert_eq!(Meaning::unpack(meaning.pack()), Some(meaning), "{word}");
        }
        assert_eq!(Meaning::unpack(15), None);
    }
}
