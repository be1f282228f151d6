//! Short spellings with what is known of them: a hash table of our own, whose entries are small and whose look-ups mostly touch one
//! line of the processor's cache. To wait for memory is what a look-up of a rare word costs.
//!
//! Four entries make a line. A spelling's hash tells its line and its place among the four: that is its home. Entries of a
//! full line go on in the next one with room. One that is found elsewhere changes places with what stands at its home, so that
//! the words of the moment are at home and one comparison finds them.

use super::entry::{Entry, FREE};
use super::key::Key;
use super::known::Known;

/// Entries in a line of the cache.
const LINE: usize = 4;

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([Entry; LINE]);

/// Short spellings with what is known of them.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// A power of two, or none.
    lines: Vec<Line>,
    len: usize,
}

impl Spellings {
    /// Lines that the first spelling makes room for.
    const FIRST: usize = 256;

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Bytes of memory held.
    pub(super) fn bytes(&self) -> usize {
        self.lines.capacity() * size_of::<Line>()
    }

    /// Forgets all spellings and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.lines.fill(Line([FREE; LINE]));
        self.len = 0;
    }

    /// What is known of spellings that are at home.
    pub(super) fn homes(&self) -> Homes<'_> {
        Homes(&self.lines)
    }

    /// What is known of a spelling, given its hash.
    pub(super) fn find(&self, key: Key, hash: u64) -> Option<Known> {
        let (line, place) = self.seek(key, hash)?;
        Some(self.lines[line].0[place].known_of(key))
    }

    /// The same as [`find`](Self::find), and moves the spelling to its home.
    pub(super) fn bring_home(&mut self, key: Key, hash: u64) -> Option<Known> {
        let (line, place) = self.seek(key, hash)?;
        let found = self.lines[line].0[place];
        let (own_line, own_place) = home(hash, self.lines.len());
        // What stood there may stand in any later line: all from here to that one are full.
        let other = std::mem::replace(&mut self.lines[own_line].0[own_place], found);
        self.lines[line].0[place] = other;
        Some(found.known_of(key))
    }

    /// Adds a spelling that is not there.
    pub(super) fn insert(&mut self, key: Key, hash: u64, known: Known) {
        if (self.len + 1) * 4 > self.lines.len() * LINE * 3 {
            self.grow();
        }
        self.put(Entry::new(key, known), hash);
        self.len += 1;
    }

    fn seek(&self, key: Key, hash: u64) -> Option<(usize, usize)> {
        let (mut at, _) = home(hash, self.lines.len());
        loop {
            let line = self.lines.get(at)?;
            if let Some(place) = line.0.iter().position(|entry| entry.key() == key) {
                return Some((at, place));
            }
            if line.0.iter().any(Entry::is_free) {
                return None;
            }
            at = (at + 1) & (self.lines.len() - 1);
        }
    }

    /// Puts an entry into its home, or where there is room next.
    fn put(&mut self, entry: Entry, hash: u64) {
        let last = self.lines.len().wrapping_sub(1);
        let (mut at, place) = home(hash, self.lines.len());
        if let Some(home) =
            self.lines.get_mut(at).map(|line| &mut line.0[place]).filter(|home| home.is_free())
        {
            *home = entry;
            return;
        }
        while let Some(line) = self.lines.get_mut(at) {
            if let Some(free) = line.0.iter_mut().find(|place| place.is_free()) {
                *free = entry;
                return;
            }
            at = (at + 1) & last;
        }
    }

    /// Twice the room.
    #[cold]
    fn grow(&mut self) {
        let lines = (self.lines.len() * 2).max(Self::FIRST);
        let old = std::mem::replace(&mut self.lines, vec![Line([FREE; LINE]); lines]);
        for entry in old.iter().flat_map(|line| &line.0).filter(|entry| !entry.is_free()) {
            self.put(*entry, entry.key().hash());
        }
    }
}

/// The spellings that are at home.
#[derive(Clone, Copy)]
pub(super) struct Homes<'a>(&'a [Line]);

impl Homes<'_> {
    /// What is known of a spelling; [`Known::NOTHING`] of one that is not at home or not there.
    #[inline]
    pub(super) fn known_of(&self, key: Key) -> Known {
        let (line, place) = home(key.hash(), self.0.len());
        self.0.get(line).map_or(Known::NOTHING, |line| line.0[place].known_of(key))
    }
}

/// The line, of so many, and the place in it that a spelling's hash tells.
#[inline]
fn home(hash: u64, lines: usize) -> (usize, usize) {
    (hash as usize & lines.wrapping_sub(1), (hash >> 62) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::known::Word;
    use crate::analysis::vocabulary::TermId;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn known(number: usize) -> Known {
        Known::from(Word { term: TermId(number as u32), ..Word::default() })
    }

    fn key(number: usize) -> (Key, u64) {
        let key = Key::of(format!("{number:x}").as_bytes()).unwrap();
        (key, key.hash())
    }

    #[test]
    fn an_entry_has_no_gaps_and_a_line_is_one_of_the_cache() {
        assert_eq!((size_of::<Entry>(), size_of::<Line>(), align_of::<Line>()), (16, 64, 64));
    }

    #[test]
    fn nothing_is_found_in_an_empty_table() {
        let mut table = Spellings::default();
        let (key, hash) = key(1);
        for _ in 0..2 {
            assert!(table.homes().known_of(key).is_nothing());
            assert_eq!((table.find(key, hash), table.bring_home(key, hash)), (None, None));
            table.insert(key, hash, known(1));
            table.clear();
        }
    }

    proptest! {
        #[test]
        fn spellings_are_found_as_in_a_plain_table(words in prop::collection::vec(0..6000_usize, 0..3000)) {
            let (mut table, mut plain) = (Spellings::default(), HashMap::new());
            for (at, word) in words.iter().enumerate() {
                let (key, hash) = key(*word);
                let expected = plain.get(word).copied();
                prop_assert_eq!(table.find(key, hash), expected);
                let home = table.homes().known_of(key);
                prop_assert!(home.is_nothing() || Some(home) == expected);
                prop_assert_eq!(table.bring_home(key, hash), expected);
                prop_assert_eq!(table.homes().known_of(key), expected.unwrap_or(Known::NOTHING));
                if expected.is_none() {
                    table.insert(key, hash, known(at));
                    plain.insert(word, known(at));
                }
                prop_assert_eq!(table.len(), plain.len());
            }
            for (word, known) in plain {
                let (key, hash) = key(*word);
                prop_assert_eq!(table.find(key, hash), Some(known));
            }
        }
    }
}
