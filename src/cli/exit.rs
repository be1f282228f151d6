//! How the program ends.

use std::io;
use std::process::ExitCode;

use epitome::{Error, ErrorKind};

use super::messages;

/// The program's exit codes; they are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All articles done. A closed pipe counts as done: whoever closed it has had enough.
    Done = 0,
    /// Some articles failed, the others are written.
    SomeFailed = 1,
    /// Nothing could be done: bad option, no readable input, output not writable.
    NothingDone = 2,
    /// Interrupted.
    Interrupted = 130,
}

/// Why a mode ended before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Who read the output went away.
    ClosedPipe,
    /// The user pressed Ctrl-C; what that means for the output.
    Interrupted(String),
    /// Something that concerns more than one article.
    Failed(Error),
}

impl Exit {
    /// The exit code of a mode's result; says on standard error what went wrong.
    pub(crate) fn of(done: Result<Self, Stop>) -> Self {
        match done {
            Ok(exit) => exit,
            Err(Stop::ClosedPipe) => Self::Done,
            Err(Stop::Interrupted(consequence)) => {
                messages::note(&format!("interrupted: {consequence}"));
                Self::Interrupted
            }
            Err(Stop::Failed(error)) => {
                messages::error(&error);
                Self::NothingDone
            }
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Stop {
    /// What it means that `name` cannot be written.
    pub(crate) fn unwritable(name: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Failed(Error::new(ErrorKind::Unwritable, format!("{name} cannot be written: {error}")))
    }
}
