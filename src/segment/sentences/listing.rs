//! Lists inside a line: `1. First item 2. Second item`, `a) … b) …`, `• 9. … • 10. …`. A sentence that begins with an
//! item's number announces the next one; where that turns up, a new sentence begins.

use super::marks::char_at;

/// The item that is expected next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Listing {
    next: Option<Number>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: u32,
    letter: bool,
    /// `.`, `)` or, for `.)`, both.
    style: (bool, bool),
}

impl Listing {
    /// What the item's number at a paragraph's start announces.
    pub(super) fn at(text: &str, start: usize) -> Self {
        let mut listing = Self::default();
        listing.restart(text, start);
        listing
    }

    /// Whether an item is expected.
    pub(super) fn expects(self) -> bool {
        self.next.is_some()
    }

    /// A sentence begins: the listing goes on if it begins with a number, else stays as it was.
    #[inline]
    pub(super) fn restart(&mut self, text: &str, start: usize) {
        // By far the most begin with a capital or a word, white space before it or not.
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let rest = match rest {
            [b' ' | b'\n', rest @ ..] => rest,
            _ => rest,
        };
        if !matches!(rest, [b'A'..=b'Z', ..] | [b'a'..=b'z', b' ' | b'A'..=b'Z' | b'a'..=b'z', ..]) {
            self.restart_at_number(text, start);
        }
    }

    #[inline(never)]
    fn restart_at_number(&mut self, text: &str, start: usize) {
        let rest = text.get(start..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c));
        if let Some((number, len)) = number(rest)
            && rest[len..].starts_with(char::is_whitespace)
        {
            self.next = Some(Number { value: number.value + 1, ..number });
        }
    }

    /// The offset at which the expected item begins (bullet included) if its dot or bracket stands at `at`.
    pub(super) fn next_item(&mut self, text: &str, at: usize, start: usize) -> Option<usize> {
        let expected = self.next?;
        let before = text.get(start..at)?;
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        if digits == 0 || digits > 4 {
            return None;
        }
        let item = at - digits;
        let (found, len) = number(text.get(item..)?)?;
        let spaced = |c: Option<char>| c.is_some_and(|c| c.is_whitespace() || is_bullet(c));
        if found != expected
            || !spaced(text[..item].chars().next_back())
            || !spaced(char_at(text, item + len))
        {
            return None;
        }
        let lead = text[start..item].trim_end_matches(|c: char| c == ' ' || is_bullet(c));
        if lead.is_empty() {
            return None;
        }
        self.next = Some(Number { value: expected.value + 1, ..expected });
        Some(start + lead.len())
    }
}

/// The number at the beginning of a text with what closes it, and its length in bytes.
fn number(text: &str) -> Option<(Number, usize)> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let (value, letter, len) = match (digits, bytes.first()) {
        (1..=3, _) => (text[..digits].parse().ok()?, false, digits),
        (0, Some(&byte)) if byte.is_ascii_lowercase() => (u32::from(byte), true, 1),
        _ => return None,
    };
    let dot = bytes.get(len) == Some(&b'.');
    let after = len + usize::from(dot);
    let bracket = bytes.get(after) == Some(&b')');
    (dot || bracket)
        .then_some((Number { value, letter, style: (dot, bracket) }, after + usize::from(bracket)))
}

fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '⁃' | '‣' | '·' | '▪' | '◦')
}

/// Whether a sentence's text so far is nothing but an item's number, whose dot ends no sentence.
pub(super) fn is_item_number(sentence: &str) -> bool {
    let sentence = sentence
        .trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c) || matches!(c, '(' | '-' | '–'));
    let digits = sentence.bytes().take_while(u8::is_ascii_digit).count();
    match sentence.len() {
        0 => false,
        len if len == digits => digits <= 3,
        1 => sentence.chars().all(char::is_alphanumeric),
        _ => false,
    }
}
