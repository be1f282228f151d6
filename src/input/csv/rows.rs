//! Rows out of a stream: one after the other, because quoted fields may hold line breaks.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::input::utf16::Damage;

/// The cells of one row.
pub(super) struct Row {
    /// Where the row begins, from 1.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    /// End of each cell in `bytes`.
    pub(super) ends: Vec<usize>,
    /// What could not be decoded of the bytes.
    pub(super) damage: Damage,
}

impl Row {
    /// The bytes of a cell, counted from 0.
    pub(super) fn cell(&self, number: usize) -> Option<&[u8]> {
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start..*self.ends.get(number)?)
    }
}

/// Splits a stream into rows.
pub(super) struct Splitter {
    reader: Box<dyn BufRead + Send>,
    parser: Reader,
    limit: usize,
}

/// Why there is no row at a line.
pub(super) struct Failed {
    pub(super) line: u64,
    pub(super) cause: Cause,
}

pub(super) enum Cause {
    /// It has more bytes than it may have.
    TooLong,
    /// The stream ends inside quotes.
    OpenQuote,
    /// The stream cannot be read on.
    Broken(io::Error),
}

impl Splitter {
    /// The rows of a stream, of at most `limit` bytes each.
    pub(super) fn new(reader: Box<dyn BufRead + Send>, delimiter: u8, limit: usize) -> Self {
        Self { reader, parser: ReaderBuilder::new().delimiter(delimiter).build(), limit }
    }

    /// The next row that is not blank.
    pub(super) fn row(&mut self) -> Option<Result<Row, Failed>> {
        loop {
            match self.skip_line_breaks() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    return Some(Err(Failed { line: self.parser.line(), cause: Cause::Broken(error) }));
                }
            }
            let mut row = Row {
                line: self.parser.line(),
                bytes: vec![0; 1 << 10],
                ends: vec![0; 16],
                damage: Damage::default(),
            };
            match self.fill(&mut row) {
                Ok(()) if row.ends.len() == 1 && row.bytes.trim_ascii().is_empty() => {}
                Ok(()) => return Some(Ok(row)),
                Err(cause) => return Some(Err(Failed { line: row.line, cause })),
            }
        }
    }

    /// Goes to the first byte of a row; false at the end of the stream.
    fn skip_line_breaks(&mut self) -> io::Result<bool> {
        loop {
            let input = fill_buf(&mut self.reader)?;
            let breaks = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let lines = memchr::memchr_iter(b'\n', input.get(..breaks).unwrap_or_default()).count();
            let (end, more) = (input.is_empty(), breaks < input.len());
            self.parser.set_line(self.parser.line() + lines as u64);
            self.reader.consume(breaks);
            if end || more {
                return Ok(more);
            }
        }
    }

    /// Reads one row. One that is too long is read to its end but not kept.
    fn fill(&mut self, row: &mut Row) -> Result<(), Cause> {
        let (mut length, mut cells) = (0, 0);
        let mut too_long = false;
        let mut at_end = false;
        loop {
            let input = fill_buf(&mut self.reader).map_err(Cause::Broken)?;
            // The last row may lack its line break. Where one does not end it, it stands inside quotes.
            let missing_break = input.is_empty();
            if missing_break && at_end {
                return Err(Cause::OpenQuote);
            }
            at_end |= missing_break;
            let input = if missing_break { b"\n" } else { input };
            let (result, read, written, ended) = self.parser.read_record(
                input,
                row.bytes.get_mut(length..).unwrap_or_default(),
                row.ends.get_mut(cells..).unwrap_or_default(),
            );
            if !missing_break {
                self.reader.consume(read);
            }
            length += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if row.bytes.len() > self.limit => {
                    too_long = true;
                    length = 0;
                }
                ReadRecordResult::OutputFull => row.bytes.resize(row.bytes.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if too_long || row.ends.len() > self.limit => {
                    too_long = true;
                    cells = 0;
                }
                ReadRecordResult::OutputEndsFull => row.ends.resize(row.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        if too_long || length > self.limit {
            return Err(Cause::TooLong);
        }
        row.bytes.truncate(length);
        row.bytes.shrink_to_fit();
        row.ends.truncate(cells);
        row.ends.shrink_to_fit();
        Ok(())
    }
}

fn fill_buf(reader: &mut Box<dyn BufRead + Send>) -> io::Result<&[u8]> {
    while let Err(error) = reader.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    reader.fill_buf()
}
