//! Progress on standard error: a bar on a terminal, a line now and then elsewhere if asked for,
//! or JSON lines for a program that looks on.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use epitome::batch::Tally;

use super::args::Shown;
use super::messages;
use super::terminal;

/// Runs shorter than this show none.
const DELAY: Duration = Duration::from_millis(400);
/// Time between two lines where there is no terminal.
const PERIOD: Duration = Duration::from_secs(1);

/// The progress of one pass over the inputs.
pub(crate) struct Progress {
    view: View,
    begun: Instant,
}

enum View {
    Nothing,
    Bar(ProgressBar),
    Lines { what: &'static str, last: Mutex<Instant> },
    Json { pass: &'static str, total: Option<u64>, last: Mutex<Instant> },
}

/// How far a pass has come, for programs.
#[derive(Serialize)]
struct Line {
    /// What happens in the pass.
    pass: &'static str,
    articles: u64,
    errors: u64,
    /// Bytes of input read, compressed as they are.
    bytes: u64,
    /// Bytes of all inputs; null where a directory or a pipe is among them.
    total_bytes: Option<u64>,
    /// Bytes a second since the pass began.
    rate: f64,
    /// Seconds that are left at this rate; null if unknown.
    eta: Option<f64>,
    /// Seconds since the pass began.
    elapsed: f64,
    /// Whether this is the pass's last line.
    last: bool,
}

impl Line {
    fn new(pass: &'static str, tally: Tally, total_bytes: Option<u64>, elapsed: f64, last: bool) -> Self {
        let Tally { articles, errors, bytes } = tally;
        let rate = bytes as f64 / elapsed.max(1e-3);
        let left = total_bytes.map(|total| total.saturating_sub(bytes) as f64);
        let eta = if last { Some(0.0) } else { left.filter(|_| rate > 0.0).map(|left| left / rate) };
        Self { pass, articles, errors, bytes, total_bytes, rate, eta, elapsed, last }
    }

    fn say(&self) {
        if let Ok(line) = serde_json::to_string(self) {
            messages::plain(&line);
        }
    }
}

impl Progress {
    /// Progress of `what`, of so many bytes if they are known. `auto` shows it where standard error is a terminal that
    /// no results appear on.
    pub(crate) fn new(
        what: &'static str,
        when: Shown,
        results_on_terminal: bool,
        bytes: Option<u64>,
    ) -> Self {
        let terminal = terminal::stderr_is_terminal();
        let view = match when {
            Shown::Never => View::Nothing,
            Shown::Auto if results_on_terminal || !terminal => View::Nothing,
            Shown::Always if !terminal => View::Lines { what, last: Mutex::new(Instant::now()) },
            Shown::Always | Shown::Auto => View::Bar(bar(what, bytes)),
            Shown::Json => View::Json { pass: what, total: bytes, last: Mutex::new(Instant::now()) },
        };
        Self { view, begun: Instant::now() }
    }

    /// Shows how far the run has come.
    pub(crate) fn update(&self, tally: Tally) {
        match &self.view {
            View::Nothing => {}
            View::Bar(bar) => {
                if bar.is_hidden() && self.begun.elapsed() > DELAY {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                bar.set_position(tally.bytes);
                bar.set_message(counts(tally));
            }
            View::Lines { what, last } => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if last.elapsed() > PERIOD {
                    *last = Instant::now();
                    self.line(what, tally);
                }
            }
            View::Json { pass, total, last } => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if last.elapsed() > PERIOD {
                    *last = Instant::now();
                    Line::new(pass, tally, *total, self.begun.elapsed().as_secs_f64(), false).say();
                }
            }
        }
    }

    /// Does something that writes to standard error, with the bar out of the way.
    pub(crate) fn aside<R>(&self, act: impl FnOnce() -> R) -> R {
        match &self.view {
            View::Bar(bar) => bar.suspend(act),
            _ => act(),
        }
    }

    /// Takes the bar away, or writes the last line.
    pub(crate) fn finish(self, tally: Tally) {
        match &self.view {
            View::Nothing => {}
            View::Bar(bar) => bar.finish_and_clear(),
            View::Lines { what, .. } => self.line(what, tally),
            View::Json { pass, total, .. } => {
                Line::new(pass, tally, *total, self.begun.elapsed().as_secs_f64(), true).say();
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_rate() {
        let tally = Tally { articles: 4, errors: 1, bytes: 300 };
        let line = Line::new("fitting", tally, Some(1200), 3.0, false);
        assert_eq!((line.rate, line.eta), (100.0, Some(9.0)));
        assert_eq!(Line::new("fitting", tally, None, 3.0, false).eta, None);
        assert_eq!(Line::new("fitting", Tally::default(), Some(9), 3.0, false).eta, None);
        // A file that grew while it was read.
        assert_eq!(Line::new("fitting", tally, Some(200), 3.0, false).eta, Some(0.0));
    }
}
