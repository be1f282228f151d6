//! Scripts: which letters a text is written in.

use crate::language::Language;

/// What the letters of a text say about its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// A script of one language.
    Of(Language),
    /// Scripts of several, decided by their words.
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Hebrew,
}

/// Scripts in ranges of code points; the few signs among the letters do no harm.
const RANGES: [(u32, u32, Script); 34] = [
    (0x00AA, 0x024F, Script::Latin),
    (0x0370, 0x03FF, Script::Of(Language::Greek)),
    (0x0400, 0x0491, Script::Cyrillic),
    (0x0492, 0x052F, Script::Of(Language::Kazakh)),
    (0x0531, 0x058F, Script::Of(Language::Armenian)),
    (0x05D0, 0x05F2, Script::Hebrew),
    (0x0620, 0x077F, Script::Arabic),
    (0x0900, 0x097F, Script::Devanagari),
    (0x0980, 0x09FF, Script::Of(Language::Bengali)),
    (0x0A00, 0x0A7F, Script::Of(Language::Punjabi)),
    (0x0A80, 0x0AFF, Script::Of(Language::Gujarati)),
    (0x0B00, 0x0B7F, Script::Of(Language::Odia)),
    (0x0B80, 0x0BFF, Script::Of(Language::Tamil)),
    (0x0C00, 0x0C7F, Script::Of(Language::Telugu)),
    (0x0C80, 0x0CFF, Script::Of(Language::Kannada)),
    (0x0D00, 0x0D7F, Script::Of(Language::Malayalam)),
    (0x0D80, 0x0DFF, Script::Of(Language::Sinhala)),
    (0x0E00, 0x0E7F, Script::Of(Language::Thai)),
    (0x1000, 0x109F, Script::Of(Language::Burmese)),
    (0x10A0, 0x10FF, Script::Of(Language::Georgian)),
    (0x1100, 0x11FF, Script::Of(Language::Korean)),
    (0x1200, 0x139F, Script::Of(Language::Amharic)),
    (0x1780, 0x17FF, Script::Of(Language::Khmer)),
    (0x1C90, 0x1CBF, Script::Of(Language::Georgian)),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Of(Language::Greek)),
    (0x3005, 0x3007, Script::Of(Language::Chinese)),
    (0x3041, 0x30FF, Script::Of(Language::Japanese)),
    (0x3400, 0x9FFF, Script::Of(Language::Chinese)),
    (0xAC00, 0xD7AF, Script::Of(Language::Korean)),
    (0xF900, 0xFAFF, Script::Of(Language::Chinese)),
    (0xFB1D, 0xFB4F, Script::Hebrew),
    (0xFB50, 0xFEFC, Script::Arabic),
    (0x2_0000, 0x3_FFFF, Script::Of(Language::Chinese)),
];

/// The script with the most letters, where a letter that stands for a syllable or a word counts as several; the earlier
/// one of [`RANGES`] in a tie; `None` without letters of a known script.
pub(super) fn main(text: &str) -> Option<Script> {
    let ascii: u32 = text.bytes().map(|byte| u32::from(byte.is_ascii_alphabetic())).sum();
    if (ascii as usize) >= text.len() * 3 / 5 {
        return (ascii > 0).then_some(Script::Latin);
    }
    let mut counts = [0_u32; RANGES.len()];
    // Neighbours are mostly of one script.
    let mut at = 0;
    for code in text.chars().filter(|c| !c.is_ascii()).map(u32::from) {
        if !(RANGES[at].0..=RANGES[at].1).contains(&code) {
            match range_of(code) {
                Some(found) => at = found,
                None => continue,
            }
        }
        counts[at] += 1;
    }
    for (range, count) in RANGES.iter().zip(&mut counts) {
        *count *= weight(range.2);
    }
    counts[0] += ascii;
    let sum = |script: Script| -> u32 {
        RANGES.iter().zip(counts).filter(|(range, _)| range.2 == script).map(|(_, count)| count).sum()
    };
    let (kana, han) = (sum(Script::Of(Language::Japanese)), sum(Script::Of(Language::Chinese)));
    let mut best = (0, None);
    for (_, _, script) in RANGES {
        let count = sum(script);
        if count > best.0 {
            best = (count, Some(script));
        }
    }
    let east_asian = kana + han;
    if east_asian > best.0 || matches!(best.1, Some(Script::Of(Language::Japanese | Language::Chinese))) {
        // A Chinese text may quote a Japanese name; Japanese cannot do without kana.
        let japanese = kana * 10 >= east_asian;
        return Some(Script::Of(if japanese { Language::Japanese } else { Language::Chinese }));
    }
    best.1
}

fn range_of(code: u32) -> Option<usize> {
    let at = RANGES.partition_point(|range| range.1 < code);
    RANGES.get(at).filter(|range| range.0 <= code).map(|_| at)
}

fn weight(script: Script) -> u32 {
    match script {
        Script::Of(Language::Chinese | Language::Japanese) => 3,
        Script::Of(Language::Korean | Language::Amharic) => 2,
        // Letters that no Slavic language has, one in twelve of Kazakh or more.
        Script::Of(Language::Kazakh) => 25,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sorted() {
        for pair in RANGES.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0);
        }
    }

    #[test]
    fn the_main_script_wins() {
        assert_eq!(main("Das Wort логос"), Some(Script::Latin));
        assert_eq!(main("слово, Wort и ещё раз"), Some(Script::Cyrillic));
        assert_eq!(main("用iPhone拍照很方便"), Some(Script::Of(Language::Chinese)));
        assert_eq!(main("東京都は新しい計画を発表した"), Some(Script::Of(Language::Japanese)));
        assert_eq!(main("2024 — 🎉"), None);
    }
}
