//! Evaluation: how good summaries and keywords are, measured against what people wrote. Nothing here prints or opens a
//! file.
//!
//! Gold and results are read from JSON lines, joined by id and measured in one call:
//!
//! ```
//! use epitome::eval::{SummaryEvaluation, read_references, read_results};
//! let gold = r#"{"id": "a", "references": ["The bridge fell.\nNobody was hurt."]}"#;
//! let results = r#"{"id": "a", "summary": [{"text": "The old bridge fell."}]}"#;
//! let gold = read_references(gold.as_bytes(), "gold.jsonl")?;
//! let results = read_results(results.as_bytes(), "results.jsonl")?;
//! let evaluation = SummaryEvaluation::of(&gold, &results, None);
//! assert_eq!(evaluation.rouge1.precision, 75.0);
//! println!("{evaluation}");
//! # Ok::<(), epitome::Error>(())
//! ```
//!
//! A program that compares methods scores summaries without JSON: [`rouge_of_all`] and [`keyword_scores_of_all`] give the
//! scores of each document, `from_scores` of the two evaluations sums them up, and [`oracle`] finds the ceiling.
//!
//! # What is measured
//!
//! - English ROUGE is that of Google's `rouge-score` 0.1.2 with stemming: words are runs of `[a-z0-9]` after lower-casing,
//!   those of more than three characters stemmed by [`porter`]. Words of other languages are runs of Python's `\w` with
//!   the language's Snowball stemmer; those of [`UNSTEMMED`] languages, and of languages without a stemmer, stay as they
//!   are. Python's `\w` has no combining marks, so that words of Indic scripts fall into pieces, on both sides alike.
//! - Each summary sentence is a line of ROUGE-Lsum. Of several references each ROUGE type takes its best by F1.
//! - Keywords are compared as [`KeywordScorer`] says.
//! - Figures are means over the documents of the gold file. One without a result counts as empty, one whose gold is
//!   empty scores 0. Intervals are percentiles of 1,000 bootstrap samples of documents, drawn with a fixed seed.

mod bootstrap;
mod evaluation;
mod keyphrases;
mod lcs;
mod letters;
mod lexicon;
mod oracle;
pub mod porter;
mod records;
mod rouge;
mod score;

pub use evaluation::{Coverage, KeywordEvaluation, Measure, SummaryEvaluation};
pub use keyphrases::{KeywordPair, KeywordScorer, KeywordScores, keyword_scores_of_all};
pub use lexicon::UNSTEMMED;
pub use oracle::oracle;
pub use records::{Gold, ResultRecord, read_keyphrases, read_references, read_results};
pub use rouge::{Rouge, RougeScorer, SummaryPair, rouge_of_all};
pub use score::Score;
