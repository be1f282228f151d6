//! The inputs of a run, which may have to be read twice.

use std::fs::File;
use std::io::{self, Cursor, IsTerminal, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;
use clap::error::ErrorKind as ClapError;

use epitome::batch::Tally;
use epitome::input::{self, ArticleError, Block, InputOptions, Reader};
use epitome::{Article, Error, ErrorKind};

use super::args::{Arguments, InputArguments};
use super::exit::Stop;
use super::progress::{About, Progress};
use super::run::Run;

/// Bytes of standard input kept in memory; more go to a temporary file.
const IN_MEMORY: u64 = 64 << 20;

/// What the arguments name.
pub(crate) struct Inputs {
    paths: Vec<PathBuf>,
    options: InputOptions,
    /// All of standard input, where it has to be read twice.
    kept: Option<Kept>,
}

/// A piece of work: a block still to be read, or an article or failure that is already known.
pub(crate) enum Unit {
    Block(Block),
    Known(Box<Result<Article, ArticleError>>),
}

enum Kept {
    Memory(Arc<[u8]>),
    File(File),
}

impl Inputs {
    /// The inputs of a command: standard input where none is named. On a terminal, where nobody may be expected to type
    /// an article, ends the program with the command's usage.
    pub(crate) fn new(command: &str, arguments: &InputArguments) -> Self {
        let mut paths: Vec<PathBuf> =
            arguments.inputs.iter().flat_map(|input| input::expand(input)).collect();
        if paths.is_empty() {
            if io::stdin().is_terminal() {
                end_with_usage(command);
            }
            paths.push("-".into());
        }
        // There is but one standard input, and it can be read to its end but once.
        let mut seen = false;
        paths.retain(|path| !is_stdin(path) || !std::mem::replace(&mut seen, true));
        let options = InputOptions {
            format: arguments.input_format,
            id_field: arguments.id_field.clone(),
            title_field: arguments.title_field.clone(),
            text_field: arguments.text_field.clone(),
            max_article_bytes: arguments.max_article_bytes,
            except: Vec::new(),
        };
        Self { paths, options, kept: None }
    }

    /// How articles are made of blocks.
    pub(crate) fn options(&self) -> &InputOptions {
        &self.options
    }

    /// Makes sure that [`units`](Self::units) can be called again: keeps standard input.
    pub(crate) fn keep(&mut self, run: &Run, on_stdout: bool) -> Result<(), Stop> {
        if self.kept.is_none() && self.paths.iter().any(|path| is_stdin(path)) {
            let about = About { what: "reading standard input", total: None, done: 0 };
            let progress = run.progress(about, on_stdout);
            let mut stdin =
                Counted { inner: io::stdin().lock(), tally: Tally::default(), progress: &progress };
            let kept = Kept::read(&mut stdin).map_err(|error| {
                Error::new(ErrorKind::Unreadable, format!("standard input cannot be kept: {error}"))
            })?;
            let tally = stdin.tally;
            progress.finish(tally);
            self.kept = Some(kept);
        }
        Ok(())
    }

    /// Runs through the inputs in order.
    pub(crate) fn units(&self) -> impl Iterator<Item = Unit> + Send + use<> {
        self.reader().map(Unit::of)
    }

    /// The same for a pass that only counts words: without the warning that an id came before.
    pub(crate) fn units_without_ids(&self) -> impl Iterator<Item = Unit> + Send + use<> {
        self.reader().without_ids().map(Unit::of)
    }

    fn reader(&self) -> Reader {
        let reader = Reader::new(self.paths.clone(), self.options.clone());
        match &self.kept {
            None => reader,
            Some(kept) => {
                let again = kept.again();
                reader.stdin(move || again?.open())
            }
        }
    }

    /// Bytes of all inputs; unknown where a directory or a pipe is among them.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.paths.iter().map(|path| if is_stdin(path) { self.kept_bytes() } else { file_bytes(path) }).sum()
    }

    fn kept_bytes(&self) -> Option<u64> {
        match self.kept.as_ref()? {
            Kept::Memory(bytes) => Some(bytes.len() as u64),
            Kept::File(file) => file.metadata().ok().map(|metadata| metadata.len()),
        }
    }

    /// Refuses to write results or errors into a file that is read, an input or one of these; where a directory has it,
    /// it is left out.
    pub(crate) fn refuse_as_output(
        &mut self,
        output: Option<&Path>,
        errors: Option<&Path>,
        lists: &[PathBuf],
    ) -> Result<(), Stop> {
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        for (written, what) in [(output, "output"), (errors, "--errors")] {
            let Some(written) = written.filter(|written| written.is_file()) else { continue };
            let mut read = self.paths.iter().chain(lists);
            if read.any(|path| path.is_file() && real(path) == real(written)) {
                let message = format!("{} is both input and {what}", written.display());
                return Err(Error::new(ErrorKind::InvalidOption, message).into());
            }
            self.options.except.extend(real(written));
        }
        Ok(())
    }

    /// The files that are read, in order; `None` where standard input is among them.
    pub(crate) fn files(&self) -> Option<impl Iterator<Item = PathBuf>> {
        let again = !self.paths.iter().any(|path| is_stdin(path));
        again.then(|| self.paths.iter().flat_map(|path| input::files(path, &self.options)))
    }
}

impl Unit {
    fn of(block: Result<Block, ArticleError>) -> Self {
        match block {
            Ok(block) => Self::Block(block),
            Err(failed) => Self::Known(Box::new(Err(failed))),
        }
    }

    /// Calls `each` with the unit's articles and failures, in order, until it breaks off; the bytes of the unit.
    pub(crate) fn for_each(
        self,
        options: &InputOptions,
        mut each: impl FnMut(Result<Article, ArticleError>) -> ControlFlow<()>,
    ) -> u64 {
        match self {
            Self::Known(known) => {
                let bytes = known.as_ref().as_ref().map_or(0, |article| article.text().len());
                // There is nothing after it to break off.
                let _ = each(*known);
                bytes as u64
            }
            Self::Block(block) => {
                let _ = block.articles(options).try_for_each(each);
                block.bytes()
            }
        }
    }
}

/// A stream whose bytes are counted.
struct Counted<'a, R> {
    inner: R,
    tally: Tally,
    progress: &'a Progress,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.tally.bytes += read as u64;
        self.progress.update(self.tally);
        Ok(read)
    }
}

impl Kept {
    fn read(mut stdin: impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        (&mut stdin).take(IN_MEMORY).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < IN_MEMORY {
            return Ok(Self::Memory(bytes.into()));
        }
        let mut file = tempfile::tempfile()?;
        file.write_all(&bytes)?;
        drop(bytes);
        io::copy(&mut stdin, &mut file)?;
        Ok(Self::File(file))
    }

    /// The same once more; one pass must end before the next begins.
    fn again(&self) -> io::Result<Self> {
        Ok(match self {
            Self::Memory(bytes) => Self::Memory(bytes.clone()),
            Self::File(file) => Self::File(file.try_clone()?),
        })
    }

    /// From the start.
    fn open(self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Self::File(mut file) => {
                file.seek(SeekFrom::Start(0))?;
                Box::new(file)
            }
        })
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn file_bytes(path: &Path) -> Option<u64> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then_some(metadata.len())
}

fn end_with_usage(command: &str) -> ! {
    let mut arguments = Arguments::command();
    arguments.build();
    let mut command = arguments.find_subcommand(command).cloned().unwrap_or(arguments);
    let message = "no INPUT, and standard input is a terminal; name a file or a directory, or pipe text in";
    command.error(ClapError::MissingRequiredArgument, message).exit()
}
