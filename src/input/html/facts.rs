//! What a page says about itself outside its text: date and language, where the extractor does not see them.

use super::entities;
use super::tags::{Event, Tags};
use crate::article::parse_date;
use crate::language::Language;

/// Facts about a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// The text of the `title` element.
    pub title: Option<String>,
    /// The first main headings (`h1`).
    pub headings: Vec<String>,
    pub published: Option<String>,
    pub language: Option<Language>,
}

/// Names of metadata that hold the day of publication, best first.
const DATES: [&str; 16] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "date.created",
    "pubdate",
    "publish-date",
    "publishdate",
    "publication_date",
    "article.published",
    "date",
];

/// Reads the facts in one pass.
pub(super) fn facts(html: &str) -> Facts {
    let mut facts = Facts::default();
    // The rank of the source that the date came from: lower is better.
    let mut rank = usize::MAX;
    let mut linked_data = false;
    let mut better = |found: Option<String>, found_rank: usize, facts: &mut Facts| {
        if found_rank < rank && found.is_some() {
            rank = found_rank;
            facts.published = found;
        }
    };
    // Which element's text is being gathered, and that text.
    let mut gathered: Option<(&str, String)> = None;
    for event in Tags::new(html) {
        if let (Some((_, inner)), Event::Text(text)) = (&mut gathered, event)
            && inner.len() < 1000
        {
            inner.push_str(text);
        }
        match event {
            Event::Close(name) if gathered.as_ref().is_some_and(|(of, _)| name.eq_ignore_ascii_case(of)) => {
                let Some((of, inner)) = gathered.take() else { continue };
                let inner = entities::decode(&inner);
                let inner = inner.split_whitespace().collect::<Vec<_>>().join(" ");
                if of == "title" {
                    facts.title.get_or_insert(inner);
                } else if facts.headings.len() < 4 {
                    facts.headings.push(inner);
                }
            }
            Event::Text(text) if linked_data => {
                let found = value_of(text, "datePublished").and_then(parse_date);
                better(found, DATES.len(), &mut facts);
            }
            Event::Open(tag) => {
                linked_data = tag.name.eq_ignore_ascii_case("script")
                    && tag.attribute("type").is_some_and(|kind| kind.contains("ld+json"));
                for of in ["title", "h1"] {
                    if tag.name.eq_ignore_ascii_case(of) && gathered.is_none() {
                        gathered = Some((of, String::new()));
                    }
                }
                if tag.name.eq_ignore_ascii_case("html") && facts.language.is_none() {
                    let code = tag.attribute("lang").or_else(|| tag.attribute("xml:lang"));
                    facts.language = code.and_then(|code| code.parse().ok());
                } else if tag.name.eq_ignore_ascii_case("meta") {
                    let name = ["property", "name", "itemprop", "http-equiv"]
                        .iter()
                        .find_map(|key| tag.attribute(key));
                    let Some(name) = name.map(|name| name.trim().to_ascii_lowercase()) else { continue };
                    let Some(content) = tag.attribute("content") else { continue };
                    if let Some(found) = DATES.iter().position(|date| *date == name) {
                        better(parse_date(content.trim()), found, &mut facts);
                    } else if matches!(name.as_str(), "content-language" | "og:locale" | "language")
                        && facts.language.is_none()
                    {
                        facts.language = content.parse().ok();
                    }
                } else if tag.name.eq_ignore_ascii_case("time") {
                    let marked = tag.attribute("pubdate").is_some()
                        || tag
                            .attribute("itemprop")
                            .is_some_and(|prop| prop.eq_ignore_ascii_case("datepublished"));
                    let found = tag.attribute("datetime").and_then(|date| parse_date(date.trim()));
                    better(found, DATES.len() + if marked { 1 } else { 2 }, &mut facts);
                }
            }
            _ => linked_data = false,
        }
    }
    facts
}

/// The encoding that the head of a page declares, in its `meta` tags or its XML declaration.
pub(in crate::input) fn charset_of_markup(head: &str) -> Option<String> {
    if let Some(declaration) = head.trim_start().strip_prefix("<?xml") {
        let declaration = declaration.split('>').next().unwrap_or_default();
        let label = declaration
            .split_once("encoding")
            .map(|(_, value)| value.trim_start_matches([' ', '=', '"', '\'']));
        if let Some(label) = label {
            return Some(label.split(['"', '\'', '?', ' ']).next().unwrap_or_default().to_owned());
        }
    }
    Tags::new(head).find_map(|event| {
        let Event::Open(tag) = event else { return None };
        if !tag.name.eq_ignore_ascii_case("meta") {
            return None;
        }
        tag.attribute("charset").map(std::borrow::Cow::into_owned).or_else(|| {
            let content = tag.attribute("content")?.to_ascii_lowercase();
            let (_, label) = content.split_once("charset=")?;
            Some(label.split([';', ' ', '"', '\'']).next().unwrap_or_default().to_owned())
        })
    })
}

/// The string that a key has in a piece of JSON, wherever it is nested.
fn value_of<'t>(json: &'t str, key: &str) -> Option<&'t str> {
    let at = memchr::memmem::find(json.as_bytes(), format!("\"{key}\"").as_bytes())?;
    let after =
        json.get(at + key.len() + 2..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_where_pages_put_them() {
        let cases = [
            (
                "<meta property='article:published_time' content='2024-04-02T00:04:00Z'>",
                "2024-04-02T00:04:00Z",
            ),
            ("<meta name=date content='2 April 2024'>", "2024-04-02"),
            (
                "<script type='application/ld+json'>{\"@graph\":[{\"datePublished\": \"2024-04-02\"}]}</script>",
                "2024-04-02",
            ),
            (
                "<time datetime='2024-04-03'></time><time itemprop=datePublished datetime='2024-04-02'>",
                "2024-04-02",
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(facts(html).published.as_deref(), Some(expected), "{html}");
        }
        assert_eq!(facts("<html lang='de-AT'>").language, Some(Language::German));
        assert_eq!(facts("<time datetime='yesterday'>"), Facts::default());
    }
}
