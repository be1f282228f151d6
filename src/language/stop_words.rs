//! Stop words: the words that say little by themselves, from one text file a language.
//!
//! A file holds one word a line, in lower case and sorted by bytes, below its `#` comments. It is searched as it is: no
//! table is built.

use std::cmp::Ordering;

use super::Language;

macro_rules! lists {
    ($($language:ident $file:literal,)*) => {
        /// The text file of a language; empty where there is none.
        fn list(language: Language) -> &'static str {
            match language {
                $(Language::$language => include_str!(concat!("stop_words/", $file, ".txt")),)*
                _ => "",
            }
        }
    };
}

lists! {
    Afrikaans "af",
    Arabic "ar",
    Armenian "hy",
    Azerbaijani "az",
    Basque "eu",
    Belarusian "be",
    Bengali "bn",
    Bulgarian "bg",
    Catalan "ca",
    Chinese "zh",
    Croatian "hr",
    Czech "cs",
    Danish "da",
    Dutch "nl",
    English "en",
    Esperanto "eo",
    Estonian "et",
    Finnish "fi",
    French "fr",
    German "de",
    Greek "el",
    Hebrew "he",
    Hindi "hi",
    Hungarian "hu",
    Indonesian "id",
    Irish "ga",
    Italian "it",
    Japanese "ja",
    Korean "ko",
    Latvian "lv",
    Lithuanian "lt",
    Macedonian "mk",
    Nepali "ne",
    Norwegian "no",
    Persian "fa",
    Polish "pl",
    Portuguese "pt",
    Romanian "ro",
    Russian "ru",
    Serbian "sr",
    Slovak "sk",
    Slovenian "sl",
    Spanish "es",
    Swedish "sv",
    Tagalog "tl",
    Tamil "ta",
    Thai "th",
    Turkish "tr",
    Ukrainian "uk",
    Urdu "ur",
    Vietnamese "vi",
    Welsh "cy",
    Yiddish "yi",
}

/// The stop words of one language, perhaps with a user's own.
///
/// ```
/// use epitome::language::{Language, stop_words::StopWords};
/// let words = StopWords::of(Language::English).with(&StopWords::parse("# ours\nepitome\n"));
/// assert!(words.contains("the") && words.contains("epitome") && !words.contains("wolf"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct StopWords {
    /// Lines, sorted.
    built_in: &'static str,
    /// Sorted.
    added: Vec<String>,
}

impl StopWords {
    /// The built-in list of a language; empty where there is none.
    pub fn of(language: Language) -> Self {
        let mut words = list(language);
        while words.starts_with('#') {
            words = words.split_once('\n').map_or("", |(_, rest)| rest);
        }
        Self { built_in: words, added: Vec::new() }
    }

    /// The words of the built-in list, in order.
    pub fn listed(language: Language) -> impl Iterator<Item = &'static str> {
        Self::of(language).built_in.lines()
    }

    /// All words, those of the built-in list first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.built_in.lines().chain(self.added.iter().map(String::as_str))
    }

    /// The words of a user's own file, for [`StopWords::with`]: one a line, white space around them and lines that begin
    /// with `#` ignored.
    pub fn parse(text: &str) -> Vec<String> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    }

    /// The same list with these words added; they are folded to lower case, typographic apostrophes to plain ones.
    #[must_use]
    pub fn with(mut self, words: &[String]) -> Self {
        self.added.extend(words.iter().map(|word| word.to_lowercase().replace('’', "'")));
        self.added.sort_unstable();
        self.added.dedup();
        self
    }

    /// Whether `word`, in lower case, is a stop word.
    pub fn contains(&self, word: &str) -> bool {
        is_line(self.built_in, word) || self.added.binary_search_by(|added| added.as_str().cmp(word)).is_ok()
    }
}

/// Whether a word is one of these lines, which are sorted.
fn is_line(mut lines: &str, word: &str) -> bool {
    while !lines.is_empty() {
        let middle = lines.floor_char_boundary(lines.len() / 2);
        let start = lines[..middle].rfind('\n').map_or(0, |end| end + 1);
        let (line, rest) = lines[start..].split_once('\n').unwrap_or((&lines[start..], ""));
        match line.cmp(word) {
            Ordering::Equal => return true,
            Ordering::Less => lines = rest,
            Ordering::Greater => lines = &lines[..start],
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::stemmer::Stemmer;

    #[test]
    fn lists_are_sorted_lower_case_and_without_duplicates() {
        for &language in Language::ALL {
            let words: Vec<_> = StopWords::listed(language).collect();
            for pair in words.windows(2) {
                assert!(pair[0] < pair[1], "{language}: '{}' before '{}'", pair[0], pair[1]);
            }
            for word in words {
                assert!(
                    !word.starts_with('#') && word.trim() == word && !word.is_empty(),
                    "{language}: '{word}'"
                );
                assert_eq!(word, word.to_lowercase(), "{language}");
                assert!(!word.contains('’'), "{language}: '{word}'");
            }
        }
    }

    #[test]
    fn every_language_with_a_stemmer_has_a_list() {
        for &language in Language::ALL.iter().filter(|language| Stemmer::new(**language).is_some()) {
            let count = StopWords::listed(language).count();
            assert!(count >= 120, "{language}: {count} stop words");
        }
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        for &language in Language::ALL {
            let words = StopWords::of(language);
            for word in StopWords::listed(language) {
                assert!(words.contains(word), "{language}: '{word}'");
                assert!(!words.contains(&format!("{word}\n")) && !words.contains(&format!("{word}qq")));
            }
            assert!(!words.contains("") && !words.contains("\n") && !words.contains("#"));
        }
    }

    #[test]
    fn news_verbs_and_contractions_are_in() {
        let english = StopWords::of(Language::English);
        assert!(
            ["said", "don't", "it's", "u.s"].map(|word| english.contains(word)) == [true, true, true, false]
        );
    }

    #[test]
    fn a_file_is_parsed() {
        let words = StopWords::parse("\u{feff}# comment\r\n Alpha \r\n\r\nl’État\n");
        assert_eq!(words, ["Alpha", "l’État"]);
        let words = StopWords::default().with(&words);
        assert!(words.contains("alpha") && words.contains("l'état") && !words.contains("the"));
    }
}
