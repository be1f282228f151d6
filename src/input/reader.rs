//! Runs through the inputs in order and hands out blocks of work.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::block::{Block, Work};
use super::format::{self, Cut, Format, HEAD};
use super::lines::RecordStream;
use super::source::{self, Files, Found};
use super::{ArticleError, InputOptions};

/// Bytes that a block should have.
pub(super) const BLOCK: usize = 256 << 10;

/// The number of its first record and the bytes of a run of records.
pub(super) type Run = Result<(u64, Vec<u8>), ArticleError>;

/// Hands out the inputs as blocks, in order. What cannot be read is an item of its own; the rest goes on.
pub struct Reader {
    options: InputOptions,
    /// Inputs that were not begun.
    inputs: VecDeque<Input>,
    /// The directory that is being walked.
    walk: Option<Files>,
    /// The file of records that is being cut.
    records: Option<Records>,
    /// Files gathered for the next block, and their bytes.
    files: Vec<Found>,
    bytes: u64,
    /// Work that is ready behind the files.
    ready: VecDeque<Result<Block, ArticleError>>,
}

enum Input {
    Path(PathBuf),
    Stream(Arc<str>, Box<dyn Read + Send>),
}

struct Records {
    source: Arc<str>,
    format: &'static dyn Format,
    runs: Box<dyn Iterator<Item = Run> + Send>,
}

impl Reader {
    /// Reads files, directories and, for `-`, standard input, in the order given.
    pub fn new<P: Into<PathBuf>>(inputs: impl IntoIterator<Item = P>, options: InputOptions) -> Self {
        let inputs = inputs.into_iter().map(|input| {
            let path: PathBuf = input.into();
            if path.as_os_str() == "-" {
                Input::Stream("-".into(), Box::new(std::io::stdin()))
            } else {
                Input::Path(path)
            }
        });
        Self::of(inputs.collect(), options)
    }

    /// Reads one stream as if it were a file of this name.
    pub fn from_stream(name: &str, stream: impl Read + Send + 'static, options: InputOptions) -> Self {
        Self::of([Input::Stream(name.into(), Box::new(stream))].into(), options)
    }

    fn of(inputs: VecDeque<Input>, options: InputOptions) -> Self {
        Self {
            options,
            inputs,
            walk: None,
            records: None,
            files: Vec::new(),
            bytes: 0,
            ready: VecDeque::new(),
        }
    }

    /// Puts the gathered files into a block.
    fn flush(&mut self) {
        if !self.files.is_empty() {
            let files = std::mem::take(&mut self.files);
            self.ready.push_back(Ok(Block { bytes: self.bytes, work: Work::Files(files) }));
            self.bytes = 0;
        }
    }

    fn fail(&mut self, error: ArticleError) {
        self.flush();
        self.ready.push_back(Err(error));
    }

    fn begin(&mut self, input: Input) {
        match input {
            Input::Stream(name, stream) => {
                let told = self.options.format.format().or_else(|| format::of_extension(Path::new(&*name)));
                self.stream(name, stream, told);
            }
            Input::Path(path) => match std::fs::metadata(&path) {
                Err(error) => self.fail(source::unreadable(&source::name(&path), &error)),
                Ok(metadata) if metadata.is_dir() => {
                    self.walk = Some(Files::below(&path, self.options.format));
                }
                Ok(metadata) => self.file(Found {
                    name: source::name(&path),
                    format: self.options.format.format().or_else(|| format::of_extension(&path)),
                    path,
                    size: metadata.len(),
                    regular: metadata.is_file(),
                }),
            },
        }
    }

    /// A file that a worker can read goes to the others; one that must be looked into or cut is opened here.
    fn file(&mut self, found: Found) {
        match found.format {
            Some(told) if found.regular && matches!(told.cut(), Cut::Whole) => {
                self.bytes += found.size;
                self.files.push(found);
            }
            told => match File::open(&found.path) {
                Err(error) => self.fail(source::unreadable(&found.name, &error)),
                Ok(file) => self.stream(found.name.into(), Box::new(file), told),
            },
        }
    }

    fn stream(
        &mut self,
        source: Arc<str>,
        mut stream: Box<dyn Read + Send>,
        told: Option<&'static dyn Format>,
    ) {
        self.flush();
        let mut head = Vec::new();
        if let Err(error) = (&mut stream).take(HEAD as u64).read_to_end(&mut head) {
            return self.fail(source::unreadable(&source, &error));
        }
        let format = told.unwrap_or_else(|| format::of_content(&head));
        let limit = self.options.max_article_bytes;
        let mut whole = std::io::Cursor::new(head).chain(stream);
        match format.cut() {
            Cut::Records(cut) => {
                let reader = Box::new(BufReader::new(whole));
                let runs = cut(RecordStream { source: source.clone(), reader, limit });
                self.records = Some(Records { source, format, runs });
            }
            Cut::Whole => {
                let mut bytes = Vec::new();
                match (&mut whole).take(limit as u64 + 1).read_to_end(&mut bytes) {
                    Err(error) => self.fail(source::unreadable(&source, &error)),
                    Ok(_) => self.ready.push_back(Ok(Block {
                        bytes: bytes.len() as u64,
                        work: Work::Bytes { source, format, first: 1, bytes },
                    })),
                }
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Block, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if let Some(records) = &mut self.records {
                match records.runs.next() {
                    None => self.records = None,
                    Some(Err(error)) => return Some(Err(error)),
                    Some(Ok((first, bytes))) => {
                        let (source, format) = (records.source.clone(), records.format);
                        let size = bytes.len() as u64;
                        return Some(Ok(Block {
                            bytes: size,
                            work: Work::Bytes { source, format, first, bytes },
                        }));
                    }
                }
            } else if let Some(walk) = &mut self.walk {
                match walk.next() {
                    None => self.walk = None,
                    Some(Ok(found)) => self.file(found),
                    Some(Err(error)) => self.fail(error),
                }
            } else if let Some(input) = self.inputs.pop_front() {
                self.begin(input);
            } else {
                self.flush();
                return self.ready.pop_front();
            }
            if self.bytes >= BLOCK as u64 || self.files.len() >= 256 {
                self.flush();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::error::ErrorKind;

    /// Ids of articles, and of failures with their kind, in the order read.
    fn ids(reader: Reader) -> Vec<String> {
        let options = reader.options.clone();
        let mut ids = Vec::new();
        let failed = |failed: ArticleError| format!("{} {}", failed.id, failed.error.kind().name());
        for block in reader {
            match block {
                Ok(block) => ids.extend(
                    block.articles(&options).map(|found| found.map_or_else(failed, |article| article.id)),
                ),
                Err(error) => ids.push(failed(error)),
            }
        }
        ids
    }

    fn stream(name: &str, text: &'static str) -> Vec<String> {
        ids(Reader::from_stream(name, text.as_bytes(), InputOptions::default()))
    }

    #[test]
    fn directories_are_walked_in_order_as_ripgrep_does() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("b.txt", "B."),
            ("a/z.md", "Z."),
            ("a/y.jsonl", "{\"text\": \"Y\"}\n\n{\"id\": 3, \"text\": \"Z\"}\n{"),
            ("a.html", "<p>A."),
            (".hidden/x.txt", "X."),
            ("ignored.txt", "X."),
            (".ignore", "ignored.txt\n"),
            ("image.png", "X."),
            ("many.json", "[{\"text\": \"1\"}, {\"id\": \"two\", \"text\": \"2\"}, {}]"),
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = folder.path();
        let found =
            ids(Reader::new([root, &root.join("image.png"), &root.join("none")], InputOptions::default()));
        let base = source::name(root);
        let found: Vec<_> = found.iter().map(|id| id.replace(&format!("{base}/"), "")).collect();
        let expected = [
            "a/y.jsonl:1",
            "3",
            "a/y.jsonl:4 malformed",
            "a/z.md",
            "a.html",
            "b.txt",
            "many.json:1",
            "two",
            "many.json:3 missing-field",
            "image.png",
            "none unreadable",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn streams_tell_their_format_by_their_first_bytes() {
        assert_eq!(stream("-", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n"), ["-:1", "-:2"]);
        assert_eq!(stream("-", "\u{feff}{\"text\": \"a\"}\n{\"text\": \"b\"}\n"), ["-:1", "-:2"]);
        assert_eq!(stream("-", "{\n \"text\": \"a\"\n}\n"), ["-"]);
        assert_eq!(stream("-", " [ {\"text\": \"a\"} ]"), ["-:1"]);
        assert_eq!(stream("-", "{so begins a text}"), ["-"]);
        assert_eq!(stream("-", "<!DOCTYPE html><p>Text."), ["-"]);
        assert_eq!(stream("-", ""), ["-"]);
        assert_eq!(stream("x.jsonl", ""), Vec::<String>::new());
    }

    #[test]
    fn what_is_too_large_or_no_text_fails_alone() {
        let options = InputOptions { max_article_bytes: 20, ..InputOptions::default() };
        let lines = "{\"text\": \"a\"}\n{\"text\": \"much too long for it\"}\n{\"text\": \"b\"}";
        let found = ids(Reader::from_stream("x.jsonl", lines.as_bytes(), options.clone()));
        assert_eq!(found, ["x.jsonl:1", "x.jsonl:2 too-large", "x.jsonl:3"]);
        let found = ids(Reader::from_stream("-", "A text of more than twenty bytes.".as_bytes(), options));
        assert_eq!(found, ["- too-large"]);
        assert_eq!(stream("-", "\u{89}PNG\0\0\0\0\0"), [format!("- {}", ErrorKind::Malformed.name())]);
    }

    #[test]
    fn format_names_are_told_apart() {
        use crate::input::InputFormat;
        let names: Vec<_> = InputFormat::all().map(InputFormat::name).collect();
        assert_eq!(names, ["auto", "text", "markdown", "html", "jsonl", "json"]);
        for format in InputFormat::all() {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert!("docx".parse::<InputFormat>().is_err());
    }
}
