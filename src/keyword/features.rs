//! What the learned keyword method knows of a phrase: how often and where it occurs, how rare its words are, what
//! stands around it, and what the whole article is like, so that an abstract and a long paper can be judged by
//! different rules. All values are 32-bit floats, as they were when the trees were learned.

use super::KeywordInput;
use super::content_words::ContentWords;
use super::phrase::{Phrase, around};
use super::phrases::{PhraseId, Phrases};
use super::table::Table;
use crate::span::Span;
use crate::weighting::ln_count as ln;

macro_rules! features {
    ($($record:ident $about_record:literal { $($name:ident $about:literal,)* })*) => {
        /// The features in order: the name in `model.txt`, and what it is.
        pub(super) const FEATURES: &[(&str, &str)] = &[$($((stringify!($name), $about),)*)*];

        $(
            #[doc = $about_record]
            #[allow(clippy::struct_field_names, reason = "the names of the model's file")]
            struct $record { $($name: f64,)* }

            impl $record {
                const WIDTH: usize = [$(stringify!($name)),*].len();

                fn row(&self) -> [f32; Self::WIDTH] {
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

/// Rows of features of phrases.
pub(super) type Features = Table<{ OfPhrase::WIDTH }>;

/// The features of some phrases, a row for each; all are finite.
pub(super) fn rows(input: &KeywordInput<'_>, phrases: &Phrases<'_>, ids: &[PhraseId]) -> Features {
    let terms = Terms::of(input);
    let row = |&id: &PhraseId| terms.of_phrase(&phrases.get(id), phrases.terms(id)).row();
    Table::new(ids.iter().map(row), &terms.of_article(phrases).row())
}

/// An article and what is known of its terms.
struct Terms<'a> {
    input: &'a KeywordInput<'a>,
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

impl<'a> Terms<'a> {
    fn of(input: &'a KeywordInput<'a>) -> Self {
        let (document, terms) = (input.document, input.document.terms());
        let content = terms.iter().zip(input.idf).filter(|(term, _)| !term.stop && term.count > 0);
        let largest = content.map(|(_, idf)| idf - 1.0).fold(0.0, f64::max);
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
        Self { input, rarity, titled, ascii: input.text.is_ascii() }
    }

    /// The inverse document frequency of a term, scaled.
    fn idf(&self, term: u32) -> f64 {
        let term = term as usize;
        match self.rarity {
            Rarity::Documents(largest) => self.input.idf.get(term).map_or(0.0, |idf| idf - 1.0) / largest,
            Rarity::Sentences(sentences, largest) => {
                let of_term = f64::from(self.input.document.terms()[term].sentences) + 0.5;
                (sentences / of_term).ln() / largest
            }
        }
    }

    fn is_titled(&self, term: u32) -> bool {
        self.titled.get(term as usize).is_some_and(|titled| *titled)
    }

    fn of_article(&self, phrases: &Phrases<'_>) -> OfArticle {
        let document = self.input.document;
        let words = phrases.content_words();
        let (inside, capitals) = words.inside();
        let (mut idf, mut terms) = (0.0, 0);
        for term in phrases.single_terms() {
            idf += self.idf(term);
            terms += 1;
        }
        let content = words.len();
        let again: u32 = phrases.recurring().words().iter().map(|word| word.phrase.count()).sum();
        let share = |part: f64, whole: usize| part / whole.max(1) as f64;
        OfArticle {
            article_length: (document.tokens().len().max(1) as f64).ln(),
            article_repetition: share(f64::from(again), content),
            article_word_length: share(self.characters(words) as f64, content),
            article_capitals: share(f64::from(capitals), inside as usize),
            article_title: f64::from(u8::from(!document.title().is_empty())),
            article_idf: finite(share(idf, terms)),
        }
    }

    /// Of a phrase with the terms of its content words.
    fn of_phrase(&self, phrase: &Phrase, terms: &[u32]) -> OfPhrase {
        let document = self.input.document;
        let (first, end) = (phrase.first as usize, (phrase.first + phrase.words) as usize);
        let tokens = &document.tokens()[first..end];
        let n = f64::from(phrase.words - phrase.stops);
        let (mut idf_sum, mut titled) = (0.0, 0);
        for &term in terms {
            idf_sum += self.idf(term);
            titled += u32::from(self.is_titled(term));
        }
        let [free_left, free_right, free] = phrase.free();
        let all = document.tokens().len() as f64;
        let count = ln(1 + phrase.count());
        OfPhrase {
            count,
            idf_mean: finite(idf_sum / n),
            idf_sum: finite(idf_sum),
            position: ln(1 + phrase.first),
            spread: f64::from(phrase.last - phrase.first) / all,
            words: n,
            stops: f64::from(phrase.stops),
            free,
            free_left,
            free_right,
            longer: f64::from(phrase.longer) / f64::from(phrase.count()),
            capitals: phrase.capitals(),
            characters: ln(self.length(around(tokens)).max(1) as u32),
            tf_idf: finite(count * idf_sum / n),
            title: f64::from(titled) / n,
        }
    }

    /// Characters of the content words.
    fn characters(&self, words: &ContentWords<'_>) -> usize {
        let document = self.input.document;
        let mut left = words.tokens();
        let mut sum = 0;
        for (at, sentence) in document.sentences().iter().enumerate() {
            let (own, behind) = left.split_at(document.content(at).len().min(left.len()));
            left = behind;
            let spans = own.iter().map(|&token| document.tokens()[token as usize].span);
            let ascii = self.ascii || sentence.span.of(self.input.text).is_ascii();
            sum += if ascii {
                spans.map(Span::len).sum()
            } else {
                spans.map(|span| self.length(span)).sum::<usize>()
            };
        }
        sum
    }

    /// Characters of a stretch of the text.
    fn length(&self, span: Span) -> usize {
        if self.ascii {
            return span.len();
        }
        let piece = span.of(self.input.text);
        if piece.is_ascii() { piece.len() } else { piece.chars().count() }
    }
}

/// The value, or 0 where frequencies from elsewhere make it none.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_the_article_come_last() {
        assert_eq!(OfPhrase::WIDTH + OfArticle::WIDTH, FEATURES.len());
        for (at, (name, _)) in FEATURES.iter().enumerate() {
            assert_eq!(at >= OfPhrase::WIDTH, name.starts_with("article_"), "{name}");
        }
    }
}
