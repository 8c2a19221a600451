//! Where a package's crates begin.

use std::fs;
use std::path::{Path, PathBuf};

use crate::manifest::Manifest;
use crate::path;

/// The root files of the package's library and binaries, and of its examples if wanted. Those that exist, each once.
pub(crate) fn of(package: &Path, manifest: &Manifest, examples: bool) -> Vec<PathBuf> {
    let mut roots = vec![package.join("src/lib.rs"), package.join("src/main.rs")];
    roots.extend(manifest.targets.iter().map(|target| package.join(target)));
    roots.extend(targets_in(&package.join("src/bin")));
    if examples {
        roots.extend(manifest.examples.iter().map(|target| package.join(target)));
        roots.extend(targets_in(&package.join("examples")));
    }
    let mut once: Vec<PathBuf> = Vec::new();
    for root in roots.iter().map(|root| path::normal(root)) {
        if root.is_file() && !once.contains(&root) {
            once.push(root);
        }
    }
    once
}

/// The root file of the package's library, whether it exists or not.
pub(crate) fn library(package: &Path, manifest: &Manifest) -> PathBuf {
    path::normal(&package.join(manifest.library_path.as_deref().unwrap_or("src/lib.rs")))
}

/// `*.rs` and `*/main.rs`, as Cargo finds them, in alphabetical order.
fn targets_in(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut targets: Vec<PathBuf> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            match path.extension() {
                Some(ending) if ending == "rs" => Some(path),
                _ => Some(path.join("main.rs")),
            }
        })
        .collect();
    targets.sort();
    targets
}
