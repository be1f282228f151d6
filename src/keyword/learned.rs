//! The default keyword method: phrases ranked by boosted trees that were learned from the keywords that people gave to
//! about 4,000 texts in seven languages. Supervised keyword extraction in the line of KEA (Witten et al. 1999) and Maui
//! (Medelyan 2009): candidates, a few cheap features each, and a learned rule for which to take. No feature looks at a
//! letter of a word, so that the rule serves every language; `docs/learn/keywords.py` learns it anew.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::features::{FEATURES, Features};
use super::judge::{Answers, Judge};
use super::phrases::{PhraseBuffers, PhraseId, Phrases, WHOLE};
use super::ranked::Ranked;
use super::trees::Trees;
use super::{Keyword, KeywordInput};
use crate::explanation::Explanation;

/// The trees of `model.txt`, as the build script froze them.
static JUDGE: LazyLock<Judge> =
    LazyLock::new(|| Judge::new(Trees::thaw(include_bytes!(concat!(env!("OUT_DIR"), "/keyword-trees")))));

/// Phrases that all trees are asked about at least, and for each keyword asked for.
const CLOSER: usize = 32;
const CLOSER_PER_KEYWORD: usize = 3;

/// What is kept from article to article.
#[derive(Default)]
pub(super) struct Buffers {
    phrases: PhraseBuffers,
    found: Vec<u64>,
    answers: Answers,
    ranked: Vec<Ranked>,
    covered: FxHashSet<PhraseId>,
}

/// The best `limit` phrases: by score, of equals the earlier, then the shorter.
pub(super) fn extract(
    buffers: &mut Buffers,
    input: &KeywordInput<'_>,
    limit: usize,
    explain: bool,
) -> Vec<Keyword> {
    let phrases = Phrases::of(input.document, std::mem::take(&mut buffers.phrases));
    let keywords = best(buffers, &phrases, input, limit, explain);
    match phrases.into_buffers() {
        Some(phrases) => buffers.phrases = phrases,
        None => *buffers = Buffers::default(),
    }
    keywords
}

fn best(
    buffers: &mut Buffers,
    phrases: &Phrases<'_>,
    input: &KeywordInput<'_>,
    limit: usize,
    explain: bool,
) -> Vec<Keyword> {
    let ids = phrases.shortlist(limit, &mut buffers.found);
    if ids.len() == 0 {
        return Vec::new();
    }
    let features = Features::of(input, phrases);
    JUDGE.answer(&features, ids, &mut buffers.answers);
    let all = buffers.answers.ids().len();
    let keep = CLOSER.max(limit.saturating_mul(CLOSER_PER_KEYWORD)) / WHOLE * WHOLE;
    let keywords = choose(buffers, &features, keep, limit, explain);
    // It is rare that so many are parts of others.
    if keywords.len() < limit && keep < all {
        return choose(buffers, &features, all, limit, explain);
    }
    keywords
}

fn choose(
    buffers: &mut Buffers,
    features: &Features<'_>,
    keep: usize,
    limit: usize,
    explain: bool,
) -> Vec<Keyword> {
    let Buffers { answers, ranked, covered, .. } = buffers;
    let (input, phrases, ids) = (features.input, features.phrases, answers.ids());
    JUDGE.scores(answers, keep, ranked);
    for ranked in &mut *ranked {
        *ranked = Ranked::new(ranked.score(), ids[ranked.row()].place(), ranked.row() as u32);
    }
    ranked.sort_unstable();
    // Phrases that occur, more than once, only as part of one that was chosen. That a single occurrence is part of a
    // longer phrase says nothing: people often choose such (F1 falls by 3 points on `kdd` and `www` without them).
    covered.clear();
    let mut keywords = Vec::with_capacity(limit.min(ids.len()));
    for ranked in ranked {
        if keywords.len() == limit {
            break;
        }
        let (log_odds, id) = (ranked.score(), ids[ranked.row()]);
        if covered.contains(&id) {
            continue;
        }
        let chosen = phrases.get(id);
        let text = phrases.spelling(id, input.text);
        if text.is_empty() {
            continue;
        }
        if chosen.count() > 1 {
            phrases.parts(id, |part| {
                if part != id && (2..=chosen.count()).contains(&phrases.get(part).count()) {
                    covered.insert(part);
                }
            });
        }
        keywords.push(Keyword {
            text,
            score: logistic(log_odds),
            count: chosen.count(),
            explanation: explain.then(|| explanation(log_odds, &features.row(id))),
        });
    }
    keywords
}

/// From log-odds to a share.
fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn explanation(log_odds: f64, row: &[f32]) -> Explanation {
    let (base, of_features) = JUDGE.forest().contributions(row);
    let mut parts: Vec<_> = FEATURES
        .iter()
        .zip(row)
        .zip(of_features)
        .filter(|(_, contribution)| *contribution != 0.0)
        .map(|(((_, about), value), contribution)| {
            Explanation::leaf(contribution, format!("{about}: {value:.3}"))
        })
        .collect();
    parts.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    parts.insert(0, Explanation::leaf(base, "any phrase"));
    Explanation {
        value: logistic(log_odds),
        description: "1 / (1 + exp(-log-odds))".to_owned(),
        details: vec![Explanation::sum("log-odds, sum of what the trees make of each feature", parts)],
    }
}

/// The features of the phrases that come before the trees when `limit` keywords are asked for, with their spelling:
/// what [`KeywordMethod::Learned`](super::KeywordMethod::Learned) decides by and was learned
/// from.
pub fn phrase_features(input: &KeywordInput<'_>, limit: usize) -> Vec<(String, Vec<f32>)> {
    let phrases = Phrases::of(input.document, PhraseBuffers::default());
    let spelled = |id: PhraseId| phrases.spelling(id, input.text);
    let mut ids: Vec<_> = phrases.shortlist(limit, &mut Vec::new()).collect();
    ids.sort_unstable();
    let features = Features::of(input, &phrases);
    ids.into_iter().map(|id| (spelled(id), features.row(id))).collect()
}

/// The names of the features in their order, as in `model.txt`.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    FEATURES.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::keyword::forest::MOST_TREES;
    use crate::weighting::sentence_idf;
    use crate::{Article, Language};
    use proptest::prelude::*;

    fn keywords(text: &str, limit: usize, explain: bool) -> Vec<Keyword> {
        let article = Article::new(text).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        let idf = sentence_idf(&document);
        extract(
            &mut Buffers::default(),
            &KeywordInput { text, document: &document, idf: &idf },
            limit,
            explain,
        )
    }

    fn texts(text: &str, limit: usize) -> Vec<String> {
        keywords(text, limit, false).into_iter().map(|keyword| keyword.text).collect()
    }

    const GLACIERS: &str = "Glacier retreat speeds up. Glacier retreat in the Alps has doubled, a survey of the Alps \
        says. The survey, led by Anna Rossi, counted 4,000 glaciers. Without snow, glacier retreat feeds rivers \
        for a while; then the rivers of the Alps run dry.";

    #[test]
    fn the_embedded_trees_are_whole() {
        let model = include_str!("model.txt");
        let trees = Trees::parse(model).unwrap();
        assert!((10..=MOST_TREES).contains(&trees.roots.len()), "{}", trees.roots.len());
        assert_eq!(JUDGE.forest().trees(), trees.roots.len());
        assert!(FEATURES.iter().map(|(name, _)| *name).eq(trees.features.iter()));
        let unused = FEATURES.iter().filter(|(name, _)| !model.contains(&format!("\n{name} ")));
        assert_eq!(unused.count(), 0, "features that no tree asks");
    }

    #[test]
    fn what_an_article_is_about_comes_first() {
        let found = keywords(GLACIERS, 5, false);
        let first: Vec<_> = found[..3].iter().map(|keyword| (keyword.text.as_str(), keyword.count)).collect();
        assert!(first.contains(&("Alps", 3)) && first.contains(&("Glacier retreat", 3)), "{found:?}");
        assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }

    #[test]
    fn what_is_no_word_is_no_keyword() {
        for text in ["", " - – s 7 1,000", "the and of", "https://example.org/glacier", "!\n\n?"] {
            assert_eq!(texts(text, 10), [""; 0], "{text:?}");
        }
        assert_eq!(texts("Wolves", 10), ["Wolves"]);
        assert_eq!(texts(GLACIERS, 0), [""; 0]);
    }

    #[test]
    fn singular_and_plural_are_one_and_parts_need_a_life_of_their_own() {
        let found = texts("Sea ice melts. Sea ices melt. The Sea-Ice Centre says so.", 50);
        assert_eq!(
            found.iter().filter(|text| text.to_lowercase().starts_with("sea ice")).count(),
            1,
            "{found:?}"
        );
        let found = keywords(GLACIERS, 100, false);
        for (at, whole) in found.iter().enumerate() {
            let of_whole = |part: &Keyword| {
                let text = format!(" {} ", whole.text.to_lowercase());
                text.contains(&format!(" {} ", part.text.to_lowercase()))
            };
            let covered = |part: &Keyword| part.count > 1 && part.count <= whole.count && of_whole(part);
            assert!(!found[at + 1..].iter().any(covered), "{found:?}");
        }
    }

    #[test]
    fn explanations_add_up() {
        for keyword in keywords(GLACIERS, 20, true) {
            let explanation = keyword.explanation.unwrap();
            assert!((explanation.value - keyword.score).abs() < 1e-12);
            let log_odds = &explanation.details[0];
            let sum: f64 = log_odds.details.iter().map(|part| part.value).sum();
            assert!((log_odds.value - sum).abs() < 1e-9);
            assert!((logistic(log_odds.value) - keyword.score).abs() < 1e-9);
        }
    }

    #[test]
    fn frequencies_of_any_kind_are_fine() {
        let article = Article::new(GLACIERS).unwrap();
        let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
        for value in [0.0, 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
            for len in [0, 3, document.terms().len()] {
                let idf = vec![value; len];
                let found = extract(
                    &mut Buffers::default(),
                    &KeywordInput { text: GLACIERS, document: &document, idf: &idf },
                    10,
                    true,
                );
                assert!(found.len() == 10 && found.iter().all(|keyword| keyword.score.is_finite()));
            }
        }
    }

    proptest! {
        #[test]
        fn articles_before_change_nothing(
            articles in prop::collection::vec(("((sea|ice|of|the|cap|Melt|in|[a-z]{3})[ ]|[.] ){0,90}", 1usize..30), 2..5)
        ) {
            let mut buffers = Buffers::default();
            for (text, limit) in articles {
                let article = Article::new(text.as_str()).unwrap();
                let document = Analyzer::new().language(Some(Language::English)).analyze(&article);
                let idf = sentence_idf(&document);
                let input = KeywordInput { text: &text, document: &document, idf: &idf };
                let found = extract(&mut buffers, &input, limit, true);
                prop_assert_eq!(found, keywords(&text, limit, true));
            }
        }

        #[test]
        fn any_text_gives_keywords_that_it_has(text in "(\\PC|[ \n.,a-fA-F]|the |Sea ice ){0,200}", limit in 0usize..30) {
            let found = keywords(&text, limit, true);
            prop_assert!(found.len() <= limit);
            let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for keyword in found {
                prop_assert!(keyword.score.is_finite() && (0.0..=1.0).contains(&keyword.score));
                prop_assert!(keyword.count > 0 && folded.contains(&keyword.text), "{:?}", keyword.text);
            }
        }
    }
}
