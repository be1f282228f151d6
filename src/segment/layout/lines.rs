//! The lines of a text and what each of them looks like: how wide it is, how it begins and how it ends.

use memchr::{memchr, memchr2, memmem};

use crate::span::Span;

/// Columns beyond which lines are no longer told apart: nobody wraps text that wide.
pub(super) const WIDEST: usize = 140;

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

/// The lines of a text as byte ranges without their line ends: `\n`, `\r\n`, `\r`, U+0085, U+2028, U+2029, vertical tab
/// and form feed. A form feed after another line end adds no line.
#[derive(Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    done: bool,
    /// Whether the text has line ends other than `\n` and `\r`.
    rare: bool,
    /// Whether any line can be cut into cells.
    cells: bool,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let rare = memchr2(b'\x0b', b'\x0c', bytes).is_some()
            || (!text.is_ascii()
                && ["\u{2028}", "\u{2029}", "\u{85}"]
                    .iter()
                    .any(|end| memmem::find(bytes, end.as_bytes()).is_some()));
        let cells = memchr2(b'\t', b'|', bytes).is_some() || memmem::find(bytes, b"   ").is_some();
        Self { text, at: 0, done: false, rare, cells }
    }

    /// Looks at the line `start..end`; `None` where it is blank.
    pub(super) fn line(&self, start: usize, end: usize) -> Option<Line> {
        Line::new(self.text, start, end, self.cells)
    }

    /// Byte offset and length of the next line end from `from` on.
    fn line_end(&self, from: usize) -> Option<(usize, usize)> {
        let rest = self.text.get(from..)?;
        let at = if self.rare {
            rest.find(['\n', '\r', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}'])?
        } else {
            memchr2(b'\n', b'\r', rest.as_bytes())?
        };
        let end = &rest.as_bytes()[at..];
        let len = match end {
            [b'\r', b'\r', b'\n', ..] | [0xe2, ..] => 3,
            [b'\r', b'\n', ..] | [0xc2, ..] => 2,
            _ => 1,
        };
        Some((from + at, len))
    }
}

impl Iterator for Lines<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        if self.done {
            return None;
        }
        while self.rare && self.at > 0 && self.text.as_bytes().get(self.at) == Some(&b'\x0c') {
            self.at += 1;
        }
        let start = self.at;
        if let Some((end, len)) = self.line_end(start) {
            self.at = end + len;
            Some((start, end))
        } else {
            self.done = true;
            Some((start, self.text.len()))
        }
    }
}

impl Line {
    /// Looks at the line `start..end` of `text`, which may have cells or not; `None` where it is blank.
    fn new(text: &str, start: usize, end: usize, cells: bool) -> Option<Self> {
        let raw = text.get(start..end)?;
        let trimmed = raw.trim_start();
        if trimmed.is_empty() {
            return None;
        }
        let indent = indent(&raw[..raw.len() - trimmed.len()]);
        let start = end - trimmed.len();
        let trimmed = trimmed.trim_end();
        let span = Span::new(start, start + trimmed.len());
        let short = trimmed.len() <= 4 * WIDEST;
        let columns = if short { indent + characters(trimmed) } else { WIDEST + 1 };
        let (marker, dash) = marker(trimmed).unwrap_or((0, false));
        let body = if marker == 0 { trimmed } else { after(trimmed, marker) };
        Some(Self {
            span,
            width: columns.min(WIDEST + 1),
            indent,
            first: first_word(trimmed),
            marker,
            dash,
            rule: is_rule(trimmed),
            cells: cells && short && has_cells(trimmed),
            opening: opening(body),
            ending: ending(trimmed),
        })
    }
}

fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
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

/// Whether a line is cut into cells: bars at its start, tabs or gaps of three spaces inside.
fn has_cells(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Three spaces in a row cannot all miss every third byte.
    let spaces = |at: usize| bytes.get(at).is_some_and(|b| *b == b' ');
    let gap = |at: usize| {
        let (before, behind) = (spaces(at - 1), spaces(at + 1));
        if before { behind || spaces(at - 2) } else { behind && spaces(at + 2) }
    };
    text.starts_with('|')
        || memchr(b'\t', bytes).is_some()
        || (2..bytes.len()).step_by(3).any(|at| bytes[at] == b' ' && gap(at))
}

fn opening(text: &str) -> Opening {
    for (at, c) in text.char_indices().take(8) {
        if c.is_lowercase() {
            // iPhone, eBay: a name in spite of its first letter.
            let word = text[at..].chars().take(24).take_while(|c| c.is_alphanumeric());
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
