//! What a line looks like: whether it ends as a sentence does, how long it is, whether it could be a headline.

/// Whether a text ends as a sentence, also behind closing quotes and brackets.
pub(super) fn ends_sentence(text: &str) -> bool {
    last_mark(text).is_some_and(|c| {
        matches!(
            c,
            '.' | '!' | '?' | '…' | '。' | '．' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '｡'
        )
    })
}

/// Whether a text ends in a full stop, also behind closing quotes and brackets; not in an ellipsis.
pub(super) fn ends_with_stop(text: &str) -> bool {
    if text.bytes().next_back().is_some_and(|last| last.is_ascii_alphanumeric()) {
        return false;
    }
    let end = without_closers(text);
    matches!(end.chars().next_back(), Some('.' | '。' | '．' | '۔' | '।' | '॥' | '։' | '።' | '｡'))
        && !end.ends_with("...")
}

fn last_mark(text: &str) -> Option<char> {
    without_closers(text).chars().next_back()
}

fn without_closers(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\''
                    | '”'
                    | '’'
                    | '»'
                    | '“'
                    | '«'
                    | '›'
                    | ')'
                    | ']'
                    | '」'
                    | '』'
                    | '）'
                    | '*'
                    | '_'
            )
    })
}

/// Characters, counting those of scripts without spaces double: about as much as a reader takes in.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| if dense(c) { 2 } else { 1 }).sum()
}

fn dense(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Whether a text holds enough to be read as running text: a sentence, or at least as much as one.
pub(super) fn is_body(text: &str) -> bool {
    let length = length(text);
    (ends_sentence(text) && length >= 12) || length >= 100
}

/// Whether a line could be a headline: short, not a sentence, not a list item, mostly letters.
pub(super) fn could_be_title(text: &str) -> bool {
    let count = text.chars().count();
    let Some(first) = text
        .chars()
        .find(|c| !matches!(c, '"' | '“' | '„' | '«' | '\'' | '‘' | '「' | '『' | '¿' | '¡' | '(' | '['))
    else {
        return false;
    };
    let item = matches!(first, '-' | '–' | '—' | '*' | '•' | '·' | '◦' | '▪' | '>' | '|' | '+');
    let open = text.trim_end().ends_with([':', ',', ';', '：', '，', '；', '、', '،', '-'])
        && !text.ends_with("...");
    let (letters, others) =
        text.chars().filter(|c| !c.is_whitespace()).fold((0, 0), |(letters, others), c| {
            if c.is_alphabetic() || super::fold::spells(c) && !c.is_numeric() {
                (letters + 1, others)
            } else {
                (letters, others + 1)
            }
        });
    count <= 200 && !item && !open && !first.is_lowercase() && !ends_with_stop(text) && letters > others
}

/// Words that stand in lower case inside and between names.
fn particle(word: &str) -> bool {
    matches!(
        word,
        "&" | "al"
            | "and"
            | "bin"
            | "da"
            | "de"
            | "del"
            | "den"
            | "der"
            | "di"
            | "dos"
            | "du"
            | "e"
            | "en"
            | "et"
            | "i"
            | "la"
            | "le"
            | "och"
            | "og"
            | "ten"
            | "und"
            | "van"
            | "ve"
            | "von"
            | "y"
            | "и"
            | "και"
    )
}

/// Whether a line could be a person's name: two to six words that all begin with a capital.
pub(super) fn could_be_name(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().collect();
    let sign = |c: char| c.is_numeric() || matches!(c, ':' | ';' | '!' | '?' | '"' | '“' | '/');
    (2..=6).contains(&words.len())
        && words.iter().all(|word| particle(word) || word.chars().next().is_some_and(char::is_uppercase))
        && words.iter().filter(|word| !particle(word)).count() >= 2
        && !text.chars().any(sign)
        && text.chars().any(char::is_lowercase)
}

/// Whether what follows "by" reads as names: capitalised words up to a comma or up to where the writer is or works.
pub(super) fn begins_with_name(text: &str) -> bool {
    let name = text.split([',', '|', '·', '(', '•']).next().unwrap_or_default();
    let mut words = name.split_whitespace();
    let mut count = 0;
    let plain = words.all(|word| {
        count += 1;
        particle(word)
            || word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
            || word.split(['\'', '’']).nth(1).is_some_and(|rest| rest.starts_with(char::is_uppercase))
            || (count > 2
                && matches!(
                    word,
                    "at" | "for" | "from" | "in" | "aus" | "à" | "en" | "a" | "em" | "uit" | "i"
                ))
    });
    plain && (1..=10).contains(&count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_ends_are_seen_behind_quotes() {
        for text in
            ["It rained.", "“It rained.”", "Did it?", "下雨了。", "वर्षा हुई।", "هل نزل المطر؟", "(It did.)"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["Rain", "Rain:", "", "”"] {
            assert!(!ends_sentence(text), "{text}");
        }
        assert!(!ends_with_stop("What to read next..."));
        assert!(!ends_with_stop("Is this the end?"));
    }

    #[test]
    fn titles_are_told_from_items_and_sentences() {
        for text in [
            "Escalating Threat: Insights from Attacks",
            "山村邮递员用十二年画出一张泉水地图",
            "¿Cuánto dura un turno?",
        ] {
            assert!(could_be_title(text), "{text}");
        }
        for text in
            ["12 34 56.7 and the 1,000 of 2,000", "- an item", "and then", "It rained.", "The rules are:", ""]
        {
            assert!(!could_be_title(text), "{text}");
        }
    }

    #[test]
    fn names_are_capitalised_words() {
        assert!(could_be_name("Anne-Sophie van der Berg"));
        assert!(!could_be_name("The council met"));
        assert!(!could_be_name("GENEVA TALKS"));
    }
}
