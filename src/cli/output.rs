//! What a run writes: results and error records in the order of the inputs, and for a run that can be resumed a journal
//! of how far it has come.

use std::io;
use std::path::Path;
use std::sync::Arc;

use epitome::batch::Tally;
use epitome::input::ArticleError;
use epitome::output::{Compression, Content, Exporter, Packing};
use epitome::{Error, ErrorKind};

use super::args::OutputArguments;
use super::destination::Destination;
use super::exit::Stop;
use super::failures::Failures;
use super::journal::{self, Checkpoint, Journal, Task};
use super::progress::{Progress, counts};

const GO_ON: &str = "the same command with --resume goes on";

/// Where the results of a run go.
pub(crate) struct Output {
    exporter: Arc<dyn Exporter>,
    content: Content,
    destination: Destination,
    failures: Failures,
    /// Of a run that can be resumed.
    journal: Option<Journal>,
    /// Where it goes on from; the start of a run that is not resumed.
    from: Checkpoint,
    /// Bytes of the next unit's results that are written already.
    begun: usize,
    /// Units that are done with, and what they held.
    units: u64,
    done: Tally,
    /// Results and failures that were written; at the end the same as what was done.
    written: Tally,
    /// What stands before the first result is written.
    headed: bool,
}

/// What becomes of a unit.
#[derive(Default)]
pub(crate) struct Rendered {
    bytes: Vec<u8>,
    /// Where each result ends in the bytes.
    ends: Vec<usize>,
    failures: Vec<ArticleError>,
    fault: Option<io::Error>,
    tally: Tally,
}

impl Rendered {
    /// Adds a result, which `write` appends.
    pub(crate) fn result(
        &mut self,
        exporter: &dyn Exporter,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) {
        self.tally.articles += 1;
        self.bytes.extend_from_slice(exporter.separator().as_bytes());
        if let Err(error) = write(&mut self.bytes) {
            self.fault = Some(error);
        }
        self.ends.push(self.bytes.len());
    }

    /// Adds an article that failed.
    pub(crate) fn failure(&mut self, failed: ArticleError) {
        self.tally.errors += 1;
        self.failures.push(failed);
    }

    /// Whether an article failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.tally.errors > 0
    }

    /// So many bytes were read for all of it.
    pub(crate) fn read(&mut self, bytes: u64) -> Tally {
        self.tally.bytes = bytes;
        self.tally
    }

    /// The bytes of the first results, so many or all.
    fn first(&self, results: u64) -> &[u8] {
        let last = usize::try_from(results).unwrap_or(usize::MAX).min(self.ends.len());
        let end = last.checked_sub(1).and_then(|last| self.ends.get(last));
        self.bytes.get(..end.copied().unwrap_or(0)).unwrap_or_default()
    }
}

impl Output {
    /// Opens output and error file; `content` is what the records are about, `task` what the run does, where it can be
    /// done again.
    pub(crate) fn open(
        arguments: &OutputArguments,
        exporter: Box<dyn Exporter>,
        content: Content,
        task: Option<Task>,
    ) -> Result<Self, Stop> {
        let errors = arguments.errors.as_deref();
        distinct(arguments.output.as_deref(), errors)?;
        let file = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
        let partial = file.map(Destination::partial_path).transpose()?.flatten();
        let packing = packing(&*exporter, content, file)?;
        let (Some(file), Some(partial), Some(task), true) = (file, partial, task, exporter.can_resume())
        else {
            if arguments.resume {
                let message = "--resume needs inputs that can be read again and a file to go on with";
                let hint = "name files, not standard input, and give -o FILE as jsonl, json, csv, markdown or parquet";
                return Err(Error::new(ErrorKind::InvalidOption, message).with_hint(hint).into());
            }
            let destination = Destination::open_packed(arguments.output.as_deref(), packing)?;
            return Ok(Self::new(exporter, content, destination, Failures::open(errors)?));
        };
        let path = Journal::path_of(&partial.with_extension(""));
        let mut from = None;
        if arguments.resume {
            let errors = errors.map(Destination::partial_path).transpose()?.flatten();
            from = Journal::last(&path, &task, &partial, errors.as_deref())?;
        }
        let unwritable = |error: &io::Error| Stop::unwritable(&file.display().to_string(), error);
        let (results, failed) = (from.map(|from| from.results), from.map(|from| from.errors));
        let failures = Failures::open_partial(errors, failed)?;
        let destination = Destination::open_partial(file, packing, results)?;
        let journal = match &from {
            Some(from) => Journal::resume(path, &task, from),
            None => Journal::begin(path, &task),
        };
        let journal = Some(journal.map_err(|error| unwritable(&error))?);
        let begun = Self::new(exporter, content, destination, failures);
        let Some(from) = from else { return Ok(Self { journal, ..begun }) };
        let (done, Checkpoint { begun: part, units, headed, .. }) = (from.done(), from);
        Ok(Self { journal, from, begun: part, units, done, written: done, headed, ..begun })
    }

    fn new(
        exporter: Box<dyn Exporter>,
        content: Content,
        destination: Destination,
        failures: Failures,
    ) -> Self {
        Self {
            exporter: exporter.into(),
            content,
            destination,
            failures,
            journal: None,
            from: Checkpoint::default(),
            begun: 0,
            units: 0,
            done: Tally::default(),
            written: Tally::default(),
            headed: false,
        }
    }

    /// What writes the results.
    pub(crate) fn exporter(&self) -> Arc<dyn Exporter> {
        Arc::clone(&self.exporter)
    }

    /// Whether results go to standard output.
    pub(crate) fn on_stdout(&self) -> bool {
        self.destination.is_stdout()
    }

    /// Whether failures are told on standard error.
    pub(crate) fn failures_on_stderr(&self) -> bool {
        self.failures.on_stderr()
    }

    /// Units that an earlier run has done, and what they held.
    pub(crate) fn begun(&self) -> (u64, Tally) {
        (self.from.units, self.from.done())
    }

    /// What has been done.
    pub(crate) fn done(&self) -> Tally {
        self.done
    }

    /// Writes what became of the next unit.
    pub(crate) fn take(&mut self, rendered: &Rendered, progress: &Progress) -> Result<(), Stop> {
        if let Some(error) = &rendered.fault {
            return Err(Stop::unwritable("the result", error));
        }
        let all = rendered.first(self.exporter.limit().saturating_sub(self.done.articles));
        let mut skipped = std::mem::take(&mut self.begun);
        if !self.headed && !all.is_empty() {
            self.head()?;
            skipped = self.exporter.separator().len();
        }
        let bytes = all.get(skipped..).unwrap_or_default();
        if !bytes.is_empty() {
            self.destination.write(bytes)?;
        }
        let pending = self.destination.pending();
        // Some results were written that were gathered, and what they are packed in ended within this unit.
        let ended = self.destination.is_packed() && pending < bytes.len();
        if ended {
            self.failures.flush()?;
        }
        let before = self.failures.is_whole().then(|| self.place());
        let failures = &mut self.failures;
        progress.aside(|| rendered.failures.iter().try_for_each(|failed| failures.report(failed)))?;
        let read = self.done.bytes;
        self.done += rendered.tally;
        if journal::is_due(read, self.done.bytes) {
            self.failures.flush()?;
        }
        self.units += 1;
        self.written.articles += rendered.ends.len() as u64;
        self.written.errors += rendered.failures.len() as u64;
        if !self.journal.as_ref().is_some_and(|journal| journal.is_due(self.done)) {
            return Ok(());
        }
        if pending == 0 && self.failures.is_whole() {
            return self.note(self.place());
        }
        match before {
            // The unit will have to be done again for the rest.
            Some(before) if ended => {
                let (begun, results) = (all.len() - pending, self.destination.extent());
                self.note(before.within(begun, self.headed, results))
            }
            _ => Ok(()),
        }
    }

    fn head(&mut self) -> Result<(), Stop> {
        self.headed = true;
        self.destination.write(self.exporter.head(self.content).as_bytes())
    }

    /// How far the run has come, between two units.
    fn place(&self) -> Checkpoint {
        let (results, errors) = (self.destination.extent(), self.failures.extent());
        Checkpoint::new(self.units, self.done, self.headed, results, errors)
    }

    /// Notes in the journal how far the run has come.
    fn note(&mut self, place: Checkpoint) -> Result<(), Stop> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        journal.note(&place).map_err(|error| Stop::unwritable("the journal", &error))?;
        // The results last: their name is the one to tell.
        self.failures.keep();
        self.destination.keep();
        Ok(())
    }

    /// Ends before the end of the inputs.
    pub(crate) fn interrupt(mut self) -> Stop {
        if self.units > 0
            && self.begun == 0
            && self.destination.pending() == 0
            && self.failures.is_whole()
            && let Err(stop) = self.note(self.place())
        {
            return stop;
        }
        let next = if self.is_resumable() { GO_ON } else { "run the same command again" };
        Stop::Interrupted(format!(
            "{} ({} done); {next}",
            self.destination.when_interrupted(),
            counts(self.done)
        ))
    }

    /// Ends for this reason, and says so where the run can be gone on with once that is mended: a full disk, say.
    pub(crate) fn broken_off(&self, stop: Stop) -> Stop {
        match stop {
            Stop::Failed(error) if self.is_resumable() && error.hint().is_none() => {
                error.with_hint(format!("{}; {GO_ON}", self.destination.when_interrupted())).into()
            }
            stop => stop,
        }
    }

    fn is_resumable(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| !journal.is_empty())
    }

    /// Completes the files, if anything could be done; the number of results that were left out.
    pub(crate) fn finish(mut self) -> Result<u64, Stop> {
        if (self.written.articles, self.written.errors) != (self.done.articles, self.done.errors) {
            let read = self.done.articles + self.done.errors;
            let Tally { articles, errors, .. } = self.written;
            let message =
                format!("{read} articles were read, but {articles} results and {errors} errors written");
            return Err(Error::new(ErrorKind::Unwritable, message)
                .with_hint("a fault of this program")
                .into());
        }
        let left_out = self.done.articles.saturating_sub(self.exporter.limit());
        let nothing_done = self.done.articles == 0 && self.done.errors > 0;
        if !nothing_done {
            if !self.headed {
                self.head()?;
            }
            self.destination.write(self.exporter.tail(left_out).as_bytes())?;
        }
        // The journal goes last: until then the files can be made again from it.
        self.failures.finish()?;
        if nothing_done {
            self.destination.abandon();
        } else {
            self.destination.finish()?;
        }
        if let Some(journal) = self.journal {
            journal.remove();
        }
        Ok(left_out)
    }
}

/// What gathers the results on their way to the file, where the format has it so.
fn packing(
    exporter: &dyn Exporter,
    content: Content,
    file: Option<&Path>,
) -> Result<Option<Box<dyn Packing>>, Stop> {
    let packing = exporter.packing(content).map_err(|error| Stop::unwritable("the results", &error))?;
    if let (Some(_), Some(file)) = (&packing, file.filter(|file| Compression::of_path(file).is_some())) {
        let message = format!("{}: a Parquet file is compressed inside", file.display());
        let hint = "leave out the extension of the compression, or name another format: --format jsonl";
        return Err(Error::new(ErrorKind::InvalidOption, message).with_hint(hint).into());
    }
    Ok(packing)
}

/// Two outputs in one file would be neither.
pub(crate) fn distinct(output: Option<&Path>, errors: Option<&Path>) -> Result<(), Stop> {
    // A file that is not there yet has a folder that is.
    let real = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let real = path.canonicalize().ok();
        real.or_else(|| Some(folder.canonicalize().ok()?.join(path.file_name()?)))
    };
    if let (Some(output), Some(errors)) = (output, errors)
        && (output == errors || real(output).is_some_and(|output| real(errors) == Some(output)))
        && output.as_os_str() != "-"
    {
        let message = format!("--output and --errors are both {}", output.display());
        return Err(Error::new(ErrorKind::InvalidOption, message).into());
    }
    Ok(())
}
