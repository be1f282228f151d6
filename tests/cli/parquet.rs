//! Parquet as an output: the records that JSON lines have, for any number of threads, read by a reader that knows nothing of
//! how they were written.

use std::io::Write;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Value, json};

use crate::harness::{Folder, corpus};
use crate::sources::{gzip, zstd};

fn object(row: &Row) -> Value {
    row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect::<Map<_, _>>().into()
}

/// What a field says; an explanation as the tree that its JSON stands for.
fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Str(text) => json!(text),
        Field::Long(number) => json!(number),
        // Through its digits, since the records that it is compared with are read from theirs.
        Field::Double(score) => serde_json::from_str(&json!(score).to_string()).unwrap(),
        Field::Group(row) => {
            let mut group = object(row);
            if let Some(Value::String(tree)) = group.get("explanation").cloned() {
                group["explanation"] = serde_json::from_str(&tree).unwrap();
            }
            group
        }
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        other => panic!("{other:?}"),
    }
}

/// The records, and how many of them each row group has.
fn read(bytes: &[u8]) -> (Vec<Value>, Vec<usize>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let groups =
        file.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap()).collect();
    (file.get_row_iter(None).unwrap().map(|row| object(&row.unwrap())).collect(), groups)
}

impl Folder {
    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).unwrap()
    }
}

#[test]
fn rows_are_the_records_of_jsonl() {
    let folder = Folder::new();
    let articles = corpus().join("en");
    for command in [
        "summarize --with-text --explain",
        "summarize --keywords 0",
        "summarize --words 3",
        "keywords --explain",
        "segment --with-text",
    ] {
        let run = |options: &str| {
            folder.epitome(&format!("{command} {options}")).arg(&articles).succeeds();
        };
        run("-o a.jsonl");
        let expected = crate::harness::records(&folder.read("a.jsonl"));
        let keys = |record: &Value| record.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        run("-o a.parquet --row-group 3 -j 1");
        let (found, groups) = read(&folder.bytes("a.parquet"));
        assert_eq!(keys(&found[0]), keys(&expected[0]), "{command}");
        assert!(found == expected, "{command}");
        assert_eq!(groups[..groups.len() - 1], vec![3; found.len().div_ceil(3) - 1]);
        run("-o b.parquet --row-group 3 -j 2");
        assert!(folder.bytes("a.parquet") == folder.bytes("b.parquet"), "{command}");
        run("-o c.parquet");
        assert_eq!(read(&folder.bytes("c.parquet")), (found, vec![expected.len()]));
    }
}

#[test]
fn the_bytes_are_the_same_from_any_input() {
    let articles: String = (0..900)
        .map(|n| format!("{{\"id\": \"a{n}\", \"text\": \"{}\"}}\n", format!("Bees hum {n}. ").repeat(60)))
        .collect();
    let folder = Folder::new()
        .file("a.jsonl", &articles)
        .file("a.jsonl.gz", gzip(articles.as_bytes()))
        .file("a.jsonl.zst", zstd(articles.as_bytes()));
    let options = "--input-format jsonl --format parquet --row-group 250";
    let run = |input: &str| {
        let command = folder.epitome(&format!("segment {input} {options}"));
        let command = if input == "-" { command.stdin(articles.as_bytes()) } else { command };
        read(&command.succeeds().stdout)
    };
    let (records, groups) = run("a.jsonl");
    assert_eq!((records.len(), groups), (900, vec![250, 250, 250, 150]));
    for input in ["a.jsonl.gz", "a.jsonl.zst", "-"] {
        let (found, groups) = run(input);
        let same = |a: &Value, b: &Value| {
            let mut b = b.clone();
            b["source"] = a["source"].clone();
            *a == b
        };
        assert!(found.iter().zip(&records).all(|(a, b)| same(a, b)), "{input}");
        assert_eq!(groups, [250, 250, 250, 150], "{input}");
    }
}

#[test]
fn what_is_written_is_an_input() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt trams.txt --with-text -o a.parquet").succeeds();
    let again = folder.epitome("segment a.parquet").succeeds().records();
    let expected = folder.epitome("segment bees.txt trams.txt").succeeds().records();
    for (again, expected) in again.iter().zip(&expected) {
        assert_eq!((&again["id"], &again["sentences"]), (&expected["id"], &expected["sentences"]));
    }
    folder.epitome("summarize bees.txt -o b.parquet").succeeds();
    folder.epitome("segment b.parquet").exits(2).says("no column 'text'");
}

#[test]
fn a_file_without_a_record_is_one() {
    let folder = Folder::new().file("a.jsonl", "");
    folder.epitome("summarize a.jsonl -o a.parquet -q").succeeds();
    assert_eq!(read(&folder.bytes("a.parquet")), (vec![], vec![]));
}

#[test]
fn a_file_that_cannot_be_is_refused() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt -o a.parquet.gz").exits(2).says("compressed inside").says("--format");
    folder.epitome("summarize bees.txt -o a.parquet --row-group 0").exits(2).says("--row-group");
    assert_eq!(folder.names(), ["bees.txt", "trams.txt"]);
}
