//! Text from articles made fit for a terminal: without control characters, escape sequences or characters that turn
//! the direction of what follows, so that no article can colour, clear or retitle a reader's screen or show a line
//! other than it is.

use std::borrow::Cow;

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';
/// The one-character forms of `ESC [` and `ESC \`.
const CONTROL_SEQUENCE: char = '\u{9b}';
const STRING_TERMINATOR: char = '\u{9c}';

/// The text without control characters, escape sequences and bidirectional controls. White space that moves the cursor
/// (tabs, line ends) becomes a space. The left-to-right and right-to-left marks stay: ordinary Arabic and Hebrew text
/// has them, and they end with the letter that they stand at.
///
/// ```
/// use epitome::output::visible;
/// assert_eq!(visible("plain"), "plain");
/// assert_eq!(visible("\u{1b}[31mred\u{1b}[0m\u{1b}]0;owned\u{7} \u{202e}end\r\n"), "red end ");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    match text.find(is_hidden) {
        None => Cow::Borrowed(text),
        Some(first) => Cow::Owned(without_hidden(text, first)),
    }
}

/// Whether a character must not reach a terminal: C0 and C1 controls, DEL, line and paragraph separators, embeddings,
/// overrides and isolates.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn without_hidden(text: &str, first: usize) -> String {
    let mut clean = String::with_capacity(text.len());
    clean.push_str(&text[..first]);
    let mut rest = &text[first..];
    // Once no string terminator lies ahead none ever will: unterminated strings do not cost a search each.
    let mut terminated = true;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            ESCAPE | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => {
                after_sequence(c, after, &mut terminated)
            }
            '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !clean.ends_with(' ') {
                    clean.push(' ');
                }
                after
            }
            c => {
                if !is_hidden(c) {
                    clean.push(c);
                }
                after
            }
        };
    }
    clean
}

/// What follows an escape sequence (ECMA-48) that began with `c`. A string that does not end loses its introducer alone.
fn after_sequence<'a>(c: char, after: &'a str, terminated: &mut bool) -> &'a str {
    let second = after.chars().next().unwrap_or_default();
    let (kind, body) = match c {
        ESCAPE if second.is_ascii() && !after.is_empty() => (second, &after[1..]),
        ESCAPE => return after,
        CONTROL_SEQUENCE => ('[', after),
        _ => (']', after),
    };
    match kind {
        '[' => {
            let body = body.trim_start_matches(|c: char| matches!(c, '\u{20}'..='\u{3f}'));
            body.strip_prefix(|c: char| matches!(c, '\u{40}'..='\u{7e}')).unwrap_or(body)
        }
        ']' | 'P' | 'X' | '^' | '_' => {
            if !*terminated {
                return body;
            }
            let end = body.char_indices().find_map(|(at, c)| match c {
                BELL => Some(at + 1),
                STRING_TERMINATOR => Some(at + c.len_utf8()),
                ESCAPE if body[at + 1..].starts_with('\\') => Some(at + 2),
                _ => None,
            });
            *terminated = end.is_some();
            &body[end.unwrap_or(0)..]
        }
        '\u{20}'..='\u{2f}' => {
            let body = body.trim_start_matches(|c: char| matches!(c, '\u{20}'..='\u{2f}'));
            body.strip_prefix(|c: char| matches!(c, '\u{30}'..='\u{7e}')).unwrap_or(body)
        }
        '\u{30}'..='\u{7e}' => body,
        _ => after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sequences_go_whole() {
        for (text, expected) in [
            ("a\u{1b}[1;31mb", "ab"),
            ("a\u{9b}2Jb", "ab"),
            ("a\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\b", "alinkb"),
            ("a\u{9d}0;title\u{9c}b", "ab"),
            ("a\u{1b}P1$q\u{1b}\\b", "ab"),
            ("a\u{1b}(Bb\u{1b}cd", "abd"),
            ("a\u{1b}]unterminated b", "aunterminated b"),
            ("a\u{1b}é\u{1b}", "aé"),
            ("a\u{1b}\u{1b}[mb", "ab"),
            ("a\u{8}\u{7f}\u{0}b\u{feff}", "ab\u{feff}"),
            ("א\u{200f}b\u{2067}c\u{2069}", "א\u{200f}bc"),
            ("a \t\n b", "a  b"),
        ] {
            assert_eq!(visible(text), expected, "{text:?}");
        }
    }

    #[test]
    fn many_unterminated_strings_are_not_quadratic() {
        let text = "\u{1b}]x".repeat(400_000);
        assert_eq!(visible(&text).len(), 400_000);
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in "[a-c\\[\\]\\\\;0-9P\u{0}-\u{20}\u{7f}-\u{a0}\u{2020}-\u{2070}é]{0,60}") {
            prop_assert!(!visible(&text).contains(is_hidden));
        }

        #[test]
        fn printable_text_stays(text in "[a-zé“”中ا ]{0,40}") {
            prop_assert_eq!(&*visible(&text), &text);
        }
    }
}
