//! Whether a page is tame enough for the extractor, told in one pass over its tags. The extractor builds a tree and walks
//! it many times; what makes its time grow faster than the page are depth (also of formatting elements, which every
//! paragraph opens anew while they stay open), crowds of attributes, and sheer size.

use memchr::memchr2_iter;

use super::tags::{Event, Tags};

/// Bytes of the largest page that is extracted.
const MAX_BYTES: usize = 8 << 20;
/// The most opening tags.
const MAX_TAGS: usize = 60_000;
/// The most elements inside one another.
const MAX_DEPTH: usize = 400;
/// The most formatting elements that are open at once.
const MAX_FORMATTING: usize = 100;
/// The most attributes of one tag.
const MAX_ATTRIBUTES: usize = 200;
/// The most `html` and `body` tags: each further one adds its attributes to the first.
const MAX_ROOTS: usize = 16;

/// Elements that never have content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements whose end the next one of their kind implies.
const IMPLIED: [&str; 20] = [
    "p", "li", "dd", "dt", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "optgroup", "rp", "rt",
    "html", "head", "body", "colgroup", "caption", "frame",
];
/// Elements that are opened anew in the next block while they have no end tag.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// The most work that escaping the text again may make: html5ever looks through the rest of a text from each character
/// that may need escaping, so each text counts with its bytes times those characters.
const MAX_ESCAPING: u64 = 4 << 30;

/// How much work it would be to write the page's text again.
#[derive(Default)]
struct Escaping {
    done: u64,
    /// Bytes of the current text, and how many of them may need escaping.
    bytes: u64,
    special: u64,
}

impl Escaping {
    fn text(&mut self, text: &str) {
        self.bytes += text.len() as u64;
        self.special += memchr2_iter(b'&', 0xc2, text.as_bytes()).count() as u64;
    }

    fn end(&mut self) {
        self.done = self.total();
        (self.bytes, self.special) = (0, 0);
    }

    fn total(&self) -> u64 {
        self.done.saturating_add(self.bytes.saturating_mul(self.special))
    }
}

/// Whether the extractor can be trusted with the page.
pub(super) fn within(html: &str) -> bool {
    if html.len() > MAX_BYTES {
        return false;
    }
    let mut count = 0;
    let mut roots = 0;
    let mut open: Vec<String> = Vec::new();
    let mut formatting = [0_usize; FORMATTING.len()];
    let mut foreign = 0;
    let mut escaping = Escaping::default();
    for event in Tags::new(html) {
        match event {
            Event::Text(text) => escaping.text(text),
            Event::Open(tag) => {
                count += 1;
                let name = tag.name.to_ascii_lowercase();
                // Tags that are void of meaning in the wrong place do not end a text.
                if !IMPLIED.contains(&&*name) || matches!(name.as_str(), "p" | "li" | "dd" | "dt") {
                    escaping.end();
                }
                for (_, value) in tag.attributes() {
                    let (bytes, special) =
                        (value.len() as u64, memchr2_iter(b'&', 0xc2, value.as_bytes()).count() as u64);
                    escaping.done = escaping.done.saturating_add(bytes.saturating_mul(special));
                }
                roots += usize::from(name == "html" || name == "body");
                if count > MAX_TAGS || roots > MAX_ROOTS || tag.attributes().nth(MAX_ATTRIBUTES).is_some() {
                    return false;
                }
                if foreign == 0 && (VOID.contains(&&*name) || IMPLIED.contains(&&*name)) {
                    continue;
                }
                if let Some(open) = FORMATTING
                    .iter()
                    .position(|element| *element == name)
                    .and_then(|at| formatting.get_mut(at))
                {
                    // A link ends the one before it.
                    *open = if name == "a" { 1 } else { *open + 1 };
                    if formatting.iter().sum::<usize>() > MAX_FORMATTING {
                        return false;
                    }
                } else if foreign == 0 || !tag.closes_itself() {
                    foreign += usize::from(name == "svg" || name == "math");
                    open.push(name);
                    if open.len() > MAX_DEPTH {
                        return false;
                    }
                }
            }
            Event::Close(name) => {
                let name = name.to_ascii_lowercase();
                if let Some(at) = FORMATTING.iter().position(|element| *element == name) {
                    if let Some(open) = formatting.get_mut(at) {
                        *open = open.saturating_sub(1);
                    }
                } else if let Some(at) = open.iter().rposition(|element| *element == name) {
                    let closed = open.drain(at..).filter(|name| name == "svg" || name == "math").count();
                    foreign -= closed.min(foreign);
                }
            }
        }
    }
    escaping.total() <= MAX_ESCAPING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wild_pages_are_refused() {
        let attributes: Vec<_> = (0..1_000).map(|n| format!("a{n}")).collect();
        let bodies: Vec<_> = (0..100).map(|n| format!("<body a{n}>")).collect();
        for page in [
            "<div>".repeat(20_000),
            "<b><i>".repeat(3_000),
            "<div></span>".repeat(1_000),
            "<div><b id=1></div>".repeat(1_000),
            "<table><tr><td>".repeat(1_000),
            "<p>".repeat(100_000),
            "a & b".repeat(200_000),
            "a & b</x><td>".repeat(100_000),
            format!("<svg>{}", "<td>".repeat(1_000)),
            format!("<a {}>", attributes.join(" ")),
            bodies.concat(),
        ] {
            assert!(!within(&page), "{}", page.chars().take(40).collect::<String>());
        }
    }

    #[test]
    fn ordinary_pages_are_let_through() {
        let list = "<ul>".to_owned() + &"<li><a href=x>one</a><p>two<br>".repeat(2_000) + "</ul>";
        assert!(within(&list));
        assert!(within(&"<".repeat(1 << 20)));
        assert!(within(""));
    }
}
