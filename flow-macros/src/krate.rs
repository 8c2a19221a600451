//! Where flow-core is found in the user's crate.

use std::path::Path as FilePath;
use std::{env, fs};

use proc_macro2::Span;
use quote::format_ident;
use syn::Path;

/// What `crate = path` says, or else the name that flow-core has among the package's dependencies.
pub(crate) fn path(said: Option<&Path>) -> Path {
    if let Some(path) = said {
        return path.clone();
    }
    let name = env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|package| fs::read_to_string(FilePath::new(&package).join("Cargo.toml")).ok())
        .and_then(|manifest| renamed(&manifest))
        .unwrap_or_else(|| "flow_core".to_string());
    let name = format_ident!("{}", name, span = Span::call_site());
    syn::parse_quote!(::#name)
}

/// The name of the dependency that says `package = "flow-core"`. A manifest is read as far as that takes: line by line.
fn renamed(manifest: &str) -> Option<String> {
    let mut table = None;
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            // `[dependencies.name]`
            let parts = header.rsplit_once('.').filter(|(list, _)| list.ends_with("dependencies"));
            table = parts.map(|(_, name)| name.trim().trim_matches('"').to_string());
            continue;
        }
        let without_spaces: String = line.split_whitespace().collect();
        if without_spaces.starts_with('#') || !without_spaces.contains("package=\"flow-core\"") {
            continue;
        }
        let name = match without_spaces.split_once("={") {
            Some((name, _)) => Some(name.to_string()),
            None => table.clone(),
        };
        return name.map(|name| name.trim_matches('"').replace('-', "_"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_dependency_of_another_name_is_found() {
        for manifest in [
            "[dependencies]\nflow = { package = \"flow-core\", version = \"0.1\" }",
            "[dev-dependencies]\nflow = {path = \"x\", package=\"flow-core\"}",
            "[package]\nname = \"a\"\n[dependencies.flow]\nversion = \"0.1\"\npackage = \"flow-core\"",
        ] {
            assert_eq!(renamed(manifest).as_deref(), Some("flow"), "{manifest}");
        }
    }

    #[test]
    fn otherwise_there_is_none() {
        for manifest in [
            "[dependencies]\nflow-core = \"0.1\"",
            "[dependencies]\n# flow = { package = \"flow-core\" }\nflow-core = \"0.1\"",
            "[package]\nname = \"flow-core\"",
            "",
        ] {
            assert_eq!(renamed(manifest), None, "{manifest}");
        }
    }

    #[test]
    fn dashes_are_underscores_in_paths() {
        let manifest = "[dependencies]\nmy-flow = { package = \"flow-core\" }";
        assert_eq!(renamed(manifest).as_deref(), Some("my_flow"));
    }
}
