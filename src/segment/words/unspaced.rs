//! Words of scripts written without spaces, found without a dictionary.
//!
//! - **Chinese**: a run of Chinese characters is cut at function characters (`的`, `了`, `在`: the list is
//!   `han_function.txt`), each a word by itself; what lies between is one word if it has one or two characters, else all
//!   its overlapping pairs, as in Lucene's CJK analysis: `经济政策` gives `经济`, `济政`, `政策`. The gap between them is
//!   [`Gap::Space`](super::Gap::Space): a phrase from one to another is the text from the start of the first to the end of
//!   the last, here `经济政策` again.
//! - **Japanese**: a run of katakana is a word, so is a run of hiragana (particles and endings, mostly) and one of up to
//!   four Chinese characters; longer ones give overlapping pairs.
//! - **Thai, Lao, Khmer, Burmese** and kin: a run is cut into clusters, a consonant with the vowels, marks and stacked
//!   consonants that are written around it, and gives all its overlapping pairs of clusters (Thai and Lao: threes).

use std::sync::LazyLock;

use super::Piece;
use super::classes::{Class, class_at};

/// Function characters in order, each with the words in which it is none.
static FUNCTION: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    let lines = include_str!("han_function.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.chars().next().map(|c| (c, line[c.len_utf8()..].trim_start()))).collect()
});

/// Takes the words of the run of one class that begins at `start`; gives its end.
pub(super) fn run(piece: &mut Piece<'_, '_>, start: usize, class: Class, japanese: bool) -> usize {
    let end = end_of_run(piece.text.as_bytes(), start, class);
    match class {
        Class::Han if japanese => pairs(piece, start, end, 4),
        Class::Han => chinese(piece, start, end),
        Class::Complex => clusters(piece, start, end),
        _ => piece.push(start, end),
    }
    end
}

/// The end of the characters of `class` and their marks. `ー` is katakana to Unicode but lengthens hiragana too.
fn end_of_run(bytes: &[u8], start: usize, class: Class) -> usize {
    let mut at = start;
    while let Some((here, len)) = class_at(bytes, at)
        && (here == class
            || here == Class::Extend
            || (class == Class::Hiragana && bytes[at..].starts_with("ー".as_bytes())))
    {
        at += len;
    }
    at
}

/// Characters of a run with their marks, as byte ranges.
fn characters(text: &str, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
    let bytes = &text.as_bytes()[..end];
    let mut at = start;
    std::iter::from_fn(move || {
        let from = at;
        at += class_at(bytes, at)?.1;
        while let Some((Class::Extend, len)) = class_at(bytes, at) {
            at += len;
        }
        Some((from, at))
    })
}

/// Cuts at function characters.
fn chinese(piece: &mut Piece<'_, '_>, start: usize, end: usize) {
    let text = piece.text;
    let mut open = start;
    let mut before = start;
    for (from, to) in characters(text, start, end) {
        let character = text[from..].chars().next().unwrap_or_default();
        let after = class_at(&text.as_bytes()[..end], to).map_or(to, |(_, len)| to + len);
        if let Some(content) = content_with(character)
            && !content.split(' ').any(|word| word == &text[before..to] || word == &text[from..after])
        {
            pairs(piece, open, from, 2);
            piece.push(from, to);
            open = to;
        }
        before = from;
    }
    pairs(piece, open, end, 2);
}

/// For a function character: the words in which it is none.
fn content_with(character: char) -> Option<&'static str> {
    FUNCTION.binary_search_by_key(&character, |&(c, _)| c).ok().map(|at| FUNCTION[at].1)
}

/// All overlapping pairs of characters, or the whole where it has at most `whole` of them.
fn pairs(piece: &mut Piece<'_, '_>, start: usize, end: usize, whole: usize) {
    if start == end {
        return;
    }
    let text = piece.text;
    if characters(text, start, end).nth(whole).is_none() {
        return piece.push(start, end);
    }
    let mut before = start;
    for (from, to) in characters(text, start, end).skip(1) {
        piece.push(before, to);
        before = from;
    }
}

/// Overlapping windows of two clusters, or three in Thai and Lao.
fn clusters(piece: &mut Piece<'_, '_>, start: usize, end: usize) {
    let text = piece.text;
    let thai = text[start..].starts_with(|c| matches!(c, '\u{E00}'..='\u{EFF}'));
    let window = if thai { 3 } else { 2 };
    // The starts of the clusters before the current one, nearest last.
    let mut starts = [start; 3];
    let mut count = 1;
    let mut before = '\0';
    let mut rest = text[start..end].char_indices().peekable();
    while let Some((offset, c)) = rest.next() {
        let next = rest.peek().map_or('\0', |&(_, next)| next);
        if offset > 0 && begins_cluster(before, c, next) {
            if count >= window {
                piece.push(starts[3 - window], start + offset);
            }
            count += 1;
            starts = [starts[1], starts[2], start + offset];
        }
        before = c;
    }
    piece.push(if count >= window { starts[3 - window] } else { start }, end);
}

/// Whether `c`, between `before` and `next`, begins a cluster.
fn begins_cluster(before: char, c: char, next: char) -> bool {
    match c {
        // Thai and Lao: vowels written after the consonant, and signs.
        '\u{E2F}'..='\u{E3A}' | '\u{E45}'..='\u{E4E}' | '\u{EAF}'..='\u{EBD}' | '\u{EC6}'..='\u{ECE}' => {
            false
        }
        // Their consonants, which may follow a vowel that is written first.
        '\u{E01}'..='\u{E2E}' | '\u{E80}'..='\u{EAE}' => {
            !matches!(before, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}')
        }
        // Khmer: a consonant below another.
        '\u{1780}'..='\u{17B3}' => before != '\u{17D2}',
        // Burmese: a stacked consonant, a final one.
        '\u{1000}'..='\u{102A}' | '\u{103F}' => {
            before != '\u{1039}' && !matches!(next, '\u{1039}' | '\u{103A}' | '\u{1037}')
        }
        _ => class_at(c.encode_utf8(&mut [0; 4]).as_bytes(), 0)
            .is_some_and(|(class, _)| class == Class::Complex),
    }
}
