//! Character references (`&eacute;`, `&#233;`) to characters, in time linear in the text whatever it holds.

use std::borrow::Cow;

use memchr::memchr;

/// Bytes of the longest reference, `&` and `;` included.
const LONGEST: usize = 34;

/// Text with its references decoded; what is no reference stays.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut decoded = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'&', rest)) {
        let start = at + found;
        at = start + 1;
        let name = bytes
            .iter()
            .skip(at)
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#');
        let end = at + name.count() + 1;
        if bytes.get(end - 1) != Some(&b';') {
            continue;
        }
        let Some(reference) = text.get(start..end) else { continue };
        let character = html_escape::decode_html_entities(reference);
        if character != reference {
            decoded.push_str(text.get(copied..start).unwrap_or_default());
            decoded.push_str(&character);
            copied = end;
            at = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    decoded.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_and_the_rest_stays() {
        let cases = [
            ("a &amp; b &lt;c&gt; &eacute;&#233;&#xE9;", "a & b <c> ééé"),
            ("&nbsp;", "\u{a0}"),
            ("AT&T; R&D &; &#; &unknown; & &amp", "AT&T; R&D &; &#; &unknown; & &amp"),
            ("&amp;lt;", "&lt;"),
            ("é&é;", "é&é;"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text), expected);
        }
    }
}
