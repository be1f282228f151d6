//! The front door: options in, summaries and keywords out.

use std::sync::Arc;

use crate::analysis::{Analyzer, Document};
use crate::article::Article;
use crate::error::Result;
use crate::explanation::Explanation;
use crate::keyword::{Extractor, Keyword, KeywordInput, KeywordMethod};
use crate::language::Language;
use crate::score::{Method, Scoring, SentenceScorer};
use crate::select::{Budget, Redundancy, select};
use crate::similarity;
use crate::span::folded;
use crate::statistics::CorpusStatistics;
use crate::summary::{Order, RankedSentence, Summary, SummarySentence};
use crate::warning::Warning;
use crate::weighting::{IdfMemory, sentence_idf};

/// Documents of a language from which on corpus statistics say more than the article itself.
const MIN_DOCUMENTS: u64 = 20;

/// How much a query counts beside the method: the range of scores times this, for the sentence most like the query.
const QUERY_WEIGHT: f64 = 2.0;

/// Where inverse document frequencies come from.
#[derive(Debug, Clone, Default)]
pub enum Frequencies {
    /// The table built into the program for English; for other languages the article's sentences serve as documents.
    #[default]
    Builtin,
    /// These statistics. A language of which they have fewer than 20 documents is treated as with `Builtin`.
    Corpus(Arc<CorpusStatistics>),
    /// None: term frequency alone.
    None,
}

/// What a summarizer does. Made by [`Summarizer::builder`].
#[derive(Debug, Clone)]
pub struct Options {
    budget: Budget,
    keywords: usize,
    method: Method,
    keyword_method: KeywordMethod,
    language: Option<Language>,
    frequencies: Frequencies,
    query: String,
    order: Order,
    redundancy: Option<Redundancy>,
    explain: bool,
    ranking: bool,
    stop_words: Vec<String>,
    replace_stop_words: bool,
}

/// Sets the options of a [`Summarizer`].
#[derive(Debug, Clone)]
pub struct SummarizerBuilder {
    options: Options,
}

impl SummarizerBuilder {
    /// How long a summary may be. By default three sentences.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.options.budget = budget;
        self
    }

    /// How many keywords an article gets, 0 for none. By default 10.
    #[must_use]
    pub fn keywords(mut self, keywords: usize) -> Self {
        self.options.keywords = keywords;
        self
    }

    /// The sentence method. By default the first of [`Method::ALL`].
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.options.method = method;
        self
    }

    /// The keyword method. By default the first of [`KeywordMethod::ALL`].
    #[must_use]
    pub fn keyword_method(mut self, method: KeywordMethod) -> Self {
        self.options.keyword_method = method;
        self
    }

    /// Treats every article as one of this language. By default an article's own language, else the detected one.
    #[must_use]
    pub fn language(mut self, language: Option<Language>) -> Self {
        self.options.language = language;
        self
    }

    /// Takes inverse document frequencies from these statistics. By default the built-in table.
    #[must_use]
    pub fn statistics(self, statistics: impl Into<Arc<CorpusStatistics>>) -> Self {
        self.frequencies(Frequencies::Corpus(statistics.into()))
    }

    /// Where inverse document frequencies come from. By default [`Frequencies::Builtin`].
    #[must_use]
    pub fn frequencies(mut self, frequencies: Frequencies) -> Self {
        self.options.frequencies = frequencies;
        self
    }

    /// Prefers sentences about this. By default there is no query.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.options.query = query.into();
        self
    }

    /// The order of a summary's sentences. By default that of the article.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.options.order = order;
        self
    }

    /// How much a summary may repeat itself. By default [`Redundancy::default`], with the
    /// [`diversity`](SentenceScorer::diversity) that the method asks for.
    #[must_use]
    pub fn redundancy(mut self, redundancy: Redundancy) -> Self {
        self.options.redundancy = Some(redundancy);
        self
    }

    /// Explains each sentence and keyword. By default not.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.options.explain = explain;
        self
    }

    /// Gives all sentences with rank and explanation besides the chosen ones. By default not.
    #[must_use]
    pub fn ranking(mut self, ranking: bool) -> Self {
        self.options.ranking = ranking;
        self
    }

    /// Adds stop words to each language's own or, with `replace`, takes them alone. By default there are none to add.
    #[must_use]
    pub fn stop_words(mut self, words: Vec<String>, replace: bool) -> Self {
        self.options.stop_words = words;
        self.options.replace_stop_words = replace;
        self
    }

    /// The summarizer, or [`InvalidOption`](crate::ErrorKind::InvalidOption) where a value makes no sense.
    pub fn build(self) -> Result<Summarizer> {
        self.options.budget.checked()?;
        let builtin = matches!(self.options.frequencies, Frequencies::None).then(CorpusStatistics::default);
        let builtin = builtin.unwrap_or_else(CorpusStatistics::builtin);
        let diversity = self.options.method.scorer().diversity();
        let usual = Redundancy { diversity, ..Redundancy::default() };
        let redundancy = self.options.redundancy.unwrap_or(usual);
        Ok(Summarizer { redundancy, builtin, options: self.options })
    }
}

/// Summarises articles and finds their keywords. Frozen and shared between threads; each thread has a [`Worker`].
///
/// ```
/// use epitome::{Article, Summarizer, select::Budget};
/// let summarizer = Summarizer::builder().budget(Budget::Sentences(1)).keywords(3).build()?;
/// let article = Article::new("Wolves came back to the valley. Farmers lost sheep to the wolves. It rained.")?;
/// let summary = summarizer.summarize(&article);
/// assert_eq!(summary.summary.len(), 1);
/// # Ok::<(), epitome::Error>(())
/// ```
pub struct Summarizer {
    options: Options,
    redundancy: Redundancy,
    builtin: CorpusStatistics,
}

impl Summarizer {
    /// A builder with the default of every option.
    pub fn builder() -> SummarizerBuilder {
        SummarizerBuilder {
            options: Options {
                budget: Budget::default(),
                keywords: 10,
                method: Method::ALL[0],
                keyword_method: KeywordMethod::ALL[0],
                language: None,
                frequencies: Frequencies::default(),
                query: String::new(),
                order: Order::default(),
                redundancy: None,
                explain: false,
                ranking: false,
                stop_words: Vec::new(),
                replace_stop_words: false,
            },
        }
    }

    /// Summarises one article. For many, [`worker`](Self::worker) spares learning every word anew.
    pub fn summarize(&self, article: &Article) -> Summary {
        self.worker().summarize(article)
    }

    /// What one thread needs to go through many articles.
    pub fn worker(&self) -> Worker<'_> {
        let options = &self.options;
        let analyzer = Analyzer::new()
            .language(options.language)
            .query(options.query.clone())
            .stop_words(options.stop_words.clone(), options.replace_stop_words);
        Worker {
            summarizer: self,
            analyzer,
            memory: IdfMemory::default(),
            scorer: options.method.scorer(),
            extractor: Extractor::new(options.keyword_method),
        }
    }
}

/// One thread's share of a [`Summarizer`]: vocabularies and buffers, kept from article to article. What it gives back
/// does not depend on the articles before.
pub struct Worker<'a> {
    summarizer: &'a Summarizer,
    analyzer: Analyzer,
    memory: IdfMemory,
    scorer: Box<dyn SentenceScorer>,
    extractor: Extractor,
}

impl Worker<'_> {
    /// Summarises one article.
    pub fn summarize(&mut self, article: &Article) -> Summary {
        if self.analyzer.is_full() {
            self.analyzer.renew();
            self.memory.clear();
        }
        let options = &self.summarizer.options;
        let document = self.analyzer.analyze(article);
        let idf = self.idf(&document);
        let mut warnings = article.warnings.clone();
        if document.sentences().is_empty() {
            warnings.push(Warning::NoSentences);
        } else if document.language() == Language::Unknown {
            warnings.push(Warning::LanguageUnknown);
        }
        let (summary, ranking) = self.sentences(article, &document, &idf);
        if summary.is_empty() && !document.sentences().is_empty() && options.budget != Budget::Sentences(0) {
            warnings.push(Warning::NothingFits { budget: options.budget.to_string() });
        }
        let summary = Summary {
            language: document.language(),
            words: document.tokens().len(),
            sentences: document.sentences().len(),
            summary,
            ranking,
            keywords: self.keywords(article, &document, &idf),
            warnings,
        };
        self.analyzer.recycle(document);
        summary
    }

    /// The inverse document frequencies of a document's terms.
    fn idf(&mut self, document: &Document) -> Vec<f64> {
        let (analyzer, memory) = (&self.analyzer, &mut self.memory);
        let mut from = |statistics: &CorpusStatistics| {
            let vocabulary = analyzer.vocabulary(document.language())?;
            memory.corpus_idf(document, vocabulary, statistics, MIN_DOCUMENTS)
        };
        let known = match &self.summarizer.options.frequencies {
            Frequencies::None => return vec![1.0; document.terms().len()],
            Frequencies::Corpus(statistics) => from(statistics),
            Frequencies::Builtin => None,
        };
        known.or_else(|| from(&self.summarizer.builtin)).unwrap_or_else(|| sentence_idf(document))
    }

    /// The chosen sentences and, where that was asked for, all of them.
    fn sentences(
        &mut self,
        article: &Article,
        document: &Document,
        idf: &[f64],
    ) -> (Vec<SummarySentence>, Vec<RankedSentence>) {
        let Self { summarizer, scorer, .. } = self;
        let options = &summarizer.options;
        let text = article.text();
        let scoring = Scoring { text, document, idf, length: options.budget.expected_sentences(document) };
        let mut scores = scorer.score(&scoring);
        let relevance = query_relevance(document, idf, &scores);
        for (score, relevance) in scores.iter_mut().zip(&relevance) {
            *score += relevance;
        }
        let redundancy = summarizer.redundancy;
        let mut chosen = select(text, document, idf, &scores, options.budget, redundancy);
        if options.order == Order::Document {
            chosen.sort_unstable();
        }
        let mut explain = |sentences: &[usize]| {
            let own = scorer.explain(&scoring, sentences);
            let with_query = |(own, &sentence): (Explanation, &usize)| match relevance.get(sentence) {
                None => own,
                Some(&relevance) => {
                    let query = Explanation::leaf(relevance, "similarity to the query");
                    Explanation::sum("sum of method and query", vec![own, query])
                }
            };
            own.into_iter().zip(sentences).map(with_query).collect::<Vec<_>>()
        };
        let mut explained = if options.explain { explain(&chosen) } else { Vec::new() }.into_iter();
        let resolve = |sentence: usize| {
            let span = document.sentences()[sentence].span;
            let text = folded(span.of(text)).into_owned();
            SummarySentence { text, span, sentence, score: scores[sentence], explanation: explained.next() }
        };
        let summary = chosen.into_iter().map(resolve).collect();
        if !options.ranking {
            return (summary, Vec::new());
        }
        let order = select(text, document, idf, &scores, Budget::Sentences(usize::MAX), redundancy);
        let mut ranks = vec![None; scores.len()];
        for (rank, sentence) in order.into_iter().enumerate() {
            ranks[sentence] = Some(rank);
        }
        let all = explain(&(0..scores.len()).collect::<Vec<_>>()).into_iter().zip(ranks).zip(&scores);
        let ranked = all.zip(document.sentences()).map(|(((explanation, rank), &score), sentence)| {
            RankedSentence { span: sentence.span, score, rank, explanation }
        });
        (summary, ranked.collect())
    }

    fn keywords(&mut self, article: &Article, document: &Document, idf: &[f64]) -> Vec<Keyword> {
        let options = &self.summarizer.options;
        let input = KeywordInput { text: article.text(), document, idf };
        self.extractor.extract(&input, options.keywords, options.explain)
    }
}

/// What the query adds to each sentence's score: the cosine similarity to it as a share of the greatest one, so that a query
/// of one word among the many of a sentence counts as much as a long one, times the range of the scores. Empty without a
/// query.
fn query_relevance(document: &Document, idf: &[f64], scores: &[f64]) -> Vec<f64> {
    if document.query().is_empty() {
        return Vec::new();
    }
    let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let min = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let range = if max > min { max - min } else { 1.0 };
    let similarity = similarity::to_terms(document, idf, document.query());
    let greatest = similarity.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    similarity.into_iter().map(|cosine| cosine / greatest * range * QUERY_WEIGHT).collect()
}

/// Finds keywords alone.
///
/// ```
/// use epitome::{Article, KeywordExtractor};
/// let article = Article::new("Wolves came back. The wolves stayed.")?;
/// let keywords = KeywordExtractor::new(5)?.extract(&article);
/// assert!(keywords.len() <= 5);
/// # Ok::<(), epitome::Error>(())
/// ```
pub struct KeywordExtractor(Summarizer);

impl KeywordExtractor {
    /// An extractor of up to `limit` keywords by the default method.
    pub fn new(limit: usize) -> Result<Self> {
        Self::from_builder(Summarizer::builder().keywords(limit))
    }

    /// An extractor with the keyword, language and statistics options of a builder.
    pub fn from_builder(builder: SummarizerBuilder) -> Result<Self> {
        Ok(Self(builder.budget(Budget::Sentences(0)).build()?))
    }

    /// The keywords of an article, best first.
    pub fn extract(&self, article: &Article) -> Vec<Keyword> {
        self.0.summarize(article).keywords
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn repetition_costs_what_the_method_asks_for_unless_something_else_is_said() {
        let redundancy = |builder: SummarizerBuilder| builder.build().unwrap().redundancy;
        assert_eq!(redundancy(Summarizer::builder().method(Method::Lead)), Redundancy::default());
        let diversity = Method::Salience.scorer().diversity();
        assert!(diversity > 0.0);
        assert_eq!(redundancy(Summarizer::builder()), Redundancy { diversity, ..Redundancy::default() });
        let own = Redundancy { limit: 0.5, diversity: 0.0 };
        assert_eq!(redundancy(Summarizer::builder().redundancy(own)), own);
    }

    proptest! {
        #[test]
        fn the_ranking_begins_with_the_chosen_sentences(
            text in "([A-D][a-d]{1,4}( [a-d]{1,4}){0,4}[.!] ){0,12}", count in 0usize..8, query in any::<bool>()
        ) {
            let article = Article::new(text).unwrap();
            let builder = Summarizer::builder().budget(Budget::Sentences(count)).order(Order::Score);
            let builder = if query { builder.query("abc") } else { builder };
            let plain = builder.clone().build().unwrap().summarize(&article);
            let summary = builder.ranking(true).build().unwrap().summarize(&article);
            prop_assert!(plain.ranking.is_empty());
            prop_assert_eq!(&plain.summary, &summary.summary);
            prop_assert_eq!(summary.ranking.len(), summary.sentences);
            for (rank, chosen) in summary.summary.iter().enumerate() {
                let ranked = &summary.ranking[chosen.sentence];
                prop_assert_eq!((ranked.rank, ranked.span), (Some(rank), chosen.span));
                prop_assert!((ranked.score - chosen.score).abs() < 1e-12);
                prop_assert!((ranked.explanation.value - chosen.score).abs() < 1e-9);
            }
            let mut ranks: Vec<_> = summary.ranking.iter().filter_map(|ranked| ranked.rank).collect();
            ranks.sort_unstable();
            prop_assert!(ranks.iter().copied().eq(0..ranks.len()), "{:?}", ranks);
        }
    }
}
