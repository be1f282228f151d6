//! What the search for phrases must find, by the plain rules and without regard to time: the tests compare it.

#![allow(clippy::unwrap_used, reason = "for tests")]

use super::content_words::MAX_CONTENT;
use super::phrase::{Tally, tally};
use crate::analysis::Document;
use crate::segment::words::Gap;

/// The plain rules: every run of words within the limits that begins and ends with a content word is a phrase, and equal
/// if all stems are. For each phrase its stems, its tally, and of all phrases that are this one and a content word
/// more (stop words between left aside) the greatest count.
pub(super) fn phrases(document: &Document) -> Vec<(Vec<u32>, Tally, u32)> {
    let tokens = document.tokens();
    let initial = |at: usize| document.sentences().iter().any(|sentence| sentence.token_range().start == at);
    let bound = |at: usize| at == tokens.len() || tokens[at].gap == Gap::Break || initial(at);
    let mut found: Vec<(Vec<u32>, Tally, u32)> = Vec::new();
    let mut runs = Vec::new();
    for start in 0..tokens.len() {
        for end in start + 1..=tokens.len() {
            let run = &tokens[start..end];
            let stops = run.iter().filter(|token| token.stop).count();
            let fits = MAX_CONTENT.get(stops).is_some_and(|&most| run.len() - stops <= most);
            let whole = (start + 1..end).all(|at| !bound(at));
            if run[0].stop || run[run.len() - 1].stop || !fits || !whole {
                continue;
            }
            let left = start == 0 || bound(start) || tokens[start - 1].stop;
            let right = bound(end) || tokens[end].stop;
            let more = tally([left, right, !initial(start), run[0].capitalised]);
            let key: Vec<_> = run.iter().map(|token| token.term).collect();
            match found.iter_mut().find(|(known, ..)| *known == key) {
                Some((_, sum, _)) => (0..sum.len()).for_each(|at| sum[at] += more[at]),
                None => found.push((key.clone(), more, 0)),
            }
            let content: Vec<_> = (0..run.len()).filter(|&at| !run[at].stop).collect();
            runs.push((key, content));
        }
    }
    let counts = found.clone();
    for (key, content) in runs {
        let count = counts.iter().find(|(known, ..)| *known == key).map_or(0, |(_, tally, _)| tally[0]);
        if let [.., last, _] = content[..] {
            for part in [&key[content[1]..], &key[..=last]] {
                let part = found.iter_mut().find(|(known, ..)| known == part).unwrap();
                part.2 = part.2.max(count);
            }
        }
    }
    found
}
