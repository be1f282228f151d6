//! Streams in UTF-16, as spreadsheets and Windows shells write them: told by their byte order mark and read as UTF-8, so
//! that what cuts a stream into lines and rows needs to know of one encoding only. What is no UTF-16 becomes U+FFFD, and
//! the articles of the lines and rows where that is so have a warning.

use std::io::{self, BufRead, Read};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use memchr::memmem;

use super::compression;
use crate::warning::Warning;

/// Bytes of UTF-8 made at once.
const BUFFER: usize = 64 << 10;

/// U+FFFD.
const REPLACEMENT: [u8; 3] = *b"\xEF\xBF\xBD";
/// What stands for it until [`Damage::mend`], so that it can be told from those that were in the stream: half a surrogate
/// pair, which is no UTF-8.
const HALF: [u8; 3] = *b"\xED\xA0\x80";

/// The stream as UTF-8 with what [`Damage::mend`] is to mend, and the name of its encoding, if it begins with the byte order
/// mark of UTF-16; any other one as it is.
pub(super) fn as_utf_8(reader: Box<dyn BufRead + Send>) -> (Box<dyn BufRead + Send>, Option<&'static str>) {
    let (head, raw) = compression::peek(reader, 2);
    let Some(encoding) = encoding(&head) else { return (raw, None) };
    let transcoded = Transcoded {
        raw,
        decoder: encoding.new_decoder_with_bom_removal(),
        buffer: vec![0; BUFFER + HALF.len()].into(),
        start: 0,
        end: 0,
        done: false,
    };
    (Box::new(transcoded), Some(encoding.name()))
}

/// What could not be decoded in a stretch of a stream.
#[derive(Debug, Default)]
pub(super) struct Damage {
    encoding: &'static str,
    /// Where U+FFFD stands for it.
    places: Vec<usize>,
}

impl Damage {
    /// Puts U+FFFD where a stream that was in `encoding` could not be decoded. Nothing is to be done to any other.
    pub(super) fn mend(bytes: &mut [u8], encoding: Option<&'static str>) -> Self {
        let Some(encoding) = encoding else { return Self::default() };
        let places: Vec<_> = memmem::find_iter(bytes, &HALF).collect();
        for &place in &places {
            bytes[place..place + HALF.len()].copy_from_slice(&REPLACEMENT);
        }
        Self { encoding, places }
    }

    /// The warning of an article that stands here in the stretch.
    pub(super) fn warning(&self, range: Range<usize>) -> Option<Warning> {
        let next = self.places.get(self.places.partition_point(|&place| place < range.start))?;
        (*next < range.end).then_some(Warning::Decoded { encoding: self.encoding, replaced: true })
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
            let room = &mut self.buffer[..BUFFER];
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, room, last);
            self.raw.consume(read);
            (self.start, self.end) = (0, written);
            if let DecoderResult::Malformed(..) = result {
                self.end += HALF.len();
                self.buffer[written..self.end].copy_from_slice(&HALF);
            }
            self.done = last && result == DecoderResult::InputEmpty;
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
        let (mut reader, encoding) = as_utf_8(Box::new(raw));
        reader.read_to_end(&mut found).unwrap();
        Damage::mend(&mut found, encoding);
        found
    }

    #[test]
    fn damage_is_told_from_a_replacement_that_was_there() {
        let text = [0xFFFD, 97, 0xDC00, 98];
        let (mut reader, encoding) = as_utf_8(Box::new(Cursor::new(bytes(&text, false))));
        let mut found = Vec::new();
        reader.read_to_end(&mut found).unwrap();
        let damage = Damage::mend(&mut found, encoding);
        assert_eq!(found, "\u{FFFD}a\u{FFFD}b".as_bytes());
        let warning = Some(Warning::Decoded { encoding: "UTF-16BE", replaced: true });
        for (range, expected) in [(0..4, None), (4..7, warning.clone()), (0..8, warning), (7..8, None)] {
            assert_eq!(damage.warning(range), expected);
        }
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
