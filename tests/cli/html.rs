//! The HTML page as a file: what stands in it, what never does, and how many articles. What a browser makes of it is
//! tested in `tests/browser`.

use serde_json::{Value, json};

use crate::harness::{Folder, corpus};

/// What articles may say to get out of the page's data.
const HOSTILE: &str = "Bees hum </script><script>alert(1)</script> in <!-- <script> the garden. The bees' \"queen\" \
    sleeps &lt;b&gt; \u{0}\u{2028}\u{2029}\u{202e}at night. ]]> javascript:alert(2) </style><img src=x onerror=alert(3)>";

/// The JSON in the page's script elements of a class.
fn data(page: &str, class: &str) -> Vec<Value> {
    let begin = format!("<script type=\"application/json\" class=\"{class}\">");
    let parts = page.split(&begin).skip(1).map(|part| part.split("</script>").next().unwrap());
    parts.map(|json| serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))).collect()
}

#[test]
fn a_page_holds_text_scores_and_keywords() {
    let folder = Folder::with_articles();
    folder.epitome("summarize bees.txt --sentences 2 -o a.html").succeeds();
    let page = folder.read("a.html");
    let record = folder.epitome("summarize bees.txt --sentences 2").succeeds().record();
    let line = &data(&page, "line")[0];
    assert_eq!((&line[2], &line[3], &line[4]), (&record["language"], &record["words"], &record["sentences"]));
    let body = &data(&page, "body")[0];
    let sentences = body["sentences"].as_array().unwrap();
    assert_eq!(sentences.len(), 6);
    let mut ranks: Vec<_> = sentences.iter().map(|sentence| sentence[3].as_i64().unwrap()).collect();
    for (number, chosen) in record["summary"].as_array().unwrap().iter().enumerate() {
        assert_eq!(body["summary"][number], chosen["sentence"]);
        let sentence = &sentences[chosen["sentence"].as_u64().unwrap() as usize];
        assert_eq!(sentence[0], chosen["text"]);
        assert!(
            sentence[3].as_i64().unwrap() < 2,
            "the first of the ranking are the chosen ones: {sentence}"
        );
        assert!(sentence[4].as_array().unwrap().len() >= 4, "a score has parts: {sentence}");
    }
    ranks.sort_unstable();
    assert_eq!(ranks, [0, 1, 2, 3, 4, 5]);
    assert_eq!(body["keywords"].as_array().unwrap().len(), record["keywords"].as_array().unwrap().len());
    let marked =
        sentences.iter().flat_map(|sentence| sentence[1].as_array().unwrap().chunks(3)).next().unwrap();
    assert!(marked[0].as_u64().unwrap() < 10 && marked[1].as_u64() < marked[2].as_u64(), "{marked:?}");
}

#[test]
fn the_bytes_do_not_depend_on_threads_or_on_where_they_go() {
    let folder = Folder::new();
    let page = |options: &str| {
        folder.epitome(&format!("summarize --format html {options}")).arg(corpus()).succeeds().stdout
    };
    let first = page("-j 1");
    assert!(first == page("-j 8") && first == page("-j 1"));
    folder.epitome("summarize -o all.html").arg(corpus()).succeeds();
    assert!(folder.read("all.html").as_bytes() == first);
}

#[test]
fn nothing_that_an_article_says_is_markup() {
    let record = json!({"id": HOSTILE, "title": HOSTILE, "text": format!("{HOSTILE}. {HOSTILE}")});
    let folder = Folder::new().file("a.jsonl", format!("{record}\n{record}\n"));
    let plain = Folder::new().file("a.jsonl", "{\"id\":\"a\",\"text\":\"Bees hum.\"}\n".repeat(2));
    for command in ["summarize", "keywords", "segment"] {
        let page = |folder: &Folder| {
            folder.epitome(&format!("{command} a.jsonl --format html")).succeeds().stdout().to_owned()
        };
        let (hostile, plain) = (page(&folder), page(&plain));
        for mark in ['<', '>', '&', '\u{0}', '\u{2028}', '\u{2029}', '\u{202e}'] {
            assert_eq!(hostile.matches(mark).count(), plain.matches(mark).count(), "{command} {mark:?}");
        }
        let texts = data(&hostile, "body")[0]["sentences"].to_string();
        assert!(texts.contains("</script><script>alert(1)</script>"), "it is shown all the same: {texts}");
    }
}

#[test]
fn a_page_holds_so_many_articles_and_says_how_many_it_leaves_out() {
    let lines: String = (0..25).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"Bees hum.\"}}\n")).collect();
    let folder = Folder::new().file("a.jsonl", lines + "no record\n");
    for (limit, held, left_out) in [(10, 10, 15), (25, 25, 0), (24, 24, 1), (0, 0, 25)] {
        let outcome =
            folder.epitome(&format!("summarize a.jsonl --format html --report-limit {limit}")).exits(1);
        let page = outcome.stdout();
        assert_eq!(data(page, "line").len(), held, "{limit}");
        assert_eq!(data(page, "body").len(), held, "{limit}");
        outcome.shows(&format!("id=\"left-out\">{left_out}</script>"));
        outcome.check(outcome.stderr.contains("--report-limit") == (left_out > 0), "a note where it applies");
    }
    // Other formats have no limit.
    let all = folder.epitome("summarize a.jsonl --report-limit 3").exits(1);
    assert_eq!(all.records().len(), 25);
}

#[test]
fn no_article_is_a_page_too() {
    let folder = Folder::new().file("a.jsonl", "").file("empty.txt", "");
    let page = folder.epitome("summarize a.jsonl --format html --quiet").succeeds();
    assert!(page.stdout().starts_with("<!doctype html>") && page.stdout().ends_with("</html>\n"));
    assert_eq!(data(page.stdout(), "line").len(), 0);
    let page = folder.epitome("summarize empty.txt --format html").succeeds();
    assert_eq!(data(page.stdout(), "body")[0]["warnings"], json!(["no sentences"]));
}

#[test]
fn a_report_shows_what_the_records_hold() {
    let folder = Folder::with_articles();
    let page = |options: &str, form: &str| {
        let run = format!("summarize bees.txt trams.txt {options} -o a.{form}");
        folder.epitome(&run).succeeds();
        folder.epitome(&format!("report a.{form} -o a.html")).succeeds();
        folder.read("a.html")
    };
    let bare = page("", "jsonl");
    assert_eq!(bare, page("", "json"), "an array says the same as lines");
    let body = &data(&bare, "body")[0];
    assert_eq!((&body["paragraphs"], body["sentences"].as_array().unwrap().len()), (&json!([]), 3));
    let full = page("--with-text --explain", "jsonl");
    let body = &data(&full, "body")[0];
    assert_eq!(body["paragraphs"].as_array().unwrap().len(), 1);
    assert!(body["sentences"].as_array().unwrap().len() > 3, "what was not chosen is there as text");
    assert!(body["sentences"][0][4].as_array().unwrap().len() > 4, "parts of the score");
    assert_eq!(data(&bare, "line"), data(&full, "line"));
    folder.epitome("summarize bees.txt trams.txt -o direct.html").succeeds();
    assert_eq!(data(&bare, "line"), data(&folder.read("direct.html"), "line"));
}

#[test]
fn a_report_passes_over_what_is_no_record() {
    let folder = Folder::new().file("a.jsonl", "{\"id\": 1}\n\n{\"id\": [1]}\n{\"id\": 2}\n{\"id\": 3}\n");
    let outcome = folder.epitome("report a.jsonl --report-limit 2").exits(1);
    outcome.says("a.jsonl:3: no result record").says("leaves out").shows("id=\"left-out\">1</script>");
    assert_eq!(data(outcome.stdout(), "line").len(), 2);
    let folder = folder.file("b.jsonl", "{}\n").file("c.json", "[{\"id\": 1}");
    folder.epitome("report b.jsonl -o b.html").exits(2).says("missing field `id`");
    folder.epitome("report c.json -o c.html").exits(2).says("c.json: EOF");
    folder.epitome("report none.jsonl -o d.html").exits(2).says("none.jsonl cannot be read");
    folder.epitome("report a.jsonl -o a.jsonl").exits(2).says("both input and output");
    let left = folder.names();
    assert_eq!(left, ["a.jsonl", "b.jsonl", "c.json"], "no page, no rest of one");
    let piped = folder.epitome("report -").stdin("{\"id\": 7}").succeeds();
    assert_eq!(data(piped.stdout(), "line")[0][5], "7");
}
