//! What most marks are, told without the rules of `boundary.rs`: a full stop between a plain word and a capital ends a
//! sentence; one behind an initial, inside a number, before a small letter or a comma, and a bracket that closes do not.
//! Where this cannot tell the rules decide; where it can they say the same.

use super::SentenceSplitter;
use super::boundary::word_at;
use crate::language::Language;

/// Bytes of the longest word that is looked at; the rules look a little further.
const LONGEST: usize = 40;

/// What is known of a mark that stands where no list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It ends a sentence, unless it stands in quotation marks or brackets.
    Ends,
    /// It does not, nor does it open anything.
    Nothing,
    /// The rules know.
    Unclear,
}

/// What is known of the mark at `at`.
pub(super) fn verdict(splitter: &SentenceSplitter, text: &str, at: usize) -> Verdict {
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or_default();
    match (byte(at), byte(at + 1)) {
        (b'.', b'0'..=b'9' | b'a'..=b'z' | b',') | (b')', _) => Verdict::Nothing,
        (b'.', b' ' | b'\n') => full_stop(splitter, text, at),
        _ => Verdict::Unclear,
    }
}

/// What the full stop at `at` is before white space, a mark that opens perhaps, and a capital, where behind white space
/// there is one word of ASCII letters and digits before it, closed by a bracket or not.
#[inline(never)]
fn full_stop(splitter: &SentenceSplitter, text: &str, at: usize) -> Verdict {
    let (before, after) = text.as_bytes().split_at_checked(at).unwrap_or_default();
    let next = match after {
        [b'.', b' ', next @ ..] => next,
        [b'.', b'\n', next @ ..] => next.trim_ascii_start(),
        _ => return Verdict::Unclear,
    };
    let capital = matches!(next, [b'A'..=b'Z', ..]);
    if !capital && !matches!(next, [b'"' | b'\'' | b'(', b'A'..=b'Z', ..])
        || splitter.language == Language::Armenian
    {
        return Verdict::Unclear;
    }
    let before = &before[before.len().saturating_sub(LONGEST)..];
    let (before, closed) = match before {
        [before @ .., b')' | b']'] => (before, true),
        _ => (before, false),
    };
    // Most are small letters.
    let beside = before.iter().rposition(|byte| !byte.is_ascii_lowercase()).unwrap_or_default();
    let Some(outside) = before
        .get(..=beside)
        .and_then(|before| before.iter().rposition(|byte| !byte.is_ascii_alphanumeric()))
    else {
        return Verdict::Unclear;
    };
    let word = &before[outside + 1..];
    let parts = match &before[..=outside] {
        [.., byte, b'(' | b'['] if closed => byte,
        [.., byte] => byte,
        [] => return Verdict::Unclear,
    };
    if word.is_empty() || !matches!(parts, b' ' | b'\n') {
        return Verdict::Unclear;
    }
    let ends = match word {
        // No abbreviation has a bracket.
        _ if closed => true,
        [b'A'..=b'Z'] => {
            let (next, rest) = word_at(text.get(text.len() - next.len()..).unwrap_or_default());
            let goes_on = next.len() == 1 && rest.starts_with('.') || !splitter.starters.contain(next);
            return if capital && goes_on { Verdict::Nothing } else { Verdict::Unclear };
        }
        // Not an ordinal, nor an item's number, for another word stands before it.
        [b'0'..=b'9', ..] => {
            let behind_word = outside > 0 && before[outside - 1].is_ascii_alphanumeric();
            behind_word && !splitter.ordinals
        }
        [_] => false,
        // Perhaps a Roman ordinal.
        [_, rest @ ..] if splitter.ordinals && rest.iter().any(u8::is_ascii_uppercase) => false,
        _ => {
            splitter.abbreviations.role_of_ascii(word).is_none()
                && splitter.foreign_role_of_ascii(word).is_none()
        }
    };
    if ends { Verdict::Ends } else { Verdict::Unclear }
}
