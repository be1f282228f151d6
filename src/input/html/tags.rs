//! A page as a run of tags and text, in one pass and without a tree: for what must be known before a page is parsed, and
//! for pages that are too wild to be parsed.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::entities;

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event<'h> {
    /// Text as it stands, entities and all.
    Text(&'h str),
    /// `<name …>`.
    Open(Tag<'h>),
    /// `</name>`.
    Close(&'h str),
}

/// An opening tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    /// As the page spells it.
    pub name: &'h str,
    /// What stands between the name and the closing bracket.
    attributes: &'h str,
}

/// The events of a page, in order.
pub(super) struct Tags<'h> {
    html: &'h str,
    at: usize,
    /// The element whose content is text up to its end tag.
    raw: Option<&'h str>,
}

/// Elements whose content is text, whatever it holds.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

impl<'h> Tags<'h> {
    pub(super) fn new(html: &'h str) -> Self {
        Self { html, at: 0, raw: None }
    }

    fn slice(&self, start: usize, end: usize) -> &'h str {
        self.html.get(start..end).unwrap_or_default()
    }

    /// The content of a raw element: up to its end tag, or all that is left.
    fn raw_text(&mut self, name: &str) -> &'h str {
        let start = self.at;
        let bytes = self.html.as_bytes();
        let mut at = start;
        let end = loop {
            let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) else { break bytes.len() };
            at += found;
            let rest = bytes.get(at + 1..).unwrap_or_default();
            let closes = rest.first() == Some(&b'/')
                && rest.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && !rest.get(1 + name.len()).is_some_and(u8::is_ascii_alphanumeric);
            if closes {
                break at;
            }
            at += 1;
        };
        self.at = end;
        self.slice(start, end)
    }

    /// The end of a tag whose name ends at `at`: past its closing bracket, or the end of the page.
    fn tag_end(&self, mut at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let mut after_equals = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => return at + 1,
                b'"' | b'\'' if after_equals => {
                    let Some(length) = memchr(byte, bytes.get(at + 1..).unwrap_or_default()) else {
                        return bytes.len();
                    };
                    at += length + 1;
                    after_equals = false;
                }
                b'=' => after_equals = true,
                byte if byte.is_ascii_whitespace() => {}
                _ => after_equals = false,
            }
            at += 1;
        }
        bytes.len()
    }

    /// Past a comment or declaration that begins at `at`.
    fn declaration_end(&self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let rest = bytes.get(at..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            // "<!-->" and "<!--->" are whole comments.
            for short in [&b">"[..], b"->"] {
                if comment.starts_with(short) {
                    return at + 4 + short.len();
                }
            }
            return memmem::find(comment, b"-->").map_or(bytes.len(), |found| at + 4 + found + 3);
        }
        memchr(b'>', rest).map_or(bytes.len(), |found| at + found + 1)
    }
}

impl<'h> Iterator for Tags<'h> {
    type Item = Event<'h>;

    fn next(&mut self) -> Option<Event<'h>> {
        if let Some(name) = self.raw.take() {
            let text = self.raw_text(name);
            if !text.is_empty() {
                return Some(Event::Text(text));
            }
        }
        let bytes = self.html.as_bytes();
        let start = self.at;
        let mut at = start;
        loop {
            let Some(found) = memchr(b'<', bytes.get(at..)?) else {
                self.at = bytes.len();
                return (start < bytes.len()).then(|| Event::Text(self.slice(start, bytes.len())));
            };
            at += found;
            let next = bytes.get(at + 1).copied().unwrap_or_default();
            let markup = match next {
                b'/' => bytes.get(at + 2).is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'>'),
                b'!' | b'?' => true,
                byte => byte.is_ascii_alphabetic(),
            };
            if !markup {
                at += 1;
                continue;
            }
            if at > start {
                self.at = at;
                return Some(Event::Text(self.slice(start, at)));
            }
            if matches!(next, b'!' | b'?') {
                self.at = self.declaration_end(at);
                return self.next_after_comment();
            }
            let closing = next == b'/';
            let name_start = at + 1 + usize::from(closing);
            let name_length = bytes.get(name_start..).unwrap_or_default().iter();
            let name_end = name_start
                + name_length
                    .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'))
                    .count();
            let end = self.tag_end(name_end);
            self.at = end;
            let name = self.slice(name_start, name_end);
            if closing {
                return Some(Event::Close(name));
            }
            self.raw = RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)).then_some(name);
            if name.eq_ignore_ascii_case("plaintext") {
                self.raw = Some(name);
            }
            let attributes = self.slice(name_end, end);
            return Some(Event::Open(Tag {
                name,
                attributes: attributes.strip_suffix('>').unwrap_or(attributes),
            }));
        }
    }
}

impl<'h> Tags<'h> {
    /// Skips runs of comments without recursion.
    fn next_after_comment(&mut self) -> Option<Event<'h>> {
        while self.slice(self.at, self.html.len()).starts_with("<!")
            || self.slice(self.at, self.html.len()).starts_with("<?")
        {
            self.at = self.declaration_end(self.at);
        }
        self.next()
    }
}

impl<'h> Tag<'h> {
    /// Whether the tag ends in `/>`.
    pub(super) fn closes_itself(&self) -> bool {
        self.attributes.trim_end().ends_with('/')
    }

    /// Names and values of the attributes, entities undecoded.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str)> + use<'h> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let name_end =
                rest.char_indices().skip(1).find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '/'));
            let (name, after) = rest.split_at(name_end.map_or(rest.len(), |(at, _)| at));
            let Some(value) = after.trim_start().strip_prefix('=') else {
                rest = after;
                return Some((name, ""));
            };
            let value = value.trim_start();
            let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quoted {
                Some(quote) => {
                    let inside = value.get(1..).unwrap_or_default();
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }

    /// The value of an attribute, entities decoded.
    pub(super) fn attribute(&self, wanted: &str) -> Option<Cow<'h, str>> {
        let (_, value) = self.attributes().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(entities::decode(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        Tags::new(html)
            .map(|event| match event {
                Event::Text(text) => text.to_owned(),
                Event::Open(tag) => format!("+{}", tag.name),
                Event::Close(name) => format!("-{name}"),
            })
            .collect()
    }

    #[test]
    fn pages_become_events() {
        assert_eq!(read("<p class='a>b'>1 < 2<br/></P>x"), ["+p", "1 < 2", "+br", "-P", "x"]);
        assert_eq!(
            read("<script>if (a<b) '</p>'</script >x"),
            ["+script", "if (a<b) '</p>'", "-script", "x"]
        );
        assert_eq!(read("a<!-- <p> --><!x><?y?>b<!-->c"), ["a", "b", "c"]);
        assert_eq!(read("<a href=\"x"), ["+a"]);
        assert_eq!(read("a</>b<"), ["a", "-", "b<"]);
        assert_eq!(read("<title>x"), ["+title", "x"]);
        assert!(read("").is_empty());
    }

    #[test]
    fn attributes_are_read() {
        let Some(Event::Open(tag)) = Tags::new("<meta a=1 b = 'x &amp; y' C=\"z\" d/>").next() else {
            panic!()
        };
        assert_eq!(tag.attribute("a").as_deref(), Some("1"));
        assert_eq!(tag.attribute("b").as_deref(), Some("x & y"));
        assert_eq!(tag.attribute("c").as_deref(), Some("z"));
        assert_eq!(tag.attribute("d").as_deref(), Some(""));
        assert!(tag.closes_itself());
    }
}
