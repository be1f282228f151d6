//! The same bytes for any number of threads and from run to run, over the project's own articles, for all methods.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use epitome::batch::{Batch, Part, Tally};
use epitome::input::{InputOptions, Reader};
use epitome::keyword::KeywordMethod;
use epitome::output::{Format, Presentation};
use epitome::score::Method;
use epitome::summarizer::SummarizerBuilder;
use epitome::{Article, CorpusStatistics, Error, Summarizer};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn articles() -> Vec<Article> {
    let options = InputOptions::default();
    let blocks: Vec<_> = Reader::new([corpus()], options.clone()).map(|block| block.ok().unwrap()).collect();
    let articles: Vec<_> =
        blocks.iter().flat_map(|block| block.articles(&options)).map(Result::unwrap).collect();
    assert!(articles.len() >= 30, "{}", articles.len());
    articles
}

/// The records of all articles, each a block of its own.
fn records(articles: &[Article], builder: SummarizerBuilder, threads: usize) -> Vec<u8> {
    let summarizer = builder.explain(true).build().unwrap();
    let exporter = Format::Jsonl.exporter(Presentation::default()).unwrap();
    let mut records = Vec::new();
    let work = |worker: &mut epitome::summarizer::Worker<'_>, article: &Article| {
        let mut output = Vec::new();
        exporter.summary(article, &worker.summarize(article), &mut output).unwrap();
        Part { output, tally: Tally::default() }
    };
    let sink = |output: Vec<u8>| {
        records.extend_from_slice(&output);
        Ok::<(), Error>(())
    };
    Batch::new().threads(threads).run(articles.iter(), || summarizer.worker(), work, sink).unwrap();
    records
}

fn check(articles: &[Article], what: &str, builder: &SummarizerBuilder) {
    let first = records(articles, builder.clone(), 1);
    for threads in [2, 8, 1] {
        let again = records(articles, builder.clone(), threads);
        assert!(first == again, "{what}: other bytes with {threads} threads\n{}", difference(&first, &again));
    }
}

fn difference(first: &[u8], again: &[u8]) -> String {
    let (first, again) = (String::from_utf8_lossy(first), String::from_utf8_lossy(again));
    let lines = first.lines().zip(again.lines()).find(|(a, b)| a != b);
    lines.map_or_else(|| "one has more lines".to_owned(), |(a, b)| format!("{a}\n{b}"))
}

#[test]
fn every_sentence_method_gives_the_same_bytes() {
    let articles = articles();
    for &method in Method::ALL {
        check(&articles, method.name(), &Summarizer::builder().method(method).keywords(0));
    }
}

#[test]
fn every_keyword_method_gives_the_same_bytes() {
    let articles = articles();
    for &method in KeywordMethod::ALL {
        check(&articles, method.name(), &Summarizer::builder().method(Method::Lead).keyword_method(method));
    }
}

#[test]
fn corpus_statistics_give_the_same_bytes() {
    let articles = articles();
    let statistics = CorpusStatistics::fit(&articles, None);
    assert_eq!(statistics.to_bytes().unwrap(), CorpusStatistics::fit(&articles, None).to_bytes().unwrap());
    check(&articles, "corpus statistics", &Summarizer::builder().statistics(statistics));
}

/// The binary, over many blocks.
#[test]
fn the_binary_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    let articles = articles();
    for (number, article) in articles.iter().cycle().take(articles.len() * 6).enumerate() {
        let text = format!("{}\n\nThis is copy number {number}.", article.text());
        writeln!(lines, "{}", serde_json::json!({"id": number, "title": article.title, "text": text}))
            .unwrap();
    }
    assert!(lines.len() > 3 << 18, "{} bytes are too few blocks", lines.len());
    std::fs::write(folder.path().join("many.jsonl"), lines).unwrap();
    let run = |arguments: &[&str], threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_epitome"))
            .args(arguments)
            .args(["-q", "-j", threads])
            .arg("many.jsonl")
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    for arguments in [&["summarize"][..], &["segment", "--format", "json"]] {
        let first = run(arguments, "1");
        for threads in ["2", "8", "8"] {
            let again = run(arguments, threads);
            assert!(first == again, "{arguments:?} -j {threads}\n{}", difference(&first, &again));
        }
    }
    let fitted = |threads: &str| {
        run(&["fit", "-o", "fitted.stats"], threads);
        std::fs::read(folder.path().join("fitted.stats")).unwrap()
    };
    assert_eq!(fitted("1"), fitted("8"));
}
