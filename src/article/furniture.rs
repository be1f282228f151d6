//! Furniture: the lines that a page puts around an article, such as reading time, "share this", "what to read next".
//!
//! The patterns stand in `furniture/CODE.txt`, one a line, in sections:
//!
//! - `[reading]` reading times;
//! - `[line]` furniture wherever it stands on a line of its own;
//! - `[edge]` words that are furniture at the head or tail of an article only;
//! - `[tail]` headings of lists of other articles: what follows them at the tail is furniture;
//! - `[published]`, `[updated]` what comes before a date; `[byline]` what comes before a writer's name.
//!
//! Case, punctuation and spacing do not matter. `{n}` is any number. At the end, ` *` stands for any words and `*` for any
//! rest of a word and any words; a colon before it or at the end means that the line has one there.

use super::fold::{Folded, word_ends};
use super::patterns::Meaning;
use crate::frozen::FrozenMap;

pub(super) use super::patterns::Kind;

/// The texts of all patterns, frozen by the build script.
static PATTERNS: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/furniture")));

/// Characters of the longest beginning of a line that is looked at.
const LONGEST: usize = 47;

/// How a line is furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub kind: Kind,
    /// Every word of the line is in the pattern; otherwise the pattern leaves the rest open.
    pub whole: bool,
    /// The pattern asks for a colon.
    pub colon: bool,
}

/// Whether a line is furniture.
pub(super) fn recognise(line: &Folded) -> Option<Match> {
    if let Some(kind) = meaning(&line.text).and_then(|meaning| meaning.whole) {
        return Some(Match { kind, whole: true, colon: false });
    }
    let (mut prefix, mut stem) = (None, None);
    for (beginning, meaning) in beginnings(line) {
        if let Some((kind, colon)) = meaning.prefix
            && word_ends(&line.text, beginning.len())
            && (!colon || line.colon == Some(beginning.len()))
        {
            prefix = Some(Match { kind, whole: false, colon });
        }
        if stem.is_none() && beginning.chars().nth(2).is_some() {
            stem = meaning.stem.map(|kind| Match { kind, whole: false, colon: false });
        }
    }
    prefix.or(stem)
}

/// How a line opens a date or a byline: bytes of its comparable text and whether a colon follows them.
pub(super) fn opener(line: &Folded, kind: Kind) -> Option<(usize, bool)> {
    let openers = beginnings(line).filter_map(|(beginning, meaning)| {
        let end = beginning.len();
        let colon = line.colon == Some(end);
        let asked = meaning.opener(kind)?;
        ((colon || !asked) && word_ends(&line.text, end)).then_some((end, colon))
    });
    openers.last()
}

fn meaning(text: &str) -> Option<Meaning> {
    PATTERNS.get(text).map(Meaning::unpack)
}

/// What the beginnings of a line mean, the shortest first.
fn beginnings(line: &Folded) -> impl Iterator<Item = (&str, Meaning)> {
    PATTERNS.beginnings(&line.text, LONGEST).map(|(text, packed)| (text, Meaning::unpack(packed)))
}

/// Whether a word alone announces a date: "published", "aktualisiert".
pub(super) fn announces_date(word: &str) -> bool {
    let opens =
        |meaning: Meaning| [Kind::Published, Kind::Updated].into_iter().find_map(|kind| meaning.opener(kind));
    meaning(word).and_then(opens).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn kind(line: &str) -> Option<Kind> {
        recognise(&fold(line)).map(|found| found.kind)
    }

    #[test]
    fn furniture_is_recognised_in_many_languages() {
        let cases = [
            (Kind::Reading, "5 minutes read|Lesedauer: 4 Minuten|阅读时间：4分钟|読了時間：4分|3분 분량"),
            (
                Kind::Line,
                "How would you rate this article?|Artikel teilen|Partager cet article|この記事を共有",
            ),
            (
                Kind::Tail,
                "What to read next...|Das könnte Sie auch interessieren|À lire aussi|Sıradaki haber...",
            ),
        ];
        for (expected, lines) in cases {
            for line in lines.split('|') {
                assert_eq!(kind(line), Some(expected), "{line}");
            }
        }
        assert_eq!(kind("Photo: Ada Lovelace / Agency"), Some(Kind::Line));
    }

    #[test]
    fn sentences_are_not_furniture() {
        for line in
            ["Photo finish at the derby", "The share price fell.", "Comments by the minister were rude.", ""]
        {
            assert_eq!(kind(line), None, "{line}");
        }
    }

    #[test]
    fn pattern_files_are_well_formed() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/article/furniture")).unwrap();
        for file in files {
            let file = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(file.starts_with("# "), "a file begins with its language");
            for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                if line.starts_with('[') {
                    assert!(Kind::ALL.iter().any(|(name, _)| *name == line), "{line}");
                } else {
                    assert!(!fold(&line.replace("{n}", "0")).text.is_empty(), "{line}");
                    assert!(!line.strip_suffix('*').unwrap_or(line).contains('*'), "{line}");
                    assert_eq!(line, line.trim(), "{line}");
                }
            }
        }
    }
}
