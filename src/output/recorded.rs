//! Records read back: what a finished run wrote becomes an article and a summary again, as far as the record says, so
//! that any exporter can show it.

use serde::Deserialize;

use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::explanation::Explanation;
use crate::keyword::Keyword;
use crate::language::Language;
use crate::span::{MAX_TEXT, Span};
use crate::summary::{Summary, SummarySentence};
use crate::warning::Warning;

#[derive(Deserialize)]
struct Fields {
    id: Id,
    source: Option<String>,
    language: Option<String>,
    title: Option<String>,
    standfirst: Option<String>,
    published: Option<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    words: usize,
    #[serde(default)]
    sentences: usize,
    #[serde(default)]
    summary: Vec<Chosen>,
    #[serde(default)]
    keywords: Vec<Weighed>,
    #[serde(default)]
    warnings: Vec<String>,
    text: Option<String>,
}

/// An id; numbers count as their digits.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
struct Chosen {
    text: String,
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
    #[serde(default)]
    sentence: usize,
    #[serde(default)]
    score: f64,
    explanation: Option<Explanation>,
}

#[derive(Deserialize)]
struct Weighed {
    text: String,
    #[serde(default)]
    score: f64,
    #[serde(default)]
    count: u32,
    explanation: Option<Explanation>,
}

/// Reads a record of [`Record`](super::Record)'s form. The article's text is empty where the record holds none; without
/// it the spans of sentences say nothing. A language that is not known counts as unknown.
///
/// Fails with [`Malformed`](ErrorKind::Malformed), [`MissingField`](ErrorKind::MissingField) or
/// [`WrongType`](ErrorKind::WrongType); the message does not name the place.
///
/// ```
/// let record = br#"{"id": 7, "title": "Wolves", "summary": [{"text": "Wolves came back."}]}"#;
/// let (article, summary) = epitome::output::read_record(record)?;
/// assert_eq!((article.id.as_str(), summary.summary.len()), ("7", 1));
/// # Ok::<(), epitome::Error>(())
/// ```
pub fn read_record(json: &[u8]) -> Result<(Article, Summary)> {
    let fields: Fields = serde_json::from_slice(json).map_err(|error| fault(&error))?;
    let id = match fields.id {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    };
    let mut article = Article::new(fields.text.unwrap_or_default())?;
    article.source = fields.source.unwrap_or_else(|| id.clone());
    article.id = id;
    article.title = fields.title;
    article.standfirst = fields.standfirst;
    article.published = fields.published;
    article.places = fields.places;
    let language = fields.language.and_then(|code| code.parse().ok()).unwrap_or(Language::Unknown);
    let summary = Summary {
        language,
        words: fields.words,
        sentences: fields.sentences,
        summary: fields.summary.into_iter().map(SummarySentence::from).collect(),
        ranking: Vec::new(),
        keywords: fields.keywords.into_iter().map(Keyword::from).collect(),
        warnings: fields.warnings.into_iter().map(Warning::Recorded).collect(),
    };
    Ok((article, summary))
}

impl From<Chosen> for SummarySentence {
    fn from(chosen: Chosen) -> Self {
        let Chosen { text, start, end, sentence, score, explanation } = chosen;
        let span = if start <= end && end <= MAX_TEXT { Span::new(start, end) } else { Span::default() };
        Self { text, span, sentence, score, explanation }
    }
}

impl From<Weighed> for Keyword {
    fn from(weighed: Weighed) -> Self {
        let Weighed { text, score, count, explanation } = weighed;
        Self { text, score, count, explanation }
    }
}

fn fault(error: &serde_json::Error) -> Error {
    let text = error.to_string();
    // serde_json ends its messages with a place inside the line.
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let kind = match error.classify() {
        serde_json::error::Category::Data if message.starts_with("missing field") => ErrorKind::MissingField,
        serde_json::error::Category::Data => ErrorKind::WrongType,
        _ => ErrorKind::Malformed,
    };
    Error::new(kind, format!("no result record: {message} (column {})", error.column()))
        .with_hint("records of `epitome summarize` or `epitome keywords`, as JSON lines or an array")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Summarizer;
    use crate::output::Record;
    use proptest::prelude::*;
    use serde_json::Value;

    /// The same but for the last bit of a number, which serde_json does not promise.
    fn alike(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Number(one), Value::Number(other)) => {
                let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
                (one - other).abs() <= one.abs() * 1e-12
            }
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
            }
            (Value::Object(one), Value::Object(other)) => {
                one.len() == other.len() && one.iter().all(|(key, one)| alike(one, &other[key]))
            }
            _ => one == other,
        }
    }

    proptest! {
        #[test]
        fn a_record_reads_back(text in "([A-C][a-c]{1,4}[.,\n ]{1,3}|\\PC|wolves ){0,30}", explain in any::<bool>()) {
            let mut article = Article::new(text).unwrap();
            article.id = "a".into();
            article.source = "b".into();
            article.places = vec!["c".into()];
            let summary = Summarizer::builder().explain(explain).build().unwrap().summarize(&article);
            let json = |article, summary| serde_json::to_value(Record::new(article, summary, true)).unwrap();
            let first = json(&article, &summary);
            let (read, again) = read_record(first.to_string().as_bytes()).unwrap();
            let again = json(&read, &again);
            prop_assert!(alike(&first, &again), "{first}\n{again}");
        }
    }

    #[test]
    fn faults_are_named() {
        for (json, kind, message) in [
            ("{}", ErrorKind::MissingField, "missing field `id`"),
            ("{\"id\": 1, \"summary\": 3}", ErrorKind::WrongType, "expected a sequence"),
            ("{\"id\"", ErrorKind::Malformed, "EOF"),
            ("{\"id\": true}", ErrorKind::WrongType, "column"),
        ] {
            let error = read_record(json.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), kind, "{json}: {error}");
            assert!(error.message().contains(message), "{json}: {error}");
        }
        let hostile = r#"{"id": "a", "summary": [{"text": "b", "start": 9, "end": 3}, {"text": "c", "end": 99999999999}]}"#;
        assert_eq!(read_record(hostile.as_bytes()).unwrap().1.summary[1].span, Span::default());
    }
}
