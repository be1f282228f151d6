//! What a query does to the summaries of real articles: their sentences are more like it than without, and as varied.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod shared;

use epitome::analysis::{Analyzer, Document};
use epitome::select::{Budget, Redundancy, select};
use epitome::similarity::{SentenceVectors, to_terms};
use epitome::summarizer::Frequencies;
use epitome::{Article, Language, Summarizer};

use shared::{articles, shared};

/// Articles of each set.
const SAMPLE: usize = 8;

/// The keyword that stands in the fewest sentences, but in two at least.
fn rarest_frequent_keyword(article: &Article, language: Language) -> Option<String> {
    let summarizer = Summarizer::builder().language(Some(language)).build().unwrap();
    let keywords = summarizer.summarize(article).keywords.into_iter().map(|keyword| keyword.text);
    let with_sentences = keywords.map(|keyword| {
        let analyzed = Analyzer::new().language(Some(language)).query(keyword.clone()).analyze(article);
        let query = analyzed.query();
        let sentences = (0..analyzed.sentences().len())
            .filter(|&sentence| query.iter().any(|term| analyzed.content(sentence).contains(term)))
            .count();
        (sentences, keyword)
    });
    with_sentences.filter(|found| found.0 >= 2).min().map(|found| found.1)
}

fn chosen(article: &Article, language: Language, query: &str) -> Vec<usize> {
    let builder = Summarizer::builder().language(Some(language)).frequencies(Frequencies::None).keywords(0);
    let summary = builder.query(query).build().unwrap().summarize(article);
    summary.summary.iter().map(|sentence| sentence.sentence).collect()
}

fn mean(values: &[f64], chosen: &[usize]) -> f64 {
    chosen.iter().map(|&sentence| values[sentence]).sum::<f64>() / chosen.len() as f64
}

/// Whether sentences are as like each other as the limit allows, or nothing else was left.
fn is_varied(document: &Document, chosen: &[usize]) -> bool {
    let vectors = SentenceVectors::new(document, |_, count| f64::from(count)).normalised();
    let cosine = |a: usize, b: usize| {
        let terms = |sentence| vectors.of(sentence).iter().copied();
        terms(a)
            .flat_map(|(term, value)| terms(b).filter(move |b| b.0 == term).map(move |b| b.1 * value))
            .sum()
    };
    let limit = Redundancy::default().limit;
    let alike = |sentence: usize| {
        chosen.iter().any(|&other| {
            other != sentence && {
                let c: f64 = cosine(sentence, other);
                c > limit
            }
        })
    };
    !chosen.iter().any(|&sentence| alike(sentence)) || (0..document.sentences().len()).all(alike)
}

#[test]
fn a_query_draws_sentences_like_it() {
    let Some(folder) = shared("data/summaries") else { return };
    let mut faults = Vec::new();
    let (mut risen, mut seen) = (0, 0);
    for (set, language) in [
        ("cnn_test", Language::English),
        ("writer", Language::English),
        ("temario_pt", Language::Portuguese),
        ("rusci_ru", Language::Russian),
    ] {
        for article in articles(&folder.join(format!("{set}.jsonl")), SAMPLE) {
            let Some(query) = rarest_frequent_keyword(&article, language) else { continue };
            let document = Analyzer::new().language(Some(language)).query(query.clone()).analyze(&article);
            let idf = vec![1.0; document.terms().len()];
            let similarity = to_terms(&document, &idf, document.query());
            let (with, without) = (chosen(&article, language, &query), chosen(&article, language, ""));
            assert_eq!(with.len(), without.len());
            let (budget, redundancy) = (Budget::default(), Redundancy::default());
            let closest = select(article.text(), &document, &idf, &similarity, budget, redundancy);
            let best = mean(&similarity, &closest);
            let (now, before) = (mean(&similarity, &with), mean(&similarity, &without));
            let fault = match () {
                () if !is_varied(&document, &with) => "repeats itself",
                () if now > before || before > best - 1e-12 => "",
                () => "is no closer",
            };
            seen += 1;
            risen += usize::from(now > before);
            if !fault.is_empty() {
                faults.push(format!("{set} '{query}' {fault}: {before:.3} {now:.3} of {best:.3}"));
            }
        }
    }
    println!("{risen} of {seen} rose");
    assert!(risen > 24, "{risen} of {seen} rose");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
