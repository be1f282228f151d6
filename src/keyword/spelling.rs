//! Which of its spellings a phrase is shown in.

use std::borrow::Cow;

/// Spellings that a next occurrence is compared with: most phrases have no more.
const RECENT: usize = 4;

/// A stretch of the text that occurs several times.
struct Surface<'t> {
    text: &'t str,
    count: u32,
    /// Its last occurrence in the order shown.
    last: usize,
}

/// The spelling that is most frequent among so many occurrences, of equals the one that is shown last. What differs in white space
/// alone, as `folded` has it, is one.
pub(super) fn most_frequent<'t>(
    of: u32,
    occurrences: impl Iterator<Item = &'t str>,
    folded: impl Fn(&'t str) -> Cow<'t, str>,
) -> Cow<'t, str> {
    let is_most = |count: u32| count > of / 2;
    let mut occurrences = occurrences.zip(0..);
    let Some((text, _)) = occurrences.next() else { return Cow::Borrowed("") };
    let mut first = Surface { text, count: 1, last: 0 };
    // Most are all the same, or differ from the first late.
    let other = loop {
        match occurrences.next() {
            None => return folded(first.text),
            Some((text, last)) if text == first.text => {
                (first.count, first.last) = (first.count + 1, last);
                if is_most(first.count) {
                    return folded(first.text);
                }
            }
            Some(other) => break other,
        }
    };
    // One surface may stand here more than once, so that time is linear in the occurrences.
    let mut surfaces = Vec::with_capacity(RECENT);
    surfaces.push(first);
    for (text, last) in std::iter::once(other).chain(occurrences) {
        let recent = surfaces.len().saturating_sub(RECENT);
        if let Some(known) = surfaces[recent..].iter_mut().find(|known| known.text == text) {
            known.count += 1;
            known.last = last;
            if is_most(known.count) {
                return folded(text);
            }
        } else {
            surfaces.push(Surface { text, count: 1, last });
        }
    }
    let rank = |surface: &Surface<'_>| (surface.count, surface.last);
    let is_plain = |surface: &Surface<'t>| matches!(folded(surface.text), Cow::Borrowed(_));
    if surfaces.len() <= RECENT && surfaces.iter().all(is_plain) {
        return surfaces
            .into_iter()
            .max_by_key(rank)
            .map_or(Cow::Borrowed(""), |best| Cow::Borrowed(best.text));
    }
    let mut spellings: Vec<_> =
        surfaces.into_iter().map(|Surface { text, count, last }| (folded(text), count, last)).collect();
    spellings.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    spellings.dedup_by(|(same, more, later), (spelling, count, last)| {
        let found = same == spelling;
        if found {
            *count += *more;
            *last = (*last).max(*later);
        }
        found
    });
    let best = spellings.into_iter().max_by_key(|(_, count, last)| (*count, *last));
    best.map_or(Cow::Borrowed(""), |(spelling, ..)| spelling)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::folded;
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// The plain rule: all occurrences counted by their spelling.
    fn naive(occurrences: &[&str]) -> String {
        let mut counts: HashMap<String, (u32, usize)> = HashMap::new();
        for (at, text) in occurrences.iter().enumerate() {
            let entry = counts.entry(folded(text).into_owned()).or_default();
            *entry = (entry.0 + 1, at);
        }
        counts.into_iter().max_by_key(|(_, found)| *found).map_or(String::new(), |(spelling, _)| spelling)
    }

    proptest! {
        #[test]
        fn the_most_frequent_is_the_same_as_naive(texts in prop::collection::vec("[aA] ?\n?[b-d]?", 0..40)) {
            let texts: Vec<_> = texts.iter().map(String::as_str).collect();
            prop_assert_eq!(most_frequent(texts.len() as u32, texts.iter().copied(), folded), naive(&texts));
        }
    }
}
