//! Tables: a header row with the names of the fields, then an article a row.

mod rows;

use std::iter;
use std::path::Path;
use std::sync::Arc;

use self::rows::{Cause, Row, Splitter};
use super::decode::decode;
use super::fields::{self, FIELDS, Fields, Value, Values, hint_at_text, too_large};
use super::format::{Articles, Format, HEAD, Reading, Run, Runs, Stream};
use super::gather::gather;
use super::utf16::Damage;
use super::{ArticleError, InputOptions, compression, source};
use crate::article::Article;
use crate::error::{Error, ErrorKind};
use crate::warning::Warning;

/// Tables with a header row, separated by commas, semicolons, tabs or vertical bars: one article a row.
pub(super) struct Csv;

const DELIMITERS: &[u8] = b",;\t|";

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    /// A first line of several cells, one of which is the name of the text field.
    fn recognises(&self, head: &[u8], options: &InputOptions) -> bool {
        let line = first_line(head);
        let delimiter = delimiter(head);
        let cells: Vec<_> = line.split(|&byte| byte == delimiter).map(unquoted).collect();
        cells.len() > 1 && cells.contains(&options.text_field.as_bytes())
    }

    fn reading(&self) -> Reading {
        Reading::Runs(runs)
    }
}

fn first_line(head: &[u8]) -> &[u8] {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    head.split(|&byte| byte == b'\n' || byte == b'\r').next().unwrap_or_default()
}

fn unquoted(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell)
}

/// The delimiter that the header row has most of; a comma where it has none.
fn delimiter(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for &byte in first_line(head) {
        quoted ^= byte == b'"';
        if !quoted
            && let Some(count) = DELIMITERS.iter().position(|&d| d == byte).and_then(|at| counts.get_mut(at))
        {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    DELIMITERS.iter().zip(counts).find(|(_, count)| *count == most).map_or(b',', |(&delimiter, _)| delimiter)
}

/// In which column each wanted field stands.
struct Columns {
    of_fields: [Option<usize>; FIELDS],
    count: usize,
}

impl Columns {
    fn new(header: &Row, fields: &Fields<'_>) -> Result<Self, Error> {
        let count = header.ends.len();
        let names: Vec<_> = (0..count)
            .map(|at| String::from_utf8_lossy(header.cell(at).unwrap_or_default()).trim().to_owned())
            .collect();
        let of_fields = fields.names.map(|name| names.iter().position(|column| column == name));
        if names.iter().any(|column| column == fields.text()) {
            return Ok(Self { of_fields, count });
        }
        let message = format!("no column '{}' in the header", fields.text());
        Err(Error::new(ErrorKind::MissingField, message).with_hint(hint_at_text("columns", names)))
    }
}

/// The runs of a table, once its header has been read.
fn runs(stream: Stream) -> Runs {
    let source = stream.source.clone();
    let mut rows = Rows::new(stream);
    let columns = match rows.header() {
        None => return Box::new(iter::empty()),
        Some(Err(failed)) => return Box::new(iter::once(Err(failed))),
        Some(Ok(columns)) => Arc::new(columns),
    };
    let size = |row: &Row| row.bytes.len() + size_of::<Row>();
    Box::new(gather(rows, size, move |rows| Table { source: source.clone(), columns: columns.clone(), rows }))
}

/// Rows of a stream, or why there is none.
struct Rows {
    source: Arc<str>,
    options: Arc<InputOptions>,
    encoding: Option<&'static str>,
    splitter: Splitter,
    done: bool,
}

impl Rows {
    fn new(stream: Stream) -> Self {
        let Stream { source, reader, encoding, options } = stream;
        let (head, reader) = compression::peek(reader, HEAD);
        let inner = compression::without_extension(Path::new(&*source));
        let tabs = inner.extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("tsv") || extension.eq_ignore_ascii_case("tab")
        });
        let delimiter = if tabs { b'\t' } else { delimiter(&head) };
        let splitter = Splitter::new(reader, delimiter, options.max_article_bytes);
        Self { source, options, encoding, splitter, done: false }
    }

    /// The columns by the first row.
    fn header(&mut self) -> Option<Result<Columns, ArticleError>> {
        let header = match self.next()? {
            Ok(header) => header,
            Err(failed) => return Some(Err(failed)),
        };
        let columns = Columns::new(&header, &Fields::new(&self.options));
        Some(columns.map_err(|error| ArticleError::at(format!("{}:{}", self.source, header.line), error)))
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let failed = match self.splitter.row()? {
            Ok(mut row) => {
                row.damage = Damage::mend(&mut row.bytes, self.encoding);
                return Some(Ok(row));
            }
            Err(failed) => failed,
        };
        let place = format!("{}:{}", self.source, failed.line);
        Some(Err(match failed.cause {
            Cause::TooLong => ArticleError::at(place, too_large(self.options.max_article_bytes)),
            Cause::OpenQuote => {
                self.done = true;
                let error = Error::new(ErrorKind::Malformed, "a quote in this row is never closed")
                    .with_hint("a quote inside a quoted field is written twice");
                ArticleError::at(place, error)
            }
            Cause::Broken(error) => {
                self.done = true;
                source::unreadable(&place, &error)
            }
        }))
    }
}

/// Rows of one table.
struct Table {
    source: Arc<str>,
    columns: Arc<Columns>,
    rows: Vec<Row>,
}

impl Run for Table {
    fn ids(&self, _options: &InputOptions, each: &mut dyn FnMut(Option<&str>)) {
        for row in &self.rows {
            let id = self.columns.of_fields[fields::ID].and_then(|column| row.cell(column));
            each(id.and_then(|id| std::str::from_utf8(id).ok()).filter(|id| !id.is_empty()));
        }
    }

    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let fields = Fields::new(options);
        Box::new(self.rows.iter().map(move |row| self.article(row, &fields)))
    }
}

impl Table {
    fn article(&self, row: &Row, fields: &Fields<'_>) -> Result<Article, ArticleError> {
        let mut values = Values::default();
        let mut warning = None;
        let read = self.read(row, &mut values, &mut warning);
        let mut article = fields.article(values, read, &format!("{}:{}", self.source, row.line))?;
        article.warnings.extend(warning.or_else(|| row.damage.warning(0..row.bytes.len())));
        Ok(article)
    }

    fn read(&self, row: &Row, values: &mut Values, warning: &mut Option<Warning>) -> Result<(), Error> {
        let (found, expected) = (row.ends.len(), self.columns.count);
        if found != expected {
            let message = format!("the row has {found} fields, the header {expected}");
            return Err(Error::new(ErrorKind::Malformed, message)
                .with_hint("a field that holds the delimiter or a line break must be quoted"));
        }
        for (field, column) in self.columns.of_fields.iter().enumerate() {
            let Some(cell) = column.and_then(|column| row.cell(column)) else { continue };
            let text = if let Ok(text) = std::str::from_utf8(cell) {
                text.to_owned()
            } else {
                let decoded = decode(cell, None)?;
                *warning = decoded.warning.or(warning.take());
                decoded.text
            };
            values.put(field, 0, Value::Text(text));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor, Read};

    use proptest::prelude::*;

    use super::*;

    /// Gives what it has in pieces.
    struct Pieces(Cursor<Vec<u8>>, usize);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    /// Id and text of each article, or source and kind of each failure.
    fn articles(name: &str, bytes: &[u8], piece: usize, limit: usize) -> Vec<(String, String)> {
        let options = InputOptions { max_article_bytes: limit, ..InputOptions::default() };
        let reader = Box::new(io::BufReader::new(Pieces(Cursor::new(bytes.to_vec()), piece)));
        let stream =
            Stream { source: name.into(), reader, encoding: None, options: Arc::new(options.clone()) };
        let failed = |failed: ArticleError| (failed.source, failed.error.kind().name().to_owned());
        runs(stream)
            .flat_map(|run| match run {
                Ok(run) => run
                    .articles(&options)
                    .map(|found| {
                        found.map_or_else(failed, |article| (article.id.clone(), article.text().to_owned()))
                    })
                    .collect::<Vec<_>>(),
                Err(error) => vec![failed(error)],
            })
            .collect()
    }

    fn read(name: &str, text: &str) -> Vec<(String, String)> {
        articles(name, text.as_bytes(), 1 << 16, 1 << 20)
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn rows_are_articles() {
        let table =
            "\u{feff}id, title ,text\r\n1,T,Bees.\r\n\r\n \n,,\"Two\nlines, \"\"quoted\"\".\"\n3,,Ants.";
        let expected = [("1", "Bees."), ("x.csv:5", "Two\nlines, \"quoted\"."), ("3", "Ants.")];
        assert_eq!(read("x.csv", table), pairs(&expected));
        assert_eq!(read("x.csv", ""), []);
        assert_eq!(read("x.csv", "\n\n"), []);
        assert_eq!(read("x.csv", "id,text\n"), []);
        assert_eq!(
            read("x.csv", "text\nBees, ants.\nBees.\n"),
            pairs(&[("x.csv:2", "malformed"), ("x.csv:3", "Bees.")])
        );
    }

    #[test]
    fn delimiters_are_told() {
        for (name, table) in [
            ("x.csv", "id;text\n1;Bees, ants.\n"),
            ("x.csv", "id\ttext\n1\tBees, ants.\n"),
            ("x.csv", "id|text\n1|Bees, ants.\n"),
            ("x.tsv.gz", "id\ttext\n1\tBees, ants.\n"),
            ("-", "\"id,;;;\",id,text\n,1,\"Bees, ants.\"\n"),
        ] {
            assert_eq!(read(name, table), pairs(&[("1", "Bees, ants.")]), "{table}");
        }
    }

    #[test]
    fn bad_rows_fail_alone() {
        let table = "id,text\n1,Bees.\n2\n3,a,b\n4,Ants.\n5,\"open\n6,Flies.\n";
        let expected = [
            ("1", "Bees."),
            ("x:3", "malformed"),
            ("x:4", "malformed"),
            ("4", "Ants."),
            ("x:6", "malformed"),
        ];
        assert_eq!(read("x", table), pairs(&expected));
        assert_eq!(read("x", "id,body\n1,Bees.\n"), pairs(&[("x:1", "missing-field")]));
    }

    #[test]
    fn rows_that_are_too_long_are_skipped() {
        let table =
            format!("id,text\n1,Bees.\n2,\"{}\"\n3,Ants.\n{}\n", "long\n".repeat(10_000), ",".repeat(9000));
        let expected = [("1", "Bees."), ("x:3", "too-large"), ("3", "Ants."), ("x:10005", "too-large")];
        assert_eq!(articles("x", table.as_bytes(), 1 << 16, 4000), pairs(&expected));
    }

    #[test]
    fn other_encodings_are_decoded() {
        let found = articles("x", b"id,text\n1,Die B\xe4ume bl\xfchen fr\xfch.\n", 99, 999);
        assert_eq!(found, pairs(&[("1", "Die B\u{e4}ume bl\u{fc}hen fr\u{fc}h.")]));
    }

    #[test]
    fn tables_are_recognised_by_their_header() {
        let options = InputOptions::default();
        assert!(Csv.recognises(b"id;\"text\"\n1;Bees\n", &options));
        for head in [&b"text\n"[..], b"A text, and more.\n", b"", b"id,body\n"] {
            assert!(!Csv.recognises(head, &options), "{head:?}");
        }
    }

    proptest! {
        /// However the stream comes, the rows are those of the csv crate.
        #[test]
        fn every_split_gives_the_rows_of_the_csv_crate(
            rows in prop::collection::vec(("[a-c\",;\n\r]{0,6}", "[a-c\",;\n\r ]{0,9}"), 0..30),
            piece in 1..50_usize,
        ) {
            let mut writer = csv::Writer::from_writer(b"id,text\n".to_vec());
            for (id, text) in &rows {
                writer.write_record([&format!("i{id}"), text]).unwrap();
            }
            let table = writer.into_inner().unwrap();
            let mut reader = csv::Reader::from_reader(&*table);
            let expected: Vec<_> =
                reader.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
            prop_assert_eq!(expected.len(), rows.len());
            prop_assert_eq!(articles("x", &table, piece, 1 << 20), expected);
        }

        #[test]
        fn odd_bytes_never_panic(bytes in prop::collection::vec(prop::sample::select(b"\",;\n\rtexid \xff".to_vec()), 0..60), piece in 1..9_usize) {
            let table = [b"id,text\n", &bytes[..]].concat();
            prop_assert_eq!(articles("x", &table, piece, 20), articles("x", &table, 1 << 16, 20));
        }
    }
}
