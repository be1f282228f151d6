//! Gathers records that come one by one into runs of a size that is worth a worker's while.

use super::ArticleError;
use super::format::Run;
use super::reader::BLOCK;

/// Runs of about [`BLOCK`] bytes, as `size` counts them; what failed comes between runs, in its place.
pub(super) fn gather<T, R: Run + 'static>(
    mut records: impl Iterator<Item = Result<T, ArticleError>>,
    size: impl Fn(&T) -> usize,
    run: impl Fn(Vec<T>) -> R,
) -> impl Iterator<Item = Result<Box<dyn Run>, ArticleError>> {
    let mut failed = None;
    std::iter::from_fn(move || {
        if let Some(failed) = failed.take() {
            return Some(Err(failed));
        }
        let mut gathered = Vec::new();
        let mut bytes = 0;
        while bytes < BLOCK {
            match records.next() {
                Some(Ok(record)) => {
                    bytes += size(&record).max(1);
                    gathered.push(record);
                }
                Some(Err(error)) if gathered.is_empty() => return Some(Err(error)),
                Some(Err(error)) => {
                    failed = Some(error);
                    break;
                }
                None => break,
            }
        }
        if gathered.is_empty() { None } else { Some(Ok(Box::new(run(gathered)) as Box<dyn Run>)) }
    })
}
