//! Bytes to text: the byte order mark speaks first, then what the file declares, then UTF-8 if the bytes are valid, then
//! a guess from their statistics.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::html::charset_of_markup;
use crate::error::{Error, ErrorKind, Result};
use crate::warning::Warning;

/// Text made of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// [`Warning::Decoded`] where the bytes were not UTF-8, or damaged UTF-8.
    pub warning: Option<Warning>,
}

/// Bytes by which a binary file or UTF-16 without a mark is told.
const SAMPLE: usize = 64 << 10;
/// Bytes that are enough to tell random ones by how many of them are control characters.
const TELLING: usize = 500;

/// Decodes the bytes of a file; `declared` is the name of the encoding that the file claims, if it claims one.
///
/// Fails with [`ErrorKind::Malformed`] where the bytes are no text.
///
/// ```
/// use epitome::input::decode::decode;
/// assert_eq!(decode(b"caf\xc3\xa9", None)?.text, "café");
/// assert_eq!(decode(b"caf\xe9", Some("latin1"))?.text, "café");
/// assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None).is_err());
/// # Ok::<(), epitome::Error>(())
/// ```
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(by(encoding, bytes.get(length..).unwrap_or_default()));
    }
    if is_binary(bytes) {
        return Err(Error::new(ErrorKind::Malformed, "looks like a binary file")
            .with_hint("plain text, Markdown, HTML and JSON can be read"));
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if let Some(encoding) = utf_16_by_zeros(sample) {
        return Ok(by(encoding, bytes));
    }
    // A declaration of UTF-16 in bytes that can be read as ASCII is wrong, as the standard for HTML has it.
    let declared = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE);
    match (std::str::from_utf8(bytes), declared) {
        // Valid UTF-8 beyond ASCII is hardly ever anything else, whatever single-byte encoding is declared.
        (Ok(text), declared)
            if declared.is_none_or(|encoding| encoding == UTF_8 || encoding.is_single_byte()) =>
        {
            Ok(Decoded { text: text.to_owned(), warning: None })
        }
        (_, Some(encoding)) if encoding != UTF_8 => Ok(by(encoding, bytes)),
        _ => Ok(by(detected(bytes), bytes)),
    }
}

/// The encoding that the head of a page or of an XML file declares.
pub(super) fn declared_in_markup(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    charset_of_markup(&String::from_utf8_lossy(head))
}

fn by(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let plain = encoding == UTF_8 && !replaced;
    let warning = (!plain).then(|| Warning::Decoded { encoding: encoding.name(), replaced });
    Decoded { text: text.into_owned(), warning }
}

/// A guess; UTF-8 where nearly all of the bytes are.
fn detected(bytes: &[u8]) -> &'static Encoding {
    let damaged = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let beyond_ascii =
        bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|c| !c.is_ascii()).count();
    if damaged * 20 < beyond_ascii {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == WINDOWS_1252 && is_latin_9(bytes) { ISO_8859_15 } else { guess }
}

/// Whether text that looks like windows-1252 is ISO-8859-15: the two differ in eight characters, of which windows-1252 has
/// signs (`½` where ISO-8859-15 has `œ`, `¤` for `€`). A fraction between letters or a currency sign beside a figure
/// gives it away; windows-1252's own range is unused.
fn is_latin_9(bytes: &[u8]) -> bool {
    let letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xc0);
    let figure = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let tells = |window: &[u8]| {
        let (before, byte, after) = (window.first(), window.get(1), window.get(2));
        match byte {
            Some(0xbc | 0xbd | 0xbe | 0xa6 | 0xa8 | 0xb4 | 0xb8) => letter(after) && !figure(before),
            Some(0xa4) => figure(before) || matches!(before, Some(b' ' | 0xa0)),
            _ => false,
        }
    };
    !bytes.iter().any(|byte| (0x80..0xa0).contains(byte)) && bytes.windows(3).any(tells)
}

/// UTF-16 whose letters are mostly of ASCII has a zero in every other byte.
fn utf_16_by_zeros(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if half < 2 {
        return None;
    }
    if odd * 10 > half * 4 && even * 50 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 4 && odd * 50 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The first bytes of files that are no text.
const BINARY: [&[u8]; 16] = [
    b"\x89PNG\r\n",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x7fELF",
    b"PAR1",
    b"SQLite format 3\0",
    b"\xd0\xcf\x11\xe0",
];

/// Whether the bytes are no text: a known beginning, or many zeros and control characters. A few of them may stand in
/// text and do no harm; fewer in what is no UTF-8 and long enough to tell, as a tenth of random bytes are such.
fn is_binary(bytes: &[u8]) -> bool {
    if BINARY.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0);
    let controls = sample.iter().filter(|&&byte| control(byte)).count();
    let zeros = memchr::memchr_iter(0, sample).count();
    let wide = utf_16_by_zeros(sample).is_some();
    let odd = if wide { controls } else { controls + zeros };
    // The sample may end within a character.
    let is_utf_8 = || std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    odd * 10 > sample.len() || (odd * 20 > sample.len() && sample.len() >= TELLING && !wide && !is_utf_8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8], declared: Option<&str>) -> (String, Option<&'static str>) {
        let decoded = decode(bytes, declared).unwrap();
        let name = decoded.warning.map(|warning| match warning {
            Warning::Decoded { encoding, .. } => encoding,
            _ => "other",
        });
        (decoded.text, name)
    }

    #[test]
    fn marks_declarations_and_guesses_are_followed() {
        assert_eq!(encoding(b"\xef\xbb\xbfabc", None), ("abc".into(), None));
        assert_eq!(encoding(b"\xff\xfea\0b\0", None), ("ab".into(), Some("UTF-16LE")));
        assert_eq!(encoding(b"\0H\0e\0l\0l\0o", None), ("Hello".into(), Some("UTF-16BE")));
        assert_eq!(encoding(b"\xcf\xf0\xe8", Some("windows-1251")), ("При".into(), Some("windows-1251")));
        assert_eq!(encoding("déjà".as_bytes(), Some("iso-8859-1")), ("déjà".into(), None));
        assert_eq!(encoding(b"abc", Some("utf-16")), ("abc".into(), None));
        let latin_9 =
            b"Le c\xbdur de Br\xe9vannes bat \xe0 nouveau, pour 1 \xa4 par mois, et l'\xe9t\xe9 revient.";
        let expected = "Le cœur de Brévannes bat à nouveau, pour 1 € par mois, et l'été revient.";
        assert_eq!(encoding(latin_9, None), (expected.into(), Some("ISO-8859-15")));
        assert_eq!(encoding(b"", None), (String::new(), None));
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let mut bytes = "дом и сад ".repeat(20).into_bytes();
        bytes.push(0xff);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.warning, Some(Warning::Decoded { encoding: "UTF-8", replaced: true }));
        assert!(decoded.text.starts_with("дом"));
    }

    /// They passed for windows-1252 as often as not.
    #[test]
    fn random_bytes_are_no_text() {
        for seed in 0..200_u64 {
            let mut state = seed;
            let bytes: Vec<u8> = std::iter::repeat_with(|| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .take(1500)
            .collect();
            assert!(decode(&bytes, None).is_err(), "{seed}");
        }
        // Cyrillic in windows-1251 with a bell now and then is.
        let text = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! ".repeat(4);
        assert!(decode(&[&text[..], b"\x07"].concat(), None).is_ok());
    }

    #[test]
    fn lone_zeros_are_harmless_and_binary_files_are_refused() {
        assert_eq!(encoding(b"A text with one \0 zero and a bell \x07 in it.", None).1, None);
        for bytes in
            [&b"\x89PNG\r\n\x1a\n"[..], b"%PDF-1.7 text", b"\x1f\x8b\x08\0", &[0_u8; 64], b"\x01\x02\x03\x04"]
        {
            assert_eq!(decode(bytes, None).unwrap_err().kind(), ErrorKind::Malformed);
        }
    }
}
