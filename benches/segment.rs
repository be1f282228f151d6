//! Paragraphs and sentences, in bytes per second: `cargo bench --bench segment`.

#![allow(clippy::unwrap_used)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use epitome::Language;
use epitome::segment::{layout::paragraphs, sentences::SentenceSplitter};

fn main() {
    divan::main();
}

const FOLDERS: [(&str, Language); 5] = [
    ("en", Language::English),
    ("de", Language::German),
    ("ru", Language::Russian),
    ("ar", Language::Arabic),
    ("zh", Language::Chinese),
];

/// The articles of a folder of `corpus/`, ten times over.
fn text(folder: &str) -> String {
    let folder = format!("{}/corpus/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<_> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    texts.join("\n\n").repeat(10)
}

#[divan::bench(args = ["en", "de", "ru", "ar", "zh"])]
fn layout(bencher: Bencher<'_, '_>, folder: &str) {
    let text = text(folder);
    assert!(paragraphs(&text).len() > 50);
    bencher.counter(BytesCount::of_str(&text)).bench(|| paragraphs(black_box(&text)));
}

#[divan::bench(args = ["en", "de", "ru", "ar", "zh"])]
fn sentences(bencher: Bencher<'_, '_>, folder: &str) {
    let text = text(folder);
    let language = FOLDERS.iter().find(|(name, _)| *name == folder).unwrap().1;
    let splitter = SentenceSplitter::new(language);
    let paragraphs = paragraphs(&text);
    let mut spans = Vec::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        spans.clear();
        for &paragraph in &paragraphs {
            splitter.split_into(black_box(&text), paragraph, &mut spans);
        }
        assert!(spans.len() >= paragraphs.len());
    });
}
