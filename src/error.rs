//! The one error type: what went wrong, of which kind, and what to try.

use std::fmt;

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What sort of failure an [`Error`] is; its [`name`](ErrorKind::name) stands in error records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or directory cannot be read.
    Unreadable,
    /// The input is not of the format that it should be.
    Malformed,
    /// A record lacks a field that is needed.
    MissingField,
    /// A field has another type than it should have.
    WrongType,
    /// An article, or what is to be written, is larger than the limit.
    TooLarge,
    /// An option has a value that is not accepted.
    InvalidOption,
    /// A statistics file is damaged, foreign or of another version.
    InvalidStatistics,
    /// The output cannot be written.
    Unwritable,
}

impl ErrorKind {
    /// The kind as it stands in records, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Malformed => "malformed",
            Self::MissingField => "missing-field",
            Self::WrongType => "wrong-type",
            Self::TooLarge => "too-large",
            Self::InvalidOption => "invalid-option",
            Self::InvalidStatistics => "invalid-statistics",
            Self::Unwritable => "unwritable",
        }
    }
}

/// Why something failed: a kind, a message that names the place and the value, and perhaps a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
}

impl Error {
    /// An error of this kind; the message names the file, line and value.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None }
    }

    /// Adds what is accepted or what to try.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The message without the hint.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to try, if there is something.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
