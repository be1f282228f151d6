//! Cuts a stream into runs of whole lines, so that workers can parse them side by side. A line that is longer than the
//! limit is skipped without being held in memory, and reported.

use std::io::{BufRead, Read};
use std::sync::Arc;

use memchr::{memchr, memrchr};

use super::reader::{BLOCK, Run};
use super::source;
use super::{ArticleError, format::HEAD};
use crate::error::{Error, ErrorKind};

/// An opened input that holds many records.
pub(super) struct RecordStream {
    /// The path, or `-`.
    pub source: Arc<str>,
    /// Its bytes from the start.
    pub reader: Box<dyn BufRead + Send>,
    /// The most bytes that one record may have.
    pub limit: usize,
}

/// Runs of whole lines of about [`BLOCK`] bytes.
pub(super) struct Lines {
    stream: RecordStream,
    /// The beginning of a line whose end has not been read yet.
    rest: Vec<u8>,
    /// Number of the line that `rest` begins with, from 1.
    line: u64,
    /// In the middle of a line that is too long.
    skipping: bool,
    done: bool,
}

impl Lines {
    /// The runs of a stream.
    pub(super) fn new(stream: RecordStream) -> Self {
        Self { stream, rest: Vec::new(), line: 1, skipping: false, done: false }
    }

    /// Takes the first `length` bytes of what was read as a run.
    fn run(&mut self, length: usize) -> Run {
        let tail = self.rest.split_off(length);
        let bytes = std::mem::replace(&mut self.rest, tail);
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Ok((first, bytes))
    }

    fn too_long(&self) -> Run {
        let limit = self.stream.limit;
        Err(ArticleError::at(
            format!("{}:{}", self.stream.source, self.line),
            Error::new(ErrorKind::TooLarge, format!("the line has more than {limit} bytes")),
        ))
    }
}

impl Iterator for Lines {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        while !self.done {
            let before = self.rest.len();
            let read = (&mut self.stream.reader).take(BLOCK as u64).read_to_end(&mut self.rest);
            match read {
                Ok(0) => self.done = true,
                Ok(_) => {}
                Err(error) => {
                    self.done = true;
                    self.rest.clear();
                    return Some(Err(source::unreadable(&self.stream.source, &error)));
                }
            }
            if self.skipping {
                let Some(end) = memchr(b'\n', &self.rest) else {
                    self.rest.clear();
                    continue;
                };
                self.rest.drain(..=end);
                self.line += 1;
                self.skipping = false;
            } else if let Some(end) = memrchr(b'\n', self.rest.get(before..).unwrap_or_default()) {
                return Some(self.run(before + end + 1));
            } else if self.rest.len() > self.stream.limit.max(HEAD) {
                self.rest.clear();
                self.skipping = true;
                return Some(self.too_long());
            }
        }
        if self.rest.is_empty() { None } else { Some(self.run(self.rest.len())) }
    }
}
