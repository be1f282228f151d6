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

const EXIT_STATUS: &str = r".SH EXIT STATUS
.TP
0
All articles were done. A closed pipe counts as done.
.TP
1
Some articles failed; the others are written.
.TP
2
Nothing could be done: bad option, no readable input, output not writable.
.TP
130
Interrupted.
";

/// One page for the whole program: each command is a section, its own sections are subsections.
fn manual() -> io::Result<Vec<u8>> {
    let mut program = Arguments::command();
    program.build();
    let man = Man::new(program.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        section(command, &mut page)?;
    }
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    man.render_extra_section(&mut page)?;
    Ok(String::from_utf8_lossy(&page).replace(".SH EXTRA\n", ".SH EXAMPLES\n").into_bytes())
}

fn section(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let mut body = Vec::new();
    man.render_synopsis_section(&mut body)?;
    man.render_description_section(&mut body)?;
    man.render_options_section(&mut body)?;
    if command.get_after_help().is_some() {
        man.render_extra_section(&mut body)?;
    }
    let body = String::from_utf8_lossy(&body).replace(".SH EXTRA\n", ".PP\n").replace(".SH ", ".SS ");
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_uppercase();
    page.extend_from_slice(format!(".SH \"{name}\"\n{body}").as_bytes());
    Ok(())
}
