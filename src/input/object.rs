//! One JSON object to one article: finds the wanted fields, wherever they are nested, and skips all others unread.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::ArticleError;
use super::fields::{FIELDS, Fields, ID, Value, Values, hint_at_text, too_large};
use super::plain_object;
use crate::article::Article;
use crate::error::{Error, ErrorKind};

/// The bytes without a UTF-8 byte order mark.
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The article of one object that stands at `source`.
pub(super) fn article(fields: &Fields<'_>, json: &[u8], source: &str) -> Result<Article, ArticleError> {
    let mut values = Values::default();
    let read = read(fields, json, &mut values);
    fields.article(values, read, source).map_err(|failed| match failed.error.kind() {
        ErrorKind::MissingField => {
            let found: BTreeMap<String, &RawValue> = serde_json::from_slice(json).unwrap_or_default();
            let hint = hint_at_text("fields", found.keys());
            ArticleError { error: failed.error.with_hint(hint), ..failed }
        }
        _ => failed,
    })
}

/// The id of one object, if it has one, without reading the rest.
pub(super) fn id(fields: &Fields<'_>, json: &[u8]) -> Option<String> {
    let wanted = fields.id_alone();
    // A name with a full stop may come again further outside; another is done with where it is found.
    let enough = !fields.names[ID].contains('.');
    let mut values = Values::default();
    if plain_object::read(&wanted, enough, json, &mut values).is_none() {
        values = Values::default();
        let mut parser = serde_json::Deserializer::from_slice(json);
        let object = Object { wanted, depth: 0, enough, values: &mut values };
        // What is wrong with the rest is told by whoever reads it.
        let _ = object.deserialize(&mut parser);
    }
    values.take_id()
}

fn read(fields: &Fields<'_>, json: &[u8], values: &mut Values) -> Result<(), Error> {
    if json.len() > fields.max_bytes {
        return Err(too_large(fields.max_bytes));
    }
    let wanted = fields.names.map(Some);
    if plain_object::read(&wanted, false, json, values).is_some() {
        return Ok(());
    }
    *values = Values::default();
    read_by_rule(wanted, json, values).map_err(|error| {
        let mut why = error.to_string();
        if !json.contains(&b'\n') {
            // Whose first line it is not: the record may stand anywhere in the file.
            why = why.replace(" at line 1 column ", " at column ");
        }
        let error = Error::new(ErrorKind::Malformed, format!("not a JSON object: {why}"));
        match std::str::from_utf8(json) {
            Ok(_) => error,
            Err(_) => {
                error.with_hint("JSON is read as UTF-8, or as UTF-16 that begins with its byte order mark")
            }
        }
    })
}

/// Reads any object.
pub(super) fn read_by_rule(
    wanted: [Option<&str>; FIELDS],
    json: &[u8],
    values: &mut Values,
) -> Result<(), serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_slice(json);
    Object { wanted, depth: 0, enough: false, values }.deserialize(&mut parser)?;
    parser.end()
}

/// Reads one object into the values whose names are wanted here; a name may lead on into an inner object.
pub(super) struct Object<'v, 'n> {
    wanted: [Option<&'n str>; FIELDS],
    /// Objects around it.
    depth: usize,
    /// One value of this object is all that is asked for.
    enough: bool,
    values: &'v mut Values,
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key)? {
            let inner = self.wanted.map(|name| name?.strip_prefix(&*key)?.strip_prefix('.'));
            let here = self.wanted.map(|name| name == Some(&*key));
            if inner.iter().any(Option::is_some) {
                let inner =
                    Object { wanted: inner, depth: self.depth + 1, enough: false, values: self.values };
                let value = map.next_value_seed(Any { inner: Some(inner) })?;
                keep(self.values, here, self.depth, value);
            } else if here.contains(&true) {
                let value =
                    if here[ID] { as_written(&mut map)? } else { map.next_value_seed(Any { inner: None })? };
                keep(self.values, here, self.depth, value);
                if self.enough {
                    return Err(serde::de::Error::custom("enough"));
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

pub(super) fn keep(values: &mut Values, here: [bool; FIELDS], depth: usize, value: Value) {
    let mut fields = (0..FIELDS).filter(|&field| here[field]);
    let first = fields.next();
    for field in fields {
        values.put(field, depth, value.clone());
    }
    if let Some(first) = first {
        values.put(first, depth, value);
    }
}

/// A value of which a number keeps all of its digits, as an id must.
fn as_written<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Value, A::Error> {
    let json = map.next_value::<&'de RawValue>()?.get();
    if let Some(number) = number(json) {
        return Ok(number);
    }
    let mut parser = serde_json::Deserializer::from_str(json);
    Any { inner: None }.deserialize(&mut parser).map_err(|error| {
        // Its place is one within the value.
        let why = error.to_string();
        serde::de::Error::custom(why.split(" at line ").next().unwrap_or_default())
    })
}

/// A value as it is written, if that is a number.
pub(super) fn number(json: &str) -> Option<Value> {
    let is_number = json.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    is_number.then(|| Value::Number(json.to_owned()))
}

/// A key, borrowed where it can be.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = std::borrow::Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = std::borrow::Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(key.into())
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(key.to_owned().into())
    }
}

/// Any value; an object is read further where something inside it is wanted.
pub(super) struct Any<'v, 'n> {
    pub(super) inner: Option<Object<'v, 'n>>,
}

impl<'de> DeserializeSeed<'de> for Any<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other("a boolean"))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = sequence.next_element_seed(Any { inner: None })? {
            list.extend(value.into_text());
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        match self.inner {
            Some(object) => object.visit_map(map)?,
            None => while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {},
        }
        Ok(Value::Other("an object"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::input::InputOptions;

    fn read(json: &str, options: &InputOptions) -> Result<Article, ArticleError> {
        article(&Fields::new(options), json.as_bytes(), "x.jsonl:3")
    }

    #[test]
    fn fields_are_found_wherever_they_are() {
        let options = InputOptions {
            id_field: "meta.id".into(),
            title_field: "meta.head.line".into(),
            text_field: "body.text".into(),
            ..InputOptions::default()
        };
        let json = r#"{"a": [1, {"text": "no"}], "meta": {"id": 7, "head": {"line": "T", "x": null}}, "body.text": "A."}"#;
        let article = read(json, &options).unwrap();
        assert_eq!((article.id.as_str(), article.title.as_deref(), article.text()), ("7", Some("T"), "A."));
        assert_eq!(article.source, "x.jsonl:3");
    }

    #[test]
    fn a_name_with_a_full_stop_wins_over_a_nested_one() {
        let options = InputOptions { title_field: "meta.title".into(), ..InputOptions::default() };
        for json in [
            r#"{"text": "A.", "meta.title": "flat", "meta": {"title": "nested"}}"#,
            r#"{"text": "A.", "meta": {"title": "nested"}, "meta.title": "flat"}"#,
        ] {
            assert_eq!(read(json, &options).unwrap().title.as_deref(), Some("flat"));
        }
        let twice = r#"{"text": "A.", "meta": {"title": "first"}, "meta": {"title": "last"}}"#;
        assert_eq!(read(twice, &options).unwrap().title.as_deref(), Some("first"));
        let scalar = r#"{"text": "A.", "meta": 3, "id": ""}"#;
        let article = read(scalar, &options).unwrap();
        assert_eq!((article.title, article.id.as_str()), (None, "x.jsonl:3"));
    }

    #[test]
    fn numbers_as_ids_keep_their_digits() {
        for id in ["7", "-0", "1.0", "12345678901234567890123", "1e400"] {
            let json = format!(r#"{{"id": {id}, "text": "A."}}"#);
            assert_eq!(read(&json, &InputOptions::default()).unwrap().id, id);
        }
        let failed = read(r#"{"id": "\ud800", "text": "A."}"#, &InputOptions::default()).unwrap_err();
        let message = failed.error.to_string();
        assert!(message.ends_with("unexpected end of hex escape at column 15"), "{message}");
    }

    #[test]
    fn the_id_alone_is_the_same_id() {
        let nested = InputOptions { id_field: "meta.id".into(), ..InputOptions::default() };
        for (options, json, id) in [
            (&InputOptions::default(), r#"{"id": "a", "text": "T.", "id": "b", "text": "}"#, Some("a")),
            (&InputOptions::default(), r#"{"text": "T.", "x": {"id": "b"}, "id": 5, broken"#, Some("5")),
            (&InputOptions::default(), r#"{"text": "T."}"#, None),
            (&nested, r#"{"meta": {"id": "a"}, "meta.id": "b", "text": "T."}"#, Some("b")),
            (&nested, r#"{"meta": {"id": "a"}, "text": "T."}"#, Some("a")),
        ] {
            let fields = Fields::new(options);
            assert_eq!(super::id(&fields, json.as_bytes()).as_deref(), id, "{json}");
            let whole = article(&fields, json.as_bytes(), "x:1")
                .map_or_else(|failed| failed.id, |article| article.id);
            assert!(whole == id.unwrap_or("x:1") || whole == "x:1", "{json}: {whole}");
        }
    }

    #[test]
    fn known_fields_are_taken_over_and_odd_ones_ignored() {
        let json = r#"{"id": "a", "text": "T\n\nShare this article", "date": "2 April 2024", "lang": "de-AT",
            "places": ["Norway", 3], "standfirst": "S", "language": 5, "published": null, "title": ["no"]}"#;
        let article = read(json, &InputOptions::default()).unwrap();
        assert_eq!(article.published.as_deref(), Some("2024-04-02"));
        assert_eq!(article.language, Some(crate::Language::German));
        assert_eq!(article.places, ["Norway"]);
        assert_eq!(article.standfirst.as_deref(), Some("S"));
        assert_eq!(article.title, None);
        assert_eq!(article.paragraphs().len(), 1);
    }

    #[test]
    fn bad_records_fail_alone_and_say_why() {
        let cases = [
            ("{\"id\": \"a\"}", "a", ErrorKind::MissingField),
            ("{\"id\": 1.5, \"text\": null}", "1.5", ErrorKind::WrongType),
            ("{\"text\": [\"x\"]}", "x.jsonl:3", ErrorKind::WrongType),
            ("{\"text\": \"x\"", "x.jsonl:3", ErrorKind::Malformed),
            ("{\"text\": \"x\"} y", "x.jsonl:3", ErrorKind::Malformed),
            ("[1]", "x.jsonl:3", ErrorKind::Malformed),
            ("{\"text\": \"\\ud800\"}", "x.jsonl:3", ErrorKind::Malformed),
        ];
        for (json, id, kind) in cases {
            let failed = read(json, &InputOptions::default()).unwrap_err();
            assert_eq!((failed.id.as_str(), failed.error.kind()), (id, kind), "{json}");
        }
        let said = |json: &[u8]| {
            let failed = article(&Fields::new(&InputOptions::default()), json, "x.jsonl:3").unwrap_err();
            failed.error.to_string()
        };
        let hint = "fields: body, id; --text-field names the one with the text";
        assert_eq!(said(br#"{"id": 1, "body": "x"}"#), format!("no field 'text' ({hint})"));
        assert_eq!(said(b"{}"), "no field 'text' (--text-field names the one with the text)");
        assert_eq!(said(b"[1]"), "not a JSON object: invalid type: sequence, expected an object at column 0");
        assert!(said(b"{\"text\":\n1").contains("at line 2 column 1"));
        assert!(said(b"{\"text\": \"x\xff\"}").contains("JSON is read as UTF-8"));
        let small = InputOptions { max_article_bytes: 10, ..InputOptions::default() };
        assert_eq!(read("{\"text\": \"0123456789\"}", &small).unwrap_err().error.kind(), ErrorKind::TooLarge);
    }
}
