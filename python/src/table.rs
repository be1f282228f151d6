//! Tables in and out in Arrow's memory layout: no Python object is made for a cell. Numbers are signed, since what reads
//! tables (Spark, for one) often has no others.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_pyarrow::{IntoPyArrow, Table};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use epitome::{Error, ErrorKind, Summarizer};
use pyo3::prelude::*;

use crate::errors::raise;
use crate::rows::{self, Rows, Wanted};
use crate::run;
use crate::summary::Outcome;

/// A row that has been done, or why not.
type Done = std::result::Result<Outcome, String>;

/// The table of results.
pub(crate) fn summarize<'py>(
    py: Python<'py>,
    summarizer: &Summarizer,
    table: &Bound<'py, PyAny>,
    wanted: Wanted<'_>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let table = rows::table(table)?;
    let batches = Rows::of_table(&table, wanted).map_err(|error| raise(py, &error))?;
    let empty = RecordBatch::new_empty(table.schema());
    let sample = Rows::new(&empty, wanted).map_err(|error| raise(py, &error))?;
    let work = |worker: &mut epitome::summarizer::Worker<'_>, _, &(batch, row): &(&Rows<'_>, usize)| {
        Ok(match batch.article(row) {
            Ok(article) => {
                let summary = worker.summarize(&article);
                Ok(Outcome::new(article, summary))
            }
            Err(error) => Err(format!("{}: {error}", error.kind().name())),
        })
    };
    let (done, _) = run::over(py, &rows::all(&batches), threads, || summarizer.worker(), work)?;
    let built = py.detach(|| {
        let mut done = done.into_iter();
        let build = |batch: &Rows<'_>| results(batch, &done.by_ref().take(batch.len).collect::<Vec<_>>());
        let built = batches.iter().map(build).collect::<std::result::Result<Vec<_>, _>>()?;
        Table::try_new(built, results(&sample, &[])?.schema())
    });
    let refused = |error: ArrowError| {
        raise(py, &Error::new(ErrorKind::TooLarge, format!("a batch of results does not fit: {error}")))
    };
    built.map_err(refused)?.into_pyarrow(py)
}

/// The columns of results for the rows of one batch.
fn results(batch: &Rows<'_>, done: &[Done]) -> std::result::Result<RecordBatch, ArrowError> {
    let outcome = |done: &'_ Done| done.as_ref().ok().map(|outcome| outcome.summary.language.code());
    let each = || done.iter().map(|done| done.as_ref().ok());
    let languages: StringArray = done.iter().map(outcome).collect();
    let titles: StringArray = each().map(|outcome| outcome?.title.as_deref()).collect();
    let words: Int64Array = each().map(|outcome| Some(signed(outcome?.summary.words))).collect();
    let sentences: Int64Array = each().map(|outcome| Some(signed(outcome?.summary.sentences))).collect();
    let errors: StringArray = done.iter().map(|done| done.as_ref().err()).collect();
    let all = || done.iter().filter_map(|done| done.as_ref().ok());

    let chosen = || all().flat_map(|outcome| outcome.summary.summary.iter().zip(&outcome.spans));
    let summaries = records(vec![
        ("text", strings(chosen().map(|(sentence, _)| sentence.text.as_str()))),
        ("start", numbers(chosen().map(|(_, span)| span.0))),
        ("end", numbers(chosen().map(|(_, span)| span.1))),
        ("sentence", numbers(chosen().map(|(sentence, _)| sentence.sentence))),
        ("score", Arc::new(chosen().map(|(one, _)| Some(one.score)).collect::<Float64Array>())),
    ])?;
    let found = || all().flat_map(|outcome| &outcome.summary.keywords);
    let keywords = records(vec![
        ("text", strings(found().map(|keyword| keyword.text.as_str()))),
        ("score", Arc::new(found().map(|keyword| Some(keyword.score)).collect::<Float64Array>())),
        ("count", numbers(found().map(|keyword| keyword.count as usize))),
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

fn numbers(values: impl Iterator<Item = usize>) -> ArrayRef {
    Arc::new(values.map(|value| Some(signed(value))).collect::<Int64Array>())
}

/// Counts and offsets of a text are far below the limit.
fn signed(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
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
