//! `#[from]` parameters that read what may not be there.

use crate::analysis::net::Kind;
use crate::analysis::{Analysis, BitSet};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, StepId};

use super::{Report, words};

/// Reports every `#[from]` of a step that is not upstream, carries nothing, or may not have succeeded.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for (step, it) in graph.steps.iter().enumerate() {
        for (index, param) in it.params.iter().enumerate() {
            let exempt = |from: &StepId| report.exempt.contains(step) || report.exempt.contains(*from);
            let Some(from) = param.from.filter(|from| !exempt(from)) else { continue };
            if let Some(error) = describe(graph, analysis, (step, index), from) {
                report.add(error);
            }
        }
    }
}

fn describe(
    graph: &Graph,
    analysis: &Analysis,
    (step, index): (StepId, usize),
    from: StepId,
) -> Option<Diagnostic> {
    let (reader, source) = (words::step(graph, step), words::step(graph, from));
    let place = Place::Param(step, index);
    let param = &graph.steps[step].params[index];
    if graph.steps[from].output.is_none() {
        let message = format!("{source} carries nothing, so there is nothing to take from it");
        return Some(Diagnostic::new(11, place, message).help("remove the parameter"));
    }
    if !analysis.upstream(from, step) {
        let message = match graph.loops.iter().any(|it| it.body.contains(&from) && it.body.contains(&step)) {
            _ if from == step => format!("{reader} cannot take a value from itself"),
            true => format!("{source} runs after {reader} in each iteration, so its value is not there yet"),
            false => format!("{reader} does not wait for {source}, so its value may not be there yet"),
        };
        let help =
            "`#[from]` reads the value of a step that the trigger waits for, directly or through others";
        return Some(Diagnostic::new(11, place, message).help(help));
    }
    if !param.optional && !analysis.has_succeeded(from, step) {
        let around = way_around(graph, analysis, from, step, &mut BitSet::new(graph.steps.len()));
        let why = around.map_or_else(String::new, |(at, member)| match at == step {
            true => format!(": {reader} also begins after {member}"),
            false => format!(
                ": before {reader} comes {}, which also begins after {member}",
                words::step(graph, at)
            ),
        });
        let message = format!("{source} may not have succeeded when {reader} begins{why}");
        let help = format!("write `Option<{}>`, which is `None` then", param.ty);
        return Some(Diagnostic::new(11, place, message).help(help));
    }
    None
}

/// How `step` begins without `source` having succeeded: a step on the way there, and what that begins after instead.
fn way_around(
    graph: &Graph,
    analysis: &Analysis,
    source: StepId,
    step: StepId,
    seen: &mut BitSet,
) -> Option<(StepId, String)> {
    if !seen.insert(step) {
        return None;
    }
    let net = &analysis.net;
    let trigger = graph.steps[step].trigger.as_ref()?;
    let histories = analysis.histories(step);
    let lacks = |node: usize| {
        histories[node].as_ref().is_some_and(|(by_then, _)| !by_then.contains(net.success(source)))
    };
    let nodes = &net.triggers[step];
    let mut before = Vec::new();
    for (number, node) in nodes.iter().enumerate().filter(|(number, _)| lacks(*number)) {
        let text = |node: usize| words::trigger(graph, words::node(trigger, node));
        match &node.kind {
            Kind::Leaf(event) if net.events[*event].0 == source => return Some((step, text(number))),
            Kind::Leaf(event) => before.push(net.events[*event].0),
            Kind::Gate { needs, members, .. } if *needs < members.len() => {
                let with = members.iter().any(|&member| !lacks(member));
                if let Some(&without) = members.iter().find(|&&member| with && lacks(member)) {
                    return Some((step, text(without)));
                }
            }
            Kind::Gate { .. } => {}
        }
    }
    before.into_iter().find_map(|earlier| {
        let follows = earlier != source && analysis.upstream(source, earlier);
        if follows { way_around(graph, analysis, source, earlier, seen) } else { None }
    })
}
