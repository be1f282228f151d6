//! The rows of a table that comes in by Arrow: texts are read where they lie, and a bad row is an error of its own.

use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, RecordBatch,
    StringArray, StringViewArray,
};
use arrow_pyarrow::{FromPyArrow, Table};
use epitome::{Article, Error, ErrorKind, Result};
use pyo3::prelude::*;

use crate::errors::raise;

/// What is wanted of each row.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// The columns of text, id and title.
    pub(crate) text: &'a str,
    pub(crate) id: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    /// The most bytes that a text may have.
    pub(crate) max_bytes: usize,
}

/// A table of anything that offers the Arrow PyCapsule interface.
pub(crate) fn table(table: &Bound<'_, PyAny>) -> PyResult<Table> {
    if !table.hasattr("__arrow_c_stream__")? {
        let message = format!("table is of type {}", table.get_type().qualname()?);
        let hint = "accepted: whatever has __arrow_c_stream__, such as a table of pyarrow or polars";
        return Err(raise(table.py(), &Error::new(ErrorKind::WrongType, message).with_hint(hint)));
    }
    Table::from_pyarrow_bound(table)
}

/// A column of strings in one of Arrow's layouts. Nobody has checked yet that its bytes are UTF-8.
enum Strings {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
}

impl Strings {
    fn of(name: &str, column: &ArrayRef) -> Result<Self> {
        let any = column.as_any();
        if let Some(small) = any.downcast_ref::<StringArray>() {
            Ok(Self::Small(small.clone().into()))
        } else if let Some(large) = any.downcast_ref::<LargeStringArray>() {
            Ok(Self::Large(large.clone().into()))
        } else if let Some(view) = any.downcast_ref::<StringViewArray>() {
            Ok(Self::View(view.clone().to_binary_view()))
        } else {
            let message = format!("column '{name}' is of type {}", column.data_type());
            let hint = "accepted: string, large_string, string_view";
            Err(Error::new(ErrorKind::WrongType, message).with_hint(hint))
        }
    }

    /// The bytes of a row, `None` where it is null.
    fn get(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// The rows of one batch.
pub(crate) struct Rows<'a> {
    texts: Strings,
    titles: Option<Strings>,
    /// The id column and its name.
    pub(crate) ids: Option<(&'a str, &'a ArrayRef)>,
    max_bytes: usize,
    /// Number of rows.
    pub(crate) len: usize,
}

impl<'a> Rows<'a> {
    /// The rows of each batch. A table without rows is refused for the same reasons as one with rows.
    pub(crate) fn of_table(table: &'a Table, wanted: Wanted<'a>) -> Result<Vec<Self>> {
        Rows::new(&RecordBatch::new_empty(table.schema()), wanted)?;
        table.record_batches().iter().map(|batch| Self::new(batch, wanted)).collect()
    }

    pub(crate) fn new(batch: &'a RecordBatch, wanted: Wanted<'a>) -> Result<Self> {
        let strings = |name| Strings::of(name, column(batch, name)?);
        Ok(Self {
            texts: strings(wanted.text)?,
            titles: wanted.title.map(strings).transpose()?,
            ids: wanted.id.map(|id| Ok::<_, Error>((id, column(batch, id)?))).transpose()?,
            max_bytes: wanted.max_bytes,
            len: batch.num_rows(),
        })
    }

    /// The article of a row: its text is that of a record.
    pub(crate) fn article(&self, row: usize) -> Result<Article> {
        let Some(text) = self.texts.get(row) else {
            return Err(Error::new(ErrorKind::MissingField, "the text is null"));
        };
        if text.len() > self.max_bytes {
            let message = format!("the text has more than {} bytes", self.max_bytes);
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        let title = self.titles.as_ref().and_then(|titles| titles.get(row));
        let title = title.map(|title| utf8("title", title)).transpose()?;
        let title = title.filter(|title| !title.trim().is_empty()).map(str::to_owned);
        Article::from_record(utf8("text", text)?, title)
    }
}

fn utf8<'a>(what: &str, bytes: &'a [u8]) -> Result<&'a str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("the {what} is not UTF-8 from byte {} on", error.valid_up_to());
        Error::new(ErrorKind::Malformed, message)
    })
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef> {
    batch.column_by_name(name).ok_or_else(|| {
        let schema = batch.schema();
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        Error::new(ErrorKind::MissingField, format!("the table has no column '{name}'"))
            .with_hint(format!("it has: {}; id=None and title=None for none", names.join(", ")))
    })
}

/// Each row of these batches by its number there.
pub(crate) fn all<'a, 'b>(batches: &'b [Rows<'a>]) -> Vec<(&'b Rows<'a>, usize)> {
    batches.iter().flat_map(|batch| (0..batch.len).map(move |row| (batch, row))).collect()
}
