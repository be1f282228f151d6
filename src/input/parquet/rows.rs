//! The rows of a Parquet file, batch by batch, with the wanted columns only. A row group that is broken ends at the damage;
//! the next one goes on.

use std::fs::File;
use std::io;
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::columns::{Column, Columns};
use super::pages::lies_inside;
use crate::article::Article;
use crate::error::{Error, ErrorKind};
use crate::input::compression::Consumed;
use crate::input::fields::{FIELDS, Fields, ID, Value, Values, too_large};
use crate::input::format::{Articles, Run, Runs, Stream};
use crate::input::reader::BLOCK;
use crate::input::{ArticleError, InputOptions, source};

/// The most rows of a batch.
const ROWS: u64 = 1024;

/// The runs of a file. What cannot be read at random is kept in a temporary file first.
pub(in crate::input) fn runs(stream: Stream, path: Option<PathBuf>, consumed: Consumed) -> Runs {
    let Stream { source, mut reader, options, .. } = stream;
    let (opened, consumed) = match path {
        Some(path) => (File::open(path), Some(consumed)),
        None => (keep(&mut reader), None),
    };
    let batches = opened
        .map_err(|error| source::unreadable(&source, &error))
        .and_then(|file| Batches::new(source, file, &options, consumed));
    match batches {
        Ok(batches) => Box::new(batches),
        Err(failed) => Box::new(iter::once(Err(failed))),
    }
}

fn keep(reader: &mut dyn io::BufRead) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(reader, &mut file)?;
    Ok(file)
}

fn malformed(what: &str, error: &ParquetError) -> Error {
    let message = match error {
        ParquetError::General(message) | ParquetError::EOF(message) => message.clone(),
        other => other.to_string(),
    };
    Error::new(ErrorKind::Malformed, format!("{what}: {message}"))
}

/// Runs of rows.
struct Batches {
    source: Arc<str>,
    file: SerializedFileReader<File>,
    columns: Columns,
    /// Bytes of the whole file, and of those the ones that were counted, where that is done here.
    bytes: u64,
    counted: u64,
    consumed: Option<Consumed>,
    /// Number of the next row group.
    group: usize,
    current: Option<Group>,
    /// Number of the next row, from 1.
    row: u64,
    rows: u64,
}

/// The row group that is being read.
struct Group {
    columns: Vec<Column>,
    /// Rows that are left, and rows a batch.
    left: u64,
    batch: u64,
}

impl Batches {
    fn new(
        source: Arc<str>,
        file: File,
        options: &InputOptions,
        consumed: Option<Consumed>,
    ) -> Result<Self, ArticleError> {
        let bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let file = SerializedFileReader::new(file)
            .map_err(|error| ArticleError::at(&*source, malformed("no Parquet file", &error)))?;
        let about = file.metadata().file_metadata();
        let rows = u64::try_from(about.num_rows()).unwrap_or(0);
        let columns = Columns::new(about.schema_descr(), &Fields::new(options))
            .map_err(|error| ArticleError::at(&*source, error))?;
        Ok(Self { source, file, columns, bytes, counted: 0, consumed, group: 0, current: None, row: 1, rows })
    }

    /// Opens the next row group.
    fn begin(&mut self) -> Result<Group, (Error, u64)> {
        let about = self.file.metadata().row_group(self.group);
        let rows = u64::try_from(about.num_rows()).unwrap_or(0);
        let sizes = self.columns.numbers().filter_map(|number| about.columns().get(number));
        let bytes: u64 = sizes.map(|column| u64::try_from(column.uncompressed_size()).unwrap_or(0)).sum();
        let row = (bytes / rows.max(1)).max(1);
        let columns = self.file.get_row_group(self.group).and_then(|group| {
            self.columns.open(|number| {
                about.columns().get(number).map_or(Ok(()), |column| lies_inside(column, self.bytes))?;
                group.get_column_page_reader(number)
            })
        });
        match columns {
            Ok(columns) => Ok(Group { columns, left: rows, batch: (BLOCK as u64 / row).clamp(1, ROWS) }),
            Err(error) => {
                Err((malformed(&format!("row group {} cannot be read", self.group + 1), &error), rows))
            }
        }
    }

    /// The next rows of the current group.
    fn batch(&mut self, group: &mut Group) -> Result<Table, Error> {
        let count = group.left.min(group.batch);
        let mut table = Table {
            source: self.source.clone(),
            first: self.row,
            count: count as usize,
            columns: Default::default(),
        };
        for column in &mut group.columns {
            let values = column.read(count as usize).map_err(|error| {
                malformed(&format!("row group {} cannot be read from here on", self.group), &error)
            })?;
            if let Some(place) = table.columns.get_mut(column.field) {
                *place = Some(values);
            }
        }
        group.left -= count;
        Ok(table)
    }

    /// Goes on by so many rows, and tells how much of the file that is.
    fn advance(&mut self, rows: u64) {
        self.row += rows;
        let share = (self.row - 1) as f64 / self.rows.max(1) as f64;
        let reached = (self.bytes as f64 * share.min(1.0)) as u64;
        if let Some(consumed) = &self.consumed {
            consumed.add(reached.saturating_sub(self.counted));
        }
        self.counted = reached.max(self.counted);
    }

    fn failed(&self, error: Error) -> ArticleError {
        ArticleError::at(format!("{}:{}", self.source, self.row), error)
    }
}

impl Iterator for Batches {
    type Item = Result<Box<dyn Run>, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(mut group) = self.current.take() else {
                if self.group >= self.file.num_row_groups() {
                    return None;
                }
                let begun = self.begin();
                self.group += 1;
                match begun {
                    Ok(group) => self.current = Some(group),
                    Err((error, rows)) => {
                        let failed = self.failed(error);
                        self.advance(rows);
                        return Some(Err(failed));
                    }
                }
                continue;
            };
            if group.left == 0 {
                continue;
            }
            match self.batch(&mut group) {
                Ok(table) => {
                    self.advance(table.count as u64);
                    self.current = Some(group);
                    return Some(Ok(Box::new(table)));
                }
                Err(error) => {
                    let failed = self.failed(error);
                    self.advance(group.left);
                    return Some(Err(failed));
                }
            }
        }
    }
}

/// Rows, column by column.
struct Table {
    source: Arc<str>,
    /// Number of the first row, from 1.
    first: u64,
    count: usize,
    columns: [Option<Vec<Value>>; FIELDS],
}

impl Run for Table {
    fn ids(&self, _options: &InputOptions, each: &mut dyn FnMut(Option<&str>)) {
        for row in 0..self.count {
            let id = self.columns[ID].as_ref().and_then(|values| values.get(row));
            each(match id {
                Some(Value::Text(id) | Value::Number(id)) if !id.is_empty() => Some(id),
                _ => None,
            });
        }
    }

    fn articles<'a>(&'a self, options: &'a InputOptions) -> Articles<'a> {
        let fields = Fields::new(options);
        Box::new((0..self.count).map(move |row| self.article(row, &fields)))
    }
}

impl Table {
    fn article(&self, row: usize, fields: &Fields<'_>) -> Result<Article, ArticleError> {
        let mut values = Values::default();
        let mut bytes = 0;
        for (field, column) in self.columns.iter().enumerate() {
            let Some(value) = column.as_ref().and_then(|column| column.get(row)) else { continue };
            if let Value::Text(text) = value {
                bytes += text.len();
            }
            values.put(field, 0, value.clone());
        }
        let read = if bytes > fields.max_bytes { Err(too_large(fields.max_bytes)) } else { Ok(()) };
        fields.article(values, read, &format!("{}:{}", self.source, self.first + row as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use parquet::basic::{Compression, GzipLevel, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use proptest::prelude::*;

    use super::*;

    const SCHEMA: &str = "message articles {
        required int64 id;
        optional group meta { optional binary title (STRING); optional binary text (STRING); }
        optional binary text (STRING);
        optional group places (LIST) { repeated group list { optional binary element (STRING); } }
        optional int32 published (DATE);
    }";

    fn bytes(texts: &[&str]) -> Vec<ByteArray> {
        texts.iter().map(|text| ByteArray::from(text.as_bytes().to_vec())).collect()
    }

    /// Values with their levels of definition and repetition.
    type Levelled<'a> = (&'a [&'a str], &'a [i16], Option<&'a [i16]>);

    /// A file with three rows in each of several groups: a whole one, one with nothing but an id, one with text alone.
    fn file(groups: i64, compression: Compression) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
        for group in 0..groups {
            let mut rows = writer.next_row_group().unwrap();
            let mut column = rows.next_column().unwrap().unwrap();
            let ids = [group * 3 + 1, group * 3 + 2, group * 3 + 3];
            column.typed::<Int64Type>().write_batch(&ids, None, None).unwrap();
            column.close().unwrap();
            let texts: [Levelled<'_>; 4] = [
                (&["Bees"], &[2, 0, 1], None),
                (&["In meta."], &[2, 1, 1], None),
                (&["Bees hum.", "Bees hum."], &[1, 0, 1], None),
                (&["Norway", "Iran"], &[3, 3, 0, 1], Some(&[0, 1, 0, 0])),
            ];
            for (values, defined, repeated) in texts {
                let mut column = rows.next_column().unwrap().unwrap();
                let writer = column.typed::<ByteArrayType>();
                writer.write_batch(&bytes(values), Some(defined), repeated).unwrap();
                column.close().unwrap();
            }
            let mut column = rows.next_column().unwrap().unwrap();
            column.typed::<Int32Type>().write_batch(&[19_815], Some(&[1, 0, 0]), None).unwrap();
            column.close().unwrap();
            rows.close().unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn read(bytes: &[u8], options: &InputOptions) -> Vec<Result<Article, ArticleError>> {
        let reader = Box::new(Cursor::new(bytes.to_vec()));
        let stream =
            Stream { source: "x".into(), reader, encoding: None, options: Arc::new(options.clone()) };
        let mut all = Vec::new();
        for run in runs(stream, None, Consumed::default()) {
            match run {
                Ok(run) => all.extend(run.articles(options)),
                Err(failed) => all.push(Err(failed)),
            }
        }
        all
    }

    /// Id and text, or source and kind of failure.
    fn pairs(bytes: &[u8]) -> Vec<String> {
        read(bytes, &InputOptions::default())
            .into_iter()
            .map(|found| match found {
                Ok(article) => format!("{} {}", article.id, article.text()),
                Err(failed) => format!("{} {}", failed.source, failed.error.kind().name()),
            })
            .collect()
    }

    #[test]
    fn rows_are_articles_whatever_the_compression() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(GzipLevel::default()),
            Compression::ZSTD(ZstdLevel::default()),
            Compression::LZ4_RAW,
        ] {
            let found = pairs(&file(2, compression));
            let expected = [
                "1 Bees hum.",
                "x:2 wrong-type",
                "3 Bees hum.",
                "4 Bees hum.",
                "x:5 wrong-type",
                "6 Bees hum.",
            ];
            assert_eq!(found, expected, "{compression}");
        }
    }

    #[test]
    fn fields_are_found_wherever_they_are() {
        let options = InputOptions { title_field: "meta.title".into(), ..InputOptions::default() };
        let found = read(&file(1, Compression::SNAPPY), &options);
        let article = found[0].as_ref().unwrap();
        assert_eq!(
            (article.title.as_deref(), article.published.as_deref()),
            (Some("Bees"), Some("2024-04-02"))
        );
        assert_eq!(
            (&article.places[..], article.source.as_str()),
            (&["Norway".into(), "Iran".into()][..], "x:1")
        );
        let last = found[2].as_ref().unwrap();
        assert_eq!((last.title.as_deref(), last.places.len()), (None, 0));
        let options = InputOptions {
            text_field: "meta.text".into(),
            id_field: "published".into(),
            ..InputOptions::default()
        };
        let found = read(&file(1, Compression::SNAPPY), &options);
        assert_eq!(
            (found[0].as_ref().unwrap().text(), found[0].as_ref().unwrap().id.as_str()),
            ("In meta.", "2024-04-02")
        );
        let options = InputOptions { text_field: "body".into(), ..InputOptions::default() };
        let failed = read(&file(1, Compression::SNAPPY), &options).remove(0).unwrap_err();
        assert_eq!(failed.error.kind(), ErrorKind::MissingField);
        assert!(failed.error.hint().unwrap().contains("meta.title"), "{failed}");
        let options = InputOptions { max_article_bytes: 5, ..InputOptions::default() };
        let failed = read(&file(1, Compression::SNAPPY), &options).remove(0).unwrap_err();
        assert_eq!((failed.id.as_str(), failed.error.kind()), ("1", ErrorKind::TooLarge));
    }

    #[test]
    fn a_broken_row_group_fails_alone() {
        let whole = file(3, Compression::UNCOMPRESSED);
        let second =
            whole.windows(9).enumerate().filter(|(_, bytes)| bytes == b"Bees hum.").map(|(at, _)| at).nth(1);
        let mut broken = whole.clone();
        let at = second.unwrap();
        broken[at - 60..at].fill(0xff);
        let found = pairs(&broken);
        assert_eq!(found.iter().filter(|found| *found == "x:4 malformed").count(), 1, "{found:?}");
        assert_eq!(
            (&found[..1], found.last().unwrap().as_str()),
            (&["1 Bees hum.".to_owned()][..], "9 Bees hum.")
        );
        assert_eq!(pairs(&whole[..whole.len() - 9]), ["x malformed"]);
        assert_eq!(pairs(b"PAR1"), ["x malformed"]);
        assert_eq!(pairs(b""), ["x malformed"]);
    }

    proptest! {
        #[test]
        fn damage_never_panics(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
            let mut bytes = file(2, Compression::SNAPPY);
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            pairs(&bytes);
        }
    }
}
