//! `cargo flow list`

use expect_test::expect;
use serde_json::Value;

use crate::run::{flow, workspace};
use crate::support::{self, Package};

#[test]
fn every_flow_of_the_workspace() {
    expect![[r#"
        --- stdout
        my-tools
          Essay() -> ()
              tools/src/main.rs:4  6 steps, ends in `tell`
          Order()
              tools/src/main.rs:21  2 steps, 1 mistake

        shop
          Offer(item: &str) -> String
              shop/src/lib.rs:10  4 steps, ends in `offer`
          Order(item: &str) -> Option<Receipt>
              shop/src/lib.rs:29  4 steps, ends in `pay` and `sorry`
        --- exit code 0
    "#]]
    .assert_eq(&flow(&workspace(), &["list"]).all());
}

#[test]
fn a_line_for_each_flow_in_json() {
    let out = flow(&workspace(), &["list", "--message-format", "json", "-p", "my-tools"]).ok();
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let essay = &lines[0];
    assert_eq!((&essay["reason"], &essay["path"]), (&"flow".into(), &"my_tools::Essay".into()));
    assert_eq!((&essay["file"], &essay["line"]), (&"tools/src/main.rs".into(), &4.into()));
    assert_eq!(essay["sinks"], serde_json::json!(["tell"]));
    assert_eq!((&essay["output"], &essay["mistakes"]), (&"()".into(), &0.into()));
    assert_eq!((&lines[1]["output"], &lines[1]["mistakes"]), (&Value::Null, &1.into()));
}

#[test]
fn tests_are_read_if_asked_for() {
    let names = |words: &[&str]| flow(&workspace(), words).ok();
    assert!(!names(&["list", "-p", "shop"]).contains("Late"));
    assert!(names(&["list", "-p", "shop", "--all-targets"]).contains("shop/tests/late.rs:2"));
}

#[test]
fn the_package_of_a_manifest() {
    let package = workspace();
    std::fs::create_dir(package.path().join("elsewhere")).unwrap();
    let mut command = crate::run::command(&package, &["list", "--manifest-path", "../shop/Cargo.toml"]);
    let out = command.current_dir(package.path().join("elsewhere")).output().unwrap();
    assert!(String::from_utf8(out.stdout).unwrap().contains("shop/src/lib.rs:10"));
}

#[test]
fn an_unknown_package() {
    let ran = flow(&workspace(), &["list", "-p", "my-tool"]);
    expect![[r#"
        --- stderr
        error: package `my-tool` is not a member of the workspace
         |
         = help: a package with a similar name exists: `my-tools`
        --- exit code 101
    "#]]
    .assert_eq(&ran.all());
    let ran = flow(&workspace(), &["list", "-p", "xyz"]);
    expect![[r#"
        --- stderr
        error: package `xyz` is not a member of the workspace
         |
         = help: the members are `my-tools` and `shop`
        --- exit code 101
    "#]]
    .assert_eq(&ran.all());
}

#[test]
fn no_package_at_all() {
    let package = Package::new(&[]);
    package.remove("Cargo.toml");
    let ran = flow(&package, &["list"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.starts_with("error: could not find `Cargo.toml` in `"), "{}", ran.err);
}

#[test]
fn files_that_are_no_rust_are_named() {
    let package = Package::new(&[
        ("src/lib.rs", &format!("mod broken; {}", support::flow("A"))),
        ("src/broken.rs", "fn broken( {}"),
    ]);
    expect![[r#"
        --- stdout
        shop
          A() -> u8
              src/lib.rs:2  1 step, ends in `go`
        --- stderr
        warning: src/broken.rs:1:10: cannot parse string into token stream; the flows in this file are not listed
        --- exit code 0
    "#]].assert_eq(&flow(&package, &["list"]).all());
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let flows: String = (0..2000).map(|number| support::flow(&format!("Flow{number}"))).collect();
    let package = Package::new(&[("src/lib.rs", &flows)]);
    let mut child = crate::run::command(&package, &["list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!((out.status.code(), &*String::from_utf8_lossy(&out.stderr)), (Some(0), ""));
}
