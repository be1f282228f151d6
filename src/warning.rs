//! What a reader should know about an article that was done all the same. Warnings are data: the library decides
//! them, records carry them, the binary may print them.

use std::fmt;

/// Something unusual about one article; its `Display` form stands in the record's `warnings`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The bytes were not UTF-8 and were decoded from this encoding.
    Decoded {
        /// Name of the encoding, as the WHATWG standard spells it.
        encoding: &'static str,
        /// Bytes that meant nothing in it and were replaced by U+FFFD.
        replaced: bool,
    },
    /// Markup nested too deeply or too large for the extractor: all its text was taken instead.
    MarkupTooComplex,
    /// The article has no sentence.
    NoSentences,
    /// No sentence fits into the budget.
    NothingFits {
        /// The budget as the user wrote it, such as `--words 5`.
        budget: String,
    },
    /// The language could not be told; the text was treated without stemming and stop words.
    LanguageUnknown,
    /// An earlier article of the run has the same id.
    DuplicateId,
    /// What an earlier run's record says.
    Recorded(String),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decoded { encoding, replaced: false } => write!(f, "decoded from {encoding}"),
            Self::Decoded { encoding, replaced: true } => {
                write!(f, "decoded from {encoding}, unreadable bytes replaced by U+FFFD")
            }
            Self::MarkupTooComplex => {
                f.write_str("markup too deep or too large for extraction: all text taken")
            }
            Self::NoSentences => f.write_str("no sentences"),
            Self::NothingFits { budget } => write!(f, "no sentence fits into the budget ({budget})"),
            Self::LanguageUnknown => f.write_str("language unknown: no stemming, no stop words"),
            Self::DuplicateId => f.write_str("duplicate id"),
            Self::Recorded(text) => f.write_str(text),
        }
    }
}
