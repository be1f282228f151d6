//! What the trees make of phrases. Where a few bits or a small number tell a feature, or several, so do the trees' answers that
//! were found for them beforehand; no number is computed that the trees see nothing of.

use super::content_words::{MOST_CONTENT, View};
use super::features::{FEATURES, Feature, Features, OfArticle, OfPhrase, finite};
use super::forest::{Answer, Forest};
use super::joint::Joint;
use super::phrase::Phrase;
use super::phrases::PhraseId;
use super::ranked::Ranked;
use super::trees::Trees;
use crate::weighting::ln_count as ln;

/// Places and counts whose answers are found beforehand, and counts of which the answers to all shares are.
const POSITIONS: u32 = 512;
const COUNTS: u32 = 128;
const SMALL: u32 = 16;
const SHARE: usize = (SMALL * SMALL) as usize;

/// Answers that each phrase has, and all of one that occurs once and of one that can recur.
const EACH: usize = 3;
const ONCE: usize = EACH + 2;
const AGAIN: usize = EACH + 2 + SHARES.len() + 3;

/// What stands around the occurrences of a phrase: its [`Phrase::shares`].
const SHARES: [Feature; 5] =
    [Feature::free, Feature::free_left, Feature::free_right, Feature::longer, Feature::capitals];

/// Trees with answers that many phrases have.
pub(super) struct Judge {
    forest: Forest,
    /// What the bits of its [`View`] tell of a phrase that occurs once.
    once: [Answer; View::KINDS as usize],
    /// By the content words of a phrase that occurs once, what the sum of their inverse document frequencies tells.
    rarities: [Joint; MOST_CONTENT + 1],
    /// By the content words of a phrase, the stop words inside and the words that the title has.
    shapes: [Answer; Judge::SHAPES],
    /// By occurrences, words before the first of them, and characters.
    counts: Vec<Answer>,
    positions: Vec<Answer>,
    characters: Vec<Answer>,
    /// For each of the [`SHARES`] by the whole and the part.
    shares: [[Answer; SHARE]; SHARES.len()],
}

/// The answers to the features of some phrases. The same memory serves others.
#[derive(Default)]
pub(super) struct Answers {
    /// Those that occur once, and behind them those that can recur.
    ids: Vec<PhraseId>,
    once: Vec<[Answer; ONCE]>,
    again: Vec<[Answer; AGAIN]>,
    shared: [Answer; OfArticle::WIDTH],
}

/// The answers that each phrase has, and the sum of its words' inverse document frequencies.
struct Each {
    answers: [Answer; EACH],
    idf_sum: f64,
}

impl Answers {
    pub(super) fn ids(&self) -> &[PhraseId] {
        &self.ids
    }
}

impl Judge {
    pub(super) fn new(trees: Trees) -> Self {
        let mut forest = Forest::new(trees, FEATURES.len());
        let once = std::array::from_fn(|bits| {
            let phrase = Phrase::once(0, 1, 1, View::of_bits(bits as u8));
            let mut row = vec![
                forest.answer(Feature::count as usize, ln(2)),
                forest.answer(Feature::spread as usize, 0.0),
            ];
            for (feature, (part, whole)) in SHARES.into_iter().zip(phrase.shares()) {
                row.push(forest.answer(feature as usize, share(part, whole)));
            }
            forest.together(&row)
        });
        let rarities = std::array::from_fn(|content| {
            let n = content as f64;
            let features: [(usize, &dyn Fn(f64) -> f64); 3] = [
                (Feature::idf_sum as usize, &|sum| sum),
                (Feature::idf_mean as usize, &|sum| sum / n),
                (Feature::tf_idf as usize, &|sum| ln(2) * sum / n),
            ];
            Joint::new(&mut forest, if content == 0 { &[] } else { &features })
        });
        let mut shapes = [Answer::default(); Self::SHAPES];
        for (content, stops) in
            (1..=MOST_CONTENT).flat_map(|content| (0..4).map(move |stops| (content, stops)))
        {
            for titled in 0..=content {
                let title = forest.answer(Feature::title as usize, titled as f64 / content as f64);
                let words = forest.answer(Feature::words as usize, content as f64);
                let inside = forest.answer(Feature::stops as usize, stops as f64);
                shapes[Self::shape(content, stops, titled)] = forest.together(&[words, inside, title]);
            }
        }
        let known = |feature: Feature, add: u32, most: u32| -> Vec<_> {
            (0..most).map(|count| forest.answer(feature as usize, ln(add + count))).collect()
        };
        let counts = known(Feature::count, 1, COUNTS);
        let positions = known(Feature::position, 1, POSITIONS);
        let characters = known(Feature::characters, 0, COUNTS);
        let shares = SHARES.map(|feature| {
            std::array::from_fn(|at| {
                let (whole, part) = (at as u32 / SMALL, at as u32 % SMALL);
                if part > whole {
                    Answer::default()
                } else {
                    forest.answer(feature as usize, share(part, whole))
                }
            })
        });
        Self { forest, once, rarities, shapes, counts, positions, characters, shares }
    }

    const SHAPES: usize = 1 << 8;

    fn shape(content: usize, stops: usize, titled: usize) -> usize {
        (titled << 5 | content << 2 | stops) % Self::SHAPES
    }

    pub(super) fn forest(&self) -> &Forest {
        &self.forest
    }

    /// The phrases with the sum over the trees for each, or the best `keep` by the first trees, in any order; of equals those
    /// first in the order of ids.
    pub(super) fn scores(&self, answers: &Answers, keep: usize, scores: &mut Vec<Ranked>) {
        let Answers { ids, once, again, shared } = answers;
        self.forest.scores(shared, (once, again), keep, |row| ids[row].number(), scores);
    }

    /// Finds the same as what [`Forest::answer`] says of each of the [`Features`].
    pub(super) fn answer(
        &self,
        features: &Features<'_>,
        phrases: impl Iterator<Item = PhraseId>,
        answers: &mut Answers,
    ) {
        let Answers { ids, once, again, shared } = answers;
        let of_article = features.of_article().row();
        *shared = std::array::from_fn(|at| self.forest.answer(OfPhrase::WIDTH + at, of_article[at].into()));
        ids.clear();
        ids.extend(phrases);
        // All are swapped, so that no branch is to be foretold.
        let mut len = 0;
        for at in 0..ids.len() {
            let id = ids[at];
            ids.swap(at, len);
            len += usize::from(!features.phrases.recurs(id));
        }
        let (of_once, of_again) = ids.split_at(len);
        once.clear();
        once.extend(of_once.iter().map(|&id| self.once(features, id)));
        again.clear();
        again.extend(of_again.iter().map(|&id| self.again(features, id)));
    }

    fn once(&self, features: &Features<'_>, id: PhraseId) -> [Answer; ONCE] {
        let Each { answers: [one, two, three], idf_sum } = self.each(features, id);
        let view = features.phrases.content_words().view(id.start(), id.content());
        let rarity = self.rarities[id.content() % self.rarities.len()].answer(finite(idf_sum));
        [one, two, three, rarity, self.once[usize::from(view.bits() % View::KINDS)]]
    }

    fn again(&self, features: &Features<'_>, id: PhraseId) -> [Answer; AGAIN] {
        let Each { answers: [one, two, three], idf_sum } = self.each(features, id);
        let answer = |feature: Feature, value: f64| self.forest.answer(feature as usize, value);
        let phrase = features.phrases.get(id);
        let n = id.content() as f64;
        let count = self.of_count(&self.counts, Feature::count, phrase.count(), 1);
        let shares = phrase.shares();
        // No part is more than the occurrences.
        let [four, five, six, seven, eight] = if phrase.count() < SMALL {
            let [free, free_left, free_right, longer, capitals] = shares;
            let known =
                |(part, whole): (u32, u32), of: &[Answer; SHARE]| of[(whole * SMALL + part) as usize % SHARE];
            let [of_free, of_left, of_right, of_longer, of_capitals] = &self.shares;
            [
                known(free, of_free),
                known(free_left, of_left),
                known(free_right, of_right),
                known(longer, of_longer),
                known(capitals, of_capitals),
            ]
        } else {
            std::array::from_fn(|at| answer(SHARES[at], share(shares[at].0, shares[at].1)))
        };
        [
            one,
            two,
            three,
            four,
            five,
            six,
            seven,
            eight,
            count,
            answer(Feature::spread, features.spread(&phrase)),
            answer(Feature::idf_sum, finite(idf_sum)),
            answer(Feature::idf_mean, finite(idf_sum / n)),
            answer(Feature::tf_idf, finite(ln(1 + phrase.count()) * idf_sum / n)),
        ]
    }

    #[inline]
    fn each(&self, features: &Features<'_>, id: PhraseId) -> Each {
        let content = id.content();
        let (first, words) = features.phrases.content_words().extent_in_tokens(id.start(), content);
        let (idf_sum, titled) = features.of_words(id);
        let characters = features.characters(first, words);
        let answers = [
            self.shapes[Self::shape(content, words as usize - content, titled as usize)],
            self.of_count(&self.positions, Feature::position, first, 1),
            self.of_count(&self.characters, Feature::characters, characters, 0),
        ];
        Each { answers, idf_sum }
    }

    /// The answer to the logarithm of a number after something is added.
    #[inline]
    fn of_count(&self, known: &[Answer], feature: Feature, number: u32, add: u32) -> Answer {
        let answer = || self.forest.answer(feature as usize, ln(add + number));
        known.get(number as usize).copied().unwrap_or_else(answer)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::keyword::KeywordInput;
    use crate::keyword::phrases::{PhraseBuffers, Phrases};
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
            let phrases = Phrases::of(&document, PhraseBuffers::default());
            let mut answers = Answers::default();
            for idf in [sentence_idf(&document), idf] {
                let input = KeywordInput { text: article.text(), document: &document, idf: &idf };
                let features = Features::of(&input, &phrases);
                judge.answer(&features, phrases.shortlist(10, &mut Vec::new()), &mut answers);
                let naive = |id: &PhraseId| -> [_; OfPhrase::WIDTH] {
                    let row = features.row(*id);
                    std::array::from_fn(|feature| judge.forest.answer(feature, row[feature].into()))
                };
                let naive: Vec<_> = answers.ids.iter().map(naive).collect();
                let (mut scores, mut of_naive) = (Vec::new(), Vec::new());
                let (ids, shared) = (&answers.ids, &answers.shared);
                judge.scores(&answers, ids.len(), &mut scores);
                let order = |row: usize| ids[row].number();
                judge.forest.scores(shared, (&naive, &[[]; 0]), ids.len(), order, &mut of_naive);
                prop_assert_eq!(scores, of_naive);
            }
        }
    }
}
