//! The scanner held to its naive twin: the same words in texts of all kinds, and in sentences together as in each alone.

use proptest::prelude::*;

use super::naive::words;
use super::{Word, WordScanner};
use crate::language::Language;
use crate::segment::Kinds;
use crate::span::Span;

const LANGUAGES: [Language; 8] = [
    Language::English,
    Language::French,
    Language::Finnish,
    Language::Romanian,
    Language::Portuguese,
    Language::Japanese,
    Language::Chinese,
    Language::Unknown,
];

const PARTS: [&str; 100] = [
    "“",
    "”",
    "—",
    "\u{1}",
    "a",
    "B",
    "the",
    "word",
    "US",
    "S",
    "é",
    "ß",
    "И",
    "мир",
    "א",
    "שלום",
    "ع",
    "हिन्दी",
    "한국",
    "9",
    "10",
    "٣",
    "²",
    "½",
    ".",
    ".",
    ".",
    ",",
    ":",
    ";",
    "'",
    "’",
    "‘",
    "＇",
    "-",
    "-",
    "‐",
    "\u{2011}",
    "–",
    "--",
    "_",
    "&",
    "\"",
    "״",
    "@",
    "/",
    "://",
    "http",
    "www.",
    "x@y",
    ".com",
    "com",
    ".org/",
    "·",
    "․",
    "．",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{301}",
    "\u{200d}",
    "\u{200c}",
    "\u{feff}",
    "🎉",
    "🇫🇷",
    "❤\u{fe0f}",
    "国",
    "的",
    "中国",
    "和",
    "ひ",
    "カ",
    "ー",
    "・",
    "々",
    "ก",
    "เ",
    "ไทย",
    "က",
    "္",
    "l'",
    "d’",
    "qu'",
    "-il",
    "-t-il",
    "dit-elle",
    "rendez-vous",
    "într-",
    "-se",
    "U.S.",
    "e.g.",
    "(",
    "…",
];

#[track_caller]
fn same(text: &str) {
    for language in LANGUAGES {
        same_in(language, text);
    }
}

#[track_caller]
fn same_in(language: Language, text: &str) {
    let scanner = WordScanner::new(language);
    let mut found = Vec::new();
    scanner.words_into(text, Span::new(0, text.len()), &mut found);
    let show = |words: &[Word]| -> Vec<_> {
        words.iter().map(|word| (word.span.of(text).to_owned(), word.span, word.gap)).collect()
    };
    assert_eq!(show(&found), show(&words(&scanner, text)), "{language} {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_has_the_same_words(text in "\\PC{0,40}") {
        same(&text);
    }

    #[test]
    fn arbitrary_characters_have_the_same_words(chars in proptest::collection::vec(any::<char>(), 0..24)) {
        same(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn mixtures_have_the_same_words(parts in proptest::collection::vec(0..PARTS.len(), 0..16)) {
        same(&parts.into_iter().map(|part| PARTS[part]).collect::<String>());
    }
}

proptest! {
    #[test]
    fn long_words_and_those_far_behind_are_the_same(
        text in "([a-z]{1,9}[ \n,.'’“—-]|[A-Z0-9]{1,4}[ -9:&_]| |[é×ßИзŵ·’]|[а-яéa-z]{1,9}[ .'’-]|[a-z]{60,70}){0,30}",
        parts in proptest::collection::vec(0..PARTS.len(), 0..4),
    ) {
        let behind = parts.into_iter().map(|part| PARTS[part]).collect::<String>();
        for language in [Language::English, Language::French] {
            same_in(language, &format!("{text}{behind}"));
        }
    }

    #[test]
    fn sentences_have_the_words_that_each_has_alone(
        parts in proptest::collection::vec(0..PARTS.len(), 0..60),
        ends in proptest::collection::vec(0usize..200, 0..9),
    ) {
        let text = parts.into_iter().map(|part| PARTS[part]).collect::<String>();
        let mut ends: Vec<_> = ends.into_iter().filter(|&end| text.is_char_boundary(end)).collect();
        ends.push(text.len());
        ends.sort_unstable();
        let mut start = 0;
        let sentences: Vec<_> = ends.into_iter().map(|end| {
            let sentence = Span::new(start, end).trimmed(&text);
            start = end;
            sentence
        }).collect();
        let mut kinds = Kinds::default();
        kinds.read(&text);
        for language in LANGUAGES {
            let scanner = WordScanner::new(language);
            let (mut together, mut apart) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
            scanner.words_of(&text, &kinds, &sentences, &mut together.0, &mut together.1);
            for sentence in &sentences {
                scanner.words_into(&text, *sentence, &mut apart.0);
                apart.1.push(apart.0.len());
            }
            prop_assert_eq!(&together, &apart, "{} {:?} {:?}", language, text, sentences);
        }
    }
}
