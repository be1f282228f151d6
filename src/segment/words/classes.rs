//! What each character is to the word scanner: a table over the first two planes of Unicode, laid out by the compiler
//! from a text file.

/// The part that a character plays in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Punctuation, symbols, all that is never in a word.
    Other,
    /// White space.
    Space,
    /// A letter, or any number character that is not a plain digit.
    Letter,
    /// A decimal digit.
    Digit,
    /// `_` and kin: inside words, never at their ends.
    LowLine,
    /// Marks and format characters; they belong to the character before them.
    Extend,
    /// Hyphens: join letters and digits.
    Hyphen,
    /// A Chinese character.
    Han,
    /// Hiragana.
    Hiragana,
    /// Katakana.
    Katakana,
    /// A letter of Thai, Lao, Khmer, Burmese or another script written without spaces.
    Complex,
    /// May join letters (`:` `·`).
    MidLetter,
    /// May join digits (`,`).
    MidDigit,
    /// May join letters or digits (`.` `'` `’`).
    Mid,
}

impl Class {
    /// Letters and digits.
    pub(super) fn is_alphanumeric(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }

    const fn from_letter(letter: u8) -> Self {
        match letter {
            b'S' => Self::Space,
            b'L' => Self::Letter,
            b'D' => Self::Digit,
            b'_' => Self::LowLine,
            b'E' => Self::Extend,
            b'H' => Self::Hyphen,
            b'C' => Self::Han,
            b'I' => Self::Hiragana,
            b'K' => Self::Katakana,
            b'T' => Self::Complex,
            b'M' => Self::MidLetter,
            b'N' => Self::MidDigit,
            b'B' => Self::Mid,
            _ => Self::Other,
        }
    }
}

/// Characters in the table: planes 0 and 1.
const LISTED: usize = 0x2_0000;

static CLASSES: [Class; LISTED] = table(include_bytes!("classes.txt"));

/// Letters and digits of ASCII, by byte; the words' fast path.
pub(super) static ALPHANUMERIC: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    class_of(c as u32)
}

fn class_of(code: u32) -> Class {
    match code {
        0..0x2_0000 => CLASSES[code as usize],
        0x2_0000..0x4_0000 => Class::Han,
        0xE_0001 | 0xE_0020..0xE_0080 | 0xE_0100..0xE_01F0 => Class::Extend,
        _ => Class::Other,
    }
}

/// The class of the character that begins at byte `at` of UTF-8 text, and its length in bytes; `None` at the end.
#[inline]
pub(super) fn class_at(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let first = u32::from(*bytes.get(at)?);
    let rest = |offset: usize| bytes.get(at + offset).map_or(0, |&byte| u32::from(byte) & 0x3F);
    Some(match first {
        0..0x80 => (CLASSES[first as usize], 1),
        0x80..0xE0 => (class_of((first & 0x1F) << 6 | rest(1)), 2),
        0xE0..0xF0 => (class_of((first & 0x0F) << 12 | rest(1) << 6 | rest(2)), 3),
        _ => (class_of((first & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3)), 4),
    })
}

/// Reads the text file, at compile time.
#[expect(clippy::large_stack_arrays, reason = "the compiler's stack")]
const fn table(text: &[u8]) -> [Class; LISTED] {
    let mut table = [Class::Other; LISTED];
    let mut at = 0;
    while at < text.len() {
        let class = Class::from_letter(text[at]);
        let comment = text[at] == b'#';
        let (mut first, mut last) = (None, 0);
        at += 1;
        loop {
            let byte = if at < text.len() { text[at] } else { b'\n' };
            match byte {
                _ if comment => {}
                b'0'..=b'9' => last = last * 16 + (byte - b'0') as usize,
                b'A'..=b'F' => last = last * 16 + (byte - b'A') as usize + 10,
                b'-' => {
                    first = Some(last);
                    last = 0;
                }
                _ => {
                    let mut code = match first {
                        Some(first) => first,
                        None => last,
                    };
                    // The blank after the class letter reads as code 0, which has no class.
                    while code <= last && last > 0 {
                        table[code] = class;
                        code += 1;
                    }
                    (first, last) = (None, 0);
                }
            }
            at += 1;
            if byte == b'\n' {
                break;
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    /// The class by the crate's answers about probes that hold the character, and by the tailorings.
    #[expect(clippy::match_same_arms, reason = "in the order of the rules")]
    fn expected(c: char) -> u8 {
        let one = |probe: &str| probe.replace('?', &c.to_string()).split_word_bounds().count() == 1;
        let code = c as u32;
        match c {
            '-' | '\u{2010}' | '\u{2011}' => b'H',
            '\u{200B}' | '\u{30FB}' | '\u{FF65}' => b'S',
            _ if c.is_whitespace() && c != '\u{2029}' => b'S',
            _ if one("⌘?") => b'E',
            '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303B}' => b'C',
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => b'C',
            '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{1B001}'..='\u{1B11F}' => b'I',
            '\u{1B132}' | '\u{1B150}'..='\u{1B152}' => b'I',
            _ if one("1,?") => b'D',
            _ if one("a?") && one("ア?") => b'_',
            _ if one("ア?") => b'K',
            _ if one("a?") => b'L',
            _ if one("a?b") && one("1?2") => b'B',
            _ if one("a?b") => b'M',
            _ if one("1?2") => b'N',
            _ if !c.is_alphanumeric() => b'O',
            _ => match code {
                0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x1950..=0x19DF => b'T',
                0x1A20..=0x1AAF | 0xA9E0..=0xA9FF | 0xAA60..=0xAADF => b'T',
                _ => b'L',
            },
        }
    }

    #[test]
    fn the_table_agrees_with_unicode_segmentation() {
        let mut ranges: Vec<(u8, u32, u32)> = Vec::new();
        let mut faults = 0;
        for c in (0..LISTED as u32).filter_map(char::from_u32) {
            let (code, letter) = (c as u32, expected(c));
            faults += u32::from(Class::from_letter(letter) != class(c));
            match ranges.last_mut() {
                Some((last, _, to)) if *last == letter && *to + 1 == code => *to = code,
                _ => ranges.push((letter, code, code)),
            }
        }
        if faults > 0 {
            let lines = ranges.iter().filter(|range| range.0 != b'O');
            let table: Vec<_> =
                lines.map(|(letter, from, to)| format!("{} {from:04X}-{to:04X}", *letter as char)).collect();
            panic!("{faults} characters differ; the table expected:\n{}", table.join("\n"));
        }
    }

    #[test]
    fn bytes_and_characters_have_one_class() {
        for c in (0..0x11_0000).step_by(7).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            let text = c.encode_utf8(&mut bytes);
            assert_eq!(class_at(text.as_bytes(), 0), Some((class(c), text.len())), "{c:?}");
        }
    }
}
