//! Keywords: candidate phrases are found, weighed by a method, and near duplicates folded.

mod candidates;
mod content_words;
mod duplicates;
mod features;
mod forest;
mod joint;
mod judge;
mod learned;
#[cfg(test)]
mod naive;
mod phrase;
mod phrases;
mod positionrank;
mod rake;
mod ranked;
mod recurring;
mod shortlist;
mod spelling;
mod textrank;
mod tf_idf;
mod thresholds;
mod topicrank;
mod trees;
mod weighed;
mod word_graph;
mod word_sum;
mod yake;

pub use learned::{feature_names, phrase_features};

use std::fmt;
use std::str::FromStr;

use weighed::Weigher;

use crate::analysis::Document;
use crate::error::{Error, ErrorKind};
use crate::explanation::Explanation;

/// What a keyword method sees of one article.
#[derive(Debug, Clone, Copy)]
pub struct KeywordInput<'a> {
    /// The text that the document's spans point into.
    pub text: &'a str,
    /// The analysed article.
    pub document: &'a Document,
    /// Inverse document frequency of each of the document's terms, in the order of [`Document::terms`]; 1 for all
    /// where term frequency alone counts.
    pub idf: &'a [f64],
}

/// A keyword of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyword {
    /// The surface form that occurs most often in the article, white space runs folded.
    pub text: String,
    /// Finite, higher is better, comparable within one article.
    pub score: f64,
    /// Occurrences in the article.
    pub count: u32,
    /// Why it was picked, where that was asked for.
    pub explanation: Option<Explanation>,
}

macro_rules! methods {
    ($($variant:ident $name:literal $about:literal $extract:expr,)*) => {
        /// The keyword methods by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum KeywordMethod {
            $(#[doc = $about] $variant,)*
        }

        impl KeywordMethod {
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

            fn extract(
                self,
                buffers: &mut learned::Buffers,
                input: &KeywordInput<'_>,
                limit: usize,
                explain: bool,
            ) -> Vec<Keyword> {
                match self { $(Self::$variant => $extract(buffers, input, limit, explain),)* }
            }
        }
    };
}

methods! {
    Learned "learned" "phrases by boosted trees, learned from keywords that people gave" learned::extract,
    TfIdf "tf-idf" "phrases of 1 to 3 words by TF-IDF" |_, input, limit, explain| weighed::extract(tf_idf::weigh, input, limit, explain),
    Yake "yake" "capitalised, early, frequent words in few contexts" |_, input, limit, explain| weighed::extract(yake::weigh, input, limit, explain),
    Rake "rake" "words that occur in long phrases" |_, input, limit, explain| weighed::extract(rake::weigh, input, limit, explain),
    TextRank "textrank" "PageRank over words that stand together" |_, input, limit, explain| weighed::extract(textrank::weigh, input, limit, explain),
    TopicRank "topicrank" "PageRank over groups of like phrases" |_, input, limit, explain| weighed::extract(topicrank::weigh, input, limit, explain),
    PositionRank "positionrank" "PageRank over words, early ones preferred" |_, input, limit, explain| weighed::extract(positionrank::weigh, input, limit, explain),
}

/// A method with memory that is kept from article to article; what it finds does not depend on the articles before.
pub struct Extractor {
    method: KeywordMethod,
    buffers: learned::Buffers,
}

impl Extractor {
    /// One of a method.
    pub fn new(method: KeywordMethod) -> Self {
        Self { method, buffers: learned::Buffers::default() }
    }

    /// The best `limit` keywords, in order of falling score, of equals the earlier first; fewer where the article has fewer.
    pub fn extract(&mut self, input: &KeywordInput<'_>, limit: usize, explain: bool) -> Vec<Keyword> {
        if limit == 0 {
            return Vec::new();
        }
        self.method.extract(&mut self.buffers, input, limit, explain)
    }
}

/// The keywords of one article as an [`Extractor`] finds them.
pub fn extract(method: KeywordMethod, input: &KeywordInput<'_>, limit: usize, explain: bool) -> Vec<Keyword> {
    Extractor::new(method).extract(input, limit, explain)
}

impl fmt::Display for KeywordMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for KeywordMethod {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|method| method.name() == text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|method| method.name()).collect();
            Error::new(ErrorKind::InvalidOption, format!("unknown keyword method '{text}'"))
                .with_hint(format!("accepted: {}", names.join(", ")))
        })
    }
}
