//! What is wrong, as `file:line:column: error: …` with the line it is in.

use std::fmt::{self, Write};
use std::io;
use std::path::Path;

use crate::path;

/// Everything that is wrong with a package's flows, or with writing their diagrams.
///
/// Printed by both `Display` and `Debug`, so that `main` in a build script can return it.
///
/// ```
/// use flow_build::Diagrams;
///
/// # let directory = tempfile::tempdir().unwrap();
/// # let package = directory.path();
/// # std::fs::create_dir(package.join("src")).unwrap();
/// # std::fs::write(package.join("Cargo.toml"), "[package]\nname = \"shop\"").unwrap();
/// # let flow = "#[flow] impl Order { \
/// #     #[start] fn take(&self) -> u32 { 1 } \
/// #     #[listen(tkae)] fn ship(&self, number: u32) {} }";
/// # std::fs::write(package.join("src/lib.rs"), flow).unwrap();
/// // A step has `#[listen(tkae)]`, and the other one is named `take`.
/// let errors = Diagrams::new().package(package).generate("diagrams").unwrap_err();
/// assert_eq!(errors.len(), 1);
/// assert!(errors.to_string().contains("error: no step named `tkae` in flow `Order`"));
/// assert!(errors.to_string().contains("help: did you mean `take`?"));
/// ```
pub struct Errors {
    mistakes: Vec<Mistake>,
}

/// One thing that is wrong.
pub(crate) struct Mistake {
    place: Option<Place>,
    message: String,
}

/// A place in a source file.
pub(crate) struct Place {
    file: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    /// How many characters of the line are at fault.
    width: usize,
    /// The line.
    source: String,
}

impl Errors {
    pub(crate) fn new(mistakes: Vec<Mistake>) -> Errors {
        Errors { mistakes }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.mistakes.len()
    }

    /// Whether there are none. Nothing in this crate returns such a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }
}

impl From<Mistake> for Errors {
    fn from(mistake: Mistake) -> Errors {
        Errors { mistakes: vec![mistake] }
    }
}

impl Mistake {
    /// A mistake that is not in a source file.
    pub(crate) fn new(message: impl Into<String>) -> Mistake {
        Mistake { place: None, message: message.into() }
    }

    /// Something that could not be done to a file.
    pub(crate) fn io(what: &str, file: &Path, package: &Path, error: &io::Error) -> Mistake {
        Mistake::new(format!("cannot {what} `{}`: {error}", path::shown(file, package)))
    }

    /// Every mistake in a syntax error of that source file.
    pub(crate) fn of(error: &syn::Error, file: &str, text: &str) -> Vec<Mistake> {
        let one = |error: syn::Error| Mistake {
            place: Some(Place::of(&error, file, text)),
            message: error.to_string(),
        };
        error.clone().into_iter().map(one).collect()
    }

    /// In one line, without the source.
    pub(crate) fn brief(&self) -> String {
        let mut brief = String::new();
        if let Some(Place { file, line, column, .. }) = &self.place {
            _ = write!(brief, "{file}:{line}:{column}: ");
        }
        brief.push_str(self.message.lines().next().unwrap_or_default());
        brief
    }
}

impl Place {
    fn of(error: &syn::Error, file: &str, text: &str) -> Place {
        let (start, end) = (error.span().start(), error.span().end());
        let source = text.lines().nth(start.line.saturating_sub(1)).unwrap_or_default().to_string();
        let rest = source.chars().count().saturating_sub(start.column);
        let width = if end.line == start.line { end.column.saturating_sub(start.column) } else { rest };
        Place {
            file: file.to_string(),
            line: start.line,
            column: start.column + 1,
            width: width.clamp(1, rest.max(1)),
            source,
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.message.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        let Some(place) = &self.place else {
            write!(f, "error: {first}")?;
            return lines.try_for_each(|line| write!(f, "\n  {}", continued(line)));
        };
        let Place { file, line, column, width, source } = place;
        let margin = " ".repeat(line.to_string().len());
        // Tabs stay tabs, so that the marks stand under what they mark.
        let indent: String =
            source.chars().take(column - 1).map(|it| if it == '\t' { '\t' } else { ' ' }).collect();
        writeln!(f, "{file}:{line}:{column}: error: {first}")?;
        writeln!(f, "{margin} |\n{line} | {source}\n{margin} | {indent}{}", "^".repeat(*width))?;
        for line in lines {
            writeln!(f, "{margin} {}", continued(line))?;
        }
        Ok(())
    }
}

/// A further line of a message: help stands out, the rest goes on.
fn continued(line: &str) -> String {
    if line.starts_with("help:") { format!("= {line}") } else { format!("  {line}") }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{}", mistake.to_string().trim_end())?;
            f.write_str("\n")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.mistakes.len() == 1 { "error" } else { "errors" };
        write!(f, "{} {what} in the flows of this package\n\n{self}", self.mistakes.len())
    }
}

impl std::error::Error for Errors {}
