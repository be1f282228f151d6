//! Sentence scoring: a document and term weights become one number a sentence. One file a method, each with its paper;
//! the methods never see each other, files or the vocabulary.

mod lead;
mod random;
mod tf_idf;

pub use lead::Lead;
pub use random::Random;
pub use tf_idf::TfIdf;

use std::fmt;
use std::str::FromStr;

use crate::analysis::Document;
use crate::error::{Error, ErrorKind};
use crate::explanation::Explanation;

/// What a scorer sees of one article.
#[derive(Debug, Clone, Copy)]
pub struct Scoring<'a> {
    /// The text that the document's spans point into.
    pub text: &'a str,
    /// The analysed article.
    pub document: &'a Document,
    /// Inverse document frequency of each of the document's terms, in the order of [`Document::terms`]; 1 for all
    /// where term frequency alone counts.
    pub idf: &'a [f64],
    /// About how many sentences the summary will have, at least 1.
    pub length: usize,
}

/// A way of scoring sentences.
pub trait SentenceScorer: Send + Sync {
    /// One finite number for each sentence, in document order; higher is better.
    fn score(&self, scoring: &Scoring<'_>) -> Vec<f64>;

    /// Why a sentence has the score that [`score`](Self::score) gives it. The parts of the tree's sums add up.
    fn explain(&self, scoring: &Scoring<'_>, sentence: usize) -> Explanation {
        let score = self.score(scoring).get(sentence).copied().unwrap_or_default();
        Explanation::leaf(score, "score of the sentence")
    }
}

macro_rules! methods {
    ($($variant:ident $name:literal $about:literal $scorer:expr,)*) => {
        /// The sentence methods by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Method {
            $(#[doc = $about] $variant,)*
        }

        impl Method {
            /// All methods, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is, in one line.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }

            /// The scorer, with its default parameters.
            pub fn scorer(self) -> Box<dyn SentenceScorer> {
                match self { $(Self::$variant => Box::new($scorer),)* }
            }
        }
    };
}

methods! {
    TfIdf "tf-idf" "mean TF-IDF weight of the sentence's words" TfIdf,
    Lead "lead" "the first sentences" Lead,
    Random "random" "sentences at random, the same ones every time" Random::default(),
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|method| method.name() == text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|method| method.name()).collect();
            Error::new(ErrorKind::InvalidOption, format!("unknown method '{text}'"))
                .with_hint(format!("accepted: {}", names.join(", ")))
        })
    }
}
