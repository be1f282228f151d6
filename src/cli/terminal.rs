//! What the two output streams are and what they can show.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};

use super::values::When;

static STDERR_COLOR: AtomicBool = AtomicBool::new(false);

/// Settles whether messages have colours: as the option says, else by the usual rules (`NO_COLOR`, `CLICOLOR`,
/// `CLICOLOR_FORCE`, `TERM=dumb`, whether the stream is a terminal).
pub(crate) fn settle_stderr_color(choice: When) {
    STDERR_COLOR.store(has_color(choice, || AutoStream::choice(&io::stderr())), Ordering::Relaxed);
}

/// Whether results have colours, likewise; those in a file only if the option says so.
pub(crate) fn results_have_color(choice: When, in_file: bool) -> bool {
    has_color(choice, || if in_file { ColorChoice::Never } else { AutoStream::choice(&io::stdout()) })
}

fn has_color(choice: When, automatic: impl FnOnce() -> ColorChoice) -> bool {
    match choice {
        When::Always => true,
        When::Never => false,
        When::Auto => automatic() != ColorChoice::Never,
    }
}

/// Whether standard error is to be coloured.
pub(crate) fn stderr_has_color() -> bool {
    STDERR_COLOR.load(Ordering::Relaxed)
}

/// Whether results would appear on a terminal.
pub(crate) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether messages appear on a terminal.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Columns of standard output: the terminal's own, else what `COLUMNS` says, else 80.
pub(crate) fn width() -> usize {
    let own = terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| usize::from(columns.0));
    let told = || std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    own.or_else(told).filter(|&columns| columns > 0).unwrap_or(80)
}
