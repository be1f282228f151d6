//! Paragraphs whose sentences end at white space alone, so that their words are the same whether sentences are told or not.

use super::marks::begins_beyond_ascii;
use crate::bits::{Bytes, Kind, WIDTH, bits, is};

/// Marks and digits behind a mark that are looked at.
const SOON: usize = 16;

/// The marks of ASCII that end sentences.
struct Ascii;

impl Kind for Ascii {
    fn of(bytes: Bytes) -> Bytes {
        is(bytes, b'.') | is(bytes, b'!') | is(bytes, b'?')
    }
}

/// The same and the first bytes of all others and of the middle dot.
struct Any;

impl Kind for Any {
    fn of(bytes: Bytes) -> Bytes {
        Ascii::of(bytes) | begins_beyond_ascii(bytes)
    }
}

/// Whether white space, or a bullet, stands on one side of the end of every sentence that a paragraph may have by the rules
/// of any language. False also where a look at the rules would be needed to tell.
///
/// Where marks are those of ASCII the rules end a sentence without a space only before a capital: behind a mark that
/// closes or opens, or at once where the mark follows three small letters. A list's item may follow a middle dot.
pub fn ends_at_spaces(paragraph: &str) -> bool {
    let bytes = paragraph.as_bytes();
    if bytes.is_ascii() { all_at_spaces::<Ascii>(bytes) } else { all_at_spaces::<Any>(bytes) }
}

fn all_at_spaces<K: Kind>(bytes: &[u8]) -> bool {
    (0..bytes.len()).step_by(WIDTH).all(|base| {
        let mut marks = bits::<K>(bytes, base);
        while marks != 0 {
            if !is_at_space(bytes, base + marks.trailing_zeros() as usize) {
                return false;
            }
            marks &= marks - 1;
        }
        true
    })
}

/// Whether the mark at `at`, if it ends a sentence, does so at a space.
fn is_at_space(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..).unwrap_or_default() {
        [b'.' | b'!' | b'?'] => true,
        [b'.' | b'!' | b'?', b' ', after @ ..] => !goes_on(after),
        [b'.' | b'!' | b'?', b'A'..=b'Z', ..] => {
            let small = |byte: &u8| byte.is_ascii_lowercase() || !byte.is_ascii();
            !bytes[..at].iter().rev().take(3).all(small)
        }
        [b'.' | b'!' | b'?', after @ ..] => no_capital_at_once(after),
        [0xC2, 0xB7, ..] | [0xE2, 0x81, ..] | [0xE2, 0x80, 0xA6 | 0xBC | 0xBD, ..] => false,
        [0xC2 | 0xE2, ..] => true,
        _ => false,
    }
}

/// Whether a run of marks may go on behind a space: `. . .`, `. »`.
fn goes_on(after: &[u8]) -> bool {
    matches!(after, [b'.' | 0xC2, ..])
}

/// Whether white space or a small letter comes before any capital; false before what is not known, and where nothing of
/// this comes soon.
fn no_capital_at_once(after: &[u8]) -> bool {
    let mut rest = after;
    for _ in 0..SOON {
        rest = match rest {
            [] => return true,
            // Dashes and quotation marks.
            [0xE2, 0x80, 0x93 | 0x94 | 0x98..=0x9F, rest @ ..] => rest,
            [byte, rest @ ..] if byte.is_ascii_whitespace() => return !goes_on(rest),
            [byte, ..] if byte.is_ascii_lowercase() => return true,
            [byte, ..] if byte.is_ascii_uppercase() || !byte.is_ascii() => return false,
            // In a run with other marks these end sentences in some languages, whatever follows.
            [b':' | b';', ..] => return false,
            [_, rest @ ..] => rest,
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::SentenceSplitter;
    use super::*;
    use crate::bits::assert_kind;
    use crate::language::Language;
    use crate::span::Span;
    use proptest::prelude::*;

    #[test]
    fn ends_without_a_space_are_seen() {
        for text in [
            "He said.The end.",
            "Stop!Now.",
            "(Over.)Then",
            "“Go.”Then",
            "said.[1]The",
            "Go?.Now",
            "été.Le",
            "So…Then",
            "So.;1",
            "So. »!Then",
            "And. . .Then",
        ] {
            assert!(!ends_at_spaces(text), "{text}");
        }
        for text in
            ["", ".", "The U.S. Army. It paid €3.5 (i.e. 4) on example.com.", "“Is it?” Élan.", "Ph.D."]
        {
            assert!(ends_at_spaces(text), "{text}");
        }
        assert_kind::<Ascii>(|byte| b".!?".contains(&byte));
        assert_kind::<Any>(|byte| {
            matches!(byte, b'.' | b'!' | b'?' | 0xC2 | 0xD6 | 0xD8 | 0xDB | 0xE0..=0xE3 | 0xEF)
        });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]
        #[test]
        fn ends_that_are_not_at_spaces_are_never_missed(
            text in "([A-ZÉ]?[a-zé]{1,4}|[A-Z]|[0-9]{1,2}|[.!?]|[.!?]|[\"'()\\[\\]’”“»—]|[:;,*_·•…-]|[1-3a-c][.)]| |\u{a0}|\n){0,24}",
            language in prop::sample::select(Language::ALL),
        ) {
            let mut sentences = Vec::new();
            SentenceSplitter::new(language).split_into(&text, Span::new(0, text.len()), &mut sentences);
            let bullet = |c: char| "•⁃‣▪◦".contains(c);
            let apart = sentences.windows(2).all(|pair| {
                pair[0].end < pair[1].start || text[pair[1].start as usize..].starts_with(bullet)
            });
            prop_assert!(apart || !ends_at_spaces(&text), "{:?}", sentences);
        }
    }
}
