//! The `epitome` program: a mode a file in `cli`, everything else in the library.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use cli::args::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Command::Summarize(arguments) => cli::summarize::run(arguments),
        Command::Keywords(arguments) => cli::keywords::run(arguments),
        Command::Segment(arguments) => cli::segment::run(arguments),
        Command::Fit(arguments) => cli::fit::run(arguments),
        Command::Merge(arguments) => cli::merge::run(arguments),
        Command::Eval(command) => cli::evaluate::run(command),
        Command::Report(arguments) => cli::report::run(arguments),
        Command::Completions(arguments) => cli::shell::completions(arguments.shell),
        Command::Man => cli::shell::man(),
    };
    cli::Exit::of(done).into()
}
