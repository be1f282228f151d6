//! Compressed inputs: gzip and Zstandard on top of any format, told by their first bytes. Both may consist of several
//! members or frames. What stands before a damage is read; the damage itself is an error of kind `InvalidData`. Zeros behind
//! the last gzip member are no damage: media of fixed blocks leave them.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;

use super::zstd::Frames;

/// Bytes read at once from a file.
const BUFFER: usize = 64 << 10;

/// A way to compress bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    const ALL: [Self; 2] = [Self::Gzip, Self::Zstd];

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "Zstandard",
        }
    }

    fn extensions(self) -> [&'static str; 2] {
        match self {
            Self::Gzip => ["gz", "gzip"],
            Self::Zstd => ["zst", "zstd"],
        }
    }

    fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|compression| compression.extensions().contains(&extension.as_str()))
    }

    fn of_content(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 0x08, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A frame to be skipped, with which parallel compressors begin.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// The path without the extension of a compression, if it has one.
pub(super) fn without_extension(path: &Path) -> PathBuf {
    if Compression::of_path(path).is_some() { path.with_extension("") } else { path.to_owned() }
}

/// An opened input.
pub(super) struct Opened {
    /// Its bytes, decompressed.
    pub reader: Box<dyn BufRead + Send>,
    /// How much of it has been read, compressed as it is.
    pub consumed: Consumed,
    /// Whether it was compressed.
    pub compressed: bool,
}

/// Counts the bytes that have been read from an input.
#[derive(Debug, Clone, Default)]
pub(super) struct Consumed(Arc<AtomicU64>);

impl Consumed {
    /// Counts bytes that are read in another way.
    #[cfg(feature = "parquet")]
    pub(super) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes since the last call.
    pub(super) fn take(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

/// Looks into an input of this name and puts a decompressor in front of it where one is needed.
///
/// Fails where it cannot be read, or where its name promises a compression that it does not have.
pub(super) fn open(name: &str, raw: impl Read + Send + 'static) -> io::Result<Opened> {
    let consumed = Consumed::default();
    let mut raw = BufReader::with_capacity(BUFFER, Counted { raw, consumed: consumed.clone() });
    let mut head = Vec::new();
    (&mut raw).take(4).read_to_end(&mut head)?;
    let found = Compression::of_content(&head);
    let promised = Compression::of_path(Path::new(name));
    let whole = Cursor::new(head).chain(raw);
    let reader: Box<dyn BufRead + Send> = match (found, promised) {
        (Some(Compression::Gzip), _) => {
            let inner = Members { member: Some(GzDecoder::new(whole)) };
            Box::new(BufReader::with_capacity(BUFFER, Damage { inner, compression: Compression::Gzip }))
        }
        (Some(Compression::Zstd), _) => {
            let inner = Frames::new(whole);
            Box::new(BufReader::with_capacity(BUFFER, Damage { inner, compression: Compression::Zstd }))
        }
        (None, None) => Box::new(whole),
        (None, Some(promised)) => {
            let message = format!("no {} data, whatever the name says", promised.name());
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
    };
    Ok(Opened { reader, consumed, compressed: found.is_some() })
}

struct Counted<R> {
    raw: R,
    consumed: Consumed,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(buffer)?;
        self.consumed.0.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// The content of all gzip members of a stream.
struct Members<R> {
    /// The one that is being read; none behind the last.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let length = member.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let Some(mut source) = self.member.take().map(GzDecoder::into_inner) else { break };
            if !is_padding(&mut source)? {
                self.member = Some(GzDecoder::new(source));
            }
        }
        Ok(0)
    }
}

/// Passes zeros; whether nothing comes behind them.
fn is_padding(source: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            return Ok(true);
        }
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        let all = zeros == bytes.len();
        source.consume(zeros);
        if !all {
            return Ok(false);
        }
    }
}

/// Tells damaged data from files that cannot be read.
struct Damage<D> {
    inner: D,
    compression: Compression,
}

impl<D: Read> Read for Damage<D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                let message = format!("the {} data end too early", self.compression.name());
                io::Error::new(io::ErrorKind::InvalidData, message)
            }
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                let message = format!("the {} data are damaged: {error}", self.compression.name());
                io::Error::new(io::ErrorKind::InvalidData, message)
            }
            _ => error,
        })
    }
}

/// Reads the first bytes; an error that comes after them is what comes next.
pub(super) fn begin(
    mut reader: Box<dyn BufRead + Send>,
    length: usize,
) -> (Vec<u8>, Box<dyn BufRead + Send>) {
    let mut head = Vec::new();
    let read = (&mut reader).take(length as u64).read_to_end(&mut head);
    (head, read.map_or_else(|error| Box::new(Broken(Some(error))) as Box<dyn BufRead + Send>, |_| reader))
}

/// Looks at the first bytes, which can be read again.
pub(super) fn peek(reader: Box<dyn BufRead + Send>, length: usize) -> (Vec<u8>, Box<dyn BufRead + Send>) {
    let (head, rest) = begin(reader, length);
    let whole = Cursor::new(head.clone()).chain(rest);
    (head, Box::new(whole))
}

/// An error, then nothing.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Broken {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::GzEncoder;
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    /// What can be read, and the message of the error that ends it.
    fn read(name: &str, bytes: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut found = Vec::new();
        let opened = open(name, Cursor::new(bytes.to_vec()));
        let ended = opened.and_then(|mut opened| opened.reader.read_to_end(&mut found));
        (found, ended.err().map(|error| error.to_string()))
    }

    #[test]
    fn the_first_bytes_speak_and_not_the_name() {
        for name in ["a.txt", "a.txt.gz", "a.zst", "-"] {
            assert_eq!(read(name, &gzip(b"bees")), (b"bees".to_vec(), None), "{name}");
            assert_eq!(read(name, &zstd(b"bees")), (b"bees".to_vec(), None), "{name}");
        }
        assert_eq!(read("-", b"\x1f\x8b"), (b"\x1f\x8b".to_vec(), None));
        let error = read("a.txt.GZ", b"bees").1.unwrap();
        assert!(error.contains("no gzip data"), "{error}");
    }

    #[test]
    fn names_lose_the_extension_of_a_compression() {
        for (name, inner) in
            [("a/b.jsonl.gz", "a/b.jsonl"), ("b.txt.ZST", "b.txt"), ("b.gz", "b"), ("b.txt", "b.txt")]
        {
            assert_eq!(without_extension(Path::new(name)), Path::new(inner));
        }
    }

    #[test]
    fn consumed_bytes_are_those_of_the_compressed_input() {
        let bytes = gzip(&b"bees hum. ".repeat(100_000));
        let length = bytes.len() as u64;
        let mut opened = open("a.gz", Cursor::new(bytes)).unwrap();
        let mut total = opened.consumed.take();
        let mut buffer = [0; 10_000];
        while opened.reader.read(&mut buffer).unwrap() > 0 {
            total += opened.consumed.take();
        }
        assert_eq!(total, length);
    }

    #[test]
    fn what_follows_the_last_member_is_damage() {
        let mut bytes = gzip(b"bees");
        bytes.extend_from_slice(b"and something else");
        let (found, error) = read("a.gz", &bytes);
        assert_eq!(found, b"bees");
        assert!(error.unwrap().contains("gzip data are damaged"));
    }

    #[test]
    fn zeros_behind_the_last_member_are_padding() {
        let mut bytes = gzip(b"bees ");
        bytes.extend(gzip(b"hum"));
        bytes.extend([0; 100_000]);
        assert_eq!(read("a.gz", &bytes), (b"bees hum".to_vec(), None));
        bytes.push(b'x');
        let (found, error) = read("a.gz", &bytes);
        assert_eq!(found, b"bees hum");
        assert!(error.is_some());
    }

    #[test]
    fn a_checksum_that_does_not_hold_is_damage() {
        let damaged = |mut bytes: Vec<u8>, back: usize| {
            let at = bytes.len() - back;
            bytes[at] ^= 1;
            read("-", &bytes).1.unwrap()
        };
        assert!(damaged(gzip(b"bees"), 8).contains("gzip data are damaged"));
        assert!(damaged(zstd(b"bees"), 1).contains("Zstandard data are damaged"));
    }

    #[test]
    fn an_error_survives_a_peek() {
        let bytes = gzip(b"bees hum");
        let cut = bytes[..bytes.len() - 3].to_vec();
        let opened = open("-", Cursor::new(cut)).unwrap();
        let (head, mut reader) = peek(opened.reader, 100);
        assert_eq!(head, b"bees hum");
        let mut again = Vec::new();
        assert!(reader.read_to_end(&mut again).unwrap_err().to_string().contains("too early"));
        assert_eq!(again, head);
    }

    proptest! {
        #[test]
        fn members_and_frames_follow_each_other(parts in prop::collection::vec("[a-c]{0,40}", 1..6)) {
            let all = parts.concat().into_bytes();
            let gzipped: Vec<u8> = parts.iter().flat_map(|part| gzip(part.as_bytes())).collect();
            prop_assert_eq!(read("-", &gzipped), (all.clone(), None));
            let mut frames = b"\x50\x2a\x4d\x18\x03\0\0\0xyz".to_vec();
            frames.extend(parts.iter().flat_map(|part| zstd(part.as_bytes())));
            prop_assert_eq!(read("-", &frames), (all, None));
        }

        /// Whatever comes before the cut comes out, and then an error; a cut never passes for the end.
        #[test]
        fn cut_data_end_in_an_error(text in "[a-z ]{1,3000}", share in 0.0..1.0) {
            for bytes in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
                let cut = 4 + ((bytes.len() - 4) as f64 * share) as usize;
                let (found, error) = read("-", &bytes[..cut]);
                prop_assert!(text.as_bytes().starts_with(&found));
                prop_assert!(error.is_some_and(|error| error.contains("too early")));
            }
        }

        #[test]
        fn damaged_data_never_panic(text in "[a-z ]{1,3000}", at in any::<prop::sample::Index>(), byte: u8) {
            for mut bytes in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
                let at = at.index(bytes.len());
                bytes[at] = byte;
                read("-", &bytes);
            }
        }
    }
}
