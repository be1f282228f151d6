//! The library's errors as Python exceptions. The classes stand in `epitome/_errors.py`.

use epitome::{Error, ErrorKind};
use pyo3::prelude::*;

/// The exception of the class that belongs to the error's kind.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    let made = py
        .import("epitome._errors")
        .and_then(|module| module.getattr("of_kind"))
        .and_then(|of_kind| of_kind.call1((error.kind().name(), error.message(), error.hint())));
    made.map_or_else(|failed| failed, PyErr::from_value)
}

/// An option that is not accepted, and what is.
pub(crate) fn invalid(message: impl Into<String>, hint: &str) -> Error {
    Error::new(ErrorKind::InvalidOption, message).with_hint(hint)
}

/// The same error with the place in front.
pub(crate) fn at(place: &str, error: &Error) -> Error {
    let placed = Error::new(error.kind(), format!("{place}: {}", error.message()));
    match error.hint() {
        Some(hint) => placed.with_hint(hint),
        None => placed,
    }
}
