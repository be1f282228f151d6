//! A folder with files, a command run in it, and what came of it. Whatever fails shows the command, the folder's listing
//! and both streams.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{fmt, thread};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// An article of six sentences with a keyword or two.
pub(crate) const BEES: &str = "Bees came back to the valley in May. The bees found the old orchard empty. \
    A farmer had planted clover for the bees. Clover feeds bees when apple trees have no flowers. \
    The orchard will carry apples again next year. Nobody had expected apples so soon.\n";

/// Another.
pub(crate) const TRAMS: &str = "The city buys nine trams. Each tram costs two million crowns. \
    Drivers asked for trams with better brakes. The first tram arrives in autumn.\n";

/// A folder of its own for each test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with an article in `bees.txt` and one in `trams.txt`.
    pub(crate) fn with_articles() -> Self {
        Self::new().file("bees.txt", BEES).file("trams.txt", TRAMS)
    }

    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }

    /// Names in the folder, hidden ones included.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// `epitome` with these words as arguments; none of them may hold a space.
    pub(crate) fn epitome(&self, arguments: &str) -> Epitome<'_> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_epitome"));
        command.args(arguments.split_whitespace());
        self.command(command)
    }

    /// The same with a limit, in KiB, to the size of the files that it writes; some shells count half of that.
    #[cfg(unix)]
    pub(crate) fn limited(&self, arguments: &str, size: usize) -> Epitome<'_> {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -f {size} && exec \"$0\" {arguments}")]);
        command.arg(env!("CARGO_BIN_EXE_epitome"));
        self.command(command)
    }

    fn command(&self, mut command: Command) -> Epitome<'_> {
        command.current_dir(self.path());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(variable);
        }
        Epitome { folder: self, command, stdin: None }
    }
}

/// A command that is about to run.
pub(crate) struct Epitome<'a> {
    folder: &'a Folder,
    command: Command,
    stdin: Option<Vec<u8>>,
}

impl Epitome<'_> {
    pub(crate) fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(bytes.into());
        self
    }

    /// Starts it with both outputs, and the input if there is one, as pipes.
    pub(crate) fn spawn(&mut self) -> Child {
        let stdin = if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() };
        self.command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    pub(crate) fn run(mut self) -> Outcome {
        let mut child = self.spawn();
        let feeder = self.stdin.take().map(|bytes| {
            let mut stdin = child.stdin.take().unwrap();
            thread::spawn(move || stdin.write_all(&bytes))
        });
        let output = child.wait_with_output().unwrap();
        if let Some(feeder) = feeder {
            let _ = feeder.join().unwrap();
        }
        Outcome {
            command: format!("{:?}", self.command),
            listing: listing(self.folder.path()),
            code: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs it and expects all to be done without a word on standard error.
    pub(crate) fn succeeds(self) -> Outcome {
        let outcome = self.exits(0);
        outcome.check(outcome.stderr.is_empty(), "standard error is not empty");
        outcome
    }

    /// Runs it and expects this exit code.
    pub(crate) fn exits(self, code: i32) -> Outcome {
        let outcome = self.run();
        outcome.check(outcome.code == Some(code), &format!("expected exit code {code}"));
        outcome
    }
}

/// What came of a command.
pub(crate) struct Outcome {
    command: String,
    listing: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Outcome {
    pub(crate) fn check(&self, holds: bool, expectation: &str) {
        assert!(holds, "{expectation}\n{self}");
    }

    pub(crate) fn stdout(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Standard output as a record a line.
    pub(crate) fn records(&self) -> Vec<Value> {
        records(self.stdout())
    }

    /// The one record.
    pub(crate) fn record(&self) -> Value {
        let records = self.records();
        self.check(records.len() == 1, "expected one record");
        records.into_iter().next().unwrap()
    }

    pub(crate) fn says(&self, text: &str) -> &Self {
        self.check(self.stderr.contains(text), &format!("standard error lacks {text:?}"));
        self
    }

    pub(crate) fn shows(&self, text: &str) -> &Self {
        self.check(self.stdout().contains(text), &format!("standard output lacks {text:?}"));
        self
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stdout = String::from_utf8_lossy(&self.stdout);
        writeln!(f, "command: {}\nexit code: {:?}", self.command, self.code)?;
        writeln!(f, "folder:\n{}", self.listing)?;
        write!(f, "standard output:\n{stdout}\nstandard error:\n{}", self.stderr)
    }
}

/// The records of a text of lines.
pub(crate) fn records(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

/// A list of strings in a record.
pub(crate) fn strings<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap()).collect()
}

/// The project's own articles.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The keys and values of an object, in the order in which they stand.
pub(crate) struct Entries(pub(crate) Vec<(String, Value)>);

impl Entries {
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.0.iter().map(|(key, _)| key.as_str()).collect()
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

fn listing(folder: &Path) -> String {
    let mut lines = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        for entry in entries {
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            lines.push(format!("  {size:>8}  {}", entry.path().display()));
            if entry.path().is_dir() {
                open.push(entry.path());
            }
        }
    }
    lines.sort();
    lines.join("\n")
}
