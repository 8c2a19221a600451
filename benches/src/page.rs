//! The sections of `docs/performance.md` that are measured. What stands between them is written by hand.

use std::path::{Path, PathBuf};
use std::{fs, io};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/performance.md")
}

/// Puts the text between `<!-- section -->` and `<!-- /section -->`.
///
/// # Errors
///
/// If the page cannot be read or written, or has no such section.
pub fn replace(section: &str, text: &str) -> io::Result<()> {
    let page = fs::read_to_string(path())?;
    let (begin, end) = (format!("<!-- {section} -->\n"), format!("<!-- /{section} -->"));
    let missing = || io::Error::other(format!("docs/performance.md has no section {section}"));
    let (before, rest) = page.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    fs::write(path(), format!("{before}{begin}\n{}\n\n{end}{after}", text.trim()))
}
