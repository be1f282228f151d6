//! Statistics of a million terms: loaded from a file, looked up, written: `cargo bench --bench statistics`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use epitome::{Article, CorpusStatistics, Language};

/// Fewer where nothing is measured.
const TERMS: u32 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };
/// Words of an article that the statistics are fitted on.
const WORDS: u32 = 1000;

fn main() {
    divan::main();
}

/// A word of its own for each number, without an end that a stemmer would take off.
fn word(number: u32) -> String {
    let letters = (0..5).map(|place| char::from(b'a' + (number / 16_u32.pow(place) % 16) as u8));
    letters.chain("x".chars()).collect()
}

/// Each word in one article, and every tenth in a second one.
fn statistics() -> CorpusStatistics {
    let article = |words: Vec<String>| Article::new(words.join(" ") + ".").unwrap();
    let once =
        (0..TERMS / WORDS).map(|number| article((number * WORDS..(number + 1) * WORDS).map(word).collect()));
    let twice = (0..TERMS / WORDS)
        .step_by(10)
        .map(|number| article((number * WORDS..(number + 10) * WORDS).step_by(10).map(word).collect()));
    CorpusStatistics::fit(&once.chain(twice).collect::<Vec<_>>(), Some(Language::English))
}

fn check(statistics: &CorpusStatistics) {
    assert_eq!(statistics.table(Language::English).unwrap().len(), TERMS as usize);
    for number in [0, 1, 10, TERMS / 2, TERMS - 1] {
        let expected = if number.is_multiple_of(10) { 2 } else { 1 };
        assert_eq!(statistics.doc_freq(Language::English, &word(number)), expected, "{}", word(number));
    }
    assert_eq!(statistics.doc_freq(Language::English, "zzzzz"), 0);
}

/// A file of the statistics, which goes when the bench is done.
fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("million.stats");
    fs::write(&path, statistics().to_bytes().unwrap()).unwrap();
    (folder, path)
}

/// What `--statistics FILE` does before the first article.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let (_folder, path) = file();
    let bytes = fs::metadata(&path).unwrap().len();
    let load = || CorpusStatistics::from_bytes(fs::read(&path).unwrap()).unwrap();
    check(&load());
    bencher.counter(BytesCount::new(bytes)).bench(load);
}

/// Terms found in them, in no order.
#[divan::bench]
fn look_up(bencher: Bencher<'_, '_>) {
    let statistics = statistics();
    check(&statistics);
    let words: Vec<_> = (0..10_000).map(|number| word(number * 7919 % TERMS)).collect();
    bencher.counter(ItemsCount::new(words.len())).bench(|| {
        let found = words.iter().filter(|word| statistics.doc_freq(Language::English, black_box(word)) > 0);
        assert_eq!(found.count(), words.len());
    });
}

/// The same twice merged.
#[divan::bench(sample_count = 5)]
fn merge(bencher: Bencher<'_, '_>) {
    let statistics = statistics();
    let merged = statistics.merge(&statistics);
    assert_eq!(merged.doc_freq(Language::English, &word(1)), 2);
    bencher.bench(|| statistics.merge(&statistics));
}
