//! Patterns such as `data/*.jsonl.gz`, which the shell leaves alone where they are quoted or match too many files for a
//! command line.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

/// As the shell has it: `*` and `?` match no full stop of a hidden file.
const AS_THE_SHELL: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// What an input stands for: the files and directories that match it, in order of name, where it is a pattern with `*`,
/// `?`, `[…]` or `**` and no file has that very name; otherwise, and where nothing matches, the path itself. A `**` at the
/// end is the directory before it, as that is read with all below it.
pub fn expand(input: &Path) -> Vec<PathBuf> {
    let matches = input.to_str().filter(|_| is_pattern(input) && !input.exists()).and_then(Matches::of);
    let found = matches.unwrap_or_default();
    if found.is_empty() { vec![input.to_owned()] } else { found }
}

/// Whether a path has characters that make it a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b'*' | b'?' | b'['))
}

/// What matches the parts of a pattern up to one of them.
struct Matches {
    paths: Vec<PathBuf>,
    /// Directories that cannot be entered. They are handed on: whoever reads them tells why.
    closed: Vec<PathBuf>,
}

impl Matches {
    /// What matches a whole pattern, if it is one.
    fn of(pattern: &str) -> Option<Vec<PathBuf>> {
        let mut matches = Self { paths: vec![PathBuf::new()], closed: Vec::new() };
        let parts = Path::new(pattern).components().map(|part| part.as_os_str().to_str());
        let mut parts = parts.collect::<Option<Vec<_>>>()?;
        while parts.pop_if(|last| *last == "**").is_some() {}
        if parts.is_empty() {
            parts.push(".");
        }
        for part in parts {
            let before = std::mem::take(&mut matches.paths);
            if part == "**" {
                before.into_iter().for_each(|folder| matches.below(folder));
            } else if is_pattern(Path::new(part)) {
                let pattern = Pattern::new(part).ok()?;
                for folder in before {
                    // What is no Unicode in a name counts as a character.
                    let named = |entry: &DirEntry| {
                        pattern.matches_with(&entry.file_name().to_string_lossy(), AS_THE_SHELL)
                    };
                    let entries = matches.entries(&folder).into_iter().filter(named);
                    matches.paths.extend(entries.map(|entry| folder.join(entry.file_name())));
                }
            } else {
                matches.paths = before.into_iter().map(|folder| folder.join(part)).collect();
            }
        }
        let Self { mut paths, closed } = matches;
        let folders = pattern.ends_with(std::path::is_separator);
        paths.retain(|path| if folders { path.is_dir() } else { path.symlink_metadata().is_ok() });
        paths.extend(closed);
        paths.sort();
        paths.dedup();
        Some(paths)
    }

    /// Takes over a directory and those in it at any depth, but no hidden ones and none behind a link.
    fn below(&mut self, folder: PathBuf) {
        let mut open = vec![folder];
        while let Some(folder) = open.pop() {
            let plain = |entry: &DirEntry| {
                entry.file_type().is_ok_and(|kind| kind.is_dir())
                    && !entry.file_name().as_encoded_bytes().starts_with(b".")
            };
            let entries = self.entries(&folder).into_iter().filter(plain);
            open.extend(entries.map(|entry| folder.join(entry.file_name())));
            self.paths.push(folder);
        }
    }

    /// What stands in a directory, in no order; nothing in what is none.
    fn entries(&mut self, folder: &Path) -> Vec<DirEntry> {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        match fs::read_dir(here) {
            Ok(entries) => entries.filter_map(Result::ok).collect(),
            Err(error) => {
                if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
                    self.closed.push(here.to_owned());
                }
                Vec::new()
            }
        }
    }
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
        assert_eq!(expanded("*/"), ["d"]);
        assert_eq!(expanded("d/**/**"), ["d"]);
        assert_eq!(expand(Path::new("**")), [Path::new(".")]);
        assert_eq!(expanded("*/**/?.txt"), ["d/e.txt", "d/f/g.txt"]);
        assert_eq!(expanded("**/**/f/../e*"), ["d/f/../e.txt"]);
        for itself in ["a.txt", "none.txt", "*.none", "[", "none/*", "a.txt/*", "a**/b"] {
            assert_eq!(expanded(itself), [itself]);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pattern_passes_names_that_are_no_unicode() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join(OsStr::from_bytes(b"bad\xff.txt"));
        let plain = folder.path().join("plain.txt");
        fs::write(&odd, "").unwrap();
        fs::write(&plain, "").unwrap();
        assert_eq!(expand(&folder.path().join("*.txt")), [odd.clone(), plain]);
        assert_eq!(expand(&folder.path().join("bad?.txt")), [odd]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_a_pattern_in_no_circle() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        assert_eq!(expand(&folder.path().join("**/*.txt")), [file]);
    }
}
