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
    ($($name:ident $about:literal,)*) => {
        /// The features in order: the name in `model.txt`, and what it is.
        pub(super) const FEATURES: &[(&str, &str)] = &[$((stringify!($name), $about),)*];

        /// The features of one phrase, by name.
        struct Named { $($name: f64,)* }

        impl Named {
            fn row(&self) -> Row {
                [$(finite(self.$name),)*]
            }
        }
    };
}

/// Number of features.
const WIDTH: usize = FEATURES.len();
/// The feature from which on they are of the article, the same for all its phrases.
const SHARED: usize = WIDTH - 6;
/// The features of one phrase.
type Row = [f32; WIDTH];

features! {
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
    article_length "length of the article",
    article_repetition "share of the article's words that occur again",
    article_word_length "characters of the article's words",
    article_capitals "share of the article's words that are capitalised",
    article_title "whether the article has a title",
    article_idf "mean inverse document frequency of the article's words",
}

/// The features of some phrases, a row for each.
pub(super) fn rows(input: &KeywordInput<'_>, phrases: &Phrases, ids: &[PhraseId]) -> Table {
    let shape = Shape::of(input, phrases);
    let features = |&id: &PhraseId| shape.features(&phrases.get(id)).row();
    let mut table = Table::default();
    for (at, row) in ids.iter().map(features).enumerate() {
        let (own, shared) = row.split_at(SHARED);
        if at == 0 {
            table = Table::new(ids.len(), own.len(), shared);
        }
        table.set(at, own);
    }
    table
}

/// What is the same for all phrases of an article.
struct Shape<'a> {
    input: &'a KeywordInput<'a>,
    /// For each term its inverse document frequency, scaled to 0…1 or so, and whether the title has it.
    terms: Vec<(f64, bool)>,
    /// Whether the text is all ASCII.
    ascii: bool,
    article_length: f64,
    article_repetition: f64,
    article_word_length: f64,
    article_capitals: f64,
    article_idf: f64,
}

impl<'a> Shape<'a> {
    fn of(input: &'a KeywordInput<'a>, phrases: &Phrases) -> Self {
        let document = input.document;
        let tokens = document.tokens();
        let mut terms: Vec<_> = scaled_idf(input).into_iter().map(|idf| (idf, false)).collect();
        for &term in document.title() {
            terms[term as usize].1 = true;
        }
        let (mut content, mut again, mut characters) = (0u32, 0u32, 0usize);
        let (mut capitalised, mut initial) = (0u32, 0u32);
        let ascii = input.text.is_ascii();
        for token in tokens.iter().filter(|token| !token.stop) {
            content += 1;
            again += u32::from(document.terms()[token.term as usize].count > 1);
            capitalised += u32::from(token.capitalised);
            characters += length(input.text, token.span, ascii);
        }
        // But those at the beginning of a sentence.
        let sentences = document.sentences().iter();
        let firsts = sentences.filter_map(|sentence| tokens[sentence.token_range()].first());
        for token in firsts.filter(|token| !token.stop) {
            initial += 1;
            capitalised -= u32::from(token.capitalised);
        }
        let (mut idf, mut words) = (0.0, 0u32);
        for term in phrases.single_terms() {
            idf += terms[term as usize].0;
            words += 1;
        }
        let share = |part: f64, whole: u32| part / f64::from(whole.max(1));
        Self {
            input,
            terms,
            ascii,
            article_length: (tokens.len().max(1) as f64).ln(),
            article_repetition: share(f64::from(again), content),
            article_word_length: share(characters as f64, content),
            article_capitals: share(f64::from(capitalised), content - initial),
            article_idf: share(idf, words),
        }
    }

    fn features(&self, phrase: &Phrase) -> Named {
        let document = self.input.document;
        let (first, end) = (phrase.first as usize, (phrase.first + phrase.words) as usize);
        let tokens = &document.tokens()[first..end];
        let n = f64::from(phrase.words - phrase.stops);
        let (mut idf_sum, mut titled) = (0.0, 0);
        for token in tokens.iter().filter(|token| !token.stop) {
            let (idf, in_title) = self.terms[token.term as usize];
            idf_sum += idf;
            titled += u32::from(in_title);
        }
        let [free_left, free_right, free] = phrase.free();
        let all = document.tokens().len() as f64;
        let count = ln(1 + phrase.count());
        Named {
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
            characters: ln(length(self.input.text, around(tokens), self.ascii) as u32),
            tf_idf: count * idf_sum / n,
            title: f64::from(titled) / n,
            article_length: self.article_length,
            article_repetition: self.article_repetition,
            article_word_length: self.article_word_length,
            article_capitals: self.article_capitals,
            article_title: f64::from(u8::from(!document.title().is_empty())),
            article_idf: self.article_idf,
        }
    }
}

/// Characters of a stretch of a text, of which it may be known that it is all ASCII.
fn length(text: &str, span: Span, ascii: bool) -> usize {
    // All bytes but those that continue a character.
    if ascii { span.len() } else { span.of(text).bytes().filter(|byte| byte & 0xC0 != 0x80).count() }
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
    fn shared_features_are_those_of_the_article() {
        for (at, (name, _)) in FEATURES.iter().enumerate() {
            assert_eq!(at >= SHARED, name.starts_with("article_"), "{name}");
        }
    }
}
