//! From scores to a summary: which sentences, under which budget, without saying a thing twice.

mod budget;
mod copies;
mod greedy;

pub use budget::Budget;
pub use greedy::{Redundancy, select};
