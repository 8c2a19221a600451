//! `cargo flow new`

use std::fs;
use std::path::Path;
use std::process::Command;

use expect_test::expect;

use crate::run::flow;
use crate::support::Package;

/// A directory that is no package.
fn empty() -> Package {
    let package = Package::new(&[]);
    package.remove("Cargo.toml");
    package
}

/// What is made builds without a warning, draws its flow, passes its tests and runs, with the packages of this workspace.
#[test]
fn what_is_made_compiles_passes_its_tests_and_runs() {
    let root = empty();
    let ran = flow(&root, &["new", "my-shop", "--vcs", "none"]);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
    let package = root.path().join("my-shop");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // The versions that this workspace has, so that nothing need be fetched.
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let cargo = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(words).args(["--offline", "--quiet"]).current_dir(&package);
        for name in ["flow-core", "flow-graph", "flow-macros", "flow-build"] {
            let path = workspace.join(name);
            command.args(["--config", &format!("patch.crates-io.{name}.path = '{}'", path.display())]);
        }
        command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env("RUSTFLAGS", "-D warnings");
        let out = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(out.status.success(), "{words:?}\n{}\n{}", text(&out.stdout), text(&out.stderr));
        text(&out.stdout)
    };
    let tested = cargo(&["test"]);
    assert!(tested.contains("2 passed"), "{tested}");
    assert_eq!(cargo(&["run"]), "Hello, world! How do you do?\n");
    assert!(package.join("diagrams/my_shop.mmd").is_file());
    let mut command = crate::run::command(&root, &["check"]);
    let checked = command.current_dir(&package).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&checked.stderr), "     Checked 1 flow without a mistake\n");
}

#[test]
fn what_is_said_of_it() {
    let root = empty();
    let ran = flow(&root, &["new", "shop", "--name", "corner-shop", "--vcs", "none"]);
    expect![[r#"
        --- stderr
               Added the flow `CornerShop`, a build script that draws it, and a test
                 Try `cd shop && cargo test`, then `cargo run` and `cargo flow explain`
        --- exit code 0
    "#]]
    .assert_eq(&ran.all());
    let manifest = root.text("shop/Cargo.toml");
    assert!(manifest.contains("name = \"corner-shop\""), "{manifest}");
    assert!(root.text("shop/src/main.rs").contains("use corner_shop::CornerShop;"));
}

#[test]
fn what_cannot_be_made_is_left_alone() {
    let root = empty();
    root.file("shop/notes.txt", "mine");
    let ran = flow(&root, &["new", "shop"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.contains("error: destination `") && ran.err.contains("already exists"), "{}", ran.err);
    let ran = flow(&root, &["new", "a b"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.contains("invalid character ` ` in package name: `a b`"), "{}", ran.err);
    assert!(!root.has("a b"));
}
