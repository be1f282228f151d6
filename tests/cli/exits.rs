//! Exit codes: 0, 1, 2 and 130.

use std::fmt::Write as _;
use std::io::Read as _;

use crate::harness::{BEES, Folder, TRAMS};

#[test]
fn all_done_is_0() {
    Folder::with_articles().epitome("summarize bees.txt trams.txt").succeeds();
}

#[test]
fn a_missing_file_among_good_ones_is_1() {
    let folder = Folder::with_articles();
    let outcome = folder.epitome("summarize bees.txt missing.txt trams.txt").exits(1);
    assert_eq!(outcome.records().len(), 2);
    outcome.says("error: missing.txt: cannot be read");
    outcome.says("2 articles, 1 error");
}

#[test]
fn a_bad_record_among_good_ones_is_1() {
    let lines = "{\"id\":1,\"text\":\"Bees hum.\"}\nnonsense\n{\"id\":3,\"text\":\"Ants dig.\"}\n";
    let folder = Folder::new().file("a.jsonl", lines);
    let outcome = folder.epitome("summarize a.jsonl").exits(1);
    outcome.check(outcome.records().len() == 2, "two records");
    outcome.says("error: a.jsonl:2:");
}

#[test]
fn a_run_that_fails_fast_writes_what_comes_before() {
    let lines: String = (0..500)
        .map(|id| {
            if id == 321 {
                "nonsense\n".to_owned()
            } else {
                format!("{{\"id\":{id},\"text\":\"Bees hum.\"}}\n")
            }
        })
        .collect();
    let folder =
        Folder::new().file("a.jsonl", &lines[..]).file("b.jsonl", "nonsense\nnonsense\n").file("c.txt", BEES);
    for threads in [1, 8] {
        for input in ["a.jsonl c.txt missing.txt", "- missing.txt c.txt"] {
            let command = format!("segment {input} --fail-fast -j {threads} -o out.jsonl --errors e.jsonl");
            folder.epitome(&command).stdin(&*lines).exits(1).says("first article that failed");
            assert_eq!(
                (folder.read("out.jsonl").lines().count(), folder.read("e.jsonl").lines().count()),
                (321, 1)
            );
        }
    }
    let outcome = folder.epitome("segment b.jsonl c.txt --fail-fast").exits(2);
    outcome.check(
        outcome.stderr.lines().count() == 1 && outcome.stdout.is_empty(),
        "one error and nothing else",
    );
    folder
        .epitome("fit c.txt b.jsonl -o a.stats --fail-fast")
        .exits(2)
        .says("b.jsonl:1")
        .says("nothing was written");
    folder.epitome("segment c.txt --fail-fast").succeeds();
    assert!(!folder.exists("a.stats"));
}

#[test]
fn a_file_taken_for_a_directory_is_unreadable() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt/inner trams.txt").exits(1).says("bees.txt/inner");
}

#[cfg(unix)]
#[test]
fn an_unreadable_directory_is_an_error_of_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_articles().file("closed/inner.txt", BEES);
    let closed = folder.path().join("closed");
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).unwrap();
    let open_to_us = std::fs::read_dir(&closed).is_ok();
    if open_to_us {
        println!("skipped: permissions do not bind this user");
    } else {
        let outcome = folder.epitome("summarize bees.txt closed").exits(1);
        outcome.says("closed");
        assert_eq!(outcome.records().len(), 1);
    }
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn nothing_readable_is_2() {
    let folder = Folder::new().file("bad.jsonl", "nonsense\n");
    folder.epitome("summarize missing.txt").exits(2).says("missing.txt");
    folder.epitome("segment missing.txt").exits(2);
    folder.epitome("keywords bad.jsonl").exits(2).says("bad.jsonl:1");
    folder.epitome("fit missing.txt -o a.stats").exits(2);
    assert!(!folder.exists("a.stats"));
}

#[test]
fn an_unwritable_output_is_2() {
    let folder = Folder::with_articles();
    folder
        .epitome("summarize bees.txt -o no/such/folder.jsonl")
        .exits(2)
        .says("no/such/folder.jsonl cannot be written");
    folder.epitome("summarize bees.txt -o .").exits(2).says("cannot be written");
    folder.epitome("summarize bees.txt --errors no/such.jsonl").exits(2).says("no/such.jsonl");
    folder.epitome("summarize bees.txt -o bees.txt").exits(2).says("both input and output");
    folder.epitome("summarize bees.txt -o a.jsonl --errors a.jsonl").exits(2).says("both a.jsonl");
    folder.epitome("fit bees.txt -o bees.txt").exits(2).says("both input and output");
    assert_eq!(folder.read("bees.txt"), BEES);
    assert_eq!(folder.names(), ["bees.txt", "trams.txt"]);
}

#[test]
fn a_gold_file_of_another_form_says_what_it_should_hold() {
    let folder =
        Folder::new().file("gold.jsonl", "{\"id\": \"a\", \"text\": \"b\"}\n").file("r.jsonl", "{}\n");
    for (measure, key) in [("summaries", "references"), ("keywords", "keyphrases")] {
        let outcome = folder.epitome(&format!("eval {measure} --references gold.jsonl r.jsonl")).exits(2);
        outcome.says(&format!("gold.jsonl:1: missing field `{key}`"));
        outcome.says(&format!("hint: GOLD has an object a line: {{\"id\": \"…\", \"{key}\": [\"…\"]}}"));
    }
    let folder = folder.file("gold.jsonl", "");
    folder
        .epitome("eval keywords --references gold.jsonl r.jsonl")
        .exits(2)
        .says("hint: RESULTS are records");
}

#[test]
fn no_file_that_is_read_is_overwritten() {
    let folder = Folder::with_articles();
    folder.epitome("fit bees.txt -o bees.stats").exits(0);
    let stats = std::fs::read(folder.path().join("bees.stats")).unwrap();
    for command in ["summarize", "keywords", "segment", "fit -o a.stats"] {
        let outcome = folder.epitome(&format!("{command} bees.txt --errors ./bees.txt")).exits(2);
        outcome.says("./bees.txt is both input and --errors");
    }
    for written in ["-o bees.stats", "--errors bees.stats"] {
        let outcome =
            folder.epitome(&format!("summarize trams.txt --statistics bees.stats {written}")).exits(2);
        outcome.says("bees.stats is both input and");
    }
    folder.epitome("fit bees.txt --stop-words trams.txt -o trams.txt").exits(2).says("both input and output");
    folder.epitome("summarize bees.txt -o a.csv --errors ./a.csv").exits(2).says("both a.csv");
    assert_eq!((folder.read("bees.txt").as_str(), folder.read("trams.txt").as_str()), (BEES, TRAMS));
    assert_eq!(std::fs::read(folder.path().join("bees.stats")).unwrap(), stats);
    assert_eq!(folder.names(), ["bees.stats", "bees.txt", "trams.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_2() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt -o /dev/full").exits(2).says("/dev/full cannot be written");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_epitome"))
        .args(["segment", "bees.txt"])
        .current_dir(folder.path())
        .stdout(full)
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn a_closed_pipe_is_0() {
    let folder = Folder::new();
    let mut many = String::new();
    for number in 0..3000 {
        writeln!(many, "{{\"id\":{number},\"text\":\"{}\"}}", BEES.trim_end()).unwrap();
    }
    let folder = folder.file("many.jsonl", many);
    for arguments in
        ["summarize many.jsonl --statistics none", "segment many.jsonl", "segment many.jsonl --format json"]
    {
        let mut child = folder.epitome(arguments).spawn();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 64]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*stderr), (Some(0), ""), "{arguments}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_is_130_and_leaves_nothing_behind() {
    use std::process::Command;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    let folder = Folder::new();
    let mut child = folder.epitome("segment - -o out.jsonl").stdin("").spawn();
    // The temporary file appears once the program listens.
    let begun = Instant::now();
    while folder.names().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the program does not begin");
        sleep(Duration::from_millis(10));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    if !signalled.is_ok_and(|status| status.success()) {
        child.kill().unwrap();
        child.wait().unwrap();
        println!("skipped: kill not found");
        return;
    }
    let stdin = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("interrupted"), "{stderr}");
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[test]
fn no_command_is_2() {
    Folder::new().epitome("").exits(2).says("Usage");
    Folder::new().epitome("frobnicate").exits(2).says("frobnicate");
}
