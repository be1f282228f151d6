//! Sentence scoring: a document and term weights become one number a sentence. One file a method, each with its paper;
//! the methods never see each other, files or the vocabulary.

mod centrality;
mod content;
mod kl;
mod lead;
mod lexrank;
mod lsa;
mod luhn;
mod news;
mod pairs;
mod random;
mod salience;
mod sentence_graph;
mod sumbasic;
mod textrank;
mod tf_idf;

pub use centrality::Centrality;
pub use kl::Kl;
pub use lead::Lead;
pub use lexrank::LexRank;
pub use lsa::Lsa;
pub use luhn::Luhn;
pub use random::Random;
pub use salience::{Salience, sentence_feature_names, sentence_features};
pub use sumbasic::SumBasic;
pub use textrank::TextRank;
pub use tf_idf::TfIdf;

use std::fmt;
use std::str::FromStr;

use crate::analysis::Document;
use crate::error::{Error, ErrorKind};
use crate::explanation::Explanation;

/// Words of an article whose room is kept for the next one.
const MAX_SPARE: usize = 1 << 15;

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

impl Scoring<'_> {
    /// How a sentence first spells a term; empty where it has no such word.
    fn spelling(&self, sentence: usize, term: u32) -> &str {
        let mut tokens = self.document.sentence_tokens(sentence).iter();
        tokens.find(|token| token.term == term && !token.stop).map_or("", |token| token.span.of(self.text))
    }
}

/// A way of scoring sentences. It may keep buffers from article to article: each thread has its own.
pub trait SentenceScorer: Send {
    /// One finite number for each sentence, in document order; higher is better. Articles before have no part in it.
    fn score(&mut self, scoring: &Scoring<'_>) -> Vec<f64>;

    /// What its summaries pay for repeating themselves unless something else is asked for, as
    /// [`Redundancy::diversity`](crate::select::Redundancy::diversity).
    fn diversity(&self) -> f64 {
        0.0
    }

    /// Why these sentences have the scores that [`score`](Self::score) gives them, one tree each. Where a description
    /// says sum, the parts add up.
    fn explain(&mut self, scoring: &Scoring<'_>, sentences: &[usize]) -> Vec<Explanation> {
        let scores = self.score(scoring);
        let explain = |&sentence: &usize| Explanation::leaf(scores[sentence], "score of the sentence");
        sentences.iter().map(explain).collect()
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
    Salience "salience" "position, length, title, centrality and recurring new terms, weighed by a learned model" Salience::default(),
    Centrality "centrality" "likeness to the sentences that follow, not to those before" Centrality::default(),
    TextRank "textrank" "PageRank over sentences linked by common words" TextRank::default(),
    LexRank "lexrank" "PageRank over sentences linked by cosine similarity" LexRank::default(),
    Lsa "lsa" "length in the space of the article's main topics" Lsa::default(),
    Luhn "luhn" "densest cluster of repeated words" Luhn::default(),
    SumBasic "sumbasic" "probable words, each counted once" SumBasic,
    Kl "kl" "nearest to the article's word distribution" Kl,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;
    use crate::language::Language;
    use crate::weighting::sentence_idf;
    use proptest::prelude::*;

    const TEXTS: &[&str] = &[
        "",
        "Wolves.",
        "The and of. It is the. And so on.",
        "12 34. 56. 78 90 12.",
        "Rain fell. Rain fell. Rain fell. Rain fell.",
        "Wolves came back to the valley. Farmers in the valley lost sheep to the wolves. It rained on the farm. \
         The valley's farmers asked the council for help. The council counted wolves, sheep and farmers. Then it rained.",
    ];

    fn with_scoring<T>(text: &str, look: impl FnOnce(&Scoring<'_>) -> T) -> T {
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let idf = sentence_idf(&document);
        look(&Scoring { text, document: &document, idf: &idf, length: 3 })
    }

    /// Every node whose description says sum is the sum of its parts.
    fn sums_add_up(explanation: &Explanation) -> bool {
        let sum: f64 = explanation.details.iter().map(|part| part.value).sum();
        let adds_up = !explanation.description.contains("sum of") || (sum - explanation.value).abs() < 1e-9;
        adds_up && explanation.details.iter().all(sums_add_up)
    }

    fn check(method: Method, text: &str) {
        with_scoring(text, |scoring| {
            let scores = method.scorer().score(scoring);
            assert_eq!(scores.len(), scoring.document.sentences().len(), "{method}: {text:?}");
            assert!(scores.iter().all(|score| score.is_finite()), "{method}: {scores:?} for {text:?}");
            assert_eq!(scores, method.scorer().score(scoring), "{method} differs from run to run");
            let sentences: Vec<usize> = (0..scores.len()).rev().collect();
            let explanations = method.scorer().explain(scoring, &sentences);
            assert_eq!(explanations.len(), scores.len());
            for (explanation, sentence) in explanations.iter().zip(sentences) {
                let score = scores[sentence];
                assert!((explanation.value - score).abs() < 1e-9, "{method}: {score}, not {explanation:?}");
                assert!(sums_add_up(explanation), "{method}: {explanation:?}");
            }
        });
    }

    #[test]
    fn every_method_explains_finite_scores_of_odd_texts() {
        for &method in Method::ALL {
            TEXTS.iter().for_each(|text| check(method, text));
        }
    }

    #[test]
    fn names_are_distinct_and_read_back() {
        for &method in Method::ALL {
            assert_eq!(method.name().parse::<Method>().unwrap(), method);
        }
        let error = "pagerank".parse::<Method>().unwrap_err();
        assert!(error.to_string().contains("pagerank"));
    }

    #[test]
    fn sentences_on_the_theme_beat_an_aside() {
        let text = "Wolves hunt sheep in the valley. Farmers fear wolves near the valley sheep. My aunt bakes bread. \
                    Sheep of valley farmers are hunted by wolves.";
        for method in [Method::TextRank, Method::LexRank, Method::Lsa, Method::Luhn, Method::Kl] {
            let scores = with_scoring(text, |scoring| method.scorer().score(scoring));
            let aside = scores[2];
            assert!(scores.iter().all(|&score| score >= aside), "{method}: {scores:?}");
        }
    }

    #[test]
    fn centrality_prefers_what_is_taken_up_later() {
        let text =
            "Wolves came to the valley. Bread is cheap. Wolves ate valley sheep. Wolves left the valley.";
        let scores = with_scoring(text, |scoring| Method::Centrality.scorer().score(scoring));
        assert!(scores[0] > scores[2] && scores[2] > scores[3], "{scores:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_method_scores_any_text(text in "(\\PC{0,12}|[a-d]{1,2}|[.!? \n]){0,60}") {
            Method::ALL.iter().for_each(|&method| check(method, &text));
        }
    }
}
