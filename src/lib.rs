//! Extractive summaries and keywords for one article or millions, in many languages, without a neural network.
//!
//! An [`Article`] is a text with what is known about it. A [`Summarizer`] turns it into a [`Summary`]: the sentences that
//! say most, as spans of the article, and its keywords.
//!
//! ```
//! use epitome::{Article, Summarizer, select::Budget};
//!
//! let article = Article::new(
//!     "Wolves have come back to the Orlen valley after ninety years. Three packs were counted this winter. \
//!      It snowed a lot. Farmers say that the wolves took forty sheep, and the council will pay for fences.",
//! )?;
//! let summarizer = Summarizer::builder().budget(Budget::Sentences(2)).keywords(3).build()?;
//! let summary = summarizer.summarize(&article);
//! assert_eq!(summary.summary.len(), 2);
//! assert!(summary.summary[0].text.starts_with("Wolves have come back"));
//! # Ok::<(), epitome::Error>(())
//! ```
//!
//! For many articles, keep a [`Worker`](summarizer::Worker) for each thread ([`Summarizer::worker`]), or let
//! [`batch::Batch`] run a function over blocks of articles on all cores, its results in input order. Document frequencies
//! come from a built-in table or from [`CorpusStatistics`], which are fitted, merged and stored exactly.
//!
//! # From bytes to articles and back
//!
//! [`input::Reader`] finds and reads files, directories and streams (text, Markdown, HTML, JSON lines, CSV, WARC, Parquet;
//! plain or compressed; any encoding);
//! [`output`] writes records, pages and tables, and reads records back. [`eval`] measures summaries by ROUGE and keywords by F1.
//!
//! # Features
//!
//! - `cli` (on by default): what only the `epitome` program needs. A library user turns it off with
//!   `default-features = false`.
//! - `parquet`: reads and writes Parquet files, for forty more crates to build.
//!
//! The library never prints, never ends the process and reads no environment variable. It has no `unsafe` code, and
//! what it gives back is a function of input and options alone: no clock, no hash order, no number of threads.

pub mod analysis;
pub mod article;
pub mod batch;
mod bits;
pub mod error;
pub mod eval;
pub mod explanation;
mod frozen;
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
