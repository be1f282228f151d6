//! Cuts a stream into runs of whole lines, so that workers can parse them side by side. A line that is longer than the
//! limit is skipped without being held in memory, and reported.

use std::io::{BufRead, Read};
use std::sync::Arc;

use memchr::{memchr, memrchr};

use super::reader::{BLOCK, Run};
use super::{ArticleError, record, source};

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
    fn run(&mut self, length: usize) -> (u64, Vec<u8>) {
        let tail = self.rest.split_off(length);
        let bytes = std::mem::replace(&mut self.rest, tail);
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        (first, bytes)
    }

    fn too_long(&self) -> ArticleError {
        let at = format!("{}:{}", self.stream.source, self.line);
        ArticleError::at(at, record::too_large(self.stream.limit))
    }
}

impl Iterator for Lines {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        while !self.done {
            let before = if self.skipping { 0 } else { self.rest.len() };
            match (&mut self.stream.reader).take(BLOCK as u64).read_to_end(&mut self.rest) {
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
            }
            if let Some(end) = memrchr(b'\n', self.rest.get(before..).unwrap_or_default()) {
                return Some(Ok(self.run(before + end + 1)));
            }
            if self.rest.len() > self.stream.limit {
                self.rest.clear();
                self.skipping = true;
                return Some(Err(self.too_long()));
            }
        }
        if self.rest.is_empty() { None } else { Some(Ok(self.run(self.rest.len()))) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn runs(text: &str, limit: usize) -> Vec<Result<(u64, usize), String>> {
        let reader = Box::new(Cursor::new(text.as_bytes().to_vec()));
        Lines::new(RecordStream { source: "x".into(), reader, limit })
            .map(|run| run.map(|(first, bytes)| (first, bytes.len())).map_err(|failed| failed.source))
            .collect()
    }

    #[test]
    fn runs_hold_whole_lines() {
        let line = "x".repeat(999) + "\n";
        let text = line.repeat(1000);
        let found = runs(&text, 1 << 20);
        assert_eq!(found.iter().map(|run| run.as_ref().unwrap().1).sum::<usize>(), text.len());
        assert!(found.iter().all(|run| run.as_ref().unwrap().1 % 1000 == 0));
        assert_eq!(found.iter().map(|run| run.as_ref().unwrap().0).take(2).collect::<Vec<_>>(), [1, 263]);
        assert_eq!(runs("a\nb", 9), [Ok((1, 2)), Ok((2, 1))]);
        assert_eq!(runs("", 9), []);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_others_go_on() {
        let text = format!("a\n{}\nb\n", "y".repeat(3 * BLOCK));
        let found = runs(&text, BLOCK);
        assert_eq!(found, [Ok((1, 2)), Err("x:2".into()), Ok((3, 2))]);
    }
}
