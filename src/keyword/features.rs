//! What the learned keyword method knows of a phrase: how often and where it occurs, how rare its words are, what
//! stands around it, and what the whole article is like, so that an abstract and a long paper can be judged by
//! different rules. All values are 32-bit floats, as they were when the trees were learned.

use super::KeywordInput;
use super::forest::Table;
use super::phrase::{Phrase, around};
use super::phrases::{PhraseId, Phrases};
use crate::analysis::Term;
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
                    [$(finite(self.$name),)*]
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

/// The features of some phrases, a row for each.
pub(super) fn rows(input: &KeywordInput<'_>, phrases: &Phrases, ids: &[PhraseId]) -> Table {
    let terms = Terms::of(input);
    let mut table = Table::new(ids.len(), OfPhrase::WIDTH, &terms.of_article(phrases).row());
    for (at, &id) in ids.iter().enumerate() {
        table.set(at, &terms.of_phrase(&phrases.get(id)).row());
    }
    table
}

/// An article and what is known of its terms.
struct Terms<'a> {
    input: &'a KeywordInput<'a>,
    /// For each term its inverse document frequency, scaled to 0…1 or so, and whether the title has it.
    known: Vec<(f64, bool)>,
    /// Whether the text is all ASCII.
    ascii: bool,
}

impl<'a> Terms<'a> {
    fn of(input: &'a KeywordInput<'a>) -> Self {
        let mut known: Vec<_> = scaled_idf(input).into_iter().map(|idf| (idf, false)).collect();
        for &term in input.document.title() {
            known[term as usize].1 = true;
        }
        Self { input, known, ascii: input.text.is_ascii() }
    }

    fn of_article(&self, phrases: &Phrases) -> OfArticle {
        let document = self.input.document;
        let tokens = document.tokens();
        let (mut again, mut characters, mut inside, mut capitals) = (0, 0, 0, 0);
        for word in phrases.content_words() {
            again += usize::from(word.flags.again());
            inside += usize::from(word.flags.inside());
            capitals += usize::from(word.flags.capital());
            characters += self.length(tokens[word.token as usize].span);
        }
        let (mut idf, mut words) = (0.0, 0);
        for term in phrases.single_terms() {
            idf += self.known[term as usize].0;
            words += 1;
        }
        let content = phrases.content_words().len();
        let share = |part: f64, whole: usize| part / whole.max(1) as f64;
        OfArticle {
            article_length: (tokens.len().max(1) as f64).ln(),
            article_repetition: share(again as f64, content),
            article_word_length: share(characters as f64, content),
            article_capitals: share(capitals as f64, inside),
            article_title: f64::from(u8::from(!document.title().is_empty())),
            article_idf: share(idf, words),
        }
    }

    fn of_phrase(&self, phrase: &Phrase) -> OfPhrase {
        let document = self.input.document;
        let (first, end) = (phrase.first as usize, (phrase.first + phrase.words) as usize);
        let tokens = &document.tokens()[first..end];
        let n = f64::from(phrase.words - phrase.stops);
        let (mut idf_sum, mut titled) = (0.0, 0);
        for token in tokens.iter().filter(|token| !token.stop) {
            let (idf, in_title) = self.known[token.term as usize];
            idf_sum += idf;
            titled += u32::from(in_title);
        }
        let [free_left, free_right, free] = phrase.free();
        let all = document.tokens().len() as f64;
        let count = ln(1 + phrase.count());
        OfPhrase {
            count,
            idf_mean: idf_sum / n,
            idf_sum,
            position: ln(1 + phrase.first),
            spread: f64::from(phrase.last - phrase.first) / all,
            words: n,
            stops: f64::from(phrase.stops),
            free,
            free_left,
            free_right,
            longer: f64::from(phrase.longer) / f64::from(phrase.count()),
            capitals: phrase.capitals(),
            characters: ln(self.length(around(tokens)) as u32),
            tf_idf: count * idf_sum / n,
            title: f64::from(titled) / n,
        }
    }

    /// Characters of a stretch of the text.
    fn length(&self, span: Span) -> usize {
        // All bytes but those that continue a character.
        let begins = |byte: &u8| byte & 0xC0 != 0x80;
        if self.ascii { span.len() } else { span.of(self.input.text).bytes().filter(begins).count() }
    }
}

/// The inverse document frequencies scaled so that the article's rarest content word has 1 and a word of all documents
/// 0, whatever the corpus; where they tell no word from another, inverse sentence frequencies.
fn scaled_idf(input: &KeywordInput<'_>) -> Vec<f64> {
    let terms = input.document.terms();
    let excess = |term: usize| input.idf.get(term).map_or(0.0, |idf| idf - 1.0);
    let content = terms.iter().enumerate().filter(|(_, term)| !term.stop && term.count > 0);
    let largest = content.map(|(at, _)| excess(at)).fold(0.0, f64::max);
    if largest > 1e-9 {
        return (0..terms.len()).map(|term| excess(term) / largest).collect();
    }
    let sentences = input.document.sentences().len() as f64 + 1.0;
    let isf = |term: &Term| (sentences / (f64::from(term.sentences) + 0.5)).ln();
    terms.iter().map(|term| isf(term) / sentences.ln().max(f64::MIN_POSITIVE)).collect()
}

fn finite(value: f64) -> f32 {
    if value.is_finite() { value as f32 } else { 0.0 }
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
