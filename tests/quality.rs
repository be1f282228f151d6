//! The guard of quality: what the default methods reach on the first articles of some shared sets must not fall. The whole
//! sets are measured by `epitome eval sweep` (docs/quality.md); this sample is small enough for every test run, and its
//! figures say nothing but whether something broke. After a change that is meant to change results, write the new
//! figures here, if those of the whole sets do not fall.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod shared;

use std::fs;
use std::path::Path;

use epitome::eval::{
    Gold, KeywordPair, SummaryPair, keyword_scores_of_all, read_keyphrases, read_references, rouge_of_all,
};
use epitome::select::Budget;
use epitome::{Language, Summarizer};

use shared::{articles, shared};

/// Articles of each set.
const SAMPLE: usize = 10;

/// How far a figure may fall, in points.
const TOLERANCE: f64 = 0.3;

/// Mean of ROUGE-1, -2 and -Lsum F1 over the summary sets, in percent.
const SUMMARIES: f64 = 38.10;

/// Mean F1 of the first 10 keywords over the keyword sets, in percent.
const KEYWORDS: f64 = 27.97;

const SUMMARY_SETS: &[(&str, Language, Budget)] = &[
    ("cnn_test", Language::English, Budget::Sentences(3)),
    ("xsum_test", Language::English, Budget::Sentences(1)),
    ("writer", Language::English, Budget::Sentences(3)),
    ("scitldr", Language::English, Budget::Sentences(1)),
    ("orangesum_fr", Language::French, Budget::Sentences(1)),
    ("temario_pt", Language::Portuguese, Budget::Ratio(0.33)),
    ("basse_es", Language::Spanish, Budget::Sentences(3)),
    ("tes_tr", Language::Turkish, Budget::Ratio(0.6)),
    ("easc_ar", Language::Arabic, Budget::Ratio(0.34)),
];

const KEYWORD_SETS: &[(&str, Language)] = &[
    ("semeval2017", Language::English),
    ("kdd", Language::English),
    ("kpcrowd500", Language::English),
    ("wikinews_fr", Language::French),
    ("ptbn110_pt", Language::Portuguese),
    ("ng_ru", Language::Russian),
    ("kirjastonhoitaja_fi", Language::Finnish),
];

/// What people wrote of the first articles of a set.
fn gold(path: &Path, read: fn(&[u8], &str) -> epitome::Result<Vec<Gold>>) -> Vec<Gold> {
    let text = fs::read_to_string(path).unwrap();
    let lines: String = text.split_inclusive('\n').take(SAMPLE).collect();
    read(lines.as_bytes(), &path.to_string_lossy()).unwrap()
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len();
    values.sum::<f64>() / count as f64
}

/// Fails if the mean of the sets' figures is too far below what is expected.
fn hold(figures: &[(&str, f64)], expected: f64) {
    let found = mean(figures.iter().map(|figure| figure.1));
    let lines: String = figures.iter().map(|(set, figure)| format!("\n{set} {figure:.2}")).collect();
    println!("mean {found:.2}, expected {expected:.2}{lines}");
    assert!(found >= expected - TOLERANCE, "the mean fell from {expected:.2} to {found:.2}{lines}");
}

#[test]
fn summaries_stay_as_good_as_they_were() {
    let Some(folder) = shared("data/summaries") else { return };
    let figure = |&(set, language, budget): &(&'static str, Language, Budget)| {
        let path = folder.join(format!("{set}.jsonl"));
        let gold = gold(&path, |bytes, name| read_references(bytes, name));
        let summarizer =
            Summarizer::builder().budget(budget).language(Some(language)).keywords(0).build().unwrap();
        let summaries: Vec<_> =
            articles(&path, SAMPLE).iter().map(|article| summarizer.summarize(article).summary).collect();
        assert_eq!((summaries.len(), gold.len()), (SAMPLE, SAMPLE), "{set}");
        let pairs: Vec<_> = summaries
            .iter()
            .zip(&gold)
            .map(|(summary, gold)| SummaryPair {
                candidate: summary.iter().map(|sentence| sentence.text.as_str()).collect(),
                references: &gold.texts,
                language,
            })
            .collect();
        (set, 100.0 * mean(rouge_of_all(&pairs).iter().map(epitome::eval::Rouge::mean_f1)))
    };
    hold(&SUMMARY_SETS.iter().map(figure).collect::<Vec<_>>(), SUMMARIES);
}

#[test]
fn keywords_stay_as_good_as_they_were() {
    let Some(folder) = shared("data/keywords") else { return };
    let figure = |&(set, language): &(&'static str, Language)| {
        let path = folder.join(format!("{set}.jsonl"));
        let gold = gold(&path, |bytes, name| read_keyphrases(bytes, name));
        let extractor = epitome::KeywordExtractor::from_builder(
            Summarizer::builder().language(Some(language)).keywords(10),
        );
        let extractor = extractor.unwrap();
        let found: Vec<_> =
            articles(&path, SAMPLE).iter().map(|article| extractor.extract(article)).collect();
        assert_eq!((found.len(), gold.len()), (SAMPLE, SAMPLE), "{set}");
        let pairs: Vec<_> = found
            .iter()
            .zip(&gold)
            .map(|(keywords, gold)| KeywordPair {
                keywords: keywords.iter().map(|keyword| keyword.text.as_str()).collect(),
                keyphrases: &gold.texts,
                language,
            })
            .collect();
        (set, 100.0 * mean(keyword_scores_of_all(&pairs).iter().map(|scores| scores.at10.f1)))
    };
    hold(&KEYWORD_SETS.iter().map(figure).collect::<Vec<_>>(), KEYWORDS);
}
