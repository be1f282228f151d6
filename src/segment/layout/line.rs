//! What a line of text looks like: how wide it is, how it begins and how it ends.

use super::ascii::Ascii;
use super::cells::Cells;
use crate::bits::{self, Bytes};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text without white space at the ends.
    pub(super) span: Span,
    /// Columns from the margin to the end of the last word; `WIDEST + 1` for all wider lines.
    pub(super) width: u8,
    /// Columns of white space before the first word.
    pub(super) indent: u8,
    /// Columns that the line before would have needed to take in the first word, its space included.
    pub(super) first: u8,
    /// Columns of the list marker, 0 where there is none.
    pub(super) marker: u8,
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
    /// Looks at the line that begins at byte `start` of a text and has `span` without the white space at its ends.
    #[inline]
    pub(super) fn new(text: &str, start: usize, span: Span, known: &mut Known<'_>) -> Self {
        let trimmed = || span.of(text);
        let indent = if span.start as usize == start {
            0
        } else {
            indent(text.get(start..span.start as usize).unwrap_or_default())
        };
        let short = span.len() <= 4 * WIDEST;
        let columns = match (short, known.ascii.has(span)) {
            (true, true) => indent + span.len(),
            (true, false) => indent + trimmed().chars().count(),
            (false, _) => WIDEST + 1,
        };
        let near = Near::of(text, span);
        let first = near.as_ref().and_then(Near::first_word).unwrap_or_else(|| first_word(trimmed()));
        let Start { marker, dash, rule, opening } =
            near.as_ref().and_then(Near::start).unwrap_or_else(|| Start::of(trimmed()));
        Self {
            span,
            width: columns.min(WIDEST + 1) as u8,
            indent: indent as u8,
            first,
            marker,
            dash,
            rule,
            cells: short && known.cells.cut(span),
            opening,
            ending: plain_ending(text, span).unwrap_or_else(|| ending(trimmed())),
        }
    }
}

/// What the beginning of a line tells.
#[derive(Debug, PartialEq, Eq)]
struct Start {
    marker: u8,
    dash: bool,
    rule: bool,
    opening: Opening,
}

impl Start {
    #[cold]
    fn of(line: &str) -> Self {
        let (marker, dash) = marker(line).unwrap_or((0, false));
        let body = if marker == 0 { line } else { after(line, marker) };
        Self { marker: marker as u8, dash, rule: is_rule(line), opening: opening(body) }
    }
}

/// What is known of a text beside its lines, found from left to right.
pub(super) struct Known<'t> {
    ascii: Ascii<'t>,
    cells: Cells<'t>,
}

impl<'t> Known<'t> {
    /// Nothing yet, unless the text is known to be `ascii`.
    pub(super) fn of(text: &'t str, ascii: bool) -> Self {
        Self { ascii: Ascii::of(text, ascii), cells: Cells::of(text) }
    }
}

/// The bytes from the beginning of a line on, be they of the line or not, which tell most of what matters. Behind a line there
/// is white space.
struct Near {
    bytes: [u8; 16],
    /// Bit `i`: whether byte `i` is white space of ASCII.
    white: u32,
    /// Bytes of the line.
    length: usize,
}

impl Near {
    #[inline]
    fn of(text: &str, span: Span) -> Option<Self> {
        let bytes = *text.as_bytes().get(span.start as usize..)?.first_chunk()?;
        let all = Bytes::new(bytes);
        let white = (bits::is(all, b' ') | bits::within(all, b'\t', b'\r')).to_bitmask();
        Some(Self { bytes, white, length: span.len() })
    }

    /// What [`first_word`] gives for a word of ASCII.
    #[inline]
    fn first_word(&self) -> Option<u8> {
        let length = (self.white.trailing_zeros() as usize).min(self.length);
        let beyond = Bytes::new(self.bytes).to_bitmask();
        (length < self.bytes.len() && beyond & ((1 << length) - 1) == 0).then_some(length as u8 + 1)
    }

    /// What [`Start::of`] gives for most lines.
    #[inline]
    fn start(&self) -> Option<Start> {
        let [first, second, ..] = self.bytes;
        let plain = |opening| Some(Start { marker: 0, dash: false, rule: false, opening });
        match FIRSTS[usize::from(first)] {
            First::Letter { roman } => {
                if second == b')' || (roman && matches!(second, b'i' | b'v' | b'x')) {
                    return None;
                }
                // Behind small letters, of which a capital has none: a name may have capitals there, and others behind digits.
                let small = bits::within(Bytes::new(self.bytes), b'a', b'z').to_bitmask();
                let behind = *self.bytes.get((!small).trailing_zeros() as usize)?;
                if behind.is_ascii_digit() || !behind.is_ascii() {
                    return None;
                }
                plain(if behind.is_ascii_uppercase() { Opening::Other } else { Opening::Lower })
            }
            First::Digit => {
                let digits = bits::within(Bytes::new(self.bytes), b'0', b'9').to_bitmask();
                let digits = (!digits).trailing_zeros() as usize;
                match self.bytes.get(digits..)? {
                    [b'.' | b')', b' ', b'A'..=b'Z', ..] if digits <= 3 && self.length > digits + 1 => {
                        Some(Start {
                            marker: digits as u8 + 1,
                            dash: false,
                            rule: false,
                            opening: Opening::Other,
                        })
                    }
                    // There is no marker before a word.
                    [b'.' | b')', next, ..] if !next.is_ascii_alphabetic() => None,
                    [] => None,
                    _ => plain(Opening::Other),
                }
            }
            First::Bracket if matches!(second, b'0'..=b'9' | b'A'..=b'Z') => plain(Opening::Other),
            First::Closing => plain(Opening::Lower),
            First::Symbol => plain(Opening::Other),
            First::Bracket | First::Unclear => None,
        }
    }
}

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    /// A letter of ASCII, perhaps one of a small Roman numeral.
    Letter {
        roman: bool,
    },
    Digit,
    /// A bracket that opens and belongs to no list marker.
    Bracket,
    /// What closes or goes on.
    Closing,
    /// What belongs to no word, no list marker and no rule.
    Symbol,
    /// Anything else.
    Unclear,
}

static FIRSTS: [First; 256] = {
    let mut firsts = [First::Unclear; 256];
    let mut byte = 0;
    while byte < 256 {
        firsts[byte] = match byte as u8 {
            b'i' | b'v' | b'x' => First::Letter { roman: true },
            b'a'..=b'z' | b'A'..=b'Z' => First::Letter { roman: false },
            b'0'..=b'9' => First::Digit,
            b'[' => First::Bracket,
            b',' | b';' | b')' | b']' | b'}' | b'%' => First::Closing,
            b'.' | b':' | b'/' | b'&' | b'|' | b'<' | b'>' | b'?' | b'!' | b'$' | b'{' => First::Symbol,
            _ => First::Unclear,
        };
        byte += 1;
    }
    firsts
};

/// What [`ending`] tells of a line that ends with this byte, if it is of ASCII but no quotation mark or bracket.
static PLAIN_ENDINGS: [Option<Ending>; 256] = {
    let mut endings = [None; 256];
    let mut byte = 0;
    while byte < 256 {
        endings[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b'-' => Some(Ending::Open),
            b'.' | b'!' | b'?' | b';' => Some(Ending::Stop),
            b':' => Some(Ending::Colon),
            _ => None,
        };
        byte += 1;
    }
    endings
};

/// What [`ending`] tells of most lines.
#[inline]
fn plain_ending(text: &str, span: Span) -> Option<Ending> {
    let last = text.as_bytes().get((span.end as usize).checked_sub(1)?)?;
    PLAIN_ENDINGS[usize::from(*last)]
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
#[cold]
fn first_word(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if is_ideographic(c) => 3,
        Some(c) if is_unspaced_asian(c) => 10,
        _ => 1 + text.chars().take(WIDEST).take_while(|c| !c.is_whitespace()).count() as u8,
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

#[cold]
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
            line in "[a-zA-Z0-9(\"'•é国ǅ=-]{0,2}[!-~]?([ivx]{0,4}[).]|[0-9]{0,3}[.][0-9]{0,3}|[a-z]{0,30}[A-Zé0-9]?[a-z]{0,3})[ \u{a0}\t](  ?[a-z]{1,40}){0,5}[.:;,a-zé)?\"。-]?",
            behind in "([ \u{a0}]?[\r\n\u{2028}][a-zA-Z0-9 \n]{0,20})?",
        ) {
            let line = line.trim();
            prop_assume!(!line.is_empty());
            let text = format!("{line}{behind}");
            if let Some(near) = Near::of(&text, Span::new(0, line.len())) {
                prop_assert!(near.first_word().is_none_or(|found| found == first_word(line)), "{:?}", text);
                prop_assert!(near.start().is_none_or(|found| found == Start::of(line)), "{:?}", text);
            }
            let found = plain_ending(&text, Span::new(0, line.len()));
            prop_assert!(found.is_none_or(|found| found == ending(line)));
        }
    }
}
