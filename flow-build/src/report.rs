//! What was found and done.

/// What [`Diagrams::generate`](crate::Diagrams::generate) found and did. Files are named from the package's directory,
/// with forward slashes.
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
/// #     #[listen(take)] fn ship(&self, number: u32) {} }";
/// # std::fs::write(package.join("src/lib.rs"), flow).unwrap();
/// let report = Diagrams::new().package(package).generate("diagrams")?;
/// assert_eq!(report.written, ["diagrams/README.md", "diagrams/order.mmd"]);
/// assert!(report.watched.contains(&"src/lib.rs".to_owned()));
/// assert!(report.removed.is_empty() && report.warnings.is_empty());
/// # Ok::<(), flow_build::Errors>(())
/// ```
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
    /// #     #[listen(take)] fn ship(&self, number: u32) {} }";
    /// # std::fs::write(package.join("src/lib.rs"), flow).unwrap();
    /// let report = Diagrams::new().package(package).generate("diagrams")?;
    /// let lines: Vec<String> = report.cargo_lines().collect();
    /// assert_eq!(lines[0], "cargo:rerun-if-changed=Cargo.toml");
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    pub fn cargo_lines(&self) -> impl Iterator<Item = String> {
        let watched = self.watched.iter().map(|path| format!("cargo:rerun-if-changed={path}"));
        watched.chain(self.warnings.iter().map(|warning| format!("cargo:warning={warning}")))
    }
}
