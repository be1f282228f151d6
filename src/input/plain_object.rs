//! The plain way to read an object: strings found sixty-four bytes at a time, lists of strings, and what is neither string
//! nor list nor object. Whatever else there is, and whatever is wrong, is left to `object.rs`, which reads the object from
//! its beginning; where the plain way reads one it finds what `object.rs` finds.

use serde::de::{DeserializeSeed, IgnoredAny};

use super::fields::{FIELDS, ID, TEXT, Value, Values};
use super::object::{Any, keep, number};
use crate::bits::{self, Bytes, Finder, Kind};
use crate::segment::layout::LineEnds;

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
    // Where all is wanted all is checked at once.
    let text = if enough { None } else { Some(simdutf8::basic::from_utf8(json).ok()?) };
    let mut object = Object { json, text, at: 0, marks: Finder::new(json) };
    object.pass(b'{')?;
    if object.pass(b'}').is_none() {
        loop {
            let key = object.string()?.plain()?;
            object.pass(b':')?;
            let here = wanted.map(|name| name.is_some_and(|name| name.as_bytes() == key));
            if here.contains(&true) {
                let mut line_ends = None;
                let value = match here[ID].then(|| object.number()).flatten() {
                    Some(number) => number,
                    None => object.value(here[TEXT].then_some(&mut line_ends))?,
                };
                values.put_line_ends(line_ends);
                keep(values, here, 0, value);
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
        // A quotation mark is the first byte behind the controls but for a bit.
        bits::within(bytes ^ Bytes::splat(b'"' ^ 0x20), 0, 0x20) | bits::is(bytes, b'\\')
    }
}

/// An object as far as it was read.
struct Object<'j> {
    json: &'j [u8],
    /// The same, if it is known to be text.
    text: Option<&'j str>,
    at: usize,
    marks: Finder<'j, Mark>,
}

/// A string as it is written.
struct Written<'j> {
    /// What stands between the quotation marks.
    inside: &'j [u8],
    /// Whether there are escapes.
    escaped: bool,
}

/// The characters that a letter stands for behind a backslash; zero where it stands for none.
static ESCAPES: [u8; 256] = {
    let mut escapes = [0; 256];
    let pairs = *b"\"\"\\\\//b\x08f\x0cn\nr\rt\t";
    let (pairs, _) = pairs.as_chunks::<2>();
    let mut at = 0;
    while at < pairs.len() {
        let [letter, character] = pairs[at];
        escapes[letter as usize] = character;
        at += 1;
    }
    escapes
};

/// Bytes that are copied together.
const COPIED: usize = 64;

/// Line ends of a text that are kept at most; those of another are sought when they are needed.
const MOST_LINE_ENDS: usize = 1 << 16;

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
        self.string_with(|_, _, _| Some(()))
    }

    /// Passes a string; `each` gets where it goes on from, the next escape's backslash, and the letter behind it.
    #[inline]
    fn string_with(&mut self, mut each: impl FnMut(usize, usize, u8) -> Option<()>) -> Option<Written<'j>> {
        self.pass(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let mark = self.marks.next(self.at);
            match self.json.get(mark..)? {
                [b'"', ..] => {
                    self.at = mark + 1;
                    return Some(Written { inside: self.json.get(start..mark)?, escaped });
                }
                [b'\\', letter, digits @ ..]
                    if ESCAPES[usize::from(*letter)] != 0
                        || (*letter == b'u' && digits.iter().take(4).all(u8::is_ascii_hexdigit)) =>
                {
                    each(self.at, mark, *letter)?;
                }
                _ => return None,
            }
            self.at = mark + 2;
            escaped = true;
        }
    }

    /// Passes a string and gives its text; `line_ends`, if they are wanted, get the places of its line ends.
    fn string_text(&mut self, mut line_ends: Option<&mut Option<LineEnds>>) -> Option<String> {
        let (json, checked) = (self.json, self.text);
        let start = self.at;
        let piece = |from: usize, to: usize| match checked {
            Some(text) => text.get(from..to),
            None => simdutf8::basic::from_utf8(json.get(from..to)?).ok(),
        };
        let mut text = String::new();
        let mut ends = Vec::new();
        let mut known = line_ends.is_some();
        let mut numbered = false;
        let mut last = self.at;
        let written = self.string_with(|from, mark, letter| {
            if text.capacity() == 0 {
                text.reserve(json.len() - from);
            }
            let length = mark - from;
            // Whole blocks are copied faster than what ends within one.
            match checked.and_then(|all| all.get(from..from + length.next_multiple_of(COPIED))) {
                Some(blocks) => {
                    let end = text.len() + length;
                    text.push_str(blocks);
                    text.truncate(end);
                }
                None => text.push_str(piece(from, mark)?),
            }
            if known && matches!(letter, b'n' | b'r' | b'f') {
                known = ends.len() < MOST_LINE_ENDS;
                ends.push(text.len() as u32);
            }
            text.push(char::from(ESCAPES[usize::from(letter)]));
            numbered |= letter == b'u';
            last = mark + 2;
            Some(())
        })?;
        let end = self.at - 1;
        if numbered {
            return serde_json::from_slice(json.get(start..self.at)?).ok();
        }
        if !written.escaped {
            return piece(end - written.inside.len(), end).map(str::to_owned);
        }
        text.push_str(piece(last, end)?);
        text.shrink_to_fit();
        if let Some(line_ends) = line_ends.as_mut().filter(|_| known) {
            **line_ends = LineEnds::of(&text, ends);
        }
        Some(text)
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

    /// Passes a number, if one comes next, and gives it as it is written.
    fn number(&mut self) -> Option<Value> {
        let begins = matches!(self.next()?, b'-' | b'0'..=b'9');
        let begin = self.at;
        let found = begins.then(|| self.scalar()).flatten().and_then(|scalar| {
            serde_json::from_slice::<IgnoredAny>(scalar).ok()?;
            number(std::str::from_utf8(scalar).ok()?)
        });
        if found.is_none() {
            self.at = begin;
        }
        found
    }

    fn value(&mut self, line_ends: Option<&mut Option<LineEnds>>) -> Option<Value> {
        match self.next()? {
            b'"' => self.string_text(line_ends).map(Value::Text),
            b'[' => {
                let mut list = Vec::new();
                self.list(|object| {
                    let text = object.string_text(None)?;
                    list.extend(Value::Text(text).into_text());
                    Some(())
                })?;
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
            b'[' => self.list(|object| object.string().map(|_| ())),
            b'{' => None,
            _ => serde_json::from_slice::<IgnoredAny>(self.scalar()?).ok().map(|_| ()),
        }
    }

    /// Passes a list of strings.
    fn list(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.pass(b'[')?;
        if self.pass(b']').is_some() {
            return Some(());
        }
        loop {
            each(self)?;
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

    fn line_ends(text: &str) -> Option<LineEnds> {
        let ends = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'\n'..=b'\r'));
        LineEnds::of(text, ends.map(|(at, _)| at as u32).collect())
    }

    #[test]
    fn line_ends_of_the_text_are_known() {
        let record = r#"{"id": "a\nb", "title": "c\nd", "text": "é\r\n\"f\"\n\fg\t", "text": "\n"}"#;
        let names = ["id", "title", "text", "b", "c", "d", "e", "f", "places"].map(Some);
        let mut values = Values::default();
        read(&names, false, record.as_bytes(), &mut values).unwrap();
        assert_eq!(values.line_ends, line_ends("é\r\n\"f\"\n\x0cg\t"));
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
                let ends = plain.line_ends.take();
                prop_assert_eq!(format!("{plain:?}"), format!("{ruled:?}"));
                if let (Some(ends), Some(Value::Text(text))) = (ends, plain.take(TEXT)) {
                    prop_assert_eq!(ends, line_ends(&text).unwrap());
                }
            }
        }
    }
}
