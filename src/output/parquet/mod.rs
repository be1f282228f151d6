//! Parquet files: a row a record, its summary, keywords or sentences as lists of groups. Writing them takes the feature
//! `parquet`; without it the format is known and refused.

#[cfg(feature = "parquet")]
mod cells;
#[cfg(feature = "parquet")]
mod columns;
#[cfg(feature = "parquet")]
mod groups;

use super::{Exporter, Presentation};
use crate::error::Result;

/// What writes Parquet, if this build can.
#[cfg(feature = "parquet")]
#[allow(clippy::unnecessary_wraps)] // other builds fail
pub(super) fn exporter(presentation: Presentation) -> Result<Box<dyn Exporter>> {
    Ok(Box::new(columns::Parquet::new(presentation)))
}

/// What writes Parquet, if this build can.
#[cfg(not(feature = "parquet"))]
pub(super) fn exporter(_presentation: Presentation) -> Result<Box<dyn Exporter>> {
    use crate::error::{Error, ErrorKind};
    let message = "Parquet cannot be written: this program was built without the feature 'parquet'";
    let hint = "cargo install --path . --features parquet; or name another format: --format jsonl";
    Err(Error::new(ErrorKind::InvalidOption, message).with_hint(hint))
}
