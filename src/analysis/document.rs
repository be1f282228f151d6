//! An analysed article: flat arrays of spans and ids, owned, without a borrow.

use std::ops::Range;

use super::known::Known;
use super::vocabulary::TermId;
use crate::language::Language;
use crate::segment::words::Gap;
use crate::span::Span;

/// One word of the text, in order of appearance; stop words included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the article's text.
    pub span: Span,
    /// Index of its stem in [`Document::terms`].
    pub term: u32,
    /// Whether a phrase may run from the word before into this one.
    pub gap: Gap,
    /// A stop word, a lone letter or a number.
    pub stop: bool,
    /// Begins with a capital.
    pub capitalised: bool,
    /// Two or more letters, all capitals.
    pub all_caps: bool,
    /// Has a digit.
    pub digits: bool,
}

/// A distinct stem of the document. Terms are numbered by first appearance in the body; those that occur in the title,
/// the standfirst or the query alone come last, with a count of 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Its id in the vocabulary of the worker that made the document.
    pub id: TermId,
    /// Occurrences in the body.
    pub count: u32,
    /// Sentences of the body that it occurs in.
    pub sentences: u32,
    /// The last of them; `u32::MAX` where there is none.
    pub last: u32,
    /// Whether its first spelling is a stop word.
    pub stop: bool,
}

impl Term {
    /// One that was not counted yet.
    pub(super) const NEW: Self = Self { id: TermId(0), count: 0, sentences: 0, last: u32::MAX, stop: false };

    /// Counts an occurrence in a sentence.
    #[inline]
    #[allow(clippy::needless_bitwise_bool, reason = "a branch is what it would be")]
    pub(super) fn count(&mut self, known: Known, sentence: u32) {
        let is_first = self.count == 0;
        self.id = known.term();
        self.stop |= known.stop() & is_first;
        self.count += 1;
        self.sentences += u32::from(self.last != sentence);
        self.last = sentence;
    }
}

/// A sentence of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the article's text.
    pub span: Span,
    /// Which paragraph of the article it belongs to.
    pub paragraph: u32,
    pub(super) tokens: (u32, u32),
    pub(super) content: (u32, u32),
}

impl Sentence {
    /// Its words, as a range of [`Document::tokens`].
    pub fn token_range(self) -> Range<usize> {
        self.tokens.0 as usize..self.tokens.1 as usize
    }

    /// Number of words, stop words included.
    pub fn words(self) -> usize {
        (self.tokens.1 - self.tokens.0) as usize
    }
}

/// What the scorers see of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub(super) language: Language,
    pub(super) tokens: Vec<Token>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) terms: Vec<Term>,
    pub(super) content: Vec<u32>,
    pub(super) title: Vec<u32>,
    pub(super) standfirst: Vec<u32>,
    pub(super) query: Vec<u32>,
}

impl Document {
    pub(super) fn new() -> Self {
        Self {
            language: Language::Unknown,
            tokens: Vec::new(),
            sentences: Vec::new(),
            terms: Vec::new(),
            content: Vec::new(),
            title: Vec::new(),
            standfirst: Vec::new(),
            query: Vec::new(),
        }
    }

    /// Begins anew in the same memory, with room for a text of so many bytes.
    pub(super) fn begin(&mut self, language: Language, bytes: usize) {
        self.language = language;
        self.tokens.clear();
        self.tokens.reserve(bytes / 5);
        self.sentences.clear();
        self.terms.clear();
        self.terms.reserve(bytes / 20);
        self.content.clear();
        self.content.reserve(bytes / 9);
        self.title.clear();
        self.standfirst.clear();
        self.query.clear();
    }

    /// The language that the words were stemmed for.
    pub fn language(&self) -> Language {
        self.language
    }

    /// All words of all sentences, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The distinct stems, stop words included.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Indices into [`Document::terms`] of a sentence's content words (all but stop words), in order, repeats included.
    pub fn content(&self, sentence: usize) -> &[u32] {
        let (start, end) = self.sentences[sentence].content;
        &self.content[start as usize..end as usize]
    }

    /// Where the content words of a sentence begin among those of all.
    pub(crate) fn content_begin(&self, sentence: usize) -> usize {
        self.sentences[sentence].content.0 as usize
    }

    /// The content words of all sentences.
    pub(crate) fn all_content(&self) -> &[u32] {
        &self.content
    }

    /// The words of a sentence.
    pub fn sentence_tokens(&self, sentence: usize) -> &[Token] {
        &self.tokens[self.sentences[sentence].token_range()]
    }

    /// Content words of the title, as indices into [`Document::terms`].
    pub fn title(&self) -> &[u32] {
        &self.title
    }

    /// Content words of the standfirst, as indices into [`Document::terms`].
    pub fn standfirst(&self) -> &[u32] {
        &self.standfirst
    }

    /// Content words of the query, as indices into [`Document::terms`].
    pub fn query(&self) -> &[u32] {
        &self.query
    }
}
