//! Cuts a stream into runs of whole lines, so that workers can parse them side by side. A line that is longer than the
//! limit is skipped without being held in memory, and reported; so is what keeps the stream from being read to its end,
//! after the whole lines before it.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

use super::format::Stream;
use super::reader::BLOCK;
use super::{ArticleError, fields, source};

/// A run of whole lines.
pub(super) struct Whole {
    /// Number of the first line, from 1.
    pub first: u64,
    pub bytes: Vec<u8>,
    /// Where the lines end that end in a line feed: all but perhaps the last one of the stream.
    pub feeds: Vec<usize>,
}

/// Runs of whole lines of about [`BLOCK`] bytes.
pub(super) struct Lines {
    stream: Stream,
    /// The beginning of a line whose end has not been read yet.
    rest: Vec<u8>,
    /// Number of the line that `rest` begins with.
    line: u64,
    /// In the middle of a line that is too long.
    skipping: bool,
    /// Why nothing more can be read.
    broken: Option<io::Error>,
    done: bool,
}

impl Lines {
    /// The runs of a stream.
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, rest: Vec::new(), line: 1, skipping: false, broken: None, done: false }
    }

    /// Takes the first `length` bytes of what was read as a run.
    fn run(&mut self, length: usize) -> Whole {
        let tail = self.rest.split_off(length);
        let bytes = std::mem::replace(&mut self.rest, tail);
        let first = self.line;
        let feeds: Vec<_> = memchr_iter(b'\n', &bytes).collect();
        self.line += feeds.len() as u64;
        Whole { first, bytes, feeds }
    }

    fn here(&self) -> String {
        format!("{}:{}", self.stream.source, self.line)
    }
}

impl Iterator for Lines {
    type Item = Result<Whole, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            if let Some(error) = self.broken.take() {
                self.done = true;
                self.rest.clear();
                return Some(Err(source::unreadable(&self.here(), &error)));
            }
            let before = if self.skipping { 0 } else { self.rest.len() };
            self.rest.reserve(BLOCK + 1);
            match (&mut self.stream.reader).take(BLOCK as u64).read_to_end(&mut self.rest) {
                Ok(0) => self.done = true,
                Ok(_) => {}
                Err(error) => self.broken = Some(error),
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
            let limit = self.stream.options.max_article_bytes;
            if self.rest.len() > limit {
                self.rest.clear();
                self.skipping = true;
                return Some(Err(ArticleError::at(self.here(), fields::too_large(limit))));
            }
        }
        if self.rest.is_empty() { None } else { Some(Ok(self.run(self.rest.len()))) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::input::InputOptions;

    fn lines(reader: impl io::BufRead + Send + 'static, limit: usize) -> Lines {
        let options = Arc::new(InputOptions { max_article_bytes: limit, ..InputOptions::default() });
        Lines::new(Stream { source: "x".into(), reader: Box::new(reader), encoding: None, options })
    }

    fn runs(text: &str, limit: usize) -> Vec<Result<(u64, usize), String>> {
        lines(Cursor::new(text.as_bytes().to_vec()), limit)
            .map(|run| run.map(|run| (run.first, run.bytes.len())).map_err(|failed| failed.source))
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

    /// Gives what it has in pieces, then an error.
    struct Pieces {
        bytes: Cursor<Vec<u8>>,
        most: usize,
        error: Option<io::Error>,
    }

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.most);
            match self.bytes.read(&mut buffer[..most])? {
                0 => self.error.take().map_or(Ok(0), Err),
                length => Ok(length),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        /// However the stream comes, and wherever it breaks, the whole lines before are those of a simple split.
        #[test]
        fn every_split_gives_the_same_lines(
            lengths in prop::collection::vec(0..3 * BLOCK / 2, 0..6),
            most in 1..2 * BLOCK,
            breaks: bool,
        ) {
            let text: String = lengths.iter().map(|&length| "z".repeat(length) + "\n").collect::<String>() + "rest";
            let error = breaks.then(|| io::Error::new(io::ErrorKind::InvalidData, "broken"));
            let bytes = Cursor::new(text.clone().into_bytes());
            let mut joined = Vec::new();
            let mut failed = Vec::new();
            for run in lines(io::BufReader::new(Pieces { bytes, most, error }), 1 << 30) {
                match run {
                    Ok(Whole { first, bytes, feeds }) => {
                        prop_assert_eq!(first, 1 + memchr_iter(b'\n', &joined).count() as u64);
                        prop_assert_eq!(feeds, memchr_iter(b'\n', &bytes).collect::<Vec<_>>());
                        joined.extend(bytes);
                    }
                    Err(error) => failed.push(error.to_string()),
                }
            }
            if breaks {
                prop_assert_eq!(failed, [format!("x:{}: broken", lengths.len() + 1)]);
                joined.extend(b"rest");
            }
            prop_assert!(joined == text.as_bytes());
        }
    }
}
