//! The little of Cargo.toml that matters here: the names of the package and its library, and targets that are not where Cargo looks by
//! itself. A full TOML reader would be the largest part of every user's build script.

/// What Cargo.toml says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// `name` in `[package]`.
    pub(crate) package: Option<String>,
    /// `name` in `[lib]`.
    pub(crate) library: Option<String>,
    /// `path` in `[lib]`.
    pub(crate) library_path: Option<String>,
    /// The `path`s of `[lib]` and `[[bin]]`, in the order written.
    pub(crate) targets: Vec<String>,
    /// The `path`s of `[[example]]`, in the order written.
    pub(crate) examples: Vec<String>,
}

impl Manifest {
    /// Reads Cargo.toml line by line. What it does not understand it passes over.
    pub(crate) fn read(text: &str) -> Manifest {
        let mut manifest = Manifest::default();
        let mut section = "";
        for line in text.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[') {
                section = header.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
                continue;
            }
            match (section, string(line, "path"), string(line, "name")) {
                ("package", _, Some(name)) => manifest.package = Some(name),
                ("lib", _, Some(name)) => manifest.library = Some(name),
                ("lib", Some(path), _) => {
                    manifest.library_path = Some(path.clone());
                    manifest.targets.push(path);
                }
                ("bin", Some(path), _) => manifest.targets.push(path),
                ("example", Some(path), _) => manifest.examples.push(path),
                _ => {}
            }
        }
        manifest
    }
}

/// The value of a line `key = "value"`.
fn string(line: &str, key: &str) -> Option<String> {
    let value = line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (text, _) = value[1..].split_once(quote)?;
    Some(if quote == '"' { text.replace("\\\\", "\\") } else { text.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_in_unusual_places() {
        let manifest = Manifest::read(
            r#"
            [package]
            name = "shop" # the shop
            path = "not/this"
            [dependencies]
            other = { path = "../other" }
            [dependencies.more]
            path = "../more"
            [lib]
            name = "shop_lib"
            path = "code/shop.rs"
            [[bin]]
            name = "till"
            path='code/till.rs'
            [[bin]]
            name = "plain"
            [[example]]
            path = "demo/x.rs"
            "#,
        );
        assert_eq!(manifest.package.as_deref(), Some("shop"));
        assert_eq!(manifest.library.as_deref(), Some("shop_lib"));
        assert_eq!(manifest.library_path.as_deref(), Some("code/shop.rs"));
        assert_eq!(manifest.targets, ["code/shop.rs", "code/till.rs"]);
        assert_eq!(manifest.examples, ["demo/x.rs"]);
    }

    #[test]
    fn nonsense_is_passed_over() {
        assert_eq!(Manifest::read("[lib\npath = \npath = \"\n[["), Manifest::default());
        assert_eq!(Manifest::read(""), Manifest::default());
    }
}
