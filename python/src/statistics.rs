//! Corpus statistics: fitted, merged, saved and loaded.

use std::path::PathBuf;
use std::sync::Arc;

use epitome::analysis::Analyzer;
use epitome::statistics::StatisticsBuilder;
use epitome::{Error, ErrorKind, Language, Result};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::article::language;
use crate::errors::{at, raise};
#[cfg(feature = "arrow")]
use crate::rows::{self, Rows, Wanted};
use crate::run;
use crate::texts::{self, Input};

/// In how many documents each term occurs, by language. Frozen; merging is exact and in any order gives the same.
#[pyclass(frozen, eq, module = "epitome", skip_from_py_object)]
#[derive(PartialEq)]
pub(crate) struct CorpusStatistics(pub(crate) Arc<epitome::CorpusStatistics>);

impl CorpusStatistics {
    fn of(statistics: epitome::CorpusStatistics) -> Self {
        Self(Arc::new(statistics))
    }

    fn documents_by_language(&self) -> impl Iterator<Item = (Language, u64)> + '_ {
        self.0.languages().map(|language| (language, self.0.documents(language)))
    }
}

/// What one thread counts with.
type Counter = (Analyzer, StatisticsBuilder);

/// The statistics of all items; those without an article are left out.
fn fit<I: Sync>(
    py: Python<'_>,
    items: &[I],
    language: &str,
    threads: usize,
    article: impl Fn(usize, &I) -> Result<Option<epitome::Article>> + Sync,
) -> PyResult<CorpusStatistics> {
    let language = self::language(Some(language)).map_err(|error| raise(py, &error))?;
    let whole = StatisticsBuilder::new();
    let worker = || (Analyzer::new().language(language), whole.beside());
    let work = |(analyzer, builder): &mut Counter, number: usize, item: &I| {
        let Some(article) = article(number, item)? else { return Ok(()) };
        builder.add(&article, analyzer);
        Ok(())
    };
    let (_, counters) = run::over(py, items, threads, worker, work)?;
    Ok(py.detach(|| {
        for (analyzer, mut builder) in counters {
            builder.settle(&analyzer);
        }
        CorpusStatistics::of(whole.finish(&Analyzer::new()))
    }))
}

#[pymethods]
impl CorpusStatistics {
    /// No documents.
    #[new]
    fn new() -> Self {
        Self::of(epitome::CorpusStatistics::default())
    }

    /// Counts the terms of these articles, each in its own or its detected language unless one is given. Takes what
    /// ``Summarizer.summarize_many`` takes.
    #[staticmethod]
    #[pyo3(signature = (texts, *, language="auto", threads=0))]
    fn fit(py: Python<'_>, texts: &Bound<'_, PyAny>, language: &str, threads: usize) -> PyResult<Self> {
        let inputs = texts::all(texts)?;
        fit(py, &inputs, language, threads, |number, input: &Input| {
            input.article().map(Some).map_err(|error| at(&format!("texts[{number}]"), &error))
        })
    }

    /// Counts the terms of the rows of a table, read as ``Summarizer.summarize_table`` reads them. Rows that would have an
    /// error there are left out, and do not count as documents.
    #[cfg(feature = "arrow")]
    #[staticmethod]
    #[pyo3(signature = (table, text="text", title=None, *, language="auto", threads=0, max_article_bytes=64 << 20))]
    fn fit_table(
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        text: &str,
        title: Option<&str>,
        language: &str,
        threads: usize,
        max_article_bytes: usize,
    ) -> PyResult<Self> {
        let wanted = Wanted { text, id: None, title, max_bytes: max_article_bytes };
        let table = rows::table(table)?;
        let batches = Rows::of_table(&table, wanted).map_err(|error| raise(py, &error))?;
        fit(py, &rows::all(&batches), language, threads, |_, (batch, row)| Ok(batch.article(*row).ok()))
    }

    /// The table built into the library: English.
    #[staticmethod]
    fn builtin() -> Self {
        Self::of(epitome::CorpusStatistics::builtin())
    }

    /// The statistics of both corpora together, exactly as if they had been fitted in one.
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) -> Self {
        let other = other.get();
        py.detach(|| Self::of(self.0.merge(&other.0)))
    }

    /// The same without the terms that fewer than ``min_df`` documents have, and with at most ``max_terms`` terms a
    /// language, the most frequent.
    #[pyo3(signature = (*, min_df=1, max_terms=None))]
    fn pruned(&self, py: Python<'_>, min_df: u64, max_terms: Option<usize>) -> Self {
        py.detach(|| Self::of(self.0.pruned(min_df, max_terms.unwrap_or(usize::MAX)).0))
    }

    /// Writes the statistics to a file that ``load`` and the program's ``--statistics`` read.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let written = py.detach(|| {
            std::fs::write(&path, self.0.to_bytes()?).map_err(|error| {
                let message = format!("statistics file {} cannot be written: {error}", path.display());
                Error::new(ErrorKind::Unwritable, message)
            })
        });
        written.map_err(|error| raise(py, &error))
    }

    /// Reads a file of ``save`` or of the program's ``epitome fit``.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let name = path.display();
        let read = py.detach(|| {
            let bytes = std::fs::read(&path).map_err(|error| {
                Error::new(ErrorKind::Unreadable, format!("statistics file {name} cannot be read: {error}"))
            })?;
            let statistics = epitome::CorpusStatistics::from_bytes(bytes);
            statistics.map_err(|error| at(&format!("statistics file {name}"), &error))
        });
        read.map(Self::of).map_err(|error| raise(py, &error))
    }

    /// The statistics as the bytes of a file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| self.0.to_bytes());
        bytes.map(|bytes| PyBytes::new(py, &bytes)).map_err(|error| raise(py, &error))
    }

    /// Reads what ``to_bytes`` wrote.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: Vec<u8>) -> PyResult<Self> {
        let read = py.detach(|| epitome::CorpusStatistics::from_bytes(bytes));
        read.map(Self::of).map_err(|error| raise(py, &error))
    }

    /// The number of documents by language code.
    #[getter]
    fn documents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (language, documents) in self.documents_by_language() {
            dict.set_item(language.code(), documents)?;
        }
        Ok(dict)
    }

    /// The number of documents of a language that a term (a stem) occurs in.
    fn doc_freq(&self, py: Python<'_>, language: &str, term: &str) -> PyResult<u64> {
        let language = language.parse().map_err(|error| raise(py, &error))?;
        Ok(self.0.doc_freq(language, term))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        Ok((slf.get_type().getattr("from_bytes")?, (slf.get().to_bytes(slf.py())?,)))
    }

    fn __repr__(&self) -> String {
        let languages: Vec<_> = self
            .documents_by_language()
            .map(|(language, documents)| {
                let terms = self.0.table(language).map_or(0, epitome::statistics::TermTable::len);
                format!("{}: {documents} documents, {terms} terms", language.code())
            })
            .collect();
        format!("CorpusStatistics({})", languages.join("; "))
    }
}
