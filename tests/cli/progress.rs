//! Progress for people and programs, and the closing line.

use std::io::{BufRead, BufReader, Write};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{BEES, Folder, TRAMS, records};

#[test]
fn progress_is_silent_unless_asked_for() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt --progress auto").succeeds();
    folder.epitome("summarize bees.txt --progress never").succeeds();
    folder.epitome("summarize bees.txt --progress always").exits(0).says("1 article");
}

#[test]
fn progress_for_programs_is_json() {
    let folder = Folder::with_articles();
    let outcome =
        folder.epitome("summarize bees.txt missing.txt trams.txt --errors e.jsonl -q --progress json");
    let outcome = outcome.exits(1);
    let lines: Vec<Value> = outcome.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.last().unwrap();
    assert_eq!(
        [&last["pass"], &last["articles"], &last["errors"], &last["eta"], &last["last"]],
        [&json!("summarizing"), &json!(2), &json!(1), &json!(0.0), &json!(true)]
    );
    assert!(last["bytes"].as_u64().unwrap() > BEES.len() as u64);
    assert!(last["rate"].as_f64().unwrap() > 0.0 && last["elapsed"].as_f64().unwrap() > 0.0);
    assert_eq!(last["total_bytes"], Value::Null, "a missing file has no size");
    assert!(lines.iter().rev().skip(1).all(|line| line["last"] == json!(false)));
}

#[test]
fn progress_goes_on_where_an_input_has_stalled() {
    for (options, pass) in [
        ("--statistics none", "summarizing"),
        ("--statistics corpus", "reading standard input"),
        ("", "reading standard input"),
    ] {
        let folder = Folder::new();
        let command = format!("summarize --input-format jsonl {options} --progress json");
        let mut child = folder.epitome(&command).stdin("").spawn();
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{}", json!({"id": "bees", "text": BEES})).unwrap();
        stdin.flush().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        let reader = thread::spawn(move || stderr.lines().try_for_each(|line| sender.send(line.unwrap())));
        for _ in 0..2 {
            let line = lines.recv_timeout(Duration::from_mins(1)).expect("a line while nothing comes in");
            let line: Value = serde_json::from_str(&line).unwrap();
            assert_eq!((&line["pass"], &line["last"]), (&json!(pass), &json!(false)), "{options}");
            assert_eq!((&line["total_bytes"], &line["eta"]), (&Value::Null, &Value::Null));
        }
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{options}");
        assert_eq!(records(std::str::from_utf8(&output.stdout).unwrap()).len(), 1);
        reader.join().unwrap().unwrap();
        let last: Value = serde_json::from_str(&lines.iter().last().unwrap()).unwrap();
        assert_eq!((&last["pass"], &last["articles"]), (&json!("summarizing"), &json!(1)));
        assert_eq!(last["last"], json!(true));
    }
}

#[test]
fn the_closing_line_has_totals_bytes_rate_and_time() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("summarize bees.txt missing.txt trams.txt").exits(1);
    let closing = outcome.stderr.lines().last().unwrap();
    let parts: Vec<_> = closing.split(", ").collect();
    let bytes = BEES.len() + TRAMS.len();
    assert_eq!(parts[..3], ["epitome: 2 articles", "1 error", &format!("{bytes} B")], "{closing}");
    assert!(parts[3].ends_with("/s") && parts[4].ends_with(" s") && parts.len() == 5, "{closing}");
}
