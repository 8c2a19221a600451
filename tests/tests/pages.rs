//! What README.md shows is what users get. Its Rust, and that of `docs`, is compiled and run by `src/pages.rs`.

use std::path::Path;

const README: &str = include_str!("../../README.md");

/// The mistakes that README.md shows: `ui/readme` holds them as `src/*.rs` of a user's crate.
#[test]
fn mistakes_in_readme() {
    trybuild::TestCases::new().compile_fail("ui/readme/*.rs");
}

/// README.md shows the messages word by word.
#[test]
fn messages_in_readme() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/readme");
    let shown: Vec<&str> = fences(README, "text").filter(|text| text.starts_with("error")).collect();
    assert_eq!(shown.len(), 3, "README.md shows three messages");
    for text in shown {
        let name = text.split_once("--> src/").and_then(|(_, rest)| rest.split_once(".rs:"));
        let (name, _) = name.unwrap_or_else(|| panic!("no place in:\n{text}"));
        let real = std::fs::read_to_string(cases.join(name).with_extension("stderr")).unwrap();
        let real = real.replace("\r\n", "\n").replace("ui/readme/", "src/");
        assert!(real.contains(text.trim_end()), "README.md shows:\n{text}\nbut the compiler says:\n{real}");
    }
}

/// The blocks of that language.
fn fences<'a>(page: &'a str, language: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("```{language}\n");
    page.split("\n```\n").filter_map(move |part| part.split_once(start.as_str()).map(|(_, text)| text))
}
