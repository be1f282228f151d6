//! The real binary against the contract: every option, every exit code, and what tends to break.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// A test that cannot run here says so.
#![allow(clippy::print_stdout)]

mod exits;
mod formats;
mod harness;
mod help;
mod html;
mod inputs;
mod options;
mod outputs;
#[cfg(feature = "parquet")]
mod parquet;
mod progress;
mod records;
mod resume;
mod sources;
mod statistics;
mod terminal;
