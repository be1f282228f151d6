//! The patterns of furniture as the build script reads them from `furniture/CODE.txt`, and what it freezes of them: for each
//! text in its comparable form, what a line means that is this text or begins with it. The file is compiled into the build
//! script too, so it imports nothing but its neighbour.

use super::fold::fold;

/// What a pattern says about a line, as the sections are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Reading,
    Line,
    Edge,
    Tail,
    Published,
    Updated,
    Byline,
}

impl Kind {
    pub(super) const ALL: &[(&str, Self)] = &[
        ("[reading]", Self::Reading),
        ("[line]", Self::Line),
        ("[edge]", Self::Edge),
        ("[tail]", Self::Tail),
        ("[published]", Self::Published),
        ("[updated]", Self::Updated),
        ("[byline]", Self::Byline),
    ];
}

/// What a text means in the patterns of all languages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// A line that is this text.
    pub(super) whole: Option<Kind>,
    /// A line that begins with these words; whether a colon must follow.
    pub(super) prefix: Option<(Kind, bool)>,
    /// A line that begins with these letters.
    pub(super) stem: Option<Kind>,
    /// What these words open, and whether a colon must follow: `Published`, `Updated`, `Byline`.
    openers: [Option<bool>; 3],
}

impl Meaning {
    /// Whether these words open a date or a byline: a colon must follow or not.
    pub(super) fn opener(self, kind: Kind) -> Option<bool> {
        *self.openers.get((kind as usize).checked_sub(Kind::Published as usize)?)?
    }

    /// As a number for a frozen map: four bits for a kind, two for a flag that may be missing.
    #[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
    pub(super) fn pack(self) -> u64 {
        let kind = |kind: Option<Kind>| kind.map_or(0, |kind| kind as u64 + 1);
        let flag = |flag: Option<bool>| flag.map_or(0, |flag| u64::from(flag) + 1);
        let flags = [self.prefix.map(|(_, colon)| colon), self.openers[0], self.openers[1], self.openers[2]];
        let kinds = [self.whole, self.prefix.map(|(kind, _)| kind), self.stem];
        let kinds = kinds.into_iter().fold(0, |packed, of| packed << 4 | kind(of));
        flags.into_iter().fold(kinds, |packed, of| packed << 2 | flag(of))
    }

    /// What was packed.
    pub(super) fn unpack(packed: u64) -> Self {
        let kind = |at: u32| {
            let kind = (packed >> at & 15).checked_sub(1)?;
            Kind::ALL.get(kind as usize).map(|(_, kind)| *kind)
        };
        let flag = |at: u32| (packed >> at & 3).checked_sub(1).map(|flag| flag == 1);
        Self {
            whole: kind(16),
            prefix: kind(12).zip(flag(6)),
            stem: kind(8),
            openers: [flag(4), flag(2), flag(0)],
        }
    }
}

/// Every text of the patterns in these files, with what it means; the file that comes first decides.
#[cfg_attr(not(test), allow(dead_code, reason = "for the build script"))]
pub(super) fn read<'f>(
    files: impl IntoIterator<Item = &'f str>,
) -> std::collections::BTreeMap<String, Meaning> {
    let mut meanings = std::collections::BTreeMap::new();
    for file in files {
        let mut kind = Kind::Line;
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some((_, section)) = Kind::ALL.iter().find(|(name, _)| *name == line) {
                kind = *section;
                continue;
            }
            let open = line.strip_suffix('*');
            let words = open.unwrap_or(line);
            let colon = words.ends_with(':');
            let meaning: &mut Meaning = meanings.entry(fold(&words.replace("{n}", "0")).text).or_default();
            let opener = (kind as usize).checked_sub(Kind::Published as usize);
            if let Some(asked) = opener.and_then(|at| meaning.openers.get_mut(at)) {
                *asked = Some(asked.unwrap_or(true) && colon);
            } else if open.is_some() && !colon && !words.ends_with(' ') {
                meaning.stem.get_or_insert(kind);
            } else if open.is_some() {
                meaning.prefix.get_or_insert((kind, colon));
            } else {
                meaning.whole.get_or_insert(kind);
            }
        }
    }
    meanings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_the_files_say() {
        let files = [
            "# a\n[reading]\n{n} min read\n[tail]\nread next\nmore from *\nshar*\n",
            "[byline]\nby\nauthor:\n",
            "[line]\nphoto:*\nread next\n[byline]\nby:",
        ];
        let meanings = read(files);
        let found: Vec<_> = meanings.iter().map(|(text, meaning)| (text.as_str(), *meaning)).collect();
        let nothing = Meaning::default();
        assert_eq!(
            found,
            [
                ("0 min read", Meaning { whole: Some(Kind::Reading), ..nothing }),
                ("author", Meaning { openers: [None, None, Some(true)], ..nothing }),
                ("by", Meaning { openers: [None, None, Some(false)], ..nothing }),
                ("more from", Meaning { prefix: Some((Kind::Tail, false)), ..nothing }),
                ("photo", Meaning { prefix: Some((Kind::Line, true)), ..nothing }),
                ("read next", Meaning { whole: Some(Kind::Tail), ..nothing }),
                ("shar", Meaning { stem: Some(Kind::Tail), ..nothing }),
            ]
        );
        for (_, meaning) in found {
            assert_eq!(Meaning::unpack(meaning.pack()), meaning);
        }
        assert_eq!(meanings["author"].opener(Kind::Byline), Some(true));
        assert_eq!(meanings["author"].opener(Kind::Line), None);
    }
}
