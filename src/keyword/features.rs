//! What the learned keyword method knows of a phrase: how often and where it occurs, how rare its words are, what
//! stands around it, and what the whole article is like, so that an abstract and a long paper can be judged by
//! different rules. All values are 32-bit floats, as they were when the trees were learned.

use super::KeywordInput;
use super::phrases::{Phrase, Phrases};
use crate::analysis::Term;
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
pub(super) const WIDTH: usize = FEATURES.len();
/// The feature from which on they are of the article, the same for all its phrases.
pub(super) const SHARED: usize = WIDTH - 6;
/// The features of one phrase.
pub(super) type Row = [f32; WIDTH];

features! {
    count "ln (1 + occurrences)",
    idf_mean "mean inverse document frequency of the words",
    idf_max "largest inverse document frequency of the words",
    idf_sum "sum of the words' inverse document frequencies",
    isf_mean "mean inverse sentence frequency of the words",
    isf_max "largest inverse sentence frequency of the words",
    isf_sum "sum of the words' inverse sentence frequencies",
    position "ln (1 + words before the first occurrence)",
    spread "share of the article between first and last occurrence",
    words "content words",
    stops "stop words inside",
    free "share of occurrences bounded on both sides",
    free_left "share of occurrences bounded to the left",
    free_right "share of occurrences bounded to the right",
    longer "most frequent longer phrase around it, per occurrence",
    capitals "share of occurrences inside sentences that begin with a capital",
    word_count_min "ln occurrences of its rarest word",
    word_count_mean "mean ln occurrences of its words",
    degree_mean "ln mean length of the phrases that its words stand in",
    degree_sum "ln summed length of the phrases that its words stand in",
    characters "ln characters",
    tf_idf "ln (1 + occurrences) × mean inverse document frequency",
    title "share of the words that the title has",
    article_length "length of the article",
    article_repetition "share of the article's words that occur again",
    article_word_length "characters of the article's words",
    article_capitals "share of the article's words that are capitalised",
    article_title "whether the article has a title",
    article_idf "mean inverse document frequency of the article's words",
}

/// The features of the phrases at these indices of [`Phrases::list`].
pub(super) fn rows(input: &KeywordInput<'_>, phrases: &Phrases, ids: &[u32]) -> Vec<(u32, Row)> {
    let shape = Shape::of(input, phrases);
    let row = |&id: &u32| {
        let phrase = &phrases.list[id as usize];
        (id, shape.features(phrase, phrases.key(phrase)).row())
    };
    ids.iter().map(row).collect()
}

/// What is the same for all phrases of an article.
struct Shape<'a> {
    input: &'a KeywordInput<'a>,
    terms: Vec<TermShape>,
    /// Characters of each token.
    lengths: Vec<u32>,
    article_length: f64,
    article_repetition: f64,
    article_word_length: f64,
    article_capitals: f64,
    article_idf: f64,
}

/// A term of the article.
struct TermShape {
    /// Inverse document and sentence frequency, scaled to 0…1 or so.
    idf: f64,
    isf: f64,
    ln_count: f64,
    /// Mean length of the runs of content words that it stands in.
    degree: f64,
    /// Occurrences, at least 1.
    count: u32,
    in_title: bool,
}

impl<'a> Shape<'a> {
    fn of(input: &'a KeywordInput<'a>, phrases: &Phrases) -> Self {
        let document = input.document;
        let (terms, tokens) = (document.terms(), document.tokens());
        let sentences = document.sentences().len() as f64;
        let idf = scaled_idf(input);
        let most = terms.iter().map(|term| term.sentences).max().unwrap_or(0);
        let isf = |in_sentences: u32| {
            let frequency = f64::from(in_sentences) + 0.5;
            ((sentences + 1.0) / frequency).ln() / (sentences + 1.0).ln().max(f64::MIN_POSITIVE)
        };
        let isf: Vec<f64> = (0..=most).map(isf).collect();
        let shape = |(at, term): (usize, &Term)| {
            let isf = isf[term.sentences as usize];
            let idf = idf.as_ref().map_or(isf, |idf| idf[at]);
            let count = term.count.max(1);
            TermShape { idf, isf, ln_count: ln(count), degree: 0.0, count, in_title: false }
        };
        let mut shapes: Vec<_> = terms.iter().enumerate().map(shape).collect();
        for &term in document.title() {
            shapes[term as usize].in_title = true;
        }
        let mut run = Vec::new();
        let mut settle = |run: &mut Vec<u32>| {
            for &term in &*run {
                shapes[term as usize].degree += run.len() as f64;
            }
            run.clear();
        };
        let (mut content, mut again, mut characters, mut inside, mut capitalised) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut lengths = Vec::with_capacity(tokens.len());
        let ascii = input.text.is_ascii();
        let mut sentence_starts =
            document.sentences().iter().map(|sentence| sentence.token_range().start).peekable();
        for (at, token) in tokens.iter().enumerate() {
            let mut initial = false;
            while sentence_starts.next_if(|&start| start <= at).is_some() {
                initial = true;
            }
            let surface = token.span.of(input.text);
            let length = if ascii || surface.is_ascii() { surface.len() } else { surface.chars().count() };
            lengths.push(length as u32);
            if token.stop || token.gap == crate::segment::words::Gap::Break || initial {
                settle(&mut run);
            }
            if token.stop {
                continue;
            }
            run.push(token.term);
            content += 1.0;
            characters += length as f64;
            again += f64::from(u8::from(terms[token.term as usize].count > 1));
            if !initial {
                inside += 1.0;
                capitalised += f64::from(u8::from(token.capitalised));
            }
        }
        settle(&mut run);
        for shape in &mut shapes {
            shape.degree /= f64::from(shape.count);
        }
        let singles = phrases.list.iter().filter(|phrase| phrase.words == 1 && phrases.is_candidate(phrase));
        let (mut idf, mut words) = (0.0, 0.0);
        for &term in singles.flat_map(|phrase| phrases.key(phrase)) {
            idf += shapes[term as usize].idf;
            words += 1.0;
        }
        let share = |part: f64, whole: f64| part / whole.max(1.0);
        Self {
            input,
            terms: shapes,
            lengths,
            article_length: (tokens.len().max(1) as f64).ln(),
            article_repetition: share(again, content),
            article_word_length: share(characters, content),
            article_capitals: share(capitalised, inside),
            article_idf: share(idf, words),
        }
    }

    fn features(&self, phrase: &Phrase, key: &[u32]) -> Named {
        let document = self.input.document;
        let (first, end) = (phrase.first as usize, (phrase.first + phrase.words) as usize);
        let tokens = &document.tokens()[first..end];
        let n = f64::from(phrase.words - phrase.stops);
        let (mut idf_sum, mut isf_sum, mut degree_sum, mut ln_count_sum) = (0.0, 0.0, 0.0, 0.0);
        let (mut idf_max, mut isf_max) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        let (mut rarest, mut titled) = (u32::MAX, 0);
        for (_, &term) in tokens.iter().zip(key).filter(|(token, _)| !token.stop) {
            let term = &self.terms[term as usize];
            idf_sum += term.idf;
            idf_max = idf_max.max(term.idf);
            isf_sum += term.isf;
            isf_max = isf_max.max(term.isf);
            degree_sum += term.degree;
            ln_count_sum += term.ln_count;
            rarest = rarest.min(term.count);
            titled += u32::from(term.in_title);
        }
        let count = f64::from(phrase.count);
        let share = |part: u32| f64::from(part) / count;
        let characters = self.lengths[first..end].iter().sum::<u32>() + phrase.words - 1;
        let all = document.tokens().len() as f64;
        Named {
            count: ln(1 + phrase.count),
            idf_mean: idf_sum / n,
            idf_max,
            idf_sum,
            isf_mean: isf_sum / n,
            isf_max,
            isf_sum,
            position: ln(1 + phrase.first),
            spread: f64::from(phrase.last - phrase.first) / all,
            words: n,
            stops: f64::from(phrase.stops),
            free: share(phrase.free),
            free_left: share(phrase.free_left),
            free_right: share(phrase.free_right),
            longer: share(phrase.longer),
            capitals: f64::from(phrase.capitalised) / f64::from(phrase.inside.max(1)),
            word_count_min: ln(rarest),
            word_count_mean: ln_count_sum / n,
            degree_mean: (degree_sum / n).ln(),
            degree_sum: degree_sum.ln(),
            characters: ln(characters),
            tf_idf: ln(1 + phrase.count) * idf_sum / n,
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

/// The inverse document frequencies scaled so that the article's rarest content word has 1 and a word of all documents
/// 0, whatever the corpus. `None` where they tell no word from another.
fn scaled_idf(input: &KeywordInput<'_>) -> Option<Vec<f64>> {
    let terms = input.document.terms();
    let excess = |term: usize| input.idf.get(term).map_or(0.0, |idf| idf - 1.0);
    let content = terms.iter().enumerate().filter(|(_, term)| !term.stop && term.count > 0);
    let largest = content.map(|(at, _)| excess(at)).fold(0.0, f64::max);
    (largest > 1e-9).then(|| (0..terms.len()).map(|term| excess(term) / largest).collect())
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
