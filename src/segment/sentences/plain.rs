//! The commonest end of a sentence, told without the rules: a full stop between a plain word and a capital. Where this says yes the rules of `boundary.rs` say it too; where it says no they decide.

use super::SentenceSplitter;
use crate::language::Language;

/// Bytes of the longest word that is looked at; the rules look a little further.
const LONGEST: usize = 40;

/// Whether the full stop at `at`, outside of quotations and brackets and where no list goes on, ends a sentence beyond
/// doubt: before it stands a word of two ASCII letters or more, none but the first a capital and no abbreviation; after
/// it a space or lines, perhaps a mark that opens, and a capital.
pub(super) fn ends(splitter: &SentenceSplitter, text: &str, at: usize) -> bool {
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
