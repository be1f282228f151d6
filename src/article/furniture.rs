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

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::{Folded, fold, longest_prefix};

const FILES: &[&str] = &[
    include_str!("furniture/ar.txt"),
    include_str!("furniture/cs.txt"),
    include_str!("furniture/da.txt"),
    include_str!("furniture/de.txt"),
    include_str!("furniture/el.txt"),
    include_str!("furniture/en.txt"),
    include_str!("furniture/es.txt"),
    include_str!("furniture/fi.txt"),
    include_str!("furniture/fr.txt"),
    include_str!("furniture/hi.txt"),
    include_str!("furniture/it.txt"),
    include_str!("furniture/ja.txt"),
    include_str!("furniture/ko.txt"),
    include_str!("furniture/nl.txt"),
    include_str!("furniture/no.txt"),
    include_str!("furniture/pl.txt"),
    include_str!("furniture/pt.txt"),
    include_str!("furniture/ru.txt"),
    include_str!("furniture/sv.txt"),
    include_str!("furniture/tr.txt"),
    include_str!("furniture/uk.txt"),
    include_str!("furniture/zh.txt"),
];

/// What a pattern says about a line, as the sections are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Reading,
    Line,
    Edge,
    Tail,
    Published,
    Updated,
    Byline,
}

impl Kind {
    const ALL: &[(&str, Self)] = &[
        ("[reading]", Self::Reading),
        ("[line]", Self::Line),
        ("[edge]", Self::Edge),
        ("[tail]", Self::Tail),
        ("[published]", Self::Published),
        ("[updated]", Self::Updated),
        ("[byline]", Self::Byline),
    ];

    /// Whether the section names what comes before something, rather than furniture.
    fn opens(self) -> bool {
        matches!(self, Self::Published | Self::Updated | Self::Byline)
    }
}

/// How a line is furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub kind: Kind,
    /// Every word of the line is in the pattern; otherwise the pattern leaves the rest open.
    pub whole: bool,
    /// The pattern asks for a colon.
    pub colon: bool,
}

#[derive(Default)]
struct Patterns {
    whole: FxHashMap<String, Kind>,
    /// By their words; the colon is asked for or not.
    prefixes: FxHashMap<String, (Kind, bool)>,
    /// Those that may end within a word.
    stems: FxHashMap<String, Kind>,
    /// By kind and words: whether the colon is asked for.
    openers: FxHashMap<Kind, FxHashMap<String, bool>>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut patterns = Patterns::default();
    for file in FILES {
        let mut kind = Kind::Line;
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some((_, section)) = Kind::ALL.iter().find(|(name, _)| *name == line) {
                kind = *section;
            } else {
                patterns.add(line, kind);
            }
        }
    }
    patterns
});

impl Patterns {
    fn add(&mut self, pattern: &str, kind: Kind) {
        let open = pattern.strip_suffix('*');
        let words = open.unwrap_or(pattern);
        let colon = words.ends_with(':');
        let text = fold(&words.replace("{n}", "0")).text;
        if kind.opens() {
            self.openers
                .entry(kind)
                .or_default()
                .entry(text)
                .and_modify(|asked| *asked &= colon)
                .or_insert(colon);
        } else if open.is_some() && !colon && !words.ends_with(' ') {
            self.stems.entry(text).or_insert(kind);
        } else if open.is_some() {
            self.prefixes.entry(text).or_insert((kind, colon));
        } else {
            self.whole.entry(text).or_insert(kind);
        }
    }
}

/// Whether a line is furniture.
pub(super) fn recognise(line: &Folded) -> Option<Match> {
    if let Some(&kind) = PATTERNS.whole.get(line.text.as_str()) {
        return Some(Match { kind, whole: true, colon: false });
    }
    let found = longest_prefix(&line.text, |prefix| {
        let &(kind, colon) = PATTERNS.prefixes.get(prefix)?;
        (!colon || line.colon == Some(prefix.len())).then_some((kind, colon))
    });
    if let Some((_, (kind, colon))) = found {
        return Some(Match { kind, whole: false, colon });
    }
    let ends = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]);
    let kind = ends.take(48).skip(3).find_map(|at| PATTERNS.stems.get(line.text.get(..at)?).copied());
    kind.map(|kind| Match { kind, whole: false, colon: false })
}

/// How a line opens a date or a byline: bytes of its comparable text and whether a colon follows them.
pub(super) fn opener(line: &Folded, kind: Kind) -> Option<(usize, bool)> {
    let openers = PATTERNS.openers.get(&kind)?;
    longest_prefix(&line.text, |prefix| {
        let &asked = openers.get(prefix)?;
        let colon = line.colon == Some(prefix.len());
        (colon || !asked).then_some(colon)
    })
}

/// Whether a word alone announces a date: "published", "aktualisiert".
pub(super) fn announces_date(word: &str) -> bool {
    [Kind::Published, Kind::Updated]
        .iter()
        .any(|kind| PATTERNS.openers.get(kind).is_some_and(|words| words.contains_key(word)))
}

#[cfg(test)]
mod tests {
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
        for file in FILES {
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
