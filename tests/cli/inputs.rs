//! What can be read, and from where.

use serde_json::Value;

use crate::harness::{BEES, Folder, TRAMS, corpus, records, strings};

fn ids(lines: &str) -> Vec<String> {
    records(lines).iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn standard_input_is_read_where_nothing_is_named() {
    let folder = Folder::new();
    let implied = folder.epitome("summarize").stdin(BEES).succeeds();
    let named = folder.epitome("summarize -").stdin(BEES).succeeds();
    assert_eq!(implied.stdout(), named.stdout());
    assert_eq!(implied.record()["id"], "-");
}

#[test]
fn standard_input_is_recognised_by_its_content() {
    let line = "{\"id\":\"b\",\"title\":\"Bees\",\"text\":\"Bees hum.\"}\n";
    let record = Folder::new().epitome("summarize").stdin(line).succeeds().record();
    assert_eq!((record["id"].as_str(), record["title"].as_str()), (Some("b"), Some("Bees")));
    assert_eq!(record["source"], "-:1");
}

#[test]
fn several_inputs_keep_their_order() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("summarize trams.txt - bees.txt").stdin(BEES).succeeds();
    assert_eq!(ids(outcome.stdout()), ["trams.txt", "-", "bees.txt"]);
}

#[test]
fn standard_input_among_many_files_can_be_read_twice() {
    let mut folder = Folder::new();
    for number in 10..40 {
        folder = folder.file(&format!("many/{number}.txt"), BEES);
    }
    let outcome = folder.epitome("summarize many - --statistics corpus").stdin(TRAMS).succeeds();
    assert_eq!(outcome.records().len(), 31);
    let last = outcome.records().pop().unwrap();
    assert_eq!((last["id"].as_str(), last["sentences"].as_u64()), (Some("-"), Some(4)));
}

#[test]
fn directories_are_walked_in_order_without_hidden_and_ignored_files() {
    let folder = Folder::new()
        .file("d/b.txt", BEES)
        .file("d/a/z.md", TRAMS)
        .file("d/.hidden.txt", BEES)
        .file("d/skipped.txt", BEES)
        .file("d/.ignore", "skipped.txt\n")
        .file("d/c.jsonl", "{\"id\":\"one\",\"text\":\"Ants dig.\"}\n{\"text\":\"Ants dig.\"}\n");
    let outcome = folder.epitome("summarize d").succeeds();
    assert_eq!(ids(outcome.stdout()), ["d/a/z.md", "d/b.txt", "one", "d/c.jsonl:2"]);
}

#[test]
fn patterns_stand_for_files() {
    let folder = Folder::with_articles().file("d/b.md", TRAMS).file("d/a.txt", BEES).file("[x].txt", BEES);
    let outcome = folder.epitome("segment d/* *.txt").succeeds();
    assert_eq!(ids(outcome.stdout()), ["d/a.txt", "d/b.md", "[x].txt", "bees.txt", "trams.txt"]);
    let outcome = folder.epitome("segment [x].txt none/*.txt *.none").exits(1);
    assert_eq!(ids(outcome.stdout()), ["[x].txt"]);
    outcome.says("none/*.txt: no file matches").says("*.none: no file matches");
    folder.epitome("segment *.txt -o bees.txt").exits(2).says("both input and output");
}

#[test]
fn fields_of_records_have_names() {
    let line = "{\"n\":7,\"head\":\"Ants\",\"body\":\"Ants dig. Ants sleep.\"}\n";
    let folder = Folder::new().file("a.jsonl", line);
    let options = "--id-field n --title-field head --text-field body";
    let record = folder.epitome(&format!("summarize a.jsonl {options}")).succeeds().record();
    assert_eq!(record["id"], "7");
    assert_eq!(record["title"], "Ants");
    assert_eq!(record["sentences"], 2);
    folder.epitome("summarize a.jsonl").exits(2).says("text");
}

#[test]
fn the_input_format_can_be_told() {
    let folder = Folder::new().file("page", "<html><body><p>Bees hum in the garden.</p></body></html>");
    let record = folder.epitome("summarize page --input-format text --with-text").succeeds().record();
    assert!(record["text"].as_str().unwrap().contains("<p>"), "{record}");
    folder.epitome("summarize page --input-format jsonl").exits(2);
}

#[test]
fn bytes_that_are_no_utf_8_are_decoded_with_a_warning() {
    let folder =
        Folder::new().file("a.txt", b"Die B\xe4ume bl\xfchen fr\xfch. Die V\xf6gel s\xfcngen sch\xf6n.\n");
    let record = folder.epitome("summarize a.txt --with-text").succeeds().record();
    assert!(record["text"].as_str().unwrap().contains("Bäume"), "{record}");
    assert!(record["warnings"][0].as_str().unwrap().contains("decoded"), "{record}");
}

/// What makes other summarizers crash or fall silent.
#[test]
fn odd_articles_are_articles() {
    let folder = Folder::new()
        .file("1-empty.txt", "")
        .file("2-blank.txt", " \n\n\t\n")
        .file("3-word.txt", "Bees")
        .file("4-sentence.txt", "Bees hum in the garden.")
        .file("5-stop-words.txt", "The and of the. It is the of.")
        .file("6-numbers.txt", "1 2 3. 4 5 6.")
        .file("7-marks.txt", "... !!! ???")
        .file("8-repeated.txt", "Bees hum in the garden. ".repeat(30));
    for command in ["summarize", "keywords --keywords 1000", "segment"] {
        for format in ["jsonl", "json", "text", "csv", "markdown"] {
            folder.epitome(&format!("{command} . --format {format}")).succeeds();
        }
    }
    let records = folder.epitome("summarize .").succeeds().records();
    assert_eq!(records.len(), 8);
    let lengths: Vec<_> = records.iter().map(|r| r["summary"].as_array().unwrap().len()).collect();
    assert_eq!((lengths[0], lengths[1], lengths[3]), (0, 0, 1));
    assert_eq!(lengths[7], 1, "a copy of a chosen sentence was chosen: {}", records[7]);
    assert_eq!(records[0]["warnings"], Value::from(vec!["no sentences"]));
    assert_eq!(strings(&records[3]["summary"], "text"), ["Bees hum in the garden."]);
}

#[test]
fn an_empty_standard_input_is_an_empty_article() {
    let record = Folder::new().epitome("summarize").stdin("").succeeds().record();
    assert_eq!(record["summary"], Value::Array(vec![]));
}

#[test]
fn no_article_at_all_is_said() {
    let folder = Folder::new().file("empty.jsonl", "").file("d/.hidden.txt", BEES);
    for input in ["empty.jsonl", "d"] {
        let outcome = folder.epitome(&format!("summarize {input} --input-format jsonl")).exits(0);
        outcome.says("no articles");
        outcome.check(outcome.stdout.is_empty(), "expected no record");
    }
    let array = folder.epitome("summarize empty.jsonl --format json").exits(0);
    assert_eq!(serde_json::from_slice::<Value>(&array.stdout).unwrap(), Value::Array(vec![]));
}

#[test]
fn the_whole_corpus_is_read() {
    let outcome = Folder::new().epitome("summarize -q").arg(corpus()).succeeds();
    assert!(outcome.records().len() >= 30, "{outcome}");
}
