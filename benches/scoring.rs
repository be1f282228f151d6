//! Sentence scores and keywords by method, over articles that are analysed already, in bytes per second:
//! `cargo bench --bench scoring`.

#![allow(clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use epitome::analysis::{Analyzer, Document};
use epitome::input::{InputOptions, Reader};
use epitome::keyword::{KeywordInput, KeywordMethod, extract};
use epitome::score::{Method, Scoring};
use epitome::weighting::sentence_idf;

fn main() {
    divan::main();
}

/// Texts of the corpus, analysed, with the idf of their terms.
fn documents() -> Vec<(String, Document, Vec<f64>)> {
    let options = InputOptions::default();
    let corpus = format!("{}/corpus", env!("CARGO_MANIFEST_DIR"));
    let mut analyzer = Analyzer::new();
    let mut documents = Vec::new();
    for block in Reader::new([corpus], options.clone()) {
        for article in block.unwrap().articles(&options) {
            let article = article.unwrap();
            let document = analyzer.analyze(&article);
            let idf = sentence_idf(&document);
            documents.push((article.text().to_owned(), document, idf));
        }
    }
    documents
}

fn bytes(documents: &[(String, Document, Vec<f64>)]) -> BytesCount {
    BytesCount::new(documents.iter().map(|(text, _, _)| text.len()).sum::<usize>())
}

#[divan::bench(args = Method::ALL.iter().copied())]
fn sentences(bencher: Bencher<'_, '_>, method: Method) {
    let documents = documents();
    let mut scorer = method.scorer();
    bencher.counter(bytes(&documents)).bench_local(|| {
        for (text, document, idf) in &documents {
            let scores = scorer.score(&Scoring { text, document, idf, length: 3 });
            assert_eq!(scores.len(), document.sentences().len());
        }
    });
}

#[divan::bench(args = KeywordMethod::ALL.iter().copied())]
fn keywords(bencher: Bencher<'_, '_>, method: KeywordMethod) {
    let documents = documents();
    bencher.counter(bytes(&documents)).bench_local(|| {
        let input = |(text, document, idf)| KeywordInput { text, document, idf };
        let found: usize = documents
            .iter()
            .map(|(text, document, idf)| extract(method, &input((text, document, idf)), 10, false).len())
            .sum();
        assert!(found > 5 * documents.len());
    });
}
