//! What the program says about itself to shells and to `man`.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Arguments;
use super::destination::Destination;
use super::exit::{Exit, Stop};

/// Completions for a shell, to standard output.
pub(crate) fn completions(shell: Shell) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "epitome", &mut script);
    print(&script)
}

/// The manual page, commands included, to standard output.
pub(crate) fn man() -> Result<Exit, Stop> {
    let page = manual().map_err(|error| Stop::unwritable("the manual page", &error))?;
    print(&page)
}

fn print(bytes: &[u8]) -> Result<Exit, Stop> {
    let mut stdout = Destination::open(None)?;
    stdout.write(bytes)?;
    stdout.finish()?;
    Ok(Exit::Done)
}

/// One page for the whole program: each command is a section, its own sections are subsections.
fn manual() -> io::Result<Vec<u8>> {
    let mut program = Arguments::command();
    program.build();
    let mut page = Vec::new();
    Man::new(program.clone()).render(&mut page)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        page.extend_from_slice(&section(command)?);
    }
    Ok(page)
}

fn section(command: &Command) -> io::Result<Vec<u8>> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let man = Man::new(command.clone());
    let mut body = Vec::new();
    man.render_description_section(&mut body)?;
    man.render_synopsis_section(&mut body)?;
    man.render_options_section(&mut body)?;
    man.render_extra_section(&mut body)?;
    let body = String::from_utf8_lossy(&body).replace(".SH ", ".SS ");
    Ok(format!(".SH \"{}\"\n{body}", name.to_uppercase()).into_bytes())
}
