//! Runs another crate over the texts of a JSON Lines file, one thread, and says how many texts it found something in:
//! `peers NAME FILE`. The user CPU time of the whole run, reading included, is what `benches/versus.sh` compares.

use std::collections::HashSet;
use std::process::ExitCode;

use keyword_extraction::rake::{Rake, RakeParams};
use keyword_extraction::yake::{Yake, YakeParams};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(file)) = (arguments.next(), arguments.next()) else { return ExitCode::from(2) };
    let Ok(lines) = std::fs::read_to_string(file) else { return ExitCode::from(2) };
    let texts = lines.lines().filter_map(|line| {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        record.get("text")?.as_str().map(str::to_owned)
    });
    let stop_words = stop_words::get("en");
    let found: Box<dyn Fn(&str) -> usize> = match name.as_str() {
        "simple-summarize" => Box::new(|text| {
            let summary = simple_summarize::summarize_text(text, 10.0);
            summary.map_or(0, |(summary, keywords)| summary.len() + keywords.len())
        }),
        "rake" => {
            let mut list = rake::StopWords::new();
            for word in stop_words {
                list.insert(word);
            }
            let rake = rake::Rake::new(list);
            Box::new(move |text| rake.run(text).len().min(10))
        }
        "keyword_extraction-rake" => Box::new(move |text| {
            Rake::new(RakeParams::WithDefaults(text, &stop_words)).get_ranked_phrases(10).len()
        }),
        "keyword_extraction-yake" => Box::new(move |text| {
            Yake::new(YakeParams::WithDefaults(text, &stop_words)).get_ranked_keywords(10).len()
        }),
        "yake-rust" => {
            let (config, list) = (
                yake_rust::Config::default(),
                yake_rust::StopWords::custom(stop_words.into_iter().collect::<HashSet<_>>()),
            );
            Box::new(move |text| yake_rust::get_n_best(10, text, &list, &config).len())
        }
        _ => return ExitCode::from(2),
    };
    println!("{}", texts.filter(|text| found(text) > 0).count());
    ExitCode::SUCCESS
}
