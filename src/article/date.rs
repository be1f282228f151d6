//! Dates as articles carry them, in any of the main languages, to ISO 8601. Written by hand: a line becomes a few
//! tokens, and the first run of tokens that spells a date of the calendar counts.

use super::date_tokens::{Token, tokens};
use super::date_words::Meaning;
use super::furniture;
use crate::frozen::FrozenMap;

/// Bytes of the longest line that is looked at.
const LONGEST: usize = 240;

/// In which order `4/5/2024` is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    Unknown,
}

/// A line that holds a date and nothing else but words that belong to dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// ISO 8601; `None` where day and month cannot be told apart.
    pub iso: Option<String>,
}

/// The words of dates, as the build script froze them.
static WORDS: FrozenMap = FrozenMap::new(include_bytes!(concat!(env!("OUT_DIR"), "/date-words")));

fn meaning(token: Option<&Token>) -> Option<Meaning> {
    match token {
        Some(Token::Word(word)) => WORDS.get(word).and_then(Meaning::unpack),
        _ => None,
    }
}

/// A date in ISO 8601 from the text of a field; `None` where there is none, or where day and month cannot be told apart.
pub(crate) fn parse(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let tokens = tokens(text);
    find(&tokens, Order::Unknown)?.iso(&tokens)
}

/// Reads a line that is a date. `strangers` is how many words may stand in it that do not belong to dates; `order` is
/// asked where a numeric date can be read in two ways.
pub(super) fn line(line: &str, strangers: usize, order: impl FnOnce() -> Order) -> Option<Dated> {
    if line.len() > LONGEST || (strangers == 0 && has_stranger(line)) {
        return None;
    }
    date_of(line, strangers, order)
}

fn date_of(line: &str, strangers: usize, order: impl FnOnce() -> Order) -> Option<Dated> {
    let tokens = tokens(line);
    if !tokens.iter().any(|token| matches!(token, Token::Number { .. })) {
        return None;
    }
    let mut found = find(&tokens, Order::Unknown)?;
    let time = found.time(&tokens);
    // "2 May 2024, updated 3 May 2024": further dates are fine where a word tells what they are.
    let announced = |token: &Token| matches!(token, Token::Word(word) if furniture::announces_date(word));
    let several = tokens.iter().any(announced);
    let mut unknown = 0;
    for (at, token) in tokens.iter().enumerate() {
        let used = (found.start..found.end).contains(&at)
            || time.as_ref().is_some_and(|time| (time.start..time.end).contains(&at));
        match token {
            _ if used || announced(token) => {}
            Token::Number { .. } if strangers == 0 && !several => return None,
            Token::Word(_) if meaning(Some(token)).is_none() => unknown += 1,
            _ => {}
        }
    }
    if unknown > strangers {
        return None;
    }
    if found.ambiguous && order() == Order::DayFirst {
        found.ambiguous = false;
    }
    Some(Dated { iso: found.iso(&tokens) })
}

/// Whether some word of five ASCII letters or more belongs to no date; shorter ones may be part of how one is written.
fn has_stranger(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let end = at + letters;
        let whole = at.checked_sub(1).is_none_or(|before| bytes[before].is_ascii())
            && bytes.get(end).is_none_or(u8::is_ascii);
        if letters >= 5 && whole {
            let word = line[at..end].to_ascii_lowercase();
            if WORDS.get(&word).is_none() && !furniture::announces_date(&word) {
                return true;
            }
        }
        at = end + 1;
    }
    false
}

/// A date and the tokens that spell it.
struct Found {
    year: u32,
    month: u32,
    day: u32,
    /// Day and month could be exchanged.
    ambiguous: bool,
    start: usize,
    end: usize,
}

struct Time {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    zone: Option<String>,
    start: usize,
    end: usize,
}

fn find(tokens: &[Token], order: Order) -> Option<Found> {
    (0..tokens.len()).find_map(|start| {
        let rest = tokens.get(start..)?;
        let (year, month, day, ambiguous, length) =
            year_first(rest).or_else(|| numeric(rest, order)).or_else(|| named(rest))?;
        let whole = start == 0 || !matches!(tokens.get(start - 1), Some(Token::Sign('/')));
        (whole && exists(year, month, day)).then_some(Found {
            year,
            month,
            day,
            ambiguous,
            start,
            end: start + length,
        })
    })
}

type Parts = (u32, u32, u32, bool, usize);

/// `2024-04-02`, `2024年4月2日`, `2024. 4. 2.`, `2024. április 2.`
fn year_first(tokens: &[Token]) -> Option<Parts> {
    let year = tokens.first()?.number(4)?;
    let mut at = 1;
    let sign = tokens.get(at)?.sign()?;
    if !matches!(sign, '-' | '/' | '.' | '年') {
        return None;
    }
    at += 1;
    let month = if let Some(Meaning::Month(month)) = meaning(tokens.get(at)) {
        month
    } else {
        let month = tokens.get(at)?.number(2)?;
        at += 1;
        let expected = if sign == '年' { '月' } else { sign };
        if tokens.get(at)?.sign()? != expected {
            return None;
        }
        month
    };
    at += 1;
    let day = tokens.get(at)?.number(2)?;
    at += 1;
    if sign == '年' && tokens.get(at).and_then(Token::sign) == Some('日') {
        at += 1;
    }
    Some((year, month, day, false, at))
}

/// `02.04.2024`, `2/4/2024`, `2-4-2024`: the day comes first but for a slash, where either may.
fn numeric(tokens: &[Token], order: Order) -> Option<Parts> {
    let first = tokens.first()?.number(2)?;
    let sign = tokens.get(1)?.sign()?;
    let second = tokens.get(2)?.number(2)?;
    if !matches!(sign, '.' | '/' | '-') || tokens.get(3)?.sign()? != sign {
        return None;
    }
    let year = match tokens.get(4)? {
        Token::Number { value, digits: 4 } => *value,
        Token::Number { value, digits: 2 } if sign != '-' => {
            2000 + *value - if *value >= 70 { 100 } else { 0 }
        }
        _ => return None,
    };
    if sign == '/' && first <= 12 && second > 12 {
        return Some((year, first, second, false, 5));
    }
    let ambiguous = sign == '/' && order == Order::Unknown && first <= 12 && second <= 12 && first != second;
    Some((year, second, first, ambiguous, 5))
}

/// `2. April 2024`, `2 de abril de 2024`, `April 2nd, 2024`, `02-Apr-2024`.
fn named(tokens: &[Token]) -> Option<Parts> {
    let filler = |mut at: usize| {
        let begin = at;
        while at - begin < 4 {
            match tokens.get(at) {
                Some(Token::Sign('.' | ',' | '-' | '/' | '°')) => at += 1,
                Some(Token::Word(word))
                    if matches!(
                        word.as_str(),
                        "de" | "del"
                            | "of"
                            | "st"
                            | "nd"
                            | "rd"
                            | "th"
                            | "er"
                            | "º"
                            | "ª"
                            | "a"
                            | "η"
                            | "ος"
                            | "d"
                            | "den"
                            | "і"
                            | "го"
                    ) =>
                {
                    at += 1;
                }
                _ => break,
            }
        }
        at
    };
    let (day, month, at) = if let Some(Meaning::Month(month)) = meaning(tokens.first()) {
        let at = filler(1);
        (tokens.get(at)?.number(2)?, month, at)
    } else {
        let day = tokens.first()?.number(2)?;
        let at = filler(1);
        let Some(Meaning::Month(month)) = meaning(tokens.get(at)) else { return None };
        // Arabic papers give the Syriac and the Latin month: "2 نيسان / أبريل 2024".
        let second = filler(at + 1);
        let double = second > at + 1 && matches!(meaning(tokens.get(second)), Some(Meaning::Month(_)));
        (day, month, if double { second } else { at })
    };
    let at = filler(at + 1);
    let year = tokens.get(at)?.number(4)?;
    Some((year, month, day, false, at + 1))
}

/// Whether the calendar has the day.
fn exists(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1500..=2200).contains(&year) && (1..=days).contains(&day)
}

impl Found {
    fn iso(&self, tokens: &[Token]) -> Option<String> {
        if self.ambiguous {
            return None;
        }
        let mut iso = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        if let Some(time) = self.time(tokens) {
            let zone = time.zone.as_deref().unwrap_or_default();
            let Time { hour, minute, second, .. } = time;
            let second = second.unwrap_or(0);
            iso = format!("{iso}T{hour:02}:{minute:02}:{second:02}{zone}");
        }
        Some(iso)
    }

    /// The time of day after the date, or else before it.
    fn time(&self, tokens: &[Token]) -> Option<Time> {
        (self.end..tokens.len()).chain(0..self.start).find_map(|start| clock(tokens, start, self.start))
    }
}

/// A time of day that begins at a token: `14:30:00+02:00`, `7.30`, `18 h 05`, `7時30分`, `9:15 pm`.
fn clock(tokens: &[Token], start: usize, date: usize) -> Option<Time> {
    let limit = if start < date { date } else { tokens.len() };
    let get = |at: usize| if at < limit { tokens.get(at) } else { None };
    let hour = get(start)?.number(2)?;
    let mut at = start + 1;
    let mut minute = 0;
    let mut second = None;
    match get(at)? {
        Token::Sign(sign @ (':' | '.')) => {
            minute = get(at + 1)?.number_of(2)?;
            at += 2;
            if *sign == ':' && get(at).and_then(Token::sign) == Some(':') {
                second = Some(get(at + 1)?.number_of(2)?);
                at += 2;
                if get(at).and_then(Token::sign) == Some('.')
                    && matches!(get(at + 1), Some(Token::Number { .. }))
                {
                    at += 2;
                }
            }
        }
        token if token.sign() == Some('時') || token.is_word("h") => {
            at += 1;
            if let Some(value) = get(at).and_then(|token| token.number(2)) {
                minute = value;
                at += 1;
                at += usize::from(get(at).and_then(Token::sign) == Some('分'));
            }
        }
        token if matches!(meaning(Some(token)), Some(Meaning::Morning | Meaning::Evening)) => {}
        _ => return None,
    }
    let mut zone = None;
    if get(at).is_some_and(|token| token.is_word("z")) {
        zone = Some("Z".to_owned());
        at += 1;
    } else if let Some(sign @ ('+' | '-')) = get(at).and_then(Token::sign) {
        if let (Some(hours), Some(':'), Some(minutes)) = (
            get(at + 1).and_then(|token| token.number_of(2)),
            get(at + 2).and_then(Token::sign),
            get(at + 3).and_then(|token| token.number_of(2)),
        ) {
            zone = (hours < 15 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"));
            at += 4;
        } else if let Some(value) = get(at + 1).and_then(|token| token.number_of(4)) {
            zone = (value < 1500 && value % 100 < 60)
                .then(|| format!("{sign}{:02}:{:02}", value / 100, value % 100));
            at += 2;
        }
    }
    let before = start.checked_sub(1).and_then(|before| meaning(tokens.get(before)));
    let half = match meaning(get(at)) {
        half @ Some(Meaning::Morning | Meaning::Evening) => {
            at += 1;
            half
        }
        _ => before,
    };
    let hour = match half {
        Some(Meaning::Evening) if hour < 12 => hour + 12,
        Some(Meaning::Morning) if hour == 12 => 0,
        _ => hour,
    };
    let valid = hour < 24 && minute < 60 && second.is_none_or(|second| second < 60);
    valid.then_some(Time { hour, minute, second, zone, start, end: at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_many_languages_are_read() {
        let cases = [
            ("April 02, 2024 - 00:04am", "2024-04-02T00:04:00"),
            ("April 2, 2024", "2024-04-02"),
            ("Tuesday, April 2nd, 2024 at 9:15 p.m. EST", "2024-04-02T21:15:00"),
            ("2 avril 2024 à 07 h 30", "2024-04-02T07:30:00"),
            ("1er avril 2024 à 18h", "2024-04-01T18:00:00"),
            ("2. April 2024, 07:30 Uhr", "2024-04-02T07:30:00"),
            ("02.04.2024 14:30", "2024-04-02T14:30:00"),
            ("02.04.24", "2024-04-02"),
            ("25/04/2024", "2024-04-25"),
            ("04/25/2024", "2024-04-25"),
            ("2024-04-02", "2024-04-02"),
            ("2024-04-02T00:04:00Z", "2024-04-02T00:04:00Z"),
            ("2024-12-11T20:15:00.250+01:00", "2024-12-11T20:15:00+01:00"),
            ("Tue, 02 Apr 2024 00:04:00 +0200", "2024-04-02T00:04:00+02:00"),
            ("2 de abril de 2024", "2024-04-02"),
            ("2 апреля 2024 г., 07:30", "2024-04-02T07:30:00"),
            ("2024年4月2日 07:30", "2024-04-02T07:30:00"),
            ("二〇二五年二月二十日", "2025-02-20"),
            ("2025년 5월 14일 오전 7시 30분", "2025-05-14T07:30:00"),
            ("2025년 5월 14일 오후 7시 30분", "2025-05-14T19:30:00"),
            ("٢ أبريل ٢٠٢٤", "2024-04-02"),
            ("14 مايو 2025 - 07:30 صباحاً", "2025-05-14T07:30:00"),
            ("14 Mayıs 2025 - 07.30", "2025-05-14T07:30:00"),
            ("14 maja 2025, godz. 7.30", "2025-05-14T07:30:00"),
            ("στις 14 Μαΐου 2025, 07:30", "2025-05-14T07:30:00"),
            ("14 मई 2025, सुबह 07:30", "2025-05-14T07:30:00"),
            ("12 september 2024", "2024-09-12"),
            ("29 February 2024", "2024-02-29"),
        ];
        for (text, expected) in cases {
            let found = line(text, 0, || Order::Unknown).and_then(|dated| dated.iso);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "30 February 2024",
            "29 February 2023",
            "31.04.2024",
            "2024-13-01",
            "2024-01-01 2024-01-02",
            "Version 1.2.2024 of the program",
            "In May 2024 the council met",
            "May 14",
            "12 34 56.7",
            "",
        ] {
            assert_eq!(line(text, 0, || Order::Unknown), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_line_with_a_stranger_is_no_date(
            line in "(2|2nd|April|april|2024|Tuesday|published|14:30|noon|Uhr|sharp|towns|é|[ ,.:-]|[a-z]{4,6}){1,9}"
        ) {
            if has_stranger(&line) {
                prop_assert_eq!(date_of(&line, 0, || Order::Unknown), None);
            }
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_is_asked_about() {
        assert_eq!(line("04/05/2024", 0, || Order::Unknown), Some(Dated { iso: None }));
        let found = line("04/05/2024", 0, || Order::DayFirst);
        assert_eq!(found, Some(Dated { iso: Some("2024-05-04".into()) }));
    }
}
