//! Evaluation: how good summaries and keywords are, measured against what people wrote.

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
