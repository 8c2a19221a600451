//! Where flows are found.

mod support;

use support::{Package, flow};

#[test]
fn a_library_and_binaries() {
    let package = Package::new(&[
        ("src/lib.rs", &flow("Lib")),
        ("src/main.rs", &flow("Main")),
        ("src/bin/tool.rs", &flow("Tool")),
        ("src/bin/big/main.rs", &flow("Big")),
        ("src/bin/big/part.rs", &flow("NotDeclared")),
        ("src/bin/notes.txt", "no source"),
        ("examples/show.rs", &flow("Show")),
    ]);
    assert_eq!(package.drawn(), ["lib", "main", "big", "tool"]);
    let report = package.diagrams().examples(true).generate("diagrams").unwrap();
    assert_eq!(report.diagrams.last().unwrap(), "diagrams/show.mmd");
}

#[test]
fn targets_named_in_the_manifest() {
    let package = Package::new(&[
        (
            "Cargo.toml",
            "[package]\nname = \"shop\"\n[lib]\npath = \"code/shop.rs\"\n[[bin]]\nname = \"till\"\npath = \"src/main.rs\"\n",
        ),
        ("code/shop.rs", &format!("mod part;\n{}", flow("Shop"))),
        ("code/part.rs", &flow("Part")),
        ("src/main.rs", &flow("Till")),
    ]);
    assert_eq!(package.drawn(), ["till", "shop", "part"]);
}

#[test]
fn modules_in_files() {
    let package = Package::new(&[
        ("src/lib.rs", "mod a;\npub(crate) mod b;\nmod r#match;\nmod gone;\n"),
        ("src/a.rs", &format!("mod deep;\n{}", flow("A"))),
        ("src/a/deep.rs", &format!("mod deeper;\n{}", flow("Deep"))),
        ("src/a/deep/deeper/mod.rs", &format!("mod last;\n{}", flow("Deeper"))),
        ("src/a/deep/deeper/last.rs", &flow("Last")),
        ("src/b/mod.rs", &format!("mod c;\n{}", flow("B"))),
        ("src/b/c.rs", &flow("C")),
        ("src/match.rs", &flow("Match")),
        ("src/stray.rs", &flow("Stray")),
    ]);
    assert_eq!(package.drawn(), ["a", "deep", "deeper", "last", "b", "c", "match"]);
}

#[test]
fn inline_modules_and_functions() {
    let lib = format!(
        "mod outer {{ {} mod inner {{ mod file; {} }} }}\nfn main() {{ struct Here; {} }}",
        flow("Outer"),
        flow("Inner"),
        flow("Here"),
    );
    let package = Package::new(&[
        ("src/lib.rs", &format!("{lib} mod a;")),
        ("src/outer/inner/file.rs", &flow("File")),
        ("src/a.rs", "mod b { mod c; }"),
        ("src/a/b/c.rs", &flow("C")),
    ]);
    assert_eq!(package.drawn(), ["outer", "inner", "here", "file", "c"]);
}

#[test]
fn paths_of_modules() {
    let package = Package::new(&[
        (
            "src/lib.rs",
            "#[path = \"elsewhere/x.rs\"] mod a;\n\
             #[path = \"threads\"] mod t { #[path = \"tls.rs\"] mod local; mod plain; }\n\
             mod user;\n",
        ),
        ("src/elsewhere/x.rs", &format!("mod y;\n{}", flow("X"))),
        ("src/elsewhere/y.rs", &flow("Y")),
        ("src/threads/tls.rs", &flow("Tls")),
        ("src/threads/plain.rs", &flow("Plain")),
        ("src/user.rs", "#[path = \"beside.rs\"] mod b; mod in_line { #[path = \"other.rs\"] mod o; }"),
        ("src/beside.rs", &flow("Beside")),
        ("src/user/in_line/other.rs", &flow("Other")),
    ]);
    assert_eq!(package.drawn(), ["x", "y", "tls", "plain", "beside", "other"]);
}

#[test]
fn modules_under_cfg() {
    let package = Package::new(&[
        (
            "src/lib.rs",
            "#[cfg(windows)] mod win;\n#[cfg(unix)] mod nix;\n#[cfg(never)] mod missing;\n\
             #[cfg_attr(windows, path = \"w.rs\")] #[cfg_attr(unix, path = \"u.rs\")] mod os;\n\
             #[cfg_attr(feature = \"x\", path = \"x.rs\")] mod plain;\n",
        ),
        ("src/win.rs", &flow("Win")),
        ("src/nix.rs", &flow("Nix")),
        ("src/w.rs", &flow("W")),
        ("src/u.rs", &flow("U")),
        ("src/plain.rs", &flow("Plain")),
    ]);
    assert_eq!(package.drawn(), ["win", "nix", "w", "u", "plain"]);
    assert_eq!(package.generate().unwrap().warnings, [""; 0]);
}

#[test]
fn ways_to_write_the_attribute() {
    let block = "impl NAME { #[start] async fn go(&self) -> u8 { 1 } }\n";
    let lib: String = [
        ("One", "#[flow]"),
        ("Two", "#[flow()]"),
        ("Three", "#[flow(max_iterations = 3)]"),
        ("Four", "#[flow_core::flow]"),
        ("Five", "#[::flow_core::flow(output = go)]"),
        ("Six", "#[engine::flow]"),
        ("Seven", "#[workflow]"),
        ("Eight", "#[cfg_attr(feature = \"f\", allow(unused), flow(output = go))]"),
        ("Nine", "#[cfg(feature = \"f\")] /// Docs.\n #[flow] #[allow(unused)]"),
        ("NoFlow", "#[flows]"),
        ("NorThis", "#[cfg(flow)]"),
    ]
    .iter()
    .map(|(name, attribute)| format!("{attribute} {}", block.replace("NAME", name)))
    .collect();
    let package =
        Package::new(&[("src/lib.rs", &format!("use flow_core::{{prelude, flow as workflow}};\n{lib}"))]);
    assert_eq!(package.drawn(), ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]);
}

#[test]
fn a_file_of_two_crates_is_read_once() {
    let package = Package::new(&[
        ("src/lib.rs", "mod shared; #[path = \"lib.rs\"] mod again;"),
        ("src/main.rs", "mod shared;"),
        ("src/shared.rs", &flow("Shared")),
    ]);
    assert_eq!(package.drawn(), ["shared"]);
}

#[test]
fn the_same_name_twice() {
    let lib = format!("mod a {{ {} }} mod b {{ {} {} }}", flow("Copy"), flow("Copy"), flow("Other"));
    let package = Package::new(&[("src/lib.rs", &lib)]);
    assert_eq!(package.drawn(), ["a_copy", "b_copy", "other"]);
    let page = package.text("diagrams/README.md");
    assert!(
        page.contains("## Copy in `a`") && page.contains("## Copy in `b`") && page.contains("## Other\n"),
        "{page}"
    );
}
