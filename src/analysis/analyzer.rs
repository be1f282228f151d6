//! The analyzer: an article's sentences and words found, folded, stemmed and numbered. A worker keeps one and reuses its
//! vocabularies and buffers from article to article.

use super::document::{Document, Sentence};
use super::known::Known;
use super::local_terms::LocalTerms;
use super::vocabulary::{TermId, Vocabulary};
use crate::article::Article;
use crate::language::Language;
use crate::language::detect::detect;
use crate::language::stop_words::StopWords;
use crate::segment::Kinds;
use crate::segment::sentences::{SentenceSplitter, ends_at_spaces};
use crate::segment::words::{Word, WordScanner};
use crate::span::Span;

/// Spellings and stems of one language from which on a worker should begin anew: far more than come again often, and before
/// the table would double.
const MAX_SPELLINGS: usize = 180_000;
/// Bytes of one language's words and stems that a worker should not hold for longer than an article needs them.
const MAX_VOCABULARY: usize = 16 << 20;
/// The same of all languages.
const MAX_VOCABULARIES: usize = 64 << 20;

/// Sentences whose words are looked up together, so that waiting for what is known of one is waiting for others too; few
/// enough that all of them are at hand until they are counted.
const BATCH: usize = if cfg!(test) { 2 } else { 12 };

/// Words of a document whose room is kept for the next one.
const MAX_SPARE: usize = 1 << 18;

/// Turns articles into [`Document`]s.
///
/// ```
/// use epitome::{Article, analysis::Analyzer};
/// let article = Article::new("Wolves returned. The wolves stayed.")?;
/// let document = Analyzer::new().analyze(&article);
/// assert_eq!(document.sentences().len(), 2);
/// assert_eq!(document.content(0)[0], document.content(1)[0]); // "wolf"
/// # Ok::<(), epitome::Error>(())
/// ```
#[derive(Default)]
pub struct Analyzer {
    language: Option<Language>,
    query: String,
    added_stop_words: Vec<String>,
    only_added: bool,
    tongues: Vec<Tongue>,
    kinds: Kinds,
    spans: Vec<Span>,
    words: Vec<Word>,
    ends: Vec<usize>,
    known: Vec<Known>,
    terms: Vec<TermId>,
    local: LocalTerms,
    spare: Option<Document>,
}

/// What is kept for each language met.
struct Tongue {
    language: Language,
    splitter: SentenceSplitter,
    scanner: WordScanner,
    vocabulary: Vocabulary,
}

impl Analyzer {
    /// An analyzer that takes an article's own language, else detects it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Treats every article as one of this language; by default an article's own, else the detected one.
    #[must_use]
    pub fn language(mut self, language: Option<Language>) -> Self {
        self.language = language;
        self
    }

    /// What the reader asks about; by default nothing.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// Adds stop words to those of each language or, with `replace`, takes them alone; by default none are added.
    #[must_use]
    pub fn stop_words(mut self, words: Vec<String>, replace: bool) -> Self {
        self.added_stop_words = words;
        self.only_added = replace;
        self
    }

    /// The language that an article is treated as.
    pub fn language_of(&self, article: &Article) -> Language {
        self.language.or(article.language).unwrap_or_else(|| detect(body(article)))
    }

    /// The vocabulary that a document's term ids belong to; `None` before an article of that language was analysed.
    pub fn vocabulary(&self, language: Language) -> Option<&Vocabulary> {
        self.tongues.iter().find(|tongue| tongue.language == language).map(|tongue| &tongue.vocabulary)
    }

    /// The sentences of an article, without looking at its words.
    pub fn segment(&mut self, article: &Article) -> (Language, Vec<Span>) {
        let language = self.language_of(article);
        let at = self.tongue(language);
        let text = article.text();
        self.kinds.read(text);
        let mut sentences = Vec::new();
        for &paragraph in article.paragraphs() {
            self.tongues[at].splitter.split_known(text, &self.kinds, paragraph, &mut sentences);
        }
        (language, sentences)
    }

    /// Analyses an article: sentences, words, stems and local term ids, in one pass.
    pub fn analyze(&mut self, article: &Article) -> Document {
        let language = self.language_of(article);
        let at = self.tongue(language);
        let Tongue { splitter, scanner, vocabulary, .. } = &mut self.tongues[at];
        let text = article.text();
        self.kinds.read(text);
        let local = &mut self.local;
        local.begin();
        let mut document = self.spare.take().unwrap_or_else(Document::new);
        document.begin(language, text.len());
        self.spans.clear();
        for &span in article.paragraphs() {
            splitter.split_known(text, &self.kinds, span, &mut self.spans);
        }
        let mut paragraph = 0;
        for spans in self.spans.chunks(BATCH) {
            self.words.clear();
            self.ends.clear();
            scanner.words_of(text, &self.kinds, spans, &mut self.words, &mut self.ends);
            let (tokens, counted) = (document.tokens.len(), document.sentences.len());
            let mut begin = tokens as u32;
            for (&span, words) in spans.iter().zip(&self.ends) {
                while article.paragraphs().get(paragraph).is_some_and(|paragraph| paragraph.end < span.end) {
                    paragraph += 1;
                }
                let end = (tokens + words) as u32;
                let paragraph = paragraph as u32;
                document.sentences.push(Sentence { span, paragraph, tokens: (begin, end), content: (0, 0) });
                begin = end;
            }
            vocabulary.look_up(text, &self.words, &mut self.known);
            local.make_room(vocabulary.len());
            local.count(&self.words, &self.known, counted, &mut document);
        }
        let mut side = |text: &str, out: &mut Vec<u32>| {
            self.words.clear();
            self.kinds.read(text);
            let whole = Span::new(0, text.len());
            scanner.words_of(text, &self.kinds, &[whole], &mut self.words, &mut self.ends);
            vocabulary.look_up(text, &self.words, &mut self.known);
            local.make_room(vocabulary.len());
            let content = self.known.iter().filter(|known| !known.stop());
            out.extend(content.map(|known| local.number(*known, &mut document.terms)));
        };
        side(article.title.as_deref().unwrap_or_default(), &mut document.title);
        side(article.standfirst.as_deref().unwrap_or_default(), &mut document.standfirst);
        side(&self.query, &mut document.query);
        document
    }

    /// The distinct terms of an article's body whose first spelling in it is a content word, in order of appearance: those
    /// of the document that [`analyze`](Self::analyze) makes, and faster.
    pub fn content_terms(&mut self, article: &Article) -> (Language, &[TermId]) {
        let language = self.language_of(article);
        let at = self.tongue(language);
        let Tongue { splitter, scanner, vocabulary, .. } = &mut self.tongues[at];
        let text = article.text();
        self.kinds.read(text);
        self.local.begin();
        self.terms.clear();
        self.spans.clear();
        for &span in article.paragraphs() {
            if ends_at_spaces(text, &self.kinds, span) {
                self.spans.push(span);
            } else {
                splitter.split_known(text, &self.kinds, span, &mut self.spans);
            }
        }
        for spans in self.spans.chunks(BATCH) {
            self.words.clear();
            self.ends.clear();
            scanner.words_of(text, &self.kinds, spans, &mut self.words, &mut self.ends);
            vocabulary.look_up(text, &self.words, &mut self.known);
            self.local.make_room(vocabulary.len());
            self.local.new_content(&self.known, &mut self.terms);
        }
        (language, &self.terms)
    }

    /// Takes back a document that is needed no more, for the room that it has.
    pub fn recycle(&mut self, document: Document) {
        self.spare = Some(document).filter(|document| document.tokens.capacity() <= MAX_SPARE);
    }

    /// Whether the vocabularies have grown so large that a worker should [`renew`](Self::renew) them.
    pub fn is_full(&self) -> bool {
        self.vocabularies().any(|words| words.spellings() > MAX_SPELLINGS || words.bytes() > MAX_VOCABULARY)
            || self.vocabularies().map(Vocabulary::bytes).sum::<usize>() > MAX_VOCABULARIES
    }

    /// Forgets all words and stems, and keeps their memory for others unless that is much. Term ids of documents made
    /// before are then void.
    pub fn renew(&mut self) {
        if self.vocabularies().map(Vocabulary::bytes).sum::<usize>() > MAX_VOCABULARIES {
            self.tongues.clear();
        }
        self.tongues.retain(|tongue| tongue.vocabulary.bytes() <= MAX_VOCABULARY);
        self.tongues.iter_mut().for_each(|tongue| tongue.vocabulary.clear());
        self.local.renew(MAX_SPELLINGS.next_power_of_two());
    }

    fn vocabularies(&self) -> impl Iterator<Item = &Vocabulary> {
        self.tongues.iter().map(|tongue| &tongue.vocabulary)
    }

    /// Position of the language's splitter and vocabulary, made where they are missing.
    fn tongue(&mut self, language: Language) -> usize {
        if let Some(at) = self.tongues.iter().position(|tongue| tongue.language == language) {
            return at;
        }
        let vocabulary = Vocabulary::new(language, &self.stop_words_of(language));
        self.tongues.push(Tongue {
            language,
            splitter: SentenceSplitter::new(language),
            scanner: WordScanner::new(language),
            vocabulary,
        });
        self.tongues.len() - 1
    }

    fn stop_words_of(&self, language: Language) -> StopWords {
        let base = if self.only_added { StopWords::default() } else { StopWords::of(language) };
        base.with(&self.added_stop_words)
    }
}

/// A stretch of the body for language detection.
fn body(article: &Article) -> &str {
    let paragraphs = article.paragraphs();
    match (paragraphs.first(), paragraphs.last()) {
        (Some(first), Some(last)) => Span { start: first.start, end: last.end }.of(article.text()),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn analyze(text: &str) -> Document {
        Analyzer::new().language(Some(Language::English)).analyze(&Article::new(text).unwrap())
    }

    #[test]
    fn counts_terms_and_sentences() {
        let document = analyze("The dog barked at the dog. A dog slept.");
        let dog = document.terms()[document.content(0)[0] as usize];
        assert_eq!((dog.count, dog.sentences), (3, 2));
    }

    #[test]
    fn one_document_leaves_no_trace_in_the_next() {
        let mut analyzer = Analyzer::new().language(Some(Language::English));
        let first = Article::new("Rivers flood towns. Towns flood rivers.").unwrap();
        let second = Article::new("Towns build dams.").unwrap();
        let fresh: Vec<_> = analyze(second.text()).terms().iter().map(|term| term.count).collect();
        analyzer.analyze(&first);
        let reused: Vec<_> = analyzer.analyze(&second).terms().iter().map(|term| term.count).collect();
        assert_eq!(fresh, reused);
    }

    #[test]
    fn words_are_forgotten_before_they_take_much_memory() {
        let mut analyzer = Analyzer::new().language(Some(Language::English));
        let words =
            |from: usize| (from..from + 1000).map(|number| format!("w{number:x}q ")).collect::<String>();
        let (mut times, mut most) = (0, 0);
        for number in 0..120 {
            if analyzer.is_full() {
                times += 1;
                analyzer.renew();
                assert!(analyzer.vocabularies().all(Vocabulary::is_empty));
            }
            let article = Article::new(words(1000 * number)).unwrap();
            let document = analyzer.analyze(&article);
            let vocabulary = analyzer.vocabulary(Language::English).unwrap();
            let terms: Vec<_> = document.terms().iter().map(|term| vocabulary.term(term.id)).collect();
            assert_eq!(terms, article.text().split_whitespace().collect::<Vec<_>>());
            assert!(document.terms().iter().all(|term| term.count == 1));
            most = most.max(vocabulary.bytes());
        }
        assert_eq!(times, 1);
        assert!(most < 7 << 20, "{most} bytes");
    }

    #[test]
    fn title_terms_are_shared_with_the_body() {
        let mut article = Article::new("Dams hold water.").unwrap();
        article.title = Some("The dam and the beaver".to_owned());
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        assert_eq!(document.title()[0], document.content(0)[0]);
        assert_eq!(document.terms()[document.title()[1] as usize].count, 0);
    }

    proptest! {
        #[test]
        fn terms_and_content_are_those_of_the_tokens(texts in prop::collection::vec("([a-e]{2}|the|is|[A-C]?[a-c]{0,4}[.!?]|[1-3][.)]|[\"')(’·•-]|[.] B|U[.]|é|www|\n\n| ){0,60}", 1..4)) {
            let mut analyzer = Analyzer::new().language(Some(Language::English));
            for text in texts {
                let mut article = Article::new(text).unwrap();
                article.title = Some("dada bebe".to_owned());
                let document = analyzer.analyze(&article);
                for (term, number) in document.terms().iter().zip(0..) {
                    let sentences: Vec<u32> = (0..document.sentences().len())
                        .flat_map(|sentence| document.sentence_tokens(sentence).iter().map(move |token| (token.term, sentence)))
                        .filter_map(|(own, sentence)| (own == number).then_some(sentence as u32))
                        .collect();
                    let distinct: std::collections::BTreeSet<_> = sentences.iter().collect();
                    prop_assert_eq!((term.count, term.sentences), (sentences.len() as u32, distinct.len() as u32));
                    prop_assert_eq!(term.last, sentences.last().copied().unwrap_or(u32::MAX));
                }
                let counted = document.terms().iter().filter(|term| term.count > 0 && !term.stop);
                let counted: Vec<_> = counted.map(|term| term.id).collect();
                for sentence in 0..document.sentences().len() {
                    let content = document.sentence_tokens(sentence).iter().filter(|token| !token.stop);
                    let content: Vec<_> = content.map(|token| token.term).collect();
                    prop_assert_eq!(document.content(sentence), content);
                }
                analyzer.recycle(document);
                prop_assert_eq!(analyzer.content_terms(&article), (Language::English, &counted[..]));
            }
        }
    }

    #[test]
    fn an_empty_article_gives_an_empty_document() {
        let document = analyze("");
        assert!(document.sentences().is_empty() && document.tokens().is_empty());
    }
}
