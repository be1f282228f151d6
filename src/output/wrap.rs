//! Lines of a given width in columns of a terminal: wide characters take two, combining marks none.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The lines of a text, each at most `width` columns where a break can be found. Breaks come at spaces, and between
/// wide characters (Chinese, Japanese), but never before closing punctuation or a combining mark. What has no place to
/// break in a whole line is cut at its end.
///
/// Spaces are folded; the text must be without control characters.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for word in text.split_whitespace() {
        let mut space = usize::from(!line.is_empty());
        for piece in pieces(word) {
            let wanted = piece.width();
            if columns + space + wanted > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                (columns, space) = (0, 0);
            }
            if space > 0 {
                line.push(' ');
                columns += 1;
                space = 0;
            }
            if wanted <= width {
                line.push_str(piece);
                columns += wanted;
                continue;
            }
            for c in piece.chars() {
                let wanted = c.width().unwrap_or(0);
                if columns + wanted > width {
                    lines.push(std::mem::take(&mut line));
                    columns = 0;
                }
                line.push(c);
                columns += wanted;
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word cut wherever a line may end inside it: around wide characters.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut before = rest.chars().next()?;
        let mut end = rest.len();
        for (at, c) in rest.char_indices().skip(1) {
            if (is_wide(before) || is_wide(c)) && !sticks_to_the_last(c) && !sticks_to_the_next(before) {
                end = at;
                break;
            }
            if c.width() != Some(0) {
                before = c;
            }
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// What must not begin a line: marks, closing brackets and quotes, stops, small kana.
fn sticks_to_the_last(c: char) -> bool {
    c.width() == Some(0)
        || ",.;:!?)]}%’”»…·、。，．；：！？）］｝」』】〉》〕〗ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
            .contains(c)
}

/// What must not end a line: opening brackets and quotes.
fn sticks_to_the_next(c: char) -> bool {
    "([{‘“«（［｛「『【〈《〔〖".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_they_may() {
        for (text, width, expected) in [
            ("", 10, vec![]),
            ("one two three", 7, vec!["one two", "three"]),
            ("one  two", 80, vec!["one two"]),
            ("unbreakable", 4, vec!["unbr", "eaka", "ble"]),
            ("an unbreakable one", 4, vec!["an", "unbr", "eaka", "ble", "one"]),
            ("泉水地图。很好", 8, vec!["泉水地", "图。很好"]),
            ("他说「泉水」了", 6, vec!["他说", "「泉", "水」了"]),
            ("e\u{301}e\u{301}e\u{301}", 2, vec!["e\u{301}e\u{301}", "e\u{301}"]),
        ] {
            assert_eq!(wrap(text, width), expected, "{text:?} at {width}");
        }
    }

    proptest! {
        #[test]
        fn lines_fit_and_nothing_is_lost(text in "[a-zé 中。「」e\u{301}]{0,60}", width in 6usize..40) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{:?}", lines);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
