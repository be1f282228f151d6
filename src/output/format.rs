//! The output formats by name, and which of them a file's extension names.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::compression::without_extension;
use super::{Exporter, Presentation, html, json, markdown, parquet, table, text};
use crate::error::{Error, ErrorKind, Result};

macro_rules! formats {
    (|$shown:ident| $($variant:ident $name:literal $about:literal [$($extension:literal)*] $exporter:expr,)*) => {
        /// A format of results.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Format {
            $(#[doc = $about] $variant,)*
        }

        impl Format {
            /// All formats.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is, in one line.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }

            /// Extensions of its files, in lower case, without the full stop.
            pub fn extensions(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($extension,)*],)* }
            }

            /// What writes results in this format. Fails with [`InvalidOption`](ErrorKind::InvalidOption) for one that
            /// this build leaves out.
            pub fn exporter(self, $shown: Presentation) -> Result<Box<dyn Exporter>> {
                Ok(match self { $(Self::$variant => $exporter,)* })
            }
        }
    };
}

formats! { |shown|
    Text "text" "for reading in a terminal" ["txt" "text"] Box::new(text::Text::new(shown)),
    Json "json" "an array of the records" ["json"] Box::new(json::Json::new(shown)),
    Jsonl "jsonl" "a record a line" ["jsonl" "ndjson"] Box::new(json::Jsonl::new(shown)),
    Csv "csv" "a table with a header" ["csv"] Box::new(table::Csv::new(shown)),
    Markdown "markdown" "for notes and web pages" ["md" "markdown"] Box::new(markdown::Markdown::new(shown)),
    Html "html" "a page to look at in a browser, in one file" ["html" "htm"] Box::new(html::Html::new(shown)),
    Parquet "parquet" "a table with nested columns, for data frames" ["parquet"] parquet::exporter(shown)?,
}

impl Format {
    /// The format that a path's extension names, if it names one; that of a compression is looked past.
    pub fn of_path(path: &Path) -> Option<Self> {
        let inner = without_extension(path);
        let extension = inner.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        Self::ALL.iter().copied().find(|format| format.extensions().contains(&extension.as_str()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|format| format.name()).collect();
            Error::new(ErrorKind::InvalidOption, format!("unknown output format '{name}'"))
                .with_hint(format!("accepted: {}", names.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_extensions_are_no_ones_else() {
        let mut extensions: Vec<_> = Format::ALL.iter().flat_map(|format| format.extensions()).collect();
        for format in Format::ALL {
            assert_eq!(format.name().parse::<Format>().unwrap(), *format);
        }
        extensions.sort_unstable();
        let all = extensions.len();
        extensions.dedup();
        assert_eq!(extensions.len(), all);
    }

    #[test]
    fn the_extension_names_the_format() {
        let of = |path: &str| Format::of_path(Path::new(path));
        assert_eq!(of("a/b.JSONL"), Some(Format::Jsonl));
        assert_eq!(of("b.md"), Some(Format::Markdown));
        assert_eq!(of("json"), None);
        assert_eq!(of("a.dat"), None);
        assert_eq!(of("report.htm"), Some(Format::Html));
        assert_eq!(of("report.parquet"), Some(Format::Parquet));
        assert_eq!(of("out.jsonl.gz"), Some(Format::Jsonl));
        assert_eq!(of("out.csv.ZST"), Some(Format::Csv));
        assert_eq!(of("out.gz"), None);
    }
}
