//! The arguments as clap reads them. Lists of names come from the library, so that help and library always agree.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

use epitome::input::{InputFormat, InputOptions};
use epitome::keyword::KeywordMethod;
use epitome::output::{Format, Presentation};
use epitome::score::Method;

use super::evaluate::EvalCommand;
use super::report::ReportArguments;
use super::size;
use super::values::{
    LanguageChoice, OrderName, Shown, StatisticsChoice, When, at_least_one, count, named, ratio,
};

/// Extractive summaries and keywords for one article or millions, in many languages
#[derive(Debug, Parser)]
#[command(name = "epitome", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  epitome summarize article.txt              a summary and keywords, to read
  epitome summarize articles/ -o out.jsonl   a whole directory, a record a line
  curl -s https://example.org/ | epitome summarize --input-format html

`epitome help COMMAND` tells more about a command.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A summary and keywords for each article
    #[command(after_help = SUMMARIZE_EXAMPLES, after_long_help = SUMMARIZE_EXAMPLES)]
    Summarize(Box<SummarizeArguments>),
    /// Keywords only
    #[command(after_help = KEYWORDS_EXAMPLES, after_long_help = KEYWORDS_EXAMPLES)]
    Keywords(Box<KeywordsArguments>),
    /// The sentences of each article, nothing else
    #[command(after_help = SEGMENT_EXAMPLES, after_long_help = SEGMENT_EXAMPLES)]
    Segment(Box<SegmentArguments>),
    /// Corpus statistics (document frequencies) to a file, for --statistics FILE
    #[command(after_help = FIT_EXAMPLES, after_long_help = FIT_EXAMPLES)]
    Fit(Box<FitArguments>),
    /// Several statistics files into one, exactly as if fitted together
    #[command(after_help = MERGE_EXAMPLES, after_long_help = MERGE_EXAMPLES)]
    Merge(MergeArguments),
    /// Results against what people wrote: ROUGE, precision, recall, F1
    #[command(after_help = EVAL_EXAMPLES, subcommand)]
    Eval(EvalCommand),
    /// A page to look at, from the records of a finished run
    #[command(after_help = REPORT_EXAMPLES)]
    Report(ReportArguments),
    /// Completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArguments),
    /// The manual page
    #[command(after_help = "Example:\n  epitome man > /usr/local/share/man/man1/epitome.1")]
    Man,
}

const SUMMARIZE_EXAMPLES: &str = "\
Examples:
  epitome summarize article.txt
  epitome summarize --words 100 --keywords 5 https-page.html
  epitome summarize --query 'flood defences' --explain report.md
  epitome summarize news.jsonl --text-field body -o summaries.csv
  epitome summarize --format jsonl news.jsonl.gz | jq -r .summary[0].text";

const KEYWORDS_EXAMPLES: &str = "\
Examples:
  epitome keywords article.txt
  epitome keywords --keywords 20 --keyword-method tf-idf news.jsonl -o keywords.jsonl";

const SEGMENT_EXAMPLES: &str = "\
Examples:
  epitome segment article.txt
  epitome segment --language de --format jsonl artikel/";

const FIT_EXAMPLES: &str = "\
Examples:
  epitome fit archive/ -o archive.stats
  epitome fit --min-df 3 --max-terms 200000 news.jsonl -o news.stats
  epitome summarize --statistics archive.stats today.txt";

const MERGE_EXAMPLES: &str = "\
Example:
  epitome merge january.stats february.stats -o winter.stats";

const EVAL_EXAMPLES: &str = "\
Examples:
  epitome eval summaries --references gold.jsonl results.jsonl
  epitome eval keywords --references gold.jsonl --format json results.jsonl
  epitome eval sweep --methods lead,random --peers pacsum sets/";

const REPORT_EXAMPLES: &str = "\
A page shows what the records hold: with --with-text the article's text, with --explain why a sentence was chosen.
`epitome summarize -o report.html` shows all sentences of an article by score as well.

Examples:
  epitome summarize --with-text --explain archive/ -o results.jsonl
  epitome report results.jsonl -o report.html";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  epitome completions bash > ~/.local/share/bash-completion/completions/epitome
  epitome completions fish > ~/.config/fish/completions/epitome.fish";

#[derive(Debug, Args)]
pub(crate) struct SummarizeArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) budget: BudgetArguments,
    /// How sentences are scored
    #[arg(long, value_name = "NAME", help_heading = "Summary")]
    #[arg(default_value = Method::ALL[0].name())]
    #[arg(value_parser = named::<Method>(Method::ALL.iter().map(|method| (method.name(), method.about()))))]
    pub(crate) method: Method,
    /// Prefer sentences about TEXT
    #[arg(long, value_name = "TEXT", help_heading = "Summary", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) query: Option<String>,
    /// Order of the summary's sentences
    #[arg(long, value_name = "ORDER", help_heading = "Summary", value_enum, default_value_t = OrderName::Document)]
    pub(crate) order: OrderName,
    #[command(flatten)]
    pub(crate) keywords: KeywordArguments,
    #[command(flatten)]
    pub(crate) terms: TermArguments,
    #[command(flatten)]
    pub(crate) statistics: StatisticsArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    /// Show the whole article as text, the chosen sentences in bold, keywords in colour
    #[arg(long, help_heading = "Output")]
    pub(crate) highlight: bool,
    /// Say why each sentence and keyword was picked (not in CSV)
    #[arg(long, help_heading = "Output")]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct KeywordsArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) keywords: KeywordArguments,
    #[command(flatten)]
    pub(crate) terms: TermArguments,
    #[command(flatten)]
    pub(crate) statistics: StatisticsArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    /// Say why each keyword was picked (not in CSV)
    #[arg(long, help_heading = "Output")]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct SegmentArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) language: LanguageArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct FitArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) terms: TermArguments,
    /// The statistics file to write
    #[arg(short, long, value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// A record for each article that failed, as JSON lines [default: standard error, one line each]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) errors: Option<PathBuf>,
    /// Leave out terms that fewer than N articles have
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = count)]
    pub(crate) min_df: usize,
    /// Keep at most N terms a language, the most frequent [default: all]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = count)]
    pub(crate) max_terms: Option<usize>,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// Statistics files
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The statistics file to write
    #[arg(short, long, value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// Errors only
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArguments {
    /// Files, patterns such as 'data/*.jsonl.gz', directories (walked in order, hidden and ignored files skipped) or - for
    /// standard input
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath, help_heading = None::<&str>)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Format of every input; otherwise told by extension and content
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    #[arg(value_parser = named::<InputFormat>(InputFormat::all().map(|format| (format.name(), ""))))]
    pub(crate) input_format: InputFormat,
    /// Field of a record that holds its id
    #[arg(long, value_name = "NAME", default_value_t = InputOptions::default().id_field)]
    pub(crate) id_field: String,
    /// Field of a record that holds its title
    #[arg(long, value_name = "NAME", default_value_t = InputOptions::default().title_field)]
    pub(crate) title_field: String,
    /// Field of a record that holds its text
    #[arg(long, value_name = "NAME", default_value_t = InputOptions::default().text_field)]
    pub(crate) text_field: String,
    /// Refuse articles of more bytes; K, M and G are understood
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size::bytes)]
    pub(crate) max_article_bytes: usize,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Summary")]
#[group(id = "budget", multiple = false)]
pub(crate) struct BudgetArguments {
    /// N sentences [default: 3]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = count)]
    pub(crate) sentences: Option<usize>,
    /// At most N words; no sentence is cut
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = count)]
    pub(crate) words: Option<usize>,
    /// At most N characters; no sentence is cut
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = count)]
    pub(crate) chars: Option<usize>,
    /// This share of the article's sentences, such as 0.2; at least one
    #[arg(long, value_name = "F", allow_negative_numbers = true, value_parser = ratio)]
    pub(crate) ratio: Option<f64>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Keywords")]
pub(crate) struct KeywordArguments {
    /// Keywords for each article, 0 for none
    #[arg(long, value_name = "N", default_value_t = 10, allow_negative_numbers = true, value_parser = count)]
    pub(crate) keywords: usize,
    /// How keywords are found
    #[arg(long, value_name = "NAME", default_value = KeywordMethod::ALL[0].name())]
    #[arg(value_parser =
        named::<KeywordMethod>(KeywordMethod::ALL.iter().map(|method| (method.name(), method.about()))))]
    pub(crate) keyword_method: KeywordMethod,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Words")]
pub(crate) struct LanguageArguments {
    /// ISO 639-1 code of every article's language, or auto to tell it for each
    #[arg(long, value_name = "CODE", default_value = "auto")]
    pub(crate) language: LanguageChoice,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Words")]
pub(crate) struct TermArguments {
    #[command(flatten)]
    pub(crate) language: LanguageArguments,
    /// More stop words, one a line, # begins a comment
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) stop_words: Option<PathBuf>,
    /// Take the stop words of the file instead of each language's own
    #[arg(long, requires = "stop_words")]
    pub(crate) replace_stop_words: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Words")]
pub(crate) struct StatisticsArguments {
    /// Where document frequencies come from: a file of `epitome fit`, corpus (the inputs, read twice), builtin (a table
    /// for English, the article's own sentences for others) or none [default: corpus for 20 or more articles, else
    /// builtin]
    #[arg(long, value_name = "FILE|corpus|builtin|none", value_hint = ValueHint::FilePath)]
    pub(crate) statistics: Option<StatisticsChoice>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArguments {
    /// Format of the results [default: by the extension of --output, else text on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    #[arg(value_parser = named::<Format>(Format::ALL.iter().map(|format| (format.name(), format.about()))))]
    pub(crate) format: Option<Format>,
    /// Write to FILE, which is complete or not there; compressed if it ends in .gz or .zst [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// A record for each article that failed, as JSON lines [default: standard error, one line each]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) errors: Option<PathBuf>,
    /// Go on with an interrupted run into the same FILE
    #[arg(long)]
    pub(crate) resume: bool,
    /// Add the article's text to each record
    #[arg(long)]
    pub(crate) with_text: bool,
    /// The most articles that an HTML page shows; it says how many it leaves out
    #[arg(long, value_name = "N", default_value_t = Presentation::default().report_limit)]
    pub(crate) report_limit: u64,
    /// The most articles in a row group of a Parquet file
    #[arg(long, value_name = "N", default_value_t = Presentation::default().row_group)]
    #[arg(allow_negative_numbers = true, value_parser = at_least_one)]
    pub(crate) row_group: u64,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub(crate) struct RunArguments {
    /// Number of threads, 0 for one for each core; the output does not depend on it
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(crate) threads: u16,
    /// Stop at the first article that fails; those before it are written
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// Errors only: no progress, no notes
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = When::Auto)]
    pub(crate) color: When,
    /// Progress on standard error
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Shown::Auto)]
    pub(crate) progress: Shown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn clap_finds_no_fault() {
        Arguments::command().debug_assert();
    }
}
