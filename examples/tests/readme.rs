//! The README shows the diagrams as the build script writes them.
//!
//! After a change, `UPDATE_EXPECT=1 cargo test -p flow-examples --test readme` puts the new ones in.

use std::fs;
use std::path::Path;

const MARK: &str = "<!-- diagram: ";
const FENCE: &str = "```mermaid\n";

#[test]
fn every_diagram_is_shown_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("README.md");
    let shown = fs::read_to_string(&page).unwrap().replace("\r\n", "\n");
    let expected = with_diagrams(&shown, |name| diagram(&root.join("diagrams").join(format!("{name}.mmd"))));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&page, expected).unwrap();
    } else {
        assert!(shown == expected, "the diagrams have changed: run this test with UPDATE_EXPECT=1");
    }
    for file in fs::read_dir(root.join("diagrams")).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".mmd") {
            assert!(shown.contains(&format!("{MARK}{name} -->")), "README.md does not show {name}");
        }
    }
}

/// The page with the fence after each mark holding what `diagram` says.
fn with_diagrams(page: &str, diagram: impl Fn(&str) -> String) -> String {
    let mut parts = page.split(MARK);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (mark, rest) = part.split_once(FENCE).expect("a fence after the mark");
        let (_, rest) = rest.split_once("```").expect("the end of the fence");
        let name = mark.trim().trim_end_matches("-->").trim();
        text.push_str(&format!("{MARK}{mark}{FENCE}{}```{rest}", diagram(name)));
    }
    text
}

/// The diagram in this file, without the comment that says where it comes from.
fn diagram(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().filter(|line| !line.starts_with("%%")).map(|line| format!("{line}\n")).collect()
}
