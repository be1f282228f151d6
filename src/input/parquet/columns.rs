//! The columns of a Parquet file that make an article, and their values.

use parquet::basic::{LogicalType, TimeUnit, Type};
use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor};

use super::pages::Checked;
use crate::error::{Error, ErrorKind};
use crate::input::fields::{FIELDS, Fields, Value, hint_at_text};

/// In which leaf column each wanted field stands.
pub(super) struct Columns([Option<Leaf>; FIELDS]);

/// A column of values.
struct Leaf {
    /// Its number in the schema.
    number: usize,
    column: ColumnDescPtr,
}

impl Columns {
    /// Finds the columns; there must be one for the text.
    pub(super) fn new(schema: &SchemaDescriptor, fields: &Fields<'_>) -> std::result::Result<Self, Error> {
        let columns = Self(fields.names.map(|name| leaf(schema, name)));
        if fields.names.iter().zip(&columns.0).any(|(name, leaf)| *name == fields.text() && leaf.is_some()) {
            return Ok(columns);
        }
        let names = schema.columns().iter().map(|column| column.path().string());
        let error = Error::new(ErrorKind::MissingField, format!("no column '{}'", fields.text()));
        Err(error.with_hint(hint_at_text("columns", names)))
    }

    /// For each field that has one, the column whose pages `open` gives.
    pub(super) fn open(&self, open: impl Fn(usize) -> Result<Box<dyn PageReader>>) -> Result<Vec<Column>> {
        let column = |(field, leaf): (usize, &Leaf)| {
            let pages = Checked::new(open(leaf.number)?, leaf.column.clone());
            let reader = get_column_reader(leaf.column.clone(), Box::new(pages));
            Ok(Column { field, reader, about: leaf.column.clone() })
        };
        let leaves = self.0.iter().enumerate();
        leaves.filter_map(|(field, leaf)| Some((field, leaf.as_ref()?))).map(column).collect()
    }

    /// Numbers of the columns.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flatten().map(|leaf| leaf.number)
    }
}

/// The column of this name: one whose own name has the full stop before one inside a group, or the elements of a list.
fn leaf(schema: &SchemaDescriptor, name: &str) -> Option<Leaf> {
    let columns = || schema.columns().iter().enumerate();
    let named = columns().filter(|(_, column)| column.path().string() == name);
    let (number, column) = named.min_by_key(|(_, column)| column.path().parts().len()).or_else(|| {
        let list = format!("{name}.");
        let mut elements = columns()
            .filter(|(_, column)| column.max_rep_level() == 1 && column.path().string().starts_with(&list));
        elements.next().filter(|_| elements.next().is_none())
    })?;
    Some(Leaf { number, column: column.clone() })
}

/// A column within one row group.
pub(super) struct Column {
    /// Number of the field that it holds.
    pub(super) field: usize,
    reader: ColumnReader,
    about: ColumnDescPtr,
}

impl Column {
    /// The next `count` values; an error where there are not so many.
    pub(super) fn read(&mut self, count: usize) -> Result<Vec<Value>> {
        let column = &self.about;
        let text = |bytes: &[u8]| match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::Other("bytes that are no UTF-8"),
        };
        match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => {
                values(reader, column, count, |_| Value::Other("a boolean"))
            }
            ColumnReader::Int32ColumnReader(reader) => {
                values(reader, column, count, |&number| whole(column, i64::from(number)))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                values(reader, column, count, |&number| whole(column, number))
            }
            ColumnReader::Int96ColumnReader(reader) => {
                values(reader, column, count, |time| moment(time.to_millis(), 1000))
            }
            ColumnReader::FloatColumnReader(reader) => {
                values(reader, column, count, |number| Value::Number(number.to_string()))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                values(reader, column, count, |number| Value::Number(number.to_string()))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                values(reader, column, count, |bytes| text(bytes.data()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let uuid = column.logical_type_ref() == Some(&LogicalType::Uuid);
                values(reader, column, count, |bytes| {
                    if uuid { hexadecimal(bytes.data()) } else { text(bytes.data()) }
                })
            }
        }
    }
}

/// Reads `count` records: a value each, or a list of texts where the column repeats.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    column: &ColumnDescPtr,
    count: usize,
    value: impl Fn(&T::T) -> Value,
) -> Result<Vec<Value>> {
    let (mut defined, mut repeated, mut read) = (Vec::new(), Vec::new(), Vec::new());
    let mut records = 0;
    while records < count {
        let (more, _, _) =
            reader.read_records(count - records, Some(&mut defined), Some(&mut repeated), &mut read)?;
        if more == 0 {
            return Err(ParquetError::EOF(format!("column {} ends too early", column.path().string())));
        }
        records += more;
    }
    let mut read = read.iter();
    let mut next = || read.next().map_or(Value::Null, &value);
    if column.max_def_level() == 0 {
        return Ok((0..count).map(|_| next()).collect());
    }
    let full = column.max_def_level();
    if column.max_rep_level() == 0 {
        return Ok(defined.iter().map(|&level| if level == full { next() } else { Value::Null }).collect());
    }
    let mut lists: Vec<Vec<String>> = Vec::with_capacity(count);
    for (&defined, &repeated) in defined.iter().zip(&repeated) {
        if repeated == 0 {
            lists.push(Vec::new());
        }
        let element = if defined == full { next().into_text() } else { None };
        if let Some(list) = lists.last_mut() {
            list.extend(element);
        }
    }
    Ok(lists.into_iter().map(Value::List).collect())
}

/// A whole number, or the day or moment that it stands for.
fn whole(column: &ColumnDescPtr, number: i64) -> Value {
    match column.logical_type_ref() {
        Some(LogicalType::Date) => Value::Text(day(number)),
        Some(LogicalType::Timestamp(kind)) => match kind.unit {
            TimeUnit::MILLIS => moment(number, 1_000),
            TimeUnit::MICROS => moment(number, 1_000_000),
            TimeUnit::NANOS => moment(number, 1_000_000_000),
        },
        Some(LogicalType::Integer(kind)) if !kind.is_signed => {
            let narrow = column.physical_type() == Type::INT32;
            Value::Number(if narrow { (number as u32).to_string() } else { (number as u64).to_string() })
        }
        _ => Value::Number(number.to_string()),
    }
}

/// Day and time of a moment so many parts of a second after the beginning of 1970.
fn moment(number: i64, parts: i64) -> Value {
    let seconds = number.div_euclid(parts);
    let time = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    Value::Text(format!("{}T{hour:02}:{minute:02}:{second:02}", day(seconds.div_euclid(86_400))))
}

/// The date so many days after the first of January 1970, counted in eras of 400 years that begin in March.
fn day(number: i64) -> String {
    let days = number.saturating_add(719_468);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + next_year)
}

/// The 16 bytes of a UUID as people write them.
fn hexadecimal(bytes: &[u8]) -> Value {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits.get(part).unwrap_or_default());
    Value::Text(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (number, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (19_815, "2024-04-02"),
            (-141_427, "1582-10-15"),
        ] {
            assert_eq!(day(number), expected);
        }
        assert_eq!(moment(1_712_016_240_999, 1000), Value::Text("2024-04-02T00:04:00".into()));
        assert_eq!(moment(-1, 1000), Value::Text("1969-12-31T23:59:59".into()));
        for number in [i64::MIN, i64::MAX] {
            moment(number, 1000);
            day(number);
        }
    }
}
