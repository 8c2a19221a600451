//! What README.md shows is what users get. Its Rust, and that of `docs`, is compiled and run by `src/pages.rs`.
//!
//! `UPDATE_EXPECT=1 cargo test -p flow-tests --test pages readme_is_current` puts its messages and its diagram in anew.

use std::fs;
use std::path::Path;

use flow_build::Diagrams;

/// The mistakes that README.md shows: `ui/readme` holds them as `src/*.rs` of a user's crate.
#[test]
fn mistakes_in_readme() {
    trybuild::TestCases::new().compile_fail("ui/readme/*.rs");
}

/// README.md shows the messages as the compiler prints them, and the diagram as the build script draws it.
#[test]
fn readme_is_current() {
    let path = format!("{}/../README.md", env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let program = fences(&page, "rust").next().expect("a flow");
    let mut current =
        page.replacen(fences(&page, "mermaid").next().expect("a diagram"), &diagram(program), 1);
    let shown: Vec<&str> = fences(&page, "text").filter(|text| text.starts_with("error")).collect();
    assert_eq!(shown.len(), 3, "README.md shows three messages");
    for text in shown {
        current = current.replacen(text, &message(text), 1);
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, current).unwrap();
    } else {
        assert!(page == current, "README.md is out of date: run this test with UPDATE_EXPECT=1");
    }
}

/// What the compiler says about the case whose message is shown.
fn message(shown: &str) -> String {
    let name = shown.split_once("--> src/").and_then(|(_, rest)| rest.split_once(".rs:"));
    let (name, _) = name.unwrap_or_else(|| panic!("no place in:\n{shown}"));
    let file = format!("{}/ui/readme/{name}.stderr", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(file).unwrap().replace("\r\n", "\n").replace("ui/readme/", "src/")
}

/// The program's flow as flow-build draws it.
fn diagram(program: &str) -> String {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(package.join("src")).unwrap();
    fs::write(package.join("Cargo.toml"), "[package]\nname = \"shop\"\n").unwrap();
    fs::write(package.join("src/main.rs"), program).unwrap();
    Diagrams::new().package(&package).generate("diagrams").unwrap();
    let drawn = fs::read_to_string(package.join("diagrams/offer.mmd")).unwrap();
    drawn.lines().filter(|line| !line.starts_with("%%")).map(|line| format!("{line}\n")).collect()
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
