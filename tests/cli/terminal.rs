//! What happens on a terminal, which `script` plays for us where it is installed.

#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};

use crate::harness::Folder;

/// Exit code and screen of a shell command on a terminal of its own; nothing where there is no `script`.
fn on_terminal(folder: &Folder, arguments: &str) -> Option<(Option<i32>, String)> {
    let line = format!("stty cols 60 rows 24; {} {arguments}", env!("CARGO_BIN_EXE_epitome"));
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder.path())
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else {
        println!("skipped: script not found");
        return None;
    };
    Some((output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[test]
fn no_input_on_a_terminal_is_answered_by_the_usage() {
    for command in ["summarize", "keywords", "segment", "fit -o a.stats"] {
        let folder = Folder::new();
        let Some((code, screen)) = on_terminal(&folder, command) else { return };
        assert_eq!(code, Some(2), "{screen}");
        assert!(screen.contains("no INPUT") && screen.contains("epitome "), "{screen}");
        assert!(screen.lines().count() < 10, "a short usage: {screen}");
    }
}

#[test]
fn a_terminal_gets_coloured_text() {
    let folder = Folder::with_articles();
    let Some((code, screen)) = on_terminal(&folder, "summarize bees.txt") else { return };
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("── bees.txt ─") && screen.contains("\u{1b}["), "{screen}");
    let Some((_, plain)) = on_terminal(&folder, "summarize bees.txt --color never") else { return };
    assert!(!plain.contains("\u{1b}["), "{plain}");
    assert!(plain.lines().all(|line| line.trim_end().chars().count() <= 60), "{plain}");
    let Some((_, records)) = on_terminal(&folder, "summarize bees.txt --format jsonl") else { return };
    assert!(records.contains("{\"id\":\"bees.txt\""), "{records}");
}
