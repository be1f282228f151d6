//! Text into pieces: paragraphs, sentences and words. Pure functions from text to byte spans; nothing here knows a
//! vocabulary.

mod kinds;
pub mod layout;
pub mod sentences;
pub mod words;

pub(crate) use kinds::Kinds;
