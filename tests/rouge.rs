//! Our Porter stemmer and ROUGE figures are those of NLTK and Google's `rouge-score` 0.1.2, on committed tables.
//! `tests/golden/rouge.py` fills in the figures of new cases.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test may fail loudly and say what it skipped

use std::fs;
use std::path::{Path, PathBuf};

use epitome::Language;
use epitome::eval::porter::Porter;
use epitome::eval::{RougeScorer, Score};
use serde::Deserialize;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Number of rows in a table of lines `word`, tab, `stem`, and the rows that we stem otherwise.
fn wrong_stems(table: &Path) -> (usize, Vec<String>) {
    let mut porter = Porter::default();
    let table = fs::read_to_string(table).unwrap();
    let rows: Vec<_> = table.lines().filter_map(|line| line.split_once('\t')).collect();
    let wrong = rows.iter().filter_map(|&(word, expected)| {
        let mut stem = String::new();
        porter.stem_into(word, &mut stem);
        (stem != expected).then(|| format!("{word}: {stem}, should be {expected}"))
    });
    (rows.len(), wrong.collect())
}

#[test]
fn stems_are_those_of_nltk() {
    let (rows, wrong) = wrong_stems(&golden("porter.tsv"));
    assert!(rows >= 600, "only {rows} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same over a long table of one's own: `EPITOME_STEMS=FILE cargo test --test rouge`.
#[test]
fn stems_of_a_long_table_are_those_of_nltk() {
    let Some(table) = std::env::var_os("EPITOME_STEMS") else {
        println!("skipped: EPITOME_STEMS names no table");
        return;
    };
    let (rows, wrong) = wrong_stems(Path::new(&table));
    println!("{rows} words");
    assert!(wrong.is_empty(), "{} wrong, such as {:?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

/// Precision, recall and F1.
type Figures = [f64; 3];

#[derive(Deserialize)]
struct Case {
    candidate: String,
    reference: String,
    rouge1: Figures,
    rouge2: Figures,
    #[serde(rename = "rougeLsum")]
    rouge_lsum: Figures,
}

fn figures(score: Score) -> Figures {
    [score.precision, score.recall, score.f1]
}

fn wrong_cases(table: &Path) -> (usize, Vec<String>) {
    let mut scorer = RougeScorer::new(Language::English);
    let table = fs::read_to_string(table).unwrap();
    let mut wrong = Vec::new();
    for (number, line) in table.lines().enumerate() {
        let case: Case = serde_json::from_str(line).unwrap();
        let lines: Vec<_> = case.candidate.split('\n').collect();
        let ours = scorer.score(&lines, &[case.reference]);
        for (name, ours, expected) in [
            ("rouge1", figures(ours.rouge1), case.rouge1),
            ("rouge2", figures(ours.rouge2), case.rouge2),
            ("rougeLsum", figures(ours.rouge_lsum), case.rouge_lsum),
        ] {
            if ours.iter().zip(expected).any(|(ours, expected)| (ours - expected).abs() > 5e-7) {
                wrong.push(format!("line {}: {name} {ours:?}, should be {expected:?}", number + 1));
            }
        }
    }
    (table.lines().count(), wrong)
}

#[test]
fn figures_are_those_of_rouge_score() {
    let (rows, wrong) = wrong_cases(&golden("rouge.jsonl"));
    assert!(rows >= 150, "only {rows} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same over a long table of one's own: `EPITOME_ROUGE=FILE cargo test --test rouge`.
#[test]
fn figures_of_a_long_table_are_those_of_rouge_score() {
    let Some(table) = std::env::var_os("EPITOME_ROUGE") else {
        println!("skipped: EPITOME_ROUGE names no table");
        return;
    };
    let (rows, wrong) = wrong_cases(Path::new(&table));
    println!("{rows} pairs");
    assert!(wrong.is_empty(), "{} wrong, such as {:?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}
