//! The words and endings that the rules of the English stemmer look for.

use crate::language::endings::Endings;

/// Whole words with stems of their own.
pub(super) static EXCEPTIONS: Endings<18> = Endings::new([
    ("andes", "andes"),
    ("atlas", "atlas"),
    ("bias", "bias"),
    ("cosmos", "cosmos"),
    ("dying", "die"),
    ("early", "earli"),
    ("gently", "gentl"),
    ("howe", "howe"),
    ("idly", "idl"),
    ("lying", "lie"),
    ("news", "news"),
    ("only", "onli"),
    ("singly", "singl"),
    ("skies", "sky"),
    ("skis", "ski"),
    ("sky", "sky"),
    ("tying", "tie"),
    ("ugly", "ugli"),
]);

/// Whole words that are left alone once a plural's `s` is gone.
pub(super) static INVARIANTS: Endings<8> = Endings::new([
    ("canning", "canning"),
    ("earring", "earring"),
    ("exceed", "exceed"),
    ("herring", "herring"),
    ("inning", "inning"),
    ("outing", "outing"),
    ("proceed", "proceed"),
    ("succeed", "succeed"),
]);

/// Beginnings after which the first region starts, whatever their vowels.
pub(super) const PREFIXES: [&str; 3] = ["arsen", "commun", "gener"];

/// What becomes of the longest ending that a word has, in the second and the third step.
pub(super) static SECOND: Endings<24> = Endings::new([
    ("ational", "ate"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ization", "ize"),
    ("ousness", "ous"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("tional", "tion"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ation", "ate"),
    ("entli", "ent"),
    ("fulli", "ful"),
    ("iviti", "ive"),
    ("ousli", "ous"),
    ("abli", "able"),
    ("alli", "al"),
    ("anci", "ance"),
    ("ator", "ate"),
    ("enci", "ence"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
]);
pub(super) static THIRD: Endings<9> = Endings::new([
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("ative", ""),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
]);

/// Endings that go in the fourth step, the longest first.
pub(super) static FOURTH: Endings<18> = Endings::new([
    ("ement", ""),
    ("able", ""),
    ("ance", ""),
    ("ence", ""),
    ("ible", ""),
    ("ment", ""),
    ("ant", ""),
    ("ate", ""),
    ("ent", ""),
    ("ion", ""),
    ("ism", ""),
    ("iti", ""),
    ("ive", ""),
    ("ize", ""),
    ("ous", ""),
    ("al", ""),
    ("er", ""),
    ("ic", ""),
]);

/// For each last letter of an ending that some rule looks at, the letters before it, by their lowest five bits.
static TOUCHED: [u32; 32] = {
    let mut pairs = [0; 32];
    let mut last = 0;
    while last < pairs.len() {
        pairs[last] = SECOND.pairs[last] | THIRD.pairs[last] | FOURTH.pairs[last];
        last += 1;
    }
    pairs[number(b's')] = u32::MAX;
    pairs[number(b'y')] = u32::MAX;
    pairs[number(b'e')] = u32::MAX;
    pairs[number(b'd')] |= 1 << number(b'e');
    pairs[number(b'g')] |= 1 << number(b'n');
    pairs[number(b'l')] |= 1 << number(b'l');
    pairs
};

const fn number(letter: u8) -> usize {
    (letter % 32) as usize
}

/// Whether no rule looks at a word's ending, so that the word is its own stem: every other new one, most of them names.
pub(super) fn is_own_stem(word: &[u8]) -> bool {
    match *word {
        [b'\'', ..] | [.., b'\''] => false,
        [.., before, last @ b'a'..=b'z'] => TOUCHED[number(last)] >> number(before) & 1 == 0,
        _ => true,
    }
}
