//! JSON that may stand inside a page's script element whatever it says: nothing in it can end the element, begin a
//! comment or an entity, or turn the direction of the source.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::output::visible::is_hidden;

/// Appends a value as JSON without `<`, `>`, `&`, controls, U+2028 and U+2029.
pub(super) fn append(value: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Inert))?)
}

struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.match_indices(|c: char| matches!(c, '<' | '>' | '&') || is_hidden(c)) {
            out.write_all(fragment.get(written..at).unwrap_or_default().as_bytes())?;
            for c in c.chars() {
                write!(out, "\\u{:04x}", c as u32)?;
            }
            written = at + c.len();
        }
        out.write_all(fragment.get(written..).unwrap_or_default().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        append(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markup_is_escaped() {
        let text = "</script><!-- & \u{0}\u{2028}\u{202e}\"";
        let expected = r#""\u003c/script\u003e\u003c!-- \u0026 \u0000\u2028\u202e\"""#;
        assert_eq!(json(text), expected);
    }

    proptest! {
        #[test]
        fn strings_read_back_and_hold_no_markup(text in "([<>&\"\\\\/!-]|\\PC|[\u{0}-\u{20}\u{2020}-\u{2070}]){0,40}") {
            let json = json(&text);
            prop_assert!(!json.contains(|c: char| matches!(c, '<' | '>' | '&') || is_hidden(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
