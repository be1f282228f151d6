//! Where document frequencies come from, and fitting them to the inputs.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use epitome::analysis::Analyzer;
use epitome::batch::{Part, Tally};
use epitome::input::ArticleError;
use epitome::statistics::StatisticsBuilder;
use epitome::summarizer::Frequencies;
use epitome::{CorpusStatistics, Error, ErrorKind};

use super::exit::Stop;
use super::inputs::{Inputs, Unit};
use super::options::Terms;
use super::progress::About;
use super::run::Run;
use super::values::StatisticsChoice;

/// Articles from which on they are a corpus of their own.
const CORPUS: usize = 20;

/// Articles, failures and bytes that are kept from the first look to the pass that follows.
const KNOWN: usize = 1000;
const KNOWN_BYTES: usize = 32 << 20;

type Units = Box<dyn Iterator<Item = Unit> + Send>;

/// The frequencies asked for, and the units of the pass that follows. By default the corpus itself where it has 20
/// articles or more; to know that, the first are looked at, and where there are no more they need not be read again.
pub(crate) fn of_choice(
    choice: Option<&StatisticsChoice>,
    inputs: &mut Inputs,
    terms: &Terms,
    run: &Run,
    on_stdout: bool,
) -> Result<(Frequencies, Units), Stop> {
    let frequencies = match choice {
        Some(StatisticsChoice::Builtin) => Frequencies::Builtin,
        Some(StatisticsChoice::None) => Frequencies::None,
        Some(StatisticsChoice::File(path)) => {
            let hint = "--statistics takes a file of `epitome fit`, corpus, builtin or none";
            Frequencies::Corpus(Arc::new(load(path).map_err(|error| error.with_hint(hint))?))
        }
        Some(StatisticsChoice::Corpus) => {
            inputs.keep(run, on_stdout)?;
            of_corpus(inputs, terms, run, on_stdout)?
        }
        None => {
            inputs.keep(run, on_stdout)?;
            match look(inputs) {
                Size::Known(known) => return Ok((Frequencies::Builtin, Box::new(known.into_iter()))),
                Size::Few => Frequencies::Builtin,
                Size::Corpus => of_corpus(inputs, terms, run, on_stdout)?,
            }
        }
    };
    Ok((frequencies, Box::new(inputs.units())))
}

/// Reads a statistics file.
pub(crate) fn load(path: &Path) -> Result<CorpusStatistics, Error> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Error::new(ErrorKind::Unreadable, format!("statistics file {name} cannot be read: {error}"))
    })?;
    CorpusStatistics::from_bytes(bytes).map_err(|error| {
        let why = error.message().strip_prefix("statistics: ").unwrap_or(error.message());
        let named = Error::new(error.kind(), format!("statistics file {name}: {why}"));
        match error.hint() {
            Some(hint) => named.with_hint(hint),
            None => named,
        }
    })
}

/// What a look at the inputs shows.
enum Size {
    /// So few articles that they are all here.
    Known(Vec<Unit>),
    /// Few articles, but large ones or many failures.
    Few,
    /// Enough articles.
    Corpus,
}

fn look(inputs: &Inputs) -> Size {
    let mut known = Some(Vec::new());
    let (mut articles, mut bytes) = (0, 0);
    for unit in inputs.units() {
        unit.for_each(inputs.options(), |article| {
            articles += usize::from(article.is_ok());
            bytes += article.as_ref().map_or(0, |article| article.text().len());
            if let Some(known) = &mut known {
                known.push(Unit::Known(Box::new(article)));
            }
            if articles >= CORPUS
                || bytes > KNOWN_BYTES
                || known.as_ref().is_some_and(|known| known.len() > KNOWN)
            {
                known = None;
            }
            ControlFlow::Continue(())
        });
        if articles >= CORPUS {
            return Size::Corpus;
        }
    }
    known.map_or(Size::Few, Size::Known)
}

fn of_corpus(inputs: &Inputs, terms: &Terms, run: &Run, on_stdout: bool) -> Result<Frequencies, Stop> {
    // What fails now fails in the second pass too, and is told there.
    let (statistics, _) = fit(inputs, terms, run, on_stdout, |_| Ok(()))?;
    Ok(Frequencies::Corpus(Arc::new(statistics)))
}

/// Counts the terms of all inputs; `failed` is told of the articles that could not be read.
pub(crate) fn fit(
    inputs: &Inputs,
    terms: &Terms,
    run: &Run,
    on_stdout: bool,
    mut failed: impl FnMut(&ArticleError) -> Result<(), Stop> + Send,
) -> Result<(CorpusStatistics, Tally), Stop> {
    let about = About { what: "fitting", total: inputs.bytes(), done: 0 };
    let progress = run.progress(about, on_stdout);
    let whole = StatisticsBuilder::new();
    let worker = || {
        let analyzer = Analyzer::new()
            .language(terms.language)
            .stop_words(terms.stop_words.clone(), terms.replace_stop_words);
        (analyzer, whole.beside())
    };
    let work = |(analyzer, builder): &mut (Analyzer, StatisticsBuilder), unit: Unit| {
        let mut tally = Tally::default();
        let mut failures = Vec::new();
        tally.bytes = unit.for_each(inputs.options(), |article| match article {
            Ok(article) => {
                tally.articles += 1;
                builder.add(&article, analyzer);
                ControlFlow::Continue(())
            }
            Err(error) => {
                tally.errors += 1;
                failures.push(error);
                ControlFlow::Continue(())
            }
        });
        Part { output: failures, tally }
    };
    let sink = |failures: Vec<ArticleError>| progress.aside(|| failures.iter().try_for_each(&mut failed));
    let update = |tally| progress.update(tally);
    let finished = run.batch(inputs.bytes(), &update).run(inputs.units_without_ids(), worker, work, sink)?;
    progress.finish(finished.tally);
    if finished.cancelled {
        return Err(Stop::Interrupted("nothing was written; run the same command again".to_owned()));
    }
    finished.workers.into_iter().for_each(|(analyzer, mut builder)| builder.settle(&analyzer));
    Ok((whole.finish(&Analyzer::new()), finished.tally))
}
