//! Learns weights of the default sentence method, writes `src/score/salience.txt` and prints what summaries with them
//! are worth beside those of the weights before (without regard to redundancy).
//!
//! ```text
//! cargo run --release --example learn_salience -- FOLDER [sets | halves]
//! ```
//!
//! `FOLDER` has `sets.tsv` (name, language, documents, budget) and a `NAME.jsonl` for each set. Summaries are drawn
//! sentence by sentence with a probability proportional to `exp(score)` (Plackett 1975; Luce 1959), and the weights follow
//! the gradient of their expected ROUGE, the mean of the other draws as the baseline (REINFORCE, Williams 1992). Each set
//! counts the same, whatever its size.
//!
//! With `sets` each set is measured with weights learned on all others, with `halves` each half of every set with weights
//! learned on the other; the file is left alone. That is the honest figure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Mutex;

use epitome::analysis::Analyzer;
use epitome::eval::{RougeScorer, read_references};
use epitome::input::{InputOptions, Reader};
use epitome::score::{Scoring, sentence_feature_names, sentence_features};
use epitome::select::Budget;
use epitome::weighting::{corpus_idf, sentence_idf};
use epitome::{Article, CorpusStatistics, Language};
use rayon::prelude::*;

const EPOCHS: u32 = 30;

/// Step width of Adam (Kingma & Ba 2015), falling to 0 over the second half.
const RATE: f64 = 0.05;

/// Weight of the squared weights against ROUGE in percent.
const PENALTY: f64 = 0.1;

/// Summaries drawn of a document in an epoch.
const DRAWS: usize = 8;

/// Documents of a set that an epoch looks at.
const BATCH: usize = 40;

/// References that look machine-made.
const OUTSIDE: &str = "bbc";

/// A document as the learner sees it.
struct Example {
    set: usize,
    /// Its number in the set.
    number: usize,
    /// For each sentence its features.
    features: Vec<Vec<f64>>,
    /// Sentences of a summary.
    length: usize,
    texts: Vec<String>,
    references: Vec<String>,
    language: Language,
    /// What summaries were found to be worth, by their sentences.
    known: Mutex<HashMap<u64, f64>>,
}

impl Example {
    /// The mean ROUGE F1 of sentences, in percent.
    fn worth(&self, sentences: &[usize], scorers: &mut HashMap<Language, RougeScorer>) -> f64 {
        let mut sentences = sentences.to_vec();
        sentences.sort_unstable();
        let key = rustc_hash::FxBuildHasher.hash_one(&sentences);
        if let Some(&worth) = self.known.lock().unwrap().get(&key) {
            return worth;
        }
        let candidate: Vec<&str> = sentences.iter().map(|&sentence| self.texts[sentence].as_str()).collect();
        let scorer = scorers.entry(self.language).or_insert_with(|| RougeScorer::new(self.language));
        let worth = 100.0 * scorer.score(&candidate, &self.references).mean_f1();
        self.known.lock().unwrap().insert(key, worth);
        worth
    }

    fn scores(&self, weights: &[f64]) -> Vec<f64> {
        self.features.iter().map(|features| dot(features, weights)).collect()
    }

    /// The gradient of the expected worth with respect to the weights.
    fn gradient(&self, weights: &[f64], seed: u64, scorers: &mut HashMap<Language, RougeScorer>) -> Vec<f64> {
        let mut gradient = vec![0.0; weights.len()];
        if self.texts.len() <= self.length {
            return gradient;
        }
        let scores = self.scores(weights);
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let odds: Vec<f64> = scores.iter().map(|score| (score - highest).exp()).collect();
        let mut random = Random(seed);
        // The highest scores with Gumbel noise are a draw without replacement (Yellott 1977).
        let draws: Vec<Vec<usize>> = (0..DRAWS)
            .map(|_| ranked(&scores.iter().map(|score| score + random.gumbel()).collect::<Vec<_>>()))
            .collect();
        let worths: Vec<f64> = draws.iter().map(|draw| self.worth(&draw[..self.length], scorers)).collect();
        let mean = worths.iter().sum::<f64>() / DRAWS as f64;
        for (draw, worth) in draws.iter().zip(worths) {
            let gain = (worth - mean) / (DRAWS - 1) as f64;
            let (chosen, rest) = draw.split_at(self.length);
            let mut left: f64 = rest.iter().map(|&sentence| odds[sentence]).sum();
            let mut shares: Vec<f64> = Vec::new();
            for &sentence in chosen.iter().rev() {
                left += odds[sentence];
                shares.push(1.0 / left.max(f64::MIN_POSITIVE));
            }
            let mut share = 0.0;
            for (at, &sentence) in draw.iter().enumerate() {
                let drawn = at < self.length;
                share += if drawn { shares[self.length - 1 - at] } else { 0.0 };
                let slope = gain * (f64::from(u8::from(drawn)) - odds[sentence] * share);
                for (sum, feature) in gradient.iter_mut().zip(&self.features[sentence]) {
                    *sum += slope * feature;
                }
            }
        }
        gradient
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: learn_salience FOLDER [sets | halves]")?;
    let (names, examples) = read(Path::new(&folder))?;
    let learn_on = |keep: &(dyn Fn(&Example) -> bool + Sync)| {
        let kept: Vec<&Example> =
            examples.iter().filter(|example| names[example.set] != OUTSIDE && keep(example)).collect();
        learn(&kept, names.len())
    };
    let held_out: Vec<Vec<f64>> = match arguments.next().as_deref() {
        None => {
            let weights = learn_on(&|_| true);
            write(&weights)?;
            vec![weights; examples.len()]
        }
        Some("sets") => {
            let folds: Vec<_> = (0..names.len()).map(|set| learn_on(&|example| example.set != set)).collect();
            examples.iter().map(|example| folds[example.set].clone()).collect()
        }
        Some("halves") => {
            let folds = [0, 1].map(|half| learn_on(&|example| example.number % 2 != half));
            examples.iter().map(|example| folds[example.number % 2].clone()).collect()
        }
        Some(other) => return Err(format!("{other}: sets or halves").into()),
    };
    let present = present();
    report(&names, &examples, &[("present", &vec![present; examples.len()]), ("learned", &held_out)]);
    Ok(())
}

fn report(names: &[String], examples: &[Example], columns: &[(&str, &Vec<Vec<f64>>)]) {
    println!("set\t{}", columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("\t"));
    let mut scorers = HashMap::new();
    let mut means = vec![0.0; columns.len()];
    for (set, name) in names.iter().enumerate() {
        print!("{name}");
        for (column, mean) in columns.iter().zip(&mut means) {
            let worths: Vec<f64> = examples
                .iter()
                .zip(column.1)
                .filter(|(example, _)| example.set == set)
                .map(|(example, weights)| {
                    let order = ranked(&example.scores(weights));
                    example.worth(&order[..example.length.min(order.len())], &mut scorers)
                })
                .collect();
            let worth = worths.iter().sum::<f64>() / worths.len() as f64;
            print!("\t{worth:.2}");
            *mean += if name == OUTSIDE { 0.0 } else { worth / (names.len() - 1) as f64 };
        }
        println!();
    }
    println!("mean\t{}", means.iter().map(|mean| format!("{mean:.2}")).collect::<Vec<_>>().join("\t"));
}

/// The names of the sets, and their documents.
fn read(folder: &Path) -> Result<(Vec<String>, Vec<Example>), Box<dyn Error>> {
    let (mut names, mut examples) = (Vec::new(), Vec::new());
    for line in fs::read_to_string(folder.join("sets.tsv"))?.lines().skip(1) {
        let [name, language, _, budget] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(line.into());
        };
        let budget = match budget.split_once(' ') {
            Some(("--sentences", value)) => Budget::Sentences(value.parse()?),
            Some(("--ratio", value)) => Budget::Ratio(value.parse()?),
            _ => return Err(line.into()),
        };
        let language: Language = language.parse()?;
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
        let mut analyzer = Analyzer::new().language(Some(language));
        for (number, (article, gold)) in articles.iter().zip(gold).enumerate() {
            let document = analyzer.analyze(article);
            let vocabulary = analyzer.vocabulary(document.language()).ok_or("no vocabulary")?;
            let idf = corpus_idf(&document, vocabulary, &statistics, 20);
            let idf = idf.unwrap_or_else(|| sentence_idf(&document));
            let length = budget.expected_sentences(&document);
            let scoring = Scoring { text: article.text(), document: &document, idf: &idf, length };
            let texts =
                document.sentences().iter().map(|sentence| sentence.span.of(article.text()).to_owned());
            examples.push(Example {
                set: names.len(),
                number,
                features: sentence_features(&scoring).iter().map(|row| row.to_vec()).collect(),
                length,
                texts: texts.collect(),
                references: gold.texts,
                language,
                known: Mutex::default(),
            });
        }
        names.push(name.to_owned());
    }
    Ok((names, examples))
}

/// The weights that these documents teach.
fn learn(examples: &[&Example], sets: usize) -> Vec<f64> {
    let mut by_set: Vec<Vec<&Example>> = vec![Vec::new(); sets];
    for example in examples {
        by_set[example.set].push(example);
    }
    by_set.retain(|set| !set.is_empty());
    let scale = scale(&by_set);
    let width = scale.len();
    let mut random = Random(1);
    let (mut weights, mut mean) = (vec![0.0; width], vec![0.0; width]);
    let (mut first, mut second) = (vec![0.0; width], vec![0.0; width]);
    for epoch in 1..=EPOCHS {
        let raw: Vec<f64> = weights.iter().zip(&scale).map(|(weight, scale)| weight / scale).collect();
        let mut batch: Vec<(&Example, f64, u64)> = Vec::new();
        for set in &mut by_set {
            // The first of a shuffled set.
            let size = set.len().min(BATCH);
            for at in 0..size {
                let other = at + (random.next() % (set.len() - at) as u64) as usize;
                set.swap(at, other);
                batch.push((set[at], 1.0 / size as f64, random.next()));
            }
        }
        let slopes: Vec<Vec<f64>> = batch
            .par_iter()
            .map_init(HashMap::new, |scorers, &(example, share, seed)| {
                example.gradient(&raw, seed, scorers).iter().map(|slope| slope * share).collect()
            })
            .collect();
        let rate = RATE * f64::min(1.0, 2.0 * (1.0 - f64::from(epoch) / f64::from(EPOCHS)));
        for at in 0..width {
            let slope = slopes.iter().map(|slopes| slopes[at]).sum::<f64>()
                / (by_set.len() as f64 * scale[at])
                - PENALTY * weights[at];
            first[at] = 0.9 * first[at] + 0.1 * slope;
            second[at] = 0.99 * second[at] + 0.01 * slope * slope;
            let step = first[at] / (1.0 - 0.9_f64.powf(f64::from(epoch)));
            let size = (second[at] / (1.0 - 0.99_f64.powf(f64::from(epoch)))).sqrt() + 1e-8;
            weights[at] += rate * step / size;
            // The mean of the last 30 % of the steps.
            mean[at] += if epoch > EPOCHS * 7 / 10 { weights[at] } else { 0.0 };
        }
    }
    let steps = f64::from(EPOCHS - EPOCHS * 7 / 10);
    mean.iter().zip(&scale).map(|(sum, scale)| sum / steps / scale).collect()
}

/// The standard deviation of each feature, each set counting the same.
fn scale(sets: &[Vec<&Example>]) -> Vec<f64> {
    let width = sentence_feature_names().count();
    let mut variance = vec![0.0; width];
    for set in sets {
        for (at, sum) in variance.iter_mut().enumerate() {
            let values: Vec<f64> =
                set.iter().flat_map(|example| example.features.iter().map(|row| row[at])).collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            *sum += values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
        }
    }
    variance.iter().map(|sum| (sum / sets.len() as f64).sqrt() + 1e-9).collect()
}

fn write(weights: &[f64]) -> Result<(), Box<dyn Error>> {
    let mut text = String::from(
        "# Weights of the salience method, learned by examples/learn_salience.rs on the development sets for the highest\n\
         # expected ROUGE, each set counting the same (docs/quality.md). One feature and its weight a line; no bias.\n",
    );
    for (name, weight) in sentence_feature_names().zip(weights) {
        text.push_str(&format!("{name} {weight:.6}\n"));
    }
    fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/score/salience.txt"), text)?;
    Ok(())
}

/// The weights in the program.
fn present() -> Vec<f64> {
    let lines = include_str!("../src/score/salience.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once(' ').unwrap().1.parse().unwrap()).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The numbers of sentences, the best first.
fn ranked(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn gumbel(&mut self) -> f64 {
        let uniform = ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        -(-uniform.ln()).ln()
    }
}
