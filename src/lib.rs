//! Extractive summaries and keywords for one article or millions.

pub mod analysis;
pub mod article;
pub mod batch;
pub mod error;
pub mod eval;
pub mod explanation;
pub mod input;
pub mod keyword;
pub mod language;
pub mod output;
pub mod pagerank;
pub mod score;
pub mod segment;
pub mod select;
pub mod similarity;
pub mod span;
pub mod statistics;
pub mod summarizer;
pub mod summary;
pub mod warning;
pub mod weighting;

pub use article::Article;
pub use error::{Error, ErrorKind, Result};
pub use language::Language;
pub use statistics::CorpusStatistics;
pub use summarizer::{KeywordExtractor, Summarizer};
pub use summary::Summary;
