//! What the program says about itself, and that lists agree.

use epitome::input::InputFormat;
use epitome::keyword::KeywordMethod;
use epitome::output::Format;
use epitome::score::Method;

use crate::harness::Folder;

const COMMANDS: [&str; 8] =
    ["summarize", "keywords", "segment", "fit", "merge", "report", "completions", "man"];

fn shown(arguments: &str) -> String {
    Folder::new().epitome(arguments).succeeds().stdout().to_owned()
}

/// The text from a line with `begin` to the next empty-line-separated option.
fn option<'a>(help: &'a str, name: &str) -> &'a str {
    let at = help.find(&format!("{name} <")).unwrap_or_else(|| panic!("no {name} in\n{help}"));
    let rest = &help[at..];
    let end = rest[2..].find("\n      --").map_or(rest.len(), |end| end + 2);
    &rest[..end]
}

#[test]
fn the_version_is_the_packages() {
    assert_eq!(shown("--version"), concat!("epitome ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn every_command_has_help() {
    let help = shown("--help");
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command} in\n{help}");
        let own = shown(&format!("{command} --help"));
        assert!(own.contains("Usage: epitome") && own.contains("Example"), "{command}:\n{own}");
        shown(&format!("help {command}"));
        shown(&format!("{command} -h"));
    }
}

#[test]
fn method_names_stand_one_a_line() {
    let help = shown("summarize --help");
    let lines: Vec<_> = option(&help, "--method").lines().map(str::trim_start).collect();
    for method in Method::ALL {
        let begin = format!("- {method}:");
        assert!(lines.iter().any(|line| line.starts_with(&begin)), "{method} in {lines:#?}");
    }
    assert!(option(&help, "--method").contains(&format!("[default: {}]", Method::ALL[0])));
    let listed = lines.iter().filter(|line| line.starts_with("- ")).count();
    assert_eq!(listed, Method::ALL.len());
    for help in [help, shown("keywords --help")] {
        let lines: Vec<_> = option(&help, "--keyword-method").lines().map(str::trim_start).collect();
        for method in KeywordMethod::ALL {
            let begin = format!("- {method}:");
            assert!(lines.iter().any(|line| line.starts_with(&begin)), "{method} in {lines:#?}");
        }
    }
}

#[test]
fn formats_stand_in_the_help() {
    let help = shown("summarize --help");
    for format in Format::ALL {
        assert!(option(&help, "--format").contains(&format!("- {format}:")), "{format}");
    }
    for format in InputFormat::all() {
        assert!(option(&help, "--input-format").contains(format.name()), "{format}");
    }
}

#[test]
fn the_contracts_options_stand_in_the_help() {
    let help = shown("summarize --help");
    for option in [
        "--sentences",
        "--words",
        "--chars",
        "--ratio",
        "--keywords",
        "--method",
        "--keyword-method",
        "--language",
        "--statistics",
        "--query",
        "--order",
        "--input-format",
        "--id-field",
        "--title-field",
        "--text-field",
        "--format",
        "-o, --output",
        "--errors",
        "-j, --threads",
        "--with-text",
        "--highlight",
        "--report-limit",
        "--row-group",
        "--explain",
        "-q, --quiet",
        "--color",
        "--progress",
        "--stop-words",
        "--max-article-bytes",
    ] {
        assert!(help.contains(option), "{option} in\n{help}");
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = shown(&format!("completions {shell}"));
        assert!(script.contains("keyword-method"), "{shell}");
    }
}

#[test]
fn the_manual_has_every_command() {
    let page = shown("man");
    assert!(page.contains(".TH epitome 1"));
    for command in COMMANDS {
        assert!(page.contains(&format!(".SH \"EPITOME {}\"", command.to_uppercase())), "{command}");
    }
    assert!(page.contains(".SH EXIT STATUS") && page.contains("keyword\\-method"));
}
