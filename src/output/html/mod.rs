//! A page to look at: one file that needs no network and no other file. The articles stand in it as JSON, which the
//! page's own script turns into text nodes; nothing that an article says is ever markup, and the page's policy lets no
//! other script or style run. One article is shown by itself, several with an overview.

mod data;
mod escape;

use std::io;

use super::occurrences::KeywordFinders;
use super::{Content, Exporter, Presentation};
use crate::article::Article;
use crate::language::Language;
use crate::span::Span;
use crate::statistics::CorpusStatistics;
use crate::summary::Summary;

const TEMPLATE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("shared.js"),
    include_str!("overview.js"),
    include_str!("article.js"),
    include_str!("route.js"),
    "})();\n"
);

/// What the page's policy lets run, as SHA-256 in base64; a test says what has to stand here.
const STYLE_HASH: &str = "eS6JY8ersS+MRjD0gnY+c/fSDnAfzCP3uhJrx8IgAlM=";
const SCRIPT_HASH: &str = "QIu1aDmlRugMOkoiD2vQ8Fu6Rsv8lZpyDy/1MXNiCoA=";

/// A page of articles.
pub(super) struct Html {
    limit: u64,
    background: CorpusStatistics,
    finders: KeywordFinders,
}

impl Html {
    pub(super) fn new(presentation: Presentation) -> Self {
        Self {
            limit: presentation.report_limit,
            background: CorpusStatistics::builtin(),
            finders: KeywordFinders::default(),
        }
    }
}

impl Exporter for Html {
    fn head(&self, content: Content) -> String {
        let content = match content {
            Content::Summaries => "summaries",
            Content::Sentences => "sentences",
        };
        let (before, _) = halves();
        // What stands for something in the template is replaced before style and script, which may have braces.
        before
            .replace("{content}", content)
            .replace("{style-hash}", STYLE_HASH)
            .replace("{script-hash}", SCRIPT_HASH)
            .replace("{style}", STYLE)
    }

    fn tail(&self, left_out: u64) -> String {
        let (_, after) = halves();
        after.replace("{left-out}", &left_out.to_string()).replace("{script}", SCRIPT)
    }

    fn limit(&self) -> u64 {
        self.limit
    }

    fn wants_ranking(&self) -> bool {
        true
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        append(&data::of_summary(article, summary, &self.background, &self.finders), out)
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        append(&data::of_sentences(article, language, sentences), out)
    }
}

/// What stands before the articles, and after them.
fn halves() -> (&'static str, &'static str) {
    TEMPLATE.split_once("{articles}").unwrap_or((TEMPLATE, ""))
}

/// Appends both pieces of an article.
fn append((line, body): &(data::Line, data::Body), out: &mut Vec<u8>) -> io::Result<()> {
    out.extend_from_slice(b"<script type=\"application/json\" class=\"line\">");
    escape::append(line, out)?;
    out.extend_from_slice(b"</script><script type=\"application/json\" class=\"body\">");
    escape::append(body, out)?;
    out.extend_from_slice(b"</script>\n");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use sha2::{Digest, Sha256};

    fn hash(text: &str) -> String {
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text))
    }

    #[test]
    fn the_policy_knows_style_and_script() {
        assert_eq!(STYLE_HASH, hash(STYLE), "STYLE_HASH has to be the right-hand value");
        assert_eq!(SCRIPT_HASH, hash(SCRIPT), "SCRIPT_HASH has to be the right-hand value");
    }

    #[test]
    fn everything_in_the_template_has_its_place() {
        for mark in
            ["{content}", "{style-hash}", "{script-hash}", "{style}", "{articles}", "{left-out}", "{script}"]
        {
            assert_eq!(TEMPLATE.matches(mark).count(), 1, "{mark}");
        }
        assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.to_lowercase().contains("</script"));
        assert!(!STYLE.to_lowercase().contains("</style") && !STYLE.contains("url("));
        let page = Html::new(Presentation::default());
        let size = page.head(Content::Summaries).len() + page.tail(0).len();
        assert!(size < 100_000, "{size} bytes without data");
    }
}
