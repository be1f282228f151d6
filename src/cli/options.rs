//! Arguments to the library's options.

use std::path::{Path, PathBuf};

use epitome::select::Budget;
use epitome::summarizer::SummarizerBuilder;
use epitome::{Error, ErrorKind, Language, Summarizer};

use super::args::{
    BudgetArguments, KeywordArguments, StatisticsArguments, SummarizeArguments, TermArguments,
};
use super::exit::Stop;
use super::values::StatisticsChoice;

/// What decides on the terms of an article: the same for fitting and for scoring.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) language: Option<Language>,
    pub(crate) stop_words: Vec<String>,
    pub(crate) replace_stop_words: bool,
}

impl Terms {
    pub(crate) fn new(arguments: &TermArguments) -> Result<Self, Stop> {
        let stop_words = arguments.stop_words.as_deref().map(stop_words).transpose()?.unwrap_or_default();
        let replace_stop_words = arguments.replace_stop_words;
        Ok(Self { language: arguments.language.language.0, stop_words, replace_stop_words })
    }
}

/// A summarizer's options but for the statistics.
pub(crate) fn summaries(arguments: &SummarizeArguments, terms: &Terms) -> SummarizerBuilder {
    let builder = keywords(&arguments.keywords, terms)
        .budget(budget(&arguments.budget))
        .method(arguments.method)
        .order(arguments.order.into())
        .explain(arguments.explain);
    match &arguments.query {
        Some(query) => builder.query(query),
        None => builder,
    }
}

/// The options of keywords and terms.
pub(crate) fn keywords(arguments: &KeywordArguments, terms: &Terms) -> SummarizerBuilder {
    Summarizer::builder()
        .keywords(arguments.keywords)
        .keyword_method(arguments.keyword_method)
        .language(terms.language)
        .stop_words(terms.stop_words.clone(), terms.replace_stop_words)
}

/// The files beside the inputs that results depend on.
pub(crate) fn files(terms: &TermArguments, statistics: &StatisticsArguments) -> Vec<PathBuf> {
    let fitted = match &statistics.statistics {
        Some(StatisticsChoice::File(path)) => Some(path),
        _ => None,
    };
    terms.stop_words.iter().chain(fitted).cloned().collect()
}

fn budget(arguments: &BudgetArguments) -> Budget {
    let BudgetArguments { sentences, words, chars, ratio } = *arguments;
    sentences
        .map(Budget::Sentences)
        .or(words.map(Budget::Words))
        .or(chars.map(Budget::Chars))
        .or(ratio.map(Budget::Ratio))
        .unwrap_or_default()
}

/// Words one a line; what follows a `#` is a comment.
fn stop_words(path: &Path) -> Result<Vec<String>, Error> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(ErrorKind::Unreadable, format!("--stop-words {name} cannot be read: {error}"))
            .with_hint("a text file in UTF-8, one word a line")
    })?;
    let lines = text.trim_start_matches('\u{feff}').lines();
    let words = lines.map(|line| line.split('#').next().unwrap_or_default().trim());
    Ok(words.filter(|word| !word.is_empty()).map(str::to_owned).collect())
}
