//! The plain way to read an object: strings found sixty-four bytes at a time, lists of strings, and what is neither string
//! nor list nor object. Whatever else there is, and whatever is wrong, is left to `object.rs`, which reads the object from
//! its beginning; where the plain way reads one it finds what `object.rs` finds.

use memchr::memchr;
use serde::de::{DeserializeSeed, IgnoredAny};

use super::fields::{FIELDS, Value, Values};
use super::object::{Any, keep};
use crate::bits::{self, Bytes, Finder, Kind};

/// Reads the values of the wanted names into `values`, or of the first that is found if one is `enough`. What is there
/// afterwards holds only where this gives something.
pub(super) fn read(
    wanted: &[Option<&str>; FIELDS],
    enough: bool,
    json: &[u8],
    values: &mut Values,
) -> Option<()> {
    // Such a name may lead into an inner object.
    if wanted.iter().flatten().any(|name| name.contains('.')) {
        return None;
    }
    let mut object = Object { json, at: 0, marks: Finder::new(json) };
    object.pass(b'{')?;
    if object.pass(b'}').is_none() {
        loop {
            let key = object.string()?.plain()?;
            object.pass(b':')?;
            let here = wanted.map(|name| name.is_some_and(|name| name.as_bytes() == key));
            if here.contains(&true) {
                keep(values, here, 0, object.value()?);
                if enough {
                    return Some(());
                }
            } else {
                object.skip_value()?;
            }
            if object.pass(b',').is_none() {
                object.pass(b'}')?;
                break;
            }
        }
    }
    object.next();
    (object.at == json.len()).then_some(())
}

/// What a string ends with, what an escape begins with, and what no string may hold.
struct Mark;

impl Kind for Mark {
    fn of(bytes: Bytes) -> Bytes {
        bits::is(bytes, b'"') | bits::is(bytes, b'\\') | bits::within(bytes, 0, 0x1F)
    }
}

/// An object as far as it was read.
struct Object<'j> {
    json: &'j [u8],
    at: usize,
    marks: Finder<'j, Mark>,
}

/// A string as it is written.
struct Written<'j> {
    /// What stands between the quotation marks.
    inside: &'j [u8],
    /// The same with them.
    whole: &'j [u8],
    /// Whether there are escapes.
    escaped: bool,
    /// Whether there are escapes by number.
    numbered: bool,
}

impl<'j> Object<'j> {
    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        loop {
            match self.json.get(self.at)? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// Passes this byte, if it comes next.
    fn pass(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// Passes a string.
    fn string(&mut self) -> Option<Written<'j>> {
        self.pass(b'"')?;
        let start = self.at;
        let (mut escaped, mut numbered) = (false, false);
        loop {
            let mark = self.marks.next(self.at);
            match self.json.get(mark..)? {
                [b'"', ..] => {
                    self.at = mark + 1;
                    let (inside, whole) = (self.json.get(start..mark)?, self.json.get(start - 1..=mark)?);
                    return Some(Written { inside, whole, escaped, numbered });
                }
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => self.at = mark + 2,
                [b'\\', b'u', digits @ ..] if digits.iter().take(4).all(u8::is_ascii_hexdigit) => {
                    numbered = true;
                    self.at = mark + 2;
                }
                _ => return None,
            }
            escaped = true;
        }
    }

    /// Passes what is neither string nor list nor object.
    fn scalar(&mut self) -> Option<&'j [u8]> {
        self.next()?;
        let rest = self.json.get(self.at..)?;
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r');
        let end = rest.iter().position(ends)?;
        self.at += end;
        rest.get(..end)
    }

    fn value(&mut self) -> Option<Value> {
        match self.next()? {
            b'"' => self.string()?.text().map(Value::Text),
            b'[' => {
                let mut list = Vec::new();
                self.list(|string| string.text().map(|text| list.extend(Value::Text(text).into_text())))?;
                Some(Value::List(list))
            }
            b'{' => None,
            _ => {
                let mut parser = serde_json::Deserializer::from_slice(self.scalar()?);
                let value = Any { inner: None }.deserialize(&mut parser).ok()?;
                parser.end().ok().map(|()| value)
            }
        }
    }

    fn skip_value(&mut self) -> Option<()> {
        match self.next()? {
            b'"' => self.string().map(|_| ()),
            b'[' => self.list(|_| Some(())),
            b'{' => None,
            _ => serde_json::from_slice::<IgnoredAny>(self.scalar()?).ok().map(|_| ()),
        }
    }

    /// Passes a list of strings.
    fn list(&mut self, mut each: impl FnMut(Written<'j>) -> Option<()>) -> Option<()> {
        self.pass(b'[')?;
        if self.pass(b']').is_some() {
            return Some(());
        }
        loop {
            each(self.string()?)?;
            if self.pass(b',').is_none() {
                return self.pass(b']');
            }
        }
    }
}

impl<'j> Written<'j> {
    /// The string, if it is of ASCII and written as it is.
    fn plain(&self) -> Option<&'j [u8]> {
        (!self.escaped && self.inside.is_ascii()).then_some(self.inside)
    }

    fn text(&self) -> Option<String> {
        if self.numbered {
            return serde_json::from_slice(self.whole).ok();
        }
        let mut rest = simdutf8::basic::from_utf8(self.inside).ok()?;
        if !self.escaped {
            return Some(rest.to_owned());
        }
        let mut text = String::with_capacity(rest.len());
        while let Some(escape) = memchr(b'\\', rest.as_bytes()) {
            text.push_str(rest.get(..escape)?);
            text.push(match rest.as_bytes().get(escape + 1)? {
                b'b' => '\x08',
                b'f' => '\x0c',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                other => char::from(*other),
            });
            rest = rest.get(escape + 2..)?;
        }
        text.push_str(rest);
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strings_stop_at_marks() {
        bits::assert_kind::<Mark>(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
    }

    #[test]
    fn plain_records_are_read() {
        let wanted = ["id", "text"].map(Some);
        let names = std::array::from_fn(|at| wanted.get(at).copied().flatten());
        let record = |rest: &str| format!(r#"{{"id": "é\n", "n": -1.5, "tags": ["a"], "text": "b"{rest}}}"#);
        for (rest, plain) in [("", true), (r#", "x": {}"#, false), (r#", "x": 01"#, false), (",", false)] {
            let found = read(&names, false, record(rest).as_bytes(), &mut Values::default());
            assert_eq!(found.is_some(), plain, "{rest}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        /// What the plain way reads is what `object.rs` reads.
        #[test]
        fn objects_are_read_alike(
            fields in prop::collection::vec((
                "(id|text|places|a|te\\\\u0078t|é)",
                "(\"[a-z é]{0,3}([a-zé]{70}|\\\\[\"/bfnrtux]|\\\\u00e[0-9]|\\\\ud83d\\\\ude00|\\\\ud800|[\n\t\u{1}]|[a-z]{0,9}){0,4}\"|-?[0-9]{1,3}|1e999|01|true|nul|null|\\[(\"a\"|\" ?\"|, ?|1|\\[\\]){0,4}\\]|\\{\"id\": ?1\\})",
                "[ \n]?,?",
            ), 0..5),
            end in "(\\}|\\}\n|\\} x|)",
        ) {
            let inside: Vec<_> = fields.iter().map(|(key, value, end)| format!("\"{key}\": {value}{end}")).collect();
            let mut json = format!("{{{}", inside.join(","));
            if json.ends_with(',') {
                json.pop();
            }
            json += &end;
            let names = ["id", "title", "text", "b", "c", "d", "e", "f", "places"].map(Some);
            let (mut plain, mut ruled) = (Values::default(), Values::default());
            if read(&names, false, json.as_bytes(), &mut plain).is_some() {
                prop_assert!(super::super::object::read_by_rule(names, json.as_bytes(), &mut ruled).is_ok(), "{}", json);
                prop_assert_eq!(format!("{plain:?}"), format!("{ruled:?}"));
            }
        }
    }
}
