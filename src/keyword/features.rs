//! What the learned keyword method knows of a phrase: how often and where it occurs, how rare its words are, what
//! stands around it, and what the whole article is like, so that an abstract and a long paper can be judged by
//! different rules. All values are 32-bit floats, as they were when the trees were learned.

use super::KeywordInput;
use super::phrases::{Phrase, Phrases};

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

/// The features of all phrases that may become keywords, with the phrase's index in [`Phrases::list`].
pub(super) fn rows(input: &KeywordInput<'_>, phrases: &Phrases) -> Vec<(u32, Row)> {
    let shape = Shape::of(input);
    let candidates = phrases.list.iter().zip(0..).filter(|(phrase, _)| phrases.is_candidate(phrase));
    let mut rows: Vec<_> =
        candidates.map(|(phrase, id)| (id, shape.features(phrase, phrases.key(phrase)))).collect();
    let mut singles = (0.0, 0.0);
    for (_, features) in rows.iter().filter(|(_, features)| features.words < 1.5) {
        singles = (singles.0 + features.idf_mean, singles.1 + 1.0);
    }
    for (_, features) in &mut rows {
        features.article_idf = singles.0 / f64::max(singles.1, 1.0);
    }
    rows.into_iter().map(|(id, features)| (id, features.row())).collect()
}

/// What is the same for all phrases of an article.
struct Shape<'a> {
    input: &'a KeywordInput<'a>,
    /// For each term: inverse document and sentence frequency, scaled to 0…1 or so, ln count, and mean run length.
    idf: Vec<f64>,
    isf: Vec<f64>,
    ln_count: Vec<f64>,
    degree: Vec<f64>,
    in_title: Vec<bool>,
    /// Characters of each token.
    lengths: Vec<u32>,
    article_length: f64,
    article_repetition: f64,
    article_word_length: f64,
    article_capitals: f64,
}

impl<'a> Shape<'a> {
    fn of(input: &'a KeywordInput<'a>) -> Self {
        let document = input.document;
        let (terms, tokens) = (document.terms(), document.tokens());
        let sentences = document.sentences().len() as f64;
        let isf = terms.iter().map(|term| {
            let frequency = f64::from(term.sentences) + 0.5;
            ((sentences + 1.0) / frequency).ln() / (sentences + 1.0).ln().max(f64::MIN_POSITIVE)
        });
        let isf: Vec<f64> = isf.collect();
        let mut in_title = vec![false; terms.len()];
        for &term in document.title() {
            in_title[term as usize] = true;
        }
        let mut degree = vec![0.0; terms.len()];
        let mut run = Vec::new();
        let mut settle = |run: &mut Vec<u32>| {
            for &term in &*run {
                degree[term as usize] += run.len() as f64;
            }
            run.clear();
        };
        let (mut content, mut again, mut characters, mut inside, mut capitalised) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut lengths = Vec::with_capacity(tokens.len());
        let mut sentence_starts =
            document.sentences().iter().map(|sentence| sentence.token_range().start).peekable();
        for (at, token) in tokens.iter().enumerate() {
            let mut initial = false;
            while sentence_starts.next_if(|&start| start <= at).is_some() {
                initial = true;
            }
            let surface = token.span.of(input.text);
            let length = if surface.is_ascii() { surface.len() } else { surface.chars().count() };
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
        for (degree, term) in degree.iter_mut().zip(terms) {
            *degree /= f64::from(term.count.max(1));
        }
        let share = |part: f64, whole: f64| part / whole.max(1.0);
        Self {
            input,
            idf: scaled_idf(input).unwrap_or_else(|| isf.clone()),
            isf,
            ln_count: terms.iter().map(|term| f64::from(term.count.max(1)).ln()).collect(),
            degree,
            in_title,
            lengths,
            article_length: (tokens.len().max(1) as f64).ln(),
            article_repetition: share(again, content),
            article_word_length: share(characters, content),
            article_capitals: share(capitalised, inside),
        }
    }

    fn features(&self, phrase: &Phrase, key: &[u32]) -> Named {
        let document = self.input.document;
        let terms = document.terms();
        let (first, end) = (phrase.first as usize, (phrase.first + phrase.words) as usize);
        let tokens = &document.tokens()[first..end];
        let content =
            || tokens.iter().zip(key).filter(|(token, _)| !token.stop).map(|(_, &term)| term as usize);
        let n = f64::from(phrase.words - phrase.stops);
        let sum = |values: &[f64]| content().map(|term| values[term]).sum::<f64>();
        let max = |values: &[f64]| content().map(|term| values[term]).fold(f64::NEG_INFINITY, f64::max);
        let (idf_sum, isf_sum) = (sum(&self.idf), sum(&self.isf));
        let count = f64::from(phrase.count);
        let share = |part: u32| f64::from(part) / count;
        let rarest = content().map(|term| terms[term].count).min().unwrap_or(1);
        let degree_sum = sum(&self.degree);
        let characters = self.lengths[first..end].iter().sum::<u32>() + phrase.words - 1;
        let all = document.tokens().len() as f64;
        Named {
            count: count.ln_1p(),
            idf_mean: idf_sum / n,
            idf_max: max(&self.idf),
            idf_sum,
            isf_mean: isf_sum / n,
            isf_max: max(&self.isf),
            isf_sum,
            position: f64::from(phrase.first).ln_1p(),
            spread: f64::from(phrase.last - phrase.first) / all,
            words: n,
            stops: f64::from(phrase.stops),
            free: share(phrase.free),
            free_left: share(phrase.free_left),
            free_right: share(phrase.free_right),
            longer: share(phrase.longer),
            capitals: f64::from(phrase.capitalised) / f64::from(phrase.inside.max(1)),
            word_count_min: f64::from(rarest.max(1)).ln(),
            word_count_mean: sum(&self.ln_count) / n,
            degree_mean: (degree_sum / n).ln(),
            degree_sum: degree_sum.ln(),
            characters: f64::from(characters).ln(),
            tf_idf: count.ln_1p() * idf_sum / n,
            title: content().filter(|&term| self.in_title[term]).count() as f64 / n,
            article_length: self.article_length,
            article_repetition: self.article_repetition,
            article_word_length: self.article_word_length,
            article_capitals: self.article_capitals,
            article_title: f64::from(u8::from(!document.title().is_empty())),
            article_idf: 0.0,
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
