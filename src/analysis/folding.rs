//! Folding: one form for the spellings of a word that differ only in case, marks or typography. Stop words are looked up
//! and stems made in this form.

use std::sync::LazyLock;

use crate::language::Language;

/// Pairs of base letter and mark with the letter that they make, sorted.
static COMPOSITIONS: LazyLock<Vec<((char, char), char)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for line in include_str!("compositions.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let mark = fields.next().and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        for field in fields {
            let mut letters = field.chars();
            if let (Some(mark), Some(base), Some(letter)) = (mark, letters.next(), letters.next()) {
                found.push(((base, mark), letter));
            }
        }
    }
    found.sort_unstable();
    found
});

/// Folds the spelling of a word in a language into `folded`, whose content is replaced:
///
/// - lower case; in Turkish and Azerbaijani `I` is the capital of `ı`; a Greek sigma at the end is `ς`;
/// - letters and marks written apart are put together; soft hyphens, joiners, Arabic vowel signs and lengthening, and
///   Hebrew points go;
/// - apostrophes and hyphens become the plain ones; those at the end of an elided word (`l'`) and the last dot of an
///   acronym (`U.S.`) go;
/// - what follows the apostrophe in Turkish (`Ankara'da`) or the colon in Finnish and Swedish (`EU:n`) is an ending, and
///   goes.
pub(super) fn fold(language: Language, surface: &str, folded: &mut String) {
    folded.clear();
    let turkic = !folds_plainly(language);
    if surface.is_ascii() && !turkic {
        folded.push_str(surface);
        folded.make_ascii_lowercase();
        return fold_end(language, folded);
    }
    for c in surface.chars() {
        match c {
            'I' if turkic => folded.push('ı'),
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            'İ' => folded.push('i'),
            '’' | '‘' | '＇' | 'ʼ' => folded.push('\''),
            '\u{2010}' | '\u{2011}' => folded.push('-'),
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' // joiners
            | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}' => {} // Arabic
            '\u{591}'..='\u{5C7}' if language == Language::Hebrew => {}
            '\u{300}'..='\u{36F}' => compose(folded, c),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    if language == Language::Greek && folded.ends_with('σ') {
        folded.pop();
        folded.push('ς');
    }
    fold_end(language, folded);
}

/// Whether [`fold`] makes letters and digits of ASCII lower case and no more.
pub(super) fn folds_plainly(language: Language) -> bool {
    !matches!(language, Language::Turkish | Language::Azerbaijani)
}

/// Cuts what an apostrophe, a colon or a dot cuts off.
fn fold_end(language: Language, folded: &mut String) {
    let ending = match language {
        Language::Turkish | Language::Azerbaijani => '\'',
        Language::Finnish | Language::Swedish => ':',
        _ => return cut_end(folded),
    };
    if let Some(at) = folded.find(ending).filter(|&at| at > 0) {
        folded.truncate(at);
    }
    cut_end(folded);
}

/// Cuts the apostrophe of an elided word and the dot of an acronym.
fn cut_end(folded: &mut String) {
    while folded.len() > 1 && folded.ends_with(['\'', '.']) {
        folded.pop();
    }
}

/// Puts a mark on the last letter; a mark that makes no letter with it stays by itself.
fn compose(folded: &mut String, mark: char) {
    let base = folded.pop();
    let found = base.and_then(|base| {
        let at = COMPOSITIONS.binary_search_by_key(&(base, mark), |&(pair, _)| pair).ok()?;
        Some(COMPOSITIONS[at].1)
    });
    if let Some(letter) = found {
        folded.push(letter);
    } else {
        folded.extend(base);
        folded.push(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_to_one_form() {
        let cases = [
            (Language::English, "Don’t", "don't"),
            (Language::English, "ISIS‑K", "isis-k"),
            (Language::English, "soft\u{ad}hyphen", "softhyphen"),
            (Language::English, "U.S.", "u.s"),
            (Language::English, "U.S.-led", "u.s.-led"),
            (Language::English, "US", "us"),
            (Language::English, "İstanbul", "istanbul"),
            (Language::Turkish, "IŞIK", "ışık"),
            (Language::Turkish, "İstanbul’da", "istanbul"),
            (Language::Finnish, "EU:n", "eu"),
            (Language::French, "L’", "l"),
            (Language::French, "E\u{301}TAT", "état"),
            (Language::Vietnamese, "Vie\u{323}\u{302}t", "việt"),
            (Language::Russian, "И\u{306}од", "йод"),
            (Language::Greek, "ΤΗΣ", "της"),
            (Language::Greek, "Σοφός", "σοφός"),
            (Language::German, "Straße", "straße"),
            (Language::Arabic, "كِتَـابٌ", "كتاب"),
            (Language::Hebrew, "שָׁלוֹם", "שלום"),
            (Language::Persian, "می\u{200c}شود", "میشود"),
            (Language::English, "'", "'"),
            (Language::English, "", ""),
        ];
        let mut folded = String::from("rest");
        for (language, surface, expected) in cases {
            fold(language, surface, &mut folded);
            assert_eq!(folded, expected, "{language} {surface}");
        }
    }

    #[test]
    fn compositions_are_read() {
        assert!(COMPOSITIONS.len() > 350);
        assert!(COMPOSITIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
