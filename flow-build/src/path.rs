//! Paths as they are written into files and messages: relative to the package, with forward slashes.

use std::path::{Component, Path, PathBuf};

/// `path` without `.` and `..`, as far as that can be told without looking at the disk.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            component => normal.push(component),
        }
    }
    normal
}

/// How to get from the directory `base` to `path`. Both are absolute, or relative to the same directory.
/// `None` if there is no way, as between two drives.
pub(crate) fn relative(path: &Path, base: &Path) -> Option<String> {
    let (path, base) = (normal(path), normal(base));
    let mut to = path.components().peekable();
    let mut from = base.components().peekable();
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    let mut parts = Vec::new();
    for component in from {
        match component {
            Component::Normal(_) => parts.push("..".to_string()),
            _ => return None,
        }
    }
    for component in to {
        match component {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => parts.push("..".to_string()),
            _ => return None,
        }
    }
    Some(if parts.is_empty() { ".".to_string() } else { parts.join("/") })
}

/// How a message or a `cargo:` line names `path`: from the package where that can be said, absolute otherwise.
pub(crate) fn shown(path: &Path, package: &Path) -> String {
    relative(path, package).unwrap_or_else(|| path.to_string_lossy().replace('\\', "/"))
}

/// Whether `path` is `directory` or something in it.
pub(crate) fn is_inside(path: &Path, directory: &Path) -> bool {
    normal(path).starts_with(normal(directory))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_from_one_place_to_another() {
        let way = |path, base| relative(Path::new(path), Path::new(base));
        assert_eq!(way("/p/src/lib.rs", "/p").as_deref(), Some("src/lib.rs"));
        assert_eq!(way("/p/src/lib.rs", "/p/docs/diagrams").as_deref(), Some("../../src/lib.rs"));
        assert_eq!(way("/p/src/../other/./x.rs", "/p").as_deref(), Some("other/x.rs"));
        assert_eq!(way("/shared/x.rs", "/p").as_deref(), Some("../shared/x.rs"));
        assert_eq!(way("/p", "/p").as_deref(), Some("."));
        assert_eq!(way("/p", "../q"), None);
    }
}
