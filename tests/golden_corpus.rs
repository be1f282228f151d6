//! What the program makes of articles in `corpus/`, held to golden files in `tests/golden/corpus/`: title, the summary's
//! sentences and the keywords. After a change that is meant to change results, `EPITOME_BLESS=1 cargo test --test
//! golden_corpus` writes the files anew; look at the difference before you commit it.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use epitome::Summarizer;
use epitome::input::{InputOptions, Reader};

const ARTICLES: &[&str] = &[
    "en/wheat-exchange.txt",
    "en/glacier-listening.md",
    "de/moor-heizung.txt",
    "fr/cloches-de-verre.txt",
    "ru/ledovaya-pereprava.txt",
    "ar/falaj-al-waha.txt",
    "zh/quanshui-ditu.txt",
    "web/tidal-battery.html",
    "encodings/padoro-oven-utf-16le-bom.txt",
    "shapes/repeated-boilerplate.txt",
    "shapes/one-sentence.txt",
];

fn result(path: &Path) -> String {
    let options = InputOptions::default();
    let summarizer = Summarizer::builder().build().unwrap();
    let mut text = String::new();
    for block in Reader::new([path], options.clone()) {
        for article in block.unwrap().articles(&options) {
            let article = article.unwrap();
            let summary = summarizer.summarize(&article);
            let _ = writeln!(text, "title: {}", article.title.as_deref().unwrap_or("-"));
            let _ = writeln!(text, "language: {}", summary.language);
            for sentence in &summary.summary {
                let _ = writeln!(text, "{}: {}", sentence.sentence, sentence.text);
            }
            let keywords: Vec<_> = summary.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
            let _ = writeln!(text, "keywords: {}", keywords.join("; "));
        }
    }
    text
}

#[test]
fn summaries_of_the_corpus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bless = std::env::var_os("EPITOME_BLESS").is_some();
    let mut faults = Vec::new();
    for name in ARTICLES {
        let golden = root.join("tests/golden/corpus").join(name.replace('/', "-")).with_extension("txt");
        let found = result(&root.join("corpus").join(name));
        if bless {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
            fs::write(&golden, &found).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if found != expected {
            faults.push(format!("{name}\n--- expected\n{expected}--- found\n{found}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
