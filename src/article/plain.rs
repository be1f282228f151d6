//! Plain text as people save it from the web: title, standfirst, date, places, paragraphs and furniture told apart.

use super::Article;
use crate::error::Result;

impl Article {
    /// An article from a text file: title, standfirst, date and places are recognised, furniture is left out of the
    /// paragraphs.
    pub fn from_plain_text(text: impl Into<String>) -> Result<Self> {
        Self::new(text)
    }
}
