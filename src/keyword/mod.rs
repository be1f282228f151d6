//! Keywords: candidate phrases are found, weighed by a method, and near duplicates folded.

mod candidates;
mod duplicates;
mod positionrank;
mod rake;
mod textrank;
mod tf_idf;
mod topicrank;
mod word_graph;
mod word_sum;
mod yake;

use std::fmt;
use std::str::FromStr;

use candidates::Candidates;

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
    ($($variant:ident $name:literal $about:literal $weigh:expr,)*) => {
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

            fn weigher<'a>(self, input: KeywordInput<'a>, candidates: &'a Candidates) -> Box<dyn Weigher + 'a> {
                match self { $(Self::$variant => $weigh(input, candidates),)* }
            }
        }
    };
}

methods! {
    TfIdf "tf-idf" "phrases of 1 to 3 words by TF-IDF" tf_idf::weigh,
    Yake "yake" "capitalised, early, frequent words in few contexts" yake::weigh,
    Rake "rake" "words that occur in long phrases" rake::weigh,
    TextRank "textrank" "PageRank over words that stand together" textrank::weigh,
    TopicRank "topicrank" "PageRank over groups of like phrases" topicrank::weigh,
    PositionRank "positionrank" "PageRank over words, early ones preferred" positionrank::weigh,
}

/// The phrases of one article weighed by one method.
trait Weigher {
    /// A finite number, higher is better; `None` where the method takes the phrase for no keyword.
    fn score(&self, candidate: usize) -> Option<f64>;

    /// Why a phrase has that score. Where a description says sum, the parts add up.
    fn explain(&self, candidate: usize) -> Explanation;
}

/// Phrases looked at for near duplicates at first, for each keyword asked for.
const REACH: usize = 4;

/// The best `limit` keywords, in order of falling score, of equals the earlier first; fewer where the article has fewer.
/// Near duplicates are folded as `duplicates.rs` says.
pub fn extract(method: KeywordMethod, input: &KeywordInput<'_>, limit: usize, explain: bool) -> Vec<Keyword> {
    if limit == 0 {
        return Vec::new();
    }
    let candidates = Candidates::find(input);
    let weigher = method.weigher(*input, &candidates);
    let score = |candidate| {
        weigher.score(candidate).filter(|score| score.is_finite()).map(|score| (candidate, score))
    };
    let mut ranked: Vec<(usize, f64)> = (0..candidates.len()).filter_map(score).collect();
    // Candidates are numbered by first place, then words, which is also the order of texts that begin alike.
    let order = |a: &(usize, f64), b: &(usize, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let mut reach = limit.saturating_mul(REACH).saturating_add(REACH);
    let kept = loop {
        let all = reach >= ranked.len();
        if !all {
            ranked.select_nth_unstable_by(reach, order);
        }
        let top = reach.min(ranked.len());
        ranked[..top].sort_unstable_by(order);
        let kept = duplicates::fold(&candidates, &ranked[..top], limit);
        if all || kept.len() == limit {
            break kept;
        }
        reach = reach.saturating_mul(REACH);
    };
    let keyword = |(candidate, score): (usize, f64)| Keyword {
        text: candidates.surface(input, candidate),
        score,
        count: candidates.count(candidate),
        explanation: explain.then(|| weigher.explain(candidate)),
    };
    kept.into_iter().map(keyword).collect()
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
