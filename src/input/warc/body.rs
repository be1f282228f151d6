//! What an HTTP server sent, as its header says: in chunks, compressed, or as it is. Crawlers often store the plain body
//! below the header of the transmitted one, so a header that does not fit is not believed.

use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::error::{Error, ErrorKind};
use crate::input::fields::too_large;
use crate::input::zstd::Frames;

/// How a body was transmitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Coding {
    /// In chunks, each after its length.
    pub(super) chunked: bool,
    /// Name of the compression in lower case, if there is one.
    pub(super) compression: Option<String>,
}

impl Coding {
    /// The plain body, of at most `limit` bytes.
    pub(super) fn plain(&self, body: &[u8], limit: usize) -> Result<Vec<u8>, Error> {
        let joined = if self.chunked { joined(body)? } else { None };
        let body = joined.as_deref().unwrap_or(body);
        let plain = match self.compression.as_deref() {
            None | Some("" | "identity") => body.to_vec(),
            Some(_) if std::str::from_utf8(body).is_ok() => body.to_vec(),
            Some("gzip" | "x-gzip") => decompressed("gzip", MultiGzDecoder::new(body), limit)?,
            Some("zstd") => decompressed("Zstandard", Frames::new(body), limit)?,
            // The name means the format of zlib, but many servers have sent bare data.
            Some("deflate") => decompressed("deflate", ZlibDecoder::new(body), limit)
                .or_else(|_| decompressed("deflate", DeflateDecoder::new(body), limit))?,
            Some(other) => {
                let message = format!("the body is compressed with '{other}'");
                return Err(
                    Error::new(ErrorKind::Malformed, message).with_hint("gzip, deflate and zstd can be read")
                );
            }
        };
        if plain.len() > limit { Err(too_large(limit)) } else { Ok(plain) }
    }
}

fn decompressed(name: &str, decoder: impl Read, limit: usize) -> Result<Vec<u8>, Error> {
    let mut plain = Vec::new();
    let read: io::Result<_> = decoder.take(limit as u64 + 1).read_to_end(&mut plain);
    read.map_err(|error| Error::new(ErrorKind::Malformed, format!("the {name} data are damaged: {error}")))?;
    Ok(plain)
}

/// The chunks of a body in one piece; `None` where it does not begin with one.
fn joined(body: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let mut rest = body;
    let mut joined = Vec::with_capacity(body.len());
    loop {
        match chunk(rest) {
            Some(([], _)) => return Ok(Some(joined)),
            Some((chunk, after)) => {
                joined.extend_from_slice(chunk);
                rest = after;
            }
            None if joined.is_empty() => return Ok(None),
            None => {
                return Err(Error::new(ErrorKind::Malformed, "a chunk of the body is damaged or missing"));
            }
        }
    }
}

/// The first chunk, and what follows it.
fn chunk(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', body.get(..body.len().min(256))?)?;
    let line = std::str::from_utf8(body.get(..end)?).ok()?;
    let digits = line.split(';').next()?.trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let length = usize::from_str_radix(digits, 16).ok()?;
    let (chunk, after) = body.get(end + 1..)?.split_at_checked(length)?;
    let after = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
    Some((chunk, after))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn plain(chunked: bool, compression: &str, body: &[u8]) -> Result<Vec<u8>, ErrorKind> {
        let compression = (!compression.is_empty()).then(|| compression.to_owned());
        Coding { chunked, compression }.plain(body, 100).map_err(|error| error.kind())
    }

    #[test]
    fn chunks_are_joined() {
        let body = b"4\r\nBees\r\n5;x=y\r\n hum.\r\n0\r\n\r\n";
        assert_eq!(plain(true, "", body).unwrap(), b"Bees hum.");
        assert_eq!(plain(true, "", b"0\r\n\r\n").unwrap(), b"");
        assert_eq!(plain(true, "", b"<p>Bees</p>").unwrap(), b"<p>Bees</p>");
        assert_eq!(plain(true, "", b"face the bees\n").unwrap(), b"face the bees\n");
        assert_eq!(plain(true, "", b"4\r\nBees\r\n9\r\n hum"), Err(ErrorKind::Malformed));
        assert_eq!(plain(true, "", b"4\r\nBees\r\nffffffffffffffffff\r\n"), Err(ErrorKind::Malformed));
    }

    #[test]
    fn compressed_bodies_are_plain_again() {
        let fast = Compression::fast();
        let mut gzip = GzEncoder::new(Vec::new(), fast);
        gzip.write_all(b"Bees").unwrap();
        let gzip = gzip.finish().unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), fast);
        zlib.write_all(b"Bees").unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
        bare.write_all("Bees, \u{fc}".repeat(9).as_bytes()).unwrap();
        assert_eq!(plain(false, "gzip", &gzip).unwrap(), b"Bees");
        assert_eq!(plain(false, "deflate", &zlib.finish().unwrap()).unwrap(), b"Bees");
        assert_eq!(plain(false, "deflate", &bare.finish().unwrap()).unwrap().len(), 72);
        assert_eq!(plain(false, "gzip", b"Bees").unwrap(), b"Bees");
        assert_eq!(plain(false, "gzip", &gzip[..gzip.len() - 2]), Err(ErrorKind::Malformed));
        assert_eq!(plain(false, "br", b"\xff\xfe"), Err(ErrorKind::Malformed));
        let second = format!("\r\n{:x}\r\n", gzip.len() - 3);
        let chunked = [b"3\r\n", &gzip[..3], second.as_bytes(), &gzip[3..], b"\r\n0\r\n\r\n"];
        assert_eq!(plain(true, "gzip", &chunked.concat()).unwrap(), b"Bees");
    }

    #[test]
    fn bombs_stop_at_the_limit() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&[b'a'; 101]).unwrap();
        assert_eq!(plain(false, "gzip", &gzip.finish().unwrap()), Err(ErrorKind::TooLarge));
        assert_eq!(plain(false, "", &[b'a'; 101]), Err(ErrorKind::TooLarge));
    }
}
