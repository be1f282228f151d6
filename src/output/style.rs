//! The few ways in which the text format sets words off, as ANSI escape codes or as nothing.

use std::fmt;

/// A way to set words off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    /// What can be passed over: the source, facts, explanations.
    Dim,
    Bullet,
    Bar,
    Warning,
    /// A sentence of the summary in its article.
    Chosen,
    Keyword,
    /// A keyword in a sentence of the summary.
    ChosenKeyword,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Title => "\u{1b}[1m",
            Self::Dim => "\u{1b}[2m",
            Self::Bullet => "\u{1b}[36m",
            Self::Bar => "\u{1b}[32m",
            Self::Warning => "\u{1b}[33m",
            Self::Chosen => "\u{1b}[1m",
            Self::Keyword => "\u{1b}[36m",
            Self::ChosenKeyword => "\u{1b}[1;36m",
        }
    }
}

/// Paints, or does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    pub(super) color: bool,
}

impl Palette {
    pub(super) fn paint<T: fmt::Display>(self, style: Style, shown: T) -> Painted<T> {
        Painted { style: self.color.then_some(style), shown }
    }
}

/// Something with the codes around it.
pub(super) struct Painted<T> {
    style: Option<Style>,
    shown: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            None => self.shown.fmt(f),
            Some(style) => {
                f.write_str(style.code())?;
                self.shown.fmt(f)?;
                f.write_str("\u{1b}[0m")
            }
        }
    }
}
