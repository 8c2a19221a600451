//! Mermaid's flowchart: a picture that Markdown viewers draw themselves.

use std::fmt::{self, Write};

use super::diagram::{Diagram, Edge, EdgeKind, Node, NodeKind};
use super::mermaid_label::{quoted, yaml};
use crate::model::Graph;

/// The flow as a [Mermaid](https://mermaid.js.org) flowchart.
///
/// Starts are stadiums, routers diamonds, joins (`and`) hexagons, races (`or`) circles. A rounded box is where a loop
/// is entered, and entered again. A thick arrow is a loop's way back, a dotted one a value read through `#[from]`, a red one an error. Arrows are
/// labelled with the route taken and the type handed on.
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
    let mut text = String::new();
    // Writing to a string cannot fail.
    _ = write(&mut text, graph);
    text
}

fn write(out: &mut String, graph: &Graph) -> fmt::Result {
    let diagram = Diagram::of(graph);
    writeln!(out, "---\ntitle: {}\n---\nflowchart TD", yaml(&graph.name))?;
    for node in &diagram.nodes {
        write_node(out, node)?;
    }
    out.push('\n');
    for edge in &diagram.edges {
        write_edge(out, edge)?;
    }
    out.push('\n');
    write_styles(out, &diagram)
}

fn write_node(out: &mut String, node: &Node) -> fmt::Result {
    let (open, close) = match node.kind {
        NodeKind::Input => ("[/", "/]"),
        NodeKind::Start | NodeKind::Output => ("([", "])"),
        NodeKind::Step => ("[", "]"),
        NodeKind::Router | NodeKind::StartRouter => ("{", "}"),
        NodeKind::And => ("{{", "}}"),
        NodeKind::Loop => ("(", ")"),
        NodeKind::Or | NodeKind::End => ("((", "))"),
    };
    writeln!(out, "    {}{open}{}{close}:::{}", node.id, quoted(&node.label), class(node))
}

fn write_edge(out: &mut String, edge: &Edge) -> fmt::Result {
    let arrow = match edge.kind {
        EdgeKind::Control | EdgeKind::Error => "-->",
        EdgeKind::Again => "==>",
        EdgeKind::Data => "-.->",
    };
    write!(out, "    {} {arrow}", edge.from)?;
    if !edge.label.is_empty() {
        write!(out, "|{}|", quoted(&edge.label))?;
    }
    writeln!(out, " {}", edge.to)
}

/// The classes of nodes. Each sets its own text colour, so that it can be read on a light page and on a dark one.
const CLASSES: [(&str, &str); 9] = [
    ("input", "fill:#f6f8fa,stroke:#8c959f,color:#1f2328"),
    ("start", "fill:#dafbe1,stroke:#1a7f37,color:#1f2328"),
    ("step", "fill:#ddf4ff,stroke:#0969da,color:#1f2328"),
    ("router", "fill:#fff8c5,stroke:#9a6700,color:#1f2328"),
    ("and", "fill:#fbefff,stroke:#8250df,color:#1f2328"),
    ("or", "fill:#fff1e5,stroke:#bc4c00,color:#1f2328"),
    ("loop", "fill:#ffeff7,stroke:#bf3989,color:#1f2328"),
    ("finish", "fill:#eaeef2,stroke:#57606a,color:#1f2328"),
    ("mustFinish", "stroke-width:4px"),
];

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
        NodeKind::Loop => "loop",
        NodeKind::End | NodeKind::Output => "finish",
    }
}

fn write_styles(out: &mut String, diagram: &Diagram) -> fmt::Result {
    let must_finish: Vec<&str> =
        diagram.nodes.iter().filter(|node| node.must_finish).map(|node| node.id.as_str()).collect();
    for (name, style) in CLASSES {
        let is_used = match name {
            "mustFinish" => !must_finish.is_empty(),
            name => diagram.nodes.iter().any(|node| class(node) == name),
        };
        if is_used {
            writeln!(out, "    classDef {name} {style}")?;
        }
    }
    if !must_finish.is_empty() {
        writeln!(out, "    class {} mustFinish", must_finish.join(","))?;
    }
    let errors: Vec<String> = diagram
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| edge.kind == EdgeKind::Error)
        .map(|(index, _)| index.to_string())
        .collect();
    if !errors.is_empty() {
        writeln!(out, "    linkStyle {} {ERROR}", errors.join(","))?;
    }
    Ok(())
}
