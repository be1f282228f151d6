//! Streams in UTF-16, as spreadsheets and Windows shells write them: told by their byte order mark and read as UTF-8, so
//! that what cuts a stream into lines and rows needs to know of one encoding only. What is no UTF-16 becomes U+FFFD.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use super::compression;

/// Bytes of UTF-8 made at once.
const BUFFER: usize = 64 << 10;

/// The stream as UTF-8, if it begins with the byte order mark of UTF-16; any other one as it is.
pub(super) fn as_utf_8(reader: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
    let (head, raw) = compression::peek(reader, 2);
    match encoding(&head) {
        None => raw,
        Some(encoding) => Box::new(Transcoded {
            raw,
            decoder: encoding.new_decoder_with_bom_removal(),
            buffer: vec![0; BUFFER].into(),
            start: 0,
            end: 0,
            done: false,
        }),
    }
}

/// The first bytes of a stream as UTF-8, where their byte order mark is that of UTF-16.
pub(super) fn head_as_utf_8(head: &[u8]) -> Option<Vec<u8>> {
    Some(encoding(head)?.decode_with_bom_removal(head).0.into_owned().into_bytes())
}

fn encoding(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8)
}

struct Transcoded {
    raw: Box<dyn BufRead + Send>,
    decoder: Decoder,
    /// What is decoded and not yet read stands between `start` and `end`.
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// The end of the stream is decoded.
    done: bool,
}

impl BufRead for Transcoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.done {
            let bytes = self.raw.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.buffer, last);
            self.raw.consume(read);
            (self.start, self.end) = (0, written);
            self.done = last && result == CoderResult::InputEmpty;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, length: usize) {
        self.start = self.end.min(self.start + length);
    }
}

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn bytes(text: &[u16], little: bool) -> Vec<u8> {
        let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        [0xFEFF].iter().chain(text).copied().flat_map(order).collect()
    }

    fn read(bytes: Vec<u8>, piece: usize) -> Vec<u8> {
        let mut found = Vec::new();
        let raw = io::BufReader::with_capacity(piece, Cursor::new(bytes));
        as_utf_8(Box::new(raw)).read_to_end(&mut found).unwrap();
        found
    }

    proptest! {
        /// However the bytes come, they are those of the text at once.
        #[test]
        fn a_stream_is_decoded_as_a_whole(text in "\\PC{0,60}", often in 1usize..3000, little: bool, piece in 1usize..9) {
            let text = text.repeat(often);
            let units: Vec<u16> = text.encode_utf16().collect();
            prop_assert!(read(bytes(&units, little), piece) == text.as_bytes());
        }

        #[test]
        fn damage_stays_where_it_is(units in prop::collection::vec(prop_oneof![0xD7F0u16..0xE010, 97u16..120], 0..40), odd: bool) {
            let mut damaged = bytes(&units, true);
            let mut plain = String::from_utf16_lossy(&units);
            if odd {
                damaged.push(b'x');
                // A half surrogate before half a character is one damage, not two.
                plain = encoding_rs::UTF_16LE.decode_with_bom_removal(&damaged).0.into_owned();
            }
            prop_assert_eq!(read(damaged, 3), plain.into_bytes());
        }

        #[test]
        fn other_streams_stay_as_they_are(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assume!(!bytes.starts_with(&[0xFF, 0xFE]) && !bytes.starts_with(&[0xFE, 0xFF]));
            prop_assert_eq!(head_as_utf_8(&bytes), None);
            prop_assert_eq!(read(bytes.clone(), 2), bytes);
        }
    }
}
