//! Articles that failed: a record each in a file, or a line each on standard error.

use std::path::Path;

use epitome::input::ArticleError;
use epitome::output::ErrorRecord;

use super::destination::Destination;
use super::exit::Stop;
use super::journal::Extent;
use super::messages;

/// Where failures are told.
pub(crate) struct Failures {
    file: Option<Destination>,
}

impl Failures {
    /// Opens the file for error records, if there is to be one.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Stop> {
        let file = path.map(|path| Destination::open_packed(Some(path), None)).transpose()?;
        Ok(Self { file })
    }

    /// The same with a file that can be gone on with, where it is a regular one.
    pub(crate) fn open_partial(path: Option<&Path>, from: Option<Extent>) -> Result<Self, Stop> {
        let Some(path) = path else { return Ok(Self { file: None }) };
        match Destination::partial_path(path)? {
            Some(_) => Ok(Self { file: Some(Destination::open_partial(path, None, from)?) }),
            None => Self::open(Some(path)),
        }
    }

    /// What is written of a file that can be gone on with.
    pub(crate) fn extent(&self) -> Extent {
        self.file.as_ref().map_or_else(Extent::default, Destination::extent)
    }

    /// Whether the file can be gone on with as it is.
    pub(crate) fn is_whole(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.pending() == 0)
    }

    /// Ends a compressed member, so that the file can be gone on with from here.
    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        self.file.as_mut().map_or(Ok(()), Destination::flush)
    }

    /// Leaves an unfinished file where it is when the program ends.
    pub(crate) fn keep(&mut self) {
        if let Some(file) = &mut self.file {
            file.keep();
        }
    }

    /// Tells of one.
    pub(crate) fn report(&mut self, failed: &ArticleError) -> Result<(), Stop> {
        match &mut self.file {
            None => messages::article_error(&failed.source, &failed.error),
            Some(file) => {
                let line = ErrorRecord::new(&failed.id, &failed.source, &failed.error).line();
                file.write(&line.map_err(|error| Stop::unwritable("the error record", &error))?)?;
            }
        }
        Ok(())
    }

    /// Whether standard error is used.
    pub(crate) fn on_stderr(&self) -> bool {
        self.file.is_none()
    }

    /// Completes the file.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        self.file.map_or(Ok(()), Destination::finish)
    }
}
