//! Markup to text: blocks become paragraphs with a blank line between them, whatever is no text disappears. One pass,
//! without a tree, on the extractor's output as on whole pages.

use super::entities;
use super::tags::{Event, Tags};
use crate::input::blocks::{Blocks, Flat};

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
        "figcaption" if scope != Scope::Everything => Role::Skipped,
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
    let mut flat = Blocks::default();
    // The element that is skipped, and how many of its name are open.
    let mut skipped: Option<(String, usize)> = None;
    for event in Tags::new(html) {
        if let Some((name, depth)) = &mut skipped {
            match event {
                Event::Open(tag) if tag.name.eq_ignore_ascii_case(name) && !tag.closes_itself() => {
                    *depth += 1;
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
            Event::Text(text) => flat.text(&entities::decode(text)),
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
    flat.finish()
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
