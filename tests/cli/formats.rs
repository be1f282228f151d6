//! Each output format, of summaries and of sentences.

use epitome::output::{Format, Presentation};
use serde_json::Value;

use crate::harness::{Folder, records, strings};

const HOSTILE: &str = "Bees \u{1b}[31mhum\u{1b}[0m in the \u{1b}]0;owned\u{7}garden.\u{9b}2J The bees \
    \u{202e}sleep\u{2066} at night. Bees\u{8}\u{7f} wake \u{1b}]8;;http://example.com\u{1b}\\early\u{1b}]8;;\u{1b}\\.\n";

/// A folder with one article that tries to steer the terminal, by every field that it has.
fn hostile() -> Folder {
    let record = serde_json::json!({"id": HOSTILE, "title": HOSTILE, "text": HOSTILE});
    Folder::new().file("a.jsonl", format!("{record}\n"))
}

/// The formats that this build writes.
fn formats() -> impl Iterator<Item = Format> {
    Format::ALL.iter().copied().filter(|format| format.exporter(Presentation::default()).is_ok())
}

fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn the_extension_names_the_format() {
    let folder = Folder::with_articles();
    for format in formats() {
        let told = folder.epitome(&format!("summarize bees.txt --format {format}")).succeeds();
        for extension in format.extensions() {
            folder.epitome(&format!("summarize bees.txt -o out.{extension}")).succeeds();
            let written = std::fs::read(folder.path().join(format!("out.{extension}"))).unwrap();
            assert!(written == told.stdout, "{extension}");
        }
    }
    folder.epitome("summarize bees.txt -o out.csv --format json").succeeds();
    assert!(folder.read("out.csv").starts_with('['));
    folder.epitome("summarize bees.txt -o out.data").succeeds();
    assert_eq!(records(&folder.read("out.data")).len(), 1);
}

#[test]
fn json_is_an_array_of_what_jsonl_has() {
    let folder = Folder::with_articles();
    for command in ["summarize", "keywords", "segment"] {
        let lines = folder.epitome(&format!("{command} bees.txt trams.txt --format jsonl")).succeeds();
        let array = folder.epitome(&format!("{command} bees.txt trams.txt --format json")).succeeds();
        assert_eq!(serde_json::from_slice::<Vec<Value>>(&array.stdout).unwrap(), lines.records());
    }
}

#[test]
fn csv_has_a_row_an_article() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("summarize bees.txt trams.txt --format csv").succeeds();
    let mut reader = csv::Reader::from_reader(&*outcome.stdout);
    let header =
        "id,source,language,title,standfirst,published,places,words,sentences,summary,keywords,warnings";
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>().join(","), header);
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let expected = folder.epitome("summarize bees.txt trams.txt").succeeds().records();
    assert_eq!(rows.len(), 2);
    for (row, record) in rows.iter().zip(&expected) {
        assert_eq!(&row[0], record["id"].as_str().unwrap());
        assert_eq!(&row[8], record["sentences"].to_string());
        assert_eq!(row[9], strings(&record["summary"], "text").join(" "));
        assert_eq!(row[10], strings(&record["keywords"], "text").join("; "));
    }
    let with_text = folder.epitome("summarize bees.txt --with-text --format csv").succeeds();
    let mut reader = csv::Reader::from_reader(&*with_text.stdout);
    assert_eq!(reader.headers().unwrap().iter().next_back(), Some("text"));
    assert_eq!(&reader.records().next().unwrap().unwrap()[12], crate::harness::BEES);
}

#[test]
fn csv_has_a_row_a_sentence() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("segment trams.txt --format csv").succeeds();
    let rows: Vec<_> =
        csv::Reader::from_reader(&*outcome.stdout).into_records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(&rows[0][6], "The city buys nine trams.");
    outcome.shows("id,source,language,sentence,start,end,text\n");
}

#[test]
fn markdown_is_readable_and_escaped() {
    let text = "Bees *hum* in the <b>garden</b> today. The bees sleep. [Bees](javascript:x) wake.\n";
    let record = serde_json::json!({"id": "b", "title": "# Bees & [friends]", "text": text});
    let folder = Folder::new().file("a.jsonl", format!("{record}\n"));
    let outcome = folder.epitome("summarize a.jsonl --format markdown").succeeds();
    outcome.shows("## \\# Bees \\& \\[friends\\]\n");
    outcome.shows("- Bees \\*hum\\* in the \\<b\\>garden\\</b\\> today.\n");
    outcome.shows("\\[Bees\\](javascript:x)");
}

#[test]
fn text_shows_title_facts_sentences_and_keywords() {
    let record = serde_json::json!({"id": "b", "title": "Bees return", "text": crate::harness::BEES});
    let folder = Folder::new().file("a.jsonl", format!("{record}\n"));
    let outcome = folder.epitome("summarize a.jsonl --format text").succeeds();
    outcome
        .shows("── a.jsonl:1 ─")
        .shows("\nBees return\n")
        .shows("English · ")
        .shows("6 sentences")
        .shows("  • ");
    outcome.check(is_clean(outcome.stdout()), "escape codes where nobody asked for colours");
    let found = folder.epitome("summarize a.jsonl").succeeds().record();
    for keyword in strings(&found["keywords"], "text") {
        outcome.shows(keyword);
    }
}

#[test]
fn text_fits_the_width() {
    let long =
        "Bees hum in the garden and wait for apples while the farmer counts the trees again. ".repeat(6);
    let folder =
        Folder::new().file("a.txt", &long).file("b.txt", "蜜蜂回到山谷在五月里找到了旧果园".repeat(20));
    for columns in [24, 40, 77] {
        let command = folder.epitome("summarize a.txt b.txt --format text");
        let outcome = command.env("COLUMNS", &columns.to_string()).succeeds();
        for line in outcome.stdout().lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            outcome.check(width <= columns, &format!("{width} columns of {columns}: {line}"));
        }
    }
}

#[test]
fn no_article_steers_the_terminal() {
    let folder = hostile();
    for command in ["summarize", "keywords", "segment"] {
        for format in formats().filter(|format| *format != Format::Parquet) {
            let outcome = folder.epitome(&format!("{command} a.jsonl --format {format}")).succeeds();
            outcome.check(is_clean(outcome.stdout()), "control characters");
        }
    }
    let shown = folder.epitome("summarize a.jsonl --format text --keywords 0").succeeds();
    shown.check(!shown.stdout().contains("owned"), "the title of a window is no text");
    shown.shows("Bees hum in the garden.").shows("Bees wake early.");
}

#[test]
fn records_say_what_the_article_says_all_the_same() {
    let record = hostile().epitome("summarize a.jsonl --with-text").succeeds().record();
    assert_eq!(record["text"], HOSTILE);
}

#[test]
fn no_error_steers_the_terminal() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("summarize bees.txt").arg("\u{1b}[31mred\u{202e}.txt").exits(1);
    outcome.check(is_clean(&outcome.stderr), "control characters");
    outcome.says("red.txt");
}

#[test]
fn colours_come_when_asked_for() {
    let folder = Folder::with_articles();
    let coloured = |command: crate::harness::Epitome<'_>| command.succeeds().stdout().contains('\u{1b}');
    assert!(coloured(folder.epitome("summarize bees.txt --format text --color always")));
    assert!(coloured(folder.epitome("summarize bees.txt --format text").env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(folder.epitome("summarize bees.txt --format text")));
    assert!(!coloured(
        folder.epitome("summarize bees.txt --format text --color never").env("CLICOLOR_FORCE", "1")
    ));
    assert!(!coloured(folder.epitome("summarize bees.txt --format jsonl --color always")));
    folder.epitome("summarize missing.txt --color always").exits(2).says("\u{1b}[1;31merror:");
}

#[test]
fn highlighted_text_is_the_whole_article() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("summarize bees.txt --highlight --sentences 2 --color always").succeeds();
    let record = folder.epitome("summarize bees.txt --sentences 2").succeeds().record();
    let plain = epitome::output::visible(outcome.stdout()).into_owned();
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    outcome.check(folded(&plain).contains(&folded(crate::harness::BEES)), "the article without its colours");
    let bold = |text: &str| text.contains("\u{1b}[1m") || text.contains("\u{1b}[1;36m");
    assert!(outcome.stdout().lines().any(bold) && outcome.stdout().contains("\u{1b}[36m"), "{outcome}");
    let marked = folder.epitome("summarize bees.txt --highlight --sentences 2").succeeds();
    for sentence in strings(&record["summary"], "text") {
        let text = folded(marked.stdout());
        marked.check(text.contains(&format!("▸{sentence}◂")), sentence);
    }
    let explained = folder.epitome("summarize bees.txt --highlight --explain").succeeds();
    explained.shows("salience, the sum of the features").shows("▸");
}
