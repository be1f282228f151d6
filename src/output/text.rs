//! The text format, for reading in a terminal: a rule with the source, the title, a line of facts, the standfirst, the
//! summary's sentences, the keywords with bars.

use std::fmt::Write as _;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::highlight::highlighted;
use super::style::{Palette, Style};
use super::visible::visible;
use super::wrap::wrap;
use super::{Exporter, Presentation, explanation};
use crate::article::Article;
use crate::explanation::Explanation;
use crate::keyword::Keyword;
use crate::language::Language;
use crate::span::{Span, folded};
use crate::summary::{Summary, SummarySentence};

/// Longer lines are hard to read, however wide the terminal is.
const MAX_WIDTH: usize = 100;
const MIN_WIDTH: usize = 24;
/// Columns of the longest bar.
const BAR: usize = 12;
/// Words that a reader takes in within a minute (Brysbaert 2019: 238 for English non-fiction).
const WORDS_A_MINUTE: usize = 238;

/// Readable text.
pub(super) struct Text {
    width: usize,
    palette: Palette,
    full: bool,
    highlight: bool,
}

impl Text {
    pub(super) fn new(presentation: Presentation) -> Self {
        Self {
            width: presentation.width.clamp(MIN_WIDTH, MAX_WIDTH),
            palette: Palette { color: presentation.color },
            full: presentation.with_text && !presentation.highlight,
            highlight: presentation.highlight,
        }
    }

    /// Lines of a paragraph in one style.
    fn paragraph(&self, out: &mut String, style: Style, text: &str) {
        for line in wrap(&visible(text), self.width) {
            let _ = writeln!(out, "{}", self.palette.paint(style, line));
        }
    }

    /// A paragraph behind a mark, its lines flush.
    fn item(&self, out: &mut String, mark: &str, text: &str) {
        let indent = mark.width() + 3;
        for (number, line) in wrap(&visible(text), self.width - indent).iter().enumerate() {
            if number == 0 {
                let _ = writeln!(out, "  {} {line}", self.palette.paint(Style::Bullet, mark));
            } else {
                let _ = writeln!(out, "{:indent$}{line}", "");
            }
        }
    }

    fn rule(&self, out: &mut String, source: &str) {
        let source = visible(source);
        let rest = "─".repeat(self.width.saturating_sub(source.width() + 4).max(2));
        let _ = writeln!(out, "{}", self.palette.paint(Style::Dim, format_args!("── {source} {rest}")));
    }

    fn title(&self, out: &mut String, article: &Article) {
        if let Some(title) = &article.title {
            self.paragraph(out, Style::Title, title);
        }
    }

    fn sentence(&self, out: &mut String, sentence: &SummarySentence) {
        self.item(out, "•", &sentence.text);
        self.explanation(out, sentence.explanation.as_ref());
        out.push('\n');
    }

    fn explanation(&self, out: &mut String, tree: Option<&Explanation>) {
        for (depth, line) in tree.into_iter().flat_map(explanation::lines) {
            let (indent, line) = (6 + 2 * depth, visible(&line).into_owned());
            let _ = writeln!(out, "{:indent$}{}", "", self.palette.paint(Style::Dim, line));
        }
    }

    fn keywords(&self, out: &mut String, keywords: &[Keyword]) {
        let texts: Vec<_> = keywords.iter().map(|keyword| visible(&keyword.text)).collect();
        let most = self.width.saturating_sub(BAR + 10);
        let column = texts.iter().map(|text| text.width()).filter(|&width| width <= most).max().unwrap_or(0);
        let best = keywords.iter().map(|keyword| keyword.score).fold(0.0, f64::max);
        for (keyword, text) in keywords.iter().zip(&texts) {
            let count = self.palette.paint(Style::Dim, format!("{}×", keyword.count));
            if text.width() > most {
                // Too long for a bar beside it.
                for line in wrap(&format!("{text}  {count}"), self.width.saturating_sub(2)) {
                    let _ = writeln!(out, "  {line}");
                }
            } else {
                let padding = column.saturating_sub(text.width());
                let bar = bar(keyword.score, best);
                let gap = BAR - bar.width();
                let bar = self.palette.paint(Style::Bar, bar);
                let _ = writeln!(out, "  {text}{:padding$}  {bar}{:gap$}  {count}", "", "");
            }
            self.explanation(out, keyword.explanation.as_ref());
        }
    }
}

impl Exporter for Text {
    fn separator(&self) -> &'static str {
        "\n"
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        let mut text = String::new();
        self.rule(&mut text, &article.source);
        self.title(&mut text, article);
        self.paragraph(&mut text, Style::Dim, &facts(article, summary).join(" · "));
        if let Some(standfirst) = &article.standfirst {
            text.push('\n');
            self.paragraph(&mut text, Style::Dim, standfirst);
        }
        text.push('\n');
        if self.highlight {
            text.push_str(&highlighted(article, summary, self.width, self.palette));
        }
        // The sentences stand in the article then, but what explains them needs them by themselves.
        for sentence in
            summary.summary.iter().filter(|sentence| !self.highlight || sentence.explanation.is_some())
        {
            self.sentence(&mut text, sentence);
        }
        self.keywords(&mut text, &summary.keywords);
        for warning in &summary.warnings {
            self.paragraph(&mut text, Style::Warning, &format!("! {warning}"));
        }
        if self.full {
            text.push('\n');
            for paragraph in article.paragraphs() {
                for line in wrap(&visible(paragraph.of(article.text())), self.width) {
                    let _ = writeln!(text, "{line}");
                }
                text.push('\n');
            }
        }
        out.extend_from_slice(text.trim_end().as_bytes());
        out.push(b'\n');
        Ok(())
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let mut text = String::new();
        self.rule(&mut text, &article.source);
        self.title(&mut text, article);
        let facts = format!("{} · {}", named(language), counted(sentences.len(), "sentence"));
        self.paragraph(&mut text, Style::Dim, &facts);
        text.push('\n');
        let digits = sentences.len().saturating_sub(1).to_string().len();
        for (number, span) in sentences.iter().enumerate() {
            self.item(&mut text, &format!("{number:digits$}"), &folded(span.of(article.text())));
        }
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// Language, words, sentences, reading time, date and places.
pub(super) fn facts(article: &Article, summary: &Summary) -> Vec<String> {
    let mut facts = vec![
        named(summary.language),
        counted(summary.words, "word"),
        counted(summary.sentences, "sentence"),
        format!("{} min read", summary.words.div_ceil(WORDS_A_MINUTE).max(1)),
    ];
    // The time of day is rarely known and more rarely of interest.
    facts.extend(article.published.as_deref().and_then(|date| date.split('T').next()).map(str::to_owned));
    if !article.places.is_empty() {
        facts.push(article.places.join("; "));
    }
    facts
}

/// A language's name as it stands among facts.
pub(super) fn named(language: Language) -> String {
    if language == Language::Unknown { "language unknown".to_owned() } else { language.name().to_owned() }
}

/// A number with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A bar in eighths of a column; the best score has the whole length, any other above zero at least an eighth.
fn bar(score: f64, best: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = if best > 0.0 { (score / best).clamp(0.0, 1.0) } else { 0.0 };
    let eighths = (share * 8.0 * BAR as f64).round().max(if score > 0.0 { 1.0 } else { 0.0 }) as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_follow_the_score() {
        assert_eq!(bar(2.0, 2.0), "█".repeat(BAR));
        assert_eq!(bar(1.0, 2.0), "█".repeat(BAR / 2));
        assert_eq!(bar(1e-9, 2.0), "▏");
        assert_eq!(bar(0.0, 0.0), "");
        assert_eq!(bar(f64::NAN, 1.0), "");
        assert_eq!(bar(f64::INFINITY, 1.0), "█".repeat(BAR));
    }

    #[test]
    fn nouns_follow_the_count() {
        assert_eq!(counted(1, "word"), "1 word");
        assert_eq!(counted(0, "word"), "0 words");
    }
}
