//! `cargo flow explain`: a flow in plain words.

mod chain;
mod losers;
mod regions;
mod words;

use std::fmt::{self, Write};

use clap::builder::styling::{AnsiColor, Effects, Style};
use flow_graph::Graph;
use flow_graph::analysis::Analysis;
use flow_graph::model::{Loop, Route, StepKind};

use super::args::Explain;
use super::failure::Failure;
use super::text::{count, names, summary};
use super::workspace::{Flow, Workspace};
use super::{check, list, message, name};
use words::{about, happens, trigger};

const HEADING: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
const NAME: Style = Style::new().effects(Effects::BOLD);

pub(super) fn run(args: &Explain, workspace: &Workspace) -> Result<(), Failure> {
    let flow = name::find(workspace, args.name.as_deref())?;
    match &flow.checked {
        Ok(analysis) => message::print(&explanation(flow, analysis)),
        Err(errors) => Err(check::refuse(flow, errors, "explained")),
    }
}

fn explanation(flow: &Flow, analysis: &Analysis) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    _ = write(&mut text, flow, analysis);
    text
}

fn write(out: &mut String, flow: &Flow, analysis: &Analysis) -> fmt::Result {
    let graph = &flow.graph;
    writeln!(out, "{NAME}{}{NAME:#}, {}", graph.name, flow.place())?;
    if let Some(summary) = summary(&graph.doc) {
        writeln!(out, "{summary}")?;
    }
    let inputs = graph.inputs.iter().map(|input| format!("{}: {}", input.name, input.ty));
    let inputs = inputs.collect::<Vec<_>>().join(", ");
    writeln!(out, "\n    run({inputs}) -> {}", list::output(graph))?;

    section(out, "Steps", steps(graph))?;
    section(out, "Routes", routes(graph))?;
    section(out, "Loops", graph.loops.iter().map(|it| a_loop(graph, it)).collect())?;
    section(out, "Cancelled", losers::losers(graph))?;
    section(out, "Output", outputs(graph))?;
    let chain = chain::longest(graph);
    let steps: Vec<String> = chain.iter().map(|&step| format!("`{}`", graph.steps[step].name)).collect();
    let line = format!("{}: {}", count(steps.len(), "step"), steps.join(" -> "));
    section(out, "Longest chain", vec![line])?;
    section(out, "Schedule", regions::tree(graph, analysis))
}

fn section(out: &mut String, heading: &str, lines: Vec<String>) -> fmt::Result {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{HEADING}{heading}{HEADING:#}")?;
    lines.iter().try_for_each(|line| writeln!(out, "    {line}"))
}

/// What each step waits for.
fn steps(graph: &Graph) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, step) in graph.steps.iter().enumerate() {
        let mut line = format!("`{}` runs ", step.name);
        match (&step.trigger, graph.loop_of_header(id)) {
            (None, _) => line.push_str("when the flow starts"),
            (Some(it), None) if step.is_each() => {
                let list = it.events().first().map_or_else(String::new, |event| event.display(graph));
                line.push_str(&format!("once for each item that `{list}` gives"));
            }
            (Some(it), None) => line.push_str(&format!("when {}", trigger(graph, it))),
            (Some(it), Some(around)) => {
                let member = |index: &usize| trigger(graph, &it.members()[*index]);
                let entry = (0..it.members().len()).filter(|index| !around.backs.contains(index));
                let entry: Vec<String> = entry.map(|index| member(&index)).collect();
                let backs: Vec<String> = around.backs.iter().map(member).collect();
                line.push_str(&format!("when {}, and again when {}", entry.join(" or "), backs.join(" or ")));
            }
        }
        let about = about(step);
        if !about.is_empty() {
            line.push_str(&format!("; {}", about.join(", ")));
        }
        lines.push(line);
        for param in step.params.iter() {
            if let Some(from) = param.from {
                let from = &graph.steps[from].name;
                lines.push(format!("    it reads what `{from}` gave, without waiting for it"));
            }
        }
    }
    lines
}

/// Where each way goes that a step can end.
fn routes(graph: &Graph) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, step) in graph.steps.iter().enumerate() {
        let mut routes: Vec<(Route, Vec<&str>)> = Vec::new();
        for (listener, event) in graph.listeners(id) {
            let listener = &*graph.steps[listener].name;
            match routes.iter_mut().find(|(route, _)| *route == event.route) {
                Some((_, listeners)) if listeners.contains(&listener) => {}
                Some((_, listeners)) => listeners.push(listener),
                None => routes.push((event.route.clone(), vec![listener])),
            }
        }
        let is_plain = routes.iter().all(|(route, _)| *route == Route::Success);
        if is_plain && step.kind != StepKind::Router {
            continue;
        }
        for (route, listeners) in routes {
            let event = match route {
                Route::Success => format!("{} succeeds", step.name),
                Route::Error => format!("{}::Err", step.name),
                Route::Variant(variant) => format!("{}::{variant}", step.name),
            };
            lines.push(format!("{event} -> {}", listeners.join(", ")));
        }
        let ends = step.ends.iter().map(ToString::to_string);
        for end in ends.chain(step.ends_rest.then(|| "_".to_string())) {
            lines.push(format!("{}::{end} ends", step.name));
        }
        if step.fallible && !graph.error_is_handled(id) {
            lines.push(format!(
                "{}::Err is handled by nobody: whoever needs the step fails with it",
                step.name
            ));
        }
    }
    lines
}

fn a_loop(graph: &Graph, it: &Loop) -> String {
    let name = |step: usize| graph.steps[step].name.to_string();
    let body: Vec<String> = it.body.iter().map(|step| name(*step)).collect();
    let mut exits = Vec::new();
    for &step in it.body.iter() {
        for (listener, event) in graph.listeners(step) {
            let exit = happens(graph, event);
            if !it.body.contains(&listener) && !exits.contains(&exit) {
                exits.push(exit);
            }
        }
        let routes = graph.steps[step].ends.iter().map(|end| format!("`{}` gives `{end}`", name(step)));
        exits.extend(routes);
        if graph.steps[step].ends_rest {
            exits.push(format!("`{}` gives a route that ends", name(step)));
        }
    }
    let limit = count(it.max_iterations as usize, "time");
    let exits =
        if exits.is_empty() { String::new() } else { format!("; it is left when {}", exits.join(" or ")) };
    let go = if body.len() == 1 { "goes" } else { "go" };
    format!("{} {go} round, beginning with `{}`, at most {limit}{exits}", names(&body), name(it.header))
}

fn outputs(graph: &Graph) -> Vec<String> {
    let outputs = list::outputs(graph).into_iter().filter_map(|output| Some((output.ty.clone()?, output)));
    let line = |(ty, output): (String, list::Output)| {
        let maybe = if output.always { "" } else { ", which is `None` where the step does not run" };
        format!("`{ty}`, the value of `{}`{maybe}", output.step)
    };
    let lines: Vec<String> = outputs.map(line).collect();
    if lines.is_empty() { vec!["`()`: no step at the end carries a value".to_string()] } else { lines }
}
