//! One pass over the inputs that writes a result for each article.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use epitome::Article;
use epitome::batch::{Batch, Part, Tally};
use epitome::input::ArticleError;
use epitome::output::{Content, Exporter, Format, Presentation};
use epitome::{Error, ErrorKind};

use super::args::{OutputArguments, RunArguments, When};
use super::destination::Destination;
use super::exit::{Exit, Stop};
use super::failures::Failures;
use super::inputs::{Inputs, Unit};
use super::progress::{Progress, counts};
use super::{interrupt, messages, terminal};

/// What all modes need to know of the run.
pub(crate) struct Run {
    color: When,
    threads: usize,
    fail_fast: bool,
    quiet: bool,
    progress: When,
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

/// Where the results of a run go.
pub(crate) struct Output {
    exporter: Box<dyn Exporter>,
    content: Content,
    destination: Destination,
    failures: Failures,
}

/// What becomes of a unit.
#[derive(Default)]
struct Rendered {
    bytes: Vec<u8>,
    /// Where each result ends in the bytes.
    ends: Vec<usize>,
    failures: Vec<ArticleError>,
    fault: Option<io::Error>,
    tally: Tally,
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
    ) -> Result<Box<dyn Exporter>, Stop> {
        let file = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
        let named = match (arguments.format, file) {
            (Some(format), _) => Some(format),
            (None, Some(path)) => Format::of_path(path)?,
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
        };
        Ok(format.exporter(presentation))
    }

    /// How to run over blocks.
    pub(crate) fn batch<'a>(&self, progress: &'a (dyn Fn(Tally) + Sync)) -> Batch<'a> {
        Batch::new().threads(self.threads).cancelled_by(self.interrupted).progress(progress)
    }

    /// The progress of a pass.
    pub(crate) fn progress(&self, what: &'static str, on_stdout: bool, bytes: Option<u64>) -> Progress {
        let when = if self.quiet && self.progress == When::Auto { When::Never } else { self.progress };
        Progress::new(what, when, on_stdout && terminal::stdout_is_terminal(), bytes)
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
        output: Output,
        worker: impl Fn() -> W + Sync,
        write: impl Fn(&mut W, &Article, &dyn Exporter, &mut Vec<u8>) -> io::Result<()> + Sync,
    ) -> Result<Exit, Stop> {
        let Output { exporter, content, mut destination, mut failures } = output;
        let exporter = &*exporter;
        let progress = self.progress(pass.what, destination.is_stdout(), pass.inputs.bytes());
        let work = |worker: &mut W, unit: Unit| {
            let mut tally = Tally::default();
            let mut rendered = Rendered::default();
            tally.bytes = unit.for_each(pass.inputs.options(), |article| match article {
                Ok(article) => {
                    tally.articles += 1;
                    rendered.bytes.extend_from_slice(exporter.separator().as_bytes());
                    if let Err(error) = write(worker, &article, exporter, &mut rendered.bytes) {
                        rendered.fault = Some(error);
                    }
                    rendered.ends.push(rendered.bytes.len());
                    ControlFlow::Continue(())
                }
                Err(failed) => {
                    tally.errors += 1;
                    rendered.failures.push(failed);
                    if self.fail_fast { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                }
            });
            rendered.tally = tally;
            Part { output: rendered, tally }
        };
        let head = exporter.head(content);
        let mut headed = false;
        let mut done = Tally::default();
        let sink = |rendered: Rendered| -> Result<(), Ended> {
            if let Some(error) = &rendered.fault {
                return Err(Stop::unwritable("the result", error).into());
            }
            let mut bytes = rendered.first(exporter.limit().saturating_sub(done.articles));
            if !headed && !bytes.is_empty() {
                headed = true;
                destination.write(head.as_bytes())?;
                bytes = &bytes[exporter.separator().len()..];
            }
            if !bytes.is_empty() {
                destination.write(bytes)?;
            }
            progress.aside(|| rendered.failures.iter().try_for_each(|failed| failures.report(failed)))?;
            done += rendered.tally;
            if self.fail_fast && done.errors > 0 { Err(Ended::AtFailure) } else { Ok(()) }
        };
        let update = |tally| progress.update(tally);
        let cancelled = match self.batch(&update).run(pass.units, worker, work, sink) {
            Ok(finished) => finished.cancelled,
            Err(Ended::AtFailure) => false,
            Err(Ended::Stopped(stop)) => return Err(stop),
        };
        let tally = done;
        progress.finish(tally);
        if cancelled {
            let (output, done) = (destination.when_interrupted(), counts(tally));
            return Err(Stop::Interrupted(format!("{output} ({done} done); run the same command again")));
        }
        if tally.articles == 0 && tally.errors > 0 {
            failures.finish()?;
            return Ok(Exit::NothingDone);
        }
        if !headed {
            destination.write(head.as_bytes())?;
        }
        let left_out = tally.articles.saturating_sub(exporter.limit());
        destination.write(exporter.tail(left_out).as_bytes())?;
        destination.finish()?;
        self.close(tally, &failures);
        if self.fail_fast && tally.errors > 0 {
            self.note("stopped at the first article that failed; those before it are written");
        }
        if !self.quiet {
            messages::left_out(left_out);
        }
        failures.finish()?;
        Ok(if tally.errors == 0 { Exit::Done } else { Exit::SomeFailed })
    }

    /// The closing line of a run over many articles.
    fn close(&self, tally: Tally, failures: &Failures) {
        if tally.articles + tally.errors == 0 {
            self.note("no articles in the input");
        } else if tally.articles + tally.errors > 1
            && (terminal::stderr_is_terminal() || (tally.errors > 0 && failures.on_stderr()))
        {
            self.note(&format!("{}, {:.2} s", counts(tally), self.begun.elapsed().as_secs_f64()));
        }
    }
}

impl Rendered {
    /// The bytes of the first results, so many or all.
    fn first(&self, results: u64) -> &[u8] {
        let last = usize::try_from(results).unwrap_or(usize::MAX).min(self.ends.len());
        let end = last.checked_sub(1).and_then(|last| self.ends.get(last));
        self.bytes.get(..end.copied().unwrap_or(0)).unwrap_or_default()
    }
}

impl Output {
    /// Opens output and error file; `content` is what the records are about.
    pub(crate) fn open(
        arguments: &OutputArguments,
        exporter: Box<dyn Exporter>,
        content: Content,
    ) -> Result<Self, Stop> {
        distinct(arguments.output.as_deref(), arguments.errors.as_deref())?;
        let destination = Destination::open(arguments.output.as_deref())?;
        let failures = Failures::open(arguments.errors.as_deref())?;
        Ok(Self { exporter, content, destination, failures })
    }

    /// Whether results go to standard output.
    pub(crate) fn on_stdout(&self) -> bool {
        self.destination.is_stdout()
    }
}

/// Two outputs in one file would be neither.
pub(crate) fn distinct(output: Option<&Path>, errors: Option<&Path>) -> Result<(), Stop> {
    if let (Some(output), Some(errors)) = (output, errors)
        && output == errors
        && output.as_os_str() != "-"
    {
        let message = format!("--output and --errors are both {}", output.display());
        return Err(Error::new(ErrorKind::InvalidOption, message).into());
    }
    Ok(())
}
