//! `cargo flow list`

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Effects, Style};
use flow_graph::Graph;
use serde::Serialize;

use super::args::{List, MessageFormat};
use super::failure::Failure;
use super::text::{count, names};
use super::workspace::{Flow, Workspace};
use super::{json, message};

const PACKAGE: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
const NAME: Style = Style::new().effects(Effects::BOLD);
const FAINT: Style = Style::new().effects(Effects::DIMMED);
const WRONG: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);

pub(super) fn run(args: &List, workspace: &Workspace) -> Result<(), Failure> {
    let text = match args.message_format {
        MessageFormat::Human => human(workspace),
        MessageFormat::Json => lines(workspace),
    };
    message::print(&text)?;
    if args.message_format == MessageFormat::Human {
        for unread in workspace.packages.iter().flat_map(|package| &package.unread) {
            let why = unread.why.brief();
            message::warn(&format!("{why}; the flows in this file are not listed"));
        }
        if workspace.flows.is_empty() {
            message::warn("there is no `#[flow]` in what was read");
        }
    }
    Ok(())
}

fn human(workspace: &Workspace) -> String {
    let mut text = String::new();
    for (number, package) in workspace.packages.iter().enumerate() {
        let flows: Vec<&Flow> = workspace.flows.iter().filter(|flow| flow.package == number).collect();
        if flows.is_empty() {
            continue;
        }
        let gap = if text.is_empty() { "" } else { "\n" };
        // Writing to a string cannot fail.
        _ = writeln!(text, "{gap}{PACKAGE}{}{PACKAGE:#}", package.metadata.name);
        for flow in flows {
            _ = one(&mut text, flow);
        }
    }
    text
}

fn one(text: &mut String, flow: &Flow) -> std::fmt::Result {
    let Flow { graph, checked, .. } = flow;
    write!(text, "  {NAME}{}{NAME:#}({})", graph.name, inputs(graph))?;
    let about = match checked {
        Ok(_) => {
            write!(text, " -> {}", output(graph))?;
            let sinks = sinks(graph);
            let sinks = if sinks.is_empty() { String::new() } else { format!(", ends in {}", names(&sinks)) };
            format!("{}{sinks}", count(graph.steps.len(), "step"))
        }
        Err(errors) => {
            let wrong = count(errors.len(), "mistake");
            format!("{}, {WRONG}{wrong}{WRONG:#}", count(graph.steps.len(), "step"))
        }
    };
    writeln!(text, "\n      {FAINT}{}{FAINT:#}  {about}", flow.place())
}

/// The inputs, as `run` takes them.
fn inputs(graph: &Graph) -> String {
    let inputs = graph.inputs.iter().map(|input| format!("{}: {}", input.name, input.ty));
    inputs.collect::<Vec<_>>().join(", ")
}

/// The type of what `run` gives, without the error.
pub(super) fn output(graph: &Graph) -> String {
    let carrying: Vec<String> = outputs(graph).into_iter().filter_map(|output| output.ty).collect();
    match &carrying[..] {
        [] => "()".to_string(),
        [one] => one.clone(),
        _ => format!("{}Output", graph.name),
    }
}

/// The steps that end the flow, whether they carry something or not.
fn sinks(graph: &Graph) -> Vec<String> {
    let sinks = (0..graph.steps.len()).filter(|&step| graph.is_sink(step));
    sinks.map(|step| graph.steps[step].name.to_string()).collect()
}

/// A step whose value is a part of the output.
#[derive(Serialize)]
pub(super) struct Output {
    pub(super) step: String,
    #[serde(rename = "type")]
    pub(super) ty: Option<String>,
    pub(super) always: bool,
}

pub(super) fn outputs(graph: &Graph) -> Vec<Output> {
    let picked = graph.picked.filter(|_| graph.sinks.is_empty()).map(|step| (step, true));
    let sinks = graph.sinks.iter().map(|sink| (sink.step, sink.always));
    let output = |(step, always): (usize, bool)| {
        let step = &graph.steps[step];
        let ty = step.output.as_ref().map(|ty| if always { ty.to_string() } else { format!("Option<{ty}>") });
        Output { step: step.name.to_string(), ty, always }
    };
    sinks.chain(picked).map(output).collect()
}

/// A line of `--message-format json`.
#[derive(Serialize)]
struct Line<'f> {
    reason: &'static str,
    package_id: &'f str,
    package: &'f str,
    name: &'f str,
    path: String,
    file: &'f str,
    line: u32,
    inputs: Vec<[&'f str; 2]>,
    outputs: Vec<Output>,
    output: Option<String>,
    steps: Vec<&'f str>,
    sinks: Vec<String>,
    mistakes: usize,
}

fn lines(workspace: &Workspace) -> String {
    let line = |flow: &Flow| {
        let package = &workspace.packages[flow.package].metadata;
        let graph = &flow.graph;
        let is_whole = flow.checked.is_ok();
        json::line(&Line {
            reason: "flow",
            package_id: &package.id.repr,
            package: &package.name,
            name: &graph.name,
            path: flow.path(),
            file: &flow.file,
            line: graph.line,
            inputs: graph.inputs.iter().map(|input| [&*input.name, &*input.ty]).collect(),
            outputs: if is_whole { outputs(graph) } else { Vec::new() },
            output: is_whole.then(|| output(graph)),
            steps: graph.steps.iter().map(|step| &*step.name).collect(),
            sinks: if is_whole { sinks(graph) } else { Vec::new() },
            mistakes: flow.checked.as_ref().map_or_else(Vec::len, |_| 0),
        })
    };
    workspace.flows.iter().map(line).collect()
}
