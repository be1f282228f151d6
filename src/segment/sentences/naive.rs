//! The splitter's naive twin: it stops at every character and asks the rules at every terminator.

use super::SentenceSplitter;
use super::boundary::Boundary;
use super::enclosure::Enclosures;
use super::listing::Listing;
use super::marks::{Mark, Paragraph, Run};
use crate::segment::Kinds;

/// Where the sentences of a paragraph end, but for the last.
fn ends(splitter: &SentenceSplitter, text: &str) -> Vec<usize> {
    let boundary = Boundary::new(splitter, text);
    let mut enclosures = Enclosures::default();
    let mut listing = Listing::at(text, 0);
    let mut ends = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let mark = Mark::at(text, at, splitter.language);
        if let Mark::Open(open, _) = mark {
            enclosures.open(text, at, open);
        }
        if let Mark::Bracket | Mark::Terminator(_) = mark
            && let Some(item) = listing.next_item(text, at, start)
        {
            ends.push(item);
            start = item;
        } else if let Mark::Terminator(first) = mark {
            let run = Run::from(text, at, first, splitter.language);
            let end = boundary.end_of(start, &run, &enclosures);
            at = end.unwrap_or(run.end);
            if let Some(end) = end.filter(|&end| end < text.len()) {
                ends.push(end);
                start = end;
                listing.restart(text, end);
            }
            continue;
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    ends
}

mod tests {
    use super::*;
    use crate::language::Language;
    use proptest::prelude::*;

    const LANGUAGES: [Language; 9] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Russian,
        Language::Greek,
        Language::Armenian,
        Language::Arabic,
        Language::Chinese,
        Language::Unknown,
    ];

    const PARTS: [&str; 109] = [
        ". ",
        ". ",
        " K",
        "A. ",
        "EMI",
        " XIV",
        ") ",
        ")",
        "3rd",
        ". ",
        ". ",
        ". ",
        ". ",
        ".",
        "! ",
        "? ",
        ".\n",
        ".\n\n",
        ".” ",
        ".\" ",
        ".) ",
        "...",
        "… ",
        ". . . ",
        "The",
        "The ",
        "rain ",
        "rain",
        "Gen",
        "Dr",
        "Inc",
        "etc",
        "No",
        "pp",
        "p.m",
        "U.S",
        "e.g",
        "J",
        "a",
        "I",
        "Z",
        "z.B",
        "vgl",
        "MIX",
        "said",
        "it fell",
        "government",
        "Über",
        "été",
        "Мир ",
        "г",
        "слово",
        "हिन्दी",
        "।",
        "॥ ",
        "።",
        "။",
        "｡",
        "．",
        "‽ ",
        "⁉ ",
        "۔ ",
        "한국",
        "ქართ",
        "ё\u{a0}",
        "د",
        "世界",
        "。",
        "！",
        "」",
        "「",
        "؟ ",
        "։ ",
        ": ",
        ":",
        "; ",
        "1. ",
        "2. ",
        "3",
        "12",
        "a) ",
        "b) ",
        "(",
        "[",
        "\"",
        "“",
        "„",
        "«",
        "»",
        "'",
        "l'",
        " ",
        "— ",
        "• ",
        ". [1] ",
        ".\n1 ",
        "!\" ",
        "?’ ",
        ".' ",
        " (so) ",
        "p.m. ",
        "Yahoo",
        ". a ",
        ".[1] ",
        ".\"\" ",
        ". \"\"The",
        ".  ",
        ". \n",
        "....",
    ];

    #[track_caller]
    fn same(text: &str) {
        let mut kinds = Kinds::default();
        for language in LANGUAGES {
            let splitter = SentenceSplitter::new(language);
            let mut found = Vec::new();
            kinds.read(text);
            splitter.for_each_end(&Paragraph { text, start: 0, kinds: &kinds }, |end| found.push(end));
            assert_eq!(found, ends(&splitter, text), "{language} {text:?}");
        }
    }

    #[test]
    fn a_footnote_may_close_a_bracket() {
        same("The rain [and the wind fell.[1] In Nice it fell.");
        same("The rain (and the wind fell.[12] In Nice) it fell.");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

        #[test]
        fn mixtures_have_the_same_ends(parts in proptest::collection::vec(0..PARTS.len(), 0..40)) {
            same(&parts.into_iter().map(|part| PARTS[part]).collect::<String>());
        }

        #[test]
        fn arbitrary_text_has_the_same_ends(text in "[\\PC\n]{0,20}[A-Za-z .\"’()]{0,90}") {
            same(&text);
        }
    }
}
