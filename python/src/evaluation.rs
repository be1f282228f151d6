//! ROUGE, as the library's `eval` measures it.

use epitome::eval::{Rouge, Score, SummaryPair, rouge_of_all};
use epitome::{Error, ErrorKind, Language};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::article::language;
use crate::errors::raise;
use crate::summary::Summary;

/// A candidate's sentences: those of a result, of a list, or the lines of a str.
fn sentences(candidate: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if let Ok(result) = candidate.cast::<Summary>() {
        return Ok(result.get().texts().map(str::to_owned).collect());
    }
    if let Ok(text) = candidate.cast::<PyString>() {
        return Ok(text.extract::<&str>()?.split('\n').map(str::to_owned).collect());
    }
    candidate.extract()
}

/// The references of one candidate: a str, or a list of them.
fn references(given: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if given.is_instance_of::<PyString>() { Ok(vec![given.extract()?]) } else { given.extract() }
}

/// Scores a candidate summary against its references, or a list of candidates against a list of references; gives a dict,
/// or a list of dicts, with ``rouge1``, ``rouge2`` and ``rougeLsum``, each ``{"precision", "recall", "f1"}`` from 0 to 1.
///
/// A candidate is a ``Summary``, or a str whose lines are its sentences, or in a list also a list of str. References of one
/// candidate are a str with a sentence a line, or a list of such str, of which the best counts. The figures for English are
/// those of Google's ``rouge-score`` with stemming.
#[pyfunction]
#[pyo3(signature = (candidates, references, *, language="en"))]
pub(crate) fn rouge<'py>(
    py: Python<'py>,
    candidates: &Bound<'py, PyAny>,
    references: &Bound<'py, PyAny>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let language = self::language(Some(language)).map_err(|error| raise(py, &error))?;
    let language = language.unwrap_or(Language::English);
    let single = candidates.is_instance_of::<PyString>() || candidates.is_instance_of::<Summary>();
    let (candidates, references) = if single {
        (vec![sentences(candidates)?], vec![self::references(references)?])
    } else {
        let candidates =
            candidates.try_iter()?.map(|item| sentences(&item?)).collect::<PyResult<Vec<_>>>()?;
        let references =
            references.try_iter()?.map(|item| self::references(&item?)).collect::<PyResult<Vec<_>>>()?;
        (candidates, references)
    };
    if candidates.len() != references.len() {
        let message = format!("{} candidates and {} references", candidates.len(), references.len());
        let error = Error::new(ErrorKind::InvalidOption, message);
        return Err(raise(py, &error.with_hint("one str or list of str for each candidate")));
    }
    let scores = py.detach(|| {
        let pairs = candidates.iter().zip(&references).map(|(candidate, references)| SummaryPair {
            candidate: candidate.iter().map(String::as_str).collect(),
            references,
            language,
        });
        rouge_of_all(&pairs.collect::<Vec<_>>())
    });
    let mut dicts = scores.iter().map(|rouge| scores_of(py, rouge)).collect::<PyResult<Vec<_>>>()?;
    match dicts.pop() {
        Some(only) if single => Ok(only.into_any()),
        last => {
            dicts.extend(last);
            dicts.into_pyobject(py)
        }
    }
}

fn scores_of<'py>(py: Python<'py>, rouge: &Rouge) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, score) in [("rouge1", rouge.rouge1), ("rouge2", rouge.rouge2), ("rougeLsum", rouge.rouge_lsum)]
    {
        let Score { precision, recall, f1 } = score;
        let one = PyDict::new(py);
        one.set_item("precision", precision)?;
        one.set_item("recall", recall)?;
        one.set_item("f1", f1)?;
        dict.set_item(name, one)?;
    }
    Ok(dict)
}
