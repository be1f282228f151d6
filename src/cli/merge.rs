//! `epitome merge`: several statistics files into one.

use epitome::CorpusStatistics;

use super::args::MergeArguments;
use super::destination::Destination;
use super::exit::{Exit, Stop};
use super::{fit, frequencies, messages};

/// A file that cannot be read ends the command: what was left out would be missed only much later.
pub(crate) fn run(arguments: &MergeArguments) -> Result<Exit, Stop> {
    let mut destination = Destination::open(Some(&arguments.output))?;
    let mut merged = CorpusStatistics::default();
    for file in &arguments.files {
        merged = merged.merge(&frequencies::load(file)?);
    }
    destination.write(&merged.to_bytes()?)?;
    destination.finish()?;
    if !arguments.quiet {
        let files = match arguments.files.len() {
            1 => "1 file".to_owned(),
            files => format!("{files} files"),
        };
        messages::note(&format!("merged {files}: {}", fit::described(&merged)));
    }
    Ok(Exit::Done)
}
