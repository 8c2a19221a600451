//! The steps of a flow, those of the flows inside it included: as a list that leads through the picture, and as a table
//! with all that is known of each.

use std::collections::HashMap;
use std::fmt::Write;

use flow_graph::Graph;
use flow_graph::model::{Listeners, Route, Step, StepId, StepKind};
use flow_graph::render::{Diagram, Node, about};

use super::markup::{attribute, escaped, link};
use super::{Places, doc, signature};
use crate::command::links::Links;
use crate::command::workspace::Workspace;

/// All steps of a page.
pub(super) struct Steps<'g> {
    steps: Vec<Row<'g>>,
}

/// A step.
struct Row<'g> {
    graph: &'g Graph,
    diagram: &'g Diagram,
    /// Every listener in its flow.
    number: StepId,
    step: &'g Step,
    node: &'g Node,
    /// The steps that it is inside of, from the outside in.
    around: Vec<&'g str>,
    /// Who waits for it, and for what of it.
    listeners: Vec<(StepId, &'g Route)>,
}

/// The name of a step's row in links.
pub(super) fn anchor(node: &Node) -> String {
    format!("step-{}", node.id)
}

/// The steps of a flow, in the order written, each before those of the flow that it runs.
pub(super) fn of<'g>(graph: &'g Graph, diagram: &'g Diagram) -> Steps<'g> {
    let mut steps = Vec::new();
    collect(graph, diagram, &[], &mut steps);
    Steps { steps }
}

fn collect<'g>(graph: &'g Graph, diagram: &'g Diagram, around: &[&'g str], rows: &mut Vec<Row<'g>>) {
    let listeners = Listeners::new(graph);
    for (number, step) in graph.steps.iter().enumerate() {
        let Some(node) = node(diagram, number) else { continue };
        let listeners = listeners.of(number).iter().map(|(step, event)| (*step, &event.route)).collect();
        rows.push(Row { graph, diagram, number, step, node, around: around.to_vec(), listeners });
        let inner = step.refined.subflow.as_ref().and_then(|subflow| subflow.graph.as_deref());
        if let (Some(inner), Some(picture)) = (inner, node.inside()) {
            collect(inner, picture, &[around, &[&*step.name]].concat(), rows);
        }
    }
}

fn node(diagram: &Diagram, step: StepId) -> Option<&Node> {
    diagram.nodes.iter().find(|node| node.step == Some(step))
}

impl Steps<'_> {
    /// The items of the list.
    pub(super) fn list(&self) -> String {
        let mut list = String::new();
        for row in &self.steps {
            // Writing to a string cannot fail.
            _ = writeln!(
                list,
                "<li data-depth=\"{}\"><a href=\"#{}\" class=\"kind-{}\">{}</a></li>",
                // Deeper ones are no further in.
                row.around.len().min(4),
                anchor(row.node),
                row.kind(),
                escaped(&row.step.name)
            );
        }
        list
    }

    /// The rows of the table, with what each step did in a run, if there is one.
    pub(super) fn table(&self, place: &Places<'_>, in_run: Option<&HashMap<String, String>>) -> String {
        let mut table = String::new();
        for row in &self.steps {
            let in_run = in_run.map(|cells| cells.get(&row.node.id).map_or("did not run", String::as_str));
            _ = row.write(&mut table, place, in_run);
        }
        table
    }
}

impl Row<'_> {
    fn kind(&self) -> &'static str {
        match (self.step.kind, &self.step.trigger) {
            (StepKind::Start, _) | (StepKind::Router, None) => "start",
            (StepKind::Listen, _) => "step",
            (StepKind::Router, Some(_)) => "router",
        }
    }

    fn write(&self, out: &mut String, place: &Places<'_>, in_run: Option<&str>) -> std::fmt::Result {
        let Row { graph, step, .. } = self;
        let around: String = self.around.iter().map(|name| format!("{} › ", escaped(name))).collect();
        let kind = match (step.kind, &step.trigger) {
            (StepKind::Start, _) => "start",
            (StepKind::Listen, _) => "step",
            (StepKind::Router, None) => "start, router",
            (StepKind::Router, Some(_)) => "router",
        };
        writeln!(out, "<tr id=\"{}\" data-node=\"{}\">", anchor(self.node), attribute(&self.node.id))?;
        writeln!(
            out,
            "<th scope=\"row\"><span class=\"around\">{around}</span><span class=\"called\">{}</span> <span class=\"badge kind-{}\">{kind}</span></th>",
            escaped(&step.name),
            self.kind(),
        )?;
        self.cell(out, "About", &doc::html(&step.doc))?;
        self.cell(
            out,
            "Signature",
            &format!("<pre><code>{}</code></pre>", escaped(&signature::signature(step, graph))),
        )?;
        let trigger = format!("<pre><code>{}</code></pre>", escaped(&signature::attribute(step, graph)));
        let further: String = about(step).iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
        let further = if further.is_empty() { further } else { format!("<ul>{further}</ul>") };
        self.cell(out, "Trigger", &(trigger + &further))?;
        self.cell(out, "Waits for", &self.before())?;
        self.cell(out, "Waited for by", &self.after())?;
        let place = place(&graph.name, graph.line, step.line);
        self.cell(out, "Source", &place.unwrap_or_default())?;
        if let Some(in_run) = in_run {
            self.cell(out, "In this run", in_run)?;
        }
        writeln!(out, "</tr>")
    }

    fn cell(&self, out: &mut String, title: &str, html: &str) -> std::fmt::Result {
        writeln!(out, "<td data-title=\"{title}\">{}</td>", html.trim_end())
    }

    /// What it waits for, and what it reads without waiting.
    fn before(&self) -> String {
        let mut items: Vec<String> = Vec::new();
        for event in self.step.trigger.iter().flat_map(|trigger| trigger.events()) {
            items.push(self.neighbour(event.step) + &route(&event.route));
        }
        for from in self.step.params.iter().filter_map(|param| param.from) {
            items.push(format!("{} <small>(its value only)</small>", self.neighbour(from)));
        }
        listed(items)
    }

    /// Who waits for it, and who reads its value.
    fn after(&self) -> String {
        let mut items: Vec<String> = Vec::new();
        for (listener, on) in &self.listeners {
            let on = match on {
                Route::Success => String::new(),
                on => format!(" <small>({})</small>", route(on)),
            };
            items.push(self.neighbour(*listener) + &on);
        }
        for (reader, step) in self.graph.steps.iter().enumerate() {
            if step.params.iter().any(|param| param.from == Some(self.number)) {
                items.push(format!("{} <small>(its value only)</small>", self.neighbour(reader)));
            }
        }
        listed(items)
    }

    /// A link to a step of the same flow.
    fn neighbour(&self, step: StepId) -> String {
        let to = node(self.diagram, step).map(|node| format!("#{}", anchor(node)));
        link(to.as_deref(), &self.graph.steps[step].name)
    }
}

fn route(route: &Route) -> String {
    match route {
        Route::Success => String::new(),
        Route::Error => "::Err".to_string(),
        Route::Variant(variant) => format!("::{}", escaped(variant)),
    }
}

/// A list of them, each once.
fn listed(items: Vec<String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    let items: String = seen.iter().map(|item| format!("<li>{item}</li>")).collect();
    if items.is_empty() { items } else { format!("<ul>{items}</ul>") }
}

/// A line of the flow of that name that begins in `flow_line`, with a link.
pub(super) fn place(
    flow: &str,
    flow_line: u32,
    line: u32,
    workspace: &Workspace,
    links: &Links<'_>,
) -> Option<String> {
    let file = workspace.file_of(flow, flow_line).filter(|_| line > 0)?;
    Some(link(links.to(flow, flow_line, line).as_deref(), &format!("{file}:{line}")))
}
