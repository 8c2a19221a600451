//! Graphviz: for pictures of any size, and for every other tool that reads DOT.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::dot_label::{line, lines};
use super::parts::{Diagram, Edge, EdgeKind, Node, NodeKind};
use super::writer::{self, Writer};
use crate::model::Graph;

/// The flow in [Graphviz](https://graphviz.org)' language DOT: the picture that [`mermaid`](super::mermaid()) draws, with
/// the same nodes, edges and labels.
///
/// A step that runs another flow is a cluster, named after the step's id. As DOT has no edges to clusters, such an edge
/// is drawn to a node inside it, and its `lhead` or `ltail` names the cluster, at which Graphviz cuts it off.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let mut greet = Step::new("greet", StepKind::Listen);
/// greet.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
/// graph.steps.to_mut().push(greet);
///
/// let text = flow_graph::render::dot(&graph);
/// assert!(text.starts_with(r#"digraph "Greeting" {"#));
/// assert!(text.contains("s_name -> s_greet"));
/// ```
#[must_use]
pub fn dot(graph: &Graph) -> String {
    let mut text = Dot { out: String::new(), depth: 1, frames: BTreeMap::new() };
    // Writing to a string cannot fail.
    _ = writer::write(&Diagram::of(graph), &mut text);
    text.out
}

struct Dot {
    out: String,
    /// How many blocks are open.
    depth: usize,
    /// For the id of each frame, the nodes inside it that edges to it and from it are drawn to.
    frames: BTreeMap<String, (String, String)>,
}

impl Dot {
    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("    ", self.depth));
    }
}

/// Lines and their text have to be seen on a light page and on a dark one.
const EDGE: &str = "#6e7781";
const ERROR: &str = "#cf222e";

impl Writer for Dot {
    fn begin(&mut self, diagram: &Diagram) -> fmt::Result {
        let title = line(&diagram.name);
        writeln!(self.out, "digraph {title} {{")?;
        writeln!(
            self.out,
            "    graph [label={title}, labelloc=t, compound=true, bgcolor=transparent, fontname=\"Helvetica\", \
             fontcolor=\"{EDGE}\"]"
        )?;
        writeln!(
            self.out,
            "    node [style=filled, fontname=\"Helvetica\", fontcolor=\"#1f2328\", fontsize=12, margin=\"0.15,0.08\"]"
        )?;
        writeln!(
            self.out,
            "    edge [color=\"{EDGE}\", fontname=\"Helvetica\", fontcolor=\"{EDGE}\", fontsize=11]\n"
        )
    }

    fn open_frame(&mut self, node: &Node, inside: &Diagram) -> fmt::Result {
        self.frames.insert(node.id.clone(), (first(inside), last(inside)));
        self.indent();
        writeln!(self.out, "subgraph cluster_{} {{", node.id)?;
        self.depth += 1;
        self.indent();
        let width = if node.must_finish { 3 } else { 1 };
        writeln!(
            self.out,
            "graph [label={}, color=\"#0969da\", penwidth={width}, style=solid]",
            line(&node.title())
        )
    }

    fn close_frame(&mut self, _: &Node) -> fmt::Result {
        self.depth -= 1;
        self.indent();
        writeln!(self.out, "}}")
    }

    fn node(&mut self, node: &Node) -> fmt::Result {
        let (shape, style) = match node.kind {
            NodeKind::Input => ("parallelogram", "filled"),
            NodeKind::Router | NodeKind::StartRouter => ("diamond", "filled"),
            NodeKind::Start | NodeKind::Step if node.is_many && node.subflow.is_none() => ("box3d", "filled"),
            NodeKind::Start | NodeKind::Output | NodeKind::Loop => ("box", "rounded,filled"),
            NodeKind::Step => ("box", "filled"),
            NodeKind::And | NodeKind::Quorum => ("hexagon", "filled"),
            NodeKind::Or | NodeKind::End => ("circle", "filled"),
        };
        let (fill, stroke) = colors(node.kind);
        self.indent();
        write!(self.out, "{} [label={}, shape={shape}", node.id, lines(&node.label))?;
        if style != "filled" {
            write!(self.out, ", style=\"{style}\"")?;
        }
        write!(self.out, ", fillcolor=\"{fill}\", color=\"{stroke}\"")?;
        if node.subflow.is_some() {
            // As where Mermaid draws double sides.
            self.out.push_str(", peripheries=2");
        }
        if node.must_finish {
            self.out.push_str(", penwidth=3");
        }
        writeln!(self.out, "]")
    }

    fn begin_edges(&mut self) -> fmt::Result {
        self.out.write_char('\n')
    }

    fn edge(&mut self, edge: &Edge) -> fmt::Result {
        let mut options = Vec::new();
        if !edge.label.is_empty() {
            options.push(format!("label={}", lines(&edge.label)));
        }
        match edge.kind {
            EdgeKind::Control => {}
            EdgeKind::Error => options.push(format!("color=\"{ERROR}\", penwidth=2")),
            // Or Graphviz turns another arrow of the loop around where the loop goes through a frame.
            EdgeKind::Again => options.push("penwidth=3, constraint=false".to_string()),
            EdgeKind::Data => options.push("style=dotted".to_string()),
        }
        let (mut from, mut to) = (&edge.from, &edge.to);
        if let Some((_, last)) = self.frames.get(from) {
            options.push(format!("ltail=cluster_{from}"));
            from = last;
        }
        if let Some((first, _)) = self.frames.get(to) {
            options.push(format!("lhead=cluster_{to}"));
            to = first;
        }
        write!(self.out, "    {from} -> {to}")?;
        if !options.is_empty() {
            write!(self.out, " [{}]", options.join(", "))?;
        }
        writeln!(self.out)
    }

    fn end(&mut self, _: &Diagram) -> fmt::Result {
        writeln!(self.out, "}}")
    }
}

/// The id of the first node that is no frame.
fn first(diagram: &Diagram) -> String {
    let node = diagram.nodes.first();
    node.map_or_else(String::new, |node| node.inside().map_or_else(|| node.id.clone(), first))
}

/// The id of the last node that is no frame.
fn last(diagram: &Diagram) -> String {
    let node = diagram.nodes.last();
    node.map_or_else(String::new, |node| node.inside().map_or_else(|| node.id.clone(), last))
}

/// The colours of a node: inside, and around it.
fn colors(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Input => ("#f6f8fa", "#8c959f"),
        NodeKind::Start | NodeKind::StartRouter => ("#dafbe1", "#1a7f37"),
        NodeKind::Step => ("#ddf4ff", "#0969da"),
        NodeKind::Router => ("#fff8c5", "#9a6700"),
        NodeKind::And => ("#fbefff", "#8250df"),
        NodeKind::Or => ("#fff1e5", "#bc4c00"),
        NodeKind::Quorum => ("#fff1e5", "#8250df"),
        NodeKind::Loop => ("#ffeff7", "#bf3989"),
        NodeKind::End | NodeKind::Output => ("#eaeef2", "#57606a"),
    }
}
