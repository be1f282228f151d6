//! Main text of real pages against their true text: token precision, recall and F1 as multisets, mean over the pages; and
//! damaged pages, which must not break anything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod shared;

use std::collections::HashMap;
use std::fs;

use epitome::input::html_article;
use epitome::warning::Warning;

use shared::shared;

fn pages() -> Option<Vec<(String, String, String)>> {
    let folder = shared("data/pages")?;
    let truth = fs::read_to_string(folder.join("truth.jsonl")).unwrap();
    let page = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = record["id"].as_str().unwrap().to_owned();
        let html = String::from_utf8_lossy(&fs::read(folder.join(&id)).unwrap()).into_owned();
        (id, html, record["text"].as_str().unwrap().to_owned())
    };
    Some(truth.lines().map(page).collect())
}

fn tokens(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

fn f1(candidate: &str, reference: &str) -> f64 {
    let (candidate, reference) = (tokens(candidate), tokens(reference));
    let common: usize =
        candidate.iter().map(|(word, count)| *count.min(reference.get(word).unwrap_or(&0))).sum();
    let total: usize = candidate.values().chain(reference.values()).sum();
    if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
}

#[test]
fn the_main_text_of_real_pages_is_found() {
    let Some(pages) = pages() else { return };
    assert_eq!(pages.len(), 87);
    let mut scores = Vec::new();
    for (id, html, truth) in &pages {
        let article = html_article(html).unwrap();
        assert!(article.title.is_some(), "{id}");
        assert!(article.warnings.is_empty(), "{id}: {:?}", article.warnings);
        scores.push(f1(article.text(), truth));
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    println!("mean token F1 of {} pages: {mean:.4}", scores.len());
    assert!(mean >= 0.955, "mean token F1 {mean:.4}");
}

#[test]
fn damaged_pages_do_no_harm() {
    let Some(pages) = pages() else { return };
    // A fixed sequence of pseudo-random numbers (linear congruential, Knuth's MMIX constants).
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for (_, html, _) in pages.iter().filter(|(_, html, _)| html.len() < 90_000).take(12) {
        let characters: Vec<char> = html.chars().collect();
        let mut damaged = characters.clone();
        for _ in 0..60 {
            let (at, other) = (random(damaged.len()), random(characters.len()));
            match random(4) {
                0 => damaged[at] = ['<', '>', '"', '\0', '&', '/'][random(6)],
                1 => drop(damaged.drain(at..(at + random(200)).min(damaged.len()))),
                2 => damaged.truncate(damaged.len().max(2_000).min(damaged.len().saturating_sub(random(50)))),
                _ => {
                    let piece = characters[other..(other + random(300)).min(characters.len())].to_vec();
                    damaged.splice(at..at, piece);
                }
            }
        }
        let damaged: String = damaged.into_iter().collect();
        html_article(&damaged).unwrap();
    }
}

/// Pages made to take time: one that took the square of its size would keep this test for minutes.
#[test]
fn hostile_pages_are_read_to_their_end() {
    let text =
        "<p>It rained all day, and nobody in the town had brought a coat or an umbrella, she said.</p>";
    let numbered =
        |count: usize, form: &dyn Fn(usize) -> String| (0..count).map(form).collect::<Vec<_>>().concat();
    let pages = [
        ("nested", "<div>".repeat(20_000) + text),
        ("alternating", "<b><i>".repeat(3_000) + text),
        ("misnested", "<div><b id=x></div>".repeat(5_000) + text),
        ("tables", "<table><tr><td>".repeat(10_000) + text),
        ("paragraphs", "<p>".repeat(100_000) + text),
        ("brackets", "<".repeat(1 << 18) + text),
        ("breaks", "<br>".repeat(50_000) + text),
        ("scripts", "<script>".repeat(100_000)),
        ("comments", "<!--".repeat(200_000)),
        ("declarations", "<!x>".repeat(200_000) + text),
        ("entities", "&amp".repeat(200_000) + text),
        ("ampersands", "a & b ".repeat(200_000) + text),
        ("half ampersands", "<i>a & b</i> ".repeat(50_000) + text),
        ("attribute without end", text.to_owned() + "<a href=\"" + &"x".repeat(1 << 20)),
        ("attributes", format!("<a {}>{text}", numbered(50_000, &|n| format!("a{n}=1 ")))),
        ("bodies", numbered(20_000, &|n| format!("<body a{n}=1>")) + text),
        ("NULs", "\0".repeat(1 << 20) + text),
        ("links", "<a href=x>y</a> ".repeat(40_000) + text),
        ("items", "<ul>".to_owned() + &"<li>one, two and three".repeat(40_000) + "</ul>" + text),
        ("texts", text.repeat(20_000)),
        ("wide", format!("<div>{}</div>", "<div><p>Some words, and more.</p></div>".repeat(25_000))),
        ("selects", "<select><option>".repeat(20_000) + text),
        ("foreign", "<svg>".to_owned() + &"<td>".repeat(20_000) + text),
        ("spans", "<span>".repeat(350) + &"<p>a, b".repeat(20_000)),
    ];
    for (name, page) in pages {
        let article = html_article(&page).unwrap();
        let within = |span: &epitome::span::Span| span.end as usize <= article.text().len();
        assert!(article.paragraphs().iter().all(within), "{name}");
    }
    let article = html_article(&("<div>".repeat(20_000) + text)).unwrap();
    assert_eq!(article.warnings, [Warning::MarkupTooComplex]);
    assert_eq!(article.paragraphs().len(), 1);
}
