//! What most marks are, told without the rules of `boundary.rs`: a full stop between a plain word and a capital ends a
//! sentence; one inside a number, before a small letter or a comma, and a bracket that closes do not.
//! Where this cannot tell the rules decide; where it can they say the same.

use super::SentenceSplitter;
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
        (b'.', b' ' | b'\n') if ends(splitter, text, at) => Verdict::Ends,
        _ => Verdict::Unclear,
    }
}

/// Whether the full stop at `at`, outside of quotations and brackets and where no list goes on, ends a sentence beyond
/// doubt: before it stands a word of two ASCII letters or more, none but the first a capital and no abbreviation; after
/// it a space or lines, perhaps a mark that opens, and a capital.
fn ends(splitter: &SentenceSplitter, text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (before, after) = bytes.split_at_checked(at).unwrap_or_default();
    let next = match after {
        [b'.', b' ', next @ ..] => next,
        [b'.', b'\n', next @ ..] => next.trim_ascii_start(),
        _ => return false,
    };
    if !matches!(next, [b'A'..=b'Z', ..] | [b'"' | b'\'' | b'(', b'A'..=b'Z', ..])
        || splitter.language == Language::Armenian
    {
        return false;
    }
    let before = &before[before.len().saturating_sub(LONGEST)..];
    let Some(first) = before.iter().rposition(|byte| !byte.is_ascii_lowercase()) else { return false };
    let start = if before[first].is_ascii_uppercase() { first } else { first + 1 };
    let word = &before[start..];
    if word.len() < 2 || start == 0 || before[start - 1] != b' ' {
        return false;
    }
    splitter.abbreviations.role_of_ascii(word).is_none() && splitter.foreign_role_of_ascii(word).is_none()
}
