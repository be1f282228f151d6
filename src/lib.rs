//! Extractive summaries and keywords for one article or millions.

pub mod analysis;
pub mod article;
pub mod error;
pub mod explanation;
pub mod input;
pub mod language;
pub mod segment;
pub mod span;
pub mod statistics;
pub mod warning;
pub mod weighting;

pub use article::Article;
pub use error::{Error, ErrorKind, Result};
pub use language::Language;
pub use statistics::CorpusStatistics;
