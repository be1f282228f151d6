//! Writes what the default sentence method is learned from: the features of every sentence of articles with reference
//! summaries, and what some hundred summaries of each article are worth. `docs/learn/summaries.py` learns the weights.
//!
//! ```text
//! cargo run --release --example sentence_features -- OUT FOLDER
//! ```
//!
//! `FOLDER` has `sets.tsv` (name, language, documents, budget) and a `NAME.jsonl` for each set. For each set
//! `OUT/NAME.rows.f32` has a row a sentence: the document's number and the features. `OUT/NAME.pools.f32` has a row a
//! summary: the document's number, the mean ROUGE F1, and the numbers of up to [`MOST`] sentences, -1 where there are
//! fewer. All are 32-bit little-endian floats. `OUT/features.txt` names the features. Where `OUT/NAME.choices.txt` is
//! there (a line a document: numbers of sentences, or nothing to pass over it), the mean ROUGE F1 of those summaries in percent is printed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::fs;
use std::path::Path;

use epitome::analysis::Analyzer;
use epitome::eval::{Gold, SummaryPair, oracle, read_references, rouge_of_all};
use epitome::input::{InputOptions, Reader};
use epitome::score::{Method, Scoring, sentence_feature_names, sentence_features};
use epitome::select::Budget;
use epitome::weighting::{corpus_idf, sentence_idf};
use epitome::{Article, CorpusStatistics, Language};

/// Sentences of the longest summary learned from.
const MOST: usize = 64;

/// Summaries drawn for each document, beside the lead, the present method's and the oracle's.
const DRAWN: usize = 96;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: sentence_features OUT FOLDER";
    let (out, folder) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let (out, folder) = (Path::new(&out), Path::new(&folder));
    fs::create_dir_all(out)?;
    fs::write(out.join("features.txt"), sentence_feature_names().collect::<Vec<_>>().join("\n"))?;
    for line in fs::read_to_string(folder.join("sets.tsv"))?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, language, _, budget] = fields.as_slice() else { return Err(line.into()) };
        let budget = match budget.split_once(' ') {
            Some(("--sentences", value)) => Budget::Sentences(value.parse()?),
            Some(("--ratio", value)) => Budget::Ratio(value.parse()?),
            _ => return Err(line.into()),
        };
        write_set(out, folder, name, language.parse()?, budget)?;
    }
    Ok(())
}

fn write_set(
    out: &Path,
    folder: &Path,
    name: &str,
    language: Language,
    budget: Budget,
) -> Result<(), Box<dyn Error>> {
    let path = folder.join(format!("{name}.jsonl"));
    let gold = read_references(fs::read(&path)?.as_slice(), name)?;
    let options = InputOptions::default();
    let mut articles: Vec<Article> = Vec::new();
    for block in Reader::new([&path], options.clone()) {
        for article in block?.articles(&options) {
            articles.push(article?);
        }
    }
    let statistics = CorpusStatistics::fit(&articles, Some(language));
    let given = fs::read_to_string(out.join(format!("{name}.choices.txt"))).ok();
    let (mut rows, mut pools, mut given_means) = (Vec::new(), Vec::new(), Vec::new());
    let mut random = Random(1);
    let mut analyzer = Analyzer::new().language(Some(language));
    for (number, (article, gold)) in articles.iter().zip(&gold).enumerate() {
        let document = analyzer.analyze(article);
        let vocabulary = analyzer.vocabulary(document.language()).ok_or("no vocabulary")?;
        let idf = corpus_idf(&document, vocabulary, &statistics, 20);
        let idf = idf.unwrap_or_else(|| sentence_idf(&document));
        let length = budget.expected_sentences(&document);
        let scoring = Scoring { text: article.text(), document: &document, idf: &idf, length };
        for row in sentence_features(&scoring) {
            rows.push(number as f32);
            rows.extend(row.map(|value| value as f32));
        }
        let texts: Vec<&str> =
            document.sentences().iter().map(|sentence| sentence.span.of(article.text())).collect();
        if let Some(line) = given.as_ref().and_then(|given| given.lines().nth(number)) {
            let chosen: Vec<usize> = line.split(' ').filter_map(|at| at.parse().ok()).collect();
            if !chosen.is_empty() {
                given_means.extend(worth(&texts, &[chosen], gold, language));
            }
            continue;
        }
        let scores = Method::ALL[0].scorer().score(&scoring);
        let mut summaries = vec![
            (0..length.min(texts.len())).collect(),
            best(&scores, length),
            oracle(&texts, &gold.texts, language, length),
        ];
        for drawn in 0..DRAWN {
            let noise = [0.5, 1.0, 2.0, 4.0][drawn % 4];
            let noisy: Vec<f64> = scores.iter().map(|score| score + noise * random.gumbel()).collect();
            summaries.push(best(&noisy, length));
        }
        summaries.sort();
        summaries.dedup();
        for (summary, value) in summaries.iter().zip(worth(&texts, &summaries, gold, language)) {
            pools.extend([number as f32, value as f32]);
            pools.extend((0..MOST).map(|at| summary.get(at).map_or(-1.0, |&sentence| sentence as f32)));
        }
    }
    if !given_means.is_empty() {
        println!("{name}\t{:.2}", 100.0 * given_means.iter().sum::<f64>() / given_means.len() as f64);
        return Ok(());
    }
    for (kind, values) in [("rows", rows), ("pools", pools)] {
        let bytes: Vec<u8> = values.into_iter().flat_map(f32::to_le_bytes).collect();
        fs::write(out.join(format!("{name}.{kind}.f32")), bytes)?;
    }
    eprintln!("{name}");
    Ok(())
}

/// The mean ROUGE F1 of each summary, between 0 and 1.
fn worth(texts: &[&str], summaries: &[Vec<usize>], gold: &Gold, language: Language) -> Vec<f64> {
    let pair = |summary: &Vec<usize>| SummaryPair {
        candidate: summary.iter().filter_map(|&sentence| texts.get(sentence).copied()).collect(),
        references: &gold.texts,
        language,
    };
    let pairs: Vec<_> = summaries.iter().map(pair).collect();
    rouge_of_all(&pairs).iter().map(epitome::eval::Rouge::mean_f1).collect()
}

/// The best sentences in document order.
fn best(scores: &[f64], length: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order.truncate(length);
    order.sort_unstable();
    order
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn gumbel(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let uniform = (((bits ^ (bits >> 31)) >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        -(-uniform.ln()).ln()
    }
}
