//! Places that an article is filed under: lines that hold nothing but names of countries and regions.

use super::fold::fold;
use crate::frozen::FrozenMap;

/// The names in their comparable form, frozen by the build script.
static NAMES: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/places")));

/// Bytes of the longest line that is looked at.
const LONGEST: usize = 600;

/// The places of a line that holds nothing else: one, or several between commas, semicolons, bars or dots.
pub(super) fn line(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let mut places = Vec::new();
    for part in line.split([';', '|', '·', '•', '、', '/', '；']) {
        split_commas(part, &mut places)?;
    }
    (!places.is_empty()).then_some(places)
}

/// Places between commas; a comma may be part of a name ("Iran, Islamic Republic of"), so the longest name counts.
fn split_commas(part: &str, places: &mut Vec<String>) -> Option<()> {
    let comma = |c: char| matches!(c, ',' | '،' | '，');
    let pieces: Vec<_> = part.split(comma).collect();
    let offset = |piece: &str| piece.as_ptr() as usize - part.as_ptr() as usize;
    let mut at = 0;
    while at < pieces.len() {
        let longest = (at + 4).min(pieces.len());
        let (end, name) = (at + 1..=longest).rev().find_map(|end| {
            let (first, last) = (pieces.get(at)?, pieces.get(end - 1)?);
            let name = part.get(offset(first)..offset(last) + last.len())?.trim();
            NAMES.get(&fold(name).text).is_some().then_some((end, name))
        })?;
        places.push(name.trim_end_matches('.').to_owned());
        at = end;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_places_are_read() {
        let cases: &[(&str, &[&str])] = &[
            ("Russian Federation", &["Russian Federation"]),
            ("Iran, Islamic Republic of", &["Iran, Islamic Republic of"]),
            (
                "Iran, Islamic Republic of, Norway; Deutschland | 中国",
                &["Iran, Islamic Republic of", "Norway", "Deutschland", "中国"],
            ),
            ("CÔTE D’IVOIRE", &["CÔTE D’IVOIRE"]),
            ("عُمان", &["عُمان"]),
        ];
        for (text, expected) in cases {
            assert_eq!(
                line(text).as_deref(),
                Some(&expected.iter().map(|&s| s.to_owned()).collect::<Vec<_>>()[..])
            );
        }
    }

    #[test]
    fn other_lines_are_not_places() {
        for text in ["Norway wins", "", ",", "Norway, and then", "Iran, Islamic"] {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[test]
    fn the_list_names_no_place_twice() {
        let lines = include_str!("places.txt").lines();
        let names: Vec<_> = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert!(names.iter().all(|name| NAMES.get(&fold(name).text).is_some()));
        let distinct: std::collections::BTreeSet<_> = names.iter().map(|name| fold(name).text).collect();
        assert!(names.len() < distinct.len() + 60, "spellings that fold to the same name should be few");
    }
}
