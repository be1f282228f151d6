//! Short spellings with a number for each: a hash table of our own, whose entries are small and whose look-ups mostly touch one
//! line of the processor's cache. To wait for memory is what a look-up of a rare word costs.
//!
//! Four entries make a line. A spelling's hash tells its line and its place among the four: that is its home. A word, the same
//! with a capital and both as stems are at home in one line. Entries of a full line go on in the next one with room. One that is
//! found elsewhere changes places with what stands at its home, so that the words of the moment are at home and one comparison
//! finds them.

use super::entry::{Entry, FREE, NOTHING};
use super::key::Key;

/// Entries in a line of the cache.
const LINE: usize = 4;

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([Entry; LINE]);

/// Short spellings with a number for each.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    /// A power of two, or none.
    lines: Vec<Line>,
    len: usize,
}

impl Spellings {
    /// Lines that the first spelling makes room for.
    const FIRST: usize = 256;

    /// None, with room for so many.
    pub(crate) fn with_room(spellings: usize) -> Self {
        let lines = (spellings / 3 + 1).next_power_of_two().max(Self::FIRST);
        Self { lines: vec![Line([FREE; LINE]); lines], len: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Bytes of memory held.
    pub(crate) fn bytes(&self) -> usize {
        self.lines.capacity() * size_of::<Line>()
    }

    /// Forgets all spellings and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.lines.fill(Line([FREE; LINE]));
        self.len = 0;
    }

    /// The spellings that are at home.
    pub(crate) fn homes(&self) -> Homes<'_> {
        Homes(&self.lines)
    }

    /// The number of a spelling, given its hash.
    pub(crate) fn find(&self, key: Key, hash: u64) -> Option<u32> {
        let (line, place) = self.seek(key, hash)?;
        Some(self.lines[line].0[place].number_of(key))
    }

    /// The same as [`find`](Self::find), and moves the spelling to its home.
    pub(crate) fn bring_home(&mut self, key: Key, hash: u64) -> Option<u32> {
        let (line, place) = self.seek(key, hash)?;
        let found = self.lines[line].0[place];
        let home = Home::of(key, hash);
        let own_line = home.line(self.lines.len());
        // What stood there may stand in any later line: all from here to that one are full.
        let other = std::mem::replace(&mut self.lines[own_line].0[home.place()], found);
        self.lines[line].0[place] = other;
        Some(found.number_of(key))
    }

    /// Adds a spelling that is not there.
    pub(crate) fn insert(&mut self, key: Key, hash: u64, number: u32) {
        if (self.len + 1) * 4 > self.lines.len() * LINE * 3 {
            self.grow();
        }
        self.put(Entry::new(key, number), hash);
        self.len += 1;
    }

    fn seek(&self, key: Key, hash: u64) -> Option<(usize, usize)> {
        let mut at = Home::of(key, hash).line(self.lines.len());
        loop {
            let line = self.lines.get(at)?;
            // Without a branch for each entry.
            let (mut same, mut free) = (0u32, false);
            for (entry, place) in line.0.iter().zip(0..) {
                same |= u32::from(entry.key() == key) << place;
                free |= entry.is_free();
            }
            if same != 0 {
                return Some((at, same.trailing_zeros() as usize));
            }
            if free {
                return None;
            }
            at = (at + 1) & (self.lines.len() - 1);
        }
    }

    /// Puts an entry into its home, or where there is room next.
    fn put(&mut self, entry: Entry, hash: u64) {
        let last = self.lines.len().wrapping_sub(1);
        let home = Home::of(entry.key(), hash);
        let mut at = home.line(self.lines.len());
        if let Some(home) =
            self.lines.get_mut(at).map(|line| &mut line.0[home.place()]).filter(|home| home.is_free())
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
#[derive(Clone, Copy, Default)]
pub(crate) struct Homes<'a>(&'a [Line]);

/// Where a spelling is at home: the low bits tell the line, the two highest the place there.
#[derive(Debug, Clone, Copy, Default)]
struct Home(u32);

impl Home {
    const PLACE: u32 = u32::BITS - LINE.trailing_zeros();

    /// What has the hash in common has different places.
    #[inline]
    fn of(key: Key, hash: u64) -> Self {
        // The bits below those of its kind are the same in all kinds.
        Self(hash as u32 ^ (key.low as u32) << (Self::PLACE - Key::KIND))
    }

    /// The line, of so many.
    #[inline]
    fn line(self, lines: usize) -> usize {
        self.0 as usize & lines.wrapping_sub(1)
    }

    #[inline]
    fn place(self) -> usize {
        (self.0 >> Self::PLACE) as usize
    }
}

/// A spelling that is looked for, with its home.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    low: u64,
    high: u32,
    home: Home,
}

impl Wanted {
    pub(crate) fn key(self) -> Key {
        Key { low: self.low, high: self.high }
    }
}

impl Homes<'_> {
    /// Where to look for a spelling.
    #[inline]
    pub(crate) fn wanted(key: Key) -> Wanted {
        Wanted { low: key.low, high: key.high, home: Home::of(key, key.hash()) }
    }

    #[inline]
    fn line(&self, wanted: Wanted) -> Option<&Line> {
        self.0.get(wanted.home.line(self.0.len()))
    }

    /// A number from the line that a spelling is at home in: who reads those of many spellings before asking for one waits for all
    /// of them at once.
    #[inline]
    pub(crate) fn near(&self, wanted: Wanted) -> u32 {
        self.line(wanted).map_or(NOTHING, |line| line.0[0].number())
    }

    /// The number of a spelling; [`NOTHING`] of one that is not at home or not there.
    #[inline]
    pub(crate) fn number_of(&self, wanted: Wanted) -> u32 {
        self.line(wanted).map_or(NOTHING, |line| line.0[wanted.home.place()].number_of(wanted.key()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// Of four numbers each the word, the same with a capital, and both as stems.
    fn key(number: usize) -> (Key, u64) {
        let first = if number & 1 == 0 { 'a' } else { 'A' };
        let word = Key::of(format!("{first}{:x}", number / 4).as_bytes()).unwrap();
        let key = if number & 2 == 0 { word } else { word.as_stem() };
        (key, key.hash())
    }

    fn home_of(table: &Spellings, key: Key) -> u32 {
        let homes = table.homes();
        homes.number_of(Homes::wanted(key))
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
            assert!(home_of(&table, key) == NOTHING);
            assert_eq!((table.find(key, hash), table.bring_home(key, hash)), (None, None));
            table.insert(key, hash, 1);
            table.clear();
        }
    }

    #[test]
    fn a_table_with_room_does_not_grow() {
        for spellings in [0, 1, 768, 769, 3071, 3072, 3073] {
            let mut table = Spellings::with_room(spellings);
            let room = table.bytes();
            for number in 0..spellings {
                let (key, hash) = key(number);
                table.insert(key, hash, number as u32);
            }
            assert_eq!(table.bytes(), room, "{spellings}");
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
                let home = home_of(&table, key);
                prop_assert!(home == NOTHING || Some(home) == expected);
                prop_assert_eq!(table.bring_home(key, hash), expected);
                prop_assert_eq!(home_of(&table, key), expected.unwrap_or(NOTHING));
                if expected.is_none() {
                    table.insert(key, hash, at as u32);
                    plain.insert(word, at as u32);
                }
                prop_assert_eq!(table.len(), plain.len());
            }
            for (word, number) in plain {
                let (key, hash) = key(*word);
                prop_assert_eq!(table.find(key, hash), Some(number));
            }
        }
    }
}
