//! Results: plain data with spans in characters. Made in two steps, so that the first runs without the GIL: an `Outcome`
//! on whatever thread did the work, then the Python object.

use epitome::explanation::Explanation;
use epitome::span::Span;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

use crate::chars;

/// What is left of an article when it has been done.
pub(crate) struct Outcome {
    id: String,
    source: String,
    pub(crate) title: Option<String>,
    standfirst: Option<String>,
    published: Option<String>,
    places: Vec<String>,
    pub(crate) summary: epitome::Summary,
    /// Of the summary's sentences, in characters.
    pub(crate) spans: Vec<(usize, usize)>,
}

impl Outcome {
    pub(crate) fn new(article: epitome::Article, summary: epitome::Summary) -> Self {
        let spans: Vec<Span> = summary.summary.iter().map(|sentence| sentence.span).collect();
        let spans = chars::of_spans(article.text(), &spans);
        let epitome::Article { id, source, title, standfirst, published, places, .. } = article;
        Self { id, source, title, standfirst, published, places, summary, spans }
    }

    /// The Python object; `text` is the str that the spans point into.
    pub(crate) fn into_python(self, py: Python<'_>, text: Py<PyAny>) -> PyResult<Summary> {
        let language = self.summary.language;
        let sentences = self.summary.summary.into_iter().zip(self.spans).map(|(chosen, (start, end))| {
            let explanation = chosen.explanation.as_ref().map(|tree| explained(py, tree)).transpose()?;
            let (text, sentence, score) = (chosen.text, chosen.sentence, chosen.score);
            Py::new(py, Sentence { text, start, end, sentence, score, explanation })
        });
        let keywords = self.summary.keywords.into_iter().map(|keyword| {
            let explanation = keyword.explanation.as_ref().map(|tree| explained(py, tree)).transpose()?;
            Py::new(
                py,
                Keyword { text: keyword.text, score: keyword.score, count: keyword.count, explanation },
            )
        });
        Ok(Summary {
            id: self.id,
            source: self.source,
            language: language.code().to_owned(),
            title: self.title,
            standfirst: self.standfirst,
            published: self.published,
            places: self.places,
            words: self.summary.words,
            sentences: self.summary.sentences,
            summary: sentences.collect::<PyResult<_>>()?,
            keywords: keywords.collect::<PyResult<_>>()?,
            warnings: self.summary.warnings.iter().map(ToString::to_string).collect(),
            article_text: text,
        })
    }
}

fn explained(py: Python<'_>, tree: &Explanation) -> PyResult<Py<PyAny>> {
    let dict = PyDict::new(py);
    dict.set_item("value", tree.value)?;
    dict.set_item("description", &tree.description)?;
    let details = tree.details.iter().map(|part| explained(py, part)).collect::<PyResult<Vec<_>>>()?;
    dict.set_item("details", details)?;
    Ok(dict.into_any().unbind())
}

/// A sentence of a summary.
#[pyclass(frozen, get_all, module = "epitome")]
pub(crate) struct Sentence {
    /// The sentence, white space runs folded to one space.
    text: String,
    /// Where it begins in the article's text, in characters.
    start: usize,
    /// Where it ends in the article's text, in characters.
    end: usize,
    /// Its number in the article, from 0.
    sentence: usize,
    /// Its score: higher is better, comparable within one article.
    score: f64,
    /// Why it was chosen, as nested dicts, where that was asked for, else None.
    explanation: Option<Py<PyAny>>,
}

#[pymethods]
impl Sentence {
    #[new]
    #[pyo3(signature = (text, start, end, sentence, score, explanation=None))]
    fn new(
        text: String,
        start: usize,
        end: usize,
        sentence: usize,
        score: f64,
        explanation: Option<Py<PyAny>>,
    ) -> Self {
        Self { text, start, end, sentence, score, explanation }
    }

    /// The sentence as a dict, with the keys of the program's records; ``start`` and ``end`` in characters.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("text", &self.text)?;
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("sentence", self.sentence)?;
        dict.set_item("score", self.score)?;
        if let Some(explanation) = &self.explanation {
            dict.set_item("explanation", explanation)?;
        }
        Ok(dict)
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (&self.text, self.start, self.end, self.sentence, self.score, &self.explanation).into_pyobject(py)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, Self>) -> PyResult<bool> {
        self.to_dict(py)?.eq(other.get().to_dict(py)?)
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("Sentence({:?}, {}..{}, score={:.3})", self.text, self.start, self.end, self.score)
    }
}

/// A keyword of an article.
#[pyclass(frozen, get_all, module = "epitome")]
pub(crate) struct Keyword {
    /// The form that occurs most often in the article.
    text: String,
    /// Higher is better, comparable within one article.
    score: f64,
    /// Occurrences in the article.
    count: u32,
    /// Why it was picked, as nested dicts, where that was asked for, else None.
    explanation: Option<Py<PyAny>>,
}

impl Keyword {
    pub(crate) fn of(py: Python<'_>, keyword: epitome::keyword::Keyword) -> PyResult<Self> {
        let explanation = keyword.explanation.as_ref().map(|tree| explained(py, tree)).transpose()?;
        Ok(Self { text: keyword.text, score: keyword.score, count: keyword.count, explanation })
    }
}

#[pymethods]
impl Keyword {
    #[new]
    #[pyo3(signature = (text, score, count, explanation=None))]
    fn new(text: String, score: f64, count: u32, explanation: Option<Py<PyAny>>) -> Self {
        Self { text, score, count, explanation }
    }

    /// The keyword as a dict, with the keys of the program's records.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("text", &self.text)?;
        dict.set_item("score", self.score)?;
        dict.set_item("count", self.count)?;
        if let Some(explanation) = &self.explanation {
            dict.set_item("explanation", explanation)?;
        }
        Ok(dict)
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (&self.text, self.score, self.count, &self.explanation).into_pyobject(py)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, Self>) -> PyResult<bool> {
        self.to_dict(py)?.eq(other.get().to_dict(py)?)
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("Keyword({:?}, score={:.3}, count={})", self.text, self.score, self.count)
    }
}

/// The summary and the keywords of one article.
#[pyclass(frozen, get_all, module = "epitome")]
pub(crate) struct Summary {
    /// The article's own name or path, else empty.
    id: String,
    /// The path that it was read from, else empty.
    source: String,
    /// The code of the language that it was treated as; ``und`` where that could not be told.
    language: String,
    /// The headline, or None.
    title: Option<String>,
    /// The sentence or two below the headline, or None.
    standfirst: Option<String>,
    /// When it was published, in ISO 8601, or None.
    published: Option<String>,
    /// The places that it is filed under.
    places: Vec<String>,
    /// Words in the article's body.
    words: usize,
    /// Sentences in the article's body.
    sentences: usize,
    /// The chosen sentences.
    summary: Vec<Py<Sentence>>,
    /// The keywords, best first.
    keywords: Vec<Py<Keyword>>,
    /// What was unusual about the article.
    warnings: Vec<String>,
    /// The article's text, which ``start`` and ``end`` of the sentences point into.
    article_text: Py<PyAny>,
}

impl Summary {
    /// The sentences of the summary.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.summary.iter().map(|sentence| sentence.get().text.as_str())
    }
}

#[pymethods]
impl Summary {
    #[new]
    #[allow(clippy::too_many_arguments)] // for pickle
    fn new(
        id: String,
        source: String,
        language: String,
        title: Option<String>,
        standfirst: Option<String>,
        published: Option<String>,
        places: Vec<String>,
        words: usize,
        sentences: usize,
        summary: Vec<Py<Sentence>>,
        keywords: Vec<Py<Keyword>>,
        warnings: Vec<String>,
        article_text: Py<PyAny>,
    ) -> Self {
        Self {
            id,
            source,
            language,
            title,
            standfirst,
            published,
            places,
            words,
            sentences,
            summary,
            keywords,
            warnings,
            article_text,
        }
    }

    /// The summary as one string, a space between sentences.
    #[getter]
    fn text(&self) -> String {
        self.texts().collect::<Vec<_>>().join(" ")
    }

    /// The result as a dict, with the keys of the program's JSON records; ``start`` and ``end`` in characters.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("id", &self.id)?;
        dict.set_item("source", &self.source)?;
        dict.set_item("language", &self.language)?;
        dict.set_item("title", &self.title)?;
        dict.set_item("standfirst", &self.standfirst)?;
        dict.set_item("published", &self.published)?;
        dict.set_item("places", &self.places)?;
        dict.set_item("words", self.words)?;
        dict.set_item("sentences", self.sentences)?;
        let summary = self.summary.iter().map(|sentence| sentence.get().to_dict(py));
        dict.set_item("summary", PyList::new(py, summary.collect::<PyResult<Vec<_>>>()?)?)?;
        let keywords = self.keywords.iter().map(|keyword| keyword.get().to_dict(py));
        dict.set_item("keywords", PyList::new(py, keywords.collect::<PyResult<Vec<_>>>()?)?)?;
        dict.set_item("warnings", &self.warnings)?;
        Ok(dict)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let (py, own) = (slf.py(), slf.get());
        let arguments = PyList::empty(py);
        arguments.append(&own.id)?;
        arguments.append(&own.source)?;
        arguments.append(&own.language)?;
        arguments.append(&own.title)?;
        arguments.append(&own.standfirst)?;
        arguments.append(&own.published)?;
        arguments.append(&own.places)?;
        arguments.append(own.words)?;
        arguments.append(own.sentences)?;
        arguments.append(PyList::new(py, &own.summary)?)?;
        arguments.append(PyList::new(py, &own.keywords)?)?;
        arguments.append(&own.warnings)?;
        arguments.append(&own.article_text)?;
        (slf.get_type(), arguments.to_tuple()).into_pyobject(py).map(Bound::into_any)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, Self>) -> PyResult<bool> {
        self.to_dict(py)?.eq(other.get().to_dict(py)?)
    }

    fn __str__(&self) -> String {
        self.text()
    }

    fn __repr__(&self) -> String {
        format!(
            "Summary(language={:?}, title={:?}, {} of {} sentences, {} keywords)",
            self.language,
            self.title.as_deref().unwrap_or_default(),
            self.summary.len(),
            self.sentences,
            self.keywords.len(),
        )
    }

    /// For notebooks: the article with the summary's sentences marked, and the keywords as bars.
    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("epitome._html")?.getattr("of_summary")?.call1((slf,))
    }
}
