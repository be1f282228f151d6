//! What the program says on standard error. A standard error that is closed is no reason to stop.

use std::io::{self, Write};

use epitome::Error;
use epitome::output::visible;

use super::terminal;

/// Says what went wrong, and on a second line what to try.
pub(crate) fn error(error: &Error) {
    say("error", "\u{1b}[1;31m", error.message());
    if let Some(hint) = error.hint() {
        say("hint", "\u{1b}[1;32m", hint);
    }
}

/// Says what went wrong with one article, on one line.
pub(crate) fn article_error(source: &str, error: &Error) {
    say("error", "\u{1b}[1;31m", &format!("{source}: {error}"));
}

/// Says something that the user should know.
pub(crate) fn note(text: &str) {
    say("epitome", "\u{1b}[1m", text);
}

/// Says how many articles a page does not show, if there are any.
pub(crate) fn left_out(articles: u64) {
    if articles > 0 {
        note(&format!("the page leaves out the last {articles} articles; --report-limit N shows more"));
    }
}

/// Writes a line for programs as it is.
pub(crate) fn plain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn say(who: &str, style: &str, text: &str) {
    let text = visible(text);
    let mut stderr = io::stderr().lock();
    let _ = if terminal::stderr_has_color() {
        writeln!(stderr, "{style}{who}:\u{1b}[0m {text}")
    } else {
        writeln!(stderr, "{who}: {text}")
    };
}
