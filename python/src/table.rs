//! Tables in and out in Arrow's memory layout: texts are read where they lie, results are built as columns.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{
    Array, ArrayRef, Float64Array, LargeStringArray, ListArray, RecordBatch, StringArray, StringViewArray,
    StructArray, UInt64Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_pyarrow::{FromPyArrow, IntoPyArrow, Table};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use epitome::{Error, ErrorKind, Result, Summarizer};
use pyo3::prelude::*;

use crate::errors::raise;
use crate::run;
use crate::summary::Outcome;

/// A column of strings in one of Arrow's layouts.
enum Strings<'a> {
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
}

impl<'a> Strings<'a> {
    fn of(name: &str, column: &'a ArrayRef) -> Result<Self> {
        let any = column.as_any();
        let small = any.downcast_ref().map(Self::Small);
        let found = small.or_else(|| any.downcast_ref().map(Self::Large));
        found.or_else(|| any.downcast_ref().map(Self::View)).ok_or_else(|| {
            let message = format!("column '{name}' is of type {}", column.data_type());
            Error::new(ErrorKind::WrongType, message).with_hint("accepted: string, large_string, string_view")
        })
    }

    /// The string of a row, `None` where it is null.
    fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// What is wanted of each batch.
struct Columns<'a> {
    texts: Strings<'a>,
    titles: Option<Strings<'a>>,
    ids: Option<(&'a str, &'a ArrayRef)>,
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef> {
    batch.column_by_name(name).ok_or_else(|| {
        let schema = batch.schema();
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        Error::new(ErrorKind::MissingField, format!("the table has no column '{name}'"))
            .with_hint(format!("it has: {}; id=None and title=None for none", names.join(", ")))
    })
}

/// A row that has been done, or why not.
type Done = std::result::Result<Outcome, String>;

/// The table of results; `names` are those of the columns of text, id and title.
pub(crate) fn summarize<'py>(
    py: Python<'py>,
    summarizer: &Summarizer,
    table: &Bound<'py, PyAny>,
    names: [Option<&str>; 3],
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if !table.hasattr("__arrow_c_stream__")? {
        let message = format!("table is of type {}", table.get_type().qualname()?);
        let hint = "accepted: whatever has __arrow_c_stream__, such as a table of pyarrow or polars";
        return Err(raise(py, &Error::new(ErrorKind::WrongType, message).with_hint(hint)));
    }
    let table = Table::from_pyarrow_bound(table)?;
    // Names are looked up in an empty batch too, so that a table without rows is refused alike.
    let empty = RecordBatch::new_empty(table.schema());
    let sample = columns(&empty, names).map_err(|error| raise(py, &error))?;
    let batches: Result<Vec<_>> = table.record_batches().iter().map(|batch| columns(batch, names)).collect();
    let batches = batches.map_err(|error| raise(py, &error))?;
    let counts = table.record_batches().iter().map(RecordBatch::num_rows);
    let rows: Vec<_> = batches
        .iter()
        .zip(counts.clone())
        .flat_map(|(batch, rows)| (0..rows).map(move |row| (batch, row)))
        .collect();
    let work = |worker: &mut epitome::summarizer::Worker<'_>, _, &(batch, row): &(&Columns<'_>, usize)| {
        let Some(text) = batch.texts.get(row) else {
            return Ok(Err("missing-field: the text is null".to_owned()));
        };
        let title = batch.titles.as_ref().and_then(|titles| titles.get(row)).map(str::to_owned);
        Ok(match epitome::Article::from_record(text, title) {
            Ok(article) => {
                let summary = worker.summarize(&article);
                Ok(Outcome::new(article, summary))
            }
            Err(error) => Err(format!("{}: {error}", error.kind().name())),
        })
    };
    let (done, _) = run::over(py, &rows, threads, || summarizer.worker(), work)?;
    let built = py.detach(|| {
        let mut done = done.into_iter();
        let build = |(batch, rows)| results(batch, &done.by_ref().take(rows).collect::<Vec<_>>());
        let built = batches.iter().zip(counts).map(build).collect::<std::result::Result<Vec<_>, _>>()?;
        Table::try_new(built, results(&sample, &[])?.schema())
    });
    let refused = |error: ArrowError| {
        raise(py, &Error::new(ErrorKind::TooLarge, format!("a batch of results does not fit: {error}")))
    };
    built.map_err(refused)?.into_pyarrow(py)
}

fn columns<'a>(batch: &'a RecordBatch, names: [Option<&'a str>; 3]) -> Result<Columns<'a>> {
    let [text, id, title] = names;
    let text = text.unwrap_or("text");
    Ok(Columns {
        texts: Strings::of(text, column(batch, text)?)?,
        titles: title.map(|title| Strings::of(title, column(batch, title)?)).transpose()?,
        ids: id.map(|id| Ok::<_, Error>((id, column(batch, id)?))).transpose()?,
    })
}

/// The columns of results for the rows of one batch.
fn results(batch: &Columns<'_>, done: &[Done]) -> std::result::Result<RecordBatch, ArrowError> {
    let outcome = |done: &'_ Done| done.as_ref().ok().map(|outcome| outcome.summary.language.code());
    let each = || done.iter().map(|done| done.as_ref().ok());
    let languages: StringArray = done.iter().map(outcome).collect();
    let titles: StringArray = each().map(|outcome| outcome?.title.as_deref()).collect();
    let words: UInt64Array = each().map(|outcome| Some(outcome?.summary.words as u64)).collect();
    let sentences: UInt64Array = each().map(|outcome| Some(outcome?.summary.sentences as u64)).collect();
    let errors: StringArray = done.iter().map(|done| done.as_ref().err()).collect();
    let all = || done.iter().filter_map(|done| done.as_ref().ok());

    let chosen = || all().flat_map(|outcome| outcome.summary.summary.iter().zip(&outcome.spans));
    let summaries = records(vec![
        ("text", strings(chosen().map(|(sentence, _)| sentence.text.as_str()))),
        ("start", Arc::new(chosen().map(|(_, span)| Some(span.0 as u64)).collect::<UInt64Array>())),
        ("end", Arc::new(chosen().map(|(_, span)| Some(span.1 as u64)).collect::<UInt64Array>())),
        ("sentence", Arc::new(chosen().map(|(one, _)| Some(one.sentence as u64)).collect::<UInt64Array>())),
        ("score", Arc::new(chosen().map(|(one, _)| Some(one.score)).collect::<Float64Array>())),
    ])?;
    let found = || all().flat_map(|outcome| &outcome.summary.keywords);
    let keywords = records(vec![
        ("text", strings(found().map(|keyword| keyword.text.as_str()))),
        ("score", Arc::new(found().map(|keyword| Some(keyword.score)).collect::<Float64Array>())),
        ("count", Arc::new(found().map(|one| Some(u64::from(one.count))).collect::<UInt64Array>())),
    ])?;
    let warnings = strings(all().flat_map(|outcome| &outcome.summary.warnings).map(ToString::to_string));

    let count = |of: fn(&Outcome) -> usize| done.iter().map(move |done| done.as_ref().map_or(0, of));
    let mut columns: Vec<(&str, ArrayRef)> =
        batch.ids.iter().map(|(name, ids)| (*name, Arc::clone(ids))).collect();
    columns.push(("language", Arc::new(languages)));
    columns.push(("title", Arc::new(titles)));
    columns.push(("words", Arc::new(words)));
    columns.push(("sentences", Arc::new(sentences)));
    columns.push(("summary", lists(count(|outcome| outcome.summary.summary.len()), summaries)?));
    columns.push(("keywords", lists(count(|outcome| outcome.summary.keywords.len()), keywords)?));
    columns.push(("warnings", lists(count(|outcome| outcome.summary.warnings.len()), warnings)?));
    columns.push(("error", Arc::new(errors)));
    let fields: Fields =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns.into_iter().map(|(_, column)| column).collect(),
    )
}

fn strings<S: AsRef<str>>(values: impl Iterator<Item = S>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    values.for_each(|value| builder.append_value(value));
    Arc::new(builder.finish())
}

/// A column of records from one column a field.
fn records(columns: Vec<(&str, ArrayRef)>) -> std::result::Result<ArrayRef, ArrowError> {
    let fields: Fields =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), false)).collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(Arc::new(StructArray::try_new(fields, columns, None)?))
}

/// A column of lists: the values of all lists, and how many each has.
fn lists(counts: impl Iterator<Item = usize>, values: ArrayRef) -> std::result::Result<ArrayRef, ArrowError> {
    let item: DataType = values.data_type().clone();
    let item = Arc::new(Field::new("item", item, false));
    Ok(Arc::new(ListArray::try_new(item, OffsetBuffer::from_lengths(counts), values, None)?))
}
