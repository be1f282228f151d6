//! Strings become ids, once: words are looked up in a worker's [`Vocabulary`], which folds case, drops nothing, marks
//! stop words and stems each distinct word a single time; a [`Document`] holds what is left, flat arrays of ids.

pub mod analyzer;
pub mod document;
pub(crate) mod entry;
mod folding;
mod index;
pub(crate) mod key;
mod known;
mod local_terms;
mod shape;
pub(crate) mod spellings;
pub mod vocabulary;

pub use analyzer::Analyzer;
pub use document::{Document, Sentence, Term, Token};
pub use vocabulary::{TermId, Vocabulary};
