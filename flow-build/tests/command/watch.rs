//! `--watch`

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, ChildStdout, Stdio};

use crate::run::{command, workspace};
use crate::support;

struct Watching {
    child: Child,
    out: BufReader<ChildStdout>,
    err: BufReader<ChildStderr>,
}

impl Watching {
    /// Reads on until a line of the standard output has that text.
    fn until(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(self.out.read_line(&mut line).unwrap(), 0, "it has ended before it said {text}");
        }
    }

    /// The same of the standard error.
    fn until_told(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(self.err.read_line(&mut line).unwrap(), 0, "it has ended before it told {text}");
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn changes_new_files_and_mistakes_are_seen() {
    let package = workspace();
    let mut child = command(&package, &["list", "--watch", "-p", "shop"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let mut watching = Watching { child, out: BufReader::new(out), err: BufReader::new(err) };
    watching.until("Offer(item: &str) -> String");
    watching.until_told("Watching");

    let source = package.text("shop/src/lib.rs");
    package.file("shop/src/lib.rs", &format!("mod added;\n{}", source.replace("impl Offer", "impl Bid")));
    watching.until_told("Changed shop/src/lib.rs");
    watching.until("Bid(item: &str) -> String");
    watching.until_told("Watching");

    // A file that a module had no file for.
    package.file("shop/src/added.rs", &support::flow("Added"));
    watching.until("Added() -> u8");
    watching.until_told("Watching");

    // Not even a broken manifest ends it.
    let manifest = package.text("shop/Cargo.toml");
    package.file("shop/Cargo.toml", "[package");
    watching.until_told("error: ");
    package.file("shop/Cargo.toml", &manifest);
    watching.until("Bid(item: &str) -> String");
}

#[test]
fn what_will_never_make_sense_ends_it() {
    let ran = crate::run::flow(&workspace(), &["graph", "--watch", "-o", "a.xyz"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}
