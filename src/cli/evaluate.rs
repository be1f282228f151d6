//! `epitome eval`: results against what people wrote, and whole methods over all sets of a folder.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use serde::Serialize;

use epitome::eval::{
    KeywordEvaluation, ResultRecord, SummaryEvaluation, read_keyphrases, read_references, read_results,
};
use epitome::{Error, ErrorKind};

use super::destination::Destination;
use super::exit::{Exit, Stop};
use super::values::LanguageChoice;
use super::{messages, sweep};

#[derive(Debug, Subcommand)]
pub(crate) enum EvalCommand {
    /// ROUGE-1, ROUGE-2 and ROUGE-Lsum of summaries against references
    Summaries(EvalArguments),
    /// Precision, recall and F1 of keywords at 5, 10 and 15, and MAP
    Keywords(EvalArguments),
    /// Methods over all sets of a folder, in one table
    Sweep(sweep::SweepArguments),
}

#[derive(Debug, Args)]
pub(crate) struct EvalArguments {
    /// Records of `epitome summarize` or `keywords`, - for standard input
    #[arg(value_name = "RESULTS", value_hint = ValueHint::FilePath)]
    results: PathBuf,
    /// What people wrote: a JSON line an article, with "id" and "references" or "keyphrases"
    #[arg(long, value_name = "GOLD", value_hint = ValueHint::FilePath)]
    references: PathBuf,
    /// Language of articles whose gold line names none, as an ISO 639-1 code; auto for English
    #[arg(long, value_name = "CODE", default_value = "auto")]
    language: LanguageChoice,
    /// Format of the figures
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Figures::Table)]
    format: Figures,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Figures {
    /// To read
    Table,
    /// One object, in percent
    Json,
}

pub(crate) fn run(command: &EvalCommand) -> Result<Exit, Stop> {
    match command {
        EvalCommand::Summaries(arguments) => {
            let read = |file, name: &str| read_references(BufReader::new(file), name);
            let form = "GOLD has an object a line: {\"id\": \"…\", \"references\": [\"…\"]}";
            let gold = with_file(&arguments.references, read).map_err(|error| error.with_hint(form))?;
            let results = results(arguments)?;
            let evaluation = SummaryEvaluation::of(&gold, &results, arguments.language.0);
            report(arguments, &evaluation, evaluation.coverage.unknown)
        }
        EvalCommand::Keywords(arguments) => {
            let read = |file, name: &str| read_keyphrases(BufReader::new(file), name);
            let form = "GOLD has an object a line: {\"id\": \"…\", \"keyphrases\": [\"…\"]}";
            let gold = with_file(&arguments.references, read).map_err(|error| error.with_hint(form))?;
            let results = results(arguments)?;
            let evaluation = KeywordEvaluation::of(&gold, &results, arguments.language.0);
            report(arguments, &evaluation, evaluation.coverage.unknown)
        }
        EvalCommand::Sweep(arguments) => sweep::run(arguments),
    }
}

fn results(arguments: &EvalArguments) -> Result<Vec<ResultRecord>, Error> {
    let read = |file, name: &str| read_results(BufReader::new(file), name);
    let form = "RESULTS are records of `epitome summarize` or `epitome keywords`, as JSON lines or an array";
    with_file(&arguments.results, read).map_err(|error| error.with_hint(form))
}

/// Opens a file, or standard input for `-`, and gives it to a parser together with its name.
fn with_file<T>(
    path: &Path,
    parse: impl FnOnce(Box<dyn Read>, &str) -> Result<T, Error>,
) -> Result<T, Error> {
    if path == Path::new("-") {
        return parse(Box::new(io::stdin()), "standard input");
    }
    let name = path.display().to_string();
    let file = File::open(path)
        .map_err(|error| Error::new(ErrorKind::Unreadable, format!("{name} cannot be read: {error}")))?;
    parse(Box::new(file), &name)
}

fn report(
    arguments: &EvalArguments,
    evaluation: &(impl Serialize + Display),
    unknown: usize,
) -> Result<Exit, Stop> {
    if unknown > 0 {
        messages::note(&format!(
            "{unknown} results have an id that {} lacks",
            arguments.references.display()
        ));
    }
    let text = match arguments.format {
        Figures::Table => evaluation.to_string(),
        Figures::Json => serde_json::to_string(evaluation).unwrap_or_default() + "\n",
    };
    let mut destination = Destination::open(None)?;
    destination.write(text.as_bytes())?;
    destination.finish()?;
    Ok(Exit::Done)
}
