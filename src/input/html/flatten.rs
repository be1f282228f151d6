//! Markup to text: blocks become paragraphs with a blank line between them, whatever is no text disappears. One pass,
//! without a tree, on the extractor's output as on whole pages.

use super::tags::{Event, Tags};
use crate::article::Unit;
use crate::span::Span;

/// Text made of markup.
#[derive(Debug, Default)]
pub(super) struct Flat {
    /// The units with a blank line between them.
    pub text: String,
    pub units: Vec<Unit>,
}

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The main text that an extractor found: everything but what is no text.
    Content,
    /// A whole page: navigation, side columns and forms too.
    Page,
    /// A whole page of which nothing was left otherwise.
    Everything,
}

/// What an element means for the text.
enum Role {
    Inline,
    Block,
    Heading,
    Break,
    Skipped,
}

fn role(name: &str, scope: Scope) -> Role {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "br" => Role::Break,
        "script" | "style" | "template" | "svg" | "math" | "iframe" | "object" | "canvas" | "audio"
        | "video" | "title" | "noembed" | "noframes" => Role::Skipped,
        "noscript" | "button" | "select" | "textarea" | "datalist" | "dialog"
            if scope != Scope::Everything =>
        {
            Role::Skipped
        }
        "nav" | "aside" | "footer" | "form" | "menu" | "figure" | "head" if scope == Scope::Page => {
            Role::Skipped
        }
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn"
        | "em" | "font" | "i" | "img" | "ins" | "kbd" | "label" | "link" | "mark" | "meta" | "meter"
        | "nobr" | "output" | "q" | "rp" | "rt" | "ruby" | "s" | "samp" | "small" | "span" | "strike"
        | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" | "input" | "picture" | "source" => {
            Role::Inline
        }
        name if name.contains('-') || name.contains(':') => Role::Inline,
        _ => Role::Block,
    }
}

/// The text of a piece of markup.
pub(super) fn flatten(html: &str, scope: Scope) -> Flat {
    let mut flat = Flattener::default();
    // The element that is skipped, and how many of its name are open.
    let mut skipped: Option<(String, usize)> = None;
    for event in Tags::new(html) {
        if let Some((name, depth)) = &mut skipped {
            match event {
                Event::Open(tag) if tag.name.eq_ignore_ascii_case(name) && !tag.closes_itself() => {
                    *depth += 1
                }
                Event::Close(closed) if closed.eq_ignore_ascii_case(name) => *depth -= 1,
                _ => {}
            }
            if *depth == 0 {
                skipped = None;
            }
            continue;
        }
        match event {
            Event::Text(text) => flat.text(&html_escape::decode_html_entities(text)),
            Event::Open(tag) => {
                let name = tag.name.to_ascii_lowercase();
                match role(&name, scope) {
                    Role::Inline => {}
                    Role::Block => flat.end(false),
                    Role::Heading => flat.end(true),
                    Role::Break => flat.line_break(),
                    Role::Skipped => {
                        if !matches!(name.as_str(), "svg" | "math") {
                            flat.end(false);
                        }
                        if !tag.closes_itself() || !matches!(name.as_str(), "svg" | "math") {
                            skipped = Some((name, 1));
                        }
                    }
                }
            }
            Event::Close(name) => match role(&name.to_ascii_lowercase(), scope) {
                Role::Inline | Role::Break => {}
                Role::Block | Role::Heading | Role::Skipped => flat.end(false),
            },
        }
    }
    flat.end(false);
    flat.flat
}

#[derive(Default)]
struct Flattener {
    flat: Flat,
    /// Where the current unit begins; the text ends there while the unit is empty.
    start: usize,
    /// White space is due before the next character.
    space: bool,
    /// A line break came since the last character.
    broken: bool,
    heading: bool,
}

impl Flattener {
    fn text(&mut self, text: &str) {
        for word in text.split_inclusive(|c: char| c.is_whitespace() || c == '\0') {
            let trimmed = word.trim_end_matches(|c: char| c.is_whitespace() || c == '\0');
            if !trimmed.is_empty() {
                self.word(trimmed);
            }
            self.space |= trimmed.len() < word.len();
        }
    }

    fn word(&mut self, word: &str) {
        if self.broken && !word.starts_with(char::is_lowercase) {
            self.end(self.heading);
        }
        self.broken = false;
        let text = &mut self.flat.text;
        if text.len() == self.start {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            self.start = text.len();
        } else if self.space {
            text.push(' ');
        }
        self.space = false;
        text.push_str(word);
    }

    /// A line break ends the paragraph unless the next line goes on in lower case.
    fn line_break(&mut self) {
        self.broken = true;
        self.space = true;
    }

    /// Ends the unit; the next one is a heading or not.
    fn end(&mut self, heading: bool) {
        let length = self.flat.text.len();
        if length > self.start {
            self.flat.units.push(Unit { span: Span::new(self.start, length), heading: self.heading });
        }
        self.start = length;
        self.space = false;
        self.broken = false;
        self.heading = heading;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(html: &str, scope: Scope) -> Vec<String> {
        let flat = flatten(html, scope);
        flat.units
            .iter()
            .map(|unit| format!("{}{}", if unit.heading { "#" } else { "" }, unit.span.of(&flat.text)))
            .collect()
    }

    #[test]
    fn blocks_become_paragraphs() {
        let html =
            "<div><h2>A <b>head</b></h2>\n<p>One &amp; <i>two</i>,\n three.<p>Four<br>Five<br>six</div>tail";
        assert_eq!(units(html, Scope::Content), ["#A head", "One & two, three.", "Four", "Five six", "tail"]);
        assert_eq!(flatten("<p>a<p>b", Scope::Content).text, "a\n\nb");
    }

    #[test]
    fn what_is_no_text_disappears() {
        let html = "<script>x</script>a<nav>b<nav>c</nav>d</nav>e<svg><path/></svg>f";
        assert_eq!(units(html, Scope::Page), ["a", "ef"]);
        assert_eq!(units(html, Scope::Everything), ["a", "b", "c", "d", "ef"]);
    }
}
