//! The form in which a line is compared with lists: lower case, one space between words, no punctuation, every number
//! the same.

/// A line in its comparable form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    /// Words with single spaces between them; a number is `0`.
    pub text: String,
    /// Bytes of `text` before the line's first colon, if it has one.
    pub colon: Option<usize>,
}

/// Whether the character is a mark that writers leave out or add at will: Arabic vowel signs, the dot that lower-casing
/// leaves on a Turkish i, invisible directions.
fn optional(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{307}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fe0f}' | '\u{feff}')
}

/// Whether the character belongs to a word: letters, digits and the marks that Indic scripts spell with.
pub(super) fn spells(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}' | '©')
}

/// Appends the character in lower case, without optional marks.
pub(super) fn push_folded(c: char, text: &mut String) {
    if !optional(c) {
        text.extend(c.to_lowercase().filter(|&c| !optional(c)));
    }
}

/// The comparable form of a line.
pub(super) fn fold(line: &str) -> Folded {
    fold_to(line, usize::MAX)
}

/// The comparable form of a line, or of as much of it as has this many characters or more, of which all but the last are what
/// they stay.
fn fold_to(line: &str, enough: usize) -> Folded {
    let capacity = line.len().min(enough.saturating_mul(4));
    let mut folded = Folded { text: String::with_capacity(capacity), colon: None };
    let text = &mut folded.text;
    let mut rest = line;
    while text.len() < enough || text.chars().count() < enough {
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (run, after) = rest.split_at(letters);
        let start = text.len();
        text.push_str(run);
        if let Some(run) = text.get_mut(start..) {
            run.make_ascii_lowercase();
        }
        let mut chars = after.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        if matches!(c, 'а'..='я') {
            text.push(c);
        } else if if c.is_ascii() { c.is_ascii_digit() } else { c.is_numeric() } {
            if text.ends_with("0 ") {
                text.pop();
            } else if !text.ends_with('0') {
                text.push('0');
            }
        } else if !c.is_ascii() && (spells(c) || optional(c)) {
            push_folded(c, text);
        } else if matches!(c, '\'' | '’' | 'ʼ') && text.ends_with(char::is_alphanumeric) {
            text.push('\'');
        } else {
            while text.ends_with('\'') {
                text.pop();
            }
            if matches!(c, ':' | '：' | '=') {
                folded.colon.get_or_insert(text.trim_end().len());
            }
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        }
    }
    let length = text.trim_end_matches([' ', '\'']).len();
    text.truncate(length);
    folded
}

/// Characters at the beginning of a comparable form that tell most lines from all of a list.
pub(super) const HEAD: usize = 8;

/// The first characters of a comparable form, [`HEAD`] or all of them.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn head(text: &str) -> &str {
    text.char_indices().nth(HEAD).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The comparable form of a line as far as its [`head`] goes, or further.
pub(super) fn fold_head(line: &str) -> String {
    // There may be a space or an apostrophe behind the head that does not stay.
    fold_to(line, HEAD + 2).text
}

/// Whether a word may end before byte `at` of a comparable text: at a space, or anywhere in scripts without spaces.
pub(super) fn word_ends(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let (before, after) = (before.chars().next_back(), after.chars().next());
    let spaceless =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'));
    after.is_none_or(|c| c == ' ') || spaceless(before) || (spaceless(after) && before != Some(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_fold_to_words() {
        let cases = [
            ("What to read next...", "what to read next"),
            ("  5–7 minutes   read ", "0 minutes read"),
            ("阅读时间：4分钟", "阅读时间 0分钟"),
            ("İlgili haberler", "ilgili haberler"),
            ("«Don’t miss»", "don't miss"),
            ("نُشر في ٢", "نشر في 0"),
            ("आगे पढ़ें", "आगे पढ़ें"),
            ("…", ""),
        ];
        for (line, expected) in cases {
            assert_eq!(fold(line).text, expected, "{line}");
        }
        assert_eq!(fold("Photo : AP").colon, Some(5));
        assert_eq!(fold("no colon").colon, None);
    }

    proptest! {
        #[test]
        fn the_head_is_that_of_the_whole(line in "([a-zA-Z]{1,9}|[0-9]{1,3}|[ ]|['’:.,-]|[é中٢ـ\u{AD}]){0,30}") {
            let (near, whole) = (fold_head(&line), fold(&line).text);
            prop_assert_eq!(head(&near), head(&whole));
        }
    }

    #[test]
    fn words_end_at_spaces_or_anywhere_without() {
        for (text, at, ends) in
            [("by ada", 2, true), ("bygone", 2, false), ("by", 2, true), ("分钟", 3, true), ("é", 1, false)]
        {
            assert_eq!(word_ends(text, at), ends, "{text}");
        }
    }
}
