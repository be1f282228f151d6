//! The decision at a terminator: does the sentence end here? It looks at the word before, at what follows, and never
//! further than a bounded number of bytes.

use std::cell::OnceCell;

use super::SentenceSplitter;
use super::enclosure::Enclosures;
use super::listing::is_item_number;
use super::marks::{Kind, Run, char_at, opens};
use super::role::Role;
use crate::language::Language;

/// Bytes looked at before a dot for the word that it belongs to.
pub(super) const WORD_REACH: usize = 48;

/// Characters looked at of the word behind a dot.
const LONGEST_NEXT: usize = 24;

/// Letters from which on a word before a dot is no unlisted abbreviation, so that the sentence ends even before a word
/// in lower case.
pub(super) const LONG_WORD: usize = 7;

/// Words that a sentence has at least before one of its abbreviations may end it.
const MIN_WORDS: usize = 3;

/// Whether a number with a dot is an ordinal in this language.
pub(super) fn has_ordinals(language: Language) -> bool {
    use Language::{
        Basque, Croatian, Czech, Danish, Estonian, Finnish, German, Hungarian, Latvian, Lithuanian,
        Norwegian, Polish, Serbian, Slovak, Slovenian, Turkish,
    };
    matches!(
        language,
        Basque
            | Croatian
            | Czech
            | Danish
            | Estonian
            | Finnish
            | German
            | Hungarian
            | Latvian
            | Lithuanian
            | Norwegian
            | Polish
            | Serbian
            | Slovak
            | Slovenian
            | Turkish
    )
}

/// The rules of one language at work on one paragraph.
pub(super) struct Boundary<'a> {
    splitter: &'a SentenceSplitter,
    text: &'a str,
    /// Whether the paragraph has capitals, once that was asked.
    cased: OnceCell<bool>,
}

/// The first thing after a terminator.
struct Next<'a> {
    /// White space comes first.
    spaced: bool,
    /// The first character behind white space and opening marks.
    first: char,
    /// A dash stands before it.
    dashed: bool,
    /// The word that begins there; empty where none does.
    word: &'a str,
    /// What follows the word.
    rest: &'a str,
}

impl<'a> Boundary<'a> {
    pub(super) fn new(splitter: &'a SentenceSplitter, text: &'a str) -> Self {
        Self { splitter, text, cased: OnceCell::new() }
    }

    /// Whether the paragraph has capitals, so that a small letter after a dot says that the sentence goes on.
    fn is_cased(&self) -> bool {
        let text = self.text;
        let capital = |byte: u8| byte.is_ascii_uppercase();
        *self.cased.get_or_init(|| text.bytes().any(capital) || text.chars().any(char::is_uppercase))
    }

    /// Where the sentence that began at `start` ends, if it ends at this run of terminators.
    pub(super) fn end_of(&self, start: usize, run: &Run, enclosures: &Enclosures) -> Option<usize> {
        let inside = enclosures.hold(run.start);
        if inside && run.end <= enclosures.close() {
            return None;
        }
        if run.kind == Kind::Tight {
            return self.ends_tight(run).then_some(run.end);
        }
        let next = self.next(run.end)?;
        if self.splitter.language == Language::Armenian && run.kind == Kind::Dot {
            return None;
        }
        if !next.spaced {
            return self.ends_unspaced(run, &next).then_some(run.end);
        }
        if continues(next.first) {
            return None;
        }
        if next.first == '.' {
            return (run.dots == 1 && !run.closed && next.rest.starts_with("..")).then_some(run.end);
        }
        // `[...]` stands for words left out.
        if run.dots >= 3 && self.text[..run.start].ends_with(['[', '(']) {
            return None;
        }
        match run.kind {
            Kind::Stop => self.ends_stop(start, run).then_some(run.end),
            Kind::Bang => self.ends_bang(run, &next).then_some(run.end),
            _ if run.dots >= 2 => self.end_of_ellipsis(run, &next),
            _ => self.ends_dot(start, run, &next).then_some(run.end),
        }
    }

    fn next(&self, from: usize) -> Option<Next<'a>> {
        let rest = self.text.get(from..)?;
        let trimmed = match rest.as_bytes() {
            [b'!'..=b'~', ..] => rest,
            [b' ', b'!'..=b'~', ..] => &rest[1..],
            _ => rest.trim_start(),
        };
        let spaced = trimmed.len() < rest.len();
        let mut at = trimmed;
        let mut dashed = false;
        for _ in 0..8 {
            match at.chars().next()? {
                'A'..='Z' | 'a'..='z' | '0'..='9' => break,
                c if opens(c) => at = &at[c.len_utf8()..],
                c @ ('—' | '–' | '-' | '―') => {
                    dashed = true;
                    at = at[c.len_utf8()..].trim_start();
                }
                _ => break,
            }
        }
        let first = at.chars().next()?;
        let (word, rest) = word_at(at);
        Some(Next { spaced, first, dashed, word, rest })
    }

    /// Chinese, Japanese and others that need no space: all but a quotation that the sentence goes on behind.
    fn ends_tight(&self, run: &Run) -> bool {
        let Some(next) = char_at(self.text, run.end) else { return false };
        let first = char_at(self.text, run.start);
        if first == Some('．') && next.is_numeric() {
            return false;
        }
        match next {
            '、' | '，' | ',' | '；' | '：' => false,
            // 「……。」と…
            '\u{3041}'..='\u{309f}' if run.closed => false,
            _ => !run.closed || first == Some('。') || next.is_whitespace(),
        }
    }

    /// No space behind: `said.The`, `over!Then`, `.”The`, but not `Node.js`, `U.S.Army`, `Jane.Doe@example.com`.
    fn ends_unspaced(&self, run: &Run, next: &Next<'_>) -> bool {
        let token = self.word_before(run.start);
        if run.kind == Kind::Stop {
            return !matches!(char_at(self.text, run.start), Some(':' | ';')) && !continues(next.first);
        }
        if !next.first.is_uppercase() || run.dots == 2 || next.dashed {
            return false;
        }
        if run.closed {
            return true;
        }
        let letters = token.chars().rev().take_while(|c| c.is_lowercase()).count();
        let plain = letters >= 3 && token.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        let address =
            next.rest.starts_with(['@', '/', ':']) || (next.rest.starts_with('.') && next.word.len() < 4);
        plain && !address && self.splitter.abbreviations.role(token).is_none()
    }

    /// A danda or an Arabic or Armenian stop; a colon that serves as one needs a few words and no quotation behind it.
    fn ends_stop(&self, start: usize, run: &Run) -> bool {
        if self.splitter.language != Language::Arabic || char_at(self.text, run.start) != Some(':') {
            return true;
        }
        let quoted = self.text[run.end..].trim_start().starts_with(opens);
        !quoted && self.words(start, run.start) >= 1
    }

    fn ends_bang(&self, run: &Run, next: &Next<'_>) -> bool {
        if next.first.is_lowercase() {
            return !self.is_cased() && !run.closed && !next.dashed;
        }
        let name = self.text.get(run.start - self.word_before(run.start).len()..run.first_end);
        run.closed || name.and_then(|name| self.splitter.abbreviations.role(name)).is_none()
    }

    /// `...` and `…`: the sentence ends before a capital. `. . .` marks an omission within the sentence; a stop with a
    /// spaced ellipsis behind it ends its sentence itself: `compounds. . . . The practice`.
    fn end_of_ellipsis(&self, run: &Run, next: &Next<'_>) -> Option<usize> {
        if next.first.is_lowercase() {
            return None;
        }
        let attached = !self.text[..run.start].ends_with(char::is_whitespace);
        if run.spaced && run.dots == 3 && !attached {
            return None;
        }
        let stop_first = run.spaced && run.dots >= 4 && attached && !run.closed;
        Some(if stop_first { run.first_end } else { run.end })
    }

    /// A single full stop with a space behind it.
    fn ends_dot(&self, start: usize, run: &Run, next: &Next<'_>) -> bool {
        let word = self.word_before(run.start);
        if next.dashed && !next.first.is_uppercase() {
            return false;
        }
        let small = next.first.is_lowercase();
        if word.chars().any(char::is_numeric) {
            return self.ends_number(start, run, word, next);
        }
        let mut letters = word.chars();
        let initial = letters.next().filter(|c| c.is_alphabetic() && letters.next().is_none());
        if let Some(role) = self.role(word).filter(|_| !initial.is_some_and(char::is_uppercase)) {
            match role {
                Role::Name => return false,
                Role::Open => return self.ends_open(start, run, word, next),
                Role::Number if is_number(next.word) => return false,
                Role::Number => {}
            }
        }
        if let Some(letter) = initial {
            return self.ends_initial(start, run, letter, next);
        }
        if is_acronym(word) {
            return self.ends_open(start, run, word, next);
        }
        if self.splitter.ordinals && is_roman(word) && !self.starts(next) {
            return false;
        }
        if small && self.is_cased() {
            let long = word.chars().count() >= LONG_WORD && word.chars().all(char::is_alphabetic);
            return long && !run.closed;
        }
        !(small && run.closed)
    }

    /// A number before the dot: an item of a list, an ordinal, or the end.
    fn ends_number(&self, start: usize, run: &Run, word: &str, next: &Next<'_>) -> bool {
        if is_item_number(&self.text[start..run.start]) {
            return false;
        }
        let ordinal =
            self.splitter.ordinals && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        if ordinal && !run.closed {
            return self.starts(next) && self.words(start, run.start) >= MIN_WORDS;
        }
        !next.first.is_lowercase() || !self.is_cased()
    }

    /// An abbreviation or acronym that may end a sentence: it does before a word that begins sentences.
    fn ends_open(&self, start: usize, run: &Run, word: &str, next: &Next<'_>) -> bool {
        let title =
            || next.rest.starts_with('.') && self.splitter.abbreviations.role(next.word) == Some(Role::Name);
        let meridiem = || word.eq_ignore_ascii_case("a.m") || word.eq_ignore_ascii_case("p.m");
        let caseless = next.first.is_alphabetic() && !next.first.is_lowercase() && !next.first.is_uppercase();
        (self.starts(next) || caseless || (meridiem() && title()))
            && self.words(start, run.start) >= MIN_WORDS
    }

    /// A single letter before the dot: an initial, part of `z. B.`, an item of a list, rarely the end (`vitamin C.`).
    fn ends_initial(&self, start: usize, run: &Run, letter: char, next: &Next<'_>) -> bool {
        let before = self.text[start..run.start].trim_end_matches(is_bidi);
        let before = before.strip_suffix(letter).unwrap_or(before).trim_end();
        let initial_next = next.rest.starts_with('.') && next.word.chars().count() == 1;
        if before.is_empty() || initial_next || !self.starts(next) || self.words(start, run.start) < MIN_WORDS
        {
            return false;
        }
        if letter == 'I' && self.splitter.language == Language::English {
            return true;
        }
        let chained = before.ends_with('.');
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let named = last.chars().next().is_some_and(char::is_uppercase);
        if letter.is_lowercase() { true } else { !chained && !named }
    }

    /// Whether the next word is one that begins sentences.
    fn starts(&self, next: &Next<'_>) -> bool {
        next.first.is_uppercase() && self.splitter.starters.contain(next.word)
    }

    /// What the language's list says of a word or of its part behind an apostrophe, else what the English one says of a
    /// capitalised word: `Mt. Kisco` and `Intercept Ltd.` stand in texts of every language.
    fn role(&self, word: &str) -> Option<Role> {
        let own = self.splitter.abbreviations;
        own.role(word).or_else(|| {
            let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let elided = if plain { None } else { word.rsplit_once(['\'', '’']) };
            let elided = elided.and_then(|(_, tail)| own.role(tail));
            elided.or_else(|| self.splitter.foreign_role(word))
        })
    }

    /// The word that ends at `end`, without marks that open before it; it may hold dots.
    fn word_before(&self, end: usize) -> &'a str {
        let mut from = end.saturating_sub(WORD_REACH);
        let window = &self.text.as_bytes()[from..end];
        // Most words are letters behind a space.
        let plain = window.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if window.iter().nth_back(plain) == Some(&b' ') {
            return &self.text[end - plain..end];
        }
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let window = &self.text[from..end];
        let word =
            window.rsplit(|c: char| c.is_whitespace() || matches!(c, '/' | '—' | '–' | ',' | ':')).next();
        word.unwrap_or(window).trim_start_matches(|c| opens(c) || is_bidi(c)).trim_end_matches(is_bidi)
    }

    /// Words between two offsets, counted up to [`MIN_WORDS`].
    fn words(&self, start: usize, end: usize) -> usize {
        self.text[start..end].split_whitespace().take(MIN_WORDS + 1).count().saturating_sub(1)
    }
}

/// The word that a text begins with, or so much of it as is looked at, and what follows.
pub(super) fn word_at(text: &str) -> (&str, &str) {
    let all = text.len().min(LONGEST_NEXT);
    let mut length = 0;
    for &byte in &text.as_bytes()[..all] {
        if !byte.is_ascii_alphanumeric() && byte != b'\'' {
            break;
        }
        length += 1;
    }
    if text.as_bytes().get(length).is_some_and(|byte| !byte.is_ascii()) && length < LONGEST_NEXT {
        let mut characters = text.char_indices().take(LONGEST_NEXT);
        let end = characters.find(|&(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        length = end.map_or(all, |(length, _)| length);
    }
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// Marks behind a terminator that show that the sentence goes on.
fn continues(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | ')' | ']' | '،' | '؛' | '»' | '”' | '、' | '，')
}

/// Invisible marks of writing direction.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// Digits or a Roman numeral.
fn is_number(word: &str) -> bool {
    word.starts_with(char::is_numeric) || is_roman(word) || word.chars().count() == 1
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| b"IVXLCM".contains(&byte))
}

/// Short pieces between dots, as in `U.S`, `a.m`, `Ph.D`, `LL.AA.II`.
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|piece| (1..=3).contains(&piece.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_begins_behind_what_parts_words(text in "[a-z éß,/:—.\"(]{0,60}") {
            let splitter = SentenceSplitter::new(Language::English);
            let word = Boundary::new(&splitter, &text).word_before(text.len());
            let from = (0..=text.len()).find(|&at| text.is_char_boundary(at) && at + WORD_REACH >= text.len());
            let parts = |c: char| c.is_whitespace() || matches!(c, '/' | '—' | '–' | ',' | ':');
            let last = text[from.unwrap()..].split(parts).next_back().unwrap();
            prop_assert_eq!(word, last.trim_start_matches(opens));
        }
    }
}
