//! The files that an evaluation reads: gold references or keyphrases, and result records, a JSON object a line.

use std::io::BufRead;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;

/// What people wrote of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// The article's id.
    pub id: String,
    /// Reference summaries, their sentences separated by line feeds, or keyphrases.
    pub texts: Vec<String>,
    /// The language, if the file names it.
    pub language: Option<Language>,
}

/// What of a result record is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRecord {
    /// The article's id.
    pub id: String,
    /// The sentences of the summary.
    pub summary: Vec<String>,
    /// The keywords, best first.
    pub keywords: Vec<String>,
}

/// An id; a number counts as its digits.
#[derive(Deserialize)]
#[serde(try_from = "Box<RawValue>")]
struct Id(String);

impl TryFrom<Box<RawValue>> for Id {
    type Error = &'static str;

    fn try_from(value: Box<RawValue>) -> std::result::Result<Self, &'static str> {
        let json = value.get();
        if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(Self(json.to_owned()));
        }
        serde_json::from_str(json).map(Self).map_err(|_| "an id is a string or a number")
    }
}

#[derive(Deserialize)]
struct ReferencesLine {
    id: Id,
    references: Vec<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
struct KeyphrasesLine {
    id: Id,
    keyphrases: Vec<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
struct ResultLine {
    id: Id,
    #[serde(default)]
    summary: Vec<Piece>,
    #[serde(default)]
    keywords: Vec<Piece>,
}

#[derive(Deserialize)]
struct Piece {
    text: String,
}

/// Reads lines of `{"id", "references", "lang"}`, the last optional. `file` names the input in messages.
///
/// Errors name file and line: a line that is no such object, a language that is not known, an id that was met before.
///
/// ```
/// let lines = r#"{"id": 7, "references": ["One line.\nAnother."], "lang": "de"}"#;
/// let gold = epitome::eval::read_references(lines.as_bytes(), "gold.jsonl")?;
/// assert_eq!(gold[0].id, "7");
/// # Ok::<(), epitome::Error>(())
/// ```
pub fn read_references(input: impl BufRead, file: &str) -> Result<Vec<Gold>> {
    read_gold(input, file, |line: ReferencesLine| (line.id, line.references, line.lang))
}

/// Reads lines of `{"id", "keyphrases", "lang"}`, the last optional, as [`read_references`] does.
pub fn read_keyphrases(input: impl BufRead, file: &str) -> Result<Vec<Gold>> {
    read_gold(input, file, |line: KeyphrasesLine| (line.id, line.keyphrases, line.lang))
}

/// Reads result records; only `id`, `summary[].text` and `keywords[].text` are looked at. An array of records over the
/// whole file (`--format json`) is read as well. Errors name file and line.
pub fn read_results(mut input: impl BufRead, file: &str) -> Result<Vec<ResultRecord>> {
    let texts = |pieces: Vec<Piece>| pieces.into_iter().map(|piece| piece.text).collect();
    let record = |line: ResultLine| ResultRecord {
        id: line.id.0,
        summary: texts(line.summary),
        keywords: texts(line.keywords),
    };
    let start = input.fill_buf().map_err(|error| unreadable(file, &error))?;
    if start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        let records: Vec<ResultLine> = serde_json::from_reader(input).map_err(|error| {
            if error.is_io() { unreadable(file, &error) } else { fault(file, error.line(), &error) }
        })?;
        return Ok(records.into_iter().map(record).collect());
    }
    let mut records = Vec::new();
    for_each_line(input, file, |_, line| {
        records.push(record(line));
        Ok(())
    })?;
    Ok(records)
}

fn read_gold<T: DeserializeOwned>(
    input: impl BufRead,
    file: &str,
    fields: impl Fn(T) -> (Id, Vec<String>, Option<String>),
) -> Result<Vec<Gold>> {
    let mut gold: Vec<Gold> = Vec::new();
    let mut first_line_of = std::collections::HashMap::new();
    for_each_line(input, file, |number, line| {
        let (Id(id), texts, lang) = fields(line);
        let language = lang.map(|code| code.parse()).transpose().map_err(|error: Error| {
            Error::new(ErrorKind::Malformed, format!("{file}:{number}: {}", error.message()))
        })?;
        if let Some(first) = first_line_of.insert(id.clone(), number) {
            let message = format!("{file}:{number}: id '{id}' stands in line {first} already");
            return Err(Error::new(ErrorKind::Malformed, message));
        }
        gold.push(Gold { id, texts, language });
        Ok(())
    })?;
    Ok(gold)
}

/// Parses each line that is not blank; lines are counted from 1.
fn for_each_line<T: DeserializeOwned>(
    mut input: impl BufRead,
    file: &str,
    mut each: impl FnMut(usize, T) -> Result<()>,
) -> Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| unreadable(file, &error))? == 0 {
            break;
        }
        let line = line.strip_prefix("\u{feff}".as_bytes()).filter(|_| number == 1).unwrap_or(&line);
        if !line.trim_ascii().is_empty() {
            each(number, serde_json::from_slice(line).map_err(|error| fault(file, number, &error))?)?;
        }
    }
    Ok(())
}

fn unreadable(file: &str, error: &dyn std::error::Error) -> Error {
    Error::new(ErrorKind::Unreadable, format!("{file}: {error}"))
}

fn fault(file: &str, line: usize, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    // serde_json ends its messages with a place inside the line.
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let kind = match error.classify() {
        serde_json::error::Category::Data if message.starts_with("missing field") => ErrorKind::MissingField,
        serde_json::error::Category::Data => ErrorKind::WrongType,
        _ => ErrorKind::Malformed,
    };
    Error::new(kind, format!("{file}:{line}: {message} (column {})", error.column()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_is_read() {
        let lines = "\u{feff}{\"id\": \"a\", \"references\": [\"x\\ny\"], \"title\": null}\n\n{\"id\": 12345678901234567890123, \"references\": [], \
                     \"lang\": \"pt-BR\"}\r\n";
        let gold = read_references(lines.as_bytes(), "g").unwrap();
        assert_eq!(gold[0], Gold { id: "a".into(), texts: vec!["x\ny".into()], language: None });
        assert_eq!(
            gold[1],
            Gold {
                id: "12345678901234567890123".into(),
                texts: vec![],
                language: Some(Language::Portuguese)
            }
        );
    }

    #[test]
    fn results_are_read_by_line_and_as_an_array() {
        let first =
            r#"{"id":"a","source":"f","summary":[{"text":"One.","start":0}],"keywords":[],"warnings":[]}"#;
        let second = r#"{"id":"b","keywords":[{"text":"k","score":1}]}"#;
        let lines = read_results(format!("{first}\n{second}\n").as_bytes(), "r").unwrap();
        let array = read_results(format!(" [{first},\n{second}]").as_bytes(), "r").unwrap();
        assert_eq!(lines, array);
        assert_eq!(
            (lines[0].summary.as_slice(), lines[1].keywords.as_slice()),
            (&["One.".into()][..], &["k".into()][..])
        );
    }

    #[test]
    fn faults_name_file_and_line() {
        let good = "{\"id\": \"a\", \"keyphrases\": [\"x\"]}\n";
        for (bad, kind, message) in [
            ("{\"id\": \"b\"}", ErrorKind::MissingField, "g.jsonl:2: missing field `keyphrases`"),
            (
                "{\"id\": \"b\", \"keyphrases\": \"x\"}",
                ErrorKind::WrongType,
                "g.jsonl:2: invalid type: string",
            ),
            ("{\"id\"", ErrorKind::Malformed, "g.jsonl:2: EOF while parsing"),
            (
                "{\"id\": \"b\", \"keyphrases\": [], \"lang\": \"xx\"}",
                ErrorKind::Malformed,
                "g.jsonl:2: unknown language 'xx'",
            ),
            (good, ErrorKind::Malformed, "g.jsonl:2: id 'a' stands in line 1 already"),
        ] {
            let error = read_keyphrases(format!("{good}{bad}").as_bytes(), "g.jsonl").unwrap_err();
            assert_eq!(error.kind(), kind, "{bad}");
            assert!(error.message().starts_with(message), "{}", error.message());
        }
        let error = read_results(&b"{\"id\": \"a\"}\n\xff\n"[..], "r.jsonl").unwrap_err();
        assert!(error.message().starts_with("r.jsonl:2: "), "{}", error.message());
        let error = read_results(&b"[{\"id\": \"a\"},\n{\"keywords\": []}]"[..], "r.json").unwrap_err();
        assert!(error.message().starts_with("r.json:2: missing field `id`"), "{}", error.message());
    }
}
