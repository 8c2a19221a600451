//! `cargo flow check`

use std::fs;
use std::path::Path;

use cargo_metadata::Message;
use cargo_metadata::diagnostic::Diagnostic;
use expect_test::expect;

use crate::run::{flow, workspace};
use crate::support::{self, Package};

#[test]
fn mistakes_as_rustc_prints_them() {
    let package = Package::new(&[
        (
            "src/lib.rs",
            "mod other;\n\n#[flow]\nimpl Größe {\n    #[start]\n    async fn slogan(&self) -> String { todo!() }\n    \
             /* größer */ #[listen(slogn)]\n\tasync fn combine(&self, slogan: String) {}\n}\n",
        ),
        (
            "src/other.rs",
            "#[flow]\nimpl Lonely {\n    #[start]\n    async fn a(&self) {}\n    #[listen(c)]\n    async fn b(&self) {}\n    \
             #[listen(b)]\n    async fn c(&self) {}\n    #[listen(and(\n        a,\n        a,\n    ))]\n    async fn d(&self) {}\n}\n",
        ),
    ]);
    expect![[r#"
        --- stderr
        error: no step named `slogn` in flow `Größe`
         --> src/lib.rs:7:27
          |
        7 |     /* größer */ #[listen(slogn)]
          |                           ^^^^^
          |
          = help: did you mean `slogan`?

        error: `b` and `c` can never run: they wait for one another, and nothing outside leads to them
         --> src/other.rs:5:14
          |
        5 |     #[listen(c)]
          |              ^
          |
          = note: `b` -> `c` -> `b`
          = help: let one of them, such as `b`, wait for a step outside as well, with `or`

        error: `a` stands in this `and` twice
          --> src/other.rs:11:9
           |
        11 |         a,
           |         ^
           |
           = help: remove one of them

        error: 3 mistakes in `shop`
        --- exit code 101
    "#]]
    .assert_eq(&flow(&package, &["check"]).all());
}

#[test]
fn flows_without_mistakes() {
    expect![[r#"
        --- stderr
             Checked 2 flows without a mistake
        --- exit code 0
    "#]]
    .assert_eq(&flow(&workspace(), &["check", "-p", "shop"]).all());
}

#[test]
fn files_that_are_no_rust() {
    let package = Package::new(&[
        ("src/lib.rs", &format!("mod broken;\n#[cfg(nightly)]\nmod new;\n{}", support::flow("A"))),
        ("src/broken.rs", "fn broken( {}\n"),
        ("src/new.rs", "fn new() -> ~~ {}\n"),
    ]);
    expect![[r#"
        --- stderr
        error: cannot parse string into token stream
         --> src/broken.rs:1:10
          |
        1 | fn broken( {}
          |          ^

        warning: expected one of: `for`, parentheses, `unsafe`, `fn`, `extern`, identifier, `::`, `<`, `dyn`, square brackets, `*`, `&`, `!`, `impl`, `_`, lifetime
         --> src/new.rs:1:13
          |
        1 | fn new() -> ~~ {}
          |             ^
          |
          = note: it is part of the crate under some `cfg` only; its flows are not checked

        error: 1 mistake in `shop`
        --- exit code 101
    "#]].assert_eq(&flow(&package, &["check"]).all());
    package.file("src/broken.rs", "");
    assert_eq!(flow(&package, &["check"]).code, 0, "rustc may never see the other one");
}

/// The diagnostics of a run with `--message-format json`, read by a library for Cargo's messages.
fn diagnostics(package: &Package) -> Vec<Diagnostic> {
    let ran = flow(package, &["check", "--message-format=json"]);
    let messages: Vec<Message> =
        Message::parse_stream(ran.out.as_bytes()).map(|message| message.unwrap()).collect();
    assert_eq!(ran.err, "");
    let Some(Message::BuildFinished(finished)) = messages.last() else { panic!("{messages:?}") };
    assert_eq!(finished.success, ran.code == 0);
    let diagnostics = messages.into_iter().filter_map(|message| match message {
        Message::CompilerMessage(message) => Some(message.message),
        Message::BuildFinished(_) => None,
        other => panic!("{other:?}"),
    });
    diagnostics.collect()
}

#[test]
fn the_json_is_cargos() {
    let source = "\n/* größer */ #[flow]\nimpl A {\n    #[start]\n    fn größe(&self) {}\n    #[listen(and(größe,\n    \
                  größe))]\n    fn b(&self) {}\n}\n";
    let package = Package::new(&[("src/lib.rs", source)]);
    let found = diagnostics(&package);
    assert_eq!(found.len(), 1);
    let span = &found[0].spans[0];
    let bytes = span.byte_start as usize..span.byte_end as usize;
    assert_eq!(&source[bytes], "größe", "{:?}", found[0]);
    assert_eq!((&*span.file_name, span.line_start, span.column_start), ("src/lib.rs", 7, 5));
    let line = &span.text[0];
    assert_eq!(&line.text[4..line.text.find(')').unwrap()], "größe");
    assert_eq!((line.highlight_start, line.highlight_end), (5, 10));
    assert!(span.is_primary);
    let rendered = found[0].rendered.as_ref().unwrap();
    assert!(rendered.contains("--> src/lib.rs:7:5"), "{rendered}");
    package.file("src/lib.rs", "");
    assert!(diagnostics(&package).is_empty());
}

/// Every mistake that this command finds in the cases of the macro is one that the compiler printed, in the same words at
/// the same place.
#[test]
fn the_messages_are_the_macros() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/fail");
    let package = Package::new(&[("src/lib.rs", "")]);
    for case in fs::read_dir(&cases).unwrap() {
        let path = case.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".rs") {
            package.file(&format!("examples/{name}"), &fs::read_to_string(&path).unwrap());
        }
    }
    let found = diagnostics(&package);
    assert!(found.len() > 150, "{}", found.len());
    for diagnostic in found {
        let span = &diagnostic.spans[0];
        let case = span.file_name.strip_prefix("examples/").unwrap();
        let printed = fs::read_to_string(cases.join(case.replace(".rs", ".stderr"))).unwrap();
        let place = format!("ui/fail/{case}:{}:{}\n", span.line_start, span.column_start);
        assert!(printed.contains(&place), "{case} has no error at {place}{printed}");
        for text in [&diagnostic].into_iter().chain(&diagnostic.children).flat_map(|it| it.message.lines()) {
            assert!(printed.contains(text.trim()), "{case} does not say {text}\n{printed}");
        }
    }
}
