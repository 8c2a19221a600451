//! Flows that run other flows of the package.

mod support;

use support::{Package, flow};

/// A flow of that name whose one step, `go`, runs another.
fn runs(name: &str, other: &str) -> String {
    format!(
        "#[flow]\nimpl {name} {{\n    #[start]\n    #[subflow({other})]\n    async fn go(&self) -> u8 {{ 1 }}\n}}\n"
    )
}

/// A flow of that name whose one step is called `mark`, to be found in pictures.
fn marked(name: &str, mark: &str) -> String {
    flow(name).replace("go", mark)
}

/// What the diagram's text says of `Outer`'s step: the names of the steps in its frame, or the label of its box.
fn inside(package: &Package) -> String {
    package.generate().unwrap();
    let text = package.text("diagrams/outer.mmd");
    let steps: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("n_go__s_")?.split_once("([")?.1.split('"').nth(1))
        .collect();
    let label = text.lines().find_map(|line| line.trim().strip_prefix("s_go[[\"go<br/>")?.split('"').next());
    assert_eq!(steps.is_empty(), label.is_some(), "{text}");
    label.map_or_else(|| steps.join(", "), str::to_string)
}

#[test]
fn the_flow_of_the_same_module_comes_first() {
    let lib =
        format!("mod a {{ {} {} }} {}", runs("Outer", "Inner"), marked("Inner", "a"), marked("Inner", "b"));
    assert_eq!(inside(&Package::new(&[("src/lib.rs", &lib)])), "a");
}

#[test]
fn the_only_flow_of_that_name() {
    let package = Package::new(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", &runs("Outer", "Inner<'_, Fast>")),
        ("src/b.rs", &marked("Inner", "b")),
    ]);
    assert_eq!(inside(&package), "b");
}

#[test]
fn names_in_doubt_stay_names() {
    let package = Package::new(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", &runs("Outer", "Inner")),
        ("src/b.rs", &marked("Inner", "b")),
        ("src/c.rs", &marked("Inner", "c")),
    ]);
    assert_eq!(inside(&package), "runs Inner");
    package.file("src/b.rs", "");
    package.file("src/c.rs", "");
    assert_eq!(inside(&package), "runs Inner", "there is none");
}

#[test]
fn paths() {
    for (path, expected) in [
        ("crate::Inner", "root"),
        ("crate::deep::b::Inner", "b"),
        ("super::Inner", "deep"),
        ("super::super::Inner", "root"),
        ("super::super::super::Inner", "runs super::super::super::Inner"),
        ("super::b::Inner", "b"),
        ("b::Inner", "b"),
        ("deep::b::Inner", "b"),
        ("self::child::Inner", "child"),
        ("child::Inner", "child"),
        ("self::Inner", "child"),
        ("shop::deep::Inner", "deep"),
        ("::shop::deep::b::Inner", "b"),
        ("other::Inner", "runs other::Inner"),
        ("::b::Inner", "runs ::b::Inner"),
        ("<A as B>::Inner", "runs #lt;A as B#gt;::Inner"),
        ("(Inner,)", "runs (Inner,)"),
    ] {
        let package = Package::new(&[
            ("src/lib.rs", &format!("mod deep; {}", marked("Inner", "root"))),
            ("src/deep.rs", &format!("mod a; mod b; {}", marked("Inner", "deep"))),
            ("src/deep/a.rs", &format!("mod child; {}", runs("Outer", path))),
            ("src/deep/a/child.rs", &marked("Inner", "child")),
            ("src/deep/b.rs", &marked("Inner", "b")),
        ]);
        assert_eq!(inside(&package), expected, "{path}");
    }
}

#[test]
fn the_library_and_its_binaries() {
    let package = Package::new(&[
        ("Cargo.toml", "[package]\nname = \"shop-tools\"\n"),
        ("src/lib.rs", &marked("Inner", "lib")),
        ("src/main.rs", &format!("{} {}", runs("Outer", "Inner"), marked("Inner", "main"))),
        ("src/bin/tool.rs", &marked("Inner", "tool")),
    ]);
    assert_eq!(inside(&package), "main");
    package
        .file("src/main.rs", &format!("{} {}", runs("Outer", "shop_tools::Inner"), marked("Inner", "main")));
    assert_eq!(inside(&package), "lib");
    package.file("src/main.rs", &runs("Outer", "crate::Inner"));
    assert_eq!(inside(&package), "runs crate::Inner", "other crates have one, this one has none");
}

#[test]
fn flows_that_run_each_other_end_somewhere() {
    let package = Package::new(&[("src/lib.rs", &format!("{}{}", runs("A", "B"), runs("B", "A")))]);
    package.generate().unwrap();
    let text = package.text("diagrams/a.mmd");
    assert!(text.contains("subgraph s_go[\"go runs B\"]"), "{text}");
    assert!(text.contains("n_go__s_go[[\"go<br/>runs A\"]]"), "{text}");
}

#[test]
fn a_flow_cannot_run_itself() {
    for name in ["Self", "Alone"] {
        let package = Package::new(&[("src/lib.rs", &runs("Alone", name))]);
        let error = package.generate().unwrap_err().to_string();
        assert!(error.contains("`Alone` would be a step of itself, without end"), "{error}");
    }
}

#[test]
fn a_flow_that_is_run_twice_and_deeper() {
    let twice = "#[flow]\nimpl Outer {\n    #[start]\n    #[subflow(A)]\n    async fn go(&self) -> u8 { 1 }\n    \
                 #[start]\n    #[subflow(A)]\n    async fn too(&self) -> u8 { 1 }\n}\n";
    let package =
        Package::new(&[("src/lib.rs", &format!("{twice}{}{}", runs("A", "B"), marked("B", "deep")))]);
    package.generate().unwrap();
    let text = package.text("diagrams/outer.mmd");
    for id in ["n_go__n_go__s_deep", "n_too__n_go__s_deep"] {
        assert!(text.contains(&format!("{id}([\"deep\"]):::start")), "{text}");
    }
}
