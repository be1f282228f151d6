//! The default keyword method: phrases ranked by boosted trees that were learned from the keywords that people gave to
//! about 4,000 texts in seven languages. Supervised keyword extraction in the line of KEA (Witten et al. 1999) and Maui
//! (Medelyan 2009): candidates, a few cheap features each, and a learned rule for which to take. No feature looks at a
//! letter of a word, so that the rule serves every language; `docs/learn/keywords.py` learns it anew.

use std::sync::LazyLock;

use super::features::{FEATURES, Row, rows};
use super::forest::Forest;
use super::phrases::{Phrase, Phrases};
use super::{Keyword, KeywordInput};
use crate::explanation::Explanation;

static MODEL: &str = include_str!("model.txt");

/// The trees. None stand in should the build have embedded a broken file, which a test rules out.
static FOREST: LazyLock<Forest> = LazyLock::new(|| Forest::parse(MODEL, FEATURES).unwrap_or_default());

/// The best `limit` phrases: by score, of equals the earlier, then the shorter.
pub(super) fn extract(input: &KeywordInput<'_>, limit: usize, explain: bool) -> Vec<Keyword> {
    if limit == 0 {
        return Vec::new();
    }
    let phrases = Phrases::of(input.document);
    let phrase = |id: u32| &phrases.list[id as usize];
    let scored = rows(input, &phrases).into_iter().map(|(id, row)| (FOREST.score(&row), id, row));
    let mut ranked: Vec<_> = scored.collect();
    ranked.sort_unstable_by(|(a, first, _), (b, second, _)| {
        let place = |&id: &u32| (phrase(id).first, phrase(id).words);
        b.total_cmp(a).then_with(|| place(first).cmp(&place(second)))
    });
    let mut chosen: Vec<Phrase> = Vec::new();
    let mut keywords = Vec::new();
    for (log_odds, id, row) in ranked {
        let phrase = phrase(id);
        if keywords.len() == limit {
            break;
        }
        if chosen.iter().any(|other| swallows(&phrases, other, phrase)) {
            continue;
        }
        let text = phrases.spelling(phrase, input.text, input.document);
        if text.is_empty() {
            continue;
        }
        chosen.push(*phrase);
        keywords.push(Keyword {
            text,
            score: logistic(log_odds),
            count: phrase.count,
            explanation: explain.then(|| explanation(log_odds, &row)),
        });
    }
    keywords
}

/// Whether a phrase occurs only as part of another.
fn swallows(phrases: &Phrases, longer: &Phrase, phrase: &Phrase) -> bool {
    let (whole, part) = (phrases.key(longer), phrases.key(phrase));
    longer.count >= phrase.count && part.len() < whole.len() && whole.windows(part.len()).any(|window| window == part)
}

/// From log-odds to a share.
fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn explanation(log_odds: f64, row: &Row) -> Explanation {
    let (base, of_features) = FOREST.contributions(row);
    let mut parts: Vec<_> = FEATURES
        .iter()
        .zip(row)
        .zip(of_features)
        .filter(|(_, contribution)| *contribution != 0.0)
        .map(|(((_, about), value), contribution)| Explanation::leaf(contribution, format!("{about}: {value:.3}")))
        .collect();
    parts.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    parts.insert(0, Explanation::leaf(base, "any phrase"));
    Explanation {
        value: logistic(log_odds),
        description: "1 / (1 + exp(-log-odds))".to_owned(),
        details: vec![Explanation::sum("log-odds, sum of what the trees make of each feature", parts)],
    }
}

/// The features of every phrase of an article that could become a keyword, with its spelling, in the order of first
/// occurrence: what [`KeywordMethod::Learned`](super::KeywordMethod::Learned) decides by and was learned from.
pub fn phrase_features(input: &KeywordInput<'_>) -> Vec<(String, Vec<f32>)> {
    let phrases = Phrases::of(input.document);
    let spelled = |id: u32| phrases.spelling(&phrases.list[id as usize], input.text, input.document);
    rows(input, &phrases).into_iter().map(|(id, row)| (spelled(id), row.to_vec())).collect()
}

/// The names of the features in their order, as in `model.txt`.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    FEATURES.iter().map(|(name, _)| *name)
}
