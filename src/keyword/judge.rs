//! What the trees make of phrases. Where a few bits or a small number tell a feature, or several, so do the trees' answers that
//! were found for them beforehand; no number is computed that the trees see nothing of.

use super::content_words::View;
use super::features::{FEATURES, Feature, Features, OfPhrase, finite};
use super::forest::{Answer, Forest};
use super::phrase::Phrase;
use super::phrases::PhraseId;
use super::trees::Trees;
use crate::weighting::ln_count as ln;

/// Counts whose answers are found beforehand.
const COUNTS: u32 = 512;

/// Answers that each phrase has, and those to what its occurrences are like.
const EACH: usize = 7;
const OCCURRENCES: usize = 7;

/// Trees with answers that many phrases have.
pub(super) struct Judge {
    forest: Forest,
    /// What the bits of its [`View`] tell of a phrase that occurs once.
    once: [Answer; View::KINDS as usize],
    /// By the content words of a phrase and the stop words inside.
    shapes: [Answer; 1 << (Judge::STOPS + Judge::WORDS)],
    /// By occurrences, words before the first of them, and characters.
    counts: Vec<Answer>,
    positions: Vec<Answer>,
    characters: Vec<Answer>,
}

/// The answers to the features of some phrases.
pub(super) struct Answers {
    ids: Vec<PhraseId>,
    rows: Vec<Row>,
    shared: Vec<Answer>,
}

impl Answers {
    pub(super) fn ids(&self) -> &[PhraseId] {
        &self.ids
    }
}

/// The answers to one phrase: those that each has, and behind them one or [`OCCURRENCES`].
#[derive(Clone, Copy)]
struct Row {
    answers: [Answer; EACH + OCCURRENCES],
    len: usize,
}

impl AsRef<[Answer]> for Row {
    fn as_ref(&self) -> &[Answer] {
        self.answers.get(..self.len).unwrap_or_default()
    }
}

impl Judge {
    pub(super) fn new(trees: Trees) -> Self {
        let mut forest = Forest::new(trees, FEATURES.len());
        let once = std::array::from_fn(|bits| {
            let phrase = Phrase::once(0, 1, 1, View::of_bits(bits as u8));
            let mut row = Self::surroundings(&forest, &phrase).to_vec();
            row.push(forest.answer(Feature::count as usize, ln(2) as f32));
            row.push(forest.answer(Feature::spread as usize, 0.0));
            forest.together(&row)
        });
        let shapes = std::array::from_fn(|shape| {
            let (words, stops) = (shape >> Self::STOPS, shape % (1 << Self::STOPS));
            let words = forest.answer(Feature::words as usize, words as f32);
            let stops = forest.answer(Feature::stops as usize, stops as f32);
            forest.together(&[words, stops])
        });
        let known = |feature: Feature, add: u32| -> Vec<_> {
            (0..COUNTS).map(|count| forest.answer(feature as usize, ln(add + count) as f32)).collect()
        };
        let (counts, positions, characters) =
            (known(Feature::count, 1), known(Feature::position, 1), known(Feature::characters, 0));
        Self { forest, once, shapes, counts, positions, characters }
    }

    /// Bits of a shape for the stop words inside and for the content words.
    const STOPS: u32 = 2;
    const WORDS: u32 = 3;

    pub(super) fn forest(&self) -> &Forest {
        &self.forest
    }

    /// The sum over the trees for each phrase, or of the best `keep` by the first trees, in any order; of equals those first
    /// in the order of ids.
    pub(super) fn scores(&self, answers: &Answers, keep: usize) -> Vec<(usize, f64)> {
        self.forest.scores(&answers.shared, &answers.rows, keep, |row| answers.ids[row])
    }

    /// The same as what [`Forest::answer`] says of each of the [`Features`].
    pub(super) fn answers(&self, features: &Features<'_>, ids: Vec<PhraseId>) -> Answers {
        let shared = features.of_article().row();
        let shared =
            (OfPhrase::WIDTH..).zip(shared).map(|(feature, value)| self.forest.answer(feature, value));
        let rows = ids.iter().map(|&id| self.of_phrase(features, id)).collect();
        Answers { rows, shared: shared.collect(), ids }
    }

    #[inline]
    fn of_phrase(&self, features: &Features<'_>, id: PhraseId) -> Row {
        let value = |feature: Feature, value: f64| self.forest.answer(feature as usize, value as f32);
        let of_count = |answers: &[Answer], number: u32, feature: Feature, add: u32| {
            answers.get(number as usize).copied().unwrap_or_else(|| value(feature, ln(add + number)))
        };
        let (start, content, all) = (id.start(), id.content(), features.phrases.content_words());
        let (first, words) = all.extent_in_tokens(start, content);
        let known = features.phrases.known(id);
        let count = known.map_or(1, Phrase::count);
        let (of_occurrences, occurrences) = match known {
            None => ([self.once[usize::from(all.view(start, content).bits() % View::KINDS)]; OCCURRENCES], 1),
            Some(phrase) => {
                let [free, free_left, free_right, longer, capitals] =
                    Self::surroundings(&self.forest, phrase);
                let count = of_count(&self.counts, count, Feature::count, 1);
                let spread = value(Feature::spread, features.spread(phrase));
                ([count, spread, free, free_left, free_right, longer, capitals], OCCURRENCES)
            }
        };
        let [one, two, three, four, five, six, seven] = of_occurrences;
        let shape = content << Self::STOPS | (words as usize - content);
        let (idf_sum, titled) = features.of_words(id);
        let n = content as f64;
        let answers = [
            self.shapes[shape % self.shapes.len()],
            of_count(&self.positions, first, Feature::position, 1),
            of_count(&self.characters, features.characters(first, words), Feature::characters, 0),
            value(Feature::idf_sum, finite(idf_sum)),
            value(Feature::idf_mean, finite(idf_sum / n)),
            value(Feature::tf_idf, finite(ln(1 + count) * idf_sum / n)),
            value(Feature::title, f64::from(titled) / n),
            one,
            two,
            three,
            four,
            five,
            six,
            seven,
        ];
        Row { answers, len: EACH + occurrences }
    }

    /// The answers to what stands around the occurrences of a phrase.
    #[inline]
    fn surroundings(forest: &Forest, phrase: &Phrase) -> [Answer; 5] {
        let [free_left, free_right, free] = phrase.free();
        [
            (Feature::free, free),
            (Feature::free_left, free_left),
            (Feature::free_right, free_right),
            (Feature::longer, phrase.longer_share()),
            (Feature::capitals, phrase.capitals()),
        ]
        .map(|(feature, value)| forest.answer(feature as usize, value as f32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::keyword::KeywordInput;
    use crate::keyword::phrases::Phrases;
    use crate::weighting::sentence_idf;
    use crate::{Article, Language};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn scores_are_those_of_the_features(
            text in "((sea|ice|of|the|cap|Melt|Über|in|[a-z]{3})[ ]|[.] ){0,60}",
            title in "(Sea |cap )?",
            idf in prop::collection::vec(1.0..9.0, 100),
        ) {
            let judge = Judge::new(Trees::parse(include_str!("model.txt")).unwrap());
            let title = (!title.is_empty()).then_some(title);
            let Ok(article) = Article::from_record(text, title) else { return Ok(()) };
            let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
            let phrases = Phrases::of(&document);
            let ids = phrases.shortlist(10);
            for idf in [sentence_idf(&document), idf] {
                let input = KeywordInput { text: article.text(), document: &document, idf: &idf };
                let features = Features::of(&input, &phrases);
                let found = judge.scores(&judge.answers(&features, ids.clone()), ids.len());
                let naive = |id: &PhraseId| -> Vec<_> {
                    let row = features.row(*id).into_iter().enumerate();
                    row.map(|(feature, value)| judge.forest.answer(feature, value)).collect()
                };
                let naive: Vec<_> = ids.iter().map(naive).collect();
                prop_assert_eq!(found, judge.forest.scores(&[], &naive, ids.len(), |row| row));
            }
        }
    }
}
