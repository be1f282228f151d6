//! The characters that matter to sentence ends, and the runs that they form: `?!`, `...`, `.”)`.

use crate::bits::{Bytes, Kind as Bits, WIDTH, bits, is, within};
use crate::language::Language;
use crate::segment::Kinds;
use crate::segment::kinds::Block;

/// A paragraph and the kinds of its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph<'t> {
    pub text: &'t str,
    /// Where it begins among the bytes whose kinds are known.
    pub start: usize,
    pub kinds: &'t Kinds,
}

impl Paragraph<'_> {
    /// How many letters and digits of ASCII stand before byte `at` without another between them; up to sixty-four are counted,
    /// perhaps some before the paragraph.
    #[inline]
    pub(super) fn letters_before(&self, at: usize) -> usize {
        (!self.kinds.words_before(self.start + at)).leading_zeros() as usize
    }

    /// Where the marks begin that stand before the closing mark at `close`, with nothing of ASCII words between them; behind it
    /// if there are none, and 0 if that is not soon told.
    #[inline]
    pub(super) fn marks_before(&self, close: usize) -> usize {
        let digit = || self.text[..close].ends_with(|last: char| last.is_ascii_digit());
        match self.kinds.words_before(self.start + close).leading_zeros() as usize {
            // Perhaps a footnote's number, which belongs to a full stop before it: `.[12]`.
            0 if digit() => 0,
            0 => close + 1,
            WIDTH => 0,
            marks => close.saturating_sub(marks),
        }
    }
}

/// The places in a paragraph where the pass stops, in order: ASCII marks and the first bytes of all others.
pub(super) struct Stops<'t> {
    bytes: &'t [u8],
    start: usize,
    blocks: &'t [Block],
    /// Which marks of ASCII are stops, a bit a byte from the space on.
    marks: u64,
    /// Which block `bits` are of.
    block: usize,
    /// The places of the block where a stop may be.
    bits: u64,
}

impl<'t> Stops<'t> {
    pub(super) fn of(paragraph: &Paragraph<'t>, language: Language) -> Self {
        let (bytes, start) = (paragraph.text.as_bytes(), paragraph.start);
        let blocks = paragraph.kinds.from(0);
        let mut stops =
            Self { bytes, start, blocks, marks: marks_of(language), block: start / WIDTH, bits: 0 };
        stops.look(u64::MAX << (start % WIDTH));
        stops
    }

    /// The first stop at or after `from`, which must not lie before the last one.
    #[inline]
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        let from = self.start + from;
        if from / WIDTH != self.block {
            self.block = from / WIDTH;
            self.look(u64::MAX);
        }
        let mut bits = self.bits & u64::MAX << (from % WIDTH);
        loop {
            while bits == 0 {
                self.block += 1;
                if self.block * WIDTH >= self.start + self.bytes.len() {
                    return None;
                }
                self.look(u64::MAX);
                bits = self.bits;
            }
            let at = self.block * WIDTH + bits.trailing_zeros() as usize - self.start;
            if self.is_stop(at) {
                return Some(at);
            }
            bits &= bits - 1;
        }
    }

    /// Whether a mark that means something may stand here.
    #[inline]
    fn is_stop(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            // A few marks behind the letters share a bit with one before them; what they are is asked later.
            Some(&byte @ ..0x80) => self.marks >> (byte.wrapping_sub(b' ') % 64) & 1 == 1,
            Some(_) => self.is_near_mark(at),
            None => false,
        }
    }

    /// Whether the first two bytes are those of some mark. Many letters have a first byte in common with marks, and this is
    /// told faster than which character it is.
    fn is_near_mark(&self, at: usize) -> bool {
        let next = self.bytes.get(at + 1).copied().unwrap_or_default();
        match self.bytes.get(at) {
            Some(0xC2) => matches!(next, 0xAB | 0xBB),
            Some(0xD6) => next == 0x89,
            Some(0xD8) => next == 0x9F,
            Some(0xDB) => next == 0x94,
            Some(0xE0) => next == 0xA5,
            Some(0xE1) => matches!(next, 0x81 | 0x8D),
            Some(0xE2) => matches!(next, 0x80 | 0x81),
            Some(0xE3) => next == 0x80,
            Some(0xEF) => matches!(next, 0xBC | 0xBD),
            _ => true,
        }
    }

    /// Finds where in the block a stop may be, among the bytes `inside`.
    #[inline]
    fn look(&mut self, inside: u64) {
        let block = self.blocks.get(self.block).copied().unwrap_or_default();
        self.bits = if self.marks == MARKS { block.stops } else { block.marks() };
        if block.beyond != 0 {
            self.bits |= beyond_ascii(self.bytes, self.start, self.block);
        }
        let (end, base) = (self.start + self.bytes.len(), self.block * WIDTH);
        if end < base + WIDTH {
            self.bits &= (1 << end.saturating_sub(base)) - 1;
        }
        self.bits &= inside;
    }
}

/// The first bytes of marks beyond ASCII in a block, of a paragraph that begins at `start`.
#[inline(never)]
pub(super) fn beyond_ascii(paragraph: &[u8], start: usize, block: usize) -> u64 {
    match (block * WIDTH).checked_sub(start) {
        Some(at) => bits::<Beyond>(paragraph, at),
        None => bits::<Beyond>(paragraph, 0) << (start % WIDTH),
    }
}

/// The marks of ASCII that mean something to sentences in most languages, as bits from the space on.
const MARKS: u64 = {
    let (marks, mut bits, mut at) = (b".!?\"()[", 0, 0);
    while at < marks.len() {
        bits |= 1 << (marks[at] - b' ');
        at += 1;
    }
    bits
};

/// The same of a language.
fn marks_of(language: Language) -> u64 {
    match language {
        Language::Armenian | Language::Arabic => MARKS | 1 << (b':' - b' '),
        Language::Greek => MARKS | 1 << (b';' - b' '),
        _ => MARKS,
    }
}

/// The first bytes of the marks beyond ASCII, and of the middle dot.
pub(super) struct Beyond;

impl Bits for Beyond {
    fn of(bytes: Bytes) -> Bytes {
        is(bytes, 0xC2)
            | is(bytes, 0xD6)
            | is(bytes, 0xD8)
            | is(bytes, 0xDB)
            | within(bytes, 0xE0, 0xE3)
            | is(bytes, 0xEF)
    }
}

/// What kind of end a terminator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A full stop, which may also mark an abbreviation, a number or an ellipsis.
    Dot,
    /// An exclamation or question mark.
    Bang,
    /// Ends a sentence without ambiguity where a space follows: danda, Arabic and Armenian stops.
    Stop,
    /// The same without any space: Chinese, Japanese, Ethiopic, Burmese.
    Tight,
}

/// A terminator and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terminator {
    pub kind: Kind,
    pub len: usize,
}

/// What stands at a byte that the pass stopped at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing of interest, so many bytes long.
    None(usize),
    /// A quotation mark or bracket that may open something, and its length in bytes.
    Open(char, usize),
    /// A closing round bracket, which may belong to a list number.
    Bracket,
    /// The possible end of a sentence.
    Terminator(Terminator),
}

impl Mark {
    pub(super) fn at(text: &str, at: usize, language: Language) -> Self {
        match text.as_bytes().get(at) {
            Some(b'.') => return Self::Terminator(Terminator { kind: Kind::Dot, len: 1 }),
            Some(&byte @ (b'"' | b'(' | b'[')) => return Self::Open(char::from(byte), 1),
            _ => {}
        }
        let Some(c) = char_at(text, at) else { return Self::None(1) };
        let len = c.len_utf8();
        match c {
            ')' => Self::Bracket,
            '"' | '(' | '[' | '“' | '„' | '«' | '»' | '‟' | '「' | '『' | '《' | '（' | '”' => {
                Self::Open(c, len)
            }
            _ => match terminator(c, language) {
                Some(kind) => Self::Terminator(Terminator { kind, len }),
                None => Self::None(len),
            },
        }
    }
}

fn terminator(c: char, language: Language) -> Option<Kind> {
    Some(match c {
        '.' | '…' => Kind::Dot,
        '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '‽' => Kind::Bang,
        '؟' | '۔' | '।' | '॥' | '։' => Kind::Stop,
        '。' | '！' | '？' | '．' | '｡' | '።' | '፧' | '፨' | '။' => Kind::Tight,
        ':' if matches!(language, Language::Armenian | Language::Arabic) => Kind::Stop,
        ';' if language == Language::Greek => Kind::Stop,
        _ => return None,
    })
}

/// Quotation marks and brackets that close a sentence after its terminator.
pub(super) fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '»'
            | '«'
            | ')'
            | ']'
            | '」'
            | '』'
            | '》'
            | '）'
            | '›'
            | '‹'
            | '\u{202c}'
    )
}

/// Marks that may stand before the first letter of a sentence.
pub(super) fn opens(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '„'
            | '‘'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '('
            | '['
            | '¿'
            | '¡'
            | '「'
            | '『'
            | '《'
            | '（'
            | '*'
            | '_'
    )
}

/// Terminators that stand together, with the quotation marks and brackets that close after them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Offset of the first terminator.
    pub start: usize,
    /// Past the first terminator.
    pub first_end: usize,
    /// Past all terminators and closers.
    pub end: usize,
    pub kind: Kind,
    /// Full stops in the run (an ellipsis sign counts as three).
    pub dots: usize,
    /// The stops are spaced: `. . .`
    pub spaced: bool,
    /// Something closes after the terminator.
    pub closed: bool,
}

impl Run {
    /// The run that begins with `first` at `start`.
    pub(super) fn from(text: &str, start: usize, first: Terminator, language: Language) -> Self {
        let mut run = Self {
            start,
            first_end: start + first.len,
            end: start,
            kind: first.kind,
            dots: 0,
            spaced: false,
            closed: false,
        };
        // Leaders: all full stops but the last.
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let leaders = rest.windows(2).take_while(|two| two == b"..").count();
        run.dots += leaders;
        run.end += leaders;
        while let Some(c) = char_at(text, run.end) {
            if let Some(kind) = terminator(c, language) {
                match (run.kind, kind) {
                    (_, Kind::Dot) => run.dots += if c == '…' { 3 } else { 1 },
                    (Kind::Dot, _) => run.kind = kind,
                    _ => {}
                }
            } else if run.end > start && closes(c) && run.may_close(text, c) {
                run.closed = true;
            } else if !run.skip_space(text, c) {
                break;
            } else {
                continue;
            }
            run.end += c.len_utf8();
            // Most runs are over before a space and a word.
            if let Some([b' ', next, ..]) = text.as_bytes().get(run.end..)
                && next.is_ascii_alphanumeric()
            {
                return run;
            }
        }
        run.skip_footnote(text);
        run
    }

    /// A quotation mark closes only where no word follows it, but in scripts without spaces.
    fn may_close(&self, text: &str, c: char) -> bool {
        let next = char_at(text, self.end + c.len_utf8());
        let opens_word = next.is_some_and(char::is_alphanumeric) && self.kind != Kind::Tight;
        !(opens_word && matches!(c, '"' | '\'' | '“' | '«' | '»' | '‹' | '’' | '”'))
    }

    /// Moves over the space inside `. . .` and before a French `»`.
    fn skip_space(&mut self, text: &str, c: char) -> bool {
        if self.end == self.start || !matches!(c, ' ' | '\u{a0}' | '\u{202f}') {
            return false;
        }
        let after = self.end + c.len_utf8();
        match char_at(text, after) {
            Some('.') if self.kind == Kind::Dot && !self.closed => {
                // ". ...then" begins a sentence with an ellipsis.
                if text[after..].starts_with("..") {
                    return false;
                }
                self.spaced = true;
            }
            Some('»') if !char_at(text, after + 2).is_some_and(char::is_alphanumeric) => {}
            _ => return false,
        }
        self.end = after;
        true
    }

    /// Moves over a footnote number: `.[12]`.
    fn skip_footnote(&mut self, text: &str) {
        let rest = &text.as_bytes()[self.end..];
        if let Some((b'[', rest)) = rest.split_first() {
            let digits = rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            if digits > 0 && rest.get(digits) == Some(&b']') {
                self.end += digits + 2;
            }
        }
    }
}

/// The character that begins at a byte offset, if one does.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, language: Language, from: usize) -> Option<usize> {
        let mut kinds = Kinds::default();
        kinds.read(text);
        Stops::of(&Paragraph { text, start: 0, kinds: &kinds }, language).next(from)
    }

    #[test]
    fn the_pass_stops_at_every_mark() {
        for c in '\0'..=char::MAX {
            let text = format!("é{c}");
            for language in [Language::English, Language::Greek, Language::Arabic, Language::Armenian] {
                if !matches!(Mark::at(&text, 2, language), Mark::None(_)) {
                    assert_eq!(first(&text, language, 2), Some(2), "{c:?}");
                    assert_eq!(first(&text[2..], language, 0), Some(0), "{c:?}");
                }
            }
        }
    }
}
