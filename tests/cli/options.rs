//! Every option of the contract, with good values and with bad ones.

use epitome::keyword::KeywordMethod;
use epitome::score::Method;
use serde_json::Value;

use crate::harness::{BEES, Folder, strings};

/// Bad values name themselves and what is accepted, and nothing is done.
macro_rules! refused {
    ($($test:ident: $arguments:literal, $($message:literal),+;)*) => {
        $(#[test] fn $test() {
            let outcome = Folder::with_articles().epitome($arguments).exits(2);
            $(outcome.says($message);)+
            outcome.check(outcome.stdout.is_empty(), "standard output is not empty");
        })*
    };
}

refused! {
    sentences_must_be_a_number: "summarize bees.txt --sentences many", "'many'", "--sentences", "0 or more";
    sentences_must_not_be_negative: "summarize bees.txt --sentences -1", "'-1'", "0 or more";
    words_must_be_whole: "summarize bees.txt --words 1.5", "'1.5'", "whole number";
    chars_must_be_a_number: "summarize bees.txt --chars x", "'x'", "whole number";
    ratio_must_be_a_share: "summarize bees.txt --ratio 1.1", "'1.1'", "at most 1";
    ratio_must_be_above_0: "summarize bees.txt --ratio 0", "'0'", "above 0";
    ratio_must_not_be_negative: "summarize bees.txt --ratio -0.5", "'-0.5'", "above 0";
    ratio_must_be_finite: "summarize bees.txt --ratio NaN", "'NaN'", "above 0";
    one_budget_at_a_time: "summarize bees.txt --sentences 2 --words 30", "--sentences", "--words", "cannot be used";
    keywords_must_be_a_number: "summarize bees.txt --keywords ten", "'ten'", "whole number";
    methods_have_names: "summarize bees.txt --method magic", "'magic'", "tf-idf", "lead";
    keyword_methods_have_names: "keywords bees.txt --keyword-method magic", "'magic'", "tf-idf";
    languages_have_codes: "summarize bees.txt --language xx", "'xx'", "auto, af";
    languages_are_no_words: "segment bees.txt --language english", "'english'", "accepted";
    orders_have_names: "summarize bees.txt --order random", "'random'", "document", "score";
    input_formats_have_names: "summarize bees.txt --input-format pdf", "'pdf'", "auto", "jsonl";
    formats_have_names: "summarize bees.txt --format yaml", "'yaml'", "jsonl", "markdown";
    threads_must_be_a_number: "summarize bees.txt -j x", "'x'", "--threads";
    threads_must_not_be_negative: "summarize bees.txt --threads -2", "'-2'", "0..=1024";
    threads_have_a_limit: "summarize bees.txt -j 65536", "65536", "0..=1024";
    color_is_auto_always_or_never: "summarize bees.txt --color maybe", "'maybe'", "auto, always, never";
    progress_is_auto_always_never_or_json: "summarize bees.txt --progress 1", "'1'", "auto, always, never, json";
    sizes_have_units: "summarize bees.txt --max-article-bytes 5X", "'5X'", "64K";
    queries_say_something: "summarize bees.txt --query=", "--query";
    stop_words_must_be_there: "summarize bees.txt --stop-words none.txt", "none.txt", "one word a line";
    stop_words_to_replace_must_be_named: "summarize bees.txt --replace-stop-words", "--stop-words";
    statistics_must_be_there: "summarize bees.txt --statistics buildin", "buildin", "builtin or none";
    statistics_must_be_statistics: "summarize bees.txt --statistics trams.txt", "trams.txt", "not a statistics file";
    options_have_names: "summarize bees.txt --lenght 3", "--lenght";
    fit_needs_an_output: "fit bees.txt", "--output";
    merge_needs_files: "merge -o a.stats", "<FILE>";
    shells_have_names: "completions tcl", "'tcl'", "bash";
    row_groups_have_rows: "summarize bees.txt --row-group -1", "'-1'", "1 or more";
    highlights_are_text: "summarize bees.txt --highlight --format csv", "not csv", "--format text";
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_names_the_feature_that_writing_takes() {
    let folder = Folder::with_articles();
    for options in ["-o a.parquet", "-o a.parquet.gz", "--format parquet"] {
        let outcome = folder.epitome(&format!("summarize bees.txt {options}")).exits(2);
        outcome.says("without the feature 'parquet'").says("--features parquet").says("--format jsonl");
    }
}

fn summarized(options: &str) -> Value {
    Folder::with_articles().epitome(&format!("summarize bees.txt {options}")).succeeds().record()
}

fn sentences(options: &str) -> Vec<String> {
    strings(&summarized(options)["summary"], "text").into_iter().map(str::to_owned).collect()
}

#[test]
fn the_budget_is_three_sentences_by_default() {
    assert_eq!(sentences("").len(), 3);
    assert_eq!(sentences(""), sentences("--sentences 3"));
}

#[test]
fn as_many_sentences_as_asked_or_as_there_are() {
    assert_eq!(sentences("--sentences 1").len(), 1);
    assert_eq!(sentences("--sentences 0").len(), 0);
    let all = summarized("--sentences 18446744073709551615");
    assert_eq!(all["summary"].as_array().unwrap().len() as u64, all["sentences"].as_u64().unwrap());
}

#[test]
fn words_and_chars_are_upper_limits() {
    for limit in [1, 5, 10, 17, 40] {
        let words: usize =
            sentences(&format!("--words {limit}")).iter().map(|s| s.split_whitespace().count()).sum();
        assert!(words <= limit, "{words} words of {limit}");
    }
    for limit in [1, 50, 100, 120] {
        let chars = sentences(&format!("--chars {limit}")).join(" ").chars().count();
        assert!(chars <= limit, "{chars} characters of {limit}");
    }
    assert!(!sentences("--words 17").is_empty());
}

#[test]
fn an_empty_summary_is_explained() {
    let record = summarized("--words 1");
    assert_eq!(record["summary"], Value::Array(vec![]));
    assert!(record["warnings"][0].as_str().unwrap().contains("--words 1"), "{record}");
}

#[test]
fn ratio_is_a_share_of_the_sentences() {
    let all = summarized("")["sentences"].as_u64().unwrap() as f64;
    for ratio in [0.01, 0.3, 0.5, 1.0] {
        let expected = (all * ratio).round().max(1.0) as usize;
        assert_eq!(sentences(&format!("--ratio {ratio}")).len(), expected, "--ratio {ratio}");
    }
}

#[test]
fn order_is_that_of_the_article_or_of_the_scores() {
    let numbers = |order: &str, key: &str| -> Vec<f64> {
        let record = summarized(&format!("--sentences 4 --order {order}"));
        record["summary"].as_array().unwrap().iter().map(|s| s[key].as_f64().unwrap()).collect()
    };
    assert!(numbers("document", "sentence").is_sorted());
    assert!(numbers("score", "score").iter().rev().is_sorted());
}

#[test]
fn a_query_draws_its_sentences() {
    let found = sentences("--sentences 1 --statistics none --query=farmer,clover,planted");
    assert!(found[0].contains("farmer"), "{found:?}");
}

#[test]
fn keywords_in_any_number() {
    assert_eq!(summarized("--keywords 0")["keywords"], Value::Array(vec![]));
    let many = summarized("--keywords 100000")["keywords"].as_array().unwrap().len();
    let two = summarized("--keywords 2")["keywords"].as_array().unwrap().len();
    assert_eq!(two, many.min(2));
}

#[test]
fn every_method_works_by_its_name() {
    for method in Method::ALL {
        assert_eq!(sentences(&format!("--sentences 2 --method {method}")).len(), 2, "{method}");
    }
    for method in KeywordMethod::ALL {
        summarized(&format!("--keyword-method {method}"));
    }
}

#[test]
fn the_language_is_told_or_detected() {
    assert_eq!(summarized("")["language"], "en");
    assert_eq!(summarized("--language auto")["language"], "en");
    assert_eq!(summarized("--language fr")["language"], "fr");
    assert_eq!(summarized("--language pt-BR")["language"], "pt");
}

#[test]
fn stop_words_are_added_or_replaced() {
    let folder = Folder::new().file("bees.txt", BEES).file("stop.txt", "# insects\nbees\n\nBee # one\n");
    let keywords = |options: &str| {
        let outcome = folder.epitome(&format!("keywords bees.txt {options}")).succeeds();
        strings(&outcome.record()["keywords"], "text").join("|").to_lowercase()
    };
    let stopped = keywords("--stop-words stop.txt");
    assert!(!stopped.split('|').any(|keyword| keyword == "bees"), "{stopped}");
    keywords("--stop-words stop.txt --replace-stop-words");
}

#[test]
fn explain_adds_trees() {
    let record = summarized("--explain");
    for list in ["summary", "keywords"] {
        for item in record[list].as_array().unwrap() {
            let tree = &item["explanation"];
            assert!(tree["value"].is_number() && tree["description"].is_string(), "{list}: {item}");
            assert!(tree["details"].is_array(), "{list}: {item}");
        }
    }
    assert!(summarized("")["summary"][0].get("explanation").is_none());
}

#[test]
fn with_text_adds_the_text() {
    assert_eq!(summarized("--with-text")["text"], BEES);
    assert!(summarized("").get("text").is_none());
}

#[test]
fn large_articles_are_refused() {
    let outcome =
        Folder::with_articles().epitome("summarize bees.txt trams.txt --max-article-bytes 200").exits(1);
    outcome.says("bees.txt").says("200 bytes (--max-article-bytes allows more)");
    Folder::with_articles().epitome("summarize bees.txt --max-article-bytes 1K").succeeds();
}

#[test]
fn quiet_leaves_errors_alone() {
    let outcome = Folder::with_articles().epitome("summarize -q bees.txt missing.txt").exits(1);
    outcome.check(outcome.stderr.lines().count() == 1, "expected the error alone");
    let outcome = Folder::with_articles().epitome("fit --quiet bees.txt -o a.stats").succeeds();
    outcome.check(outcome.stdout.is_empty(), "expected nothing");
}
