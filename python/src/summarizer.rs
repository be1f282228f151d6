//! The summarizer, and keywords alone.

use std::sync::Arc;

use epitome::score::Method;
use epitome::select::{Budget, Redundancy};
use epitome::summarizer::{Frequencies, SummarizerBuilder};
use epitome::summary::Order;
use epitome::{Error, Result};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::article::{language, of_text};
use crate::errors::{at, invalid, raise};
use crate::run;
use crate::statistics::CorpusStatistics;
use crate::summary::{Keyword, Outcome, Summary};
use crate::texts::{self, Input};

/// Where document frequencies come from, as Python says it.
#[derive(FromPyObject)]
pub(crate) enum Statistics {
    Fitted(Py<CorpusStatistics>),
    Named(String),
}

/// The arguments of a summarizer, as they were given.
struct Arguments {
    sentences: Option<usize>,
    words: Option<usize>,
    chars: Option<usize>,
    ratio: Option<f64>,
    keywords: usize,
    language: String,
    statistics: Option<Statistics>,
    method: Option<String>,
    keyword_method: Option<String>,
    query: Option<String>,
    order: String,
    redundancy: f64,
    diversity: Option<f64>,
    explain: bool,
    stop_words: Option<Vec<String>>,
    replace_stop_words: bool,
}

impl Arguments {
    fn build(&self) -> Result<epitome::Summarizer> {
        let mut builder = of_terms(
            self.keywords,
            &self.language,
            self.statistics.as_ref(),
            self.keyword_method.as_deref(),
            self.stop_words.clone().unwrap_or_default(),
            self.replace_stop_words,
        )?;
        builder = builder.budget(self.budget()?).order(self.order()?).explain(self.explain);
        let method = self.method.as_deref().map_or(Ok(Method::ALL[0]), str::parse)?;
        builder = builder.method(method).redundancy(self.redundancy(method)?);
        if let Some(query) = &self.query {
            builder = builder.query(query);
        }
        builder.build()
    }

    fn budget(&self) -> Result<Budget> {
        let given = [
            self.sentences.map(Budget::Sentences),
            self.words.map(Budget::Words),
            self.chars.map(Budget::Chars),
            self.ratio.map(Budget::Ratio),
        ];
        let mut given = given.into_iter().flatten();
        let budget = given.next().unwrap_or_default();
        match (given.next(), budget) {
            (Some(_), _) => {
                Err(invalid("two lengths of a summary were given", "one of sentences, words, chars, ratio"))
            }
            (None, Budget::Ratio(ratio)) if !(ratio > 0.0 && ratio <= 1.0) => Err(invalid(
                format!("ratio {ratio} is not a share of the sentences"),
                "accepted: above 0, at most 1",
            )),
            (None, budget) => Ok(budget),
        }
    }

    fn order(&self) -> Result<Order> {
        match self.order.as_str() {
            "document" => Ok(Order::Document),
            "score" => Ok(Order::Score),
            other => Err(invalid(format!("unknown order '{other}'"), "accepted: document, score")),
        }
    }

    fn redundancy(&self, method: Method) -> Result<Redundancy> {
        let limit = self.redundancy;
        if !(0.0..=1.0).contains(&limit) {
            return Err(invalid(format!("redundancy {limit} is not a share"), "accepted: 0 to 1"));
        }
        let diversity = self.diversity.unwrap_or_else(|| method.scorer().diversity());
        if !(diversity >= 0.0 && diversity.is_finite()) {
            return Err(invalid(format!("diversity {diversity} is not a cost"), "accepted: 0 or more"));
        }
        Ok(Redundancy { limit, diversity })
    }
}

/// The options of keywords and terms.
fn of_terms(
    keywords: usize,
    code: &str,
    statistics: Option<&Statistics>,
    keyword_method: Option<&str>,
    stop_words: Vec<String>,
    replace_stop_words: bool,
) -> Result<SummarizerBuilder> {
    let frequencies = match statistics {
        None => Frequencies::Builtin,
        Some(Statistics::Fitted(fitted)) => Frequencies::Corpus(Arc::clone(&fitted.get().0)),
        Some(Statistics::Named(name)) if name == "builtin" => Frequencies::Builtin,
        Some(Statistics::Named(name)) if name == "none" => Frequencies::None,
        Some(Statistics::Named(name)) => {
            let hint =
                "accepted: CorpusStatistics, 'builtin', 'none'; a file is read by CorpusStatistics.load";
            return Err(invalid(format!("unknown statistics '{name}'"), hint));
        }
    };
    let builder = epitome::Summarizer::builder()
        .keywords(keywords)
        .language(language(Some(code))?)
        .frequencies(frequencies)
        .stop_words(stop_words, replace_stop_words);
    Ok(match keyword_method {
        Some(method) => builder.keyword_method(method.parse()?),
        None => builder,
    })
}

/// Summarises articles and finds their keywords. Frozen; threads may share it.
///
/// A summary has ``sentences`` sentences (3 unless told otherwise), or at most ``words`` words or ``chars`` characters, or
/// the share ``ratio`` of the article's sentences. ``language`` is a code such as ``"de"``, or ``"auto"``. ``statistics``
/// is a ``CorpusStatistics``, ``"builtin"`` (the default) or ``"none"``. ``method`` and ``keyword_method`` are names in
/// ``METHODS`` and ``KEYWORD_METHODS``, the first of which are the defaults.
#[pyclass(frozen, module = "epitome")]
pub(crate) struct Summarizer {
    arguments: Arguments,
    pub(crate) summarizer: epitome::Summarizer,
}

#[pymethods]
impl Summarizer {
    #[new]
    #[pyo3(signature = (sentences=None, keywords=10, language="auto".to_owned(), statistics=None, method=None, *, words=None, chars=None, ratio=None, keyword_method=None, query=None, order="document".to_owned(), redundancy=0.7, diversity=None, explain=false, stop_words=None, replace_stop_words=false))]
    #[allow(clippy::too_many_arguments)] // keywords in Python
    fn new(
        py: Python<'_>,
        sentences: Option<usize>,
        keywords: usize,
        language: String,
        statistics: Option<Statistics>,
        method: Option<String>,
        words: Option<usize>,
        chars: Option<usize>,
        ratio: Option<f64>,
        keyword_method: Option<String>,
        query: Option<String>,
        order: String,
        redundancy: f64,
        diversity: Option<f64>,
        explain: bool,
        stop_words: Option<Vec<String>>,
        replace_stop_words: bool,
    ) -> PyResult<Self> {
        let arguments = Arguments {
            sentences,
            words,
            chars,
            ratio,
            keywords,
            language,
            statistics,
            method,
            keyword_method,
            query,
            order,
            redundancy,
            diversity,
            explain,
            stop_words,
            replace_stop_words,
        };
        let summarizer = arguments.build().map_err(|error| raise(py, &error))?;
        Ok(Self { arguments, summarizer })
    }

    /// Summarises one article: a str or an ``Article``. A ``title`` that is known makes a str the text of a record.
    #[pyo3(signature = (text, *, title=None))]
    fn summarize(&self, py: Python<'_>, text: &Bound<'_, PyAny>, title: Option<String>) -> PyResult<Summary> {
        let input = Input::of(text, || "text".to_owned())?;
        let outcome = py.detach(|| {
            let article = match (&input, title) {
                (Input::Text { text, .. }, title) => of_text(text, title, None)?,
                (Input::Article(_), None) => input.article()?,
                (Input::Article(_), Some(_)) => {
                    return Err(invalid("title was given beside an Article", "Article(text, title=…)"));
                }
            };
            let summary = self.summarizer.summarize(&article);
            Ok(Outcome::new(article, summary))
        });
        outcome.map_err(|error| raise(py, &error))?.into_python(py, input.text(py)?)
    }

    /// Summarises many articles, each as ``summarize`` does, on ``threads`` threads (0: one for each core). Takes a list
    /// or any iterable of str and ``Article``, a numpy array, a pandas or polars Series, or a pyarrow array.
    ///
    /// Results come in the order of the input and do not depend on the number of threads.
    #[pyo3(signature = (texts, *, threads=0))]
    fn summarize_many(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        threads: usize,
    ) -> PyResult<Vec<Summary>> {
        let inputs = texts::all(texts)?;
        let work = |worker: &mut epitome::summarizer::Worker<'_>, number: usize, input: &Input| {
            let article = input.article().map_err(|error| at(&format!("texts[{number}]"), &error))?;
            let summary = worker.summarize(&article);
            Ok(Outcome::new(article, summary))
        };
        let (outcomes, _) = run::over(py, &inputs, threads, || self.summarizer.worker(), work)?;
        let results = outcomes.into_iter().zip(inputs);
        results.map(|(outcome, input)| outcome.into_python(py, input.text(py)?)).collect()
    }

    /// Summarises the rows of a table: of anything that offers the Arrow PyCapsule interface (a pyarrow table or reader, a
    /// polars or pandas DataFrame, a DuckDB relation). ``text``, ``id`` and ``title`` name columns; ``None`` for none.
    /// Each text is taken as that of a record.
    ///
    /// Gives a pyarrow table with a row for each row, in their order: the id column as it was, then ``language``, ``title``,
    /// ``words``, ``sentences``, ``summary``, ``keywords``, ``warnings``, and ``error`` where a row could not be done (its
    /// text is null, not UTF-8, or has more than ``max_article_bytes`` bytes). No Python object is made for a cell, and the
    /// id column is not copied.
    #[cfg(feature = "arrow")]
    #[pyo3(signature = (table, text="text", id=Some("id"), title=None, *, threads=0, max_article_bytes=64 << 20))]
    #[allow(clippy::too_many_arguments)] // keywords in Python
    fn summarize_table<'py>(
        &self,
        py: Python<'py>,
        table: &Bound<'py, PyAny>,
        text: &str,
        id: Option<&str>,
        title: Option<&str>,
        threads: usize,
        max_article_bytes: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let wanted = crate::rows::Wanted { text, id, title, max_bytes: max_article_bytes };
        crate::table::summarize(py, &self.summarizer, table, wanted, threads)
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.given(py)?))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut given = Vec::new();
        for (name, value) in self.given(py)? {
            let usual = match name.extract::<&str>()? {
                "keywords" => value.eq(10)?,
                "language" => value.eq("auto")?,
                "order" => value.eq("document")?,
                "redundancy" => value.eq(0.7)?,
                "explain" | "replace_stop_words" => value.eq(false)?,
                _ => value.is_none(),
            };
            if !usual {
                given.push(format!("{name}={}", value.repr()?));
            }
        }
        Ok(format!("Summarizer({})", given.join(", ")))
    }
}

impl Summarizer {
    /// The arguments by name.
    fn given<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let own = &self.arguments;
        let dict = PyDict::new(py);
        dict.set_item("sentences", own.sentences)?;
        dict.set_item("words", own.words)?;
        dict.set_item("chars", own.chars)?;
        dict.set_item("ratio", own.ratio)?;
        dict.set_item("keywords", own.keywords)?;
        dict.set_item("language", &own.language)?;
        match &own.statistics {
            None => dict.set_item("statistics", py.None())?,
            Some(Statistics::Fitted(fitted)) => dict.set_item("statistics", fitted)?,
            Some(Statistics::Named(name)) => dict.set_item("statistics", name)?,
        }
        dict.set_item("method", &own.method)?;
        dict.set_item("keyword_method", &own.keyword_method)?;
        dict.set_item("query", &own.query)?;
        dict.set_item("order", &own.order)?;
        dict.set_item("redundancy", own.redundancy)?;
        dict.set_item("diversity", own.diversity)?;
        dict.set_item("explain", own.explain)?;
        dict.set_item("stop_words", &own.stop_words)?;
        dict.set_item("replace_stop_words", own.replace_stop_words)?;
        Ok(dict)
    }
}

/// The keywords of one article, a str or an ``Article``, best first; the options are those of ``Summarizer``.
#[pyfunction]
#[pyo3(signature = (text, n=10, *, language="auto", statistics=None, method=None))]
pub(crate) fn extract_keywords(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    n: usize,
    language: &str,
    statistics: Option<Statistics>,
    method: Option<&str>,
) -> PyResult<Vec<Keyword>> {
    let input = Input::of(text, || "text".to_owned())?;
    let keywords = py.detach(|| {
        // No sentence is wanted, so the method that costs least does.
        let builder =
            of_terms(n, language, statistics.as_ref(), method, Vec::new(), false)?.method(Method::Lead);
        Ok::<_, Error>(epitome::KeywordExtractor::from_builder(builder)?.extract(&input.article()?))
    });
    let keywords = keywords.map_err(|error| raise(py, &error))?;
    keywords.into_iter().map(|keyword| Keyword::of(py, keyword)).collect()
}
