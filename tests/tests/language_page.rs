//! The pages about the language show what their programs are: each flow's diagram stands below it, as the build script
//! draws it. Their Rust is compiled and run by `src/pages.rs`.
//!
//! `UPDATE_EXPECT=1 cargo test -p flow-tests --test language_page` puts the diagrams in anew.

use std::fs;
use std::path::{Path, PathBuf};

use flow_build::Diagrams;

/// `docs/language.md` and the pages that it links to.
fn pages() -> Vec<PathBuf> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let parts = fs::read_dir(docs.join("language")).unwrap();
    let mut pages: Vec<PathBuf> = parts.map(|entry| entry.unwrap().path()).collect();
    pages.push(docs.join("language.md"));
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

#[test]
fn diagrams_are_current() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let current = with_diagrams(&path, &page);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, current).unwrap();
        } else {
            let name = path.display();
            assert!(page == current, "{name} is out of date: run this test with UPDATE_EXPECT=1");
        }
    }
}

/// Every page is in the table of contents.
#[test]
fn all_pages_are_linked() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let contents = fs::read_to_string(docs.join("language.md")).unwrap();
    let tests = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/pages.rs")).unwrap();
    for page in pages() {
        let name = page.file_name().unwrap().to_str().unwrap();
        let parent = page.parent().unwrap();
        if parent.ends_with("language") {
            assert!(contents.contains(&format!("](language/{name})")), "no link to {name}");
            assert!(tests.contains(&format!("docs/language/{name}")), "{name} is not tested");
        }
    }
}

/// Links within the pages lead to pages and headings that exist.
#[test]
fn links_lead_somewhere() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let prose: String = page.split("```").step_by(2).collect();
        for link in prose.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if link.starts_with("http") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let shown = path.display();
            if heading.is_empty() {
                assert!(target.exists(), "{shown}: {link}");
                continue;
            }
            let target = fs::read_to_string(target).unwrap_or_else(|_| panic!("{shown}: {link}"));
            let headings = target.lines().filter(|line| line.starts_with('#'));
            assert!(headings.map(anchor).any(|known| known == heading), "{shown}: {link}");
        }
    }
}

/// What GitHub calls a heading in a link.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The page with the diagrams of its programs, each in the place of what shows a flow of that name.
fn with_diagrams(path: &Path, page: &str) -> String {
    let mut current = String::new();
    let mut drawn: Vec<(String, String)> = Vec::new();
    let mut is_shown = true;
    let mut rest = page;
    while let Some(place) = rest.find("\n```") {
        let (before, fence) = rest.split_at(place + 4);
        let (language, text) = fence.split_once('\n').expect("a line");
        let end = text.find("```").expect("the end of the fence");
        let (text, after) = text.split_at(end);
        current += before;
        current += language;
        current.push('\n');
        match language {
            "rust" if text.contains("#[flow") => {
                assert!(is_shown, "{}: a program without a diagram", path.display());
                (drawn, is_shown) = (diagrams(text), false);
                current += text;
            }
            "mermaid" => {
                let title = text.lines().find(|line| line.starts_with("title: ")).expect("a title");
                let known = drawn.iter().find(|(name, _)| name == title);
                let (_, diagram) = known.unwrap_or_else(|| panic!("{}: no flow has {title}", path.display()));
                is_shown = true;
                current += diagram;
            }
            _ => current += text,
        }
        // Past the end of the fence.
        current += "```";
        rest = &after[3..];
    }
    assert!(is_shown, "{}: a program without a diagram", path.display());
    current + rest
}

/// The diagrams of the program's flows as flow-build draws them, by their title lines.
fn diagrams(program: &str) -> Vec<(String, String)> {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("language");
    _ = fs::remove_dir_all(&package);
    fs::create_dir_all(package.join("src")).unwrap();
    fs::write(package.join("Cargo.toml"), "[package]\nname = \"program\"\n").unwrap();
    fs::write(package.join("src/main.rs"), program).unwrap();
    Diagrams::new().package(&package).generate("diagrams").unwrap();
    let files = fs::read_dir(package.join("diagrams")).unwrap().map(|entry| entry.unwrap().path());
    let drawn = files.filter(|file| file.extension().is_some_and(|extension| extension == "mmd"));
    drawn
        .map(|file| {
            let drawn = fs::read_to_string(file).unwrap();
            let kept = drawn.lines().filter(|line| !line.starts_with("%%"));
            let diagram: String = kept.map(|line| format!("{line}\n")).collect();
            let title = diagram.lines().find(|line| line.starts_with("title: ")).expect("a title");
            (title.to_owned(), diagram)
        })
        .collect()
}
