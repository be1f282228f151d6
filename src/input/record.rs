//! One JSON object to one article: finds the wanted fields, wherever they are nested, and skips all others unread.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{ArticleError, InputOptions};
use crate::article::{Article, parse_date};
use crate::error::{Error, ErrorKind};

/// The bytes without a UTF-8 byte order mark.
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The error of a record that is larger than an article may be.
pub(super) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::TooLarge, format!("the record has more than {limit} bytes"))
}

/// What a field holds, as far as articles need it.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number(String),
    List(Vec<String>),
    Null,
    /// A boolean or an object.
    Other(&'static str),
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Number(_) => "a number",
            Self::List(_) => "an array",
            Self::Null => "null",
            Self::Other(kind) => kind,
        }
    }

    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }
}

const ID: usize = 0;
const TITLE: usize = 1;
const TEXT: usize = 2;
const PUBLISHED: usize = 3;
const DATE: usize = 4;
const LANGUAGE: usize = 5;
const LANG: usize = 6;
const STANDFIRST: usize = 7;
const PLACES: usize = 8;
const FIELDS: usize = 9;

/// The names of the fields that make an article.
pub(super) struct Fields<'a> {
    names: [&'a str; FIELDS],
    max_bytes: usize,
}

type Values = [Option<Value>; FIELDS];

impl<'a> Fields<'a> {
    pub(super) fn new(options: &'a InputOptions) -> Self {
        Self {
            max_bytes: options.max_article_bytes,
            names: [
                &options.id_field,
                &options.title_field,
                &options.text_field,
                "published",
                "date",
                "language",
                "lang",
                "standfirst",
                "places",
            ],
        }
    }

    /// The article of one record that stands at `source`.
    pub(super) fn article(&self, json: &[u8], source: &str) -> Result<Article, ArticleError> {
        let mut values = Values::default();
        let parsed = self.parse(json, &mut values);
        let id = match values[ID].take() {
            Some(Value::Text(id) | Value::Number(id)) => id,
            _ => source.to_owned(),
        };
        let made = parsed.and_then(|()| self.build(values));
        match made {
            Ok(mut article) => {
                article.id = id;
                source.clone_into(&mut article.source);
                Ok(article)
            }
            Err(error) => Err(ArticleError { id, source: source.to_owned(), error }),
        }
    }

    fn parse(&self, json: &[u8], values: &mut Values) -> Result<(), Error> {
        if json.len() > self.max_bytes {
            return Err(too_large(self.max_bytes));
        }
        let mut parser = serde_json::Deserializer::from_slice(json);
        Object { wanted: self.names.map(Some), values }
            .deserialize(&mut parser)
            .and_then(|()| parser.end())
            .map_err(|error| {
                let message = error.to_string();
                Error::new(ErrorKind::Malformed, format!("not a JSON object: {message}"))
            })
    }

    fn build(&self, mut values: Values) -> Result<Article, Error> {
        let name = self.names[TEXT];
        let text = match values[TEXT].take() {
            Some(Value::Text(text)) => text,
            None => return Err(Error::new(ErrorKind::MissingField, format!("no field '{name}'"))),
            Some(other) => {
                let message = format!("field '{name}' is {}, not a string", other.kind());
                return Err(Error::new(ErrorKind::WrongType, message));
            }
        };
        let mut take = |field: usize| values[field].take().and_then(Value::into_text);
        let title = take(TITLE);
        let standfirst = take(STANDFIRST);
        let published = take(PUBLISHED).or_else(|| take(DATE));
        let language = take(LANGUAGE).or_else(|| take(LANG));
        let mut article = Article::from_record(text, title)?;
        article.standfirst = standfirst.or(article.standfirst);
        article.published = published.and_then(|date| parse_date(&date)).or(article.published);
        article.language = language.and_then(|code| code.parse().ok());
        if let Some(Value::List(places)) = values[PLACES].take() {
            article.places = places;
        }
        Ok(article)
    }
}

/// Reads one object into the values whose names are wanted here; a name may lead on into an inner object.
struct Object<'v, 'n> {
    wanted: [Option<&'n str>; FIELDS],
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
                let value =
                    map.next_value_seed(Any { inner: Some(Object { wanted: inner, values: self.values }) })?;
                keep(self.values, here, &value);
            } else if here.contains(&true) {
                let value = map.next_value_seed(Any { inner: None })?;
                keep(self.values, here, &value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

fn keep(values: &mut Values, here: [bool; FIELDS], value: &Value) {
    for (slot, _) in values.iter_mut().zip(here).filter(|(_, wanted)| *wanted) {
        *slot = Some(value.clone());
    }
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
struct Any<'v, 'n> {
    inner: Option<Object<'v, 'n>>,
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

    fn read(json: &str, options: &InputOptions) -> Result<Article, ArticleError> {
        Fields::new(options).article(json.as_bytes(), "x.jsonl:3")
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
        let small = InputOptions { max_article_bytes: 10, ..InputOptions::default() };
        assert_eq!(read("{\"text\": \"0123456789\"}", &small).unwrap_err().error.kind(), ErrorKind::TooLarge);
    }
}
