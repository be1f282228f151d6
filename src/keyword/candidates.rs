//! Candidate phrases: one to three words in a row, none a stop word, no punctuation between them, on one line. Phrases
//! are told apart by their sequence of stems, so that `missed warning` and `Missed warnings` are one.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::hash::Hasher;
use std::ops::Range;

use hashbrown::{HashMap, HashTable};
use rustc_hash::FxHasher;

use super::KeywordInput;
use crate::analysis::Document;
use crate::language::Language;
use crate::segment::words::Gap;

/// The most words of a phrase.
pub(super) const MAX_WORDS: usize = 3;

/// A line of fewer bytes was ended on purpose; a longer one may have been wrapped in the middle of a phrase.
const WRAPPED: usize = 40;

/// Fills up the stems of phrases of fewer than `MAX_WORDS` words.
const NONE: u32 = u32::MAX;

/// The distinct phrases of a document, numbered by first appearance, and where they stand.
pub(super) struct Candidates {
    stems: Vec<[u32; MAX_WORDS]>,
    /// Whether a phrase stands somewhere between two bounds, by itself.
    chunks: Vec<bool>,
    /// Where each phrase's places begin in `places`.
    offsets: Vec<u32>,
    /// Index of the first token of each occurrence, in order.
    places: Vec<u32>,
    runs: Vec<Range<u32>>,
    table: HashTable<u32>,
}

impl Candidates {
    pub(super) fn find(input: &KeywordInput<'_>) -> Self {
        let runs = runs(input);
        let tokens = input.document.tokens();
        let mut stems: Vec<[u32; MAX_WORDS]> = Vec::new();
        let mut chunks: Vec<bool> = Vec::new();
        let mut table: HashTable<u32> = HashTable::new();
        let mut occurrences: Vec<(u32, u32)> = Vec::new();
        for run in &runs {
            // A run longer than a phrase is cut into phrases from its end: its last words are its head.
            let first_chunk = first_chunk(run.len());
            for start in run.clone() {
                let mut key = [NONE; MAX_WORDS];
                for (length, at) in (1..=MAX_WORDS).zip(start..run.end) {
                    key[length - 1] = tokens[at as usize].term;
                    let entry = table.entry(
                        hash(&key),
                        |&id| stems[id as usize] == key,
                        |&id| hash(&stems[id as usize]),
                    );
                    let id = *entry
                        .or_insert_with(|| {
                            stems.push(key);
                            chunks.push(false);
                            stems.len() as u32 - 1
                        })
                        .get();
                    let offset = (start - run.start) as usize;
                    chunks[id as usize] |= if offset == 0 {
                        length == first_chunk
                    } else {
                        length == MAX_WORDS && offset % MAX_WORDS == first_chunk % MAX_WORDS
                    };
                    occurrences.push((id, start));
                }
            }
        }
        let mut offsets = vec![0u32; stems.len() + 1];
        occurrences.iter().for_each(|occurrence| offsets[occurrence.0 as usize + 1] += 1);
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut places = vec![0; occurrences.len()];
        for (id, start) in occurrences {
            places[next[id as usize] as usize] = start;
            next[id as usize] += 1;
        }
        Self { stems, chunks, offsets, places, runs, table }
    }

    /// Number of distinct phrases.
    pub(super) fn len(&self) -> usize {
        self.stems.len()
    }

    /// A phrase's stems, as indices into [`Document::terms`].
    pub(super) fn stems(&self, candidate: usize) -> &[u32] {
        let stems = &self.stems[candidate];
        &stems[..stems.iter().position(|&stem| stem == NONE).unwrap_or(MAX_WORDS)]
    }

    /// Indices of the first tokens of a phrase's occurrences, in order; at least one.
    pub(super) fn places(&self, candidate: usize) -> &[u32] {
        &self.places[self.offsets[candidate] as usize..self.offsets[candidate + 1] as usize]
    }

    /// Occurrences of a phrase.
    pub(super) fn count(&self, candidate: usize) -> u32 {
        self.offsets[candidate + 1] - self.offsets[candidate]
    }

    /// The phrase with these stems; `None` where there is none, or they are too many.
    pub(super) fn with_stems(&self, stems: impl ExactSizeIterator<Item = u32>) -> Option<usize> {
        let mut key = [NONE; MAX_WORDS];
        if stems.len() > MAX_WORDS {
            return None;
        }
        key.iter_mut().zip(stems).for_each(|(slot, stem)| *slot = stem);
        let id = self.table.find(hash(&key), |&id| self.stems[id as usize] == key);
        id.map(|&id| id as usize)
    }

    /// For each phrase whether it is somewhere all that stands between two bounds; a longer stretch is cut into phrases.
    pub(super) fn chunks(&self) -> &[bool] {
        &self.chunks
    }

    /// The stretches of words between two bounds, of any length, as ranges of tokens.
    pub(super) fn runs(&self) -> &[Range<u32>] {
        &self.runs
    }

    /// The words of a phrase as they are spelled where it first stands.
    pub(super) fn first_words<'a>(
        &self,
        input: &KeywordInput<'a>,
        candidate: usize,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let place = self.places(candidate)[0] as usize;
        let tokens = &input.document.tokens()[place..place + self.stems(candidate).len()];
        let text = input.text;
        tokens.iter().map(move |token| token.span.of(text))
    }

    /// The surface form that a phrase most often has, the earliest of equals, white space folded.
    pub(super) fn surface(&self, input: &KeywordInput<'_>, candidate: usize) -> String {
        let words = self.stems(candidate).len();
        let mut forms: HashMap<Cow<'_, str>, (u32, Reverse<u32>)> = HashMap::new();
        for &place in self.places(candidate) {
            let form = form(input, place as usize, words);
            forms.entry(form).or_insert((0, Reverse(place))).0 += 1;
        }
        let best = forms.into_iter().max_by_key(|form| form.1);
        best.map(|form| form.0.into_owned()).unwrap_or_default()
    }
}

/// Words of the first phrase that a stretch of `words` (at least one) is cut into; all later ones have the most.
pub(super) fn first_chunk(words: usize) -> usize {
    (words - 1) % MAX_WORDS + 1
}

/// What stands at a place, white space folded, without an English genitive's ending.
fn form<'a>(input: &KeywordInput<'a>, place: usize, words: usize) -> Cow<'a, str> {
    let tokens = &input.document.tokens()[place..place + words];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Cow::default() };
    let text = input.text.get(first.span.start as usize..last.span.end as usize).unwrap_or_default();
    let text = if input.document.language() == Language::English { without_genitive(text) } else { text };
    let plain = text.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
    if plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

fn without_genitive(text: &str) -> &str {
    let endings = ["'s", "’s", "'S", "’S", "'", "’"];
    let stem = endings.iter().find_map(|ending| text.strip_suffix(ending));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(text)
}

/// Stretches of words without a stop word, punctuation or the end of a line between them.
fn runs(input: &KeywordInput<'_>) -> Vec<Range<u32>> {
    let document: &Document = input.document;
    let mut runs = Vec::new();
    for sentence in document.sentences() {
        let range = sentence.token_range();
        let mut start = range.start;
        for at in range.clone() {
            let token = document.tokens()[at];
            let bound = at > range.start
                && (token.gap == Gap::Break
                    || ends_line(input.text, document.tokens()[at - 1].span.end, token.span.start));
            if (token.stop || bound) && start < at {
                runs.push(start as u32..at as u32);
            }
            if token.stop {
                start = at + 1;
            } else if bound {
                start = at;
            }
        }
        if start < range.end {
            runs.push(start as u32..range.end as u32);
        }
    }
    runs
}

/// Whether a line ends between two bytes of the text, other than by a wrap.
fn ends_line(text: &str, from: u32, to: u32) -> bool {
    let (from, bytes) = (from as usize, text.as_bytes());
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let Some(gap) = bytes.get(from..to as usize) else { return false };
    let line = from.saturating_sub(WRAPPED)..from;
    gap.iter().any(is_end) && (from < WRAPPED || bytes[line].iter().any(is_end))
}

fn hash(key: &[u32; MAX_WORDS]) -> u64 {
    let mut hasher = FxHasher::default();
    key.iter().for_each(|&stem| hasher.write_u32(stem));
    hasher.finish()
}
