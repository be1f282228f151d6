//! What an abbreviation tells about the dot behind it, and the lists of them as the build script reads them. The file is
//! compiled into the build script too, so it imports nothing.

use std::collections::BTreeMap;

/// What an abbreviation tells about the dot behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The sentence always goes on: `Gen.`, `z.B.`
    Name,
    /// The sentence goes on where a number follows: `No.`, `p.`
    Number,
    /// The next word decides: `Inc.`, `etc.`
    Open,
}

impl Role {
    /// The role as a number.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
    pub(super) fn pack(self) -> u64 {
        match self {
            Self::Name => 0,
            Self::Number => 1,
            Self::Open => 2,
        }
    }

    /// The role of a number from [`pack`](Self::pack).
    pub(super) fn unpack(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::Name),
            1 => Some(Self::Number),
            2 => Some(Self::Open),
            _ => None,
        }
    }
}

/// The abbreviations of `src/segment/abbreviations/CODE.txt`: in lower case, without the last dot.
///
/// Fails with the word that stands there twice.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn read(list: &str) -> Result<BTreeMap<String, Role>, String> {
    let mut role = Role::Open;
    let mut words = BTreeMap::new();
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line {
            "[names]" => role = Role::Name,
            "[numbers]" => role = Role::Number,
            "[open]" => role = Role::Open,
            word => {
                if words.insert(word.to_owned(), role).is_some() {
                    return Err(word.to_owned());
                }
            }
        }
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gives_each_word_its_role() {
        let words = read("# ours\n etc\n[names]\ngen\n\n[numbers]\nno\n[open]\ninc\n").unwrap();
        let expected = [("etc", Role::Open), ("gen", Role::Name), ("inc", Role::Open), ("no", Role::Number)];
        assert_eq!(words, expected.map(|(word, role)| (word.to_owned(), role)).into());
        assert!(words.values().all(|role| Role::unpack(role.pack()) == Some(*role)));
        assert_eq!(Role::unpack(3), None);
        assert_eq!(read("gen\n[names]\ngen"), Err("gen".to_owned()));
    }
}
