//! What most marks are, told without the rules of `boundary.rs`: a full stop between a plain word and a capital ends a
//! sentence; one inside a number or before a small letter, a bracket that closes, a colon or a semicolon do not. Where this
//! cannot tell the rules decide; where it can they say the same.

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
    match text.as_bytes().get(at..) {
        Some([b'.', b'0'..=b'9' | b'a'..=b'z', ..] | [b')', ..]) => Verdict::Nothing,
        Some([b'.', b' ' | b'\n', ..]) if ends(splitter, text, at) => Verdict::Ends,
        Some([b':' | b';', ..])
            if !matches!(splitter.language, Language::Arabic | Language::Armenian | Language::Greek) =>
        {
            Verdict::Nothing
        }
        _ => Verdict::Unclear,
    }
}

/// Whether the full stop at `at`, outside of quotations and brackets and where no list goes on, ends a sentence beyond
/// doubt: before it stands a word of two ASCII letters or more, none but the first a capital and no abbreviation; after
/// it a space or lines, perhaps a mark that opens, and a capital.
fn ends(splitter: &SentenceSplitter, text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some([b'.', after @ ..]) = bytes.get(at..) else { return false };
    let next = match after {
        [b' ', next @ ..] => next,
        [b'\n', next @ ..] => next.trim_ascii_start(),
        _ => return false,
    };
    if !matches!(next, [b'A'..=b'Z', ..] | [b'"' | b'\'' | b'(', b'A'..=b'Z', ..])
        || splitter.language == Language::Armenian
    {
        return false;
    }
    let before = &bytes[at.saturating_sub(LONGEST)..at];
    let small = before.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let capital = before.iter().nth_back(small).is_some_and(u8::is_ascii_uppercase);
    let length = small + usize::from(capital);
    if small == 0 || length == 1 || before.iter().nth_back(length) != Some(&b' ') {
        return false;
    }
    let word = &text[at - length..at];
    splitter.abbreviations.role(word).is_none() && splitter.foreign_role(word).is_none()
}
