//! The columns of a Parquet file: the keys of the records in their order. The schema and what becomes of a record stand
//! here side by side, since they must agree.

use std::io;

use super::cells::{Cell, Row};
use super::groups::Groups;
use crate::article::Article;
use crate::explanation::Explanation;
use crate::language::Language;
use crate::output::{Content, Exporter, Packing, Presentation, Record, SegmentRecord, json};
use crate::span::{Span, folded};
use crate::summary::Summary;

/// Rows of records.
pub(super) struct Parquet {
    with_text: bool,
    explain: bool,
    row_group: u64,
}

impl Parquet {
    pub(super) fn new(presentation: Presentation) -> Self {
        let Presentation { with_text, explain, row_group, .. } = presentation;
        Self { with_text, explain, row_group }
    }

    /// The schema in Parquet's own words.
    fn schema(&self, content: Content) -> String {
        const IDENTITY: &str = "required binary id (STRING); required binary source (STRING); \
            required binary language (STRING);";
        let text = if self.with_text { "required binary text (STRING);" } else { "" };
        let explanation = if self.explain { "optional binary explanation (STRING);" } else { "" };
        let list = |name: &str, element: &str| {
            format!("required group {name} (LIST) {{ repeated group list {{ {element} }} }}")
        };
        let texts = |name| list(name, "required binary element (STRING);");
        let groups = |name, fields: &str| {
            let fields = format!("required binary text (STRING); {fields}");
            list(name, &format!("required group element {{ {fields} }}"))
        };
        let columns = match content {
            Content::Summaries => [
                "optional binary title (STRING); optional binary standfirst (STRING); \
                optional binary published (STRING);",
                &texts("places"),
                "required int64 words; required int64 sentences;",
                &groups(
                    "summary",
                    &format!(
                        "required int64 start; required int64 end; required int64 sentence; \
                        required double score; {explanation}"
                    ),
                ),
                &groups("keywords", &format!("required double score; required int64 count; {explanation}")),
                &texts("warnings"),
            ]
            .concat(),
            Content::Sentences => groups("sentences", "required int64 start; required int64 end;"),
        };
        format!("message epitome {{ {IDENTITY} {columns} {text} }}")
    }

    fn explanations<'e>(&self, row: &mut Row<'_>, all: impl Iterator<Item = Option<&'e Explanation>>) {
        if self.explain {
            row.list(all.map(|explanation| match explanation.map(written) {
                Some(Ok(text)) => Cell::Text(text.into()),
                _ => Cell::Nothing,
            }));
        }
    }
}

/// An explanation as JSON.
fn written(explanation: &Explanation) -> io::Result<String> {
    let mut bytes = Vec::new();
    json::append(explanation, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn whole(number: usize) -> Cell<'static> {
    Cell::Whole(number as u64)
}

impl Exporter for Parquet {
    fn can_resume(&self) -> bool {
        true
    }

    fn packing(&self, content: Content) -> io::Result<Option<Box<dyn Packing>>> {
        Ok(Some(Box::new(Groups::new(&self.schema(content), self.row_group)?)))
    }

    fn summary(&self, article: &Article, summary: &Summary, out: &mut Vec<u8>) -> io::Result<()> {
        let record = Record::new(article, summary, self.with_text);
        let mut row = Row::begin(out);
        row.one(record.id);
        row.one(record.source);
        row.one(record.language);
        row.one(record.title);
        row.one(record.standfirst);
        row.one(record.published);
        row.list(record.places.iter().map(|place| place.as_str().into()));
        row.one(whole(record.words));
        row.one(whole(record.sentences));
        let chosen = &record.summary;
        row.list(chosen.iter().map(|chosen| chosen.text.into()));
        row.list(chosen.iter().map(|chosen| Cell::Whole(chosen.start.into())));
        row.list(chosen.iter().map(|chosen| Cell::Whole(chosen.end.into())));
        row.list(chosen.iter().map(|chosen| whole(chosen.sentence)));
        row.list(chosen.iter().map(|chosen| Cell::Score(chosen.score)));
        self.explanations(&mut row, chosen.iter().map(|chosen| chosen.explanation));
        let keywords = &record.keywords;
        row.list(keywords.iter().map(|keyword| keyword.text.into()));
        row.list(keywords.iter().map(|keyword| Cell::Score(keyword.score)));
        row.list(keywords.iter().map(|keyword| Cell::Whole(keyword.count.into())));
        self.explanations(&mut row, keywords.iter().map(|keyword| keyword.explanation));
        row.list(record.warnings.iter().map(|warning| warning.as_str().into()));
        if let Some(text) = record.text {
            row.one(text);
        }
        row.end();
        Ok(())
    }

    fn sentences(
        &self,
        article: &Article,
        language: Language,
        sentences: &[Span],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let record = SegmentRecord::new(article, language, sentences, self.with_text);
        let mut row = Row::begin(out);
        row.one(record.id);
        row.one(record.source);
        row.one(record.language);
        row.list(record.sentences.iter().map(|sentence| Cell::Text(folded(sentence.text))));
        row.list(record.sentences.iter().map(|sentence| Cell::Whole(sentence.start.into())));
        row.list(record.sentences.iter().map(|sentence| Cell::Whole(sentence.end.into())));
        if let Some(text) = record.text {
            row.one(text);
        }
        row.end();
        Ok(())
    }
}
