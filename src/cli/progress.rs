//! Progress on standard error: a bar on a terminal, a line now and then elsewhere if asked for.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use epitome::batch::Tally;

use super::args::When;
use super::messages;
use super::terminal;

/// Runs shorter than this show none.
const DELAY: Duration = Duration::from_millis(400);
/// Time between two lines where there is no terminal.
const PERIOD: Duration = Duration::from_secs(1);

/// The progress of one pass over the inputs.
pub(crate) struct Progress {
    shown: Shown,
    begun: Instant,
}

enum Shown {
    Nothing,
    Bar(ProgressBar),
    Lines { what: &'static str, last: Mutex<Instant> },
}

impl Progress {
    /// Progress of `what`, of so many bytes if they are known. `auto` shows it where standard error is a terminal that
    /// no results appear on.
    pub(crate) fn new(what: &'static str, when: When, results_on_terminal: bool, bytes: Option<u64>) -> Self {
        let terminal = terminal::stderr_is_terminal();
        let shown = match when {
            When::Never => Shown::Nothing,
            When::Auto if results_on_terminal || !terminal => Shown::Nothing,
            When::Always if !terminal => Shown::Lines { what, last: Mutex::new(Instant::now()) },
            When::Always | When::Auto => Shown::Bar(bar(what, bytes)),
        };
        Self { shown, begun: Instant::now() }
    }

    /// Shows how far the run has come.
    pub(crate) fn update(&self, tally: Tally) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                if bar.is_hidden() && self.begun.elapsed() > DELAY {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                bar.set_position(tally.bytes);
                bar.set_message(counts(tally));
            }
            Shown::Lines { what, last } => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if last.elapsed() > PERIOD {
                    *last = Instant::now();
                    self.line(what, tally);
                }
            }
        }
    }

    /// Does something that writes to standard error, with the bar out of the way.
    pub(crate) fn aside<R>(&self, act: impl FnOnce() -> R) -> R {
        match &self.shown {
            Shown::Bar(bar) => bar.suspend(act),
            _ => act(),
        }
    }

    /// Takes the bar away, or writes the last line.
    pub(crate) fn finish(self, tally: Tally) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => bar.finish_and_clear(),
            Shown::Lines { what, .. } => self.line(what, tally),
        }
    }

    fn line(&self, what: &str, tally: Tally) {
        let rate = tally.bytes as f64 / self.begun.elapsed().as_secs_f64().max(1e-3);
        let (bytes, rate) = (HumanBytes(tally.bytes), HumanBytes(rate as u64));
        messages::note(&format!("{what}: {}, {bytes}, {rate}/s", counts(tally)));
    }
}

fn bar(what: &'static str, bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match bytes {
        Some(bytes) => (
            ProgressBar::new(bytes),
            "{prefix} {bar:24.cyan/dim} {percent:>3} %  {msg}  {bytes_per_sec}  {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "{prefix} {spinner}  {msg}  {bytes}  {bytes_per_sec}"),
    };
    bar.set_draw_target(ProgressDrawTarget::hidden());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.with_prefix(what)
}

/// Articles and errors in words.
pub(crate) fn counts(tally: Tally) -> String {
    let noun = |count: u64, noun: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{} {noun}{plural}", HumanCount(count))
    };
    let articles = noun(tally.articles, "article");
    if tally.errors == 0 { articles } else { format!("{articles}, {}", noun(tally.errors, "error")) }
}
