//! Markdown, for notes and web pages. Whatever an article says is escaped, so that it cannot pass for markup.

use std::fmt::Write as _;
use std::io;

use super::text::{counted, facts, named};
use super::visible::visible;
use super::{Exporter, Presentation, explanation};
use crate::article::Article;
use crate::explanation::Explanation;
use crate::language::Language;
use crate::span::{Span, folded};
use crate::summary::Summary;

/// Markdown as `CommonMark` has it.
pub(super) struct Markdown {
    with_text: bool,
}

impl Markdown {
    pub(super) fn new(presentation: Presentation) -> Self {
        Self { with_text: presentation.with_text }
    }
}

impl Exporter for Markdown {
    fn can_resume(&self) -> bool {
        true
    }

    fn separator(&self) -> &'static str {
        "\n"
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        let mut text = heading(article);
        let _ = writeln!(text, "*{}*\n", escaped(&facts(article, summary).join(" · ")));
        if let Some(standfirst) = &article.standfirst {
            let _ = writeln!(text, "> {}\n", escaped(standfirst));
        }
        for sentence in &summary.summary {
            let _ = writeln!(text, "- {}", escaped(&sentence.text));
            explained(&mut text, sentence.explanation.as_ref());
        }
        if !summary.summary.is_empty() {
            text.push('\n');
        }
        if summary.keywords.iter().any(|keyword| keyword.explanation.is_some()) {
            text.push_str("**Keywords**\n\n");
            for keyword in &summary.keywords {
                let _ = writeln!(text, "- {} ({})", escaped(&keyword.text), keyword.count);
                explained(&mut text, keyword.explanation.as_ref());
            }
            text.push('\n');
        } else if !summary.keywords.is_empty() {
            let keywords = summary.keywords.iter();
            let keywords = keywords.map(|keyword| format!("{} ({})", escaped(&keyword.text), keyword.count));
            let _ = writeln!(text, "**Keywords:** {}\n", keywords.collect::<Vec<_>>().join(", "));
        }
        for warning in &summary.warnings {
            let _ = writeln!(text, "**Note:** {}\n", escaped(&warning.to_string()));
        }
        if self.with_text {
            for paragraph in article.paragraphs() {
                let _ = writeln!(text, "{}\n", escaped(paragraph.of(article.text())));
            }
        }
        push(out, &text);
        Ok(())
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let mut text = heading(article);
        let _ = writeln!(text, "*{} · {}*\n", named(language), counted(sentences.len(), "sentence"));
        for (number, span) in sentences.iter().enumerate() {
            let _ = writeln!(text, "{number}. {}", escaped(span.of(article.text())));
        }
        push(out, &text);
        Ok(())
    }
}

fn push(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.trim_end().as_bytes());
    out.push(b'\n');
}

fn heading(article: &Article) -> String {
    match &article.title {
        Some(title) => format!("## {}\n\n{}\n\n", escaped(title), escaped(&article.source)),
        None => format!("## {}\n\n", escaped(&article.source)),
    }
}

fn explained(text: &mut String, tree: Option<&Explanation>) {
    for (depth, line) in tree.into_iter().flat_map(explanation::lines) {
        let _ = writeln!(text, "{:indent$}- {}", "", escaped(&line), indent = 2 * (depth + 1));
    }
}

/// A text on one line, with a backslash before every character that could be markup where it stands.
fn escaped(text: &str) -> String {
    let text = folded(&visible(text)).into_owned();
    let mut escaped = String::with_capacity(text.len() + 8);
    // `1.` and `1)` begin a list, as `-`, `+`, `#` and `=` begin something.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let anywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$');
        let first = at == 0 && matches!(c, '#' | '+' | '-' | '=' | ':');
        let list = digits > 0 && at == digits && matches!(c, '.' | ')');
        if anywhere || first || list {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_is_escaped() {
        for (text, expected) in [
            ("plain text, with (brackets) - and 3.5 %", "plain text, with (brackets) - and 3.5 %"),
            ("# no heading", "\\# no heading"),
            ("- no item\n# no heading", "\\- no item # no heading"),
            ("12. no item", "12\\. no item"),
            ("[a](javascript:x) <b>", "\\[a\\](javascript:x) \\<b\\>"),
            ("a*b_c`d &amp;", "a\\*b\\_c\\`d \\&amp;"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    proptest! {
        #[test]
        fn escaped_text_reads_back_as_plain_text(text in "[-a-c0-2 #*_`>\\[\\]()<&;.+!|~=\\\\]{1,30}") {
            let text = folded(&text).into_owned();
            let source = format!("- {}", escaped(&text));
            let mut read = String::new();
            for event in pulldown_cmark::Parser::new(&source) {
                match event {
                    pulldown_cmark::Event::Text(piece) => read.push_str(&piece),
                    pulldown_cmark::Event::Start(tag) => prop_assert!(
                        matches!(tag, pulldown_cmark::Tag::List(_) | pulldown_cmark::Tag::Item),
                        "{:?} in {}", tag, source
                    ),
                    pulldown_cmark::Event::End(_) => {}
                    other => prop_assert!(false, "{:?} in {}", other, source),
                }
            }
            prop_assert_eq!(read, text);
        }
    }
}
