//! Evaluation: how good summaries and keywords are, measured against what people wrote.

mod lcs;
mod letters;
mod lexicon;
pub mod porter;
mod rouge;
mod score;

pub use lexicon::UNSTEMMED;
pub use rouge::{Rouge, RougeScorer, SummaryPair, rouge_of_all};
pub use score::Score;
