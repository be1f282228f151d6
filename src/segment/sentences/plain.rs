//! What most marks are, told without the rules of `boundary.rs`: a full stop behind a plain word and before a capital or a
//! number ends a sentence, be there quotation marks beside it or not, and so do question and exclamation marks; a full stop
//! behind an initial or a title, inside a number, behind a short word and before a small letter or a comma, and a bracket
//! that closes do not. Where this cannot tell the rules decide; where it can they say the same.

use super::SentenceSplitter;
use super::boundary::{LONG_WORD, WORD_REACH, word_at};
use super::marks::Paragraph;
use super::role::Role;
use crate::language::Language;

/// Bytes of the longest word that is looked at; the rules look a little further.
const LONGEST: usize = 40;

/// What is known of a mark at which no item of a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A sentence ends so many bytes behind it, unless what it stands in is closed further behind.
    Ends(usize),
    /// It does not end a sentence, nor does it open anything.
    Nothing,
    /// The rules know.
    Unclear,
}

/// How what follows a mark begins, behind white space and a mark that opens perhaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Capital,
    /// A capital behind a mark that opens.
    Opened,
    Digit,
    Small,
}

/// What is known of the mark at `at`.
#[inline]
pub(super) fn verdict(splitter: &SentenceSplitter, paragraph: &Paragraph<'_>, at: usize) -> Verdict {
    let byte = |at: usize| paragraph.text.as_bytes().get(at).copied().unwrap_or_default();
    match (byte(at), byte(at + 1)) {
        (b'.', b'0'..=b'9' | b'a'..=b'z' | b',') | (b')', _) => Verdict::Nothing,
        // Behind a word of small letters a space may be missing.
        (b'.', b'A'..=b'Z') if matches!(byte(at.wrapping_sub(1)), b'0'..=b'9' | b'A'..=b'Z') => {
            Verdict::Nothing
        }
        (b'.' | b'!' | b'?', 0) if at + 1 == paragraph.text.len() => Verdict::Nothing,
        (b'.' | b'!' | b'?', b' ' | b'\n' | b'"' | b'\'' | b')' | 0xE2) => stop(splitter, paragraph, at),
        _ => Verdict::Unclear,
    }
}

/// What the mark at `at` is before white space, where behind white space there is one word of ASCII letters and digits before
/// it, closed by a bracket or not.
#[inline(never)]
fn stop(splitter: &SentenceSplitter, paragraph: &Paragraph<'_>, at: usize) -> Verdict {
    let Some((before, [mark, after @ ..])) = paragraph.text.as_bytes().split_at_checked(at) else {
        return Verdict::Unclear;
    };
    let (len, after) = match after {
        [b'"', b'"', after @ ..] => (3, after),
        [b'"' | b'\'' | b')', after @ ..] => (2, after),
        [0xE2, 0x80, 0x99 | 0x9D, after @ ..] => (4, after),
        _ => (1, after),
    };
    let next = match after {
        [b' ', b'!'..=b'~', ..] => &after[1..],
        [b' ' | b'\n', next @ ..] => next.trim_ascii_start(),
        _ => return Verdict::Unclear,
    };
    let first = match next {
        [b'A'..=b'Z', ..] => First::Capital,
        [b'"' | b'\'' | b'(' | b'[', b'A'..=b'Z', ..] | [b'"', b'"', b'A'..=b'Z', ..] => First::Opened,
        [b'0'..=b'9', ..] | [b'[', b'0'..=b'9', ..] => First::Digit,
        [b'a'..=b'z', ..] => First::Small,
        _ => return Verdict::Unclear,
    };
    if splitter.language == Language::Armenian {
        return Verdict::Unclear;
    }
    let (before, closed) = match before {
        [before @ .., b')' | b']'] => (before, true),
        _ => (before, false),
    };
    // No abbreviation has a bracket, but letters between dots may.
    if closed && first != First::Small && !dotted(before) {
        return Verdict::Ends(len);
    }
    let word = paragraph.letters_before(before.len());
    let (behind, word) = match before.split_at_checked(before.len() - word.min(before.len())) {
        Some(([behind @ .., b'(' | b'['], word)) if closed => (behind, word),
        Some((behind, word)) => (behind, word),
        None => return Verdict::Unclear,
    };
    if word.is_empty() || word.len() >= LONGEST {
        return Verdict::Unclear;
    }
    let alone = matches!(behind, [.., b' ' | b'\n']);
    if first == First::Small {
        let dotted = matches!(behind, [.., b'.']) && !word.eq_ignore_ascii_case(b"m");
        let short = *mark == b'.' && len == 1 && !closed && word.len() < LONG_WORD && (alone || dotted);
        // Where there are no capitals a small letter may begin a sentence.
        let cased = matches!(paragraph.text.as_bytes(), [b'A'..=b'Z', ..]);
        return if short && cased { Verdict::Nothing } else { Verdict::Unclear };
    }
    if !alone {
        return Verdict::Unclear;
    }
    let ends = match word {
        // Some names have an exclamation mark.
        _ if *mark != b'.' => len > 1 || closed || !is_name(splitter, paragraph, at, word.len()),
        // No abbreviation has a bracket.
        _ if closed => true,
        [b'A'..=b'Z'] if first == First::Capital && len == 1 => {
            let (next, rest) =
                word_at(paragraph.text.get(paragraph.text.len() - next.len()..).unwrap_or_default());
            let goes_on = next.len() == 1 && rest.starts_with('.') || !splitter.starters.contain(next);
            return if goes_on { Verdict::Nothing } else { Verdict::Unclear };
        }
        // Not an ordinal, nor an item's number, for another word stands before it.
        [b'0'..=b'9', ..] => {
            let behind_word = matches!(behind, [.., byte, _] if byte.is_ascii_alphanumeric());
            behind_word && !splitter.ordinals
        }
        [_] => false,
        // Perhaps a Roman ordinal.
        [_, rest @ ..] if splitter.ordinals && rest.iter().any(u8::is_ascii_uppercase) => false,
        _ => match splitter.abbreviations.role_of_ascii(word) {
            None => splitter.foreign_role_of_ascii(word).is_none(),
            Some(role)
                if len == 1
                    && (role == Role::Name
                        || (role == Role::Number && next.first().is_some_and(u8::is_ascii_digit))) =>
            {
                let letters = word.iter().all(u8::is_ascii_alphabetic);
                return if letters { Verdict::Nothing } else { Verdict::Unclear };
            }
            Some(_) => false,
        },
    };
    if ends { Verdict::Ends(len) } else { Verdict::Unclear }
}

/// Whether there is a full stop in the word that a text ends with, or near its end.
fn dotted(text: &[u8]) -> bool {
    let word = text.iter().rev().take(WORD_REACH).take_while(|byte| !matches!(byte, b' ' | b'\n'));
    word.into_iter().any(|byte| *byte == b'.')
}

/// Whether the word of so many bytes before a mark is one that has the mark.
#[cold]
fn is_name(splitter: &SentenceSplitter, paragraph: &Paragraph<'_>, at: usize, length: usize) -> bool {
    let name = paragraph.text.as_bytes().get(at - length..=at).unwrap_or_default();
    splitter.abbreviations.role_of_ascii(name).is_some()
}
