//! Detection on sentences of `tests/golden/languages.tsv`, and on the evaluation articles where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod shared;

use std::fs;
use std::path::Path;

use epitome::language::{Language, detect::detect};
use epitome::segment::sentences::SentenceSplitter;
use epitome::span::Span;

use shared::shared;

#[test]
fn golden_sentences() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/languages.tsv");
    let text = fs::read_to_string(path).unwrap();
    let mut faults = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (code, sentence) = line.split_once('\t').unwrap();
        let found = detect(sentence);
        if found.code() != code {
            faults.push(format!("{code} taken for {found}: {sentence}"));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_letters_no_language() {
    for text in ["", " \n", "1 2 3", "17:30", "🎉", "…", "\u{301}\u{200d}", "=-=-="] {
        assert_eq!(detect(text), Language::Unknown, "{text:?}");
    }
}

#[test]
fn any_cut_of_a_text_is_taken() {
    let text = "Où? Größe Привет мир 東京タワー ไทย नमस्ते 🎉 ".repeat(40);
    for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        detect(&text[at..]);
        detect(&text[..at]);
    }
}

/// Language and text of every document of the sets in a folder.
fn documents(folder: &Path) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let sets = fs::read_to_string(folder.join("sets.tsv")).unwrap();
    for line in sets.lines().skip(1) {
        let mut columns = line.split('\t');
        let (set, language) = (columns.next().unwrap(), columns.next().unwrap());
        let lines = fs::read_to_string(folder.join(format!("{set}.jsonl"))).unwrap();
        for line in lines.lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = record["text"].as_str().unwrap_or_default().to_owned();
            found.push((format!("{set}/{}", record["id"]), language.to_owned(), text));
        }
    }
    found
}

fn percent(right: usize, of: usize) -> f64 {
    100.0 * right as f64 / of as f64
}

#[test]
fn evaluation_articles() {
    for folder in ["data/summaries", "data/keywords"] {
        let Some(folder) = shared(folder) else { return };
        let (mut whole, mut first, mut told, mut count) = (0, 0, 0, 0);
        for (id, code, text) in documents(&folder) {
            count += 1;
            let found = detect(&text);
            if found.code() == code {
                whole += 1;
            } else {
                println!("article {id} of {code} taken for {found}: {:.80}", text.trim().replace('\n', " "));
            }
            let language = code.parse().unwrap();
            let line = text.trim_start();
            let line = line.split("\n\n").next().unwrap_or_default();
            let mut sentences = Vec::new();
            SentenceSplitter::new(language).split_into(line, Span::new(0, line.len()), &mut sentences);
            // "By." and "SECTION 1." are no sentences that tell a language.
            let tells = |span: &&Span| span.of(line).split_whitespace().count() >= 5;
            let Some(sentence) = sentences.iter().find(tells).map(|span| span.of(line)) else { continue };
            told += 1;
            let found = detect(sentence);
            if found.code() == code {
                first += 1;
            } else {
                println!("sentence {id} of {code} taken for {found}: {sentence:.120}");
            }
        }
        let (whole, first) = (percent(whole, count), percent(first, told));
        println!("{}: {count} articles {whole:.2} %, {told} first sentences {first:.2} %", folder.display());
        assert!(whole >= 99.5 && first >= 97.0);
    }
}
