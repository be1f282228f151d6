//! Freezes what a start would otherwise have to read, fold and hash: patterns of furniture, names of places, the words of
//! dates, abbreviations, words that begin sentences, the stop words that languages are told by, the trees that keywords are
//! chosen by. It reads the files as the library defines them, with the library's own code.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, reason = "the library has it all")]
#[path = "src/language/detect/ballots.rs"]
mod ballots;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/article/date_words.rs"]
mod date_words;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/article/firsts.rs"]
mod firsts;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/article/fold.rs"]
mod fold;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/frozen.rs"]
mod frozen;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/article/patterns.rs"]
mod patterns;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/segment/sentences/role.rs"]
mod role;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/language/detect/short_words.rs"]
mod short_words;
#[allow(dead_code, reason = "the library has it all")]
#[path = "src/keyword/trees.rs"]
mod trees;

/// The ballots by the names of their files.
const BALLOTS: [(&str, &[&str]); 5] = [
    ("latin", ballots::LATIN),
    ("cyrillic", ballots::CYRILLIC),
    ("arabic", ballots::ARABIC),
    ("devanagari", ballots::DEVANAGARI),
    ("hebrew", ballots::HEBREW),
];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for source in [
        "build.rs",
        "src/article",
        "src/frozen.rs",
        "src/keyword/model.txt",
        "src/keyword/trees.rs",
        "src/language",
        "src/segment/abbreviations",
        "src/segment/sentences/role.rs",
        "src/segment/sentences/starters.txt",
    ] {
        println!("cargo::rerun-if-changed={source}");
    }

    let files = texts(Path::new("src/article/furniture"))?;
    let patterns = patterns::read(files.values().map(String::as_str));
    let ending = |(text, meaning): (&String, &patterns::Meaning)| (text.clone(), meaning.stem.is_none());
    freeze_heads(&out, "furniture", patterns.iter().map(ending))?;
    freeze(&out.join("furniture"), patterns.into_iter().map(|(text, meaning)| (text, meaning.pack())))?;

    let places = fs::read_to_string("src/article/places.txt")?;
    let names: BTreeSet<_> = words(&places).map(|name| fold::fold(name).text).collect();
    freeze_heads(&out, "places", names.iter().map(|name| (name.clone(), false)))?;
    freeze(&out.join("places"), names.into_iter().map(|name| (name, 0)))?;

    let months = fs::read_to_string("src/article/months.txt")?;
    let others = fs::read_to_string("src/article/date_words.txt")?;
    let meanings = date_words::read(&months, &others).into_iter();
    freeze(&out.join("date-words"), meanings.map(|(word, meaning)| (word, meaning.pack())))?;

    let trees = trees::Trees::parse(&fs::read_to_string("src/keyword/model.txt")?);
    fs::write(out.join("keyword-trees"), trees.map_err(|fault| format!("model.txt: {fault}"))?.freeze())?;

    for (code, list) in texts(Path::new("src/segment/abbreviations"))? {
        let words = role::read(&list).map_err(|word| format!("{code}.txt has '{word}' twice"))?;
        let words = words.into_iter().map(|(word, role)| (word, role.pack()));
        freeze(&out.join(format!("abbreviations-{code}")), words)?;
    }

    let (mut of_words, mut bits) = (BTreeMap::new(), BTreeMap::new());
    for line in words(&fs::read_to_string("src/segment/sentences/starters.txt")?) {
        let (code, starters) = line.split_once(':').ok_or("a line of starters without a language")?;
        let bit = bits.len() as u64;
        if bit == 64 || bits.insert(code.to_owned(), bit).is_some() {
            return Err(format!("starters.txt: '{code}' comes twice or as one language too many").into());
        }
        for word in starters.split_whitespace() {
            *of_words.entry(word.to_owned()).or_insert(0) |= 1 << bit;
        }
    }
    freeze(&out.join("starters"), of_words.into_iter())?;
    freeze(&out.join("starter-languages"), bits.into_iter())?;

    let lists = texts(Path::new("src/language/stop_words"))?;
    for (ballot, codes) in BALLOTS {
        // For each word, and each letter beyond ASCII, a bit for every language whose list has it.
        let (mut of_words, mut of_letters) = (BTreeMap::new(), BTreeMap::new());
        for (index, code) in codes.iter().enumerate().take(ballots::MOST) {
            for word in words(lists.get(*code).ok_or("a language without stop words")?) {
                *of_words.entry(word.to_owned()).or_insert(0) |= 1 << index;
                for letter in word.chars().filter(|c| !c.is_ascii()) {
                    *of_letters.entry(letter.to_string()).or_insert(0) |= 1 << index;
                }
            }
        }
        let plain = of_words.iter().map(|(word, set)| (word.as_str(), *set));
        let plain = plain.filter(|(word, _)| word.bytes().all(|byte| byte.is_ascii_lowercase()));
        let (sieve, short) = short_words::freeze(plain.collect());
        fs::write(out.join(format!("{ballot}-sieve")), sieve)?;
        fs::write(out.join(format!("{ballot}-short")), short)?;
        freeze(&out.join(format!("{ballot}-words")), of_words.into_iter())?;
        freeze(&out.join(format!("{ballot}-letters")), of_letters.into_iter())?;
    }
    Ok(())
}

/// The text files of a folder by their names without extension, in order.
fn texts(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut texts = BTreeMap::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file without a name")?;
        texts.insert(name.to_owned(), fs::read_to_string(&path)?);
    }
    Ok(texts)
}

/// The lines of a list that are no comments.
fn words(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Freezes the first letters of texts, and their first bytes; of each text, whether a word ends with it.
fn freeze_heads(
    out: &Path,
    name: &str,
    texts: impl Iterator<Item = (String, bool)>,
) -> Result<(), Box<dyn Error>> {
    let head = |(text, words): (String, bool)| {
        let head = fold::head(&text).to_owned();
        let ends = words && head.chars().count() < fold::HEAD;
        (head, ends)
    };
    let heads: BTreeMap<_, _> = texts.map(head).collect();
    let firsts = heads.iter().map(|(head, ends)| (head.as_str(), *ends));
    fs::write(out.join(format!("{name}-firsts")), firsts::freeze(firsts))?;
    freeze(&out.join(format!("{name}-heads")), heads.into_iter().map(|(head, ends)| (head, u64::from(ends))))
}

fn freeze(file: &Path, words: impl Iterator<Item = (String, u64)>) -> Result<(), Box<dyn Error>> {
    let words: Vec<_> = words.collect();
    let bytes =
        frozen::freeze(&words).map_err(|word| format!("{}: '{word}' does not fit", file.display()))?;
    Ok(fs::write(file, bytes)?)
}
