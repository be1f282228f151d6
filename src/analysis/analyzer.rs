//! The analyzer: an article's sentences and words found, folded, stemmed and numbered. A worker keeps one and reuses its
//! vocabularies and buffers from article to article.

use super::document::{Document, Sentence, Term, Token};
use super::vocabulary::{TermId, Vocabulary, Word as Known};
use crate::article::Article;
use crate::language::Language;
use crate::language::detect::detect;
use crate::language::stop_words::StopWords;
use crate::segment::sentences::{SentenceSplitter, ends_at_spaces};
use crate::segment::words::{Word, WordScanner};
use crate::span::Span;

/// Spellings of one language from which on a worker should begin anew: far more than come again often, and before the
/// tables would double.
const MAX_SPELLINGS: usize = 100_000;
/// Bytes of one language's words and stems that a worker should not hold for longer than an article needs them.
const MAX_VOCABULARY: usize = 16 << 20;
/// The same of all languages.
const MAX_VOCABULARIES: usize = 64 << 20;

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
    spans: Vec<Span>,
    words: Vec<Word>,
    known: Vec<Known>,
    numbers: Vec<u32>,
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
        let mut sentences = Vec::new();
        for &paragraph in article.paragraphs() {
            self.tongues[at].splitter.split_into(article.text(), paragraph, &mut sentences);
        }
        (language, sentences)
    }

    /// Analyses an article: sentences, words, stems and local term ids, in one pass.
    pub fn analyze(&mut self, article: &Article) -> Document {
        let language = self.language_of(article);
        let at = self.tongue(language);
        let Tongue { splitter, scanner, vocabulary, .. } = &mut self.tongues[at];
        let text = article.text();
        let local = &mut self.local;
        local.begin();
        let mut document = self.spare.take().unwrap_or_else(Document::new);
        document.begin(language, text.len());
        for (paragraph, &span) in article.paragraphs().iter().enumerate() {
            self.spans.clear();
            splitter.split_into(text, span, &mut self.spans);
            for &span in &self.spans {
                self.words.clear();
                scanner.words_into(text, span, &mut self.words);
                vocabulary.look_up(text, &self.words, &mut self.known);
                local.make_room(vocabulary.len());
                let number = document.sentences.len() as u32;
                let tokens = document.tokens.len();
                local.count(&self.known, number, &mut document.terms, &mut self.numbers);
                push_tokens(&self.words, &self.known, &self.numbers, &mut document.tokens);
                let content = document.content.len();
                push_content(&self.known, &self.numbers, &mut document.content);
                document.sentences.push(Sentence {
                    span,
                    paragraph: paragraph as u32,
                    tokens: (tokens as u32, document.tokens.len() as u32),
                    content: (content as u32, document.content.len() as u32),
                });
            }
        }
        let mut side = |text: &str, out: &mut Vec<u32>| {
            self.words.clear();
            scanner.words_into(text, Span::new(0, text.len()), &mut self.words);
            for word in &self.words {
                let known = vocabulary.word_at(text, word.span);
                local.make_room(vocabulary.len());
                if !known.stop {
                    out.push(local.number(known.term, known.stop, &mut document.terms));
                }
            }
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
        self.local.begin();
        self.terms.clear();
        for &span in article.paragraphs() {
            self.words.clear();
            self.spans.clear();
            if ends_at_spaces(span.of(text)) {
                self.spans.push(span);
            } else {
                splitter.split_into(text, span, &mut self.spans);
            }
            for &span in &self.spans {
                scanner.words_into(text, span, &mut self.words);
            }
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
        self.local.renew();
    }

    fn vocabularies(&self) -> impl Iterator<Item = &Vocabulary> {
        self.tongues.iter().map(|tongue| &tongue.vocabulary)
    }

    /// Position of the language's splitter and vocabulary, made where they are missing.
    fn tongue(&mut self, language: Language) -> usize {
        if let Some(at) = self.tongues.iter().position(|tongue| tongue.language == language) {
            return at;
        }
        let vocabulary = Vocabulary::new(language, self.stop_words_of(language));
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

/// Appends words with what is known of them and the numbers of their terms.
fn push_tokens(words: &[Word], known: &[Known], numbers: &[u32], tokens: &mut Vec<Token>) {
    tokens.extend(words.iter().zip(known).zip(numbers).map(|((word, known), &term)| Token {
        span: word.span,
        term,
        gap: word.gap,
        stop: known.stop,
        capitalised: known.capitalised,
        all_caps: known.all_caps,
        digits: known.digits,
    }));
}

/// Appends the terms of content words. Without a branch: whether a word is a stop word is hard to predict.
fn push_content(known: &[Known], numbers: &[u32], content: &mut Vec<u32>) {
    let begin = content.len();
    content.resize(begin + numbers.len(), 0);
    let room = &mut content[begin..];
    let mut end = 0;
    for (known, &number) in known.iter().zip(numbers) {
        room[end] = number;
        end += usize::from(!known.stop);
    }
    content.truncate(begin + end);
}

/// Vocabulary ids to the document's own dense numbers: an array over the vocabulary, stamped with the document's turn
/// so that nothing has to be cleared between documents.
#[derive(Default)]
struct LocalTerms {
    turn: u32,
    /// For each vocabulary id: the turn in which it was last seen, and its number then.
    seen: Vec<(u32, u32)>,
}

impl LocalTerms {
    fn begin(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.seen.clear();
            self.turn = 1;
        }
    }

    /// Makes room for the ids of a vocabulary of so many terms.
    fn make_room(&mut self, terms: usize) {
        if terms > self.seen.len() {
            self.seen.resize(terms.next_power_of_two(), (0, 0));
        }
    }

    /// Ids begin anew. What was stamped in an earlier turn says nothing any more; only what a vast article has left is
    /// given back.
    fn renew(&mut self) {
        self.seen.truncate(MAX_SPELLINGS.next_power_of_two());
        self.seen.shrink_to_fit();
    }

    /// The document's number for a term.
    #[inline]
    fn number(&mut self, id: TermId, stop: bool, terms: &mut Vec<Term>) -> u32 {
        let entry = &mut self.seen[id.index()];
        if entry.0 != self.turn {
            *entry = (self.turn, terms.len() as u32);
            terms.push(Term { id, count: 0, sentences: 0, last: u32::MAX, stop });
        }
        entry.1
    }

    /// Appends the terms that come for the first time, in a content word.
    fn new_content(&mut self, words: &[Known], terms: &mut Vec<TermId>) {
        for word in words {
            let entry = &mut self.seen[word.term.index()];
            if entry.0 != self.turn {
                entry.0 = self.turn;
                if !word.stop {
                    terms.push(word.term);
                }
            }
        }
    }

    /// Counts the words of a sentence; gives the document's numbers for their terms in place of what `numbers` held.
    fn count(&mut self, words: &[Known], sentence: u32, terms: &mut Vec<Term>, numbers: &mut Vec<u32>) {
        numbers.clear();
        numbers.extend(words.iter().map(|word| {
            let number = self.number(word.term, word.stop, terms);
            let term = &mut terms[number as usize];
            term.count += 1;
            term.sentences += u32::from(term.last != sentence);
            term.last = sentence;
            number
        }));
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
        assert!(most < 10 << 20, "{most} bytes");
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
