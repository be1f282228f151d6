//! Words of a sentence: Unicode word boundaries (UAX #29), tailored to what makes a good keyword.
//!
//! The scanner starts from the standard's rules (letters and digits; apostrophes inside words; dots and commas inside
//! numbers; marks, soft hyphens and joiners part of the character before them) and departs from them where a reader of
//! keywords would:
//!
//! 1. Hyphenated compounds are one word: `ISIS-K`, `COVID-19`, `well-known`; also with U+2010 and U+2011.
//! 2. A dot joins letters only in acronyms, whose last dot belongs to the word (`U.S.`, `e.g.`, `U.S.-led`), and before
//!    a few top-level domains (`Amazon.com`); so `said.The`, for want of a space, is two words.
//! 3. A colon joins letters in Swedish and Finnish only (`EU:n`).
//! 4. `&` joins ASCII capitals and digits: `AT&T`, `R&D`.
//! 5. Low lines are no part of a word's ends: `_emphasis_` is `emphasis`, `snake_case` one word.
//! 6. Number characters that are no digits join as letters do: `m²`.
//! 7. What a language writes together with its neighbour is a word of its own: French `l'` in `l'économie`, `il` in
//!    `dit-il`; the list is `clitics.txt`.
//! 8. Addresses (`https://…`, `www.…`, `name@host`) are no words at all; no phrase runs across them.
//! 9. Scripts written without spaces are cut without a dictionary, see `unspaced.rs`: their words may overlap.

mod addresses;
mod classes;
mod clitics;
mod joints;
#[cfg(test)]
mod naive;
mod runs;
mod unspaced;

use crate::language::Language;
use crate::span::Span;
use classes::{ALPHANUMERIC, Class, class, class_at};
use clitics::Clitics;
use runs::Runs;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// White space with at most one line end, or nothing at all (after an elided article, before a French `-il`, between
    /// Chinese or Japanese words, which may even overlap): a phrase may run across.
    Space,
    /// Punctuation, a symbol, an address, an empty line or the sentence's start: no phrase runs across.
    Break,
}

/// A word of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text.
    pub span: Span,
    /// What lies before it.
    pub gap: Gap,
}

/// Finds words by the rules of one language.
///
/// ```
/// use epitome::language::Language;
/// use epitome::segment::words::WordScanner;
/// use epitome::span::Span;
///
/// let text = "L'économie de l'après-guerre, dit-il.";
/// let mut words = Vec::new();
/// WordScanner::new(Language::French).words_into(text, Span::new(0, text.len()), &mut words);
/// let words: Vec<_> = words.iter().map(|word| word.span.of(text)).collect();
/// assert_eq!(words, ["L'", "économie", "de", "l'", "après-guerre", "dit", "il"]);
/// ```
#[derive(Debug, Clone)]
pub struct WordScanner {
    clitics: Clitics,
    /// Whether a colon joins letters.
    colon: bool,
    /// Whether runs of Chinese characters are Japanese.
    japanese: bool,
}

/// Where a word that was begun ends, in bytes of the piece.
enum End {
    /// The word ends here, and the next may begin at once.
    Word(usize),
    /// It was an address, which ends here.
    Address(usize),
}

impl WordScanner {
    /// The scanner of a language.
    pub fn new(language: Language) -> Self {
        Self {
            clitics: Clitics::of(language),
            colon: matches!(language, Language::Finnish | Language::Swedish),
            japanese: language == Language::Japanese,
        }
    }

    /// Appends the words of `sentence` to `words`, in order of their starts. Time is linear in the sentence's bytes.
    pub fn words_into(&self, text: &str, sentence: Span, words: &mut Vec<Word>) {
        let mut piece = Piece { text: sentence.of(text), base: sentence.start, gap: Gap::Break, words };
        let bytes = piece.text.as_bytes();
        let after = text.as_bytes().get(sentence.start as usize..).unwrap_or_default();
        let mut runs = Runs::of(piece.text, after);
        let mut line_ends = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if ALPHANUMERIC[usize::from(byte)] {
                line_ends = 0;
                let start = runs.take_plain(at, &mut piece);
                if !bytes.get(start).is_some_and(|&byte| ALPHANUMERIC[usize::from(byte)]) {
                    at = start;
                    continue;
                }
                at = runs.end(start);
                if let Some(end) = runs.plain_end(at, &self.clitics) {
                    piece.push(start, end);
                    // What follows is nothing, white space, or a mark and a space.
                    at = match bytes.get(end) {
                        None | Some(b' ') => end + 1,
                        Some(b'\n') => end,
                        Some(_) => {
                            piece.gap = Gap::Break;
                            end + 2
                        }
                    };
                } else {
                    at = self.word(&mut piece, start, at);
                }
                continue;
            }
            let Some((class, len)) = class_at(bytes, at) else { break };
            match class {
                Class::Letter | Class::Digit => {
                    at = self.word(&mut piece, at, at);
                    line_ends = 0;
                }
                Class::Han | Class::Hiragana | Class::Katakana | Class::Complex => {
                    at = unspaced::run(&mut piece, at, class, self.japanese);
                    line_ends = 0;
                }
                Class::Space => {
                    line_ends += u32::from(byte == b'\n');
                    if line_ends > 1 {
                        piece.gap = Gap::Break;
                    }
                    at += len;
                }
                Class::Extend => at += len,
                _ => {
                    piece.gap = Gap::Break;
                    at += len;
                }
            }
        }
    }

    /// Takes the word that begins at `start`, whose bytes up to `at` are ASCII letters and digits; gives its end.
    fn word(&self, piece: &mut Piece<'_, '_>, start: usize, at: usize) -> usize {
        match joints::end(self, piece.text, start, at) {
            End::Word(end) => {
                self.clitics.split_at_hyphens(piece, start, end);
                end
            }
            End::Address(end) => {
                piece.gap = Gap::Break;
                end
            }
        }
    }
}

/// A sentence under the scanner: offsets are bytes of its own text.
struct Piece<'t, 'w> {
    text: &'t str,
    base: u32,
    gap: Gap,
    words: &'w mut Vec<Word>,
}

impl Piece<'_, '_> {
    fn push(&mut self, start: usize, end: usize) {
        let span = Span { start: self.base + start as u32, end: self.base + end as u32 };
        self.words.push(Word { span, gap: self.gap });
        self.gap = Gap::Space;
    }
}

/// Whether a character is a word in itself: Chinese, kana.
pub fn is_ideograph(c: char) -> bool {
    matches!(class(c), Class::Han | Class::Hiragana | Class::Katakana | Class::Complex)
}

/// Whether a text is hiragana throughout.
pub fn is_hiragana(text: &str) -> bool {
    text.chars().all(|c| matches!(class(c), Class::Hiragana | Class::Extend) || c == 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words, `|` before one that no phrase reaches.
    fn show(language: Language, text: &str) -> String {
        let mut words = Vec::new();
        WordScanner::new(language).words_into(text, Span::new(0, text.len()), &mut words);
        let shown: Vec<_> = words
            .iter()
            .map(|word| format!("{}{}", if word.gap == Gap::Break { "|" } else { "" }, word.span.of(text)))
            .collect();
        shown.join(" ")
    }

    #[track_caller]
    fn check(language: Language, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(show(language, text), *expected, "words of {text:?}");
        }
    }

    #[test]
    fn english() {
        check(
            Language::English,
            &[
                ("", ""),
                ("- . _ ... — 🎉", ""),
                ("The wolf, the bear.", "|The wolf |the bear"),
                ("hard\nwrapped, not\n\nthis", "|hard wrapped |not |this"),
                ("don't isn’t 'quoted' soldiers' rock'n'roll", "|don't isn’t |quoted |soldiers |rock'n'roll"),
                ("ISIS's O'Brien o’clock", "|ISIS's O'Brien o’clock"),
                ("ISIS-K, COVID-19 well‐known F\u{2011}16", "|ISIS-K |COVID-19 well‐known F\u{2011}16"),
                ("war--peace a - b -x x- –y", "|war |peace a |b |x x |y"),
                ("1,000.50 3.14 10% $5 1990's 9/11", "|1,000.50 3.14 10 |5 1990 |s 9 |11"),
                ("said.The U.S. Army in the U.S.", "|said |The U.S. Army in the U.S."),
                (
                    "U.S.-led U.S.'s U.S.A e.g. p.m. No.5 1.The",
                    "|U.S.-led U.S.'s U.S.A e.g. p.m. No |5 1 |The",
                ),
                ("U.S... J.K.Rowling Ph.D", "|U.S |J.K. Rowling Ph |D"),
                ("AT&T R&D B2B a&b AT&amp;T", "|AT&T R&D B2B a |b AT |amp |T"),
                ("_so_ snake_case __ _ x_", "|so |snake_case |x"),
                ("soft\u{ad}hyphen cafe\u{301} m² H₂O ½", "|soft\u{ad}hyphen cafe\u{301} m² H₂O ½"),
                ("and/or either", "|and |or either"),
                ("see https://a.b/c?d=e,f today", "|see |today"),
                ("see www.x.org/y, or ftp://z", "|see |or"),
                ("mail jo.do+x@mail.example.com now", "|mail |now"),
                ("at Amazon.com, bbc.com/news/1 and x@y.z", "|at Amazon.com |and"),
                ("@handle #tag note:see", "|handle |tag note |see"),
                ("a\u{feff}b \u{feff}c", "|a\u{feff}b c"),
            ],
        );
    }

    #[test]
    fn clitics() {
        check(
            Language::French,
            &[
                ("L’économie, qu'il s'agit", "|L’ économie |qu' il s' agit"),
                ("aujourd'hui l'11 d'arc-en-ciel", "|aujourd'hui l' 11 d' arc-en-ciel"),
                (
                    "A-t-il dit-elle est-ce rendez-vous peut-être",
                    "|A t il dit elle est ce rendez-vous peut-être",
                ),
                ("celui-là Côte-d'Or c'est-à-dire", "|celui là Côte-d'Or c' est-à-dire"),
            ],
        );
        check(
            Language::Italian,
            &[("dell'arte c'è un'altra Sant'Antonio po'", "|dell' arte c' è un' altra Sant'Antonio po")],
        );
        check(Language::Catalan, &[("l'escola col·lecció d’Estat", "|l' escola col·lecció d’ Estat")]);
        check(
            Language::Portuguese,
            &[("tornou-se guarda-chuva copo d'água", "|tornou se guarda-chuva copo d' água")],
        );
        check(Language::Romanian, &[("s-a dus într-un prim-ministru", "|s a dus într un prim-ministru")]);
        check(Language::Irish, &[("d'fhág b'fhéidir", "|d' fhág b' fhéidir")]);
        check(Language::English, &[("d'Artagnan", "|d'Artagnan")]);
        check(Language::Finnish, &[("EU:n ja USA:ssa", "|EU:n ja USA:ssa")]);
        check(Language::Turkish, &[("Türkiye'nin", "|Türkiye'nin")]);
        check(Language::Ukrainian, &[("п'ять об’єкт т.е. А.С.Пушкин", "|п'ять об’єкт т.е. А.С. Пушкин")]);
    }

    #[test]
    fn scripts() {
        check(Language::Hebrew, &[("צה\"ל אמר ״שלום״", "|צה\"ל אמר |שלום")]);
        check(Language::Hindi, &[("हिन्दी में लिखा है।", "|हिन्दी में लिखा है")]);
        check(Language::Persian, &[("می‌شود ۱۲٫۵، کتاب", "|می‌شود ۱۲٫۵ |کتاب")]);
        check(Language::Korean, &[("정부는 북한과 대화했다.", "|정부는 북한과 대화했다")]);
        check(
            Language::Chinese,
            &[
                ("中国的经济政策,2024年", "|中国 的 经济 济政 政策 |2024 年"),
                ("和平与发展,他和我", "|和平 与 发展 |他 和 我"),
                ("在以色列的目的。", "|在 以色 色列 的 目的"),
                ("用iPhone拍照", "|用 iPhone 拍照"),
            ],
        );
        check(
            Language::Japanese,
            &[
                ("東京でジョー・バイデン大統領が会見した。", "|東京 で ジョー バイデン 大統領 が 会見 した"),
                ("経済産業省は", "|経済 済産 産業 業省 は"),
                ("らーめん", "|らーめん"),
            ],
        );
        check(Language::Thai, &[("ประเทศไทย ดี", "|ประเท ระเทศ เทศไท ศไทย ดี")]);
        check(Language::Burmese, &[("မြန်မာ", "|မြန်မာ")]);
        check(Language::Khmer, &[("កម្ពុជា", "|កម្ពុ ម្ពុជា")]);
    }

    #[test]
    fn spans_are_those_of_the_whole_text() {
        let text = "Où? Là-bas, oui.";
        let mut words = Vec::new();
        WordScanner::new(Language::French).words_into(text, Span::new(5, text.len()), &mut words);
        assert_eq!(words[0].span.of(text), "Là-bas");
        assert_eq!(words[0].gap, Gap::Break);
    }

    #[test]
    fn one_huge_word_takes_linear_time() {
        for part in [
            "a", "a.", "a-", "a'", "a_", "aa.", "a\u{301}", "'\u{301}", "a.b@", "国", "的", "ก", "a:", "l'",
            "a-la-",
        ] {
            let text = part.repeat(1 << 18);
            let mut words = Vec::new();
            WordScanner::new(Language::French).words_into(&text, Span::new(0, text.len()), &mut words);
        }
    }
}
