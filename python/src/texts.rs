//! Many texts from whatever Python has: lists, iterators, arrays and columns of the usual libraries.

use epitome::{Error, ErrorKind, Result};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;

use crate::article::{Article, of_text};
use crate::errors::raise;

/// An article to be done: a str, whose bytes are read in place without the GIL, or an article.
pub(crate) enum Input {
    Text { text: PyBackedStr, held: Py<PyAny> },
    Article(Py<Article>),
}

impl Input {
    /// One item; `place` names it in the error.
    pub(crate) fn of(item: &Bound<'_, PyAny>, place: impl Fn() -> String) -> PyResult<Self> {
        if let Ok(text) = item.cast::<PyString>() {
            return Ok(Self::Text { text: text.extract()?, held: item.clone().unbind() });
        }
        if let Ok(article) = item.cast::<Article>() {
            return Ok(Self::Article(article.clone().unbind()));
        }
        let found = item.get_type().qualname()?;
        let error = Error::new(ErrorKind::WrongType, format!("{} is of type {found}", place()));
        Err(raise(item.py(), &error.with_hint("accepted: str, epitome.Article")))
    }

    /// The article, with a copy of the text that lives as long as it is worked on.
    pub(crate) fn article(&self) -> Result<epitome::Article> {
        match self {
            Self::Text { text, .. } => of_text(text, None, None),
            Self::Article(article) => Ok(article.get().0.clone()),
        }
    }

    /// The str that spans point into.
    pub(crate) fn text(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self {
            Self::Text { held, .. } => Ok(held),
            Self::Article(article) => Ok(article.get().0.text().into_pyobject(py)?.into_any().unbind()),
        }
    }
}

/// All items of a list, iterator, numpy array, pandas or polars Series, or pyarrow array.
pub(crate) fn all(texts: &Bound<'_, PyAny>) -> PyResult<Vec<Input>> {
    if texts.is_instance_of::<PyString>() {
        let error = Error::new(ErrorKind::WrongType, "many texts are wanted and one str was given");
        return Err(raise(texts.py(), &error.with_hint("accepted: a list or any iterable of str")));
    }
    let mut items = texts.clone();
    for to_list in ["to_pylist", "to_list", "tolist"] {
        if texts.hasattr(to_list)? {
            items = texts.call_method0(to_list)?;
            break;
        }
    }
    let items = items.try_iter()?.enumerate();
    items.map(|(at, item)| Input::of(&item?, || format!("texts[{at}]"))).collect()
}
