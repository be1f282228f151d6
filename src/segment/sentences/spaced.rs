//! Paragraphs whose sentences end at white space alone, so that their words are the same whether sentences are told or not.

use super::marks;
use crate::bits::WIDTH;
use crate::segment::Kinds;
use crate::span::Span;

/// Marks and digits behind a mark that are looked at.
const SOON: usize = 16;

/// Whether white space, or a bullet, stands on one side of the end of every sentence that a paragraph may have by the rules
/// of any language. False also where a look at the rules would be needed to tell.
///
/// Where marks are those of ASCII the rules end a sentence without a space only before a capital: behind a mark that
/// closes or opens, or at once where the mark follows three small letters. A list's item may follow a middle dot.
pub(crate) fn ends_at_spaces(text: &str, kinds: &Kinds, paragraph: Span) -> bool {
    let (start, end) = (paragraph.start as usize, paragraph.end as usize);
    let bytes = paragraph.of(text).as_bytes();
    let first = start / WIDTH;
    let blocks = kinds.from(first);
    (first..end.div_ceil(WIDTH)).zip(blocks).all(|(number, block)| {
        let next = blocks.get(number - first + 1).copied().unwrap_or_default();
        // A mark before a space and a letter is at a space.
        let space = block.spaces() >> 1 | next.spaces() << (WIDTH - 1);
        let marks = (block.marks() | block.beyond) >> 2 | (next.marks() | next.beyond) << (WIDTH - 2);
        let mut asked = block.stops & (!space | marks);
        if block.beyond != 0 {
            asked |= marks::beyond_ascii(bytes, start, number);
        }
        if number == first {
            asked &= u64::MAX << (start % WIDTH);
        }
        while asked != 0 {
            // Behind the paragraph there is nothing.
            let at = number * WIDTH + asked.trailing_zeros() as usize - start;
            if !is_at_space(bytes.get(at..).unwrap_or_default(), bytes.get(..at).unwrap_or_default()) {
                return false;
            }
            asked &= asked - 1;
        }
        true
    })
}

/// Whether what a text `after` begins with, if it ends a sentence, does so at a space; another text stands before.
fn is_at_space(after: &[u8], before: &[u8]) -> bool {
    match after {
        [] | [b'.' | b'!' | b'?'] => true,
        [b'.' | b'!' | b'?', b' ', after @ ..] => !goes_on(after),
        [b'.' | b'!' | b'?', b'A'..=b'Z', ..] => {
            let small = |byte: &u8| byte.is_ascii_lowercase() || !byte.is_ascii();
            !before.iter().rev().take(3).all(small)
        }
        [b'.' | b'!' | b'?', after @ ..] => no_capital_at_once(after),
        [0..0x80, ..] => true,
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
    use crate::language::Language;
    use proptest::prelude::*;

    fn ends_at_spaces(text: &str) -> bool {
        let mut kinds = Kinds::default();
        kinds.read(text);
        super::ends_at_spaces(text, &kinds, Span::new(0, text.len()))
    }

    /// Asks about every byte that one of the kinds may begin with.
    fn by_bytes(text: &str) -> bool {
        let asked = |byte: u8| byte.is_ascii() || crate::bits::bits::<marks::Beyond>(&[byte], 0) == 1;
        (0..text.len()).all(|at| {
            let (before, after) = text.as_bytes().split_at(at);
            !asked(after[0]) || is_at_space(after, before)
        })
    }

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

        #[test]
        fn the_kinds_of_bytes_tell_which_are_asked(
            before in "[a-z. é]{0,70}",
            text in "([A-Z]?[a-zé]{1,9}|[.!?]|[.!?] |[’”»·…,]| |\u{a0}|\n|\u{b}|[,-]){0,40}",
        ) {
            let mut kinds = Kinds::default();
            let all = format!("{before}{text}.The");
            kinds.read(&all);
            let paragraph = Span::new(before.len(), before.len() + text.len());
            prop_assert_eq!(super::ends_at_spaces(&all, &kinds, paragraph), by_bytes(&text));
        }
    }
}
