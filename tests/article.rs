//! Articles from text: golden files, the same sentences from every shape of a text, and any bytes at all.
//!
//! A golden file in `tests/golden/articles/` needs no Rust: lines of `key: value`, then `---`, then the text. `input`
//! names a file of the repository instead of a text. `title`, `standfirst`, `byline`, `published` are compared whole (an
//! empty value means that there is none), `places` and `warnings` with `; ` between them, `paragraphs` as a number, `first`
//! and `last` with the beginning of the first and the end of the last paragraph. `format: markdown|html` reads the text
//! as such. What a file does not name is not compared.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod shared;

use std::fs;
use std::path::{Path, PathBuf};

use epitome::article::Article;
use epitome::input::decode::decode;
use epitome::input::{InputOptions, Reader, html_article, markdown_article};
use epitome::language::Language;
use epitome::segment::sentences::SentenceSplitter;
use proptest::prelude::*;

use shared::shared;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Article {
    let options = InputOptions::default();
    let mut articles = Vec::new();
    for block in Reader::new([path], options.clone()) {
        articles.extend(block.unwrap().articles(&options).map(Result::unwrap));
    }
    assert_eq!(articles.len(), 1, "{}", path.display());
    articles.remove(0)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn paragraph(article: &Article, index: usize) -> String {
    article.paragraphs().get(index).map(|span| one_line(span.of(article.text()))).unwrap_or_default()
}

/// What an article has under a key of a golden file.
fn actual(article: &Article, key: &str, expected: &str) -> String {
    match key {
        "title" => article.title.clone().unwrap_or_default(),
        "standfirst" => article.standfirst.clone().unwrap_or_default(),
        "byline" => article.byline.clone().unwrap_or_default(),
        "published" => article.published.clone().unwrap_or_default(),
        "language" => article.language.map(|language| language.code().to_owned()).unwrap_or_default(),
        "places" => article.places.join("; "),
        "warnings" => article.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        "paragraphs" => article.paragraphs().len().to_string(),
        "first" => paragraph(article, 0).chars().take(expected.chars().count()).collect(),
        "last" => {
            let last = paragraph(article, article.paragraphs().len().wrapping_sub(1));
            let skipped = last.chars().count().saturating_sub(expected.chars().count());
            last.chars().skip(skipped).collect()
        }
        _ => panic!("unknown key '{key}'"),
    }
}

#[test]
fn golden_articles_come_out_right() {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/golden/articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 20, "only {} golden files found", files.len());
    let mut faults = Vec::new();
    for file in files {
        let golden = fs::read_to_string(&file).unwrap();
        let (head, text) = golden.split_once("---\n").unwrap_or((&golden, ""));
        let lines: Vec<_> = head.lines().filter_map(|line| line.split_once(':')).collect();
        let of = |wanted: &str| lines.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.trim());
        let article = match (of("input"), of("format")) {
            (Some(input), _) => read(&root().join(input)),
            (None, Some("markdown")) => markdown_article(text).unwrap(),
            (None, Some("html")) => html_article(text).unwrap(),
            (None, _) => Article::from_plain_text(text).unwrap(),
        };
        for (key, expected) in lines.iter().filter(|(key, _)| !matches!(*key, "input" | "format")) {
            let expected = expected.trim();
            let actual = actual(&article, key, expected);
            if actual != expected {
                let name = file.file_name().unwrap().to_string_lossy();
                faults.push(format!("{name}: {key}\n  expected: {expected}\n  actual:   {actual}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_model_article_comes_out_right() {
    let Some(path) = shared("articles/isis-k.txt") else { return };
    let article = read(&path);
    assert!(article.title.as_deref().unwrap().starts_with("Escalating ISIS-K Threat"));
    assert!(article.standfirst.as_deref().unwrap().ends_with("looming threats."));
    assert_eq!(article.published.as_deref(), Some("2024-04-02T00:04:00"));
    assert_eq!(article.places, ["Russian Federation", "Iran, Islamic Republic of"]);
    assert_eq!(article.paragraphs().len(), 12);
    assert!(paragraph(&article, 0).starts_with("The Islamic State Khorasan"));
    assert!(paragraph(&article, 11).starts_with("In conclusion"));
}

fn sentences(article: &Article) -> Vec<String> {
    let splitter = SentenceSplitter::new(Language::English);
    let mut found = Vec::new();
    for &paragraph in article.paragraphs() {
        splitter.split_into(article.text(), paragraph, &mut found);
    }
    found.into_iter().map(|span| one_line(span.of(article.text()))).collect()
}

/// Fills lines up to `width` columns.
fn wrap(paragraph: &str, width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text
}

#[test]
fn every_shape_of_a_text_gives_the_same_sentences() {
    for name in
        ["en/wheat-exchange.txt", "shapes/hyphens-and-acronyms.txt", "shapes/quotes-and-abbreviations.txt"]
    {
        let clean = fs::read_to_string(root().join("corpus").join(name)).unwrap();
        let article = Article::from_plain_text(clean.as_str()).unwrap();
        let expected = sentences(&article);
        assert!(expected.len() > 15, "{name}");
        let title = article.title.clone().unwrap();
        let body: Vec<_> = article.paragraphs().iter().map(|span| one_line(span.of(&clean))).collect();
        let joined = |map: &dyn Fn(&String) -> String, between: &str| {
            body.iter().map(map).collect::<Vec<_>>().join(between)
        };
        let wrapped = joined(&|paragraph| wrap(paragraph, 70), "\n\n");
        let indented = joined(&|paragraph| format!("    {}", wrap(paragraph, 66)), "\n");
        let markdown = joined(&|paragraph| paragraph.replacen("the ", "*the* ", 1), "\n\n## A heading\n\n");
        let html = joined(&|paragraph| format!("<p>{}</p>", html_escape(paragraph)), "\n");
        let shapes = [
            ("CRLF", Article::from_plain_text(clean.replace('\n', "\r\n"))),
            ("wrapped", Article::from_plain_text(format!("{title}\n\n{wrapped}\n"))),
            (
                "wrapped, CRLF",
                Article::from_plain_text(format!("{title}\n\n{wrapped}\n").replace('\n', "\r\n")),
            ),
            ("indented", Article::from_plain_text(format!("{title}\n\n{indented}\n"))),
            ("record", Article::from_record(joined(&Clone::clone, "\n\n"), Some(title.clone()))),
            ("markdown", markdown_article(&format!("# {title}\n\n{markdown}\n"))),
            (
                "html",
                html_article(&format!("<title>{title}</title><article><h1>{title}</h1>{html}</article>")),
            ),
        ];
        for (shape, article) in shapes {
            let actual = sentences(&article.unwrap());
            let differs = actual.iter().zip(&expected).find(|(a, b)| a != b);
            assert_eq!(differs, None, "{name}, {shape}");
            assert_eq!(actual.len(), expected.len(), "{name}, {shape}");
        }
    }
}

fn html_escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[test]
fn a_text_of_one_piece_is_body() {
    for text in [
        "word",
        "A line",
        "One paragraph of text. It has two sentences.",
        "Share",
        "2024-04-02",
        "5 minutes read",
    ] {
        let article = Article::from_plain_text(text).unwrap();
        assert_eq!(article.title, None, "{text}");
        assert_eq!(paragraph(&article, 0), text);
    }
    assert!(Article::from_plain_text("").unwrap().paragraphs().is_empty());
    assert!(Article::from_plain_text(" \n\t\n").unwrap().paragraphs().is_empty());
}

#[test]
fn a_body_sentence_is_never_furniture() {
    let sentences = [
        "Share prices fell on Tuesday.",
        "By Monday the water had gone.",
        "Comments like these are rare in the valley, she said.",
        "Published figures tell another story, but nobody reads them.",
        "Read more books, the teacher told them.",
        "Print is not dead.",
        "On 2 April 2024 the bridge was closed.",
        "Norway, Iran and France signed the treaty on the same day.",
    ];
    let text = sentences.join("\n\n");
    for text in [text.clone(), format!("A title\n\n{text}"), format!("{text}\n\nShare this article\n")] {
        let article = Article::from_plain_text(text).unwrap();
        let body: Vec<_> = (0..article.paragraphs().len()).map(|index| paragraph(&article, index)).collect();
        assert_eq!(body, sentences);
    }
}

/// Texts made to take time: one that took the square of its size would keep this test for minutes.
#[test]
fn hostile_texts_are_read_to_their_end() {
    for piece in [
        "> ", "[", "*a ", "`", "![", "<a ", "- ", "|a", "\n#", "a\n", "By A\n", "Norway, ", "~~a", "1. ",
        "&amp", "[^1]: ",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        check_all(&text);
    }
}

/// Paragraphs are in order, within the text, trimmed and not empty.
fn check(article: &Article) {
    let text = article.text();
    let mut end = 0;
    for &span in article.paragraphs() {
        assert!(span.start >= end && !span.is_empty() && (span.end as usize) <= text.len());
        assert_eq!(span.trimmed(text), span);
        assert_eq!(span.of(text).len(), span.len(), "a span ends within a character");
        end = span.end;
    }
}

fn check_all(text: &str) {
    let article = Article::from_plain_text(text).unwrap();
    check(&article);
    assert_eq!(article.text(), text);
    check(&Article::from_record(text, Some("A title".into())).unwrap());
    check(&markdown_article(text).unwrap());
    check(&html_article(text).unwrap());
}

/// Lines that mix what heads and tails are made of.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("A title of some words".to_owned()),
        Just("Published April 02, 2024 - 00:04am".to_owned()),
        Just("By Ada Lovelace | 2 April 2024".to_owned()),
        Just("5 minutes read".to_owned()),
        Just("Norway, Iran, Islamic Republic of".to_owned()),
        Just("What to read next...".to_owned()),
        Just("It rained. It stopped.".to_owned()),
        Just(String::new()),
        Just("    indented text that goes on and on until the line is about as long as others".to_owned()),
        "\\PC{0,80}",
    ];
    (prop::collection::vec(line, 0..30), prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")])
        .prop_map(|(lines, end)| lines.join(end))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_an_article(text in "(?s).{0,400}") {
        check_all(&text);
    }

    #[test]
    fn any_mix_of_lines_makes_an_article(text in lines()) {
        check_all(&text);
    }

    #[test]
    fn any_markup_makes_an_article(
        pieces in prop::collection::vec(
            prop_oneof![
                "</?(p|div|b|i|a|table|tr|td|li|ul|h1|h2|br|script|style|title|article|nav|svg|select|template)>",
                "<[a-z]{1,8}( [a-z]{1,5}=?[\"']?[a-z ]{0,8}[\"']?){0,3}/?>",
                "(<!--|-->|<!|\\]\\]>|&#?[a-z0-9]{0,5};?|\0|<|>|\"|')",
                "[A-Za-z .,]{0,60}",
                "(#+ |\\*\\*|\\* |> |```\n|---\n|\\| |\\[x\\]\\(|~~|\n|\n\n|1\\. |    )",
            ],
            0..60,
        )
    ) {
        check_all(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "x\\.(txt|md|html|jsonl|json)") {
        if let Ok(decoded) = decode(&bytes, None) {
            check_all(&decoded.text);
        }
        let options = InputOptions::default();
        for block in Reader::from_stream(&name, std::io::Cursor::new(bytes), options.clone()) {
            block.unwrap().articles(&options).flatten().for_each(|article| check(&article));
        }
    }
}
