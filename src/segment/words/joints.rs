//! Where a word ends: what joins letters and digits beyond the plain run of them.

use super::addresses::{self, Address};
use super::classes::{ALPHANUMERIC, Class, class_at};
use super::{End, WordScanner};

/// What stands after a run of letters and digits.
enum Joint {
    /// Nothing of the word: it ends before.
    None,
    /// It joins what follows.
    Joins,
    /// The word goes on to here, past a domain.
    Domain(usize),
    /// A dot inside an acronym.
    Acronym,
    /// The last dot of an acronym; a hyphen or an apostrophe may go on from there.
    LastDot,
    /// The word, or what looked like one, ends here.
    Ends(End),
}

/// A word as far as it was read.
struct Reading<'a> {
    scanner: &'a WordScanner,
    text: &'a str,
    start: usize,
    /// The next byte to look at.
    at: usize,
    /// The class of the last character that is no mark.
    last: Class,
    /// Where the run of letters and digits since the last joint began.
    run: usize,
    /// Whether that joint was a dot inside an acronym.
    acronym: bool,
}

/// The end of the word that begins at `start`; its bytes up to `at` are known to be ASCII letters and digits.
pub(super) fn end(scanner: &WordScanner, text: &str, start: usize, at: usize) -> End {
    let bytes = text.as_bytes();
    let mut word = Reading { scanner, text, start, at, last: Class::Other, run: start, acronym: false };
    // The word without low lines at its end.
    let mut end = at;
    if at > start {
        word.last = class_at(bytes, at - 1).map_or(Class::Other, |(class, _)| class);
    }
    while let Some((class, len)) = class_at(bytes, word.at) {
        match class {
            Class::Letter | Class::Digit => {
                word.letters(class, len);
                end = word.at;
            }
            Class::Extend => {
                word.at += len;
                if word.last != Class::LowLine {
                    end = word.at;
                }
            }
            Class::LowLine => {
                word.pass(len);
                word.last = class;
            }
            _ if !word.last.is_alphanumeric() => break,
            _ => match word.joint(class, len) {
                Joint::None => break,
                Joint::Joins => word.pass(len),
                Joint::Domain(to) => {
                    word.pass(to - word.at);
                    word.last = Class::Letter;
                    end = to;
                }
                Joint::Acronym => {
                    word.pass(1);
                    word.acronym = true;
                }
                Joint::LastDot => {
                    word.pass(1);
                    end = word.at;
                    match word.beyond_acronym() {
                        Some(len) => word.pass(len),
                        None => break,
                    }
                }
                Joint::Ends(end) => return end,
            },
        }
    }
    End::Word(end)
}

impl Reading<'_> {
    /// Passes a letter or digit, and all of ASCII that follow.
    fn letters(&mut self, class: Class, len: usize) {
        let bytes = self.text.as_bytes();
        self.at += len;
        self.last = class;
        while bytes.get(self.at).is_some_and(|&byte| ALPHANUMERIC[usize::from(byte)]) {
            self.at += 1;
        }
        if bytes[self.at - 1] < 0x80 {
            self.last = class_at(bytes, self.at - 1).map_or(class, |(class, _)| class);
        }
    }

    /// Passes a joint: a new run begins after it.
    fn pass(&mut self, len: usize) {
        self.at += len;
        self.run = self.at;
        self.acronym = false;
    }

    /// What the character of this class and length is after the letters and digits read.
    fn joint(&self, class: Class, len: usize) -> Joint {
        let bytes = self.text.as_bytes();
        let (at, after) = (self.at, self.at + len);
        let next = next_base(bytes, after);
        let letters = self.last == Class::Letter && next == Class::Letter;
        let digits = self.last == Class::Digit && next == Class::Digit;
        let joins = match (class, bytes[at]) {
            (Class::Hyphen, _) => next.is_alphanumeric(),
            (Class::Mid, b'.') => return self.dot(letters, digits),
            (Class::Mid, _) if apostrophe(bytes, at) => {
                let elision = self.last == Class::Letter && next.is_alphanumeric();
                if elision && self.scanner.clitics.elided(&self.text[self.start..at]) {
                    return Joint::Ends(End::Word(after));
                }
                letters || digits
            }
            (Class::MidDigit | Class::Mid, _) => digits,
            (Class::MidLetter, b':') => match addresses::url(bytes, at) {
                Some(end) => return Joint::Ends(End::Address(end)),
                None => letters && self.scanner.colon,
            },
            (Class::MidLetter, _) => letters || hebrew(self.text, at, next, after),
            (Class::Other, b'&') => capital(bytes, at.wrapping_sub(1)) && capital(bytes, after),
            (Class::Other, b'"') => hebrew(self.text, at, next, after),
            (Class::Other, b'@') => match addresses::host(bytes, after) {
                Some(end) => return Joint::Ends(End::Address(end)),
                None => false,
            },
            _ => false,
        };
        if joins { Joint::Joins } else { Joint::None }
    }

    fn dot(&self, letters: bool, digits: bool) -> Joint {
        let (bytes, at) = (self.text.as_bytes(), self.at);
        match addresses::dotted(bytes, self.start, at) {
            Some(Address::Skipped(end)) => Joint::Ends(End::Address(end)),
            Some(Address::Domain(to)) => Joint::Domain(to),
            None if letters && single(bytes, self.run, at) && single_after(bytes, at + 1) => Joint::Acronym,
            None if self.acronym && single(bytes, self.run, at) && bytes.get(at + 1) != Some(&b'.') => {
                Joint::LastDot
            }
            None if digits => Joint::Joins,
            None => Joint::None,
        }
    }

    /// The length of the hyphen (`U.S.-led`) or apostrophe (`U.S.'s`) that goes on after an acronym's last dot.
    fn beyond_acronym(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (class, len) = class_at(bytes, self.at)?;
        let next = next_base(bytes, self.at + len);
        let goes_on = match class {
            Class::Hyphen => next.is_alphanumeric(),
            Class::Mid => apostrophe(bytes, self.at) && next == Class::Letter,
            _ => false,
        };
        goes_on.then_some(len)
    }
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
