//! `epitome report`: the records of a finished run as a page to look at.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use clap::{Args, ValueHint};
use serde_json::value::RawValue;

use epitome::output::{Content, Exporter, Format, Presentation, read_record};
use epitome::{Error, ErrorKind};

use super::destination::Destination;
use super::exit::{Exit, Stop};
use super::{interrupt, messages};

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Records of `epitome summarize` or `keywords`, as JSON lines or an array; - for standard input
    #[arg(value_name = "RESULTS", required = true, value_hint = ValueHint::FilePath)]
    results: Vec<PathBuf>,
    /// Write to FILE, which is complete or not there [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// The most articles that the page shows; it says how many it leaves out
    #[arg(long, value_name = "N", default_value_t = Presentation::default().report_limit)]
    report_limit: u64,
    /// Errors only
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(arguments: &ReportArguments) -> Result<Exit, Stop> {
    refuse_as_output(&arguments.results, arguments.output.as_deref())?;
    let presentation = Presentation { report_limit: arguments.report_limit, ..Presentation::default() };
    let exporter = Format::Html.exporter(presentation)?;
    let destination = Destination::open(arguments.output.as_deref())?;
    let mut report = Report { exporter, destination, records: 0, errors: 0 };
    for path in &arguments.results {
        report.read(path)?;
    }
    report.finish(arguments.quiet)
}

/// A page that is being written.
struct Report {
    exporter: Box<dyn Exporter>,
    destination: Destination,
    records: u64,
    errors: u64,
}

impl Report {
    /// Adds the records of a file, one at a time; those of an array stand in memory together.
    fn read(&mut self, path: &Path) -> Result<(), Stop> {
        let interrupted = interrupt::listen();
        let name = if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() };
        let unreadable =
            |error: &io::Error| Error::new(ErrorKind::Unreadable, format!("{name} cannot be read: {error}"));
        let mut input: Box<dyn BufRead> = if is_stdin(path) {
            Box::new(io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(path).map_err(|error| unreadable(&error))?))
        };
        let start = input.fill_buf().map_err(|error| unreadable(&error))?;
        if start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            let records: Vec<Box<RawValue>> = serde_json::from_reader(input)
                .map_err(|error| Error::new(ErrorKind::Malformed, format!("{name}: {error}")))?;
            for (number, record) in records.iter().enumerate() {
                self.add(record.get().as_bytes(), &format!("{name}, record {}", number + 1))?;
            }
            return Ok(());
        }
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if input.read_until(b'\n', &mut line).map_err(|error| unreadable(&error))? == 0 {
                break;
            }
            if interrupted.load(Ordering::Relaxed) {
                return Err(Stop::Interrupted(self.destination.when_interrupted()));
            }
            let record = line.strip_prefix("\u{feff}".as_bytes()).filter(|_| number == 1).unwrap_or(&line);
            if !record.trim_ascii().is_empty() {
                self.add(record, &format!("{name}:{number}"))?;
            }
        }
        Ok(())
    }

    /// Adds a record, or says what is wrong with it.
    fn add(&mut self, record: &[u8], place: &str) -> Result<(), Stop> {
        let (article, summary) = match read_record(record) {
            Ok(read) => read,
            Err(error) => {
                self.errors += 1;
                messages::article_error(place, &error);
                return Ok(());
            }
        };
        if self.records == 0 {
            self.destination.write(self.exporter.head(Content::Summaries).as_bytes())?;
        }
        self.records += 1;
        if self.records > self.exporter.limit() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let written = self.exporter.summary(&article, &summary, &mut bytes);
        written.map_err(|error| Stop::unwritable("the report", &error))?;
        self.destination.write(&bytes)
    }

    fn finish(mut self, quiet: bool) -> Result<Exit, Stop> {
        if self.records == 0 && self.errors > 0 {
            return Ok(Exit::NothingDone);
        }
        if self.records == 0 {
            self.destination.write(self.exporter.head(Content::Summaries).as_bytes())?;
        }
        let left_out = self.records.saturating_sub(self.exporter.limit());
        self.destination.write(self.exporter.tail(left_out).as_bytes())?;
        self.destination.finish()?;
        if !quiet {
            messages::left_out(left_out);
        }
        Ok(if self.errors == 0 { Exit::Done } else { Exit::SomeFailed })
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses to write into a file that is read.
fn refuse_as_output(results: &[PathBuf], output: Option<&Path>) -> Result<(), Stop> {
    let real = |path: &Path| path.canonicalize().ok();
    let Some(output) = output.filter(|output| output.is_file()) else { return Ok(()) };
    if results.iter().any(|path| path.is_file() && real(path) == real(output)) {
        let message = format!("{} is both input and output", output.display());
        return Err(Error::new(ErrorKind::InvalidOption, message).into());
    }
    Ok(())
}
