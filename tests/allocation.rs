//! A warm worker allocates a few buffers an article and the strings of its result: none a word, none a sentence.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use epitome::summarizer::Worker;
use epitome::{Article, Summarizer};

/// Buffers that an article may take, however long it is. Some grow in steps: each doubling is one more.
const BUFFERS: u64 = 20;

/// What summarising an article allocates once its words are known, and the strings of the result.
fn allocations(worker: &mut Worker<'_>, article: &Article) -> (u64, u64) {
    worker.summarize(article);
    let mut strings = 0;
    let counted = allocation_counter::measure(|| {
        let summary = worker.summarize(article);
        strings = (summary.summary.len() + summary.keywords.len()) as u64;
    });
    (counted.count_total, strings)
}

#[test]
fn none_a_word_and_none_a_sentence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/en");
    let mut texts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    texts.sort();
    let texts: Vec<_> = texts.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let short = Article::new(texts[0].clone()).unwrap();
    let long = Article::new(texts.join("\n\n")).unwrap();
    assert!(long.text().len() > 5 * short.text().len(), "the long article is not long");

    let summarizer = Summarizer::builder().build().unwrap();
    let mut worker = summarizer.worker();
    for article in [&short, &long] {
        let (allocated, strings) = allocations(&mut worker, article);
        assert!(
            allocated <= BUFFERS + strings,
            "{allocated} allocations for {} bytes, {strings} for strings",
            article.text().len()
        );
    }
}
