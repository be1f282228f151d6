//! Markdown files.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::InputOptions;
use super::blocks::Blocks;
use super::decode::decode;
use super::format::{Format, Reading};
use super::html::flatten_fragment;
use crate::article::{Article, Known, parse_date};
use crate::error::Result;

/// Markdown: one article a file.
pub(super) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["markdown", "md"]
    }

    /// Plain text looks into the whole file for signs of Markdown.
    fn recognises(&self, _head: &[u8], _options: &InputOptions) -> bool {
        false
    }

    fn reading(&self) -> Reading {
        Reading::Whole(|bytes, _| {
            let decoded = decode(bytes, None)?;
            let mut article = article(&decoded.text)?;
            article.warnings.extend(decoded.warning);
            Ok(article)
        })
    }
}

/// An article from a Markdown text. The article's text is what a reader sees: emphasis and links as their words, images
/// and code blocks not at all, one paragraph a block. Headings are no paragraphs; the first one is the title unless the
/// front matter names one.
///
/// ```
/// let article = epitome::input::markdown_article("# Rain\n\nIt *rained* all\n[day](https://rain.example).\n")?;
/// assert_eq!(article.title.as_deref(), Some("Rain"));
/// assert_eq!(article.paragraphs()[0].of(article.text()), "It rained all day.");
/// # Ok::<(), epitome::Error>(())
/// ```
pub fn article(markdown: &str) -> Result<Article> {
    let mut reader = Reader::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(markdown, options) {
        reader.event(event);
    }
    let Reader { blocks, matter, .. } = reader;
    let flat = blocks.finish();
    let known = Known { title: front(&matter, &["title"]), byline: front(&matter, &["author", "byline"]) };
    let mut article = Article::from_units(flat.text, &flat.units, known)?;
    let date = front(&matter, &["date", "published", "pubdate"]);
    article.published = date.and_then(|date| parse_date(&date)).or(article.published);
    article.language = front(&matter, &["lang", "language"]).and_then(|code| code.parse().ok());
    article.standfirst =
        article.standfirst.or_else(|| front(&matter, &["standfirst", "subtitle", "description", "summary"]));
    Ok(article)
}

/// Whether a text has more signs of Markdown than plain text would have by chance.
pub(super) fn is_likely(text: &str) -> bool {
    let (mut headings, mut fences, mut rules) = (0, 0, 0);
    for line in text.lines().take(2_000) {
        let rest = line.trim_start_matches('#');
        let level = line.len() - rest.len();
        headings += usize::from((1..=6).contains(&level) && rest.starts_with(' '));
        fences += usize::from(line.starts_with("```"));
        rules += usize::from(line.starts_with("| ") || line.starts_with("> "));
    }
    let links = text.matches("](http").take(9).count();
    let strong = text.matches("**").take(9).count() / 2;
    let kinds = [headings >= 2, fences >= 2, links >= 1, strong >= 1, rules >= 2]
        .iter()
        .filter(|sign| **sign)
        .count();
    headings >= 3 || (kinds >= 2 && headings + fences / 2 + links + strong >= 3)
}

#[derive(Default)]
struct Reader {
    blocks: Blocks,
    /// How many elements are open whose content is left out: images, code, struck-out text.
    hidden: usize,
    /// The markup of an HTML block.
    html: String,
    in_matter: bool,
    matter: String,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_matter => self.matter.push_str(&text),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) if self.hidden == 0 => {
                self.blocks.text(&text);
            }
            Event::SoftBreak if self.hidden == 0 => self.blocks.space(),
            Event::HardBreak if self.hidden == 0 => self.blocks.line_break(),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.blocks.line_break(),
            Event::Html(html) => self.html.push_str(&html),
            Event::Rule => self.blocks.end(false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.blocks.end(true),
            Tag::Image { .. } | Tag::Strikethrough => self.hidden += 1,
            Tag::CodeBlock(_) => {
                self.blocks.end(false);
                self.hidden += 1;
            }
            Tag::MetadataBlock(_) => self.in_matter = true,
            Tag::HtmlBlock => self.html.clear(),
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Superscript | Tag::Subscript => {}
            _ => self.blocks.end(false),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::Strikethrough | TagEnd::CodeBlock => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::MetadataBlock(_) => self.in_matter = false,
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                for (text, heading) in flatten_fragment(&html).iter() {
                    self.blocks.end(heading);
                    self.blocks.text(text);
                }
                self.blocks.end(false);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => {}
            _ => self.blocks.end(false),
        }
    }
}

/// The value of the first of these keys in the front matter: one line, without quotes.
fn front(matter: &str, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|wanted| {
        matter.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            let value = value.trim();
            let quote = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
            let value = quote('"').or_else(|| quote('\'')).unwrap_or(value).trim();
            let structure = value.starts_with(['[', '{', '|', '>', '&', '*']);
            (key.eq_ignore_ascii_case(wanted) && !value.is_empty() && !structure).then(|| value.to_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(markdown: &str) -> Vec<String> {
        let article = article(markdown).unwrap();
        article.paragraphs().iter().map(|span| span.of(article.text()).to_owned()).collect()
    }

    #[test]
    fn markup_becomes_paragraphs() {
        let markdown = "A **bold** and `code()` line\ngoes on.[^1] ~~Not this.~~\n\n## Heading\n\n1. one;\n2. two\n   lines.\n\n\
            > A quote.\n\n![alt](x.png)\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: A note.\n";
        let expected = [
            "A bold and code() line goes on.",
            "one;",
            "two lines.",
            "A quote.",
            "a",
            "b",
            "c",
            "d",
            "A note.",
        ];
        assert_eq!(paragraphs(markdown), expected);
    }

    #[test]
    fn front_matter_gives_the_facts() {
        let markdown = "---\ntitle: \"A: title\"\ndate: 2024-11-30\nauthor: Ada\nlang: en\ntags: [x]\n---\n\n# A: title\n\nText.\n";
        let article = article(markdown).unwrap();
        assert_eq!(article.title.as_deref(), Some("A: title"));
        assert_eq!(article.published.as_deref(), Some("2024-11-30"));
        assert_eq!(article.byline.as_deref(), Some("Ada"));
        assert_eq!(article.language, Some(crate::Language::English));
        assert_eq!(article.paragraphs().len(), 1);
    }

    #[test]
    fn markdown_is_told_from_plain_text() {
        assert!(is_likely("# A\n\ntext **b** [c](http://d)\n\n## E\n"));
        for text in
            ["# 1 hit\n\nIt was a *hit*.", "Plain text.\n\n> mail quote\n> more", "a ** b ** c ** d", ""]
        {
            assert!(!is_likely(text), "{text}");
        }
    }

    #[test]
    fn html_inside_is_flattened() {
        assert_eq!(
            paragraphs("<div>\n<p>One <b>two</b></p>\n</div>\n\nThree<br>Four\n"),
            ["One two", "Three", "Four"]
        );
    }
}
