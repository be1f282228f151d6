//! What the two output streams are and what they can show.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};

use super::args::When;

static STDERR_COLOR: AtomicBool = AtomicBool::new(false);

/// Settles for both streams whether there are colours: as the option says, else by the usual rules (`NO_COLOR`,
/// `CLICOLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, whether the stream is a terminal). Gives the answer for standard output.
pub(crate) fn settle_color(choice: When) -> bool {
    let wanted = |automatic: ColorChoice| match choice {
        When::Always => true,
        When::Never => false,
        When::Auto => automatic != ColorChoice::Never,
    };
    STDERR_COLOR.store(wanted(AutoStream::choice(&io::stderr())), Ordering::Relaxed);
    wanted(AutoStream::choice(&io::stdout()))
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
