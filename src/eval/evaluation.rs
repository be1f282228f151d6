//! Results against gold: the figures of a whole set in percent, as JSON and as a table for people.

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::bootstrap::intervals;
use super::keyphrases::{KeywordPair, KeywordScores, keyword_scores_of_all};
use super::records::{Gold, ResultRecord};
use super::rouge::{Rouge, SummaryPair, rouge_of_all};
use super::score::Score;
use crate::language::Language;

/// Precision, recall and F1 averaged over documents, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measure {
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Mean F1, which is not the F1 of the two means.
    pub f1: f64,
    /// The lower and upper end of the 95 % bootstrap interval of `f1`.
    pub interval: [f64; 2],
}

/// How results and gold fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Documents of the gold file, all of which count.
    pub documents: usize,
    /// Documents without a result, which count as empty.
    pub missing: usize,
    /// Results whose id the gold file does not have; ignored.
    pub unknown: usize,
    /// Results whose id an earlier result has; ignored.
    pub repeated: usize,
}

/// ROUGE of a set of summaries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SummaryEvaluation {
    /// What was found for the documents.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// ROUGE-1.
    pub rouge1: Measure,
    /// ROUGE-2.
    pub rouge2: Measure,
    /// ROUGE-Lsum.
    #[serde(rename = "rougeLsum")]
    pub rouge_lsum: Measure,
}

/// Precision, recall, F1 and MAP of a set of keywords.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeywordEvaluation {
    /// What was found for the documents.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// Of the first 5 keywords.
    pub at5: Measure,
    /// Of the first 10 keywords.
    pub at10: Measure,
    /// Of the first 15 keywords.
    pub at15: Measure,
    /// Mean average precision, in percent.
    pub map: f64,
    /// The 95 % bootstrap interval of `map`.
    pub map_interval: [f64; 2],
}

impl SummaryEvaluation {
    /// Measures the summaries of result records. A gold line's own language goes before `language`; where neither is
    /// given, English. Runs on the threads of the rayon pool that it is called in.
    pub fn of(gold: &[Gold], results: &[ResultRecord], language: Option<Language>) -> Self {
        let (results, coverage) = join(gold, results);
        let pairs = gold.iter().zip(results).map(|(gold, result): (_, Option<&ResultRecord>)| SummaryPair {
            candidate: result.map_or(&[][..], |result| &result.summary).iter().map(String::as_str).collect(),
            references: &gold.texts,
            language: gold.language.or(language).unwrap_or(Language::English),
        });
        Self { coverage, ..Self::from_scores(&rouge_of_all(&pairs.collect::<Vec<_>>())) }
    }

    /// Sums up the scores of documents.
    pub fn from_scores(scores: &[Rouge]) -> Self {
        let f1: Vec<_> = scores.iter().map(|s| [s.rouge1.f1, s.rouge2.f1, s.rouge_lsum.f1]).collect();
        let intervals = intervals(&f1);
        Self {
            coverage: Coverage { documents: scores.len(), ..Coverage::default() },
            rouge1: measure(scores.iter().map(|scores| scores.rouge1), intervals[0]),
            rouge2: measure(scores.iter().map(|scores| scores.rouge2), intervals[1]),
            rouge_lsum: measure(scores.iter().map(|scores| scores.rouge_lsum), intervals[2]),
        }
    }

    /// The mean of the three F1 figures, in percent.
    pub fn mean_f1(&self) -> f64 {
        (self.rouge1.f1 + self.rouge2.f1 + self.rouge_lsum.f1) / 3.0
    }
}

impl KeywordEvaluation {
    /// Measures the keywords of result records; languages as in [`SummaryEvaluation::of`].
    pub fn of(gold: &[Gold], results: &[ResultRecord], language: Option<Language>) -> Self {
        let (results, coverage) = join(gold, results);
        let pairs = gold.iter().zip(results).map(|(gold, result): (_, Option<&ResultRecord>)| KeywordPair {
            keywords: result.map_or(&[][..], |result| &result.keywords).iter().map(String::as_str).collect(),
            keyphrases: &gold.texts,
            language: gold.language.or(language).unwrap_or(Language::English),
        });
        Self { coverage, ..Self::from_scores(&keyword_scores_of_all(&pairs.collect::<Vec<_>>())) }
    }

    /// Sums up the scores of documents.
    pub fn from_scores(scores: &[KeywordScores]) -> Self {
        let figures = |s: &KeywordScores| [s.at5.f1, s.at10.f1, s.at15.f1, s.average_precision];
        let intervals = intervals(&scores.iter().map(figures).collect::<Vec<_>>());
        Self {
            coverage: Coverage { documents: scores.len(), ..Coverage::default() },
            at5: measure(scores.iter().map(|scores| scores.at5), intervals[0]),
            at10: measure(scores.iter().map(|scores| scores.at10), intervals[1]),
            at15: measure(scores.iter().map(|scores| scores.at15), intervals[2]),
            map: mean(scores.iter().map(|scores| scores.average_precision)),
            map_interval: intervals[3].map(percent),
        }
    }
}

/// The result of each gold document, the first where there are several.
fn join<'a>(gold: &[Gold], results: &'a [ResultRecord]) -> (Vec<Option<&'a ResultRecord>>, Coverage) {
    let place: HashMap<&str, usize> =
        gold.iter().enumerate().map(|(at, gold)| (gold.id.as_str(), at)).collect();
    let mut of_gold = vec![None; gold.len()];
    let mut coverage = Coverage { documents: gold.len(), ..Coverage::default() };
    for result in results {
        match place.get(result.id.as_str()) {
            None => coverage.unknown += 1,
            Some(&at) if of_gold[at].is_some() => coverage.repeated += 1,
            Some(&at) => of_gold[at] = Some(result),
        }
    }
    coverage.missing = of_gold.iter().filter(|result| result.is_none()).count();
    (of_gold, coverage)
}

fn measure(scores: impl Iterator<Item = Score> + Clone, interval: [f64; 2]) -> Measure {
    Measure {
        precision: mean(scores.clone().map(|score| score.precision)),
        recall: mean(scores.clone().map(|score| score.recall)),
        f1: mean(scores.map(|score| score.f1)),
        interval: interval.map(percent),
    }
}

/// The mean of shares, in percent.
fn mean(shares: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = shares.fold((0.0, 0), |(sum, count), share| (sum + share, count + 1));
    percent(sum / f64::from(count.max(1)))
}

fn percent(share: f64) -> f64 {
    100.0 * share
}

impl fmt::Display for SummaryEvaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, &self.coverage)?;
        row(f, "ROUGE-1", &self.rouge1)?;
        row(f, "ROUGE-2", &self.rouge2)?;
        row(f, "ROUGE-Lsum", &self.rouge_lsum)
    }
}

impl fmt::Display for KeywordEvaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, &self.coverage)?;
        row(f, "first 5", &self.at5)?;
        row(f, "first 10", &self.at10)?;
        row(f, "first 15", &self.at15)?;
        let [low, high] = self.map_interval;
        writeln!(f, "{:<10}  {:>9}  {:>6}  {:>6.2}  {low:>6.2} – {high:.2}", "MAP", "", "", self.map)
    }
}

fn head(f: &mut fmt::Formatter<'_>, coverage: &Coverage) -> fmt::Result {
    writeln!(f, "{:<10}  {:>9}  {:>6}  {:>6}  95 % interval", "", "precision", "recall", "F1")?;
    let Coverage { documents, missing, .. } = coverage;
    match missing {
        0 => writeln!(f, "{documents} documents"),
        _ => writeln!(f, "{documents} documents, {missing} of them without a result (counted as empty)"),
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, measure: &Measure) -> fmt::Result {
    let Measure { precision, recall, f1, interval: [low, high] } = measure;
    writeln!(f, "{name:<10}  {precision:>9.2}  {recall:>6.2}  {f1:>6.2}  {low:>6.2} – {high:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(id: &str, text: &str) -> Gold {
        Gold { id: id.into(), texts: vec![text.into()], language: None }
    }

    fn equal(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    fn result(id: &str, text: &str) -> ResultRecord {
        ResultRecord { id: id.into(), summary: vec![text.into()], keywords: vec![text.into()] }
    }

    fn set() -> (Vec<Gold>, Vec<ResultRecord>) {
        (
            vec![gold("a", "red wolf"), gold("b", "blue whale"), gold("c", "grey owl"), gold("d", "owls")],
            vec![
                result("b", "whales"),
                result("z", "?"),
                result("a", "red wolf"),
                result("a", "?"),
                result("d", "owl"),
            ],
        )
    }

    #[test]
    fn missing_results_count_as_empty_and_strangers_not_at_all() {
        let (gold, results) = set();
        let evaluation = SummaryEvaluation::of(&gold, &results, None);
        assert_eq!(evaluation.coverage, Coverage { documents: 4, missing: 1, unknown: 1, repeated: 1 });
        assert_eq!((evaluation.rouge1.precision, evaluation.rouge1.recall), (75.0, 62.5));
        assert!(equal(evaluation.rouge2.f1, 25.0));
        let [low, high] = evaluation.rouge1.interval;
        assert!(low < evaluation.rouge1.f1 && evaluation.rouge1.f1 < high);
    }

    #[test]
    fn json_has_the_keys_of_the_contract() {
        let (gold, results) = set();
        let summaries = serde_json::to_value(SummaryEvaluation::of(&gold, &results, None)).unwrap();
        assert_eq!(summaries["documents"], 4);
        for name in ["rouge1", "rouge2", "rougeLsum"] {
            assert!(
                ["precision", "recall", "f1"].iter().all(|key| summaries[name][key].is_f64()),
                "{summaries}"
            );
        }
        let keywords = serde_json::to_value(KeywordEvaluation::of(&gold, &results, None)).unwrap();
        assert_eq!(keywords["documents"], 4);
        assert_eq!(keywords["map"], 50.0);
        assert_eq!(keywords["at10"]["precision"], 5.0);
        assert_eq!(keywords["at15"]["recall"], 50.0);
    }

    #[test]
    fn the_language_of_a_line_goes_before_that_of_the_option() {
        let results = [result("a", "running")];
        let mut gold = [gold("a", "runs")];
        let f1 = |gold: &[Gold], language| SummaryEvaluation::of(gold, &results, language).rouge1.f1;
        assert!(equal(f1(&gold, None), 100.0));
        assert!(equal(f1(&gold, Some(Language::Basque)), 0.0));
        gold[0].language = Some(Language::English);
        assert!(equal(f1(&gold, Some(Language::Basque)), 100.0));
    }

    #[test]
    fn an_empty_set_is_all_zero() {
        let evaluation = KeywordEvaluation::of(&[], &[], None);
        assert_eq!((evaluation.at5.f1, evaluation.map), (0.0, 0.0));
        assert!(equal(SummaryEvaluation::of(&[], &[], None).mean_f1(), 0.0));
    }

    #[test]
    fn the_table_is_aligned() {
        let (gold, results) = set();
        let table = KeywordEvaluation::of(&gold, &results, None).to_string();
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[1], "4 documents, 1 of them without a result (counted as empty)");
        assert!(lines[2].starts_with("first 5         10.00   50.00   16.67  "), "{table}");
        assert!(lines[5].starts_with("MAP                             50.00  "), "{table}");
    }
}
