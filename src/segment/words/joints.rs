//! Where a word ends: what joins letters and digits beyond the plain run of them.

use super::addresses::{self, Address};
use super::classes::{ALPHANUMERIC, Class, class_at};
use super::{End, WordScanner};

/// The end of the word that begins at `start`; its bytes up to `at` are known to be ASCII letters and digits.
#[expect(clippy::too_many_lines, reason = "one state machine, a case a line")]
pub(super) fn end(scanner: &WordScanner, text: &str, start: usize, at: usize) -> End {
    let bytes = text.as_bytes();
    let mut at = at;
    // The word without low lines at its end.
    let mut end = at;
    // The class of the last character that is no mark, and where the run of letters and digits since a joint began.
    let mut last = Class::Other;
    let mut run = start;
    let mut acronym = false;
    if at > start {
        last = class_at(bytes, at - 1).map_or(Class::Other, |(class, _)| class);
    }
    while let Some((class, len)) = class_at(bytes, at) {
        match class {
            Class::Letter | Class::Digit => {
                at += len;
                last = class;
                while bytes.get(at).is_some_and(|&byte| ALPHANUMERIC[usize::from(byte)]) {
                    at += 1;
                }
                if bytes[at - 1] < 0x80 {
                    last = class_at(bytes, at - 1).map_or(last, |(class, _)| class);
                }
                end = at;
                continue;
            }
            Class::Extend => {
                at += len;
                if last != Class::LowLine {
                    end = at;
                }
                continue;
            }
            Class::LowLine => {
                at += len;
                last = class;
                run = at;
                acronym = false;
                continue;
            }
            _ if !last.is_alphanumeric() => break,
            _ => {}
        }
        let byte = bytes[at];
        let next = next_base(bytes, at + len);
        let letters = last == Class::Letter && next == Class::Letter;
        let digits = last == Class::Digit && next == Class::Digit;
        let joined = match class {
            Class::Hyphen => next.is_alphanumeric(),
            Class::MidLetter if byte == b':' => {
                if let Some(end) = addresses::url(bytes, at) {
                    return End::Address(end);
                }
                letters && scanner.colon
            }
            Class::MidLetter => letters || hebrew(text, at, next, at + len),
            Class::MidDigit => digits,
            Class::Mid if byte == b'.' => match addresses::dotted(bytes, start, at) {
                Some(Address::Skipped(end)) => return End::Address(end),
                Some(Address::Domain(to)) => {
                    (at, end, last, run, acronym) = (to, to, Class::Letter, to, false);
                    continue;
                }
                None if letters && single(bytes, run, at) && single_after(bytes, at + 1) => {
                    (at, run, acronym) = (at + 1, at + 1, true);
                    continue;
                }
                None if acronym && single(bytes, run, at) && bytes.get(at + 1) != Some(&b'.') => {
                    // The acronym's last dot; only a hyphen or an apostrophe may go on from here.
                    at += 1;
                    end = at;
                    match class_at(bytes, at) {
                        Some((Class::Hyphen, len)) if next_base(bytes, at + len).is_alphanumeric() => {
                            at += len;
                        }
                        Some((Class::Mid, len))
                            if apostrophe(bytes, at) && next_base(bytes, at + len) == Class::Letter =>
                        {
                            at += len;
                        }
                        _ => break,
                    }
                    acronym = false;
                    run = at;
                    continue;
                }
                None => digits,
            },
            Class::Mid if apostrophe(bytes, at) => {
                if last == Class::Letter && next.is_alphanumeric() && scanner.clitics.elided(&text[start..at])
                {
                    return End::Word(at + len);
                }
                letters || digits
            }
            Class::Mid => digits,
            Class::Other if byte == b'&' => capital(bytes, at.wrapping_sub(1)) && capital(bytes, at + 1),
            Class::Other if byte == b'"' => hebrew(text, at, next, at + 1),
            Class::Other if byte == b'@' => {
                if let Some(end) = addresses::host(bytes, at + 1) {
                    return End::Address(end);
                }
                false
            }
            _ => false,
        };
        if !joined {
            break;
        }
        at += len;
        run = at;
        acronym = false;
    }
    End::Word(end)
}

/// The class of the next character that is no mark.
fn next_base(bytes: &[u8], mut at: usize) -> Class {
    while let Some((class, len)) = class_at(bytes, at) {
        if class != Class::Extend {
            return class;
        }
        at += len;
    }
    Class::Other
}

/// Whether `from..to` is one character with its marks; others may stand before it, of the joint.
fn single(bytes: &[u8], from: usize, to: usize) -> bool {
    let from = end_of_marks(bytes, from);
    class_at(bytes, from).is_some_and(|(_, len)| end_of_marks(bytes, from + len) == to)
}

/// Whether one letter with its marks stands at `at`, and no word goes on after it.
fn single_after(bytes: &[u8], at: usize) -> bool {
    let at = end_of_marks(bytes, at);
    let Some((_, len)) = class_at(bytes, at) else { return false };
    let after = class_at(bytes, end_of_marks(bytes, at + len)).map_or(Class::Other, |(class, _)| class);
    !after.is_alphanumeric() && after != Class::LowLine
}

fn end_of_marks(bytes: &[u8], mut at: usize) -> usize {
    while let Some((Class::Extend, len)) = class_at(bytes, at) {
        at += len;
    }
    at
}

/// `'`, `‘`, `’` or `＇`.
fn apostrophe(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    [&b"'"[..], "’".as_bytes(), "‘".as_bytes(), "＇".as_bytes()].iter().any(|mark| rest.starts_with(mark))
}

fn capital(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Whether Hebrew letters stand on both sides: a quotation mark between them makes an acronym.
fn hebrew(text: &str, at: usize, next: Class, after: usize) -> bool {
    let is_hebrew = |c: char| matches!(c, '\u{5D0}'..='\u{5F2}' | '\u{FB1D}'..='\u{FB4F}');
    let is_base = |c: &char| super::class(*c) != Class::Extend;
    next == Class::Letter
        && text[..at].chars().rev().find(is_base).is_some_and(is_hebrew)
        && text[after..].chars().find(is_base).is_some_and(is_hebrew)
}
