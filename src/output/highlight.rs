//! A whole article in the terminal, with the chosen sentences and the keywords set off: by colour, or the sentences by
//! marks where there is none.

use std::fmt::Write as _;

use super::occurrences::KeywordFinder;
use super::style::{Palette, Style};
use super::visible::visible;
use super::wrap::wrap;
use crate::article::Article;
use crate::span::{Span, folded};
use crate::summary::Summary;

/// What stands around a chosen sentence where there are no colours.
const MARKS: (&str, &str) = ("▸", "◂");

/// The article's paragraphs in lines of at most `width` columns, an empty line after each.
pub(super) fn highlighted(article: &Article, summary: &Summary, width: usize, palette: Palette) -> String {
    let text = article.text();
    let mut finder = KeywordFinder::new(summary.language, &summary.keywords);
    let mut chosen: Vec<Span> = summary.summary.iter().map(|sentence| sentence.span).collect();
    chosen.sort_unstable();
    let mut chosen = chosen.into_iter().peekable();
    let mut out = String::new();
    for &paragraph in article.paragraphs() {
        let mut painted = Letters { text: String::new(), styles: Vec::new(), marked: !palette.color };
        let mut at = paragraph.start;
        while let Some(sentence) = chosen.next_if(|span| span.start < paragraph.end) {
            painted.push(Span { start: at, end: sentence.start }.of(text), false, &mut finder);
            painted.push(sentence.of(text), true, &mut finder);
            at = sentence.end;
        }
        painted.push(Span { start: at, end: paragraph.end }.of(text), false, &mut finder);
        painted.lines(width, palette, &mut out);
        out.push('\n');
    }
    out
}

/// A text with the style of each of its letters, white space left out: that is what breaking lines changes.
struct Letters {
    text: String,
    styles: Vec<Option<Style>>,
    /// Whether chosen sentences have marks.
    marked: bool,
}

impl Letters {
    fn push(&mut self, text: &str, chosen: bool, finder: &mut KeywordFinder) {
        let text = folded(&visible(text)).into_owned();
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        if chosen && self.marked {
            self.letters(MARKS.0, None);
        }
        let (plain, keyword) =
            if chosen { (Some(Style::Chosen), Style::ChosenKeyword) } else { (None, Style::Keyword) };
        let mut at = 0;
        for found in finder.find(&text) {
            self.letters(text.get(at..found.span.start as usize).unwrap_or_default(), plain);
            self.letters(found.span.of(&text), Some(keyword));
            at = found.span.end as usize;
        }
        self.letters(text.get(at..).unwrap_or_default(), plain);
        if chosen && self.marked {
            self.letters(MARKS.1, None);
        }
    }

    fn letters(&mut self, text: &str, style: Option<Style>) {
        self.text.push_str(text);
        self.styles.extend(text.chars().filter(|c| !c.is_whitespace()).map(|_| style));
    }

    /// The lines, each with the codes of its own letters, so that no style runs over the end of a line.
    fn lines(&self, width: usize, palette: Palette, out: &mut String) {
        let mut styles = self.styles.iter().copied();
        for line in wrap(&self.text, width) {
            let mut run = (None, String::new());
            for c in line.chars() {
                let style = if c.is_whitespace() { run.0 } else { styles.next().flatten() };
                if style != run.0 {
                    flush(&run, palette, out);
                    run = (style, String::new());
                }
                run.1.push(c);
            }
            flush(&run, palette, out);
            out.push('\n');
        }
    }
}

fn flush((style, run): &(Option<Style>, String), palette: Palette, out: &mut String) {
    match style {
        Some(style) => {
            // A space after the last letter of a style has none.
            let letters = run.trim_end();
            let _ = write!(out, "{}", palette.paint(*style, letters));
            out.push_str(run.get(letters.len()..).unwrap_or_default());
        }
        None => out.push_str(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Summarizer;
    use crate::select::Budget;
    use proptest::prelude::*;

    fn shown(text: &str, width: usize, color: bool) -> String {
        let article = Article::new(text).unwrap();
        let builder = Summarizer::builder().budget(Budget::Sentences(1)).keywords(3);
        let summary = builder.build().unwrap().summarize(&article);
        highlighted(&article, &summary, width, Palette { color })
    }

    #[test]
    fn sentences_are_bold_and_keywords_coloured() {
        let text = "Bees came back to the valley. The bees found it empty. Rain fell.";
        let shown = shown(text, 30, true);
        assert!(shown.starts_with("\u{1b}[1;36mBees\u{1b}[0m \u{1b}[1mcame back to the"), "{shown:?}");
        assert!(shown.contains("\nThe \u{1b}[36mbees\u{1b}[0m found"), "{shown:?}");
        assert!(
            shown.lines().all(|line| line.matches("\u{1b}[0m").count() * 2 == line.matches('\u{1b}').count())
        );
    }

    #[test]
    fn without_colours_sentences_have_marks() {
        let shown = shown("Bees came back. Rain fell.", 80, false);
        assert_eq!(shown, "▸Bees came back.◂ Rain fell.\n\n");
    }

    proptest! {
        #[test]
        fn codes_are_all_that_is_added(text in "([A-C][a-c]{1,4}[.,\n ]{1,3}|[é水。\u{301}]|bees ){0,40}", width in 24usize..60) {
            let plain = visible(&shown(&text, width, true)).split_whitespace().collect::<String>();
            let article = Article::new(text).unwrap();
            let all = article.paragraphs().iter().flat_map(|span| span.of(article.text()).split_whitespace());
            prop_assert_eq!(plain, all.collect::<String>());
        }
    }
}
