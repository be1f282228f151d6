//! Web pages: the main text, with title, byline, date and language.

mod entities;
mod facts;
mod flatten;
mod limits;
mod tags;

use dom_smoothie::{Config, Readability};

use self::facts::Facts;
pub(super) use self::facts::charset_of_markup;
use self::flatten::{Scope, flatten};
use super::InputOptions;
use super::blocks::Flat;
use super::decode::{declared_in_markup, decode};
use super::format::{Format, Reading};
use crate::article::{Article, Known, Unit, writer};
use crate::error::Result;
use crate::span::Span;
use crate::warning::Warning;

/// HTML: one article a page.
pub(super) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["htm", "html", "xhtml"]
    }

    fn recognises(&self, head: &[u8], _options: &InputOptions) -> bool {
        let start = String::from_utf8_lossy(head).to_ascii_lowercase();
        let mut start = start.trim_start_matches('\u{feff}').trim_start();
        while let Some(comment) = start.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
            start = comment.1.trim_start();
        }
        ["<!doctype html", "<html", "<head", "<body"].iter().any(|mark| start.starts_with(mark))
            || (start.starts_with("<?xml") && start.contains("<html"))
    }

    fn reading(&self) -> Reading {
        Reading::Whole(|bytes, _| of_bytes(bytes, None))
    }
}

/// An article from the bytes of a page; `declared` is the encoding that its sender names, if there is one.
pub(super) fn of_bytes(bytes: &[u8], declared: Option<&str>) -> Result<Article> {
    let in_markup = if declared.is_none() { declared_in_markup(bytes) } else { None };
    let decoded = decode(bytes, declared.or(in_markup.as_deref()))?;
    let mut article = article(&decoded.text)?;
    article.warnings.extend(decoded.warning);
    Ok(article)
}

/// An article from a web page: its main text without navigation, advertisements and the like, its title, byline, date
/// and language. The article's text is the text that was extracted, one paragraph a block.
///
/// Time is linear in the page. A page that is nested too deeply or too large for the extractor becomes all of its text,
/// with [`Warning::MarkupTooComplex`].
///
/// ```
/// let page = "<html lang=en><title>Rain</title><nav>Home</nav><article><h1>Rain</h1><p>It rained all day.</p></article>";
/// let article = epitome::input::html_article(page)?;
/// assert_eq!(article.title.as_deref(), Some("Rain"));
/// assert_eq!(article.text(), "It rained all day.");
/// # Ok::<(), epitome::Error>(())
/// ```
pub fn article(html: &str) -> Result<Article> {
    let facts = facts::facts(html);
    let tame = limits::within(html);
    let extracted = if tame { extract(html, &facts) } else { None };
    let found = extracted.unwrap_or_else(|| strip(html, &facts));
    let mut article = trimmed(&found)?;
    if !tame {
        article.warnings.push(Warning::MarkupTooComplex);
    }
    article.published = facts.published.or(article.published);
    article.language = facts.language;
    Ok(article)
}

/// The blocks of a piece of markup inside another format, and which of them are headings.
pub(super) fn flatten_fragment(html: &str) -> Flat {
    flatten(html, Scope::Content)
}

/// What was found in a page.
struct Found {
    flat: Flat,
    known: Known,
}

/// The main text by the extractor; `None` where it finds none.
fn extract(html: &str, facts: &Facts) -> Option<Found> {
    let page = Readability::new(html, None, Some(Config::default())).ok()?.parse().ok()?;
    let flat = flatten(&page.content, Scope::Content);
    let title = headline(&one_line(&page.title), facts, page.site_name.as_deref());
    let byline = page.byline.map(|byline| writer(&one_line(&byline))).filter(|byline| !byline.is_empty());
    (!flat.units.is_empty()).then_some(Found { flat, known: Known { title, byline } })
}

/// All text of a page, by its tags alone.
fn strip(html: &str, facts: &Facts) -> Found {
    let mut flat = flatten(html, Scope::Page);
    if flat.units.is_empty() {
        flat = flatten(html, Scope::Everything);
    }
    let title = headline(facts.title.as_deref().unwrap_or_default(), facts, None);
    Found { flat, known: Known { title, byline: None } }
}

/// The headline out of a page's title, which often names the site too: the first heading that the title begins with, or
/// what stands before the site's name.
fn headline(title: &str, facts: &Facts, site: Option<&str>) -> Option<String> {
    let separator =
        |c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | '·' | '•' | ':' | '»' | '/');
    let without_site = |site: &str| {
        let rest = title.strip_suffix(site)?;
        let headline = rest.trim_end_matches(separator);
        (headline.len() + 1 < rest.len()).then_some(headline)
    };
    let heading = facts.headings.iter().find(|heading| {
        title
            .strip_prefix(heading.as_str())
            .is_some_and(|rest| heading.len() >= 8 && rest.starts_with(separator))
    });
    let title = heading.map(String::as_str).or_else(|| without_site(site?.trim())).unwrap_or(title);
    (!title.is_empty()).then(|| title.to_owned())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The article with a text of body and headings only: what was told to be furniture is not part of it.
fn trimmed(found: &Found) -> Result<Article> {
    let Flat { text, units } = &found.flat;
    let whole = Article::from_units(text.clone(), units, found.known.clone())?;
    let (Some(first), Some(last)) = (whole.paragraphs().first(), whole.paragraphs().last()) else {
        return Ok(whole);
    };
    let mut kept_text = String::with_capacity(text.len());
    let mut kept = Vec::with_capacity(units.len());
    let mut body = whole.paragraphs().iter().peekable();
    for unit in units {
        let inside = unit.span.start >= first.start && unit.span.end <= last.end;
        let paragraph = body.next_if(|span| span.start >= unit.span.start && span.end <= unit.span.end);
        let span = match paragraph {
            Some(span) => *span,
            None if unit.heading && inside => unit.span,
            None => continue,
        };
        if !kept_text.is_empty() {
            kept_text.push_str("\n\n");
        }
        let start = kept_text.len();
        kept_text.push_str(span.of(text));
        kept.push(Unit { span: Span::new(start, kept_text.len()), heading: unit.heading });
    }
    whole.with_text(kept_text, &kept)
}
