//! Words that begin sentences much more often than they follow an abbreviation: after `Inc.`, `U.S.` or an initial they
//! decide. From `starters.txt`.

use std::sync::OnceLock;

use crate::language::Language;

/// The starters of one language, capitalised and sorted.
#[derive(Debug, Default)]
pub(super) struct Starters {
    words: Vec<&'static str>,
}

impl Starters {
    /// The starters of a language, read on first use; English where there are none.
    pub(super) fn of(language: Language) -> &'static Self {
        static ALL: OnceLock<Vec<(&'static str, Starters)>> = OnceLock::new();
        static NONE: Starters = Starters { words: Vec::new() };
        let all = ALL.get_or_init(|| {
            let lines = include_str!("starters.txt").lines().filter(|line| !line.starts_with('#'));
            let lists = lines.filter_map(|line| {
                let (code, words) = line.split_once(':')?;
                let mut words: Vec<_> = words.split_whitespace().collect();
                words.sort_unstable();
                Some((code, Starters { words }))
            });
            lists.collect()
        });
        let find = |code| all.iter().find(|(own, _)| *own == code).map(|(_, starters)| starters);
        find(language.code()).or_else(|| find("en")).unwrap_or(&NONE)
    }

    /// Whether a word, as it stands in the text, is one.
    pub(super) fn contain(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
    }
}
