//! Paragraphs: golden files that need no Rust to extend, a text wrapped at many widths, and properties of any input.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use epitome::segment::layout::paragraphs;
use proptest::prelude::*;

/// The paragraphs of a text, each folded to one line.
fn folded(text: &str) -> Vec<String> {
    paragraphs(text).iter().map(|span| fold(span.of(text))).collect()
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cases of the golden files: the input, `---`, the expected paragraphs one a line, `===`. Lines of the input may hold
/// the escapes `\r`, `\t`, `\f`, `\v` and `\u{…}`, and `␤` at the end of a line joins it to the next without a line end.
#[test]
fn golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/layout");
    let mut faults = Vec::new();
    let mut cases = 0;
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let content = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for (at, case) in content.split("\n===\n").enumerate() {
            if case.trim().is_empty() {
                continue;
            }
            let Some((input, expected)) = case.split_once("\n---\n") else {
                panic!("{name}, case {}: no line '---'", at + 1);
            };
            cases += 1;
            let input = unescaped(input);
            let found = folded(&input);
            let expected: Vec<_> = expected.lines().filter(|line| !line.is_empty()).collect();
            if found != expected {
                faults.push(format!(
                    "{name}, case {}:\n{input}\nexpected {expected:#?}\nfound {found:#?}",
                    at + 1
                ));
            }
        }
    }
    assert!(cases >= 40, "only {cases} cases found");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn unescaped(input: &str) -> String {
    let mut text =
        input.replace("\\r", "\r").replace("\\t", "\t").replace("\\f", "\x0c").replace("\\v", "\x0b");
    text = text.replace("␤\n", "");
    while let Some(at) = text.find("\\u{") {
        let end = at + text[at..].find('}').unwrap();
        let code = u32::from_str_radix(&text[at + 3..end], 16).unwrap();
        text.replace_range(at..=end, &char::from_u32(code).unwrap().to_string());
    }
    text
}

/// Wraps one paragraph greedily at `width` characters.
fn wrapped(paragraph: &str, width: usize, first: &str, rest: &str) -> String {
    let mut lines = vec![first.to_owned()];
    let mut empty = true;
    for word in paragraph.split_whitespace() {
        let last = lines.last_mut().unwrap();
        if empty {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(format!("{rest}{word}"));
        }
        empty = false;
    }
    lines.join("\n")
}

/// Paragraphs of prose: a capital first, a full stop last, capitals and full stops inside.
fn prose() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        12 => "[a-z]{1,11}",
        2 => "[A-Z][a-z]{1,9}",
        1 => "[a-z]{2,8}[,.]",
        1 => "[0-9]{4}",
        1 => "[a-zäöüéа-я]{3,9}",
    ];
    let paragraph = prop::collection::vec(word, 25..90).prop_map(|words| {
        format!("The {} so the prose runs on and on, it is said, without end.", words.join(" "))
    });
    prop::collection::vec(paragraph, 2..7)
}

proptest! {
    #[test]
    fn spans_cover_all_but_white_space(text in ".{0,40}(\\PC|[ \t\r\n\u{85}\u{2028}\u{2029}\x0b\x0c.,:-]){0,200}") {
        covers(&text);
    }

    #[test]
    fn spans_cover_lines(lines in prop::collection::vec("( |\t){0,3}[-*•1a(A.。字 |)]{0,12}", 0..40)) {
        for end in ["\n", "\r\n", "\r", "\u{2028}", "\n\x0c"] {
            covers(&lines.join(end));
        }
    }

    #[test]
    fn wrapping_with_blank_lines_changes_nothing(paragraphs in prose(), width in 60_usize..=100) {
        let clean = paragraphs.join("\n");
        prop_assert_eq!(&folded(&clean), &paragraphs);
        let text: Vec<_> = paragraphs.iter().map(|piece| wrapped(piece, width, "", "")).collect();
        prop_assert_eq!(&folded(&text.join("\n\n")), &paragraphs);
        prop_assert_eq!(&folded(&text.join("\r\n\r\n").replace('\n', "\r\n")), &paragraphs);
    }

    #[test]
    fn wrapping_with_indents_changes_nothing(paragraphs in prose(), width in 60_usize..=100) {
        let text: Vec<_> = paragraphs.iter().map(|piece| wrapped(piece, width, "    ", "")).collect();
        prop_assert_eq!(&folded(&text.join("\n")), &paragraphs);
    }

    #[test]
    fn wrapped_list_items_stay_whole(paragraphs in prose(), width in 60_usize..=100) {
        let text: Vec<_> = paragraphs.iter().map(|piece| wrapped(piece, width, "- ", "  ")).collect();
        let expected: Vec<_> = paragraphs.iter().map(|piece| format!("- {piece}")).collect();
        prop_assert_eq!(&folded(&text.join("\n")), &expected);
    }
}

fn covers(text: &str) {
    let mut at = 0;
    for span in paragraphs(text) {
        assert!(!span.is_empty());
        assert_eq!(span.trimmed(text), span, "not trimmed in {text:?}");
        assert!(span.start as usize >= at, "out of order in {text:?}");
        assert!(text[at..span.start as usize].trim().is_empty(), "text lost in {text:?}");
        at = span.end as usize;
    }
    assert!(text[at..].trim().is_empty(), "text lost in {text:?}");
}
