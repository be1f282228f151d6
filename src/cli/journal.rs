//! The journal of a run, a hidden file beside its unfinished output: what the run was asked to do, and, a line each, how
//! far it had come when so many bytes of output were written. Each line has the checksum of those bytes, so that after
//! any end (Ctrl-C, `kill -9`, a power cut) the last line that fits the files is the place to go on from, whatever order
//! the disk wrote them in.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use epitome::batch::Tally;
use epitome::{Error, ErrorKind};

/// Of this format.
const VERSION: u32 = 1;
/// Bytes of input between two lines.
const APART: u64 = 256 << 10;

/// Whether a line is due between two numbers of bytes of input. It depends on no line before, so that files that are cut
/// here are cut alike in a resumed run.
pub(crate) fn is_due(before: u64, now: u64) -> bool {
    now / APART > before / APART
}

/// What a run does: nothing of it may differ when it is resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Task {
    journal: u32,
    program: String,
    /// The options that the output depends on, a line each.
    options: Vec<String>,
    /// Each file that is read: its path, bytes, and when it was changed last, in nanoseconds.
    inputs: Vec<(String, u64, u128)>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    /// Units of input that are done with.
    pub(crate) units: u64,
    articles: u64,
    failed: u64,
    bytes: u64,
    /// Bytes of the next unit's results that are written already.
    pub(crate) begun: usize,
    /// Whether what stands before the first result is written.
    pub(crate) headed: bool,
    /// What is written of the results, and of the error records.
    pub(crate) results: Extent,
    pub(crate) errors: Extent,
}

/// The beginning of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extent {
    pub(crate) bytes: u64,
    pub(crate) crc: u32,
}

/// A journal that is being written.
pub(crate) struct Journal {
    file: File,
    path: PathBuf,
    /// Bytes of input at the last line.
    last: u64,
    /// Has nothing yet to go on from: goes with the program.
    empty: bool,
}

impl Task {
    /// The task of these arguments, in their debug form, over these files.
    pub(crate) fn new(arguments: &str, files: impl IntoIterator<Item = PathBuf>) -> Self {
        let stamp = |path: PathBuf| {
            let metadata = path.metadata().ok();
            let changed = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
            let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let bytes = metadata.map_or(0, |metadata| metadata.len());
            (path.to_string_lossy().into_owned(), bytes, changed.map_or(0, |since| since.as_nanos()))
        };
        Self {
            journal: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            options: options(arguments),
            inputs: files.into_iter().map(stamp).collect(),
        }
    }

    /// What is different in the other task, in words.
    fn difference(&self, other: &Self) -> Option<String> {
        if (self.journal, &self.program) != (other.journal, &other.program) {
            return Some(format!("it was begun by version {}, this is {}", self.program, other.program));
        }
        let options = self.options.iter().zip(&other.options).find(|(then, now)| then != now);
        if let Some((then, now)) = options {
            return Some(format!("it was begun {}, not {}", as_given(then), as_given(now)));
        }
        if self.options.len() != other.options.len() {
            return Some("it was begun with other options".to_owned());
        }
        let inputs = self.inputs.iter().zip(&other.inputs).find(|(then, now)| then != now);
        if let Some(((then, ..), (now, ..))) = inputs {
            let changed = then == now;
            return Some(if changed {
                format!("{now} has changed")
            } else {
                format!("it read {then}, not {now}")
            });
        }
        let (then, now) = (self.inputs.len(), other.inputs.len());
        (then != now).then(|| format!("it read {then} files, now there are {now}"))
    }
}

impl Checkpoint {
    /// After so many units.
    pub(crate) fn new(units: u64, done: Tally, headed: bool, results: Extent, errors: Extent) -> Self {
        let Tally { articles, errors: failed, bytes } = done;
        Self { units, articles, failed, bytes, begun: 0, headed, results, errors }
    }

    /// The same with so many bytes of the next unit's results written besides.
    pub(crate) fn within(self, begun: usize, headed: bool, results: Extent) -> Self {
        Self { begun, headed, results, ..self }
    }

    /// What was done until then.
    pub(crate) fn done(&self) -> Tally {
        Tally { articles: self.articles, errors: self.failed, bytes: self.bytes }
    }
}

impl Journal {
    /// Where the journal of an output stands.
    pub(crate) fn path_of(output: &Path) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(output.file_name().unwrap_or_default());
        name.push(".journal");
        output.with_file_name(name)
    }

    /// Begins a journal.
    pub(crate) fn begin(path: PathBuf, task: &Task) -> io::Result<Self> {
        let mut file = File::create(&path)?;
        write_line(&mut file, task)?;
        Ok(Self { file, path, last: 0, empty: true })
    }

    /// The last place from which `task` can go on, for these unfinished files; `None` where there is nothing to go on
    /// from. Fails with [`ErrorKind::InvalidOption`] where the run was another one.
    pub(crate) fn last(
        path: &Path,
        task: &Task,
        output: &Path,
        errors: Option<&Path>,
    ) -> Result<Option<Checkpoint>, Error> {
        let Ok(file) = File::open(path) else { return Ok(None) };
        let mut lines = BufReader::new(file).lines();
        let first = lines.next().and_then(Result::ok);
        let Some(begun) = first.and_then(|line| serde_json::from_str::<Task>(&line).ok()) else {
            return Ok(None);
        };
        if let Some(difference) = begun.difference(task) {
            let message = format!("the unfinished run cannot be resumed: {difference}");
            return Err(Error::new(ErrorKind::InvalidOption, message)
                .with_hint("give the same options and inputs, or leave out --resume to begin anew"));
        }
        let checkpoints = lines.map_while(|line| serde_json::from_str::<Checkpoint>(&line.ok()?).ok());
        let mut results = Checksum::of(output);
        let mut failures = errors.and_then(Checksum::of);
        let mut last = None;
        for checkpoint in checkpoints {
            let fits = |file: &mut Option<Checksum>, extent: Extent| match file {
                Some(file) => file.fits(extent),
                None => extent == Extent::default(),
            };
            if !fits(&mut results, checkpoint.results) || !fits(&mut failures, checkpoint.errors) {
                break;
            }
            last = Some(checkpoint);
        }
        Ok(last)
    }

    /// Goes on with a journal.
    pub(crate) fn resume(path: PathBuf, task: &Task, from: &Checkpoint) -> io::Result<Self> {
        // Written anew: the lines after the last that fits say nothing any more.
        let beside = path.with_extension("journal-new");
        let mut file = File::create(&beside)?;
        write_line(&mut file, task)?;
        write_line(&mut file, from)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        Ok(Self { file, path, last: from.bytes, empty: false })
    }

    /// Whether there is nothing yet to go on from.
    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }

    /// Whether it is time for another line.
    pub(crate) fn is_due(&self, done: Tally) -> bool {
        is_due(self.last, done.bytes)
    }

    /// Notes how far the run has come.
    pub(crate) fn note(&mut self, checkpoint: &Checkpoint) -> io::Result<()> {
        self.last = checkpoint.bytes;
        self.empty = false;
        write_line(&mut self.file, checkpoint)
    }

    /// The run is complete.
    pub(crate) fn remove(mut self) {
        self.empty = true;
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if self.empty {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// The lines of arguments in their debug form, a value on one line: `sentences: Some(3)`.
fn options(arguments: &str) -> Vec<String> {
    let mut options: Vec<String> = Vec::new();
    let mut open = false;
    for line in arguments.lines().map(|line| line.trim().trim_end_matches(',')) {
        match options.last_mut() {
            Some(last) if open => {
                let apart =
                    if last.ends_with(['(', '[']) || line.starts_with([')', ']']) { "" } else { ", " };
                last.push_str(apart);
                last.push_str(line);
                open = !line.starts_with([')', ']']);
            }
            _ => {
                options.push(line.to_owned());
                open = line.ends_with(['(', '[']);
            }
        }
    }
    options.retain(|line| !is_neutral(line));
    options
}

/// A line of the arguments as a user gave it: `with --sentences 3`.
fn as_given(line: &str) -> String {
    let (name, value) = line.split_once(": ").unwrap_or((line, ""));
    let name = if name == "inputs" { name.to_owned() } else { format!("--{}", name.replace('_', "-")) };
    match value.strip_prefix("Some(").and_then(|value| value.strip_suffix(')')).unwrap_or(value) {
        "None" | "false" => format!("without {name}"),
        "true" => format!("with {name}"),
        value => format!("with {name} {value}"),
    }
}

/// Whether a line of the arguments says what the output does not depend on.
fn is_neutral(line: &str) -> bool {
    ["threads: ", "quiet: ", "progress: ", "resume: "].iter().any(|neutral| line.starts_with(neutral))
}

fn write_line(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    file.write_all(&bytes)
}

/// The checksum of the first bytes of a file, which grows.
struct Checksum {
    file: BufReader<File>,
    read: u64,
    hasher: crc32fast::Hasher,
}

impl Checksum {
    fn of(path: &Path) -> Option<Self> {
        let file = BufReader::with_capacity(1 << 16, File::open(path).ok()?);
        Some(Self { file, read: 0, hasher: crc32fast::Hasher::new() })
    }

    /// Whether the file begins with this; what is asked after must not be shorter.
    fn fits(&mut self, extent: Extent) -> bool {
        while self.read < extent.bytes {
            let mut buffer = [0; 1 << 14];
            let wanted = buffer.len().min(usize::try_from(extent.bytes - self.read).unwrap_or(usize::MAX));
            match self.file.read(&mut buffer[..wanted]) {
                Ok(read) if read > 0 => {
                    self.hasher.update(&buffer[..read]);
                    self.read += read as u64;
                }
                _ => return false,
            }
        }
        self.read == extent.bytes && self.hasher.clone().finalize() == extent.crc
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(options: &str) -> Task {
        Task::new(options, [])
    }

    fn extent(bytes: &[u8]) -> Extent {
        Extent { bytes: bytes.len() as u64, crc: crc32fast::hash(bytes) }
    }

    fn after(units: u64, results: &[u8]) -> Checkpoint {
        let done = Tally { articles: units, errors: 0, bytes: units * APART };
        Checkpoint::new(units, done, true, extent(results), Extent::default())
    }

    #[test]
    fn the_last_line_that_fits_the_files_counts() {
        let folder = tempfile::tempdir().unwrap();
        let (path, output) = (folder.path().join(".o.journal"), folder.path().join("o.partial"));
        let mut journal = Journal::begin(path.clone(), &task("a: 1")).unwrap();
        assert_eq!(Journal::last(&path, &task("a: 1"), &output, None), Ok(None));
        for (units, results) in [(1, "one"), (2, "onetwo"), (3, "onetwothree")] {
            journal.note(&after(units, results.as_bytes())).unwrap();
        }
        let last = |written: &str| {
            std::fs::write(&output, written).unwrap();
            Journal::last(&path, &task("a: 1"), &output, None).unwrap().map(|found| found.units)
        };
        assert_eq!(last("onetwothreefour"), Some(3));
        assert_eq!(last("onetwothre"), Some(2));
        assert_eq!(last("onetwo\0\0\0\0\0"), Some(2));
        assert_eq!(last("one"), Some(1));
        assert_eq!(last("on"), None);
        assert_eq!(last("xnetwothree"), None);
        write!(journal.file, "{{\"units\":4,\"art").unwrap();
        assert_eq!(last("onetwothreefour"), Some(3));
        let resumed = Journal::resume(path.clone(), &task("a: 1"), &after(2, b"onetwo")).unwrap();
        assert_eq!(last("onetwothree"), Some(2));
        resumed.remove();
        assert_eq!(last("onetwothree"), None);
    }

    #[test]
    fn options_stand_on_a_line_each() {
        let arguments = "A {\n    b: B {\n        c: Some(\n            3,\n        ),\n        d: [\n            \"x\",\n            \"y\",\n        ],\n        threads: 4,\n    },\n    e: 1,\n}";
        assert_eq!(
            options(arguments),
            ["A {", "b: B {", "c: Some(3)", "d: [\"x\", \"y\"]", "}", "e: 1", "}"]
        );
    }

    #[test]
    fn another_task_is_refused_and_the_difference_named() {
        let folder = tempfile::tempdir().unwrap();
        let (path, input) = (folder.path().join(".o.journal"), folder.path().join("in"));
        std::fs::write(&input, "one").unwrap();
        let _journal = Journal::begin(path.clone(), &Task::new("a: 1,\nb: 2,", [input.clone()])).unwrap();
        let refused = |task: &Task| {
            let found = Journal::last(&path, task, &folder.path().join("o"), None);
            found.unwrap_err().message().to_owned()
        };
        let other = refused(&Task::new("a: 1,\nb: 3,", [input.clone()]));
        assert!(other.ends_with("begun with --b 2, not with --b 3"), "{other}");
        let given = ["c_d: None", "c_d: Some(3)", "e: true", "inputs: [\"a\"]"].map(as_given);
        assert_eq!(given, ["without --c-d", "with --c-d 3", "with --e", "with inputs [\"a\"]"]);
        assert!(refused(&task("a: 1,\nb: 2,")).ends_with("it read 1 files, now there are 0"));
        std::fs::write(&input, "three").unwrap();
        assert!(refused(&Task::new("a: 1,\nb: 2,", [input.clone()])).ends_with("in has changed"));
    }
}
