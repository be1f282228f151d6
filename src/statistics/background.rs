//! The built-in table of English document frequencies. `docs/background.md` says what it was made from and how to make
//! it again.

use super::CorpusStatistics;

static TABLE: &[u8] = include_bytes!("background.bin");

/// The table; nothing is decoded but its head. An empty table stands in should the build have embedded a broken file,
/// which a test rules out.
pub(super) fn load() -> CorpusStatistics {
    CorpusStatistics::from_bytes(TABLE).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn the_embedded_table_is_whole() {
        assert!(TABLE.len() <= 300 << 10, "{} bytes", TABLE.len());
        let statistics = CorpusStatistics::from_bytes(TABLE).unwrap();
        assert!(statistics.documents(Language::English) > 1000);
        assert!(
            statistics.doc_freq(Language::English, "govern") > statistics.doc_freq(Language::English, "wolf")
        );
    }
}
