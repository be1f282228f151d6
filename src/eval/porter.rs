//! Porter's stemmer for English (1980) with the changes that NLTK makes by default, as ROUGE uses it. It is not the
//! Snowball "English" stemmer (Porter2) of the rest of the program: this one exists so that our figures equal everybody
//! else's.
//!
//! A word is seen as runs of vowels and consonants, `[C](VC)…(VC)[V]`; the number of `VC` pairs is its *measure*. Suffixes
//! are replaced in five steps, most of them only where the measure of what would be left is large enough.
//!
//! Porter, M. F. (1980): An algorithm for suffix stripping. Program 14(3), 130–137.

/// Whole words with a stem of their own, sorted.
const IRREGULAR: &[(&str, &str)] = &[
    ("canning", "canning"),
    ("cannings", "canning"),
    ("dying", "die"),
    ("exceed", "exceed"),
    ("howe", "howe"),
    ("inning", "inning"),
    ("innings", "inning"),
    ("lying", "lie"),
    ("news", "news"),
    ("outing", "outing"),
    ("outings", "outing"),
    ("proceed", "proceed"),
    ("skies", "sky"),
    ("sky", "sky"),
    ("succeed", "succeed"),
    ("tying", "tie"),
];

/// Step 2: double suffixes to single ones, where the measure of the rest is positive.
const STEP_2: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("fulli", "ful"),
];

/// Step 3, where the measure of the rest is positive.
const STEP_3: &[(&str, &str)] = &[
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

/// Step 4, where the measure of the rest is above one.
const STEP_4: &[(&str, &str)] = &[
    ("al", ""),
    ("ance", ""),
    ("ence", ""),
    ("er", ""),
    ("ic", ""),
    ("able", ""),
    ("ible", ""),
    ("ant", ""),
    ("ement", ""),
    ("ment", ""),
    ("ent", ""),
    ("ou", ""),
    ("ism", ""),
    ("ate", ""),
    ("iti", ""),
    ("ous", ""),
    ("ive", ""),
    ("ize", ""),
];

/// The stemmer with its buffers.
///
/// ```
/// let mut porter = epitome::eval::porter::Porter::default();
/// let mut stem = String::new();
/// porter.stem_into("relational", &mut stem);
/// assert_eq!(stem, "relat");
/// ```
#[derive(Debug, Default)]
pub struct Porter {
    /// The word, one byte a character: ASCII as it is, others as 128 and their position in `foreign`.
    word: Vec<u8>,
    foreign: Vec<char>,
}

impl Porter {
    /// Appends the stem of `word`, which is in lower case, to `out`. Every character that is not an English vowel counts
    /// as a consonant, digits and foreign letters too.
    pub fn stem_into(&mut self, word: &str, out: &mut String) {
        if let Ok(at) = IRREGULAR.binary_search_by_key(&word, |&(form, _)| form) {
            out.push_str(IRREGULAR[at].1);
            return;
        }
        if !self.load(word) || self.word.len() <= 2 {
            out.push_str(word);
            return;
        }
        let word = &mut self.word;
        step_1a(word);
        step_1b(word);
        step_1c(word);
        step_2(word);
        replace(word, STEP_3, 0);
        step_4(word);
        step_5(word);
        out.extend(word.iter().map(|&byte| match byte.checked_sub(128) {
            None => char::from(byte),
            Some(at) => self.foreign.get(usize::from(at)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        }));
    }

    /// Whether the word could be written with one byte a character.
    fn load(&mut self, word: &str) -> bool {
        self.word.clear();
        self.foreign.clear();
        if word.is_ascii() {
            self.word.extend_from_slice(word.as_bytes());
            return true;
        }
        for c in word.chars() {
            if c.is_ascii() {
                self.word.push(c as u8);
                continue;
            }
            let at = self.foreign.iter().position(|&known| known == c).unwrap_or_else(|| {
                self.foreign.push(c);
                self.foreign.len() - 1
            });
            if at >= 128 {
                return false;
            }
            self.word.push(128 + at as u8);
        }
        true
    }
}

/// Plurals.
fn step_1a(word: &mut Vec<u8>) {
    if word.ends_with(b"ies") && word.len() == 4 {
        drop_last(word, 1); // "dies" keeps its e, "flies" does not
    } else if word.ends_with(b"sses") || word.ends_with(b"ies") {
        drop_last(word, 2);
    } else if word.ends_with(b"s") && !word.ends_with(b"ss") {
        drop_last(word, 1);
    }
}

/// Past forms and participles; where one was cut, its stem is mended.
fn step_1b(word: &mut Vec<u8>) {
    if word.ends_with(b"ied") {
        let cut = if word.len() == 4 { 1 } else { 2 };
        drop_last(word, cut);
        return;
    }
    if word.ends_with(b"eed") {
        if measure(&word[..word.len() - 3]) > 0 {
            drop_last(word, 1);
        }
        return;
    }
    let suffix = match word.as_slice() {
        [stem @ .., b'e', b'd'] if contains_vowel(stem) => 2,
        [stem @ .., b'i', b'n', b'g'] if contains_vowel(stem) => 3,
        _ => return,
    };
    drop_last(word, suffix);
    if word.ends_with(b"at") || word.ends_with(b"bl") || word.ends_with(b"iz") {
        word.push(b'e');
    } else if ends_double_consonant(word) {
        if !word.ends_with(b"l") && !word.ends_with(b"s") && !word.ends_with(b"z") {
            drop_last(word, 1);
        }
    } else if measure(word) == 1 && ends_short(word) {
        word.push(b'e');
    }
}

/// A last y after a consonant that is not the only letter before it.
fn step_1c(word: &mut [u8]) {
    if let [stem @ .., last @ b'y'] = word
        && stem.len() > 1
        && is_consonant(stem, stem.len() - 1)
    {
        *last = b'i';
    }
}

fn step_2(word: &mut Vec<u8>) {
    if word.ends_with(b"alli") && measure(&word[..word.len() - 4]) > 0 {
        drop_last(word, 2); // what is left is looked at again: "-ationalli"
    }
    if word.ends_with(b"logi") {
        if measure(&word[..word.len() - 3]) > 0 {
            drop_last(word, 1);
        }
        return;
    }
    replace(word, STEP_2, 0);
}

fn step_4(word: &mut Vec<u8>) {
    if let Some(stem) = word.strip_suffix(b"ion") {
        if measure(stem) > 1 && (stem.ends_with(b"s") || stem.ends_with(b"t")) {
            drop_last(word, 3);
        }
        return;
    }
    replace(word, STEP_4, 1);
}

/// A last e, and one of two last l.
fn step_5(word: &mut Vec<u8>) {
    if let Some(stem) = word.strip_suffix(b"e") {
        let measure = measure(stem);
        if measure > 1 || (measure == 1 && !ends_short(stem)) {
            drop_last(word, 1);
        }
    }
    if word.ends_with(b"ll") && measure(&word[..word.len() - 1]) > 1 {
        drop_last(word, 1);
    }
}

/// Applies the first rule whose suffix the word has, if the measure of the rest is above `least`; later rules are not
/// tried either way.
fn replace(word: &mut Vec<u8>, rules: &[(&str, &str)], least: usize) {
    let Some((suffix, replacement)) = rules.iter().find(|(suffix, _)| word.ends_with(suffix.as_bytes()))
    else {
        return;
    };
    let rest = word.len() - suffix.len();
    if measure(&word[..rest]) > least {
        word.truncate(rest);
        word.extend_from_slice(replacement.as_bytes());
    }
}

fn drop_last(word: &mut Vec<u8>, bytes: usize) {
    word.truncate(word.len().saturating_sub(bytes));
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Whether each letter is a consonant: no vowel, and no y after a consonant.
fn consonants(stem: &[u8]) -> impl Iterator<Item = bool> + '_ {
    stem.iter().scan(false, |consonant, &letter| {
        *consonant = if letter == b'y' { !*consonant } else { !is_vowel(letter) };
        Some(*consonant)
    })
}

/// Number of vowel runs that a consonant run follows.
fn measure(stem: &[u8]) -> usize {
    let mut pairs = 0;
    let mut vowel_before = false;
    for consonant in consonants(stem) {
        pairs += usize::from(vowel_before && consonant);
        vowel_before = !consonant;
    }
    pairs
}

fn contains_vowel(stem: &[u8]) -> bool {
    consonants(stem).any(|consonant| !consonant)
}

/// Whether letter `at` is a consonant; looks back over a run of y only.
fn is_consonant(word: &[u8], at: usize) -> bool {
    let run = word[..=at].iter().rev().take_while(|&&letter| letter == b'y').count();
    let odd = run % 2 == 1;
    match (at + 1).checked_sub(run + 1) {
        None => odd, // y from the start on: the first of them is a consonant
        Some(before) => is_vowel(word[before]) == odd,
    }
}

fn ends_double_consonant(word: &[u8]) -> bool {
    matches!(word, [.., a, b] if a == b) && is_consonant(word, word.len() - 1)
}

/// Consonant, vowel, consonant at the end, the last not w, x or y; or a word of just vowel and consonant.
fn ends_short(word: &[u8]) -> bool {
    let n = word.len();
    match n {
        0 | 1 => false,
        2 => !is_consonant(word, 0) && is_consonant(word, 1),
        _ => {
            is_consonant(word, n - 3)
                && !is_consonant(word, n - 2)
                && is_consonant(word, n - 1)
                && !matches!(word[n - 1], b'w' | b'x' | b'y')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(word: &str) -> String {
        let mut out = String::new();
        Porter::default().stem_into(word, &mut out);
        out
    }

    #[test]
    fn irregular_forms_are_sorted() {
        assert!(IRREGULAR.is_sorted());
    }

    #[test]
    fn a_run_of_y_is_seen_the_same_from_either_end() {
        for word in ["y", "yy", "yyy", "ayyy", "byyy", "byy", "syzygy", "toy", "1y"] {
            let forward: Vec<_> = consonants(word.as_bytes()).collect();
            let back: Vec<_> = (0..word.len()).map(|at| is_consonant(word.as_bytes(), at)).collect();
            assert_eq!(forward, back, "{word}");
        }
    }

    #[test]
    fn foreign_letters_are_consonants() {
        assert_eq!(stem("cafés"), "café");
        assert_eq!(stem("naïvely"), "naïv");
        assert_eq!(stem("éé"), "éé");
    }

    #[test]
    fn odd_words_stay_whole() {
        let many: String = ('\u{4e00}'..).take(200).collect();
        for word in ["", "a", "is", many.as_str()] {
            assert_eq!(stem(word), word);
        }
    }
}
