//! `epitome eval sweep`: every method over every set of a folder, as one Markdown table. A folder has `sets.tsv` and a
//! `NAME.jsonl` for each set; one with budgets holds summaries, else keywords. `peers.tsv` adds others' figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};
use rayon::prelude::*;

use epitome::eval::{
    Gold, KeywordEvaluation, KeywordPair, SummaryEvaluation, SummaryPair, keyword_scores_of_all, oracle,
    read_keyphrases, read_references, rouge_of_all,
};
use epitome::input::{InputOptions, Reader};
use epitome::keyword::KeywordMethod;
use epitome::score::Method;
use epitome::select::Budget;
use epitome::summarizer::{Frequencies, SummarizerBuilder};
use epitome::summary::Summary;
use epitome::{Article, CorpusStatistics, Error, ErrorKind, Language, Summarizer};

use super::destination::Destination;
use super::exit::{Exit, Stop};

/// Sets that no mean counts, and why: references that look machine-made.
const OUTSIDE_MACRO: &[&str] = &["bbc"];

#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    /// Folder with sets.tsv, a NAME.jsonl for each set and perhaps peers.tsv
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Methods to run; all by default, `oracle` for the greedy extractive oracle
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    methods: Vec<String>,
    /// Columns of peers.tsv to show beside
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    peers: Vec<String>,
    /// Sets to run; all by default
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    sets: Vec<String>,
    /// Take document frequencies from the built-in table, as for single articles, and not from the set
    #[arg(long)]
    builtin: bool,
}

/// One set: its articles with what people wrote of them.
struct Set {
    name: String,
    counts: bool,
    language: Language,
    /// The summary's budget; none for a keyword set.
    budget: Option<Budget>,
    articles: Vec<Article>,
    gold: Vec<Gold>,
}

pub(crate) fn run(arguments: &SweepArguments) -> Result<Exit, Stop> {
    let sets = sets(&arguments.folder, &arguments.sets)?;
    let keywords = sets.iter().all(|set| set.budget.is_none());
    let methods = match arguments.methods.as_slice() {
        [] if keywords => KeywordMethod::ALL.iter().map(|method| method.name().to_owned()).collect(),
        [] => Method::ALL.iter().map(|method| method.name().to_owned()).collect(),
        named => named.to_vec(),
    };
    let peers = peers(&arguments.folder)?;
    let columns: Vec<&String> = arguments.peers.iter().chain(&methods).collect();
    let mut table =
        format!("| set | {} |\n|", columns.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" | "));
    table.push_str(&" --- |".repeat(columns.len() + 1));
    let mut sums = vec![(0.0, 0usize); columns.len()];
    for set in &sets {
        let _ = write!(table, "\n| {} |", set.name);
        let frequencies = frequencies(set, arguments.builtin);
        for (at, name) in columns.iter().enumerate() {
            let value = if at < arguments.peers.len() {
                peers.get(&(set.name.clone(), (*name).clone())).copied()
            } else {
                Some(figure(set, name, &frequencies)?)
            };
            table.push_str(&value.map_or(" – |".to_owned(), |value| format!(" {value:.2} |")));
            if let (Some(value), true) = (value, set.counts) {
                sums[at].0 += value;
                sums[at].1 += 1;
            }
        }
    }
    table.push_str("\n| **mean** |");
    for (sum, count) in sums {
        let _ = write!(table, " **{:.2}** |", sum / count.max(1) as f64);
    }
    table.push('\n');
    let mut destination = Destination::open(None)?;
    destination.write(table.as_bytes())?;
    destination.finish()?;
    Ok(Exit::Done)
}

/// The figure of a method on a set: mean F1 of the three ROUGEs, or F1 at 10.
fn figure(set: &Set, method: &str, frequencies: &Frequencies) -> Result<f64, Error> {
    let builder = Summarizer::builder().language(Some(set.language)).frequencies(frequencies.clone());
    match set.budget {
        None => keyword_figure(set, builder.budget(Budget::Sentences(0)).keyword_method(method.parse()?)),
        Some(budget) if method == "oracle" => Ok(oracle_figure(set, budget)),
        Some(budget) => summary_figure(set, builder.budget(budget).keywords(0).method(method.parse()?)),
    }
}

fn summary_figure(set: &Set, builder: SummarizerBuilder) -> Result<f64, Error> {
    let summaries = summaries(set, &builder.build()?);
    let pairs = summaries.iter().zip(&set.gold).map(|(summary, gold)| SummaryPair {
        candidate: summary.summary.iter().map(|sentence| sentence.text.as_str()).collect(),
        references: &gold.texts,
        language: set.language,
    });
    Ok(SummaryEvaluation::from_scores(&rouge_of_all(&pairs.collect::<Vec<_>>())).mean_f1())
}

fn keyword_figure(set: &Set, builder: SummarizerBuilder) -> Result<f64, Error> {
    let summaries = summaries(set, &builder.keywords(15).build()?);
    let pairs = summaries.iter().zip(&set.gold).map(|(summary, gold)| KeywordPair {
        keywords: summary.keywords.iter().map(|keyword| keyword.text.as_str()).collect(),
        keyphrases: &gold.texts,
        language: set.language,
    });
    Ok(KeywordEvaluation::from_scores(&keyword_scores_of_all(&pairs.collect::<Vec<_>>())).at10.f1)
}

/// What the best sentences would reach, chosen by looking at the references.
fn oracle_figure(set: &Set, budget: Budget) -> f64 {
    let texts = set.articles.par_iter().zip(&set.gold).map_init(
        || epitome::analysis::Analyzer::new().language(Some(set.language)),
        |analyzer, (article, gold)| {
            let document = analyzer.analyze(article);
            let sentences: Vec<&str> =
                document.sentences().iter().map(|sentence| sentence.span.of(article.text())).collect();
            let limit = budget.expected_sentences(&document);
            let chosen = oracle(&sentences, &gold.texts, set.language, limit);
            chosen.into_iter().map(|sentence| sentences[sentence]).collect::<Vec<_>>()
        },
    );
    let texts: Vec<_> = texts.collect();
    let pairs = texts.into_iter().zip(&set.gold).map(|(candidate, gold)| SummaryPair {
        candidate,
        references: &gold.texts,
        language: set.language,
    });
    SummaryEvaluation::from_scores(&rouge_of_all(&pairs.collect::<Vec<_>>())).mean_f1()
}

fn summaries(set: &Set, summarizer: &Summarizer) -> Vec<Summary> {
    set.articles.par_iter().map_init(|| summarizer.worker(), epitome::summarizer::Worker::summarize).collect()
}

fn frequencies(set: &Set, builtin: bool) -> Frequencies {
    if builtin {
        return Frequencies::Builtin;
    }
    Frequencies::Corpus(Arc::new(CorpusStatistics::fit(&set.articles, Some(set.language))))
}

/// The sets that `sets.tsv` lists: name, language, documents and the budget, or whether it counts.
fn sets(folder: &Path, wanted: &[String]) -> Result<Vec<Set>, Error> {
    let list = read(&folder.join("sets.tsv"))?;
    let mut sets = Vec::new();
    for line in list.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, language, _, last] = fields.as_slice() else { continue };
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == name) {
            continue;
        }
        let path = folder.join(format!("{name}.jsonl"));
        let text = read(&path)?;
        let budget = budget(last);
        let file = path.display().to_string();
        let gold = match budget {
            Some(_) => read_references(text.as_bytes(), &file)?,
            None => read_keyphrases(text.as_bytes(), &file)?,
        };
        let counts = !OUTSIDE_MACRO.contains(name) && *last != "0";
        let articles = articles(&path)?;
        if articles.len() != gold.len() {
            let message = format!("{file}: {} articles but {} gold lines", articles.len(), gold.len());
            return Err(Error::new(ErrorKind::Malformed, message));
        }
        sets.push(Set {
            name: (*name).to_owned(),
            counts,
            language: language.parse()?,
            budget,
            articles,
            gold,
        });
    }
    Ok(sets)
}

fn articles(path: &Path) -> Result<Vec<Article>, Error> {
    let options = InputOptions::default();
    let mut articles = Vec::new();
    for block in Reader::new([path], options.clone()) {
        for article in block.map_err(|failed| failed.error)?.articles(&options) {
            articles.push(article.map_err(|failed| failed.error)?);
        }
    }
    Ok(articles)
}

/// A budget as the command line has it, such as `--sentences 3`.
fn budget(option: &str) -> Option<Budget> {
    let (name, value) = option.split_once(' ')?;
    match name {
        "--sentences" => value.parse().ok().map(Budget::Sentences),
        "--ratio" => value.parse().ok().map(Budget::Ratio),
        "--words" => value.parse().ok().map(Budget::Words),
        "--chars" => value.parse().ok().map(Budget::Chars),
        _ => None,
    }
}

/// Others' figures by set and method; of several columns the mean of the first three.
fn peers(folder: &Path) -> Result<BTreeMap<(String, String), f64>, Error> {
    let path = folder.join("peers.tsv");
    let list = if path.exists() { read(&path)? } else { String::new() };
    let mut peers = BTreeMap::new();
    for line in list.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [set, method, figures @ ..] = fields.as_slice() {
            let figures: Vec<f64> = figures.iter().take(3).filter_map(|figure| figure.parse().ok()).collect();
            let mean = figures.iter().sum::<f64>() / figures.len().max(1) as f64;
            peers.insert(((*set).to_owned(), (*method).to_owned()), mean);
        }
    }
    Ok(peers)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| {
        Error::new(ErrorKind::Unreadable, format!("{} cannot be read: {error}", path.display()))
    })
}
