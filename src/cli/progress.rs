//! Progress on standard error: a bar on a terminal, a line a second elsewhere if asked for, or JSON lines for a program
//! that looks on. The lines come by the clock, also where an input has nothing to say.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use epitome::batch::Tally;

use super::messages;
use super::terminal;
use super::values::Shown;

/// Runs shorter than this show none.
const DELAY: Duration = Duration::from_millis(400);
/// Time between two lines where there is no terminal.
const PERIOD: Duration = Duration::from_secs(1);

/// The progress of one pass over the inputs.
pub(crate) struct Progress {
    view: View,
    begun: Instant,
}

/// What is known of a pass when it begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// What happens in the pass.
    pub(crate) what: &'static str,
    /// Bytes of all inputs; unknown where a directory or a pipe is among them.
    pub(crate) total: Option<u64>,
    /// Bytes that an earlier run has done.
    pub(crate) done: u64,
}

enum View {
    Nothing,
    Bar(ProgressBar),
    Lines(Ticker),
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
    /// Bytes a second since the pass began, without those that an earlier run has done.
    rate: f64,
    /// Seconds that are left at this rate; null if unknown.
    eta: Option<f64>,
    /// Seconds since the pass began.
    elapsed: f64,
    /// Whether this is the pass's last line.
    last: bool,
}

impl Line {
    fn new(about: About, tally: Tally, elapsed: f64, last: bool) -> Self {
        let About { what: pass, total: total_bytes, done } = about;
        let Tally { articles, errors, bytes } = tally;
        let rate = rate(bytes.saturating_sub(done), elapsed);
        let left = total_bytes.map(|total| total.saturating_sub(bytes) as f64);
        let eta = if last { Some(0.0) } else { left.filter(|_| rate > 0.0).map(|left| left / rate) };
        Self { pass, articles, errors, bytes, total_bytes, rate, eta, elapsed, last }
    }
}

/// Bytes a second.
fn rate(bytes: u64, seconds: f64) -> f64 {
    bytes as f64 / seconds.max(1e-3)
}

/// How lines are written.
#[derive(Debug, Clone, Copy)]
struct Teller {
    about: About,
    json: bool,
    begun: Instant,
}

impl Teller {
    fn say(&self, tally: Tally, last: bool) {
        let elapsed = self.begun.elapsed().as_secs_f64();
        if self.json {
            if let Ok(line) = serde_json::to_string(&Line::new(self.about, tally, elapsed, last)) {
                messages::plain(&line);
            }
        } else {
            let amounts = amounts(tally, tally.bytes.saturating_sub(self.about.done), elapsed);
            messages::note(&format!("{}: {amounts}", self.about.what));
        }
    }
}

/// A thread that says every second how far the pass has come.
struct Ticker {
    teller: Teller,
    state: Arc<(Mutex<State>, Condvar)>,
    /// None where it could not be started, which costs no more than the lines.
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    tally: Tally,
    ended: bool,
}

impl Ticker {
    fn start(teller: Teller) -> Self {
        let state = Arc::new((Mutex::default(), Condvar::new()));
        let theirs = Arc::clone(&state);
        let thread = thread::Builder::new().spawn(move || tick(teller, &theirs)).ok();
        Self { teller, state, thread }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        let (state, changed) = &*self.state;
        lock(state).ended = true;
        changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The life of a ticker's thread.
fn tick(teller: Teller, (state, changed): &(Mutex<State>, Condvar)) {
    let mut due = teller.begun + PERIOD;
    loop {
        let mut waiting = lock(state);
        while let Some(left) = due.checked_duration_since(Instant::now()).filter(|_| !waiting.ended) {
            waiting = changed.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        if waiting.ended {
            return;
        }
        let tally = waiting.tally;
        // Whoever reads the lines slowly holds up no work.
        drop(waiting);
        teller.say(tally, false);
        due = (due + PERIOD).max(Instant::now());
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Progress {
    /// Progress of a pass. `auto` shows it where standard error is a terminal that no results appear on.
    pub(crate) fn new(about: About, when: Shown, results_on_terminal: bool) -> Self {
        let terminal = terminal::stderr_is_terminal();
        let begun = Instant::now();
        let lines = |json| View::Lines(Ticker::start(Teller { about, json, begun }));
        let view = match when {
            Shown::Never => View::Nothing,
            Shown::Auto if results_on_terminal || !terminal => View::Nothing,
            Shown::Always if !terminal => lines(false),
            Shown::Always | Shown::Auto => View::Bar(bar(about.what, about.total)),
            Shown::Json => lines(true),
        };
        Self { view, begun }
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
            View::Lines(ticker) => lock(&ticker.state.0).tally = tally,
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
        match self.view {
            View::Nothing => {}
            View::Bar(bar) => bar.finish_and_clear(),
            View::Lines(ticker) => {
                let teller = ticker.teller;
                drop(ticker);
                teller.say(tally, true);
            }
        }
    }
}

/// Articles if there are any, errors, bytes and bytes a second in words; so many of the bytes were read in so many seconds.
pub(crate) fn amounts(tally: Tally, read: u64, seconds: f64) -> String {
    let (bytes, rate) = (HumanBytes(tally.bytes), HumanBytes(rate(read, seconds) as u64));
    if tally.articles + tally.errors == 0 {
        return format!("{bytes}, {rate}/s");
    }
    format!("{}, {bytes}, {rate}/s", counts(tally))
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
        let line = |tally, total, done| Line::new(About { what: "fitting", total, done }, tally, 3.0, false);
        assert_eq!((line(tally, Some(1200), 0).rate, line(tally, Some(1200), 0).eta), (100.0, Some(9.0)));
        assert_eq!(line(tally, None, 0).eta, None);
        assert_eq!(line(Tally::default(), Some(9), 0).eta, None);
        // A file that grew while it was read.
        assert_eq!(line(tally, Some(200), 0).eta, Some(0.0));
        // What an earlier run has done took this one no time.
        assert_eq!((line(tally, Some(1200), 150).rate, line(tally, Some(1200), 150).eta), (50.0, Some(18.0)));
    }
}
