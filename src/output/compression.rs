//! Compressed outputs: gzip or Zstandard on top of any format, as the file's extension says. The output is cut into
//! members (frames) that each can be read alone, so that what stands before a damage or a cut can still be read. Where
//! they are cut depends on inputs and results alone, and no member holds a time or a name: equal results are equal files.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::Packing;

/// Bytes from which on a member ends with the write that reaches them. Members of a mebibyte compress nearly as well as
/// one for all.
const MEMBER: usize = 1 << 20;

/// A way to compress an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compression {
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstd,
}

impl Compression {
    /// The compression that a path's extension names, if it names one.
    ///
    /// ```
    /// use epitome::output::Compression;
    /// assert_eq!(Compression::of_path("out.jsonl.gz".as_ref()), Some(Compression::Gzip));
    /// assert_eq!(Compression::of_path("out.jsonl".as_ref()), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "gz" | "gzip" => Some(Self::Gzip),
            "zst" | "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// What gathers an output and gives it compressed, a member at a time.
    pub fn packing(self) -> Box<dyn Packing> {
        Box::new(Members::new(self))
    }

    /// One member or frame with these bytes. Errors are those of a compressor, which does not fail in memory.
    pub fn member(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Zstd => Ok(compress_to_vec(bytes, CompressionLevel::Fastest)),
        }
    }
}

/// The path without the extension of a compression, if it has one: its extension names the format.
pub(super) fn without_extension(path: &Path) -> PathBuf {
    if Compression::of_path(path).is_some() { path.with_extension("") } else { path.to_owned() }
}

/// Gathers an output until a member is full.
struct Members {
    compression: Compression,
    gathered: Vec<u8>,
    any: bool,
}

impl Members {
    fn new(compression: Compression) -> Self {
        Self { compression, gathered: Vec::new(), any: false }
    }

    fn end(&mut self) -> io::Result<Vec<u8>> {
        let member = self.compression.member(&self.gathered)?;
        self.gathered.clear();
        self.any = true;
        Ok(member)
    }
}

impl Packing for Members {
    fn write(&mut self, results: &[u8]) -> io::Result<Vec<u8>> {
        self.gathered.extend_from_slice(results);
        if self.gathered.len() < MEMBER { Ok(Vec::new()) } else { self.end() }
    }

    fn pending(&self) -> usize {
        self.gathered.len()
    }

    fn flush(&mut self) -> io::Result<Vec<u8>> {
        if self.gathered.is_empty() { Ok(Vec::new()) } else { self.end() }
    }

    fn go_on(&mut self, _file: &mut File, bytes: u64) -> io::Result<()> {
        self.any = bytes > 0;
        Ok(())
    }

    /// An output without a byte is one empty member, not an empty file.
    fn finish(mut self: Box<Self>) -> io::Result<Vec<u8>> {
        if self.any && self.gathered.is_empty() { Ok(Vec::new()) } else { self.end() }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    /// All members of a file, read by decoders that know nothing of how it was written.
    fn decompress(compression: Compression, mut bytes: &[u8]) -> (Vec<u8>, usize) {
        let (mut all, mut members) = (Vec::new(), 0);
        while !bytes.is_empty() {
            members += 1;
            match compression {
                Compression::Gzip => {
                    let mut decoder = flate2::bufread::GzDecoder::new(&mut bytes);
                    decoder.read_to_end(&mut all).unwrap();
                }
                Compression::Zstd => {
                    let mut decoder = ruzstd::decoding::StreamingDecoder::new(&mut bytes).unwrap();
                    decoder.read_to_end(&mut all).unwrap();
                }
            }
        }
        (all, members)
    }

    fn compress(compression: Compression, writes: &[Vec<u8>]) -> Vec<u8> {
        let mut members = compression.packing();
        let mut out = Vec::new();
        for bytes in writes {
            out.extend(members.write(bytes).unwrap());
        }
        out.extend(members.finish().unwrap());
        out
    }

    #[test]
    fn an_empty_output_is_an_empty_member() {
        for compression in [Compression::Gzip, Compression::Zstd] {
            assert_eq!(decompress(compression, &compress(compression, &[])), (Vec::new(), 1));
        }
    }

    #[test]
    fn a_full_member_ends_with_its_write() {
        let writes = vec![vec![b'a'; MEMBER - 1], vec![b'b'; 7], vec![b'c'; MEMBER]];
        for compression in [Compression::Gzip, Compression::Zstd] {
            let (all, members) = decompress(compression, &compress(compression, &writes));
            assert!(all == writes.concat(), "{compression:?}");
            assert_eq!(members, 2, "{compression:?}");
        }
    }

    #[test]
    fn a_member_ends_where_it_is_flushed() {
        for compression in [Compression::Gzip, Compression::Zstd] {
            let mut members = compression.packing();
            let mut out = members.flush().unwrap();
            assert!(out.is_empty());
            out.extend(members.write(b"one").unwrap());
            out.extend(members.flush().unwrap());
            assert_eq!(members.pending(), 0);
            assert_eq!(decompress(compression, &out), (b"one".to_vec(), 1));
            out.extend(members.write(b"two").unwrap());
            out.extend(members.finish().unwrap());
            assert_eq!(decompress(compression, &out), (b"onetwo".to_vec(), 2));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            writes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 0..6),
            repeats in 1usize..8,
        ) {
            let writes: Vec<_> = writes.into_iter().map(|bytes| bytes.repeat(repeats)).collect();
            for compression in [Compression::Gzip, Compression::Zstd] {
                let (all, _) = decompress(compression, &compress(compression, &writes));
                prop_assert!(all == writes.concat(), "{:?}", compression);
            }
        }
    }
}
