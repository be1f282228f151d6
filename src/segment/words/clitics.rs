//! Short words written together with their neighbour: elided articles, pronouns after a hyphen.

use super::Piece;
use crate::language::Language;

const LISTS: &str = include_str!("clitics.txt");

/// More words than this are not cut from the end of one.
const MOST: usize = 4;

/// The clitics of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Clitics {
    /// Cut after an apostrophe, given without it.
    pub(super) elided: Vec<&'static str>,
    /// Cut before a hyphen.
    pub(super) proclitics: Vec<&'static str>,
    /// Cut after a hyphen.
    pub(super) enclitics: Vec<&'static str>,
    /// Never cut at a hyphen.
    pub(super) whole: Vec<&'static str>,
}

impl Clitics {
    pub(super) fn of(language: Language) -> Self {
        let mut clitics = Self::default();
        let line = LISTS.lines().find_map(|line| line.strip_prefix(language.code())?.strip_prefix(' '));
        for entry in line.unwrap_or_default().split_ascii_whitespace() {
            if let Some(word) = entry.strip_prefix('=') {
                clitics.whole.push(word);
            } else if let Some(word) = entry.strip_prefix('-') {
                clitics.enclitics.push(word);
            } else if let Some(word) = entry.strip_suffix('-') {
                clitics.proclitics.push(word);
            } else if let Some(word) = entry.strip_suffix('\'') {
                clitics.elided.push(word);
            }
        }
        clitics
    }

    /// Whether the language has none.
    pub(super) fn is_empty(&self) -> bool {
        self.elided.is_empty() && self.enclitics.is_empty()
    }

    /// Whether `prefix`, before an apostrophe, is a word of its own.
    pub(super) fn elided(&self, prefix: &str) -> bool {
        self.elided.iter().any(|word| word.eq_ignore_ascii_case(prefix))
    }

    /// Takes the word `start..end`, cut at the hyphens before or after clitics.
    pub(super) fn split_at_hyphens(&self, piece: &mut Piece<'_, '_>, start: usize, end: usize) {
        let text = piece.text;
        if self.enclitics.is_empty()
            || !text.as_bytes()[start..end].contains(&b'-')
            || self.whole.iter().any(|word| same(word, &text[start..end]))
        {
            return piece.push(start, end);
        }
        let mut start = start;
        if let Some(hyphen) = text[start..end].find('-').map(|at| start + at)
            && self.proclitics.iter().any(|word| same(word, &text[start..hyphen]))
        {
            piece.push(start, hyphen);
            start = hyphen + 1;
        }
        let mut ends = [end; MOST + 1];
        let mut cuts = 0;
        while cuts < MOST
            && let Some(hyphen) = text[start..ends[cuts]].rfind('-').map(|at| start + at)
            && self.enclitics.iter().any(|word| same(word, &text[hyphen + 1..ends[cuts]]))
        {
            cuts += 1;
            ends[cuts] = hyphen;
        }
        piece.push(start, ends[cuts]);
        for cut in (0..cuts).rev() {
            piece.push(ends[cut + 1] + 1, ends[cut]);
        }
    }
}

/// Whether `text` is `word` but for case.
fn same(word: &str, text: &str) -> bool {
    word.len() == text.len() && word.chars().eq(text.chars().flat_map(char::to_lowercase))
}
