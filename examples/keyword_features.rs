//! Writes what the default keyword method is learned from: the features of the phrases that its trees see of articles
//! whose keywords are known. `docs/learn/keywords.py` runs it and learns the trees.
//!
//! ```text
//! cargo run --release --example keyword_features -- OUT SET.jsonl...
//! ```
//!
//! For each `SET.jsonl` (lines of `id`, `lang`, `title`, `text`, `keyphrases`) it writes `OUT/SET.corpus.f32` and
//! `OUT/SET.builtin.f32`, whose inverse document frequencies come from the set itself and from the program: rows of
//! 32-bit little-endian floats, which are the document's number, its number of gold phrases, the number of the gold
//! phrase that the candidate is (0 for none), and the features. `OUT/features.txt` names the features.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use epitome::analysis::Analyzer;
use epitome::eval::{Gold, KeywordScorer, read_keyphrases};
use epitome::input::{InputOptions, Reader};
use epitome::keyword::{KeywordInput, feature_names, phrase_features};
use epitome::weighting::{corpus_idf, sentence_idf};
use epitome::{Article, CorpusStatistics, Language};

/// Keywords asked for: what the evaluation counts.
const KEYWORDS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: keyword_features OUT SET.jsonl...")?;
    let out = Path::new(&out);
    fs::create_dir_all(out)?;
    fs::write(out.join("features.txt"), feature_names().collect::<Vec<_>>().join("\n"))?;
    for set in arguments {
        write_set(out, Path::new(&set))?;
    }
    Ok(())
}

fn write_set(out: &Path, set: &Path) -> Result<(), Box<dyn Error>> {
    let gold = read_keyphrases(fs::read(set)?.as_slice(), &set.to_string_lossy())?;
    let mut articles: Vec<Article> = Vec::new();
    let options = InputOptions::default();
    for block in Reader::new([set], options.clone()) {
        for article in block?.articles(&options) {
            articles.push(article?);
        }
    }
    let name = set.file_stem().unwrap_or_default().to_string_lossy();
    let corpus = CorpusStatistics::fit(&articles, None);
    for (condition, statistics) in [("corpus", corpus), ("builtin", CorpusStatistics::builtin())] {
        let mut file = BufWriter::new(fs::File::create(out.join(format!("{name}.{condition}.f32")))?);
        let mut analyzer = Analyzer::new();
        for (number, article) in articles.iter().enumerate() {
            let gold =
                gold.iter().find(|gold| gold.id == article.id).ok_or("an article without keyphrases")?;
            let document = analyzer.analyze(article);
            let vocabulary = analyzer.vocabulary(document.language()).ok_or("no vocabulary")?;
            let idf = corpus_idf(&document, vocabulary, &statistics, 20);
            let idf = idf.unwrap_or_else(|| sentence_idf(&document));
            let input = KeywordInput { text: article.text(), document: &document, idf: &idf };
            let mut matcher = Matcher::new(gold, document.language());
            for (phrase, features) in phrase_features(&input, KEYWORDS) {
                let matched = matcher.find(&phrase);
                for value in [number as f32, matcher.wanted, matched].into_iter().chain(features) {
                    file.write_all(&value.to_le_bytes())?;
                }
            }
        }
    }
    writeln!(std::io::stderr(), "{name}")?;
    Ok(())
}

/// Which gold phrase a candidate is, by the evaluation's own rules.
struct Matcher<'a> {
    scorer: KeywordScorer,
    gold: &'a Gold,
    /// Number of distinct gold phrases.
    wanted: f32,
}

impl<'a> Matcher<'a> {
    fn new(gold: &'a Gold, language: Language) -> Self {
        let mut scorer = KeywordScorer::new(language);
        let recalls = gold.texts.iter().map(|one| scorer.score(&[one], &gold.texts).at5.recall);
        let recall = recalls.fold(0.0, f64::max);
        let wanted = if recall > 0.0 { (1.0 / recall).round() as f32 } else { 0.0 };
        Self { scorer, gold, wanted }
    }

    /// The number of the gold phrase, from 1; 0 for none.
    fn find(&mut self, phrase: &str) -> f32 {
        if self.scorer.score(&[phrase], &self.gold.texts).at5.recall == 0.0 {
            return 0.0;
        }
        let mut same = |one: &String| self.scorer.score(&[phrase], &[one]).at5.recall > 0.0;
        self.gold.texts.iter().position(&mut same).map_or(0.0, |at| (at + 1) as f32)
    }
}
