//! Why a score is what it is: a tree of named numbers, as Lucene and tantivy have it.

use serde::{Deserialize, Serialize};

/// A value, what it is, and the parts that it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The number explained.
    pub value: f64,
    /// What it is, such as `title overlap × 0.31`.
    pub description: String,
    /// Its parts. Where the description says `sum of`, they add up to the value.
    #[serde(default)]
    pub details: Vec<Explanation>,
}

impl Explanation {
    /// A number without parts.
    pub fn leaf(value: f64, description: impl Into<String>) -> Self {
        Self { value, description: description.into(), details: Vec::new() }
    }

    /// The sum of its parts, added from left to right.
    pub fn sum(description: impl Into<String>, details: Vec<Self>) -> Self {
        let value = details.iter().map(|part| part.value).sum();
        Self { value, description: description.into(), details }
    }
}
