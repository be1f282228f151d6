//! Sentence splitting against golden files: our own in `tests/golden/sentences/`, and the shared ones where they are.
//! Both go the way that an article goes: paragraphs first, then sentences.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use epitome::Language;
use epitome::segment::{layout::paragraphs, sentences::SentenceSplitter};

use shared::shared;

fn sentences(text: &str, language: Language) -> Vec<String> {
    let splitter = SentenceSplitter::new(language);
    let mut spans = Vec::new();
    for paragraph in paragraphs(text) {
        splitter.split_into(text, paragraph, &mut spans);
    }
    spans.iter().map(|span| folded(span.of(text))).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

/// A file is blocks ended by `===`; a block is the text, `---`, and its sentences, one a line.
#[test]
fn own_cases() {
    let mut cases = 0;
    let mut faults = Vec::new();
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sentences"), "txt") {
        let language: Language = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        for block in fs::read_to_string(&path).unwrap().split("\n===\n") {
            let Some((text, expected)) = block.split_once("\n---\n") else { continue };
            let text = text.trim_start_matches('\n');
            let expected: Vec<_> = expected.lines().map(folded).filter(|line| !line.is_empty()).collect();
            let found = sentences(text, language);
            cases += 1;
            if found != expected {
                faults.push(format!("{language}: {text}\n  expected {expected:#?}\n  found {found:#?}"));
            }
        }
    }
    assert!(cases > 50, "only {cases} cases found");
    assert!(faults.is_empty(), "{} of {cases}:\n{}", faults.len(), faults.join("\n"));
}

/// All English golden rules, at least 95 % of the other languages' cases together, at least 80 % of each file.
#[test]
fn shared_cases() {
    let Some(folder) = shared("golden") else { return };
    let paths = files(&folder, "jsonl");
    assert!(!paths.is_empty());
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name.ends_with("_clean") {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = case["text"].as_str().unwrap();
            let expected: Vec<_> =
                case["sentences"].as_array().unwrap().iter().map(|s| folded(s.as_str().unwrap())).collect();
            let found = sentences(text, case["lang"].as_str().unwrap().parse().unwrap());
            let entry = tally.entry(name.clone()).or_default();
            entry.1 += 1;
            if found == expected {
                entry.0 += 1;
            } else {
                eprintln!("{name}: {text}\n  expected {expected:?}\n  found    {found:?}");
            }
        }
    }
    let (mut right, mut all) = (0, 0);
    for (name, (passed, cases)) in &tally {
        eprintln!("{name}: {passed} of {cases}");
        if name == "en" {
            assert_eq!(passed, cases, "English golden rules");
            continue;
        }
        assert!(passed * 100 >= cases * 80, "{name}: {passed} of {cases}");
        right += passed;
        all += cases;
    }
    eprintln!("other languages together: {right} of {all}");
    assert!(right * 100 >= all * 95, "other languages: {right} of {all}");
}

mod properties {
    use super::*;
    use epitome::span::Span;
    use proptest::prelude::*;

    const LANGUAGES: &[Language] = &[
        Language::English,
        Language::German,
        Language::Greek,
        Language::Arabic,
        Language::Japanese,
        Language::Unknown,
    ];

    /// Pieces that splitting is about, in any order, and anything else.
    fn text() -> impl Strategy<Value = String> {
        let pieces = prop_oneof![
            Just("U.S.".to_owned()),
            Just("Dr.".to_owned()),
            Just("1.".to_owned()),
            Just(". . .".to_owned()),
            Just("?!".to_owned()),
            Just(".”".to_owned()),
            Just("«".to_owned()),
            Just("。」".to_owned()),
            "[\"'()\\[\\].!?…։؟।:; \n\u{a0}]{1,4}",
            "[A-Za-zäßЖ日]{1,8}",
            "\\PC{1,3}",
        ];
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn sentences_and_the_white_space_between_rebuild_the_text(text in text(), at in 0..LANGUAGES.len()) {
            let splitter = SentenceSplitter::new(LANGUAGES[at]);
            let whole = Span::new(0, text.len());
            let mut spans = Vec::new();
            splitter.split_into(&text, whole, &mut spans);
            let mut end = 0;
            for span in &spans {
                prop_assert!(span.start as usize >= end && !span.is_empty());
                prop_assert!(text[end..span.start as usize].trim().is_empty());
                prop_assert_eq!(span.trimmed(&text), *span);
                end = span.end as usize;
            }
            prop_assert!(text[end..].trim().is_empty());
        }

        #[test]
        fn a_paragraph_is_split_alike_wherever_it_stands(text in text()) {
            let splitter = SentenceSplitter::new(Language::English);
            let (mut alone, mut within) = (Vec::new(), Vec::new());
            splitter.split_into(&text, Span::new(0, text.len()), &mut alone);
            let around = format!("Before. {text} After.");
            splitter.split_into(&around, Span::new(8, 8 + text.len()), &mut within);
            let pieces = |text: &str, spans: &[Span]| spans.iter().map(|span| span.of(text).to_owned()).collect::<Vec<_>>();
            prop_assert_eq!(pieces(&text, &alone), pieces(&around, &within));
        }
    }
}
