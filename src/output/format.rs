//! The output formats by name, and which of them a file's extension names.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::compression::without_extension;
use super::{Exporter, Presentation, html, json, markdown, table, text};
use crate::error::{Error, ErrorKind, Result};

macro_rules! formats {
    ($($variant:ident $name:literal $about:literal [$($extension:literal)*] $exporter:expr,)*) => {
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

            /// What writes results in this format.
            pub fn exporter(self, presentation: Presentation) -> Box<dyn Exporter> {
                match self { $(Self::$variant => Box::new($exporter(presentation)),)* }
            }
        }
    };
}

formats! {
    Text "text" "for reading in a terminal" ["txt" "text"] text::Text::new,
    Json "json" "an array of the records" ["json"] json::Json::new,
    Jsonl "jsonl" "a record a line" ["jsonl" "ndjson"] json::Jsonl::new,
    Csv "csv" "a table with a header" ["csv"] table::Csv::new,
    Markdown "markdown" "for notes and web pages" ["md" "markdown"] markdown::Markdown::new,
    Html "html" "a page to look at in a browser, in one file" ["html" "htm"] html::Html::new,
}

/// Extensions of formats that people may expect, and what to do instead.
const ABSENT: &[(&str, &str)] = &[("parquet", "Parquet cannot be written yet")];

impl Format {
    /// The format that a path's extension names, if it names one; that of a compression is looked past. Fails with
    /// [`InvalidOption`](ErrorKind::InvalidOption) for a format that cannot be written.
    pub fn of_path(path: &Path) -> Result<Option<Self>> {
        let inner = without_extension(path);
        let extension = inner.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if let Some((_, why)) = ABSENT.iter().find(|(absent, _)| *absent == extension) {
            let message = format!("{}: {why}", path.display());
            let names = Self::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
            return Err(Error::new(ErrorKind::InvalidOption, message)
                .with_hint(format!("or say which format it shall have: --format {names}")));
        }
        Ok(Self::ALL.iter().copied().find(|format| format.extensions().contains(&extension.as_str())))
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
        assert!(ABSENT.iter().all(|(absent, _)| !extensions.contains(&absent)));
    }

    #[test]
    fn the_extension_names_the_format() {
        let of = |path: &str| Format::of_path(Path::new(path));
        assert_eq!(of("a/b.JSONL").unwrap(), Some(Format::Jsonl));
        assert_eq!(of("b.md").unwrap(), Some(Format::Markdown));
        assert_eq!(of("json").unwrap(), None);
        assert_eq!(of("a.dat").unwrap(), None);
        assert_eq!(of("report.htm").unwrap(), Some(Format::Html));
        assert!(of("report.parquet").is_err());
        assert_eq!(of("out.jsonl.gz").unwrap(), Some(Format::Jsonl));
        assert_eq!(of("out.csv.ZST").unwrap(), Some(Format::Csv));
        assert_eq!(of("out.gz").unwrap(), None);
        assert!(of("report.parquet.gz").is_err());
    }
}
