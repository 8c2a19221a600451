//! Members of a race that can never win it.

use crate::analysis::loops::path;
use crate::analysis::net::{Kind, Net};
use crate::analysis::{Analysis, BitSet};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, StepId};

use super::{Report, words};

/// Reports every member of an `or` that happens only after another member has. Ways back of a loop are in no race
/// with its entry, nor with one another.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for step in 0..graph.steps.len() {
        let races =
            analysis.net.triggers[step].iter().any(|it| matches!(it.kind, Kind::Gate { needs: 1, .. }));
        if !races || report.exempt.contains(step) {
            continue;
        }
        let histories = analysis.histories(step);
        for node in &analysis.net.triggers[step] {
            let Kind::Gate { needs: 1, members } = &node.kind else { continue };
            let racers: Vec<usize> =
                members.iter().copied().filter(|&member| !analysis.net.triggers[step][member].cut).collect();
            for (index, &member) in racers.iter().enumerate() {
                let Some((by_then, before)) = &histories[member] else { continue };
                let [by_then, before] =
                    [by_then, before].map(|events| fulfilled(&analysis.net, step, events));
                // In the instant in which both happen, the one written first wins.
                let first = racers[..index].iter().find(|&&other| by_then[other]);
                let other = first.or_else(|| racers[index + 1..].iter().find(|&&other| before[other]));
                if let Some(&other) = other {
                    report.add(describe(graph, analysis, step, member, other));
                }
            }
        }
    }
}

fn describe(graph: &Graph, analysis: &Analysis, step: StepId, member: usize, other: usize) -> Diagnostic {
    let text = |node: usize| {
        graph.steps[step]
            .trigger
            .as_ref()
            .map(|it| words::trigger(graph, words::node(it, node)))
            .unwrap_or_default()
    };
    let (late, early) = (text(member), text(other));
    let way = way(graph, analysis, step, other, member).map_or_else(String::new, |way| format!("\n  {way}"));
    let message = format!("{late} can never win this race: it happens only after {early} has happened{way}");
    let help = format!("wait for one of the two alone: {early} if the first is wanted, {late} if the last");
    Diagnostic::new(4, Place::Trigger(step, member), message).help(help)
}

/// Which nodes of a trigger are fulfilled when these events have happened.
fn fulfilled(net: &Net, step: StepId, happened: &BitSet) -> Vec<bool> {
    let gate = |_, needs, members: &[(usize, &bool)]| members.iter().filter(|(_, it)| **it).count() >= needs;
    let values = net.fold(step, |event| happened.contains(event), gate);
    values.into_iter().map(|it| it == Some(true)).collect()
}

/// The events and steps from one member to another, if there is something between them.
fn way(graph: &Graph, analysis: &Analysis, step: StepId, from: usize, to: usize) -> Option<String> {
    let net = &analysis.net;
    let events = |node: usize| {
        let nodes = &net.triggers[step][node..net.triggers[step][node].end];
        nodes.iter().filter_map(|it| match it.kind {
            Kind::Leaf(event) => Some(&net.events[event]),
            Kind::Gate { .. } => None,
        })
    };
    let all = BitSet::of(net.len(), 0..net.len());
    let ways = events(from).flat_map(|from| events(to).map(move |to| (from, to)));
    let found = ways.filter_map(|(from, to)| path(net, from.0, to.0, &all).map(|path| (from, path, to)));
    let (from, path, to) = found.min_by_key(|(_, path, _)| path.len())?;
    let between = path[1..path.len() - 1].iter().map(|&it| words::step(graph, it));
    let [first, last] = [from, to].map(|(step, route)| words::event(graph, *step, route));
    Some(std::iter::once(first).chain(between).chain([last]).collect::<Vec<_>>().join(" -> "))
}
