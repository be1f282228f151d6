//! One pass over the inputs that writes a result for each article.

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use epitome::Article;
use epitome::batch::{Batch, Part, Tally};
use epitome::output::{Exporter, Format, Presentation};
use epitome::{Error, ErrorKind};

use super::args::{OutputArguments, RunArguments};
use super::exit::{Exit, Stop};
use super::inputs::{Inputs, Unit};
use super::output::{Output, Rendered};
use super::progress::{About, Progress, amounts};
use super::values::{Shown, When};
use super::{interrupt, messages, terminal};

/// Bytes of input up to which a second thread takes longer to start than it has to do.
const LITTLE: u64 = 64 << 10;

/// What all modes need to know of the run.
pub(crate) struct Run {
    color: When,
    threads: usize,
    fail_fast: bool,
    quiet: bool,
    progress: Shown,
    interrupted: &'static AtomicBool,
    begun: Instant,
}

/// One pass over the inputs.
pub(crate) struct Pass<'a, U> {
    /// What happens in it, for the progress bar.
    pub(crate) what: &'static str,
    pub(crate) inputs: &'a Inputs,
    pub(crate) units: U,
}

/// Why a pass ended before its end.
enum Ended {
    /// An article failed, and nothing more is wanted.
    AtFailure,
    Stopped(Stop),
}

impl<E: Into<Stop>> From<E> for Ended {
    fn from(stop: E) -> Self {
        Self::Stopped(stop.into())
    }
}

impl Run {
    /// Begins: settles colours and listens for Ctrl-C.
    pub(crate) fn begin(arguments: &RunArguments) -> Self {
        terminal::settle_stderr_color(arguments.color);
        Self {
            color: arguments.color,
            threads: arguments.threads.into(),
            fail_fast: arguments.fail_fast,
            quiet: arguments.quiet,
            progress: arguments.progress,
            interrupted: interrupt::listen(),
            begun: Instant::now(),
        }
    }

    /// What writes the results, in the format that is asked for, or that the output's name says, or that suits where
    /// the output goes.
    pub(crate) fn exporter(
        &self,
        arguments: &OutputArguments,
        highlight: bool,
        explain: bool,
    ) -> Result<Box<dyn Exporter>, Stop> {
        let file = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
        let named = match (arguments.format, file) {
            (Some(format), _) => Some(format),
            (None, Some(path)) => Format::of_path(path),
            (None, None) => None,
        };
        let on_terminal = file.is_none() && terminal::stdout_is_terminal();
        let fallback = if on_terminal || highlight { Format::Text } else { Format::Jsonl };
        let format = named.unwrap_or(fallback);
        if highlight && format != Format::Text {
            let message = format!("--highlight shows text, not {format}");
            let hint = "say --format text, or see --format html";
            return Err(Error::new(ErrorKind::InvalidOption, message).with_hint(hint).into());
        }
        let presentation = Presentation {
            with_text: arguments.with_text,
            width: terminal::width(),
            color: terminal::results_have_color(self.color, file.is_some()),
            highlight,
            report_limit: arguments.report_limit,
            explain,
            row_group: arguments.row_group,
        };
        Ok(format.exporter(presentation)?)
    }

    /// How to run over blocks of so many bytes of input, if their number is known.
    pub(crate) fn batch<'a>(&self, bytes: Option<u64>, progress: &'a (dyn Fn(Tally) + Sync)) -> Batch<'a> {
        let little = bytes.is_some_and(|bytes| bytes <= LITTLE);
        let threads = if self.threads == 0 && little { 1 } else { self.threads };
        Batch::new().threads(threads).cancelled_by(self.interrupted).progress(progress)
    }

    /// The progress of a pass.
    pub(crate) fn progress(&self, about: About, on_stdout: bool) -> Progress {
        let when = if self.quiet && self.progress == Shown::Auto { Shown::Never } else { self.progress };
        Progress::new(about, when, on_stdout && terminal::stdout_is_terminal())
    }

    /// Says something unless the run is to be quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            messages::note(text);
        }
    }

    /// Writes for each article what `write` appends, in the order of the units.
    pub(crate) fn export<W: Send>(
        &self,
        pass: Pass<'_, impl Iterator<Item = Unit> + Send>,
        mut output: Output,
        worker: impl Fn() -> W + Sync,
        write: impl Fn(&mut W, &Article, &dyn Exporter, &mut Vec<u8>) -> io::Result<()> + Sync,
    ) -> Result<Exit, Stop> {
        let exporter = output.exporter();
        let exporter = &*exporter;
        let (from, resumed) = output.begun();
        let about = About { what: pass.what, total: pass.inputs.bytes(), done: resumed.bytes };
        let progress = self.progress(about, output.on_stdout());
        let work = |worker: &mut W, unit: Unit| {
            let mut rendered = Rendered::default();
            let bytes = unit.for_each(pass.inputs.options(), |article| match article {
                Ok(article) => {
                    rendered.result(exporter, |out| write(worker, &article, exporter, out));
                    ControlFlow::Continue(())
                }
                Err(failed) => {
                    rendered.failure(failed);
                    if self.fail_fast { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                }
            });
            let tally = rendered.read(bytes);
            Part { output: rendered, tally }
        };
        let sink = |rendered: Rendered| -> Result<(), Ended> {
            output.take(&rendered, &progress)?;
            if self.fail_fast && rendered.has_failed() { Err(Ended::AtFailure) } else { Ok(()) }
        };
        let update = |mut tally: Tally| {
            tally += resumed;
            progress.update(tally);
        };
        let rest = pass.units.skip(usize::try_from(from).unwrap_or(usize::MAX));
        let cancelled = match self.batch(pass.inputs.bytes(), &update).run(rest, worker, work, sink) {
            Ok(finished) => finished.cancelled,
            Err(Ended::AtFailure) => false,
            Err(Ended::Stopped(stop)) => return Err(output.broken_off(stop)),
        };
        let tally = output.done();
        progress.finish(tally);
        if cancelled {
            return Err(output.interrupt());
        }
        let failures_on_stderr = output.failures_on_stderr();
        let left_out = output.finish()?;
        if tally.articles == 0 && tally.errors > 0 {
            return Ok(Exit::NothingDone);
        }
        self.close(tally, resumed, failures_on_stderr);
        if self.fail_fast && tally.errors > 0 {
            self.note("stopped at the first article that failed; those before it are written");
        }
        if !self.quiet {
            messages::left_out(left_out);
        }
        Ok(if tally.errors == 0 { Exit::Done } else { Exit::SomeFailed })
    }

    /// The closing line of a run over many articles.
    fn close(&self, tally: Tally, resumed: Tally, failures_on_stderr: bool) {
        if tally.articles + tally.errors == 0 {
            self.note("no articles in the input");
        } else if tally.articles + tally.errors > 1
            && (terminal::stderr_is_terminal() || (tally.errors > 0 && failures_on_stderr))
        {
            let seconds = self.begun.elapsed().as_secs_f64();
            let amounts = amounts(tally, tally.bytes.saturating_sub(resumed.bytes), seconds);
            self.note(&format!("{amounts}, {seconds:.2} s"));
        }
    }
}
