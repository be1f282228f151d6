//! The languages that share a script, told apart by their stop words. The build script freezes the lists of each ballot;
//! the file is compiled into it too, so it imports nothing.

/// At most this many languages share a script: they are bits of a number.
pub(super) const MOST: usize = 64;

/// Cyrillic languages, in order of how likely they are, which breaks ties; likewise below.
pub(super) const CYRILLIC: &[&str] = &["ru", "uk", "bg", "sr", "be", "mk"];
/// Languages in Arabic letters.
pub(super) const ARABIC: &[&str] = &["ar", "fa", "ur"];
/// Languages in Devanagari.
pub(super) const DEVANAGARI: &[&str] = &["hi", "ne"];
/// Languages in Hebrew letters.
pub(super) const HEBREW: &[&str] = &["he", "yi"];
/// Languages in Latin letters.
pub(super) const LATIN: &[&str] = &[
    "en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "id", "sv", "cs", "ro", "hu", "vi", "da", "no",
    "fi", "hr", "sr", "sk", "sl", "lt", "lv", "et", "ca", "eu", "ga", "az", "af", "tl", "cy", "eo",
];
