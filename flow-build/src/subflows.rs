//! Which flow of the package a step runs, as far as that can be told without the compiler.
//!
//! `#[subflow(Other)]` names a type. In the macro's `GRAPH` the compiler finds it; here only names and modules are
//! known. Where they leave a doubt, the step keeps the name alone, and the picture shows no more.

use std::borrow::Cow;

use flow_graph::Graph;
use syn::Type;
use syn::ext::IdentExt;

use crate::modules::Found;

/// The graphs, each with those of the flows that its steps run, at any depth. A flow that runs itself, by whatever way,
/// is not shown inside itself.
pub(crate) fn nest(found: &[Found], graphs: &[Graph], library: &Library) -> Vec<Graph> {
    let nest = Nest { found, graphs, library };
    (0..graphs.len()).map(|flow| nest.graph(flow, &mut Vec::new())).collect()
}

/// The package's library, as its binaries name it.
pub(crate) struct Library {
    pub(crate) name: String,
    /// The number of its crate, if there is one.
    pub(crate) root: Option<usize>,
}

struct Nest<'a> {
    found: &'a [Found],
    graphs: &'a [Graph],
    library: &'a Library,
}

impl Nest<'_> {
    /// Flow number `flow` inside the flows `outer`.
    fn graph(&self, flow: usize, outer: &mut Vec<usize>) -> Graph {
        let mut graph = self.graphs[flow].clone();
        if graph.steps.iter().all(|step| step.refined.subflow.is_none()) {
            return graph;
        }
        outer.push(flow);
        for subflow in graph.steps.to_mut().iter_mut().filter_map(|step| step.refined.subflow.as_mut()) {
            let inner = self.flow_named(&subflow.name, flow).filter(|inner| !outer.contains(inner));
            subflow.graph = inner.map(|inner| Cow::Owned(self.graph(inner, outer)));
        }
        outer.pop();
        graph
    }

    /// The flow that the path `name` means in the module of flow `user`.
    fn flow_named(&self, name: &str, user: usize) -> Option<usize> {
        let Ok(Type::Path(ty)) = syn::parse_str::<Type>(name) else { return None };
        let mut path: Vec<String> =
            ty.path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
        let name = path.pop().filter(|_| ty.qself.is_none())?;
        let flows = (0..self.graphs.len()).filter(|flow| self.graphs[*flow].name == name);
        let flows: Vec<usize> = flows.collect();
        let modules = |flow: usize| &self.found[flow].flow.modules[..];
        let here = modules(user);
        let same_crate = |flow: usize| self.found[flow].root == self.found[user].root;

        let Some(first) = path.first() else {
            return decide(
                &flows,
                &[&|flow| same_crate(flow) && modules(flow) == here, &same_crate, &|_| true],
            );
        };
        // Where a path leads that begins at a known place. It need not be where the flow is written: `pub use` may have
        // brought it there.
        let from = match first.as_str() {
            "crate" => Some((&here[..0], 1)),
            "self" => Some((here, 1)),
            "super" => {
                let up = path.iter().take_while(|it| *it == "super").count();
                Some((&here[..here.len().checked_sub(up)?], up))
            }
            _ => None,
        };
        if let Some((from, skip)) = from {
            let place = [from, &path[skip..]].concat();
            let exact = |flow: usize| same_crate(flow) && modules(flow) == place;
            let below = |flow: usize| same_crate(flow) && modules(flow).starts_with(&place);
            return decide(&flows, &[&exact, &below, &same_crate]);
        }
        if ty.path.leading_colon.is_none() {
            // A module of this one or one brought in by `use`, or a module of the root.
            let place = [here, &path].concat();
            let exact = |flow: usize| same_crate(flow) && modules(flow) == place;
            let ends = |flow: usize| modules(flow).ends_with(&path);
            if let Some(flow) = decide(&flows, &[&exact, &|flow| same_crate(flow) && ends(flow), &ends]) {
                return Some(flow);
            }
        }
        // Crates other than the package's library are not looked into.
        let place = path.get(1..).filter(|_| *first == self.library.name)?;
        let library = |flow: usize| Some(self.found[flow].root) == self.library.root;
        let exact = |flow: usize| library(flow) && modules(flow) == place;
        let below = |flow: usize| library(flow) && modules(flow).starts_with(place);
        decide(&flows, &[&exact, &below, &library])
    }
}

/// The one flow that the first of the conditions leaves that leaves any.
fn decide(flows: &[usize], conditions: &[&dyn Fn(usize) -> bool]) -> Option<usize> {
    let left = conditions
        .iter()
        .map(|condition| flows.iter().copied().filter(|flow| condition(*flow)).collect::<Vec<_>>())
        .find(|left| !left.is_empty())?;
    match left[..] {
        [flow] => Some(flow),
        _ => None,
    }
}
