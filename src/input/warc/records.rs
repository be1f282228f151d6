//! The records of a WARC stream that hold an article. What holds none is skipped unread; after a damage the next record is
//! looked for.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::body::Coding;
use super::headers::{Headers, media_type, read_line};
use crate::error::{Error, ErrorKind};
use crate::input::fields::too_large;
use crate::input::format::Stream;
use crate::input::{ArticleError, InputOptions, source};

/// A page or a text.
pub(super) struct Record {
    /// Its number in the file, from 1; records without an article count.
    pub(super) number: u64,
    /// The address that it was fetched from, else the record's own id.
    pub(super) id: Option<String>,
    pub(super) kind: Kind,
    /// The encoding that its sender names.
    pub(super) charset: Option<String>,
    pub(super) coding: Coding,
    pub(super) body: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Text,
}

impl Kind {
    fn of(media_type: &str) -> Option<Self> {
        match media_type {
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/plain" => Some(Self::Text),
            _ => None,
        }
    }
}

/// The records of a stream.
pub(super) struct Records {
    source: Arc<str>,
    options: Arc<InputOptions>,
    reader: Box<dyn BufRead + Send>,
    /// Number of the record that was begun last.
    number: u64,
    /// The first line of the next record, where it was looked for.
    found: Option<Vec<u8>>,
    /// Where the next record begins is not known, which has been told.
    lost: bool,
    done: bool,
}

/// Why a record is no article.
enum Failed {
    /// The others go on.
    Record(Error),
    /// Where the next record begins is not known.
    Lost(Error),
    /// Nothing more can be read.
    Stream(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

fn malformed(message: &str) -> Error {
    Error::new(ErrorKind::Malformed, message)
}

/// What the block of a record holds.
struct Content {
    kind: Kind,
    charset: Option<String>,
    coding: Coding,
}

impl Records {
    pub(super) fn new(stream: Stream) -> Self {
        let Stream { source, reader, options, .. } = stream;
        Self { source, options, reader, number: 0, found: None, lost: false, done: false }
    }

    /// Goes to the line that begins a record, over blank lines; none at the end of the stream. Says too whether there was
    /// nothing else before it.
    fn find(&mut self) -> io::Result<(Option<Vec<u8>>, bool)> {
        if let Some(first) = self.found.take() {
            return Ok((Some(first), true));
        }
        let (mut clean, mut begins) = (true, true);
        loop {
            let line = read_line(&mut self.reader)?;
            match line {
                Some(line) if line.is_empty() => return Ok((None, clean)),
                Some(line) if begins && line.starts_with(b"WARC/") => return Ok((Some(line), clean)),
                Some(line) => {
                    clean &= line.trim_ascii().is_empty();
                    begins = true;
                }
                // A piece of a line that is too long.
                None => (clean, begins) = (false, false),
            }
        }
    }

    /// Reads the record that begins with this line; `None` where it holds no article.
    fn record(&mut self, first: &[u8]) -> Result<Option<Record>, Failed> {
        let lost = |message| Failed::Lost(malformed(message));
        let headers = Headers::read(first, &mut self.reader)?
            .ok_or_else(|| lost("the header of the record is too long"))?;
        let length = headers.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let length = length.ok_or_else(|| lost("the record has no valid Content-Length"))?;
        let id = headers.get("warc-target-uri").or_else(|| headers.get("warc-record-id"));
        let id = id.map(|id| id.trim_start_matches('<').trim_end_matches('>').to_owned());

        let (content, left) = match headers.get("warc-type").map(str::to_ascii_lowercase).as_deref() {
            Some("response") => self.response(&headers, length)?,
            Some("conversion" | "resource") => (plain(&headers), length),
            _ => (None, length),
        };
        let limit = self.options.max_article_bytes;
        let content = match content {
            Some(content) if left <= limit as u64 => content,
            other => {
                self.skip(left)?;
                return if other.is_some() { Err(Failed::Record(too_large(limit))) } else { Ok(None) };
            }
        };
        let Content { kind, charset, coding } = content;
        let mut body = Vec::new();
        let read = (&mut self.reader).take(left).read_to_end(&mut body)?;
        if (read as u64) < left {
            return Err(lost("the file ends inside the record"));
        }
        Ok(Some(Record { number: self.number, id, kind, charset, coding, body }))
    }

    /// The header of what a server sent: what its body holds if it is a page or a text, and how long that is.
    fn response(&mut self, headers: &Headers, length: u64) -> Result<(Option<Content>, u64), Failed> {
        let http = headers.get("content-type").is_none_or(|value| media_type(value).0 == "application/http");
        if !http {
            return Ok((plain(headers), length));
        }
        let mut block = (&mut self.reader).take(length);
        let sent = Headers::read(b"", &mut block)?;
        let left = block.limit();
        let Some(sent) = sent else { return Ok((None, left)) };
        let mut status = sent.first.split_whitespace();
        let done = status.next().is_some_and(|protocol| protocol.to_ascii_uppercase().starts_with("HTTP"))
            && status.next().is_some_and(|code| code.len() == 3 && code.starts_with('2'));
        let named = sent.get("content-type").or_else(|| headers.get("warc-identified-payload-type"));
        let (name, charset) = named.map(media_type).unwrap_or_default();
        let coding = Coding {
            chunked: sent.get("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")),
            compression: sent.get("content-encoding").map(str::to_ascii_lowercase),
        };
        let content = Kind::of(&name).filter(|_| done).map(|kind| Content {
            kind,
            charset: charset.map(str::to_owned),
            coding,
        });
        Ok((content, left))
    }

    fn skip(&mut self, length: u64) -> Result<(), Failed> {
        if io::copy(&mut (&mut self.reader).take(length), &mut io::sink())? < length {
            return Err(Failed::Lost(malformed("the file ends inside the record")));
        }
        Ok(())
    }

    fn failed(&self, error: Error) -> ArticleError {
        ArticleError::at(format!("{}:{}", self.source, self.number), error)
    }
}

/// What a record without a header of its own inside holds.
fn plain(headers: &Headers) -> Option<Content> {
    let (name, charset) = media_type(headers.get("content-type")?);
    let charset = charset.map(str::to_owned);
    Kind::of(&name).map(|kind| Content { kind, charset, coding: Coding::default() })
}

impl Iterator for Records {
    type Item = Result<Record, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.number += 1;
            let found = match self.find() {
                Ok((first, false)) if !self.lost => {
                    self.found = first;
                    Err(Failed::Record(malformed("no WARC record where one should begin")))
                }
                Ok((None, _)) => return None,
                Ok((Some(first), _)) => self.record(&first),
                Err(error) => Err(error.into()),
            };
            self.lost = matches!(found, Err(Failed::Lost(_)));
            match found {
                Ok(None) => {}
                Ok(Some(record)) => return Some(Ok(record)),
                Err(Failed::Record(error) | Failed::Lost(error)) => return Some(Err(self.failed(error))),
                Err(Failed::Stream(error)) => {
                    self.done = true;
                    return Some(Err(source::unreadable(
                        &format!("{}:{}", self.source, self.number),
                        &error,
                    )));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::*;

    fn warc(kind: &str, fields: &str, block: &str) -> String {
        let length = block.len();
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {length}\r\n\r\n{block}\r\n\r\n")
    }

    fn page(address: &str, head: &str, body: &str) -> String {
        let fields =
            format!("WARC-Target-URI: <{address}>\r\nContent-Type: application/http; msgtype=response\r\n");
        warc("response", &fields, &format!("HTTP/1.1 {head}\r\n\r\n{body}"))
    }

    const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=latin1";

    /// Number, id and body of each record, or source and message of each failure.
    fn read(bytes: &[u8], buffer: usize, limit: usize) -> Vec<String> {
        let options = Arc::new(InputOptions { max_article_bytes: limit, ..InputOptions::default() });
        let reader = Box::new(BufReader::with_capacity(buffer, Cursor::new(bytes.to_vec())));
        Records::new(Stream { source: "x".into(), reader, encoding: None, options })
            .map(|found| match found {
                Ok(record) => {
                    let body = String::from_utf8_lossy(&record.body).into_owned();
                    format!("{} {} {body}", record.number, record.id.unwrap_or_default())
                }
                Err(failed) => failed.to_string(),
            })
            .collect()
    }

    #[test]
    fn pages_and_texts_are_found_among_other_records() {
        let text = "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: text/plain\r\n";
        let archive = [
            warc("warcinfo", "Content-Type: application/warc-fields\r\n", "software: x"),
            warc("request", "Content-Type: application/http; msgtype=request\r\n", "GET / HTTP/1.1\r\n\r\n"),
            page("http://a.example/", HTML, "<p>Bees."),
            page("http://b.example/", "404 Not Found\r\nContent-Type: text/html", "<p>No."),
            page("http://c.example/", "200 OK\r\nContent-Type: image/png", "PNG"),
            page("http://d.example/", "200 OK", "no type"),
            warc("conversion", text, "Ants dig.\r\n\r\nWARC/1.0"),
            warc("resource", "WARC-Target-URI: file:e\r\nContent-Type: text/html\r\n", "<p>Flies."),
            warc("metadata", text, "no"),
        ]
        .concat();
        let expected =
            ["3 http://a.example/ <p>Bees.", "7 urn:uuid:1 Ants dig.\r\n\r\nWARC/1.0", "8 file:e <p>Flies."];
        for buffer in [1, 2, 7, 100, 1 << 16] {
            assert_eq!(read(archive.as_bytes(), buffer, 1000), expected);
        }
        assert!(read(b"", 9, 9).is_empty());
        assert!(read(b"\r\n\r\n", 9, 9).is_empty());
    }

    #[test]
    fn damaged_records_fail_alone() {
        let good = |address: &str| page(address, HTML, "<p>Bees.");
        let archive = [
            good("a"),
            "junk\r\nmore junk\r\n".to_owned(),
            good("b"),
            "WARC/1.0\r\nContent-Length: many\r\n\r\njunk\r\n\r\n".to_owned(),
            good("c"),
            page("d", HTML, &"x".repeat(2000)),
            page("video", "200 OK\r\nContent-Type: video/mp4", &"x".repeat(2000)),
            good("e"),
            good("f")[..180].to_owned(),
        ]
        .concat();
        let found = read(archive.as_bytes(), 64, 1000);
        let expected = [
            "1 a <p>Bees.",
            "x:2: no WARC record where one should begin",
            "3 b <p>Bees.",
            "x:4: the record has no valid Content-Length",
            "5 c <p>Bees.",
            "x:6: the record has more than 1000 bytes (--max-article-bytes allows more)",
            "8 e <p>Bees.",
            "x:9: the file ends inside the record",
        ];
        assert_eq!(found, expected);
        let endless = format!("WARC/1.0\r\n{}\r\n{}", "x".repeat(1 << 17), good("a"));
        let found = read(endless.as_bytes(), 64, 1000);
        assert_eq!(found, ["x:1: the header of the record is too long", "2 a <p>Bees."]);
    }

    proptest! {
        #[test]
        fn damage_never_panics_and_no_split_matters(
            at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>(), buffer in 1..40_usize,
        ) {
            let mut archive = [page("a", HTML, "<p>Bees."), page("b", HTML, "<p>Ants.")].concat().into_bytes();
            let at = at.index(archive.len());
            archive[at] = byte;
            archive.truncate(cut.index(archive.len()) + 1);
            prop_assert_eq!(read(&archive, buffer, 1000), read(&archive, 1 << 16, 1000));
        }
    }
}
