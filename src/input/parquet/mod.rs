//! Parquet files, an article a row. Reading them takes the feature `parquet`; without it they are recognised and refused.

#[cfg(feature = "parquet")]
mod columns;
#[cfg(feature = "parquet")]
mod pages;
#[cfg(feature = "parquet")]
mod rows;

use super::InputOptions;
use super::format::{Format, Reading};

/// Parquet: one article a row; a name with a full stop leads into a group.
pub(super) struct Parquet;

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet"]
    }

    fn recognises(&self, head: &[u8], _options: &InputOptions) -> bool {
        head.starts_with(b"PAR1")
    }

    fn reading(&self) -> Reading {
        #[cfg(feature = "parquet")]
        return Reading::AtRandom(rows::runs);
        #[cfg(not(feature = "parquet"))]
        Reading::AtRandom(|stream, _, _| {
            use crate::error::{Error, ErrorKind};
            let error =
                Error::new(ErrorKind::Unreadable, "this program was built without the feature 'parquet'")
                    .with_hint("cargo install --path . --features parquet");
            Box::new(std::iter::once(Err(super::ArticleError::at(&*stream.source, error))))
        })
    }
}
