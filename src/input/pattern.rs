//! Patterns such as `data/*.jsonl.gz`, which the shell leaves alone where they are quoted or match too many files for a
//! command line.

use std::path::{Path, PathBuf};

use glob::MatchOptions;

/// As the shell has it: `*` and `?` match neither `/` nor the full stop of a hidden file.
const AS_THE_SHELL: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// What an input stands for: the files and directories that match it, in order of name, where it is a pattern with `*`,
/// `?`, `[…]` or `**` and no file has that very name; otherwise, and where nothing matches, the path itself.
pub fn expand(input: &Path) -> Vec<PathBuf> {
    let matches = input
        .to_str()
        .filter(|_| is_pattern(input) && !input.exists())
        .and_then(|pattern| glob::glob_with(pattern, AS_THE_SHELL).ok());
    // A directory that cannot be entered is handed on: whoever reads it tells why.
    let found = matches.into_iter().flatten();
    let found: Vec<_> = found.map(|found| found.unwrap_or_else(|error| error.path().to_owned())).collect();
    if found.is_empty() { vec![input.to_owned()] } else { found }
}

/// Whether a path has characters that make it a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b'*' | b'?' | b'['))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn patterns_match_as_in_the_shell() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.txt", ".c.txt", "a.md", "[x].txt", "d/e.txt", "d/f/g.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let expanded = |pattern: &str| -> Vec<String> {
            let found = expand(&folder.path().join(pattern));
            found.iter().map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string()).collect()
        };
        assert_eq!(expanded("*.txt"), ["[x].txt", "a.txt", "b.txt"]);
        assert_eq!(expanded("?.txt"), ["a.txt", "b.txt"]);
        assert_eq!(expanded("[ab].*"), ["a.md", "a.txt", "b.txt"]);
        assert_eq!(expanded("[x].txt"), ["[x].txt"]);
        assert_eq!(expanded("**/*.txt"), ["[x].txt", "a.txt", "b.txt", "d/e.txt", "d/f/g.txt"]);
        assert_eq!(expanded("d*"), ["d"]);
        for itself in ["a.txt", "none.txt", "*.none", "[", "none/*"] {
            assert_eq!(expanded(itself), [itself]);
        }
    }
}
