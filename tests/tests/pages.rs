//! What README.md shows is what users get. Its Rust, and that of `docs`, is compiled and run by `src/pages.rs`.
//!
//! `UPDATE_EXPECT=1 cargo test -p flow-tests --test pages diagram` puts the diagram in anew. The messages are changed by hand.

use std::fs;
use std::path::Path;

use flow_build::Diagrams;

/// The mistakes that README.md shows: `ui/readme` holds them as `src/*.rs` of a user's crate.
#[test]
fn mistakes_in_readme() {
    trybuild::TestCases::new().compile_fail("ui/readme/*.rs");
}

/// README.md shows the messages word by word.
#[test]
fn messages_in_readme() {
    let page = readme();
    let shown: Vec<&str> = fences(&page, "text").filter(|text| text.starts_with("error")).collect();
    assert_eq!(shown.len(), 3, "README.md shows three messages");
    for text in shown {
        let name = text.split_once("--> src/").and_then(|(_, rest)| rest.split_once(".rs:"));
        let (name, _) = name.unwrap_or_else(|| panic!("no place in:\n{text}"));
        let file = format!("{}/ui/readme/{name}.stderr", env!("CARGO_MANIFEST_DIR"));
        let real = fs::read_to_string(file).unwrap().replace("\r\n", "\n").replace("ui/readme/", "src/");
        assert!(real.contains(text.trim_end()), "README.md shows:\n{text}\nbut the compiler says:\n{real}");
    }
}

/// README.md shows the diagram of its flow as the build script draws it.
#[test]
fn diagram_in_readme() {
    let page = readme();
    let program = fences(&page, "rust").next().unwrap();
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(package.join("src")).unwrap();
    fs::write(package.join("Cargo.toml"), "[package]\nname = \"shop\"\n").unwrap();
    fs::write(package.join("src/main.rs"), program).unwrap();
    Diagrams::new().package(&package).generate("diagrams").unwrap();

    let drawn = fs::read_to_string(package.join("diagrams/offer.mmd")).unwrap();
    let drawn: String =
        drawn.lines().filter(|line| !line.starts_with("%%")).map(|line| format!("{line}\n")).collect();
    let shown = fences(&page, "mermaid").next().unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let fence = |text: &str| format!("```mermaid\n{text}```\n");
        fs::write(path(), page.replacen(&fence(shown), &fence(&drawn), 1)).unwrap();
    } else {
        assert!(shown == drawn, "the diagram has changed: run this test with UPDATE_EXPECT=1");
    }
}

fn path() -> String {
    format!("{}/../README.md", env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(path()).unwrap().replace("\r\n", "\n")
}

/// The blocks of that language.
fn fences<'a>(page: &'a str, language: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("\n```{language}\n");
    let starts: Vec<usize> = page.match_indices(&start).map(|(place, _)| place + start.len()).collect();
    starts.into_iter().map(|place| {
        let text = &page[place..];
        &text[..text.find("```").expect("the end of the fence")]
    })
}
