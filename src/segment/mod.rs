//! Text into pieces: paragraphs, sentences and words. Pure functions from text to byte spans; nothing here knows a
//! vocabulary.

pub mod layout;
pub mod sentences;
pub mod words;
