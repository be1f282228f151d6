//! Records against the contract: keys, their order, types, and what they promise about the text.

use serde_json::Value;

use crate::harness::{Entries, Folder, corpus};

const KEYS: [&str; 12] = [
    "id",
    "source",
    "language",
    "title",
    "standfirst",
    "published",
    "places",
    "words",
    "sentences",
    "summary",
    "keywords",
    "warnings",
];

fn entries(value: &str) -> Entries {
    serde_json::from_str(value).unwrap()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check_score(item: &Value) {
    assert!(item["score"].as_f64().is_some_and(f64::is_finite), "{item}");
}

#[test]
fn keys_stand_in_order_and_none_is_left_out() {
    let folder = Folder::with_articles().file("empty.txt", "");
    for command in ["summarize", "keywords"] {
        let outcome = folder.epitome(&format!("{command} bees.txt empty.txt")).succeeds();
        for line in outcome.stdout().lines() {
            assert_eq!(entries(line).keys(), KEYS, "{command}");
        }
    }
    let with_text = folder.epitome("summarize bees.txt --with-text").succeeds();
    assert_eq!(entries(with_text.stdout()).keys()[..12], KEYS);
    assert_eq!(entries(with_text.stdout()).keys()[12], "text");
}

#[test]
fn sentences_and_keywords_have_their_keys() {
    let folder = Folder::with_articles();
    for (options, more) in [("", None), ("--explain", Some("explanation"))] {
        let outcome = folder.epitome(&format!("summarize bees.txt {options}")).succeeds();
        let keys = |list: &str| {
            let raw: Vec<Entries> = serde_json::from_value(outcome.record()[list].clone()).unwrap();
            let mut keys: Vec<Vec<String>> =
                raw.iter().map(|e| e.keys().into_iter().map(str::to_owned).collect()).collect();
            keys.dedup();
            keys
        };
        let mut sentence = vec!["end", "score", "sentence", "start", "text"];
        sentence.extend(more);
        sentence.sort_unstable();
        assert_eq!(keys("summary"), [sentence]);
        for found in keys("keywords") {
            let mut keyword = vec!["count", "score", "text"];
            keyword.extend(more);
            keyword.sort_unstable();
            assert_eq!(found, keyword);
        }
    }
}

#[test]
fn all_records_of_the_corpus_hold_to_the_contract() {
    let outcome = Folder::new().epitome("summarize -q --with-text --sentences 5").arg(corpus()).succeeds();
    for line in outcome.stdout().lines() {
        assert_eq!(entries(line).keys()[..12], KEYS);
        let record: Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap();
        let sentences = record["sentences"].as_u64().unwrap();
        for key in ["id", "source", "language"] {
            assert!(!record[key].as_str().unwrap().is_empty(), "{key}: {record}");
        }
        for key in ["title", "standfirst", "published"] {
            assert!(
                record[key].is_null() || record[key].as_str().is_some_and(|s| !s.is_empty()),
                "{key}: {record}"
            );
        }
        for key in ["places", "warnings"] {
            assert!(record[key].as_array().unwrap().iter().all(Value::is_string), "{key}: {record}");
        }
        assert!(record["words"].is_u64());
        let mut before = None;
        for sentence in record["summary"].as_array().unwrap() {
            let at = |key: &str| sentence[key].as_u64().unwrap() as usize;
            let span =
                text.get(at("start")..at("end")).unwrap_or_else(|| panic!("no span of the text: {sentence}"));
            assert_eq!(sentence["text"], folded(span), "{}", record["id"]);
            assert!(sentence["sentence"].as_u64().unwrap() < sentences);
            assert!(before < Some(at("sentence")), "order of {}", record["id"]);
            before = Some(at("sentence"));
            check_score(sentence);
        }
        let keywords = record["keywords"].as_array().unwrap();
        for keyword in keywords {
            assert!(keyword["count"].as_u64().unwrap() >= 1, "{keyword}");
            assert!(!keyword["text"].as_str().unwrap().trim().is_empty());
            check_score(keyword);
        }
        let scores: Vec<_> = keywords.iter().map(|keyword| keyword["score"].as_f64().unwrap()).collect();
        assert!(scores.iter().rev().is_sorted(), "{}: {scores:?}", record["id"]);
    }
}

#[test]
fn paths_are_as_given() {
    let outcome =
        Folder::new().file("d/e/a.txt", "Bees hum.").epitome("summarize d d/e/a.txt ./d/e").succeeds();
    let ids: Vec<_> = outcome.records().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["d/e/a.txt", "d/e/a.txt", "./d/e/a.txt"]);
}

#[test]
fn ids_are_strings() {
    let lines = "{\"id\":17,\"text\":\"Bees hum.\"}\n{\"id\":\"a\",\"text\":\"Bees hum.\"}\n{\"text\":\"Bees hum.\"}\n";
    let outcome = Folder::new().file("n.jsonl", lines).epitome("summarize n.jsonl").succeeds();
    let pairs: Vec<_> = outcome.records().iter().map(|r| format!("{} {}", r["id"], r["source"])).collect();
    assert_eq!(pairs, ["\"17\" \"n.jsonl:1\"", "\"a\" \"n.jsonl:2\"", "\"n.jsonl:3\" \"n.jsonl:3\""]);
}

#[test]
fn segments_are_spans_of_the_text() {
    let outcome = Folder::new().epitome("segment --with-text").arg(corpus()).succeeds();
    let mut sentences = 0;
    for line in outcome.stdout().lines() {
        assert_eq!(entries(line).keys(), ["id", "source", "language", "sentences", "text"]);
        let record: Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap();
        let mut end = 0;
        for sentence in record["sentences"].as_array().unwrap() {
            let at = |key: &str| sentence[key].as_u64().unwrap() as usize;
            assert!(at("start") >= end && at("start") < at("end"), "{}", record["id"]);
            assert_eq!(sentence["text"], folded(&text[at("start")..at("end")]), "{}", record["id"]);
            assert_eq!(sentence.as_object().unwrap().len(), 3);
            end = at("end");
            sentences += 1;
        }
    }
    assert!(sentences > 500, "{sentences}");
}

#[test]
fn keywords_alone_have_the_keywords_of_a_summary() {
    let folder = Folder::with_articles();
    let alone = folder.epitome("keywords bees.txt").succeeds().record();
    let whole = folder.epitome("summarize bees.txt").succeeds().record();
    assert_eq!(alone["keywords"], whole["keywords"]);
    assert_eq!(alone["summary"], Value::Array(vec![]));
}
