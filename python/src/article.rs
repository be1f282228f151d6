//! Articles: from a string, or read from files as the program reads them.

use std::path::PathBuf;

use epitome::input::{InputFormat, InputOptions, Reader};
use epitome::{Error, ErrorKind, Language, Result};
use pyo3::prelude::*;

use crate::chars;
use crate::errors::{at, invalid, raise};

/// One text with what is known about it.
///
/// A text without a title is taken as a text file: title, standfirst, date and places are recognised at its head, and
/// furniture ("5 minutes read") is left out. With a title, or with ``kind="record"``, it is taken as the text field of a
/// record: all of it is body but what is furniture beyond doubt. ``kind="body"`` takes every paragraph as it is.
#[pyclass(frozen, eq, module = "epitome", skip_from_py_object)]
#[derive(PartialEq)]
pub(crate) struct Article(pub(crate) epitome::Article);

/// An article from a string, by the kind of text that it is.
pub(crate) fn of_text(text: &str, title: Option<String>, kind: Option<&str>) -> Result<epitome::Article> {
    match kind {
        Some("record") => epitome::Article::from_record(text, title),
        None if title.is_some() => epitome::Article::from_record(text, title),
        None | Some("page") => {
            let mut article = epitome::Article::from_plain_text(text)?;
            article.title = title.or(article.title);
            Ok(article)
        }
        Some("body") => {
            let mut article = epitome::Article::new(text)?;
            article.title = title;
            Ok(article)
        }
        Some(kind) => Err(invalid(format!("unknown kind '{kind}'"), "accepted: page, record, body")),
    }
}

/// A language code; `auto` and none at all leave it to be detected.
pub(crate) fn language(code: Option<&str>) -> Result<Option<Language>> {
    code.filter(|code| *code != "auto").map(str::parse).transpose()
}

#[pymethods]
impl Article {
    #[new]
    #[pyo3(signature = (text, *, title=None, id=String::new(), language=None, kind=None))]
    fn new(
        py: Python<'_>,
        text: &str,
        title: Option<String>,
        id: String,
        language: Option<&str>,
        kind: Option<&str>,
    ) -> PyResult<Self> {
        let made = of_text(text, title, kind).and_then(|mut article| {
            article.language = self::language(language)?;
            article.id = id;
            Ok(Self(article))
        });
        made.map_err(|error| raise(py, &error))
    }

    /// The input's own name for it, or its path.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The path that it was read from, ``path:line`` for a record, else empty.
    #[getter]
    fn source(&self) -> &str {
        &self.0.source
    }

    /// The headline, or None.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// The sentence or two below the headline, or None.
    #[getter]
    fn standfirst(&self) -> Option<&str> {
        self.0.standfirst.as_deref()
    }

    /// Who wrote it, or None.
    #[getter]
    fn byline(&self) -> Option<&str> {
        self.0.byline.as_deref()
    }

    /// When it was published, in ISO 8601, or None.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.0.published.as_deref()
    }

    /// The places that it is filed under.
    #[getter]
    fn places(&self) -> Vec<&str> {
        self.0.places.iter().map(String::as_str).collect()
    }

    /// The code of its language where the input says it, else None.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.0.language.map(Language::code)
    }

    /// What was unusual when it was read.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.0.warnings.iter().map(ToString::to_string).collect()
    }

    /// The whole text.
    #[getter]
    fn text(&self) -> &str {
        self.0.text()
    }

    /// The paragraphs that make up the body, as ``(start, end)`` in characters of ``text``.
    #[getter]
    fn paragraphs(&self) -> Vec<(usize, usize)> {
        chars::of_spans(self.0.text(), self.0.paragraphs())
    }

    fn __repr__(&self) -> String {
        let chars = self.0.text().chars().count();
        format!(
            "Article(id={:?}, title={:?}, {chars} characters)",
            self.0.id,
            self.title().unwrap_or_default()
        )
    }
}

/// Reads articles from files, directories and patterns, in every format that the program reads (text, Markdown, HTML,
/// JSON lines, CSV, WARC; plain or compressed), in the order given.
///
/// The first article that cannot be read is raised as an error; with ``skip_errors=True`` it is left out.
#[pyfunction]
#[pyo3(signature = (*paths, format="auto", id_field="id", title_field="title", text_field="text", max_article_bytes=64 << 20, skip_errors=false))]
#[allow(clippy::too_many_arguments)] // keywords in Python
pub(crate) fn read(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    format: &str,
    id_field: &str,
    title_field: &str,
    text_field: &str,
    max_article_bytes: usize,
    skip_errors: bool,
) -> PyResult<Vec<Article>> {
    let read = py.detach(|| {
        if paths.is_empty() {
            return Err(invalid("no path to read", "a file, a directory or a pattern"));
        }
        let options = InputOptions {
            format: format.parse::<InputFormat>()?,
            id_field: id_field.into(),
            title_field: title_field.into(),
            text_field: text_field.into(),
            max_article_bytes,
            except: Vec::new(),
        };
        let paths = paths.iter().flat_map(|path| epitome::input::expand(path));
        let paths: Vec<_> = paths.collect();
        if paths.iter().any(|path| path.as_os_str() == "-") {
            let error = Error::new(ErrorKind::InvalidOption, "'-' is not read from Python");
            return Err(error.with_hint("make an Article from sys.stdin.read()"));
        }
        let mut articles = Vec::new();
        for block in Reader::new(paths, options.clone()) {
            match block {
                Err(failed) if !skip_errors => return Err(at(&failed.source, &failed.error)),
                Err(_) => {}
                Ok(block) => {
                    for article in block.articles(&options) {
                        match article {
                            Ok(article) => articles.push(Article(article)),
                            Err(failed) if !skip_errors => return Err(at(&failed.source, &failed.error)),
                            Err(_) => {}
                        }
                    }
                }
            }
        }
        Ok(articles)
    });
    read.map_err(|error| raise(py, &error))
}
