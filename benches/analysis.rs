//! Words, language detection and analysis, in bytes per second: `cargo bench --bench analysis`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use epitome::analysis::Analyzer;
use epitome::language::detect::detect;
use epitome::segment::words::WordScanner;
use epitome::span::Span;
use epitome::{Article, Language};

fn main() {
    divan::main();
}

/// Sentences of the languages that take different paths through the scanner.
const SAMPLES: [(Language, &str); 5] = [
    (
        Language::English,
        "The council voted on Tuesday to repair the river wall, which the U.S. Army built in 1937. ",
    ),
    (
        Language::French,
        "L'économie de l'après-guerre s'est développée, dit-il, grâce à l'énergie hydraulique. ",
    ),
    (
        Language::Russian,
        "Городской совет проголосовал во вторник за ремонт набережной, построенной в 1937 году. ",
    ),
    (Language::Hindi, "नगर परिषद ने मंगलवार को नदी की दीवार की मरम्मत के पक्ष में मतदान किया। "),
    (Language::Chinese, "市议会星期二投票决定修复1937年建成的河堤,市长说这是必要的。"),
];

const LANGUAGES: [Language; 5] = [SAMPLES[0].0, SAMPLES[1].0, SAMPLES[2].0, SAMPLES[3].0, SAMPLES[4].0];

/// About 60 KB of a language.
fn text(language: Language) -> String {
    let sample = SAMPLES.iter().find(|(known, _)| *known == language).map_or("", |(_, sample)| *sample);
    sample.repeat(60_000 / sample.len())
}

/// The English articles of `corpus/`, whose words are not the same over and over.
fn corpus() -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/en"))
        .expect("corpus/en")
        .map(|entry| entry.expect("entry").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("article")).collect()
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

#[divan::bench(args = LANGUAGES)]
fn words(bencher: Bencher<'_, '_>, language: Language) {
    let text = text(language);
    let scanner = WordScanner::new(language);
    let mut words = Vec::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        words.clear();
        scanner.words_into(black_box(&text), Span::new(0, text.len()), &mut words);
        assert!(words.len() > 1_000);
    });
}

#[divan::bench]
fn words_of_the_corpus(bencher: Bencher<'_, '_>) {
    let texts = corpus();
    let scanner = WordScanner::new(Language::English);
    let mut words = Vec::new();
    bencher.counter(bytes(&texts)).bench_local(|| {
        words.clear();
        for text in &texts {
            scanner.words_into(black_box(text), Span::new(0, text.len()), &mut words);
        }
        assert!(words.len() > 2_000);
    });
}

#[divan::bench]
fn analysis_of_the_corpus(bencher: Bencher<'_, '_>) {
    let texts = corpus();
    let articles: Vec<_> =
        texts.iter().map(|text| Article::new(text.as_str()).expect("an article")).collect();
    let mut analyzer = Analyzer::new().language(Some(Language::English));
    bencher.counter(bytes(&texts)).bench_local(|| {
        for article in &articles {
            assert!(!analyzer.analyze(black_box(article)).tokens().is_empty());
        }
    });
}

#[divan::bench(args = LANGUAGES)]
fn detection(bencher: Bencher<'_, '_>, language: Language) {
    let text = text(language);
    let text = text.chars().take(2_000).collect::<String>();
    let text = text.as_str();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        assert_eq!(detect(black_box(text)), language);
    });
}
