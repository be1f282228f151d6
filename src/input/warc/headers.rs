//! Header fields as WARC and HTTP have them: `Name: value` lines up to a blank one.

use std::io::{self, BufRead, Read};

/// The most bytes that a block of header lines may have.
const MOST: usize = 64 << 10;

/// A first line and the fields below it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Headers {
    /// The first line, such as `WARC/1.0`.
    pub(super) first: String,
    /// Names in lower case, and values.
    fields: Vec<(String, String)>,
}

impl Headers {
    /// Reads up to the blank line, or to the end of the stream; `None` where that is too far away. The first line may
    /// have been read already.
    pub(super) fn read(first: &[u8], reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut headers = Self { first: text_of(first), fields: Vec::new() };
        let mut length = first.len();
        loop {
            let Some(line) = read_line(reader)? else { return Ok(None) };
            length += line.len();
            if length > MOST {
                return Ok(None);
            }
            let text = text_of(&line);
            if text.is_empty() {
                return Ok(Some(headers));
            }
            if headers.first.is_empty() {
                headers.first = text;
            } else if text.starts_with([' ', '\t']) {
                // A long value may go on in the next line.
                if let Some((_, value)) = headers.fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                headers.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }

    /// The first value of a field; its name is in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

fn text_of(line: &[u8]) -> String {
    String::from_utf8_lossy(line.trim_ascii_end()).into_owned()
}

/// The next line with its end; empty at the end of the stream, `None` where it is too long and only begun.
pub(super) fn read_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    reader.take(MOST as u64).read_until(b'\n', &mut line)?;
    Ok((line.len() < MOST || line.ends_with(b"\n")).then_some(line))
}

/// A media type without its parameters in lower case, and the value of its `charset`.
pub(super) fn media_type(value: &str) -> (String, Option<&str>) {
    let mut parts = value.split(';');
    let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    });
    (name, charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found() {
        let mut bytes =
            &b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n  charset=utf-8\nX\nEmpty:\r\n\r\nBody"[..];
        let headers = Headers::read(b"", &mut bytes).unwrap().unwrap();
        assert_eq!(headers.first, "HTTP/1.1 200 OK");
        assert_eq!(headers.get("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!((headers.get("empty"), headers.get("x")), (Some(""), None));
        assert_eq!(bytes, b"Body");
        let mut endless = &vec![b'a'; MOST + 1][..];
        assert_eq!(Headers::read(b"", &mut endless).unwrap(), None);
    }

    #[test]
    fn media_types_have_parameters() {
        assert_eq!(media_type("Text/HTML; charset=\"UTF-8\""), ("text/html".into(), Some("UTF-8")));
        assert_eq!(media_type("text/plain"), ("text/plain".into(), None));
        assert_eq!(media_type(" text/html;q=1; Charset = koi8-r "), ("text/html".into(), Some("koi8-r")));
    }
}
