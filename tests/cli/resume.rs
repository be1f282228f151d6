//! Interrupted runs: what is left behind, and that going on gives the bytes of a run that was never interrupted.

use std::time::Duration;

use crate::harness::Folder;
use crate::sources::utf_16;

/// Articles, some of which are broken, in several blocks of input.
fn articles() -> String {
    let article = |number: usize| {
        if number % 97 == 13 {
            return format!("{{\"id\": {number}, \"text\": \n");
        }
        let sentences: Vec<_> = (0..12)
            .map(|at| {
                let (a, b) = (number * 31 + at * 7, number * 17 + at * 3);
                format!("River {} rose by {} metres near town {} on Monday.", a % 101, b % 53, (a + b) % 997)
            })
            .collect();
        format!("{{\"id\": \"{}\", \"text\": \"{}\"}}\n", number % 1300, sentences.join(" "))
    };
    (0..1500).map(article).collect()
}

/// A small generator of numbers, the same in every run.
struct Random(u32);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % end
    }
}

#[test]
fn a_run_killed_at_any_moment_goes_on_to_the_same_bytes() {
    kill_and_go_on(&[
        ("summarize --statistics builtin --method lead --keywords 1", "out", "errors"),
        ("segment utf-16.jsonl --format csv", "out", "errors.gz"),
        ("keywords --statistics corpus", "out", "errors"),
        ("summarize --with-text --statistics none --method lead --keywords 0", "out.jsonl.gz", "errors.gz"),
    ]);
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_killed_at_any_moment_goes_on_to_the_same_bytes() {
    kill_and_go_on(&[
        ("summarize --statistics none --method lead --keywords 1 --row-group 90", "out.parquet", "errors"),
        ("segment --with-text --row-group 7", "out.parquet", "errors.gz"),
        ("keywords --statistics none --keyword-method tf-idf --row-group 400", "out.parquet", "errors"),
    ]);
}

/// Kills runs with these options and files for results and errors at random moments, over one and two threads, until each has
/// come to its end once and 24 were killed; what they leave in the end is what a run leaves that is let alone.
fn kill_and_go_on(runs: &[(&str, &str, &str)]) {
    let folder = Folder::new().file("in.jsonl", articles()).file("utf-16.jsonl", utf_16(&articles()));
    let mut random = Random(2024);
    let mut kills = 0;
    for (number, &(options, out, errors)) in runs.iter().cycle().enumerate() {
        let (whole_out, whole_errors) = (&format!("whole-{out}"), &format!("whole-{errors}"));
        let whole =
            folder.epitome(&format!("{options} in.jsonl -j 2 -o {whole_out} --errors {whole_errors}")).run();
        whole.check(whole.code == Some(1), "some articles fail");
        let mut finished = false;
        // Ever later, so that the run comes to its end on any machine.
        let mut latest = 150;
        while !finished {
            latest += 100;
            let threads = 1 + (kills + number) % 2;
            let command = format!("{options} in.jsonl --resume -o {out} --errors {errors} -j {threads}");
            let mut child = folder.epitome(&command).spawn();
            std::thread::sleep(Duration::from_millis(random.below(latest).into()));
            finished = child.try_wait().unwrap().is_some();
            if !finished {
                child.kill().unwrap();
                kills += 1;
            }
            child.wait().unwrap();
            finished |= folder.exists(out);
        }
        for (whole, parts) in [(whole_out.as_str(), out), (whole_errors.as_str(), errors)] {
            let bytes = |name| std::fs::read(folder.path().join(name)).unwrap();
            assert!(bytes(whole) == bytes(parts), "{options}: {parts} is another file");
        }
        let mut names = [errors, "in.jsonl", "utf-16.jsonl", out, whole_out, whole_errors];
        names.sort_unstable();
        // A kill between the last two steps leaves the journal, which then fits no file.
        let left: Vec<_> = folder.names().into_iter().filter(|name| !name.starts_with('.')).collect();
        assert_eq!(left, names);
        for name in [out, whole_out, errors, whole_errors] {
            std::fs::remove_file(folder.path().join(name)).unwrap();
        }
        if kills >= 24 && number + 1 >= runs.len() {
            return;
        }
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_partial_output_and_says_how_to_go_on() {
    use std::process::Command;

    let folder = Folder::new().file("in.jsonl", articles().repeat(2));
    let whole = folder
        .epitome("summarize in.jsonl -o whole.jsonl --errors whole.errors --statistics none --keywords 1")
        .run();
    whole.check(whole.code == Some(1), "some articles fail");
    let command = "summarize in.jsonl -o out.jsonl --errors errors --statistics none --keywords 1";
    let mut child = folder.epitome(command).spawn();
    let written =
        || std::fs::metadata(folder.path().join("out.jsonl.partial")).is_ok_and(|file| file.len() > 0);
    while !written() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let output = child.wait_with_output().unwrap();
    if !signalled.is_ok_and(|status| status.success()) {
        println!("skipped: kill not found, or the run was done before");
        return;
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("out.jsonl.partial") && stderr.contains("--resume"), "{stderr}");
    assert!(!folder.exists("out.jsonl"));
    let changed = folder.epitome(&format!("{command} --resume --sentences 2")).exits(2);
    changed.says("begun without --sentences, not with --sentences 2").says("--resume");
    std::fs::write(folder.path().join("more.jsonl"), "").unwrap();
    folder.epitome(&format!("{command} --resume more.jsonl")).exits(2).says("more.jsonl");
    let rest = folder.epitome(&format!("{command} --resume -j 1 -q")).run();
    rest.check(rest.code == Some(1), "the run goes on");
    assert!(folder.read("whole.jsonl") == folder.read("out.jsonl"));
    assert!(folder.read("whole.errors") == folder.read("errors"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_is_done_and_says_how_to_go_on() {
    let whole: String =
        articles().lines().filter(|line| line.ends_with('}')).map(|line| format!("{line}\n")).collect();
    let folder = Folder::new().file("in.jsonl", whole + "nonsense\n");
    let outcome = folder.epitome("segment in.jsonl -o out.jsonl --errors /dev/full").exits(2);
    outcome
        .says("/dev/full cannot be written")
        .says("out.jsonl.partial; the same command with --resume goes on");
    assert!(folder.exists("out.jsonl.partial") && !folder.exists("out.jsonl"));
    let early = Folder::with_articles()
        .epitome("segment bees.txt missing.txt -o o.jsonl --errors /dev/full")
        .exits(2);
    early.check(!early.stderr.contains("--resume"), "there is nothing to go on from");
}

/// The journal waited for a compressed error file's first mebibyte, which a few errors take long to fill.
#[cfg(unix)]
#[test]
fn compressed_error_records_do_not_hold_the_journal_up() {
    let lines = articles().repeat(3);
    let files = |folder: Folder, (number, lines): (usize, &[&str])| {
        folder.file(&format!("files/{number}.jsonl"), lines.join("\n"))
    };
    let lines_of: Vec<_> = lines.lines().collect();
    let folder = lines_of.chunks(9).enumerate().fold(Folder::new(), files).file("in.jsonl", &lines);
    for (command, bytes, checkpoints) in [
        ("segment in.jsonl -o out.jsonl", 2_300_000, 2),
        ("segment files --with-text -o out.jsonl.gz", 340_000, 1),
    ] {
        let command = format!("{command} -j 1 --errors errors.gz");
        let (out, limit) = (command.split(' ').find(|word| word.starts_with("out")).unwrap(), bytes / 1024);
        let whole = folder.epitome(&command).run();
        whole.check(whole.code == Some(1), "some articles fail");
        let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        let expected = (read(out), read("errors.gz"));
        assert!(expected.0.len() > 2 * bytes, "the limit of the file's size is no limit");
        std::fs::remove_file(folder.path().join(out)).unwrap();
        let cut_off = folder.limited(&command, limit).run();
        cut_off.check(cut_off.code != Some(1), "the run is cut off");
        let lines = folder.read(&format!(".{out}.journal")).lines().count();
        cut_off.check(lines > checkpoints, "the journal has too few checkpoints");
        let rest = folder.epitome(&format!("{command} --resume")).run();
        rest.check(rest.code == Some(1), "the run goes on");
        assert!((read(out), read("errors.gz")) == expected, "{command}");
    }
}

#[test]
fn what_cannot_be_resumed_is_refused() {
    let folder = Folder::with_articles();
    for arguments in [
        "summarize - -o out.jsonl",
        "summarize a.txt",
        "summarize a.txt -o out.txt",
        "summarize a.txt -o out.html",
    ] {
        folder.epitome(&format!("{arguments} --resume")).stdin("One.").exits(2).says("--resume");
    }
}

#[test]
fn nothing_is_left_behind_where_nothing_is_done() {
    let folder = Folder::new().file("in.jsonl", "{\n");
    folder.epitome("summarize in.jsonl -o out.jsonl").exits(2);
    folder.epitome("summarize in.jsonl -o out.jsonl --statistics missing.stats").exits(2);
    assert_eq!(folder.names(), ["in.jsonl"]);
}

#[test]
fn earlier_outputs_in_the_folder_are_no_input() {
    let folder = Folder::new().file("in.jsonl", "{\"id\": \"a\", \"text\": \"One. Two.\"}\n{}\n");
    for _ in 0..2 {
        folder.epitome("summarize . -o out.jsonl --errors errors.jsonl").exits(1);
        assert_eq!(folder.read("out.jsonl").lines().count(), 1);
        assert_eq!(folder.read("errors.jsonl").lines().count(), 1);
    }
}
