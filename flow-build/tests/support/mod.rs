//! Packages in temporary directories.

#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::path::Path;

use flow_build::{Diagrams, Errors, Report};
use tempfile::TempDir;

/// A package on the disk.
pub(crate) struct Package(TempDir);

impl Package {
    /// A package named `shop` with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Package {
        let package = Package(tempfile::tempdir().unwrap());
        package.file("Cargo.toml", "[package]\nname = \"shop\"\n");
        for (path, text) in files {
            package.file(path, text);
        }
        package
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).unwrap();
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    pub(crate) fn diagrams(&self) -> Diagrams {
        Diagrams::new().package(self.path())
    }

    pub(crate) fn generate(&self) -> Result<Report, Errors> {
        self.diagrams().generate("diagrams")
    }

    /// The names of the flows drawn.
    pub(crate) fn drawn(&self) -> Vec<String> {
        let report = self.generate().unwrap();
        let name =
            |path: &String| path.strip_prefix("diagrams/").unwrap().strip_suffix(".mmd").unwrap().to_string();
        report.diagrams.iter().map(name).collect()
    }
}

/// A flow of that name with one step.
pub(crate) fn flow(name: &str) -> String {
    format!("#[flow]\nimpl {name} {{\n    #[start]\n    async fn go(&self) -> u8 {{ 1 }}\n}}\n")
}
