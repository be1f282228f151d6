//! Records written piece by piece: names, colons and commas at once, strings in one piece where nothing is to be
//! escaped. The bytes are those that serde writes of the same record, which the tests compare; an explanation, and any
//! number, is left to serde.

use std::io;

use serde::Serialize;

use super::super::record::{Chosen, Keyword, Record, Segment, SegmentRecord};
use super::{append, is_hidden};
use crate::bits::{self, Bytes, Finder, Kind};
use crate::span::{PieceEnd, fold};

/// Bytes that are escaped, or may begin a character that is.
struct Special;

impl Kind for Special {
    fn of(bytes: Bytes) -> Bytes {
        let [quote, backslash, delete, latin, marks] =
            [b'"', b'\\', 0x7f, 0xc2, 0xe2].map(|byte| bits::is(bytes, byte));
        bits::up_to(bytes, 0x1f) | quote | backslash | delete | latin | marks
    }
}

/// Appends the result for an article.
pub(super) fn record(record: &Record<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    string(b"{\"id\":\"", record.id, out);
    string(b",\"source\":\"", record.source, out);
    string(b",\"language\":\"", record.language, out);
    optional(b",\"title\":", record.title, out);
    optional(b",\"standfirst\":", record.standfirst, out);
    optional(b",\"published\":", record.published, out);
    list(b",\"places\":", record.places, out, |place, out| {
        string(b"\"", place, out);
        Ok(())
    })?;
    number(b",\"words\":", record.words, out)?;
    number(b",\"sentences\":", record.sentences, out)?;
    list(b",\"summary\":", &record.summary, out, chosen)?;
    list(b",\"keywords\":", &record.keywords, out, keyword)?;
    list(b",\"warnings\":", &record.warnings, out, |warning, out| {
        string(b"\"", warning, out);
        Ok(())
    })?;
    end_with_text(record.text, out);
    Ok(())
}

/// Appends the sentences of an article.
pub(super) fn segments(record: &SegmentRecord<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    string(b"{\"id\":\"", record.id, out);
    string(b",\"source\":\"", record.source, out);
    string(b",\"language\":\"", record.language, out);
    list(b",\"sentences\":", &record.sentences, out, segment)?;
    end_with_text(record.text, out);
    Ok(())
}

fn chosen(chosen: &Chosen<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    string(b"{\"text\":\"", chosen.text, out);
    number(b",\"start\":", chosen.start, out)?;
    number(b",\"end\":", chosen.end, out)?;
    number(b",\"sentence\":", chosen.sentence, out)?;
    number(b",\"score\":", chosen.score, out)?;
    end_with_explanation(chosen.explanation, out)
}

fn keyword(keyword: &Keyword<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    string(b"{\"text\":\"", keyword.text, out);
    number(b",\"score\":", keyword.score, out)?;
    number(b",\"count\":", keyword.count, out)?;
    end_with_explanation(keyword.explanation, out)
}

fn segment(segment: &Segment<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    folded_string(b"{\"text\":\"", segment.text, out);
    number(b",\"start\":", segment.start, out)?;
    number(b",\"end\":", segment.end, out)?;
    out.push(b'}');
    Ok(())
}

fn end_with_text(text: Option<&str>, out: &mut Vec<u8>) {
    if let Some(text) = text {
        string(b",\"text\":\"", text, out);
    }
    out.push(b'}');
}

fn end_with_explanation(explanation: Option<&impl Serialize>, out: &mut Vec<u8>) -> io::Result<()> {
    if let Some(explanation) = explanation {
        out.extend_from_slice(b",\"explanation\":");
        append(explanation, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// Appends a name and the items of its list.
fn list<T>(
    name: &[u8],
    items: &[T],
    out: &mut Vec<u8>,
    item: impl Fn(&T, &mut Vec<u8>) -> io::Result<()>,
) -> io::Result<()> {
    out.extend_from_slice(name);
    out.push(b'[');
    for (at, each) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        item(each, out)?;
    }
    out.push(b']');
    Ok(())
}

fn number(name: &[u8], number: impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend_from_slice(name);
    append(&number, out)
}

fn optional(name: &[u8], text: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    match text {
        Some(text) => string(b"\"", text, out),
        None => out.extend_from_slice(b"null"),
    }
}

/// Appends what opens a string, the string with what must be escaped as an escape, and the quotation mark that closes it.
fn string(opening: &[u8], text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(opening);
    let bytes = text.as_bytes();
    let mut special = Finder::<Special>::new(bytes);
    let mut written = 0;
    let mut at = 0;
    loop {
        at = special.next(at);
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        if is_escaped(c) {
            out.extend_from_slice(&bytes[written..at]);
            escape(c, out);
            written = next;
        }
        at = next;
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

/// The same of the text with its white space folded.
fn folded_string(opening: &[u8], text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(opening);
    fold::<Special>(text, is_escaped, |piece, end| {
        out.extend_from_slice(piece.as_bytes());
        match end {
            PieceEnd::Space => out.push(b' '),
            PieceEnd::Special(c) => escape(c, out),
            PieceEnd::Text => out.push(b'"'),
        }
    });
}

fn is_escaped(c: char) -> bool {
    matches!(c, '"' | '\\') || is_hidden(c)
}

fn escape(c: char, out: &mut Vec<u8>) {
    match c {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\u{8}' => out.extend_from_slice(b"\\b"),
        '\u{c}' => out.extend_from_slice(b"\\f"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        _ => out.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explanation::Explanation;
    use proptest::prelude::*;

    const TEXT: &str = "([a-z \n \u{0}-\u{1f}\"\\\\/\u{7f}-\u{a0}]|[é“”\u{2020}-\u{2070}中]){0,20}";

    fn by_serde(record: &impl Serialize) -> String {
        let mut out = Vec::new();
        append(record, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes_begin_with_special_bytes() {
        for c in ('\0'..=char::MAX).filter(|&c| is_escaped(c)) {
            assert_eq!(bits::bits::<Special>(c.to_string().as_bytes(), 0) & 1, 1, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_serde(
            texts in prop::collection::vec(TEXT, 4),
            list in prop::collection::vec((TEXT, any::<u32>(), any::<i16>(), any::<bool>()), 0..4),
            title in prop::option::of(TEXT),
            text in prop::option::of(TEXT),
        ) {
            let explanation = Explanation::sum(texts[0].clone(), vec![Explanation::leaf(0.5, texts[1].clone())]);
            let explained = |explain: bool| explain.then_some(&explanation);
            let summary = list.iter().map(|(text, start, score, explain)| Chosen {
                text,
                start: *start,
                end: start / 2,
                sentence: 7,
                score: f64::from(*score) / 7.0,
                explanation: explained(*explain),
            });
            let keywords = list.iter().map(|(text, count, score, explain)| Keyword {
                text,
                score: f64::from(*score) * 1e17,
                count: *count,
                explanation: explained(*explain),
            });
            let result = Record {
                id: &texts[0],
                source: &texts[1],
                language: "en",
                title: title.as_deref(),
                standfirst: None,
                published: Some("2024-04-02"),
                places: &texts[2..],
                words: 12,
                sentences: list.len(),
                summary: summary.collect(),
                keywords: keywords.collect(),
                warnings: texts.clone(),
                text: text.as_deref(),
            };
            let mut out = Vec::new();
            record(&result, &mut out).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), by_serde(&result));

            let pieces = list.iter().map(|(text, start, ..)| Segment { text, start: *start, end: 9 });
            let (id, source, text) = (&*texts[0], &*texts[1], text.as_deref());
            let result = SegmentRecord { id, source, language: "und", sentences: pieces.collect(), text };
            let mut out = Vec::new();
            segments(&result, &mut out).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), by_serde(&result));
        }
    }
}
