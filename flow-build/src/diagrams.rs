//! The build script's one call, from the package's directory to its diagrams.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use flow_graph::Graph;
use flow_graph::render::mermaid;

use crate::manifest::Manifest;
use crate::mistake::{Errors, Mistake};
use crate::modules::{self, Found, Sources};
use crate::names::{self, FlowName};
use crate::output;
use crate::page::{self, Drawn};
use crate::path;
use crate::report::Report;
use crate::roots;
use crate::subflows::{self, Library};

/// Draws the flows of a package. Made for build scripts:
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), flow_build::Errors> {
///     flow_build::Diagrams::new().write_to("diagrams")
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Diagrams {
    package: Option<PathBuf>,
    page: String,
    examples: bool,
}

impl Default for Diagrams {
    fn default() -> Diagrams {
        Diagrams::new()
    }
}

impl Diagrams {
    /// The flows of the package that is being built: of its library and its binaries.
    ///
    /// ```
    /// use flow_build::Diagrams;
    ///
    /// // Cargo says to a build script which package that is. (To this example, it is flow-build, which has no flows.)
    /// # let target = tempfile::tempdir().unwrap();
    /// # let directory = target.path();
    /// let report = Diagrams::new().generate(directory)?;
    /// assert!(report.diagrams.is_empty());
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    #[must_use]
    pub fn new() -> Diagrams {
        Diagrams { package: None, page: "README.md".to_string(), examples: false }
    }

    /// Those of the package in `directory` instead.
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
    /// // In the package's `src/lib.rs` is a flow named `Order`.
    /// let report = Diagrams::new().package(package).generate("diagrams")?;
    /// assert_eq!(report.diagrams, ["diagrams/order.mmd"]);
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    #[must_use]
    pub fn package(mut self, directory: impl Into<PathBuf>) -> Diagrams {
        self.package = Some(directory.into());
        self
    }

    /// The name of the page that shows all diagrams; `README.md` if not said.
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
    /// let report = Diagrams::new().package(package).page("shop.md").generate("diagrams")?;
    /// assert_eq!(report.written, ["diagrams/order.mmd", "diagrams/shop.md"]);
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    #[must_use]
    pub fn page(mut self, name: impl Into<String>) -> Diagrams {
        self.page = name.into();
        self
    }

    /// Whether the flows in the package's `examples` are drawn, too. They are not if not said.
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
    /// # std::fs::create_dir(package.join("examples")).unwrap();
    /// # std::fs::write(package.join("examples/tea.rs"), "#[flow] impl Tea { #[start] fn boil(&self) {} }").unwrap();
    /// // There is a flow named `Tea` in `examples/tea.rs`.
    /// let report = Diagrams::new().package(package).examples(true).generate("diagrams")?;
    /// assert_eq!(report.diagrams, ["diagrams/order.mmd", "diagrams/tea.mmd"]);
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    #[must_use]
    pub fn examples(mut self, yes: bool) -> Diagrams {
        self.examples = yes;
        self
    }

    /// Writes the diagrams to `directory`, counted from the package's, and tells Cargo when to do it again.
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
    /// Diagrams::new().package(package).write_to("diagrams")?; // prints cargo:rerun-if-changed=src/lib.rs and others
    /// assert!(package.join("diagrams/README.md").exists());
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a flow breaks a rule, or a file cannot be written. All mistakes of all flows are reported, and nothing is
    /// written.
    pub fn write_to(&self, directory: impl AsRef<Path>) -> Result<(), Errors> {
        let report = self.generate(directory)?;
        for line in report.cargo_lines() {
            println!("{line}");
        }
        Ok(())
    }

    /// The same without a word to Cargo, for programs that are no build scripts.
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
    /// let diagrams = Diagrams::new().package(package);
    /// assert_eq!(diagrams.generate("diagrams")?.written, ["diagrams/README.md", "diagrams/order.mmd"]);
    /// assert!(diagrams.generate("diagrams")?.written.is_empty()); // nothing has changed
    /// # Ok::<(), flow_build::Errors>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`write_to`](Diagrams::write_to).
    pub fn generate(&self, directory: impl AsRef<Path>) -> Result<Report, Errors> {
        let root = self.root()?;
        let manifest_file = root.join("Cargo.toml");
        let manifest = Manifest::read(&fs::read_to_string(&manifest_file).unwrap_or_default());
        let roots = roots::of(&root, &manifest, self.examples);
        let library_root = roots::library(&root, &manifest);
        let library_root = roots.iter().position(|root| *root == library_root);
        let sources = modules::read(&root, &roots);
        let target = path::normal(&root.join(directory));
        let mut report = Report { watched: watched(&sources, &root, &target), ..Report::default() };
        for unread in &sources.unread {
            report.warnings.push(format!("{}; the flows in this file are not drawn", unread.why.brief()));
        }

        let graphs = read_flows(&sources.flows)?;
        let package = manifest.package.unwrap_or_else(|| "this package".to_string());
        let library = Library {
            name: manifest.library.unwrap_or_else(|| package.replace('-', "_")),
            root: library_root,
        };
        let graphs = subflows::nest(&sources.flows, &graphs, &library);
        let flows = draw(&sources.flows, &graphs, &root, &target);
        report.diagrams =
            flows.iter().map(|flow| path::shown(&target.join(&flow.diagram_file), &root)).collect();
        if !is_writable(&sources, &root, &target) {
            return Ok(report);
        }
        let mut files = BTreeMap::new();
        if flows.is_empty() && sources.unread.is_empty() {
            report.warnings.push("flow-build found no `#[flow]` in this package".to_string());
        } else {
            files.insert(self.page.clone(), page::page(&package, &flows));
        }
        for flow in &flows {
            files.insert(flow.diagram_file.clone(), flow.diagram(&package));
        }
        output::write(&target, &files, (&package, &root), &mut report)?;
        if sources.unread.is_empty() {
            output::remove_stale(&target, &files, (&package, &root), &mut report)?;
        }
        Ok(report)
    }

    fn root(&self) -> Result<PathBuf, Errors> {
        let directory = match &self.package {
            Some(directory) => directory.clone(),
            None => match env::var_os("CARGO_MANIFEST_DIR") {
                Some(directory) => directory.into(),
                None => return Err(Mistake::new("`CARGO_MANIFEST_DIR` is not set\nhelp: Cargo sets it for build scripts; elsewhere, name the package with `Diagrams::package`").into()),
            },
        };
        let absolute = std::path::absolute(&directory);
        absolute.map_err(|error| Mistake::io("find", &directory, Path::new(""), &error).into())
    }
}

/// The flows as graphs, or everything that is wrong with any of them.
fn read_flows(found: &[Found]) -> Result<Vec<Graph>, Errors> {
    let mut graphs = Vec::new();
    let mut mistakes = Vec::new();
    for Found { flow, file, text, .. } in found {
        match flow_graph::read(flow.options.clone(), flow.item.clone()).result {
            Ok(checked) => graphs.push(checked.graph),
            Err(errors) => mistakes.extend(errors.iter().flat_map(|error| Mistake::of(error, file, text))),
        }
    }
    if mistakes.is_empty() { Ok(graphs) } else { Err(Errors::new(mistakes)) }
}

fn draw(found: &[Found], graphs: &[Graph], root: &Path, target: &Path) -> Vec<Drawn> {
    let flows: Vec<FlowName<'_>> = found
        .iter()
        .zip(graphs)
        .map(|(found, graph)| FlowName { name: &graph.name, modules: &found.flow.modules })
        .collect();
    let names = names::file_names(&flows);
    let drawn = found.iter().zip(graphs).zip(names).map(|((found, graph), name)| {
        let alone = graphs.iter().filter(|other| other.name == graph.name).count() == 1;
        let modules = (!alone && !found.flow.modules.is_empty()).then(|| found.flow.modules.join("::"));
        Drawn {
            name: graph.name.to_string(),
            modules,
            doc: graph.doc.to_string(),
            file: found.file.clone(),
            line: graph.line,
            // Links that lead out of the package would depend on where it is.
            link: path::is_inside(target, root)
                .then(|| path::relative(&root.join(&found.file), target))
                .flatten(),
            diagram_file: format!("{name}.mmd"),
            mermaid: mermaid(graph),
        }
    });
    drawn.collect()
}

/// Whether diagrams may be written now.
fn is_writable(sources: &Sources, root: &Path, target: &Path) -> bool {
    // rustc is about to fail; half of the flows would only shuffle the user's diagrams.
    let broken = sources.unread.iter().any(|unread| !unread.conditional);
    // Cargo writes this file into packages that it publishes. They are read-only to build scripts.
    let packaged = root.join("Cargo.toml.orig").is_file() && path::is_inside(target, root);
    !broken && !packaged
}

/// The files that were read, and the directories in which new ones would matter.
fn watched(sources: &Sources, root: &Path, target: &Path) -> Vec<String> {
    let directories = ["src", "src/bin", "examples"].map(|name| root.join(name));
    let directories = directories.into_iter().filter(|directory| {
        let is_read = sources.files.iter().any(|file| file.starts_with(directory));
        // What is written there would call for another run each time.
        is_read && !path::is_inside(target, directory)
    });
    let manifest = root.join("Cargo.toml");
    let watched = std::iter::once(manifest).chain(directories).chain(sources.files.iter().cloned());
    watched.map(|path| path::shown(&path, root)).collect()
}
