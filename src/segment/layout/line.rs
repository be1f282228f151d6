//! What a line of text looks like: how wide it is, how it begins and how it ends.

use memchr::memchr2;

use super::cells::Cells;
use crate::span::Span;

/// Columns beyond which lines are no longer told apart: nobody wraps text that wide.
pub(super) const WIDEST: usize = 140;

/// Characters of a word that are looked at for a capital inside.
const WORD: usize = 24;

/// How the last word of a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With the punctuation of a sentence or clause (`.`, `?`, `;` …), perhaps inside closing quotes.
    Stop,
    /// With a colon.
    Colon,
    /// With a word, a comma or a hyphen.
    Open,
    /// With a comma or a particle of a script without spaces, after which a sentence must go on.
    Hanging,
}

impl Ending {
    /// Whether the line ends without punctuation that could end its paragraph.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Ending::Open | Ending::Hanging)
    }
}

/// How the first word of a line (after its list marker and opening quotes) begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// With a small letter, or with punctuation that closes something.
    Lower,
    /// With a letter of a script that has no case.
    Caseless,
    /// With a capital, a digit or a symbol.
    Other,
}

/// A non-blank line as the layout sees it. Columns are characters; a tab reaches to the next multiple of eight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Its text without white space at the ends.
    pub(super) span: Span,
    /// Columns from the margin to the end of the last word; `WIDEST + 1` for all wider lines.
    pub(super) width: usize,
    /// Columns of white space before the first word.
    pub(super) indent: usize,
    /// Columns that the line before would have needed to take in the first word, its space included.
    pub(super) first: usize,
    /// Columns of the list marker, 0 where there is none.
    pub(super) marker: usize,
    /// Whether the marker is a dash, which may also stand inside a sentence.
    pub(super) dash: bool,
    /// Whether the line is all strokes (`-----`).
    pub(super) rule: bool,
    /// Whether wide gaps or bars cut the line into cells.
    pub(super) cells: bool,
    pub(super) opening: Opening,
    pub(super) ending: Ending,
}

impl Line {
    /// Looks at the line that begins at byte `start` of `text` and has `span` without the white space at its ends.
    pub(super) fn new(text: &str, start: usize, span: Span, cells: &mut Cells<'_>) -> Self {
        let trimmed = span.of(text);
        let indent = indent(text.get(start..span.start as usize).unwrap_or_default());
        let short = trimmed.len() <= 4 * WIDEST;
        let ascii = trimmed.is_ascii();
        let columns = match (short, ascii) {
            (true, true) => indent + trimmed.len(),
            (true, false) => indent + trimmed.chars().count(),
            (false, _) => WIDEST + 1,
        };
        let (marker, dash) =
            if begins_with_word(trimmed) { (0, false) } else { marker(trimmed).unwrap_or((0, false)) };
        let body = if marker == 0 { trimmed } else { after(trimmed, marker) };
        Self {
            span,
            width: columns.min(WIDEST + 1),
            indent,
            first: if ascii { plain_first_word(trimmed) } else { first_word(trimmed) },
            marker,
            dash,
            rule: is_rule(trimmed),
            cells: short && cells.cut(span),
            opening: plain_opening(body).unwrap_or_else(|| opening(body)),
            ending: plain_ending(trimmed).unwrap_or_else(|| ending(trimmed)),
        }
    }
}

/// Columns of leading white space.
fn indent(white: &str) -> usize {
    let mut columns = 0;
    for c in white.chars() {
        columns = match c {
            '\t' => (columns / 8 + 1) * 8,
            '\u{3000}' => columns + 2,
            _ => columns + 1,
        };
        if columns > WIDEST {
            return WIDEST;
        }
    }
    columns
}

/// The text after the first `count` characters, without the white space that follows them.
fn after(text: &str, count: usize) -> &str {
    let mut chars = text.chars();
    for _ in 0..count {
        chars.next();
    }
    chars.as_str().trim_start()
}

/// What [`first_word`] gives for a line of ASCII, in which no other white space is left.
fn plain_first_word(text: &str) -> usize {
    1 + memchr2(b' ', b'\t', text.as_bytes()).unwrap_or(text.len()).min(WIDEST)
}

/// Columns that the first word would add to the line before it. Scripts without spaces wrap anywhere, but keep
/// punctuation from the start of a line, so that a full line may end two characters early.
fn first_word(text: &str) -> usize {
    match text.chars().next() {
        Some(c) if is_ideographic(c) => 3,
        Some(c) if is_unspaced_asian(c) => 10,
        _ => 1 + text.chars().take(WIDEST).take_while(|c| !c.is_whitespace()).count(),
    }
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Scripts that set whole phrases without spaces: Thai, Lao, Myanmar, Khmer.
fn is_unspaced_asian(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a line begins with a letter and what cannot belong to a list marker, so that [`marker`] finds none.
fn begins_with_word(text: &str) -> bool {
    matches!(text.as_bytes(), [first, second, ..]
        if first.is_ascii_alphabetic() && !matches!(second, b')' | b'i' | b'v' | b'x'))
}

/// The list marker that a line begins with: its length in characters, and whether it is a dash.
fn marker(text: &str) -> Option<(usize, bool)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    match first {
        '•' | '⁃' | '‣' | '◦' | '▪' | '▫' | '■' | '□' | '●' | '○' | '►' | '▶' | '➢' | '➤' | '✓' | '✔'
        | '❖' | '◆' | '\u{f0b7}' => Some((1, false)),
        '-' | '–' | '—' | '―' | '−' => spaced(rest).then_some((1, true)),
        '*' | '+' | '·' => spaced(rest).then_some((1, false)),
        '(' => {
            let inner = label(rest)?;
            let rest = rest.get(inner..)?.strip_prefix(')')?;
            spaced(rest).then_some((inner + 2, false))
        }
        _ => numbered(text),
    }
}

/// A marker such as `1.`, `12)`, `2.3` or `a)`, in characters.
fn numbered(text: &str) -> Option<(usize, bool)> {
    let inner = label(text)?;
    let rest = text.get(inner..)?;
    if let Some(rest) = rest.strip_prefix(')') {
        return spaced(rest).then_some((inner + 1, false));
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = rest.strip_prefix('.')?;
    if spaced(rest) {
        return Some((inner + 1, false));
    }
    // Section numbers: digits and points alone.
    let more = rest.bytes().take(12).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    (more > 0 && more < 4 && spaced(rest.get(more..)?)).then_some((inner + 1 + more, false))
}

/// Bytes of the number of up to three digits, the letter or the small Roman numeral that `text` begins with.
fn label(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return (digits <= 3).then_some(digits);
    }
    let roman = text.bytes().take_while(|b| matches!(b, b'i' | b'v' | b'x')).count();
    if (1..=5).contains(&roman) {
        return Some(roman);
    }
    text.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(1)
}

/// Whether what follows a marker begins with white space (or nothing follows).
fn spaced(rest: &str) -> bool {
    rest.chars().next().is_none_or(char::is_whitespace)
}

/// Whether a line is drawn rather than written: three or more strokes and nothing else.
fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && text.chars().all(|c| {
            c.is_whitespace()
                || matches!(c, '-' | '_' | '=' | '*' | '~' | '#' | '+' | '—' | '–' | '─' | '═' | '·' | '•')
        })
}

/// What [`opening`] tells of a line that begins with a word of ASCII letters, or with a digit.
fn plain_opening(text: &str) -> Option<Opening> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        b'A'..=b'Z' | b'0'..=b'9' => return Some(Opening::Other),
        b'a'..=b'z' => {}
        _ => return None,
    }
    match bytes.iter().take(WORD).find(|byte| !byte.is_ascii_lowercase()) {
        Some(b'A'..=b'Z') => Some(Opening::Other),
        Some(byte) if byte.is_ascii_digit() || !byte.is_ascii() => None,
        _ => Some(Opening::Lower),
    }
}

fn opening(text: &str) -> Opening {
    for (at, c) in text.char_indices().take(8) {
        if c.is_lowercase() {
            // iPhone, eBay: a name in spite of its first letter.
            let word = text[at..].chars().take(WORD).take_while(|c| c.is_alphanumeric());
            return if word.skip(1).any(char::is_uppercase) { Opening::Other } else { Opening::Lower };
        }
        if c.is_uppercase() {
            return Opening::Other;
        }
        if c.is_alphabetic() {
            return Opening::Caseless;
        }
        match c {
            ',' | ';' | ')' | ']' | '}' | '%' if at == 0 => return Opening::Lower,
            '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '(' | '[' | '¿'
            | '¡' | '「' | '『' | '（' | '《' | '…' => {}
            _ => return Opening::Other,
        }
    }
    Opening::Other
}

/// What [`ending`] tells of a line that ends with ASCII but quotes and brackets.
fn plain_ending(text: &str) -> Option<Ending> {
    match text.as_bytes().last()? {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b'-' => Some(Ending::Open),
        b'.' | b'!' | b'?' | b';' => Some(Ending::Stop),
        b':' => Some(Ending::Colon),
        _ => None,
    }
}

fn ending(text: &str) -> Ending {
    for c in text.chars().rev().take(8) {
        match c {
            '.' | '!' | '?' | ';' | '…' | '‽' | '⁇' | '⁈' | '⁉' | '。' | '．' | '！' | '？' | '；' | '｡'
            | '।' | '॥' | '؟' | '۔' | '؛' | '։' | '።' | '။' | '៕' => {
                return Ending::Stop;
            }
            ':' | '：' => return Ending::Colon,
            '"' | '\'' | '“' | '”' | '’' | '‘' | '»' | '«' | '›' | '‹' | ')' | ']' | '}' | '」' | '』'
            | '）' | '】' | '〉' | '》' | '*' | '_' => {}
            '、' | '，' | 'の' | 'は' | 'を' | 'が' | 'に' | 'へ' | 'と' | 'で' | 'も' | 'や' => {
                return Ending::Hanging;
            }
            _ => return Ending::Open,
        }
    }
    Ending::Open
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Where the plain ways tell something, the rules tell the same.
        #[test]
        fn plain_lines_are_told_as_by_the_rules(
            text in "[a-zA-Z0-9(\"'•é国ǅ-]{1,2}([ivx]{0,4}[).]|[a-z]{0,30}[A-Zé0-9]?[a-z]{0,3})[ \u{a0}\t](  ?[a-z]{1,40}){0,5}[.:;,a-zé)?\"。-]?",
        ) {
            let text = text.trim();
            prop_assume!(!text.is_empty());
            if text.is_ascii() {
                prop_assert_eq!(plain_first_word(text), first_word(text));
            }
            if let Some(found) = plain_opening(text) {
                prop_assert_eq!(found, opening(text));
            }
            if let Some(found) = plain_ending(text) {
                prop_assert_eq!(found, ending(text));
            }
            prop_assert!(!begins_with_word(text) || marker(text).is_none());
        }
    }
}
