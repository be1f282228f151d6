//! From the fields of a record to an article, whatever the format of the record.

use super::block::ALLOWS_MORE;
use super::{ArticleError, InputOptions};
use crate::article::{Article, parse_date};
use crate::error::{Error, ErrorKind};
use crate::segment::layout::LineEnds;

/// The error of a record that is larger than an article may be.
pub(super) fn too_large(limit: usize) -> Error {
    let message = format!("the record has more than {limit} bytes");
    Error::new(ErrorKind::TooLarge, message).with_hint(ALLOWS_MORE)
}

/// Names, and characters of each, that a hint gives at most.
const MOST_NAMES: usize = 20;
const MOST_OF_NAME: usize = 40;

/// What to try where these `columns` or `fields` lack the one with the text.
pub(super) fn hint_at_text<N: AsRef<str>>(what: &str, names: impl IntoIterator<Item = N>) -> String {
    let mut names = names.into_iter();
    let name = |name: N| name.as_ref().chars().take(MOST_OF_NAME).collect::<String>();
    let mut given: Vec<_> = names.by_ref().take(MOST_NAMES).map(name).collect();
    if names.next().is_some() {
        given.push("…".to_owned());
    }
    let given = if given.is_empty() { String::new() } else { format!("{what}: {}; ", given.join(", ")) };
    format!("{given}--text-field names the one with the text")
}

/// What a field holds, as far as articles need it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(String),
    List(Vec<String>),
    Null,
    /// Something else, such as `an object`.
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

    /// The text, unless it is blank.
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }
}

/// Place of the id among the fields.
pub(super) const ID: usize = 0;
const TITLE: usize = 1;
pub(super) const TEXT: usize = 2;
const PUBLISHED: usize = 3;
const DATE: usize = 4;
const LANGUAGE: usize = 5;
const LANG: usize = 6;
const STANDFIRST: usize = 7;
const PLACES: usize = 8;
/// Number of fields that make an article.
pub(super) const FIELDS: usize = 9;

/// The names of the fields that make an article.
pub(super) struct Fields<'a> {
    /// The names; a full stop leads into an inner record unless there is a field whose name has it.
    pub names: [&'a str; FIELDS],
    /// The most bytes that a record may have.
    pub max_bytes: usize,
}

/// What the fields of one record hold.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// In the order of [`Fields::names`].
    found: [Option<Found>; FIELDS],
    /// The line ends of the text, where they were seen.
    pub(super) line_ends: Option<LineEnds>,
}

#[derive(Debug)]
struct Found {
    value: Value,
    /// Records that it lies inside of.
    depth: usize,
}

impl Values {
    /// Takes a value over unless the field was found before, as far outside or further.
    pub(super) fn put(&mut self, field: usize, depth: usize, value: Value) {
        if let Some(slot) = self.found.get_mut(field)
            && slot.as_ref().is_none_or(|found| depth < found.depth)
        {
            *slot = Some(Found { value, depth });
        }
    }

    /// What is known of the line ends of a text that is about to be put, outside of all inner records.
    pub(super) fn put_line_ends(&mut self, line_ends: Option<LineEnds>) {
        if self.found[TEXT].is_none() {
            self.line_ends = line_ends;
        }
    }

    /// The record's own id.
    pub(super) fn take_id(&mut self) -> Option<String> {
        match self.take(ID) {
            Some(Value::Text(id) | Value::Number(id)) if !id.is_empty() => Some(id),
            _ => None,
        }
    }

    pub(super) fn take(&mut self, field: usize) -> Option<Value> {
        Some(self.found.get_mut(field)?.take()?.value)
    }
}

impl<'a> Fields<'a> {
    /// The fields that the options name, and those that have always the same name.
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

    /// The name of the id field in its place, and no other.
    pub(super) fn id_alone(&self) -> [Option<&'a str>; FIELDS] {
        let mut names = [None; FIELDS];
        names[ID] = Some(self.names[ID]);
        names
    }

    /// The name of the text field.
    pub(super) fn text(&self) -> &'a str {
        self.names[TEXT]
    }

    /// The article of a record that stands at `source`, unless the record could not be read.
    pub(super) fn article(
        &self,
        mut values: Values,
        read: Result<(), Error>,
        source: &str,
    ) -> Result<Article, ArticleError> {
        let id = values.take_id().unwrap_or_else(|| source.to_owned());
        match read.and_then(|()| self.build(values)) {
            Ok(mut article) => {
                article.id = id;
                source.clone_into(&mut article.source);
                Ok(article)
            }
            Err(error) => Err(ArticleError { id, source: source.to_owned(), error }),
        }
    }

    fn build(&self, mut values: Values) -> Result<Article, Error> {
        let name = self.text();
        let text = match values.take(TEXT) {
            Some(Value::Text(text)) => text,
            None => return Err(Error::new(ErrorKind::MissingField, format!("no field '{name}'"))),
            Some(other) => {
                let message = format!("field '{name}' is {}, not a string", other.kind());
                return Err(Error::new(ErrorKind::WrongType, message));
            }
        };
        let mut take = |field: usize| values.take(field).and_then(Value::into_text);
        let title = take(TITLE);
        let standfirst = take(STANDFIRST);
        let published = take(PUBLISHED).or_else(|| take(DATE));
        let language = take(LANGUAGE).or_else(|| take(LANG));
        let mut article = Article::from_lines(text, values.line_ends.as_ref(), title)?;
        article.standfirst = standfirst.or(article.standfirst);
        article.published = published.and_then(|date| parse_date(&date)).or(article.published);
        article.language = language.and_then(|code| code.parse().ok());
        if let Some(Value::List(places)) = values.take(PLACES) {
            article.places = places;
        }
        Ok(article)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_names_no_more_fields_than_can_be_read() {
        let names: Vec<_> = (0..=MOST_NAMES).map(|number| format!("{number}{}", "é".repeat(99))).collect();
        let hint = hint_at_text("fields", &names[..1]);
        assert_eq!(hint, format!("fields: 0{}; --text-field names the one with the text", "é".repeat(39)));
        assert!(!hint_at_text("columns", &names[..MOST_NAMES]).contains('…'));
        assert!(hint_at_text("columns", &names).contains(", …; --text-field"));
        assert_eq!(hint_at_text("fields", [""; 0]), "--text-field names the one with the text");
    }
}
