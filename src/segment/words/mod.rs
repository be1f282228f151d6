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
#[cfg(test)]
mod against_naive;
mod classes;
mod clitics;
mod joints;
#[cfg(test)]
mod naive;
mod plain;
mod unspaced;

use super::Kinds;
use crate::language::Language;
use crate::span::Span;
use classes::{Class, class, class_at};
use clitics::Clitics;
use plain::{Bounds, Marks};

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
        let text = sentence.of(text);
        let mut kinds = Kinds::default();
        kinds.read(text);
        let known = words.len();
        self.words_of(text, &kinds, &[Span::new(0, text.len())], words, &mut Vec::new());
        for word in &mut words[known..] {
            word.span.start += sentence.start;
            word.span.end += sentence.start;
        }
    }

    /// Appends the words of sentences that follow one another in a text whose bytes' kinds are known: the same as
    /// [`words_into`](Self::words_into) for one after the other, and faster. Appends to `ends` the number of words there are
    /// up to each sentence's end.
    pub(crate) fn words_of(
        &self,
        text: &str,
        kinds: &Kinds,
        sentences: &[Span],
        words: &mut Vec<Word>,
        ends: &mut Vec<usize>,
    ) {
        for sentences in sentences.chunk_by(|one, other| are_neighbours(text, *one, *other)) {
            let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { continue };
            let mut piece = Piece {
                text: text.get(..last.end as usize).unwrap_or_default(),
                gap: Gap::Break,
                line: false,
                words: &mut *words,
            };
            let bytes = piece.text.as_bytes();
            let marks = Marks { clitics: &self.clitics, colon: self.colon };
            let mut bounds = Bounds::of(sentences, ends);
            let mut at = first.start as usize;
            while let Some(&byte) = bytes.get(at) {
                bounds.pass_before(at, &mut piece);
                if byte.is_ascii() || plain::begins_with_letter(&bytes[at..]) {
                    at = plain::take(&mut piece, kinds, &mut bounds, at, &marks);
                }
                if at < bytes.len() {
                    at = self.step(&mut piece, at);
                    at += usize::from(bytes.get(at) == Some(&b' '));
                }
            }
            bounds.pass_before(usize::MAX, &mut piece);
        }
    }

    /// Takes what stands at `at`, be it a word, by all rules; gives its end.
    #[inline(never)]
    fn step(&self, piece: &mut Piece<'_, '_>, at: usize) -> usize {
        let Some((class, len)) = class_at(piece.text.as_bytes(), at) else { return at + 1 };
        match class {
            Class::Letter | Class::Digit => self.word(piece, at, at),
            Class::Han | Class::Hiragana | Class::Katakana | Class::Complex => {
                unspaced::run(piece, at, class, self.japanese)
            }
            Class::Space | Class::Extend => at + len,
            _ => {
                piece.gap = Gap::Break;
                at + len
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

/// Sentences under the scanner, which are whole words to all sides.
struct Piece<'t, 'w> {
    /// The text up to their end.
    text: &'t str,
    gap: Gap,
    /// Whether a line ended since the last word.
    line: bool,
    words: &'w mut Vec<Word>,
}

impl Piece<'_, '_> {
    fn push(&mut self, start: usize, end: usize) {
        let span = Span { start: start as u32, end: end as u32 };
        self.words.push(Word { span, gap: self.gap });
        self.gap = Gap::Space;
        self.line = false;
    }

    /// What breaks phrases among spaces: the second and further line ends between which no word stands, and controls that are
    /// no white space; as bits of the bytes from `at` on, given which of these are no spaces and which are of words.
    #[inline(never)]
    fn breaks_among_spaces(&mut self, at: usize, lines: u64, words: u64) -> u64 {
        let mut breaks = 0;
        let mut words = words;
        let mut lines = lines;
        while lines != 0 {
            let line = lines.trailing_zeros();
            lines &= lines - 1;
            match self.text.as_bytes().get(at + line as usize) {
                Some(b'\n') => {
                    let since = words & ((1 << line) - 1);
                    if self.line && since == 0 {
                        breaks |= 1 << line;
                    }
                    words ^= since;
                    self.line = true;
                }
                Some(b'\t'..=b'\r') | None => {}
                Some(_) => breaks |= 1 << line,
            }
        }
        self.line &= words == 0;
        breaks
    }
}

/// Whether white space of ASCII and nothing else stands between two sentences. No rule looks across it.
fn are_neighbours(text: &str, one: Span, other: Span) -> bool {
    let between = text.as_bytes().get(one.end as usize..other.start as usize).unwrap_or_default();
    !between.is_empty() && between.iter().all(u8::is_ascii_whitespace)
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
