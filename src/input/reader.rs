//! Runs through the inputs in order and hands out blocks of work.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::block::{Block, Work, read_whole};
use super::compression::{self, Consumed};
use super::format::{self, Format, HEAD, Reading, Runs, Stream};
use super::seen::Seen;
use super::source::{self, Files, Found};
use super::{ArticleError, InputOptions, pattern, utf16};
use crate::error::{Error, ErrorKind};

/// Bytes that a block should have.
pub(super) const BLOCK: usize = 256 << 10;

/// Hands out the inputs as blocks, in order. What cannot be read is an item of its own; the rest goes on.
pub struct Reader {
    options: Arc<InputOptions>,
    /// Inputs that were not begun.
    inputs: VecDeque<Input>,
    /// The directory that is being walked.
    walk: Option<Files>,
    /// The file of many articles that is being run through.
    current: Option<Current>,
    /// Files gathered for the next block, and their bytes.
    files: Vec<Found>,
    bytes: u64,
    /// Places of gathered files that came before.
    repeated: Vec<usize>,
    seen: Seen,
    /// Opens what is read for `-`.
    stdin: Option<Open>,
    /// Work that is ready behind the files.
    ready: VecDeque<Result<Block, ArticleError>>,
}

/// Opens a stream when its turn comes.
type Open = Box<dyn FnOnce() -> io::Result<Box<dyn Read + Send>> + Send>;

enum Input {
    Path(PathBuf),
    Stdin,
    Stream(Arc<str>, Box<dyn Read + Send>),
}

struct Current {
    /// The same file was run through before.
    again: bool,
    runs: Runs,
    consumed: Consumed,
}

impl Reader {
    /// Reads files, directories and, for `-`, standard input, in the order given.
    pub fn new<P: Into<PathBuf>>(inputs: impl IntoIterator<Item = P>, options: InputOptions) -> Self {
        let inputs = inputs.into_iter().map(|input| {
            let path: PathBuf = input.into();
            if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path) }
        });
        Self::of(inputs.collect(), options)
    }

    /// Reads this for `-`. By default the process's standard input.
    #[must_use]
    pub fn stdin(mut self, open: impl FnOnce() -> io::Result<Box<dyn Read + Send>> + Send + 'static) -> Self {
        self.stdin = Some(Box::new(open));
        self
    }

    /// Leaves out the warning that an id came before, and the memory of ids that it takes. By default it is given.
    #[must_use]
    pub fn without_ids(mut self) -> Self {
        self.seen = Seen::off();
        self
    }

    /// Reads one stream as if it were a file of this name.
    pub fn from_stream(name: &str, stream: impl Read + Send + 'static, options: InputOptions) -> Self {
        Self::of([Input::Stream(name.into(), Box::new(stream))].into(), options)
    }

    fn of(inputs: VecDeque<Input>, options: InputOptions) -> Self {
        Self {
            options: Arc::new(options),
            inputs,
            walk: None,
            current: None,
            files: Vec::new(),
            bytes: 0,
            repeated: Vec::new(),
            seen: Seen::default(),
            stdin: None,
            ready: VecDeque::new(),
        }
    }

    /// Puts the gathered files into a block.
    fn flush(&mut self) {
        if !self.files.is_empty() {
            let files = std::mem::take(&mut self.files);
            let repeated = std::mem::take(&mut self.repeated);
            self.ready.push_back(Ok(Block { bytes: self.bytes, work: Work::Files(files), repeated }));
            self.bytes = 0;
        }
    }

    fn fail(&mut self, error: ArticleError) {
        self.flush();
        self.ready.push_back(Err(error));
    }

    fn begin(&mut self, input: Input) {
        match input {
            Input::Stdin => {
                match self.stdin.take().map_or_else(|| Ok(Box::new(io::stdin()) as _), |open| open()) {
                    Ok(stream) => self.stream("-".into(), stream, None, self.options.format.format()),
                    Err(error) => self.fail(source::unreadable("-", &error)),
                }
            }
            Input::Stream(name, stream) => {
                let told = self.options.format.format().or_else(|| format::of_extension(Path::new(&*name)));
                self.stream(name, stream, None, told);
            }
            Input::Path(path) => match std::fs::metadata(&path) {
                Err(error) => {
                    let mut failed = source::unreadable(&source::name(&path), &error);
                    if pattern::is_pattern(&path) && error.kind() == io::ErrorKind::NotFound {
                        failed.error = Error::new(ErrorKind::Unreadable, "no file matches");
                    }
                    self.fail(failed);
                }
                Ok(metadata) if metadata.is_dir() => {
                    self.walk = Some(Files::below(&path, &self.options));
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

    /// A file that a worker can read goes to the others; one that must be looked into or run through is opened here.
    fn file(&mut self, found: Found) {
        match found.format.map(Format::reading) {
            Some(Reading::Whole(_)) if found.regular => {
                self.bytes += found.size;
                if self.seen.again(&found.name) {
                    self.repeated.push(self.files.len());
                }
                self.files.push(found);
            }
            _ => match File::open(&found.path) {
                Err(error) => self.fail(source::unreadable(&found.name, &error)),
                Ok(file) => {
                    let path = found.regular.then_some(found.path);
                    self.stream(found.name.into(), Box::new(file), path, found.format);
                }
            },
        }
    }

    fn stream(
        &mut self,
        source: Arc<str>,
        raw: Box<dyn Read + Send>,
        path: Option<PathBuf>,
        told: Option<&'static dyn Format>,
    ) {
        self.flush();
        let opened = match compression::open(&source, raw) {
            Ok(opened) => opened,
            Err(error) => return self.fail(source::unreadable(&source, &error)),
        };
        let path = path.filter(|_| !opened.compressed);
        let (mut reader, consumed) = (opened.reader, opened.consumed);
        let format = if let Some(told) = told {
            told
        } else {
            let head;
            // So many bytes of UTF-16 behind its mark are half as many of UTF-8, or more.
            (head, reader) = compression::peek(reader, 2 + 2 * HEAD);
            let decoded = utf16::head_as_utf_8(&head);
            let head = decoded.as_ref().unwrap_or(&head);
            format::of_content(head.get(..HEAD).unwrap_or(head), &self.options)
        };
        // A file of many articles is none itself, so no article has its id.
        let mut again = || self.seen.again(&format!("\0{source}"));
        let options = self.options.clone();
        match format.reading() {
            Reading::Runs(run) => {
                let again = again();
                let (reader, encoding) = utf16::as_utf_8(reader);
                let runs = run(Stream { source, reader, encoding, options });
                self.current = Some(Current { again, runs, consumed });
            }
            Reading::AtRandom(run) => {
                let again = again();
                let runs = run(Stream { source, reader, encoding: None, options }, path, consumed.clone());
                self.current = Some(Current { again, runs, consumed });
            }
            Reading::Whole(parse) => match read_whole(reader, 0, self.options.max_article_bytes) {
                Err(error) => self.fail(source::unreadable(&source, &error)),
                Ok(bytes) => {
                    let repeated = if self.seen.again(&source) { vec![0] } else { Vec::new() };
                    let work = Work::Whole { source, parse, bytes };
                    self.ready.push_back(Ok(Block { bytes: consumed.take(), work, repeated }));
                }
            },
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
            if let Some(current) = &mut self.current {
                match current.runs.next() {
                    None => self.current = None,
                    Some(Err(error)) => return Some(Err(error)),
                    Some(Ok(run)) => {
                        let repeated = self.seen.repeated(&*run, &self.options, current.again);
                        return Some(Ok(Block {
                            bytes: current.consumed.take(),
                            work: Work::Run(run),
                            repeated,
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

    /// Ids of articles, and of failures with their kind, in the order read.
    fn ids(reader: Reader) -> Vec<String> {
        let options = InputOptions::clone(&reader.options);
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

    #[test]
    fn an_id_that_comes_again_is_told_to_those_who_want_to_know() {
        let warnings = |reader: Reader| -> Vec<usize> {
            let options = InputOptions::clone(&reader.options);
            let blocks: Vec<_> = reader.map(Result::unwrap).collect();
            let articles = blocks.iter().flat_map(|block| block.articles(&options));
            articles.map(|article| article.unwrap().warnings.len()).collect()
        };
        let lines = "{\"id\": 1, \"text\": \"Bees.\"}\n".repeat(3);
        let reader =
            || Reader::from_stream("a.jsonl", io::Cursor::new(lines.clone()), InputOptions::default());
        assert_eq!(warnings(reader()), [0, 1, 1]);
        assert_eq!(warnings(reader().without_ids()), [0, 0, 0]);
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
    fn records_in_utf_16_are_those_in_utf_8() {
        let articles = |name: &str, bytes: Vec<u8>| {
            let options = InputOptions::default();
            let failed = |failed: ArticleError| failed.to_string();
            let mut found = Vec::new();
            for block in Reader::from_stream(name, io::Cursor::new(bytes), options.clone()) {
                match block {
                    Err(error) => found.push(failed(error)),
                    Ok(block) => found.extend(
                        block
                            .articles(&options)
                            .map(|found| found.map_or_else(failed, |a| format!("{} {}", a.id, a.text()))),
                    ),
                }
            }
            found
        };
        for text in [
            "{\"id\": \"é\", \"text\": \"Ωmega 😀.\"}\n{\n{\"text\": \"ਊ\"}\n",
            "id;text\n1;\"Ωmega\nਊ\"\n2\n",
            "[{\"text\": \"Ω\"}, {\"text\": \"ਊ\"}]",
            "Ωmega ਊ",
            &format!("{{\"text\": \"{}\"}}\n", "ab ".repeat(HEAD)),
            "<!DOCTYPE html><p>Ωmega ਊ",
        ] {
            let units: Vec<u16> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).collect();
            for name in ["-", "x.jsonl", "x.json", "x.csv"] {
                let expected = articles(name, text.as_bytes().to_vec());
                assert!(!expected.is_empty());
                let little = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
                let big = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
                assert!(articles(name, little) == expected, "{name}: {text}");
                assert!(articles(name, big) == expected, "{name}: {text}");
            }
        }
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
        assert_eq!(names, ["auto", "text", "markdown", "html", "jsonl", "json", "csv", "warc", "parquet"]);
        for format in InputFormat::all() {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert!("docx".parse::<InputFormat>().is_err());
    }
}
