//! The command line: arguments become the library's options, each mode has a file of its own.

#![allow(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod args;
mod destination;
pub(crate) mod evaluate;
mod exit;
mod failures;
pub(crate) mod fit;
mod frequencies;
mod inputs;
mod interrupt;
mod journal;
pub(crate) mod keywords;
pub(crate) mod merge;
mod messages;
mod options;
mod output;
mod progress;
pub(crate) mod report;
mod run;
pub(crate) mod segment;
pub(crate) mod shell;
mod size;
pub(crate) mod summarize;
mod sweep;
mod terminal;
mod values;

pub(crate) use exit::Exit;
