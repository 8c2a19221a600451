//! Mermaid's flowchart: a picture that Markdown viewers draw themselves.

use std::fmt::{self, Write};

use super::mermaid_label::{quoted, yaml};
use super::parts::{Diagram, Edge, EdgeKind, Node, NodeKind};
use super::writer::{self, Writer};
use crate::model::Graph;

/// The flow as a [Mermaid](https://mermaid.js.org) flowchart.
///
/// Starts are stadiums, routers diamonds, joins (`and`) and `quorum`s hexagons, races (`or`) circles. A rounded box is
/// where a loop is entered, and entered again. A stack of boxes is a step that runs several times. A step that runs
/// another flow is a frame around that flow's picture, or a box with double sides where only its name is known. A thick
/// arrow is a loop's way back, a dotted one a value read through `#[from]`, a red one an error. Arrows are labelled with
/// the route taken and the type handed on.
///
/// Loops and outputs are drawn once [`check`](crate::check) has filled them in.
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
/// let text = flow_graph::render::mermaid(&graph);
/// assert!(text.contains(r#"s_name(["name"]):::start"#));
/// assert!(text.contains("s_name --> s_greet"));
/// ```
#[must_use]
pub fn mermaid(graph: &Graph) -> String {
    let mut text = Mermaid { out: String::new(), depth: 1 };
    // Writing to a string cannot fail.
    _ = writer::write(&Diagram::of(graph), &mut text);
    text.out
}

struct Mermaid {
    out: String,
    /// How many blocks are open.
    depth: usize,
}

impl Mermaid {
    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("    ", self.depth));
    }
}

impl Writer for Mermaid {
    fn begin(&mut self, diagram: &Diagram) -> fmt::Result {
        writeln!(self.out, "---\ntitle: {}\n---\nflowchart TD", yaml(&diagram.name))
    }

    /// The frame has the step's id, so that arrows lead to it as to any step.
    fn open_frame(&mut self, node: &Node, _: &Diagram) -> fmt::Result {
        self.indent();
        // Mermaid 11 leaves room for one line.
        writeln!(self.out, "subgraph {}[{}]", node.id, quoted(&[node.title()]))?;
        self.depth += 1;
        self.indent();
        // A frame would turn its content on its side otherwise.
        writeln!(self.out, "direction TB")
    }

    fn close_frame(&mut self, _: &Node) -> fmt::Result {
        self.depth -= 1;
        self.indent();
        writeln!(self.out, "end")
    }

    fn node(&mut self, node: &Node) -> fmt::Result {
        let is_stack = node.is_many && node.subflow.is_none();
        let (open, close) = match node.kind {
            NodeKind::Input => ("[/", "/]"),
            NodeKind::Router | NodeKind::StartRouter => ("{", "}"),
            NodeKind::Start | NodeKind::Step if node.subflow.is_some() => ("[[", "]]"),
            NodeKind::Start if is_stack => ("[", "]"),
            NodeKind::Start | NodeKind::Output => ("([", "])"),
            NodeKind::Step => ("[", "]"),
            NodeKind::And | NodeKind::Quorum => ("{{", "}}"),
            NodeKind::Loop => ("(", ")"),
            NodeKind::Or | NodeKind::End => ("((", "))"),
        };
        self.indent();
        writeln!(self.out, "{}{open}{}{close}:::{}", node.id, quoted(&node.label), class(node))?;
        if is_stack && matches!(node.kind, NodeKind::Start | NodeKind::Step) {
            // In a statement of its own, so that the label is not read as YAML.
            self.indent();
            writeln!(self.out, "{}@{{ shape: procs }}", node.id)?;
        }
        Ok(())
    }

    fn begin_edges(&mut self) -> fmt::Result {
        self.out.write_char('\n')
    }

    fn edge(&mut self, edge: &Edge) -> fmt::Result {
        let arrow = match edge.kind {
            EdgeKind::Control | EdgeKind::Error => "-->",
            EdgeKind::Again => "==>",
            EdgeKind::Data => "-.->",
        };
        self.indent();
        write!(self.out, "{} {arrow}", edge.from)?;
        if !edge.label.is_empty() {
            write!(self.out, "|{}|", quoted(&edge.label))?;
        }
        writeln!(self.out, " {}", edge.to)
    }

    fn end(&mut self, diagram: &Diagram) -> fmt::Result {
        self.out.write_char('\n')?;
        write_styles(&mut self.out, diagram)
    }
}

/// The classes of nodes, one for each. Each sets its own text colour, so that it can be read on a light page and on a
/// dark one.
const CLASSES: [(&str, &str); 9] = [
    ("input", "fill:#f6f8fa,stroke:#8c959f,color:#1f2328"),
    ("start", "fill:#dafbe1,stroke:#1a7f37,color:#1f2328"),
    ("step", "fill:#ddf4ff,stroke:#0969da,color:#1f2328"),
    ("router", "fill:#fff8c5,stroke:#9a6700,color:#1f2328"),
    ("and", "fill:#fbefff,stroke:#8250df,color:#1f2328"),
    ("or", "fill:#fff1e5,stroke:#bc4c00,color:#1f2328"),
    ("quorum", "fill:#fff1e5,stroke:#8250df,color:#1f2328"),
    ("loop", "fill:#ffeff7,stroke:#bf3989,color:#1f2328"),
    ("finish", "fill:#eaeef2,stroke:#57606a,color:#1f2328"),
];

/// Classes that come on top. A frame lets the page shine through, so that its arrows and its title, which have the
/// page's colours, can be read.
const FRAME: (&str, &str) = ("frame", "fill:none,stroke:#0969da");
const MUST_FINISH: (&str, &str) = ("mustFinish", "stroke-width:4px");

/// The colour of error arrows, to be seen on light and dark.
const ERROR: &str = "stroke:#cf222e,stroke-width:2px";

fn class(node: &Node) -> &'static str {
    match node.kind {
        NodeKind::Input => "input",
        NodeKind::Start | NodeKind::StartRouter => "start",
        NodeKind::Step => "step",
        NodeKind::Router => "router",
        NodeKind::And => "and",
        NodeKind::Or => "or",
        NodeKind::Quorum => "quorum",
        NodeKind::Loop => "loop",
        NodeKind::End | NodeKind::Output => "finish",
    }
}

fn write_styles(out: &mut String, diagram: &Diagram) -> fmt::Result {
    let nodes = diagram.all_nodes();
    let frames = nodes.iter().filter(|node| node.inside().is_some()).collect::<Vec<_>>();
    let must_finish = nodes.iter().filter(|node| node.must_finish).collect();
    for (name, style) in CLASSES {
        if nodes.iter().any(|node| node.inside().is_none() && class(node) == name) {
            writeln!(out, "    classDef {name} {style}")?;
        }
    }
    let more: [((&str, &str), Vec<&&Node>); 2] = [(FRAME, frames), (MUST_FINISH, must_finish)];
    for ((name, style), _) in more.iter().filter(|(_, nodes)| !nodes.is_empty()) {
        writeln!(out, "    classDef {name} {style}")?;
    }
    for ((name, _), nodes) in more.iter().filter(|(_, nodes)| !nodes.is_empty()) {
        let ids: Vec<&str> = nodes.iter().map(|node| node.id.as_str()).collect();
        writeln!(out, "    class {} {name}", ids.join(","))?;
    }
    let edges = diagram.all_edges();
    let errors = edges.iter().enumerate().filter(|(_, edge)| edge.kind == EdgeKind::Error);
    let errors: Vec<String> = errors.map(|(index, _)| index.to_string()).collect();
    if !errors.is_empty() {
        writeln!(out, "    linkStyle {} {ERROR}", errors.join(","))?;
    }
    Ok(())
}
