//! What tests take from `../shared/`: evaluation sets, golden cases and articles that are not part of the repository. A test
//! without them says so and is skipped.

#![allow(dead_code, clippy::print_stdout, reason = "no test needs all of it, and each says what it skips")]

use std::path::{Path, PathBuf};

use epitome::Article;
use epitome::input::{InputOptions, Reader};

/// A file or folder of `../shared/`, beside the checkout or where `EPITOME_SHARED` says.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found = std::env::var_os("EPITOME_SHARED").map_or(beside, PathBuf::from).join(path);
    if !found.exists() {
        println!("skipped: ../shared/{path} not found");
        return None;
    }
    Some(found)
}

/// The first articles of a file.
pub(crate) fn articles(path: &Path, most: usize) -> Vec<Article> {
    let options = InputOptions::default();
    let blocks = Reader::new([path], options.clone());
    blocks
        .flat_map(|block| block.unwrap().articles(&options).collect::<Vec<_>>())
        .map(Result::unwrap)
        .take(most)
        .collect()
}
