//! What was found and done.

/// What [`Diagrams::generate`](crate::Diagrams::generate) found and did. Files are named from the package's directory,
/// with forward slashes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The diagram's file of each flow, in the order of the sources.
    pub diagrams: Vec<String>,
    /// The files that were new or had changed.
    pub written: Vec<String>,
    /// The files of flows that are gone.
    pub removed: Vec<String>,
    /// The files and directories whose change calls for another run.
    pub watched: Vec<String>,
    /// What the user should know of, a line each.
    pub warnings: Vec<String>,
}

impl Report {
    /// The report as a build script tells it to Cargo.
    pub fn cargo_lines(&self) -> impl Iterator<Item = String> {
        let watched = self.watched.iter().map(|path| format!("cargo:rerun-if-changed={path}"));
        watched.chain(self.warnings.iter().map(|warning| format!("cargo:warning={warning}")))
    }
}
