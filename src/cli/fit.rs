//! `epitome fit`: corpus statistics to a file.

use indicatif::HumanCount;

use epitome::{CorpusStatistics, Error, ErrorKind};

use super::args::FitArguments;
use super::destination::Destination;
use super::exit::{Exit, Stop};
use super::failures::Failures;
use super::frequencies;
use super::inputs::Inputs;
use super::options::Terms;
use super::output;
use super::progress::counts;
use super::run::Run;

pub(crate) fn run(arguments: &FitArguments) -> Result<Exit, Stop> {
    let run = Run::begin(&arguments.run);
    let mut inputs = Inputs::new("fit", &arguments.input);
    let terms = Terms::new(&arguments.terms)?;
    let errors = arguments.errors.as_deref();
    let lists: Vec<_> = arguments.terms.stop_words.iter().cloned().collect();
    inputs.refuse_as_output(Some(&arguments.output), errors, &lists)?;
    output::distinct(Some(&arguments.output), errors)?;
    let mut destination = Destination::open(Some(&arguments.output))?;
    let mut failures = Failures::open(errors)?;

    let report = |failed: &_| {
        failures.report(failed)?;
        if arguments.run.fail_fast {
            let message = "stopped at the first article that failed; nothing was written";
            return Err(Error::new(ErrorKind::Malformed, message).into());
        }
        Ok(())
    };
    let (all, tally) = frequencies::fit(&inputs, &terms, &run, destination.is_stdout(), report)?;
    failures.finish()?;
    if tally.articles == 0 && tally.errors > 0 {
        return Ok(Exit::NothingDone);
    }
    let (kept, dropped) = all.pruned(arguments.min_df as u64, arguments.max_terms.unwrap_or(usize::MAX));
    destination.write(&kept.to_bytes()?)?;
    destination.finish()?;
    run.note(&format!("fitted {}: {}", counts(tally), described(&kept)));
    if dropped > 0 {
        run.note(&format!("dropped {} terms: {}", HumanCount(dropped), reason(arguments)));
    }
    Ok(if tally.errors == 0 { Exit::Done } else { Exit::SomeFailed })
}

/// Terms and languages of statistics in words.
pub(crate) fn described(statistics: &CorpusStatistics) -> String {
    let tables = statistics.languages().filter_map(|language| statistics.table(language));
    let (languages, terms) =
        tables.fold((0, 0), |(languages, terms), table| (languages + 1, terms + table.len()));
    let languages = if languages == 1 { "1 language".to_owned() } else { format!("{languages} languages") };
    format!("{} terms in {languages}", HumanCount(terms as u64))
}

fn reason(arguments: &FitArguments) -> String {
    let rare = (arguments.min_df > 1).then(|| format!("in fewer than {} articles", arguments.min_df));
    let many =
        arguments.max_terms.map(|most| format!("not among the {} most frequent", HumanCount(most as u64)));
    rare.into_iter().chain(many).collect::<Vec<_>>().join(", or ")
}
