//! Finding the files: what is named on the command line is read whatever it is called, directories are walked as
//! ripgrep does.

use std::path::{Path, PathBuf};

use ignore::{Walk, WalkBuilder};

use super::format::{self, Format};
use super::{ArticleError, InputFormat, InputOptions};
use crate::error::{Error, ErrorKind};

/// A file to read.
pub(super) struct Found {
    pub path: PathBuf,
    /// The path with `/` as separator: the article's id and source.
    pub name: String,
    /// Bytes, as the file system says.
    pub size: u64,
    /// Told by the option or the extension.
    pub format: Option<&'static dyn Format>,
    /// A regular file can be opened twice.
    pub regular: bool,
}

/// The files of a directory in a fixed order: by name within each directory, hidden and ignored ones left out. Only
/// files with the extension of some format count.
pub(super) struct Files {
    walk: Walk,
    wanted: InputFormat,
    except: Vec<PathBuf>,
}

impl Files {
    /// The files below a directory.
    pub(super) fn below(directory: &Path, options: &InputOptions) -> Self {
        let mut builder = WalkBuilder::new(directory);
        builder.sort_by_file_name(|a, b| a.as_encoded_bytes().cmp(b.as_encoded_bytes()));
        Self { walk: builder.build(), wanted: options.format, except: options.except.clone() }
    }

    fn is_excepted(&self, path: &Path) -> bool {
        let mut named_so =
            self.except.iter().filter(|except| except.file_name() == path.file_name()).peekable();
        named_so.peek().is_some()
            && std::fs::canonicalize(path).is_ok_and(|path| named_so.any(|except| path == *except))
    }
}

/// The files that a [`Reader`](super::Reader) reads for this input: the file itself, or those of a directory in their order.
pub fn files(input: &Path, options: &InputOptions) -> impl Iterator<Item = PathBuf> {
    let below = input.is_dir().then(|| Files::below(input, options));
    let own = below.is_none().then(|| input.to_owned());
    own.into_iter().chain(below.into_iter().flatten().filter_map(Result::ok).map(|found| found.path))
}

impl Iterator for Files {
    type Item = Result<Found, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let entry = match self.walk.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(unwalkable(&error))),
            };
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            let Some(told) = format::of_extension(entry.path()) else { continue };
            if self.is_excepted(entry.path()) {
                continue;
            }
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            return Some(Ok(Found {
                name: name(entry.path()),
                format: Some(self.wanted.format().unwrap_or(told)),
                path: entry.into_path(),
                size,
                regular: true,
            }));
        }
    }
}

/// A path as it stands in records.
pub(super) fn name(path: &Path) -> String {
    let name = path.to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The error of a file that cannot be opened or read, or whose compressed data are damaged.
pub(super) fn unreadable(source: &str, error: &std::io::Error) -> ArticleError {
    let error = match error.kind() {
        std::io::ErrorKind::InvalidData => Error::new(ErrorKind::Malformed, error.to_string()),
        _ => Error::new(ErrorKind::Unreadable, format!("cannot be read: {error}")),
    };
    ArticleError::at(source, error)
}

/// The error of a place that the walk cannot enter.
fn unwalkable(error: &ignore::Error) -> ArticleError {
    let mut inner = error;
    let mut path = None;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = Some(name(at));
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    ArticleError::at(
        path.unwrap_or_default(),
        Error::new(ErrorKind::Unreadable, format!("cannot be read: {inner}")),
    )
}
