//! Running the program.

use std::process::{Command, Stdio};

use crate::support::Package;

/// What a run printed, and how it ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Everything, for snapshots.
    pub(crate) fn all(&self) -> String {
        let mut all = String::new();
        for (name, text) in [("stdout", &self.out), ("stderr", &self.err)] {
            if !text.is_empty() {
                all.push_str(&format!("--- {name}\n{text}"));
            }
        }
        all.push_str(&format!("--- exit code {}\n", self.code));
        all
    }

    /// The standard output of a run that went well and had nothing else to say.
    pub(crate) fn ok(self) -> String {
        assert_eq!((self.code, &*self.err), (0, ""), "{}", self.out);
        self.out
    }
}

/// `cargo flow` with these words, in the package's directory.
pub(crate) fn flow(package: &Package, words: &[&str]) -> Ran {
    let out = command(package, words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: out.status.code().unwrap(), out: text(out.stdout), err: text(out.stderr) }
}

pub(crate) fn command(package: &Package, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-flow"));
    // As Cargo runs it.
    command.arg("flow").args(words).current_dir(package.path()).stdin(Stdio::null());
    for name in ["CLICOLOR_FORCE", "CLICOLOR", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

/// A workspace with two packages: `shop`, whose library has flows that race, join and nest, and `tools`, with a loop
/// in a binary and a flow of the same name.
pub(crate) fn workspace() -> Package {
    Package::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"shop\", \"tools\"]\nresolver = \"3\"\n"),
        ("shop/Cargo.toml", "[package]\nname = \"shop\"\nedition = \"2024\"\n"),
        ("shop/src/lib.rs", include_str!("flows/shop.rs")),
        ("shop/tests/late.rs", &crate::support::flow("Late")),
        ("tools/Cargo.toml", "[package]\nname = \"my-tools\"\nedition = \"2024\"\n"),
        ("tools/src/main.rs", include_str!("flows/tools.rs")),
    ])
}
