//! Summary pairs and keyword lists measured a second, on one thread. The texts are shuffled out of a small vocabulary:
//! 70 words in 3 sentences against 35 words in 3, as news summaries and their highlights are.

use divan::Bencher;
use divan::counter::ItemsCount;

use epitome::Language;
use epitome::eval::{KeywordScorer, RougeScorer, oracle};

fn main() {
    divan::main();
}

const STEMS: &[&str] = &[
    "accord", "bridg", "council", "driv", "elect", "farm", "govern", "harbour", "invest", "judg", "kitchen",
    "light", "market", "nation", "operat", "polic", "quarter", "report", "school", "train", "univers", "vot",
    "water", "young",
];
const ENDINGS: &[&str] = &["", "s", "ed", "ing", "er", "ation", "ally", "ness"];
const SMALL: &[&str] = &["the", "of", "and", "to", "in", "a", "was", "that", "for", "on"];

/// Pseudo-random words, the same each time.
struct Words(u64);

impl Words {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn word(&mut self) -> String {
        if self.below(5) < 2 {
            SMALL[self.below(SMALL.len())].to_owned()
        } else {
            format!("{}{}", STEMS[self.below(STEMS.len())], ENDINGS[self.below(ENDINGS.len())])
        }
    }

    fn sentence(&mut self, words: usize) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word()).collect();
        format!("{}.", words.join(" "))
    }

    fn sentences(&mut self, sentences: usize, words: usize) -> Vec<String> {
        (0..sentences).map(|_| self.sentence(words)).collect()
    }
}

const PAIRS: usize = 1_000;

fn rouge_of(bencher: Bencher<'_, '_>, candidate: (usize, usize), reference: (usize, usize), pairs: usize) {
    let mut words = Words(1);
    let pairs: Vec<(Vec<String>, String)> = (0..pairs)
        .map(|_| {
            let candidate = words.sentences(candidate.0, candidate.1);
            (candidate, words.sentences(reference.0, reference.1).join("\n"))
        })
        .collect();
    bencher.counter(ItemsCount::new(pairs.len())).bench_local(|| {
        let mut scorer = RougeScorer::new(Language::English);
        let sum: f64 =
            pairs.iter().map(|(candidate, reference)| scorer.score(candidate, &[reference]).mean_f1()).sum();
        assert!(sum > 0.0);
        sum
    });
}

/// 70 words against 35.
#[divan::bench]
fn rouge_news(bencher: Bencher<'_, '_>) {
    rouge_of(bencher, (3, 23), (3, 12), PAIRS);
}

/// 400 words against 350, as in long encyclopaedia articles.
#[divan::bench]
fn rouge_long(bencher: Bencher<'_, '_>) {
    rouge_of(bencher, (22, 18), (25, 14), 100);
}

/// One line of 5,000 words against another.
#[divan::bench]
fn rouge_one_line(bencher: Bencher<'_, '_>) {
    rouge_of(bencher, (1, 5_000), (1, 5_000), 1);
}

/// Fifteen keywords against eight keyphrases.
#[divan::bench]
fn keywords(bencher: Bencher<'_, '_>) {
    let mut words = Words(2);
    let lists: Vec<_> = (0..PAIRS).map(|_| (words.sentences(15, 2), words.sentences(8, 2))).collect();
    bencher.counter(ItemsCount::new(PAIRS)).bench_local(|| {
        let mut scorer = KeywordScorer::new(Language::English);
        let sum: f64 = lists.iter().map(|(keywords, gold)| scorer.score(keywords, gold).at10.f1).sum();
        assert!(sum > 0.0);
        sum
    });
}

/// Three sentences out of thirty.
#[divan::bench]
fn oracle_news(bencher: Bencher<'_, '_>) {
    let mut words = Words(3);
    let article = words.sentences(30, 22);
    let reference = [words.sentences(3, 12).join("\n")];
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        let picked = oracle(&article, &reference, Language::English, 3);
        assert!(!picked.is_empty());
        picked
    });
}
