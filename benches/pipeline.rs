//! The whole library path, article to summary and keywords, in bytes per second: `cargo bench --bench pipeline`.

#![allow(clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use epitome::input::{InputOptions, Reader};
use epitome::score::Method;
use epitome::{Article, Summarizer};

fn main() {
    divan::main();
}

/// The articles of a folder of the corpus.
fn articles(folder: &str) -> Vec<Article> {
    let options = InputOptions::default();
    let corpus = format!("{}/corpus{folder}", env!("CARGO_MANIFEST_DIR"));
    let blocks = Reader::new([corpus], options.clone());
    blocks
        .flat_map(|block| block.unwrap().articles(&options).collect::<Vec<_>>())
        .map(Result::unwrap)
        .collect()
}

/// What a worker does with articles that are in memory, by sentence method.
#[divan::bench(args = ["salience", "lead", "tf-idf"])]
fn summarize(bencher: Bencher<'_, '_>, method: &str) {
    let articles = articles("");
    let bytes: usize = articles.iter().map(|article| article.text().len()).sum();
    let summarizer = Summarizer::builder().method(method.parse::<Method>().unwrap()).build().unwrap();
    let mut worker = summarizer.worker();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let sentences: usize = articles.iter().map(|article| worker.summarize(article).summary.len()).sum();
        assert!(sentences > 2 * articles.len());
    });
}

/// The whole path from text to keywords, by the language of a folder of `corpus/`.
#[divan::bench(args = ["en", "de", "ru", "ar", "zh"])]
fn language(bencher: Bencher<'_, '_>, folder: &str) {
    let articles = articles(&format!("/{folder}"));
    let bytes: usize = articles.iter().map(|article| article.text().len()).sum();
    let summarizer = Summarizer::builder().build().unwrap();
    let mut worker = summarizer.worker();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let keywords: usize = articles.iter().map(|article| worker.summarize(article).keywords.len()).sum();
        assert_eq!(keywords, 10 * articles.len());
    });
}

/// Reading and decoding the corpus from disk.
#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let bytes: usize = articles("").iter().map(|article| article.text().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| assert!(articles("").len() > 30));
}
