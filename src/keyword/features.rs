//! What the learned keyword method knows of a phrase: how often and where it occurs, how rare its words are, what
//! stands around it, and what the whole article is like, so that an abstract and a long paper can be judged by
//! different rules. All values are 32-bit floats, as they were when the trees were learned.

use super::KeywordInput;
use super::content_words::ContentWords;
use super::phrase::Phrase;
use super::phrases::{PhraseId, Phrases};
use crate::analysis::Term;
use crate::bits::{Bytes, Finder, Kind};
use crate::span::Span;
use crate::weighting::ln_count as ln;

macro_rules! features {
    ($($record:ident $about_record:literal { $($name:ident $about:literal,)* })*) => {
        /// The features in order: the name in `model.txt`, and what it is.
        pub(super) const FEATURES: &[(&str, &str)] = &[$($((stringify!($name), $about),)*)*];

        /// Which of the features.
        #[derive(Debug, Clone, Copy)]
        #[allow(non_camel_case_types, reason = "the names of the model's file")]
        #[allow(dead_code, reason = "those of an article are asked about in a row")]
        pub(super) enum Feature { $($($name,)*)* }

        $(
            #[doc = $about_record]
            #[allow(clippy::struct_field_names, reason = "the names of the model's file")]
            pub(super) struct $record { $($name: f64,)* }

            impl $record {
                pub(super) const WIDTH: usize = [$(stringify!($name)),*].len();

                pub(super) fn row(&self) -> [f32; Self::WIDTH] {
                    [$(self.$name as f32,)*]
                }
            }
        )*
    };
}

features! {
    OfPhrase "The features of one phrase." {
        count "ln (1 + occurrences)",
        idf_mean "mean inverse document frequency of the words",
        idf_sum "sum of the words' inverse document frequencies",
        position "ln (1 + words before the first occurrence)",
        spread "share of the article between first and last occurrence",
        words "content words",
        stops "stop words inside",
        free "share of occurrences bounded on both sides",
        free_left "share of occurrences bounded to the left",
        free_right "share of occurrences bounded to the right",
        longer "most frequent longer phrase around it, per occurrence",
        capitals "share of occurrences inside sentences that begin with a capital",
        characters "ln characters of the first occurrence",
        tf_idf "ln (1 + occurrences) × mean inverse document frequency",
        title "share of the words that the title has",
    }
    OfArticle "The features of an article, the same for all its phrases." {
        article_length "length of the article",
        article_repetition "share of the article's words that occur again",
        article_word_length "characters of the article's words",
        article_capitals "share of the article's words that are capitalised",
        article_title "whether the article has a title",
        article_idf "mean inverse document frequency of the article's words",
    }
}

/// The features of an article's phrases; all are finite.
pub(super) struct Features<'a> {
    pub(super) input: &'a KeywordInput<'a>,
    pub(super) phrases: &'a Phrases<'a>,
    rarity: Rarity,
    /// For each term whether the title has it; empty if there is none.
    titled: Vec<bool>,
    /// Whether the text is all ASCII.
    ascii: bool,
}

/// How rare terms are, scaled to 0…1 or so, whatever the corpus.
enum Rarity {
    /// By the inverse document frequency, the article's rarest content word having 1 and a word of all documents 0: what the
    /// greatest exceeds 1 by.
    Documents(f64),
    /// By the inverse sentence frequency, where document frequencies tell no word from another: the sentences and one, and the
    /// logarithm of that.
    Sentences(f64, f64),
}

impl<'a> Features<'a> {
    pub(super) fn of(input: &'a KeywordInput<'a>, phrases: &'a Phrases<'a>) -> Self {
        let (document, terms) = (input.document, input.document.terms());
        let largest = largest(terms, input.idf);
        let rarity = if largest > 1e-9 {
            Rarity::Documents(largest)
        } else {
            let sentences = document.sentences().len() as f64 + 1.0;
            Rarity::Sentences(sentences, sentences.ln().max(f64::MIN_POSITIVE))
        };
        let mut titled = Vec::new();
        if !document.title().is_empty() {
            titled.resize(terms.len(), false);
        }
        for &term in document.title() {
            titled[term as usize] = true;
        }
        Self { input, phrases, rarity, titled, ascii: input.text.is_ascii() }
    }

    /// The inverse document frequency of a term, before it is scaled.
    #[inline]
    fn idf(&self, term: u32) -> f64 {
        match self.rarity {
            Rarity::Documents(_) => self.input.idf.get(term as usize).map_or(0.0, |idf| idf - 1.0),
            Rarity::Sentences(sentences, _) => self.rarity_by_sentences(term, sentences),
        }
    }

    #[cold]
    fn rarity_by_sentences(&self, term: u32, sentences: f64) -> f64 {
        (sentences / (f64::from(self.input.document.terms()[term as usize].sentences) + 0.5)).ln()
    }

    /// What inverse document frequencies are divided by.
    #[inline]
    fn scale(&self) -> f64 {
        let (Rarity::Documents(largest) | Rarity::Sentences(_, largest)) = self.rarity;
        largest
    }

    /// Of a phrase, and behind them those of the article.
    pub(super) fn row(&self, id: PhraseId) -> Vec<f32> {
        [&self.of_phrase(id).row()[..], &self.of_article().row()].concat()
    }

    pub(super) fn of_article(&self) -> OfArticle {
        let (document, phrases) = (self.input.document, self.phrases);
        let words = phrases.content_words();
        let (inside, capitals) = words.inside();
        let (idf, terms) = self.of_single_terms();
        let content = words.len();
        let again: u32 = phrases.recurring().words().iter().map(|word| word.phrase.count()).sum();
        let share = |part: f64, whole: usize| part / whole.max(1) as f64;
        OfArticle {
            article_length: (document.tokens().len().max(1) as f64).ln(),
            article_repetition: share(f64::from(again), content),
            article_word_length: share(self.all_characters(words) as f64, content),
            article_capitals: share(f64::from(capitals), inside as usize),
            article_title: f64::from(u8::from(!document.title().is_empty())),
            article_idf: finite(share(idf, terms) / self.scale()),
        }
    }

    /// The sum of the inverse document frequencies of the candidates of one word, and how many these are.
    fn of_single_terms(&self) -> (f64, usize) {
        let (mut idf, mut terms) = (0.0, 0);
        for term in self.phrases.single_terms_again() {
            idf += self.idf(term);
            terms += 1;
        }
        for (term, counts) in self.phrases.single_terms_once() {
            idf += if_so(counts, self.idf(term));
            terms += usize::from(counts);
        }
        (idf, terms)
    }

    pub(super) fn of_phrase(&self, id: PhraseId) -> OfPhrase {
        let phrase = self.phrases.get(id);
        let n = f64::from(phrase.words - phrase.stops);
        let (idf_sum, titled) = self.of_words(id);
        let [free, free_left, free_right, longer, capitals] =
            phrase.shares().map(|(part, whole)| f64::from(part) / f64::from(whole));
        let count = ln(1 + phrase.count());
        OfPhrase {
            count,
            idf_mean: finite(idf_sum / n),
            idf_sum: finite(idf_sum),
            position: ln(1 + phrase.first),
            spread: self.spread(&phrase),
            words: n,
            stops: f64::from(phrase.stops),
            free,
            free_left,
            free_right,
            longer,
            capitals,
            characters: ln(self.characters(phrase.first, phrase.words)),
            tf_idf: finite(count * idf_sum / n),
            title: f64::from(titled) / n,
        }
    }

    /// The share of the article between the first and the last occurrence.
    pub(super) fn spread(&self, phrase: &Phrase) -> f64 {
        f64::from(phrase.last - phrase.first) / self.input.document.tokens().len() as f64
    }

    /// The sum of the inverse document frequencies of a phrase's content words, and how many of them the title has.
    #[inline]
    pub(super) fn of_words(&self, id: PhraseId) -> (f64, u32) {
        let terms = self.phrases.terms(id);
        let scale = self.scale();
        let mut idf_sum = 0.0;
        for &term in terms {
            idf_sum += self.idf(term) / scale;
        }
        (idf_sum, if self.titled.is_empty() { 0 } else { self.of_title(terms) })
    }

    /// How many of a phrase's words the title has.
    fn of_title(&self, terms: &[u32]) -> u32 {
        let is_titled = |term: &&u32| self.titled.get(**term as usize).is_some_and(|titled| *titled);
        terms.iter().filter(is_titled).count() as u32
    }

    /// Characters of the words from one on, at least 1.
    #[inline]
    pub(super) fn characters(&self, first: u32, words: u32) -> u32 {
        let tokens = self.input.document.tokens();
        let (start, end) = (tokens[first as usize].span.start, tokens[(first + words) as usize - 1].span.end);
        self.length(Span { start, end }).max(1) as u32
    }

    /// Characters of the content words.
    fn all_characters(&self, words: &ContentWords<'_>) -> usize {
        let document = self.input.document;
        let tokens = document.tokens();
        // Of a letter of several bytes one counts.
        let mut behind = Finder::<Behind>::new(self.input.text.as_bytes());
        let mut next = if self.ascii { usize::MAX } else { behind.next(0) };
        let mut characters = 0;
        for &token in words.tokens() {
            let span = tokens[token as usize].span;
            characters += span.len();
            if next < span.end as usize {
                let bytes = span.of(self.input.text).bytes();
                characters -= bytes.filter(|&byte| is_behind(byte)).count();
                next = behind.next(span.end as usize);
            }
        }
        characters
    }

    /// Characters of a stretch of the text.
    #[inline]
    fn length(&self, span: Span) -> usize {
        if self.ascii { span.len() } else { self.characters_of(span) }
    }

    fn characters_of(&self, span: Span) -> usize {
        let piece = span.of(self.input.text);
        if piece.is_ascii() { piece.len() } else { piece.chars().count() }
    }
}

/// By how much the greatest frequency of content words exceeds 1; 0 if none does.
fn largest(terms: &[Term], idf: &[f64]) -> f64 {
    const ABREAST: usize = 4;
    let len = terms.len().min(idf.len());
    let (some, more) = terms[..len].as_chunks::<ABREAST>();
    let (of_some, of_more) = idf[..len].as_chunks::<ABREAST>();
    #[allow(clippy::needless_bitwise_bool, reason = "a branch is what it would be")]
    let exceeds = |term: &Term, idf: &f64| if_so(!term.stop & (term.count > 0), idf - 1.0);
    let greater = |most: f64, value: f64| if value > most { value } else { most };
    let mut largest = [0.0; ABREAST];
    for (terms, idf) in some.iter().zip(of_some) {
        for (at, largest) in largest.iter_mut().enumerate() {
            *largest = greater(*largest, exceeds(&terms[at], &idf[at]));
        }
    }
    let rest = more.iter().zip(of_more).map(|(term, idf)| exceeds(term, idf));
    rest.chain(largest).fold(0.0, greater)
}

/// The value, or 0 if it is not to count, without a branch.
#[inline]
fn if_so(counts: bool, value: f64) -> f64 {
    f64::from_bits(value.to_bits() & 0u64.wrapping_sub(u64::from(counts)))
}

/// Bytes of letters that are not the first.
struct Behind;

impl Kind for Behind {
    #[inline]
    fn of(bytes: Bytes) -> Bytes {
        (bytes & Bytes::splat(0xC0)).simd_eq(Bytes::splat(0x80))
    }
}

fn is_behind(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The value, or 0 where frequencies from elsewhere make it none.
pub(super) fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bits::assert_kind;

    #[test]
    fn bytes_behind_others_are_those_of_the_plain_rule() {
        assert_kind::<Behind>(is_behind);
    }

    #[test]
    fn features_of_the_article_come_last() {
        assert_eq!(OfPhrase::WIDTH + OfArticle::WIDTH, FEATURES.len());
        for (at, (name, _)) in FEATURES.iter().enumerate() {
            assert_eq!(at >= OfPhrase::WIDTH, name.starts_with("article_"), "{name}");
        }
    }
}
