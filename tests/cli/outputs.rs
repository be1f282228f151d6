//! Where results go: standard output, files that are complete or not there, error records.

use std::io::Read;

use serde_json::json;

use crate::harness::{BEES, Folder, records};

#[test]
fn an_output_file_has_what_standard_output_would_have() {
    let folder = Folder::with_articles();
    let shown = folder.epitome("summarize bees.txt trams.txt").succeeds();
    folder.epitome("summarize bees.txt trams.txt -o out.jsonl").succeeds();
    assert_eq!(folder.read("out.jsonl"), shown.stdout());
    let dash = folder.epitome("summarize bees.txt trams.txt -o -").succeeds();
    assert_eq!(dash.stdout(), shown.stdout());
}

#[test]
fn nothing_is_left_beside_an_output_file() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt -o out.jsonl --errors errors.jsonl").succeeds();
    assert_eq!(folder.names(), ["bees.txt", "errors.jsonl", "out.jsonl", "trams.txt"]);
    assert_eq!(folder.read("errors.jsonl"), "");
}

#[test]
fn a_run_that_does_nothing_leaves_the_old_output() {
    let folder = Folder::new().file("out.jsonl", "old\n").file("bad.jsonl", "nonsense\n");
    folder.epitome("summarize missing.txt -o out.jsonl").exits(2);
    folder.epitome("summarize bad.jsonl -o out.jsonl").exits(2);
    assert_eq!(folder.read("out.jsonl"), "old\n");
    assert_eq!(folder.names(), ["bad.jsonl", "out.jsonl"]);
}

#[test]
fn an_old_output_is_replaced() {
    let folder = Folder::with_articles().file("out.jsonl", "old\n".repeat(10_000));
    folder.epitome("summarize bees.txt -o out.jsonl").succeeds();
    assert_eq!(records(&folder.read("out.jsonl")).len(), 1);
}

#[cfg(unix)]
#[test]
fn an_output_keeps_its_permissions_and_links_stay_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::with_articles().file("real.jsonl", "old\n");
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(folder.path().join("real.jsonl"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("real.jsonl", folder.path().join("link.jsonl")).unwrap();
    folder.epitome("summarize bees.txt -o link.jsonl").succeeds();
    assert!(folder.path().join("link.jsonl").is_symlink());
    assert_eq!(records(&folder.read("real.jsonl")).len(), 1);
    assert_eq!(mode("real.jsonl"), 0o640);
    folder.epitome("summarize bees.txt -o new.jsonl").succeeds();
    // As any other new file of this user.
    assert_eq!(mode("new.jsonl"), mode("bees.txt"));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt -o /dev/null").succeeds();
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn failures_are_records() {
    let folder = Folder::new()
        .file("a.jsonl", "{\"id\":\"x\",\"text\":\"Bees hum.\"}\n{\"id\":\"y\"}\nnonsense\n")
        .file("bees.txt", BEES);
    let outcome = folder.epitome("summarize a.jsonl missing.txt bees.txt --errors errors.jsonl").exits(1);
    outcome.check(outcome.stderr.is_empty(), "standard error is not empty");
    assert_eq!(outcome.records().len(), 2);
    let errors = records(&folder.read("errors.jsonl"));
    let told: Vec<_> = errors.iter().map(|e| json!([e["id"], e["source"], e["error"]["kind"]])).collect();
    assert_eq!(
        told,
        [
            json!(["y", "a.jsonl:2", "missing-field"]),
            json!(["a.jsonl:3", "a.jsonl:3", "malformed"]),
            json!(["missing.txt", "missing.txt", "unreadable"]),
        ]
    );
    for error in &errors {
        assert!(!error["error"]["message"].as_str().unwrap().is_empty());
        assert_eq!(error.as_object().unwrap().len(), 3);
        assert_eq!(error["error"].as_object().unwrap().len(), 2);
    }
}

#[test]
fn failures_of_a_fit_are_records_too() {
    let folder = Folder::with_articles();
    folder
        .epitome("fit bees.txt missing.txt -o a.stats --errors e.jsonl")
        .exits(1)
        .says("1 article, 1 error");
    assert_eq!(records(&folder.read("e.jsonl"))[0]["id"], "missing.txt");
    assert!(folder.exists("a.stats"));
}

#[test]
fn an_output_is_compressed_as_its_name_says() {
    let folder = Folder::with_articles();
    let inputs = "summarize bees.txt missing.txt trams.txt";
    for format in ["jsonl", "json", "csv", "md"] {
        let run = |name: &str| {
            folder.epitome(&format!("{inputs} -o {name} --errors {name}.errors.gz")).exits(1);
            std::fs::read(folder.path().join(name)).unwrap()
        };
        let plain = run(&format!("a.{format}"));
        let (gzip, zstd) = (run(&format!("a.{format}.gz")), run(&format!("a.{format}.zst")));
        let (mut from_gzip, mut from_zstd) = (Vec::new(), Vec::new());
        flate2::read::MultiGzDecoder::new(&*gzip).read_to_end(&mut from_gzip).unwrap();
        let mut decoder = ruzstd::decoding::StreamingDecoder::new(&*zstd).unwrap();
        decoder.read_to_end(&mut from_zstd).unwrap();
        assert!(from_gzip == plain && from_zstd == plain, "{format}");
        assert!(run(&format!("a.{format}.gz")) == gzip, "{format}: a second run has other bytes");
    }
    let errors = std::fs::read(folder.path().join("a.csv.errors.gz")).unwrap();
    let mut told = String::new();
    flate2::read::MultiGzDecoder::new(&*errors).read_to_string(&mut told).unwrap();
    assert_eq!(records(&told)[0]["id"], "missing.txt");
}
