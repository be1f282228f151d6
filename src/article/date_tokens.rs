//! The tokens of a line that may be a date: numbers in the digits of any script, words in lower case, signs.

use super::fold::{push_folded, spells};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Number {
        value: u32,
        /// How many digits it was written with.
        digits: u8,
    },
    /// In lower case, without optional marks.
    Word(String),
    /// Punctuation; the characters after the numbers of Chinese, Japanese and Korean dates as `年`, `月`, `日`, `時`, `分`.
    Sign(char),
}

impl Token {
    /// A number of four digits, or of at most two.
    pub(super) fn number(&self, wanted: u8) -> Option<u32> {
        match *self {
            Self::Number { value, digits } if digits == wanted || (wanted == 2 && digits == 1) => Some(value),
            _ => None,
        }
    }

    /// A number of exactly so many digits.
    pub(super) fn number_of(&self, wanted: u8) -> Option<u32> {
        match *self {
            Self::Number { value, digits } if digits == wanted => Some(value),
            _ => None,
        }
    }

    pub(super) fn sign(&self) -> Option<char> {
        match *self {
            Self::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, wanted: &str) -> bool {
        matches!(self, Self::Word(word) if word == wanted)
    }
}

/// The value of a decimal digit of the scripts that dates are written in.
fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 8] = ['0', '٠', '۰', '०', '০', '๐', '၀', '０'];
    ZEROS.iter().find_map(|&zero| (c as u32).checked_sub(zero as u32).filter(|&value| value < 10))
}

fn ideographic_digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().position(|digit| digit == c).map(|value| value as u32).or(match c {
        '零' => Some(0),
        '十' => Some(10),
        _ => None,
    })
}

/// A unit after a number, in one spelling.
fn unit(c: char) -> Option<char> {
    Some(match c {
        '年' | '년' => '年',
        '月' | '월' => '月',
        '日' | '号' | '號' | '일' => '日',
        '時' | '时' | '點' | '点' | '시' => '時',
        '分' | '분' => '分',
        '秒' | '초' => '秒',
        _ => return None,
    })
}

/// Takes a number in ideographs if a unit follows it: `二〇二五年`, `二十日`.
fn ideographic_number(rest: &str) -> Option<(Token, usize)> {
    let mut length = 0;
    let (mut value, mut last, mut count, mut tens) = (0_u32, 0_u32, 0_u8, false);
    for c in rest.chars() {
        match ideographic_digit(c) {
            Some(10) => {
                value = value.max(1) * 10;
                tens = true;
            }
            Some(digit) if tens => value = value.saturating_add(digit),
            Some(digit) => value = value.saturating_mul(10).saturating_add(digit),
            None => {
                let known = count > 0 && count <= 4 && unit(c).is_some();
                let digits = if tens || value < 100 { 2 } else { count };
                return known.then_some((Token::Number { value, digits }, length));
            }
        }
        last = last.max(value);
        count = count.saturating_add(1);
        length += c.len_utf8();
    }
    None
}

/// The tokens of a line.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at..).unwrap_or_default();
        if digit(c).is_some() {
            let (mut value, mut digits) = (0_u32, 0_u8);
            for c in rest.chars() {
                let Some(found) = digit(c) else { break };
                value = value.saturating_mul(10).saturating_add(found);
                digits = digits.saturating_add(1);
                at += c.len_utf8();
            }
            tokens.push(Token::Number { value, digits });
        } else if let (Some(unit), Some(Token::Number { .. })) = (unit(c), tokens.last()) {
            tokens.push(Token::Sign(unit));
            at += c.len_utf8();
        } else if let Some((number, length)) = ideographic_number(rest) {
            tokens.push(number);
            at += length;
        } else if spells(c) {
            let mut word = String::new();
            for c in rest.chars() {
                if !(spells(c) || matches!(c, '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200e}' | '\u{200f}'))
                    || digit(c).is_some()
                {
                    break;
                }
                push_folded(c, &mut word);
                at += c.len_utf8();
            }
            join_half_of_day(&mut tokens, word);
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Sign(if matches!(c, '–' | '—' | '‐' | '‑') { '-' } else { c }));
            }
            at += c.len_utf8();
        }
    }
    tokens
}

/// Pushes a word; `a` `.` `m` becomes `am`.
fn join_half_of_day(tokens: &mut Vec<Token>, word: String) {
    if (word == "m" || word == "μ")
        && let [.., Token::Word(first), Token::Sign('.')] = tokens.as_slice()
        && matches!(first.as_str(), "a" | "p" | "π" | "μ")
    {
        let joined = format!("{first}{word}");
        tokens.truncate(tokens.len() - 2);
        tokens.push(Token::Word(joined));
        return;
    }
    tokens.push(Token::Word(word));
}
