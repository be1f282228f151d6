//! Data flows one way: a file of `src/` imports only from layers above its own. This test reads `use crate::…` (and
//! plain `crate::…` paths) and holds the table.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, top first. A room may import from rooms of earlier lines and from itself; rooms of one line are
/// siblings and never import each other.
const LAYERS: &[&[&str]] = &[
    &["bits"],
    &["error", "span", "explanation", "frozen"],
    &["language", "warning"],
    &["segment"],
    &["article"],
    &["analysis"],
    &["statistics"],
    &["weighting"],
    &["similarity", "pagerank"],
    &["score", "keyword"],
    &["select"],
    &["summary"],
    &["summarizer"],
    &["batch"],
    &["input", "output", "eval"],
    &["cli"],
    &["main"],
];

fn layer(room: &str) -> Option<usize> {
    LAYERS.iter().position(|rooms| rooms.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a source names by `crate::room`, outside comments.
fn imports(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| {
            line.match_indices("crate::").map(|(at, found)| {
                let rest = &line[at + found.len()..];
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
            })
        })
        .filter(|room| room.starts_with(|c: char| c.is_lowercase()))
        .collect()
}

#[test]
fn every_file_imports_from_layers_above_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in files {
        let relative = file.strip_prefix(&src).unwrap();
        let room = relative.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        if room == "lib" {
            continue;
        }
        let Some(own) = layer(&room) else {
            faults.push(format!("{}: room '{room}' stands in no layer", relative.display()));
            continue;
        };
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            match layer(&import) {
                Some(other) if other < own || import == room => {}
                Some(_) => faults.push(format!("{}: '{room}' imports '{import}'", relative.display())),
                None => faults.push(format!("{}: imports unknown room '{import}'", relative.display())),
            }
        }
    }
    assert!(seen > 20, "the test found only {seen} imports: does it still read the sources?");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_are_seen() {
    let source = "use crate::span::Span;\nlet x = crate::score::lead();\n// crate::cli is a comment\nuse crate::Error;";
    assert_eq!(imports(source), ["span", "score"]);
}
