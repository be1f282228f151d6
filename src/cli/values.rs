//! What an argument's value may be, and how it is read from the command line.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use epitome::summary::Order;
use epitome::{Error, Language};

/// When progress is shown, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// A bar, on a terminal that no results appear on
    Auto,
    /// A bar, or a line a second where there is no terminal
    Always,
    /// None
    Never,
    /// A JSON object a second, for programs
    Json,
}

/// When there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

/// The order of a summary's sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OrderName {
    Document,
    Score,
}

impl From<OrderName> for Order {
    fn from(name: OrderName) -> Self {
        match name {
            OrderName::Document => Self::Document,
            OrderName::Score => Self::Score,
        }
    }
}

/// A language, or none for each article's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LanguageChoice(pub(crate) Option<Language>);

impl FromStr for LanguageChoice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "auto" { Ok(Self(None)) } else { text.parse().map(|language| Self(Some(language))) }
    }
}

/// Where document frequencies come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StatisticsChoice {
    Corpus,
    Builtin,
    None,
    File(PathBuf),
}

impl FromStr for StatisticsChoice {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "corpus" => Self::Corpus,
            "builtin" => Self::Builtin,
            "none" => Self::None,
            file => Self::File(file.into()),
        })
    }
}

/// One of the library's named things; an empty line about it is left out.
pub(super) fn named<T>(
    names: impl Iterator<Item = (&'static str, &'static str)>,
) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = Error> + Clone + Send + Sync + 'static,
{
    let value = |(name, about): (&'static str, &'static str)| {
        let value = PossibleValue::new(name);
        if about.is_empty() { value } else { value.help(about) }
    };
    PossibleValuesParser::new(names.map(value)).try_map(|name| name.parse::<T>())
}

/// A whole number.
pub(super) fn count(text: &str) -> Result<usize, &'static str> {
    text.parse().map_err(|_| "accepted: a whole number, 0 or more")
}

/// A whole number that is not 0.
pub(super) fn at_least_one(text: &str) -> Result<u64, &'static str> {
    text.parse().ok().filter(|&number| number > 0).ok_or("accepted: a whole number, 1 or more")
}

/// A share of all.
pub(super) fn ratio(text: &str) -> Result<f64, &'static str> {
    match text.parse::<f64>() {
        Ok(ratio) if ratio > 0.0 && ratio <= 1.0 => Ok(ratio),
        _ => Err("accepted: a share of the sentences, above 0 and at most 1"),
    }
}
