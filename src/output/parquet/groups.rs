//! Rows gathered into row groups. Each group is written as a small Parquet file of its own, footer and all; the file's own
//! footer at the end points into all of them. So a file that was broken off has in it all that is needed to go on with it,
//! and its groups can even be read one by one.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::mem;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, SchemaDescriptor, TypePtr};

use super::cells::{self, Found};
use crate::output::Packing;

/// Bytes of rows from which on a group ends, however few rows they are.
const MOST_BYTES: usize = 32 << 20;
/// Bytes of a row that a page can hold for certain.
const MOST_OF_ROW: usize = 1 << 30;

/// What a small file begins and ends with.
const MAGIC: [u8; 4] = *b"PAR1";
/// Bytes at its end: length of the footer, magic.
const END: u64 = 8;

/// Gathers rows until a group is full.
pub(super) struct Groups {
    schema: TypePtr,
    properties: WriterPropertiesPtr,
    most_rows: usize,
    gathered: Vec<u8>,
    /// Where each gathered row begins.
    rows: Vec<usize>,
    /// The groups that are written, and their bytes.
    written: Vec<RowGroupMetaData>,
    bytes: u64,
}

impl Groups {
    /// No rows yet of this schema; so many at most in a group.
    pub(super) fn new(schema: &str, most_rows: u64) -> io::Result<Self> {
        let schema = Arc::new(parse_message_type(schema)?);
        let mut properties = WriterProperties::builder()
            .set_created_by(concat!("epitome ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_dictionary_enabled(false);
        // Columns whose values come again and again.
        for column in SchemaDescriptor::new(schema.clone()).columns() {
            let path = column.path().string();
            let again = ["language", "places", "warnings", "keywords.list.element.text", "count"];
            if again.iter().any(|name| path.starts_with(name) || path.ends_with(name)) {
                properties = properties.set_column_dictionary_enabled(ColumnPath::from(path), true);
            }
        }
        Ok(Self {
            schema,
            properties: Arc::new(properties.build()),
            most_rows: usize::try_from(most_rows).unwrap_or(usize::MAX).max(1),
            gathered: Vec::new(),
            rows: Vec::new(),
            written: Vec::new(),
            bytes: 0,
        })
    }

    /// The bytes of the group of the gathered rows.
    fn end_group(&mut self) -> io::Result<Vec<u8>> {
        let rows = Bytes::from(mem::take(&mut self.gathered));
        let starts = mem::take(&mut self.rows);
        let mut places: Vec<_> =
            starts.iter().filter_map(|&row| cells::inside(&rows, row)).map(|row| row.start).collect();
        let mut writer = SerializedFileWriter::new(Vec::new(), self.schema.clone(), self.properties.clone())?;
        let mut group = writer.next_row_group()?;
        while let Some(mut column) = group.next_column()? {
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let text = |found| match found {
                        Found::Text(text) => Some(ByteArray::from(rows.slice(text))),
                        _ => None,
                    };
                    write_column(writer, &rows, &mut places, text)?;
                }
                ColumnWriter::Int64ColumnWriter(writer) => {
                    let whole = |found| match found {
                        Found::Whole(number) => i64::try_from(number).ok(),
                        _ => None,
                    };
                    write_column(writer, &rows, &mut places, whole)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let score = |found| match found {
                        Found::Score(score) => Some(score),
                        _ => None,
                    };
                    write_column(writer, &rows, &mut places, score)?;
                }
                _ => return Err(fault("a column of another type")),
            }
            column.close()?;
        }
        group.close()?;
        let file = writer.into_inner()?;
        // Read back, so that a run that goes on with the file writes the same footer.
        let (group, start) = last_group(&mut Cursor::new(&file), file.len() as u64)?;
        if start > 0 {
            return Err(fault("a group that is no file of its own"));
        }
        self.written.push(moved(&group, self.bytes, self.written.len())?);
        self.bytes += file.len() as u64;
        // The next group gets the same memory: each thread's allocator would keep as much for itself.
        if let Ok(mut gathered) = rows.try_into_mut() {
            gathered.clear();
            self.gathered = gathered.into();
        }
        Ok(file)
    }
}

impl Packing for Groups {
    fn write(&mut self, results: &[u8]) -> io::Result<Vec<u8>> {
        let mut file = Vec::new();
        if self.gathered.capacity() == 0 {
            // Room that nobody touches takes no memory, a vector that grows takes half as much again.
            self.gathered.reserve(MOST_BYTES);
        }
        let mut at = 0;
        while at < results.len() {
            let row = cells::inside(results, at).ok_or_else(|| fault("a row that is cut short"))?;
            if row.len() > MOST_OF_ROW {
                let message =
                    "an article's record is too large for a page of Parquet; --format jsonl can hold it";
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
            }
            self.rows.push(self.gathered.len());
            self.gathered.extend_from_slice(results.get(at..row.end).unwrap_or_default());
            at = row.end;
            if self.rows.len() >= self.most_rows || self.gathered.len() >= MOST_BYTES {
                file.append(&mut self.end_group()?);
            }
        }
        Ok(file)
    }

    fn pending(&self) -> usize {
        self.gathered.len()
    }

    fn go_on(&mut self, file: &mut File, bytes: u64) -> io::Result<()> {
        let mut end = bytes;
        let mut found = Vec::new();
        while end > 0 {
            let (group, start) = last_group(file, end)?;
            found.push((group, start));
            end = start;
        }
        for (group, start) in found.into_iter().rev() {
            self.written.push(moved(&group, start, self.written.len())?);
        }
        self.bytes = bytes;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Vec<u8>> {
        let mut end = if self.rows.is_empty() { Vec::new() } else { self.end_group()? };
        if self.written.is_empty() {
            return Ok(SerializedFileWriter::new(end, self.schema, self.properties)?.into_inner()?);
        }
        let rows = self.written.iter().map(RowGroupMetaData::num_rows).sum();
        let created_by = Some(self.properties.created_by().to_owned());
        let schema = Arc::new(SchemaDescriptor::new(self.schema));
        let version = WriterVersion::PARQUET_1_0.as_num();
        let about = FileMetaData::new(version, rows, created_by, None, schema, None);
        ParquetMetaDataWriter::new(&mut end, &ParquetMetaData::new(about, self.written)).finish()?;
        Ok(end)
    }
}

/// Writes a column from the places of the rows where it stands, and moves these to the next column.
fn write_column<T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    rows: &[u8],
    places: &mut [usize],
    value: impl Fn(Found) -> Option<T::T>,
) -> io::Result<()> {
    let about = writer.get_descriptor();
    let (full, repeats) = (about.max_def_level(), about.max_rep_level() > 0);
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for place in places {
        let column = cells::inside(rows, *place).ok_or_else(|| fault("a row without a column"))?;
        if column.is_empty() {
            // An empty list.
            defined.push(0);
            repeated.push(0);
        }
        let mut at = column.start;
        while at < column.end {
            let (found, after) = cells::cell(rows, at).ok_or_else(|| fault("a cell that is none"))?;
            let value = value(found);
            defined.push(if value.is_some() { full } else { full - 1 });
            repeated.push(i16::from(at > column.start));
            values.extend(value);
            at = after;
        }
        *place = column.end;
    }
    let defined = (full > 0).then_some(&defined[..]);
    writer.write_batch(&values, defined, repeats.then_some(&repeated[..]))?;
    Ok(())
}

/// The group of the small file that ends at `end`, and where that file begins.
fn last_group(file: &mut (impl Read + Seek), end: u64) -> io::Result<(RowGroupMetaData, u64)> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "its row groups cannot be found");
    let at = end.checked_sub(END).ok_or_else(damaged)?;
    let mut tail = [0; END as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    let at = at.checked_sub(length).filter(|_| magic == MAGIC).ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(at))?;
    let mut footer = Vec::new();
    file.take(length).read_to_end(&mut footer)?;
    let about = ParquetMetaDataReader::decode_metadata(&footer)?;
    let group = about.row_groups().first().filter(|_| about.num_row_groups() == 1).ok_or_else(damaged)?;
    let bytes = u64::try_from(group.compressed_size()).map_err(|_| damaged())?;
    let start = at.checked_sub(bytes + MAGIC.len() as u64).ok_or_else(damaged)?;
    Ok((group.clone(), start))
}

/// The group as it is in a file where it begins so many bytes later, with its number there.
fn moved(group: &RowGroupMetaData, by: u64, number: usize) -> Result<RowGroupMetaData, ParquetError> {
    let later = |offset: i64| i64::try_from(by).unwrap_or(i64::MAX).saturating_add(offset);
    let columns = group.columns().iter().map(|column| {
        let dictionary = column.dictionary_page_offset().map(later);
        let data = later(column.data_page_offset());
        let column = column.clone().into_builder();
        column.set_data_page_offset(data).set_dictionary_page_offset(dictionary).build()
    });
    let columns = columns.collect::<Result<_, _>>()?;
    let moved = RowGroupMetaData::builder(group.schema_descr_ptr())
        .set_num_rows(group.num_rows())
        .set_total_byte_size(group.total_byte_size())
        .set_column_metadata(columns)
        .set_file_offset(group.file_offset().map_or(0, later));
    // The format numbers groups with 16 bits, where at all.
    match i16::try_from(number) {
        Ok(number) => moved.set_ordinal(number.into()).build(),
        Err(_) => moved.build(),
    }
}

fn fault(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what}: a fault of this program"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Row as Record;
    use proptest::prelude::*;

    use super::*;
    use crate::output::parquet::cells::{Cell, Row};

    const SCHEMA: &str = "message m {
        required binary id (STRING);
        optional binary title (STRING);
        required group keywords (LIST) { repeated group list { required group element {
            required binary text (STRING); required double score; optional binary explanation (STRING);
        } } }
        required int64 words;
    }";

    type Keyword = (String, f64, Option<String>);
    type Article = (String, Option<String>, Vec<Keyword>, u32);

    fn row((id, title, keywords, words): &Article) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut row = Row::begin(&mut bytes);
        row.one(id.as_str());
        row.one(title.as_deref());
        row.list(keywords.iter().map(|keyword| keyword.0.as_str().into()));
        row.list(keywords.iter().map(|keyword| Cell::Score(keyword.1)));
        row.list(keywords.iter().map(|keyword| keyword.2.as_deref().into()));
        row.one(Cell::Whole((*words).into()));
        row.end();
        bytes
    }

    /// A row as the reader of the crate shows it.
    fn shown((id, title, keywords, words): &Article) -> String {
        let text = |text: Option<&str>| text.map_or("null".to_owned(), |text| format!("{text:?}"));
        let keyword = |(word, score, why): &Keyword| {
            format!("{{text: {}, score: {score:?}, explanation: {}}}", text(Some(word)), text(why.as_deref()))
        };
        let keywords: Vec<_> = keywords.iter().map(keyword).collect();
        let (id, title, keywords) = (text(Some(id)), text(title.as_deref()), keywords.join(", "));
        format!("{{id: {id}, title: {title}, keywords: [{keywords}], words: {words}}}")
    }

    /// The whole file in parts of so many writes, each by a packing of its own that goes on with what was left of the one
    /// before.
    fn written(articles: &[Article], most_rows: u64, at_once: usize, interrupted: bool) -> Vec<u8> {
        let mut file = tempfile::tempfile().unwrap();
        let mut groups = Box::new(Groups::new(SCHEMA, most_rows).unwrap());
        let rows: Vec<_> = articles.iter().map(row).collect();
        let mut taken: Vec<u8> = Vec::new();
        for part in rows.chunks(at_once).map(<[_]>::concat) {
            file.write_all(&groups.write(&part).unwrap()).unwrap();
            taken.extend(&part);
            if interrupted {
                let rest = taken[taken.len() - groups.pending()..].to_vec();
                groups = Box::new(Groups::new(SCHEMA, most_rows).unwrap());
                let end = file.metadata().unwrap().len();
                groups.go_on(&mut file, end).unwrap();
                file.seek(SeekFrom::End(0)).unwrap();
                file.write_all(&groups.write(&rest).unwrap()).unwrap();
            }
        }
        file.write_all(&groups.finish().unwrap()).unwrap();
        let mut bytes = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn read(bytes: &[u8]) -> (Vec<String>, usize) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let file = SerializedFileReader::new(file).unwrap();
        let rows: Vec<Record> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        (rows.iter().map(ToString::to_string).collect(), file.num_row_groups())
    }

    fn articles() -> impl Strategy<Value = Vec<Article>> {
        let text = || "[a-zé ]{0,12}";
        let score = (1u32..99).prop_map(|number| f64::from(number) / 2.0);
        let keyword = (text(), score, prop::option::of(text()));
        let keywords = prop::collection::vec(keyword, 0..4);
        prop::collection::vec((text(), prop::option::of(text()), keywords, any::<u32>()), 0..30)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn rows_read_back(articles in articles(), most_rows in 1u64..12, at_once in 1usize..9) {
            let (found, groups) = read(&written(&articles, most_rows, at_once, false));
            prop_assert_eq!(groups, articles.len().div_ceil(most_rows as usize));
            prop_assert_eq!(found, articles.iter().map(shown).collect::<Vec<_>>());
        }

        #[test]
        fn a_file_that_is_gone_on_with_is_the_same(
            articles in articles(), most_rows in 1u64..12, at_once in 1usize..9,
        ) {
            let whole = written(&articles, most_rows, 1, false);
            prop_assert!(whole == written(&articles, most_rows, at_once, true));
        }
    }

    #[test]
    fn many_bytes_end_a_group_too() {
        let long: Article = ("x".repeat(MOST_BYTES / 3), None, Vec::new(), 1);
        let (rows, groups) = read(&written(&vec![long; 5], 100, 2, false));
        assert_eq!((rows.len(), groups), (5, 2));
    }

    #[test]
    fn a_file_without_its_groups_is_refused() {
        let article: Article = ("a".into(), None, Vec::new(), 1);
        let bytes = written(&[article], 1, 1, false);
        let group = bytes.len() - 1;
        for end in [1, 3, 11, 40, group] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&bytes).unwrap();
            assert!(Groups::new(SCHEMA, 1).unwrap().go_on(&mut file, end as u64).is_err(), "{end}");
        }
        assert!(Groups::new(SCHEMA, 1).unwrap().write(b"12345678901").is_err());
    }
}
