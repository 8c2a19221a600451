//! `cargo flow graph`: what is written, and where.

use std::fs;

use expect_test::expect;

use crate::run::{flow, workspace};

#[test]
fn mermaid_is_what_is_written_if_nothing_is_said() {
    let package = workspace();
    let text = flow(&package, &["graph", "Offer"]).ok();
    assert!(text.starts_with("---\ntitle: \"Offer\"\n---\nflowchart TD\n"), "{text}");
    assert_eq!(text, flow(&package, &["graph", "Offer", "-f", "mermaid", "-o", "-"]).ok());
}

#[test]
fn the_ending_of_the_file_says_the_format() {
    let package = workspace();
    for (file, begin) in [
        ("a.mmd", "---\n"),
        ("a.dot", "digraph \"Order\" {"),
        ("a.gv", "digraph"),
        ("a.json", "{\n  \"version\": 1,\n  \"file\": \"shop/src/lib.rs\","),
        ("a.svg", "<svg "),
        ("a.html", "<!DOCTYPE html>\n"),
    ] {
        flow(&package, &["graph", "orders::Order", "-o", file]).ok();
        let text = package.text(file);
        assert!(text.starts_with(begin), "{file}: {text}");
    }
    // What is said wins.
    flow(&package, &["graph", "Offer", "-f", "dot", "-o", "a.txt"]).ok();
    assert!(package.text("a.txt").starts_with("digraph"));
}

#[test]
fn flows_inside_are_drawn() {
    let text = flow(&workspace(), &["graph", "orders::Order", "--format", "dot"]).ok();
    assert!(text.contains("subgraph cluster_s_ask") && text.contains("n_ask__s_near"), "{text}");
}

#[test]
fn a_file_that_would_not_change_is_not_written() {
    let package = workspace();
    flow(&package, &["graph", "Offer", "-o", "a.svg"]).ok();
    let file = fs::File::options().write(true).open(package.path().join("a.svg")).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    file.set_modified(long_ago).unwrap();
    flow(&package, &["graph", "Offer", "-o", "a.svg"]).ok();
    let time = || fs::metadata(package.path().join("a.svg")).unwrap().modified().unwrap();
    assert_eq!(time(), long_ago);
    package.file("shop/src/lib.rs", &package.text("shop/src/lib.rs").replace("offer", "answer"));
    flow(&package, &["graph", "Offer", "-o", "a.svg"]).ok();
    assert_ne!(time(), long_ago);
}

#[test]
fn what_cannot_be_done() {
    let package = workspace();
    for (words, said) in [
        (
            &["Offer", "-o", "a.xyz"][..],
            expect![[r#"
            --- stderr
            error: cannot tell the format of `a.xyz` by its ending
             |
             = help: say it with `--format`, or use the ending `.mmd`, `.dot`, `.json`, `.svg` or `.html`
            --- exit code 1
        "#]],
        ),
        (
            &["Offer", "-o", "none/a.svg"],
            expect![[r#"
            --- stderr
            error: cannot write `none/a.svg`: No such file or directory (os error 2)
             |
             = help: create the directory `none` first
            --- exit code 101
        "#]],
        ),
        (
            &["old::Order"],
            expect![[r#"
            --- stderr
            error: no step named `math` in flow `Order`
              --> tools/src/main.rs:24:18
               |
            24 |         #[listen(math)]
               |                  ^^^^
               |
               = help: did you mean `match`?

            error: `Order` has 1 mistake, and cannot be drawn
            --- exit code 101
        "#]],
        ),
        (
            &["Offer", "--format", "pdf"],
            expect![[r#"
            --- stderr
            error: invalid value 'pdf' for '--format <FMT>'
              [possible values: mermaid, dot, json, svg, html]

            For more information, try '--help'.
            --- exit code 1
        "#]],
        ),
        (
            &["Offer", "--link-template", "x"],
            expect![[r#"
            --- stderr
            error: `--link-template` is for SVG and HTML, and this is another format
             |
             = help: add `--format svg` or `--format html`, or leave it out
            --- exit code 1
        "#]],
        ),
        (
            &["Offer", "-f", "svg", "--link-template", "{file}#{line}"],
            expect![[r#"
            --- stderr
            error: `{file}` in `--link-template` means nothing
             |
             = help: the placeholders are `{path}`, `{absolute}` and `{line}`
            --- exit code 1
        "#]],
        ),
    ] {
        let words: Vec<&str> = [&["graph"], words].concat();
        said.assert_eq(&flow(&package, &words).all());
    }
}
