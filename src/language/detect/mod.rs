//! Which language a text is written in, from a sample of it.
//!
//! 1. Two stretches are looked at: one from the first letter on, one from the middle; together under a kilobyte.
//! 2. The script with the most letters decides where it has one language (Greek, Thai, Korean, …); Chinese characters
//!    are Japanese among kana and Chinese otherwise.
//! 3. Latin, Cyrillic, Arabic, Devanagari and Hebrew letters: each word votes for the languages that have it as a stop
//!    word (see `votes.rs`). A clear result of the first stretch, else of both, is taken.
//! 4. Otherwise whatlang's guess joins the vote, with the weight of its confidence; it stands alone for languages
//!    without a list of stop words.
//! 5. Where no word voted and whatlang is unsure, and for a single word, the language is [`Language::Unknown`].

mod ballots;
mod guess;
mod scripts;
mod short_words;
mod votes;

use super::Language;
use scripts::Script;
use votes::Votes;

/// Bytes of the first stretch.
const HEAD: usize = 400;
/// Bytes of the second one.
const MIDDLE: usize = 500;

/// The language of `text`, from under a kilobyte of it; [`Language::Unknown`] where there is no saying.
///
/// ```
/// use epitome::language::{Language, detect::detect};
/// assert_eq!(detect("Der schnelle braune Fuchs springt über den faulen Hund und läuft davon."), Language::German);
/// assert_eq!(detect("2024: 17 %"), Language::Unknown);
/// ```
pub fn detect(text: &str) -> Language {
    let Some(start) = text.find(char::is_alphabetic) else { return Language::Unknown };
    let text = &text[start..];
    let head = stretch(text, 0, HEAD);
    let script = match scripts::main(head) {
        Some(Script::Of(language)) => return language,
        Some(script) => script,
        None => return Language::Unknown,
    };
    // One word tells nothing but its script.
    if !text.trim_end().contains(char::is_whitespace) {
        return Language::Unknown;
    }
    let mut votes = Votes::new(script);
    votes.count(head);
    if let Some(language) = votes.clear() {
        return language;
    }
    let middle = stretch(text, head.len().max(text.len() / 2), MIDDLE);
    if !middle.is_empty() {
        votes.count(middle);
        if let Some(language) = votes.clear() {
            return language;
        }
    }
    let sample = [head, middle].join(" ");
    votes.decide(whatlang::detect(&sample))
}

/// About `length` bytes of `text` from about byte `start` on, whole words where there are spaces.
fn stretch(text: &str, start: usize, length: usize) -> &str {
    if start >= text.len() {
        return "";
    }
    let from = text.floor_char_boundary(start);
    let rest = &text[from..];
    let skipped = match rest.as_bytes().iter().take(length / 4).position(u8::is_ascii_whitespace) {
        Some(at) if from > 0 => at,
        _ => 0,
    };
    let rest = &rest[skipped..];
    &rest[..rest.floor_char_boundary(length)]
}
