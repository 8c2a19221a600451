//! What the user is told when a flow is wrong.

mod support;

use expect_test::expect;
use support::{Package, flow};

#[test]
fn every_mistake_of_every_flow() {
    let package = Package::new(&[
        (
            "src/lib.rs",
            "mod other;\n\n#[flow]\nimpl Branding {\n    #[start]\n    async fn slogan(&self) -> String { todo!() }\n    \
             #[listen(slogn)]\n\tasync fn combine(&self, slogan: String) {}\n    #[listen(and(slogan, tagline))]\n    \
             async fn both(&self) {}\n}\n",
        ),
        (
            "src/other.rs",
            "#[flow(output = gone)]\nimpl Other {\n    #[start]\n    fn go(&self) -> u8 { 1 }\n}\n",
        ),
    ]);
    package.file("diagrams/old.txt", "");
    let errors = package.generate().unwrap_err();
    expect![[r#"
        3 errors in the flows of this package

        src/lib.rs:7:14: error: no step named `slogn` in flow `Branding`
          |
        7 |     #[listen(slogn)]
          |              ^^^^^
          = help: did you mean `slogan`?

        src/lib.rs:9:26: error: no step named `tagline` in flow `Branding`
          |
        9 |     #[listen(and(slogan, tagline))]
          |                          ^^^^^^^
          = help: the steps are `slogan`, `combine` and `both`

        src/other.rs:1:17: error: no step named `gone` in flow `Other`
          |
        1 | #[flow(output = gone)]
          |                 ^^^^
          = help: did you mean `go`?
    "#]]
    .assert_eq(&format!("{errors:?}"));
    assert!(!package.has("diagrams/README.md"), "nothing is written");
}

#[test]
fn a_rule_about_the_graph() {
    let package = Package::new(&[(
        "src/lib.rs",
        "#[flow]\nimpl Lonely {\n    #[start]\n    async fn a(&self) {}\n    #[listen(c)]\n    async fn b(&self) {}\n    \
         #[listen(b)]\n    async fn c(&self) {}\n}\n",
    )]);
    let errors = package.generate().unwrap_err();
    expect![[r#"
        src/lib.rs:5:14: error: `b` and `c` can never run: they wait for one another, and nothing outside leads to them
          |
        5 |     #[listen(c)]
          |              ^
              `b` -> `c` -> `b`
          = help: let one of them, such as `b`, wait for a step outside as well, with `or`
    "#]].assert_eq(&errors.to_string());
}

#[test]
fn syntax_errors_are_left_to_rustc() {
    let package = Package::new(&[("src/lib.rs", &format!("mod broken;\n{}", flow("A")))]);
    package.file("src/broken.rs", &flow("B"));
    package.generate().unwrap();
    package.file("src/broken.rs", "fn fine() {}\n\nfn broken( {}\n");
    package.file("src/lib.rs", &format!("mod broken;\n{}", flow("C")));
    let report = package.generate().unwrap();
    expect![
        "src/broken.rs:3:10: cannot parse string into token stream; the flows in this file are not drawn"
    ]
    .assert_eq(&report.warnings.join("\n"));
    assert!(
        report.written.is_empty() && report.removed.is_empty(),
        "the diagrams stay until the file is whole again"
    );
}

#[test]
fn a_syntax_error_under_cfg_stops_nothing() {
    let package = Package::new(&[
        ("src/lib.rs", &format!("#[cfg(nightly)]\nmod new;\n{}", flow("A"))),
        ("src/new.rs", "fn new() -> ~~ {}\n"),
    ]);
    let report = package.generate().unwrap();
    assert_eq!(report.written, ["diagrams/README.md", "diagrams/a.mmd"]);
    expect!["src/new.rs:1:13: expected one of: `for`, parentheses, `unsafe`, `fn`, `extern`, identifier, `::`, `<`, `dyn`, square brackets, `*`, `&`, `!`, `impl`, `_`, lifetime; the flows in this file are not drawn"].assert_eq(&report.warnings.join("\n"));
}

#[test]
fn a_file_that_is_no_text() {
    let package = Package::new(&[("src/lib.rs", "mod data;")]);
    std::fs::write(package.path().join("src/data.rs"), [0xff, 0xfe, 0x00]).unwrap();
    let report = package.generate().unwrap();
    expect![
        "cannot read `src/data.rs`: stream did not contain valid UTF-8; the flows in this file are not drawn"
    ]
    .assert_eq(&report.warnings.join("\n"));
}

#[test]
fn a_directory_that_cannot_be_made() {
    let package = Package::new(&[("src/lib.rs", &flow("A")), ("diagrams", "a file")]);
    let errors = package.generate().unwrap_err();
    assert!(errors.to_string().starts_with("error: cannot "), "{errors}");
}
