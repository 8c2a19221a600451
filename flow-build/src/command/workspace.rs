//! All flows of a workspace, as far as its source files tell.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use cargo_metadata::{Metadata, MetadataCommand, TargetKind};
use flow_graph::Graph;
use flow_graph::analysis::Analysis;

use super::args::Select;
use super::failure::Failure;
use crate::modules::{self, Sources, Unread};
use crate::path;
use crate::subflows::{self, Library};

/// What was read.
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    /// Those that were asked for, in the order of their names.
    pub(super) packages: Vec<Package>,
    /// In the order of the packages, and of the sources in each.
    pub(super) flows: Vec<Flow>,
}

/// A package.
pub(super) struct Package {
    pub(super) metadata: cargo_metadata::Package,
    /// The targets that were read, each with a source file of its own.
    pub(super) targets: Vec<cargo_metadata::Target>,
    /// Every file that was read.
    pub(super) files: Vec<PathBuf>,
    /// The files that are no Rust.
    pub(super) unread: Vec<Unread>,
}

/// A flow.
pub(super) struct Flow {
    /// The number of its package.
    pub(super) package: usize,
    /// The number of its target, in its package.
    pub(super) target: usize,
    /// Its crate and its modules.
    pub(super) modules: Vec<String>,
    /// Its file, from the root of the workspace.
    pub(super) file: String,
    /// The text of that file.
    pub(super) text: Rc<str>,
    /// What was read of it; whole if it has no mistakes. Holds the graphs of the flows that its steps run.
    pub(super) graph: Graph,
    /// What is known about its runs, or what is wrong with it.
    pub(super) checked: Result<Analysis, Vec<syn::Error>>,
}

impl Workspace {
    /// Reads the sources.
    pub(super) fn read(select: &Select) -> Result<Workspace, Failure> {
        let metadata = metadata(select)?;
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let mut workspace = Workspace { packages: Vec::new(), flows: Vec::new(), root };
        for package in selected(&metadata, &select.package)? {
            workspace.package(package, select.all_targets);
        }
        Ok(workspace)
    }

    fn package(&mut self, metadata: &cargo_metadata::Package, all: bool) {
        let mut targets: Vec<cargo_metadata::Target> = Vec::new();
        let wanted = metadata.targets.iter().filter(|target| wants(target, all));
        for target in wanted {
            let is_new = targets.iter().all(|other| other.src_path != target.src_path);
            if is_new && target.src_path.is_file() {
                targets.push(target.clone());
            }
        }
        // The library first, then as Cargo finds them.
        targets.sort_by_key(|target| !is_library(target));
        let roots: Vec<PathBuf> =
            targets.iter().map(|target| target.src_path.clone().into_std_path_buf()).collect();
        let Sources { flows, files, unread, .. } = modules::read(&self.root, &roots);

        let number = self.packages.len();
        let readings: Vec<(Graph, Result<Analysis, Vec<syn::Error>>)> = flows
            .iter()
            .map(|found| {
                let reading = flow_graph::read(found.flow.options.clone(), found.flow.item.clone());
                match reading.result {
                    Ok(checked) => (checked.graph, Ok(checked.analysis)),
                    Err(errors) => {
                        let errors = errors.iter().flat_map(|error| error.clone().into_iter()).collect();
                        (reading.parsed.graph, Err(errors))
                    }
                }
            })
            .collect();
        // The picture of a flow with mistakes would not be true.
        let whole = |(graph, checked): &(Graph, Result<Analysis, _>)| match checked {
            Ok(_) => graph.clone(),
            Err(_) => Graph::new(graph.name.clone()),
        };
        let graphs: Vec<Graph> = readings.iter().map(whole).collect();
        let library = targets.iter().position(is_library);
        let name = library.map_or_else(|| metadata.name.replace('-', "_"), |it| crate_name(&targets[it]));
        let nested = subflows::nest(&flows, &graphs, &Library { name, root: library });
        for ((found, nested), (read, checked)) in flows.into_iter().zip(nested).zip(readings) {
            let graph = if checked.is_ok() { nested } else { read };
            let krate = crate_name(&targets[found.root]);
            self.flows.push(Flow {
                package: number,
                target: found.root,
                modules: std::iter::once(krate).chain(found.flow.modules).collect(),
                file: found.file,
                text: found.text,
                graph,
                checked,
            });
        }
        self.packages.push(Package { metadata: metadata.clone(), targets, files, unread });
    }

    /// The files and directories whose change may change what was read.
    pub(super) fn watched(&self) -> Vec<PathBuf> {
        let mut watched = vec![self.root.join("Cargo.toml")];
        for package in &self.packages {
            watched.push(package.metadata.manifest_path.clone().into_std_path_buf());
            watched.extend(package.files.iter().cloned());
            // Where files of new modules and new targets appear.
            watched.extend(package.files.iter().filter_map(|file| file.parent().map(Path::to_path_buf)));
        }
        watched.sort();
        watched.dedup();
        watched
    }

    /// The file of a flow of that name in that line, as the flows that steps run are told apart.
    pub(super) fn file_of(&self, name: &str, line: u32) -> Option<&str> {
        let mut files = self.flows.iter().filter(|flow| flow.graph.name == name && flow.graph.line == line);
        let file = files.next()?;
        files.all(|other| other.file == file.file).then_some(&file.file)
    }
}

impl Flow {
    pub(super) fn name(&self) -> &str {
        &self.graph.name
    }

    /// The name with the crate and all modules.
    pub(super) fn path(&self) -> String {
        format!("{}::{}", self.modules.join("::"), self.graph.name)
    }

    /// The file and the line.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.graph.line)
    }
}

fn metadata(select: &Select) -> Result<Metadata, Failure> {
    let mut command = MetadataCommand::new();
    // Dependencies are not looked into, so nothing need be resolved, fetched or locked.
    command.no_deps();
    if let Some(path) = &select.manifest_path {
        command.manifest_path(path);
    }
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            // Cargo has said it well.
            let said = stderr.trim();
            Failure::new(said.strip_prefix("error: ").unwrap_or(said))
        }
        error => Failure::new(error.to_string()).help("is `cargo` installed, and in the path?"),
    })
}

/// The packages of that names, or all of them.
fn selected<'m>(
    metadata: &'m Metadata,
    names: &[String],
) -> Result<Vec<&'m cargo_metadata::Package>, Failure> {
    let mut packages = metadata.workspace_packages();
    packages.sort_by(|a, b| a.name.cmp(&b.name));
    for name in names {
        if packages.iter().all(|package| package.name != name) {
            let known: Vec<String> = packages.iter().map(|package| package.name.to_string()).collect();
            let failure = Failure::new(format!("package `{name}` is not a member of the workspace"));
            return Err(match super::name::similar(name, &known).first() {
                Some(similar) => failure.help(format!("a package with a similar name exists: `{similar}`")),
                None => failure.help(format!("the members are {}", super::text::names(&known))),
            });
        }
    }
    packages.retain(|package| names.is_empty() || names.iter().any(|name| package.name == name));
    Ok(packages)
}

fn wants(target: &cargo_metadata::Target, all: bool) -> bool {
    let is_test = |kind: &TargetKind| matches!(kind, TargetKind::Test | TargetKind::Bench);
    // A build script has no flows of the package.
    !target.is_custom_build() && (all || !target.kind.iter().any(is_test))
}

fn is_library(target: &cargo_metadata::Target) -> bool {
    !(target.is_bin() || target.is_example() || target.is_test() || target.is_bench())
}

/// The name that paths have for a target.
fn crate_name(target: &cargo_metadata::Target) -> String {
    target.name.replace('-', "_")
}

/// How a message names a file.
pub(super) fn shown(file: &Path) -> String {
    match std::env::current_dir() {
        Ok(here) => path::shown(file, &here),
        Err(_) => file.display().to_string(),
    }
}
