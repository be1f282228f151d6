//! What one line of an article's head says: a date, a writer, places, a reading time, or several of them side by side.

use super::date::{self, Order};
use super::fold::{Folded, fold};
use super::furniture;
use super::heads::Head;
use super::{places, shape};
use crate::bits::{self, Bytes, Finder, Kind};

/// What a line of metadata says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meta {
    pub published: Option<String>,
    pub updated: Option<String>,
    pub byline: Option<String>,
    pub places: Vec<String>,
    /// A date, byline, reading time or place: more than a share button.
    pub strong: bool,
    /// It says so itself ("Published …", "By …"); a bare date or place may mean something else in another setting.
    pub explicit: bool,
}

/// Bytes of the longest line that may be metadata.
const LONGEST: usize = 600;
/// Characters of the longest line that is taken apart at bars and dashes.
const LONGEST_ROW: usize = 200;

/// Characters of the longest piece of a menu.
const LONGEST_BUTTON: usize = 32;

/// Reads a line that is metadata or furniture of an article's head.
pub(super) fn line(text: &str, order: &dyn Fn() -> Order) -> Option<Meta> {
    let text = text.trim();
    let sentence = text.len() > LONGEST / 2 && shape::ends_with_stop(text);
    if text.is_empty() || text.len() > LONGEST || sentence {
        return None;
    }
    one(text, order).or_else(|| row(text, order)).or_else(|| is_menu(text).then(Meta::default))
}

/// A writer's name as a page gives it, without "By" or "Author:".
pub(crate) fn writer(text: &str) -> String {
    let text = text.trim();
    let folded = fold(text);
    let name = furniture::opener(&folded, furniture::Kind::Byline).and_then(|(end, colon)| {
        let words = folded.text.get(..end)?.split(' ').count();
        if colon {
            text.split_once([':', '：', '=']).map(|(_, name)| name)
        } else {
            after_words(text, words)
        }
    });
    name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(text).to_owned()
}

/// Whether a line is a row of buttons and links: short pieces between bars, some of them furniture.
pub(super) fn is_menu(text: &str) -> bool {
    if begins_with_long_piece(text) {
        return false;
    }
    let mut parts = 0;
    let mut known = 0;
    for part in pieces(text) {
        if shape::length(part) > LONGEST_BUTTON {
            return false;
        }
        parts += 1;
        known += usize::from(furniture::recognise(&fold(part)).is_some());
    }
    parts > 1 && known * 3 >= parts
}

/// Whether the first piece of a text is too long for a menu, told by no more of the text than that takes.
fn begins_with_long_piece(text: &str) -> bool {
    let near = text.get(..text.floor_char_boundary(4 * LONGEST_BUTTON)).unwrap_or_default();
    // The last character may turn out to be a sign.
    let mut first = pieces(near).next().unwrap_or_default().chars();
    first.next_back();
    shape::length(first.as_str().trim_end()) > LONGEST_BUTTON
}

/// A line that says one thing.
fn one(text: &str, order: &dyn Fn() -> Order) -> Option<Meta> {
    let head = Head::of(text);
    let places = || {
        let places = if head.may_be_place() { places::line(text) } else { None };
        places.map(|places| Meta { places, strong: true, ..Meta::default() })
    };
    if !head.may_be_furniture() {
        return dated(text, None, order).or_else(places);
    }
    let folded = fold(text);
    if let Some(found) = furniture::recognise(&folded)
        && (found.whole || found.colon || shape::length(text) <= 160)
    {
        let strong = found.kind == furniture::Kind::Reading;
        return Some(Meta { strong, explicit: true, ..Meta::default() });
    }
    let written = || byline(text, &folded).or_else(|| written_on(text, order));
    dated(text, Some(&folded), order).or_else(written).or_else(places)
}

/// A line that holds a date; its comparable form is looked at for what announces one.
fn dated(text: &str, folded: Option<&Folded>, order: &dyn Fn() -> Order) -> Option<Meta> {
    let numbers = if text.is_ascii() {
        text.bytes().any(|byte| byte.is_ascii_digit())
    } else {
        text.contains(|c: char| c.is_numeric() || c == '年')
    };
    if !numbers {
        return None;
    }
    let opener = |kind| folded.and_then(|folded| furniture::opener(folded, kind).zip(Some(folded)));
    let published = opener(furniture::Kind::Published);
    let updated = opener(furniture::Kind::Updated);
    let ends = |opener: Option<((usize, bool), &Folded)>| opener.map(|(found, _)| found);
    let update = ends(updated) > ends(published);
    let opener = if update { updated } else { published };
    let strangers = opener
        .map_or(0, |((end, _), folded)| folded.text.get(..end).unwrap_or_default().split(' ').count() + 3);
    if opener.is_some() && shape::ends_sentence(text) && shape::length(text) > 80 {
        return None;
    }
    let iso = date::line(text, strangers, order)?.iso;
    let (published, updated) = if update { (None, iso) } else { (iso, None) };
    Some(Meta { published, updated, strong: true, explicit: opener.is_some(), ..Meta::default() })
}

/// "By Ada Lovelace", "Autor: …".
fn byline(text: &str, folded: &Folded) -> Option<Meta> {
    let (end, colon) = furniture::opener(folded, furniture::Kind::Byline)?;
    let words = folded.text.get(..end)?.split(' ').count();
    let name = if colon {
        text.split_once([':', '：', '=']).map(|(_, name)| name)?
    } else {
        after_words(text, words)?
    };
    let name = name.trim();
    let first = name.chars().find(|c| c.is_alphabetic())?;
    let capital = if first.is_uppercase() {
        colon || shape::begins_with_name(name)
    } else {
        !first.is_lowercase() && (colon || words_of(name) <= 4)
    };
    let short = shape::length(name) <= 120 && words_of(name) <= 16;
    let ended = shape::ends_sentence(name) && words_of(name) > 6;
    let named = colon || !name.chars().any(char::is_numeric);
    (capital && short && !ended && named).then(|| Meta {
        byline: Some(name.trim_end_matches(['|', '·', '•', '-', '—', ',']).trim_end().to_owned()),
        strong: true,
        explicit: true,
        ..Meta::default()
    })
}

/// "By Ada Lovelace, 5 October 2024".
fn written_on(text: &str, order: &dyn Fn() -> Order) -> Option<Meta> {
    let (writer, date) = text.split_once(", ")?;
    let mut found = byline(writer, &fold(writer))?;
    found.take(dated(date, Some(&fold(date)), order)?);
    Some(found)
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().count()
}

/// What follows the first words of a line.
fn after_words(text: &str, words: usize) -> Option<&str> {
    let mut rest = text.trim_start();
    for _ in 0..words {
        rest = rest.get(rest.find(char::is_whitespace)?..)?.trim_start();
    }
    Some(rest)
}

/// A line that says several things between bars, dots or dashes. At least one must be a date, a writer or a reading time;
/// what is unknown beside them must be as short as a name.
fn row(text: &str, order: &dyn Fn() -> Order) -> Option<Meta> {
    if shape::length(text) > LONGEST_ROW || pieces(text).nth(1).is_none() {
        return None;
    }
    let mut found = Meta::default();
    let mut parts = 0;
    let mut unknown = 0;
    for part in pieces(text) {
        parts += 1;
        match one(part, order) {
            Some(meta) => found.take(meta),
            None if shape::length(part) <= 40 && words_of(part) <= 5 => unknown += 1,
            None => return None,
        }
    }
    (parts > 1 && found.strong && found.places.is_empty() && unknown <= 2).then_some(found)
}

/// Bytes that may separate, or begin the character that does.
struct Sign;

impl Kind for Sign {
    fn of(bytes: Bytes) -> Bytes {
        let [bar, tab, dash, slash] = [b'|', b'\t', b'-', b'/'].map(|sign| bits::is(bytes, sign));
        bar | tab | dash | slash | bits::within(bytes, 0x80, 0xFF)
    }
}

/// The parts of a line between signs that separate.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut signs = Finder::<Sign>::new(text.as_bytes());
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let begin = start?;
        let mut at = begin;
        loop {
            at = signs.next(at);
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                start = None;
                return text.get(begin..);
            };
            let after = at + c.len_utf8();
            let spaced = text.get(..at).is_some_and(|before| before.ends_with(' '))
                && text.get(after..).is_some_and(|after| after.starts_with(' '));
            let sign = matches!(c, '|' | '·' | '•' | '\t' | '\u{3000}' | '｜' | '∙' | '›' | '»')
                || (matches!(c, '-' | '–' | '—' | '/') && spaced);
            if sign {
                start = Some(after);
                return text.get(begin..at);
            }
            at = after;
        }
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

impl Meta {
    /// Adds what another line says; what is known already stays.
    pub(super) fn take(&mut self, other: Self) {
        self.published = self.published.take().or(other.published);
        self.updated = self.updated.take().or(other.updated);
        self.byline = self.byline.take().or(other.byline);
        self.places.extend(other.places);
        self.strong |= other.strong;
        self.explicit |= other.explicit;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Looks at every character.
    fn pieces_by_characters(text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (at, c) in text.char_indices() {
            let spaced = text[start..at].ends_with(' ') && text[at + c.len_utf8()..].starts_with(' ');
            if "|·•\t\u{3000}｜∙›»".contains(c) || ("-–—/".contains(c) && spaced) {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
        }
        pieces.push(&text[start..]);
        pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
    }

    #[test]
    fn signs_begin_with_a_few_bytes() {
        bits::assert_kind::<Sign>(|byte| matches!(byte, b'|' | b'\t' | b'-' | b'/' | 0x80..));
    }

    proptest! {
        #[test]
        fn pieces_lie_between_signs(text in "([ab|/\t-]| [/–—-] |[·•»é\u{3000}–]|[ ]){0,20}") {
            prop_assert_eq!(pieces(&text).collect::<Vec<_>>(), pieces_by_characters(&text));
        }
    }

    proptest! {
        #[test]
        fn a_long_piece_is_no_menu(text in "([a-d国]{0,40}| {0,90}|[|/–-]| [/–-] ){0,9}") {
            let first = pieces(&text).next().unwrap_or_default();
            prop_assert!(!begins_with_long_piece(&text) || shape::length(first) > LONGEST_BUTTON);
        }
    }

    fn read(text: &str) -> Option<Meta> {
        line(text, &|| Order::Unknown)
    }

    #[test]
    fn rows_of_metadata_are_read() {
        let cases = [
            ("By Leontine Arquette · 9 March 2025", Some("Leontine Arquette"), Some("2025-03-09")),
            (
                "Par Solène Vidaillac — Publié le 22 juillet 2025 à 18 h 00 — Temps de lecture : 3 min",
                Some("Solène Vidaillac"),
                Some("2025-07-22T18:00:00"),
            ),
            ("di Ottavia Brentano — 3 ottobre 2024", Some("Ottavia Brentano"), Some("2024-10-03")),
            ("青葉郡白沢村　二〇二五年二月二十日", None, Some("2025-02-20")),
            ("Published April 02, 2024 - 00:04am", None, Some("2024-04-02T00:04:00")),
            ("Von Jörg Bärenfänger, 5. Oktober 2024", Some("Jörg Bärenfänger"), Some("2024-10-05")),
            ("Par Lucas d'Hautecombe", Some("Lucas d'Hautecombe"), None),
            ("Автор: Глеб Незванов", Some("Глеб Незванов"), None),
            (
                "By Odette Marlowe, local government reporter",
                Some("Odette Marlowe, local government reporter"),
                None,
            ),
            ("Mis en ligne le 7 novembre 2024", None, Some("2024-11-07")),
            ("Yayın tarihi: 14 Mayıs 2025 - 07.30", None, Some("2025-05-14T07:30:00")),
        ];
        for (text, byline, published) in cases {
            let meta = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((meta.byline.as_deref(), meta.published.as_deref()), (byline, published), "{text}");
        }
        assert_eq!(read("Updated 3 May 2024").unwrap().updated.as_deref(), Some("2024-05-03"));
    }

    #[test]
    fn sentences_are_no_metadata() {
        for text in [
            "By the time the rain came, the council had met on 3 May 2024 and gone home.",
            "By Monday the water had reached the first of the houses in the lower town and nobody slept.",
            "Lower Brack, 2025-03-18. A co-operative of 640 villagers has finished a fibre-optic network.",
            "Von den 430 Einwohnern kamen 12.",
            "An ordinary line of text",
            "12 34 56.7 and the 1,000 of 2,000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
