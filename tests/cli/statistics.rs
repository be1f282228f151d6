//! Fitting, merging, and where document frequencies come from.

use std::fmt::Write as _;

use crate::harness::{BEES, Folder, TRAMS, corpus};

/// A folder with so many articles, half of them about bees.
fn many(count: usize) -> Folder {
    (0..count).fold(Folder::new(), |folder, number| {
        let text = if number % 2 == 0 { BEES } else { TRAMS };
        folder.file(&format!("many/{number:03}.txt"), text)
    })
}

#[test]
fn parts_merge_to_the_whole() {
    let folder = Folder::with_articles();
    folder.epitome("fit bees.txt trams.txt -o whole.stats").exits(0).says("2 articles");
    folder.epitome("fit bees.txt -o a.stats -q").succeeds();
    folder.epitome("fit trams.txt -o b.stats -q").succeeds();
    folder.epitome("merge b.stats a.stats -o merged.stats").exits(0).says("merged 2 files");
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(bytes("merged.stats"), bytes("whole.stats"));
    folder.epitome("fit bees.txt trams.txt -o again.stats -q -j 1").succeeds();
    assert_eq!(bytes("again.stats"), bytes("whole.stats"));
}

#[test]
fn a_fit_says_what_it_drops() {
    let folder = Folder::with_articles();
    folder
        .epitome("fit bees.txt trams.txt -o a.stats --min-df 2")
        .exits(0)
        .says("dropped")
        .says("fewer than 2");
    folder
        .epitome("fit bees.txt -o a.stats --max-terms 3")
        .exits(0)
        .says("fitted 1 article: 3 terms")
        .says("3 most");
}

#[test]
fn a_merge_with_a_bad_file_writes_nothing() {
    let folder = Folder::with_articles();
    folder.epitome("fit bees.txt -o a.stats -q").succeeds();
    let outcome = folder.epitome("merge a.stats bees.txt -o m.stats").exits(2);
    outcome.says(
        "statistics file bees.txt: not a statistics file of this version\nhint: make one with 'epitome fit",
    );
    folder.epitome("merge a.stats missing.stats -o m.stats").exits(2).says("missing.stats");
    assert_eq!(folder.names(), ["a.stats", "bees.txt", "trams.txt"]);
}

#[test]
fn twenty_articles_are_a_corpus() {
    for (count, alike) in [(19, "builtin"), (20, "corpus")] {
        let folder = many(count);
        let default = folder.epitome("summarize many").succeeds();
        for choice in ["builtin", "corpus"] {
            let told = folder.epitome(&format!("summarize many --statistics {choice}")).succeeds();
            let same = told.stdout() == default.stdout();
            if choice == alike {
                default.check(same, &format!("{count} articles are not done as with {choice}"));
            }
        }
    }
}

#[test]
fn a_fitted_file_does_what_the_corpus_does() {
    let folder = many(24);
    folder.epitome("fit many -o many.stats -q").succeeds();
    let file = folder.epitome("summarize many --statistics many.stats").succeeds();
    let corpus = folder.epitome("summarize many --statistics corpus").succeeds();
    assert_eq!(file.stdout(), corpus.stdout());
    folder.epitome("keywords many --statistics many.stats").succeeds();
}

#[test]
fn failures_are_told_once_although_the_inputs_are_read_twice() {
    let folder = many(24);
    let outcome = folder.epitome("summarize many missing.txt").exits(1);
    assert_eq!(outcome.stderr.matches("missing.txt").count(), 1, "{outcome}");
}

#[test]
fn a_corpus_on_standard_input() {
    let mut lines = String::new();
    for number in 0..25 {
        let record = serde_json::json!({"id": number, "text": format!("{BEES} {number}")});
        writeln!(lines, "{record}").unwrap();
    }
    let folder = Folder::new().file("a.jsonl", &lines);
    let piped = folder.epitome("summarize --statistics corpus").stdin(lines.clone()).succeeds();
    let default = folder.epitome("summarize").stdin(lines).succeeds();
    let named = folder.epitome("summarize a.jsonl").succeeds();
    assert_eq!(piped.stdout(), default.stdout());
    assert_eq!(piped.stdout(), named.stdout().replace("\"a.jsonl:", "\"-:"));
}

#[test]
fn every_source_of_statistics_works_on_the_corpus() {
    for choice in ["corpus", "builtin", "none"] {
        Folder::new().epitome(&format!("summarize -q --statistics {choice}")).arg(corpus()).succeeds();
    }
}
