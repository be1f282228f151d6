//! The scanner's naive twin: the word boundaries of the `unicode-segmentation` crate over a shadow of the text, in which
//! characters are exchanged so that the standard's rules give what the tailorings ask for. Slow, and short enough to be
//! read against the list in the module's documentation.

use unicode_segmentation::UnicodeSegmentation;

use super::addresses::{self, Address};
use super::classes::{Class, class};
use super::{Gap, Word, WordScanner};
use crate::span::Span;

/// A character that no rule joins to anything.
const NOTHING: char = '!';
/// A character that joins letters and digits.
const JOINT: char = '_';

struct Text {
    /// Offset, character and class.
    chars: Vec<(usize, char, Class)>,
    len: usize,
}

impl Text {
    fn new(text: &str) -> Self {
        Self { chars: text.char_indices().map(|(at, c)| (at, c, class(c))).collect(), len: text.len() }
    }

    fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&at| self.chars[at].2 != Class::Extend)
    }

    fn after(&self, at: usize) -> Option<usize> {
        (at + 1..self.chars.len()).find(|&at| self.chars[at].2 != Class::Extend)
    }

    fn class(&self, at: Option<usize>) -> Class {
        at.map_or(Class::Other, |at| self.chars[at].2)
    }

    fn char(&self, at: usize) -> char {
        self.chars.get(at).map_or('\0', |&(_, c, _)| c)
    }

    fn offset(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.len, |&(offset, _, _)| offset)
    }

    /// Whether the letters and digits before (or after) a dot are one single letter.
    fn lone(&self, base: Option<usize>, next: impl Fn(usize) -> Option<usize>) -> bool {
        let Some(at) = base else { return false };
        let beyond = self.class(next(at));
        self.chars[at].2 == Class::Letter && !beyond.is_alphanumeric()
    }

    /// Whether the dot at `at` stands inside an acronym.
    fn acronym(&self, at: usize) -> bool {
        self.char(at) == '.'
            && self.lone(self.before(at), |at| self.before(at))
            && self.lone(self.after(at), |at| self.after(at))
            && self.class(self.after(self.after(at).unwrap())) != Class::LowLine
    }

    /// Whether the dot at `at` ends an acronym.
    fn ends_acronym(&self, at: usize) -> bool {
        let before = self.before(at);
        self.char(at) == '.'
            && self.char(at + 1) != '.'
            && !self.acronym(at)
            && self.lone(before, |at| self.before(at))
            && before.and_then(|at| self.before(at)).is_some_and(|dot| self.acronym(dot))
    }
}

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '＇')
}

fn hebrew(c: char) -> bool {
    matches!(c, '\u{5D0}'..='\u{5F2}' | '\u{FB1D}'..='\u{FB4F}')
}

/// The shadow of one character.
#[expect(clippy::match_same_arms, reason = "in the order of the rules")]
fn shadow(scanner: &WordScanner, text: &Text, domains: &[usize], at: usize) -> char {
    let (_, c, class) = text.chars[at];
    let (before, after) = (text.before(at), text.after(at));
    let (left, right) = (text.class(before), text.class(after));
    let digits = left == Class::Digit && right == Class::Digit;
    match class {
        // Other number characters are letters; the standard's own (Hebrew ones count) stay.
        Class::Letter if hebrew(c) => c,
        Class::Letter => 'a',
        Class::Digit | Class::LowLine | Class::Extend | Class::MidDigit => c,
        Class::Hyphen if left.is_alphanumeric() && right.is_alphanumeric() => JOINT,
        Class::Hyphen if at > 0 && text.ends_acronym(at - 1) && right.is_alphanumeric() => JOINT,
        Class::MidLetter if c == ':' => {
            if scanner.colon {
                '·'
            } else {
                NOTHING
            }
        }
        Class::MidLetter => c,
        Class::Mid if domains.contains(&text.offset(at)) || text.acronym(at) => JOINT,
        Class::Mid if text.ends_acronym(at) => {
            let follower = text.char(at + 1);
            let beyond = text.class(text.after(at + 1));
            let hyphen = self::class(follower) == Class::Hyphen && beyond.is_alphanumeric();
            if hyphen || (apostrophe(follower) && beyond == Class::Letter) { JOINT } else { NOTHING }
        }
        Class::Mid if apostrophe(c) && at > 0 && text.ends_acronym(at - 1) && right == Class::Letter => JOINT,
        Class::Mid if apostrophe(c) || digits => c,
        Class::Other if c == '&' => {
            let capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
            if at > 0 && capital(text.char(at - 1)) && capital(text.char(at + 1)) { JOINT } else { NOTHING }
        }
        Class::Other if c == '"' => c,
        Class::Space => ' ',
        _ => NOTHING,
    }
}

/// The word segments of the standard on the shadow, as ranges of characters without what is not of a word at the ends.
fn segments(scanner: &WordScanner, text: &Text, domains: &[usize]) -> Vec<(usize, usize)> {
    let shadow: String = (0..text.chars.len()).map(|at| shadow(scanner, text, domains, at)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    for segment in shadow.split_word_bounds() {
        let range = at..at + segment.chars().count();
        at = range.end;
        let inside = |at: &usize| text.chars[*at].2.is_alphanumeric();
        if let (Some(first), Some(last)) = (range.clone().find(inside), range.rev().find(inside)) {
            let mut end = last + 1;
            while text.class(Some(end).filter(|&end| end < text.chars.len())) == Class::Extend {
                end += 1;
            }
            if end < text.chars.len() && text.ends_acronym(end) {
                end += 1;
            }
            found.push((first, end));
        }
    }
    found
}

/// A piece of text that is a word, and whether a clitic's cut stands before it.
type Cut = (usize, usize, bool);

/// Cuts elided words off; ranges are bytes.
fn elisions(scanner: &WordScanner, text: &str, (start, end): (usize, usize)) -> Vec<Cut> {
    let word = &text[start..];
    let mark = word.find(apostrophe).map(|at| (start + at, word[at..].chars().next().unwrap().len_utf8()));
    let Some((mark, len)) = mark.filter(|&(mark, _)| mark <= end) else { return vec![(start, end, false)] };
    let next = text[mark + len..].chars().map(class).find(|&class| class != Class::Extend);
    if !scanner.clitics.elided(&text[start..mark]) || !next.is_some_and(Class::is_alphanumeric) {
        return vec![(start, end, false)];
    }
    let mut cuts = vec![(start, mark + len, false)];
    if mark < end {
        // Marks between the apostrophe and the next letter belong to no word.
        let rest = &text[mark + len..end];
        let skipped = rest.len() - rest.trim_start_matches(|c| class(c) == Class::Extend).len();
        cuts.extend(elisions(scanner, text, (mark + len + skipped, end)));
    }
    cuts
}

/// Cuts clitics off at hyphens.
fn hyphens(scanner: &WordScanner, text: &str, (start, end, cut): Cut) -> Vec<Cut> {
    let word = text[start..end].to_lowercase();
    let clitics = &scanner.clitics;
    if clitics.enclitics.is_empty() || clitics.whole.contains(&word.as_str()) {
        return vec![(start, end, cut)];
    }
    let mut parts = Vec::new();
    let mut at = start;
    for part in text[start..end].split('-') {
        parts.push((at, at + part.len(), at > start));
        at += part.len() + 1;
    }
    let is = |list: &[&str], (from, to, _): Cut| list.contains(&text[from..to].to_lowercase().as_str());
    let mut cuts = Vec::new();
    if parts.len() > 1 && is(&clitics.proclitics, parts[0]) {
        cuts.push(parts.remove(0));
    }
    let mut tail = Vec::new();
    while parts.len() > 1 && tail.len() < 4 && is(&clitics.enclitics, parts[parts.len() - 1]) {
        tail.insert(0, parts.pop().unwrap());
    }
    cuts.push((parts[0].0, parts[parts.len() - 1].1, parts[0].2));
    cuts.extend(tail);
    cuts
}

/// The words of a run of an unspaced script, as byte ranges.
fn unspaced(scanner: &WordScanner, text: &str, run: (usize, usize), class: Class) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut piece = super::Piece { text, gap: Gap::Space, line: false, words: &mut words };
    let end = super::unspaced::run(&mut piece, run.0, class, scanner.japanese);
    assert_eq!(end, run.1);
    words.iter().map(|word| (word.span.start as usize, word.span.end as usize)).collect()
}

/// Where the first address of the text begins and ends, and the dots of domains before it; all in bytes.
fn first_address(scanner: &WordScanner, text: &str) -> (Option<(usize, usize)>, Vec<usize>) {
    let chars = Text::new(text);
    let bytes = text.as_bytes();
    let mut domains = Vec::new();
    let mut domain_end = 0;
    for at in 0..chars.chars.len() {
        let (offset, c, _) = chars.chars[at];
        if offset < domain_end || !chars.class(chars.before(at)).is_alphanumeric() {
            continue;
        }
        let start = |domains: &[usize]| {
            let found = segments(scanner, &chars, domains);
            let (first, last) = *found.iter().rev().find(|(first, _)| *first < at).unwrap();
            let range = (chars.offset(first), chars.offset(last));
            elisions(scanner, text, range).iter().rev().find(|cut| cut.0 < offset).unwrap().0
        };
        let end = match c {
            ':' => addresses::url(bytes, offset),
            '@' => addresses::host(bytes, offset + 1),
            '.' => match addresses::dotted(bytes, start(&domains), offset) {
                Some(Address::Skipped(end)) => Some(end),
                Some(Address::Domain(end)) => {
                    domains.push(offset);
                    domain_end = end;
                    None
                }
                None => None,
            },
            _ => None,
        };
        if let Some(end) = end {
            return (Some((start(&domains), end)), domains);
        }
    }
    (None, domains)
}

/// The words of a text.
pub(super) fn words(scanner: &WordScanner, text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut base = 0;
    let mut after_address = true;
    loop {
        let rest = &text[base..];
        let (address, domains) = first_address(scanner, rest);
        let chars = Text::new(rest);
        let mut cuts: Vec<Cut> = Vec::new();
        for (first, last) in segments(scanner, &chars, &domains) {
            for cut in elisions(scanner, rest, (chars.offset(first), chars.offset(last))) {
                cuts.extend(hyphens(scanner, rest, cut));
            }
        }
        let mut at = 0;
        while at < chars.chars.len() {
            let class = chars.chars[at].2;
            let from = at;
            at += 1;
            if matches!(class, Class::Han | Class::Hiragana | Class::Katakana | Class::Complex) {
                let lengthened = |c: char| class == Class::Hiragana && c == 'ー';
                while at < chars.chars.len()
                    && (chars.chars[at].2 == class
                        || chars.chars[at].2 == Class::Extend
                        || lengthened(chars.char(at)))
                {
                    at += 1;
                }
                let run = (chars.offset(from), chars.offset(at));
                cuts.extend(unspaced(scanner, rest, run, class).iter().map(|&(from, to)| (from, to, false)));
            }
        }
        cuts.sort_unstable();
        let limit = address.map_or(rest.len(), |(start, _)| start);
        let mut end = 0;
        for (index, (from, to, cut)) in cuts.into_iter().filter(|cut| cut.0 < limit).enumerate() {
            let between = rest.get(end..from).unwrap_or_default();
            let open = |c: char| matches!(class(c), Class::Space | Class::Extend);
            let joined = between.chars().all(open) && between.matches('\n').count() < 2;
            let gap = if !(index == 0 && after_address) && (cut || joined) { Gap::Space } else { Gap::Break };
            words.push(Word { span: Span::new(base + from, base + to), gap });
            end = to;
        }
        let Some((_, end)) = address else { return words };
        base += end;
        after_address = true;
    }
}
