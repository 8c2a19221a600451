//! Cycles that are no loops, and loops that never end.

use crate::analysis::Analysis;
use crate::analysis::loops::{Fault, Found, innermost, path};
use crate::analysis::net::Net;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, StepId, StepKind, Trigger};

use super::{BitSet, Report, words};

/// Reports every cycle that is no loop.
pub(super) fn check(graph: &Graph, net: &Net, found: &Found, report: &mut Report) {
    for fault in found.faults.iter() {
        if !fault.first_step().is_some_and(|step| report.exempt.contains(step)) {
            report.add(describe(graph, fault));
        }
    }
    if found.faults.is_empty() && report.is_whole {
        limits(graph, report);
    }
    report.exempt(net, found.faulty.iter());
}

fn describe(graph: &Graph, fault: &Fault) -> Diagnostic {
    let name = |step: StepId| words::step(graph, step);
    match fault {
        Fault::Itself(step) => {
            let message = format!("{} waits for itself, so it can never run", name(*step));
            let help = format!(
                "to run it again, let it wait for a way in and a way back: `or(before, {}::Again)`",
                graph.steps[*step].name
            );
            Diagnostic::new(5, Place::Trigger(*step, 0), message).help(help)
        }
        Fault::NoEntry(cycle) => {
            let (subject, verb) = subject(graph, cycle);
            let message = format!(
                "{subject} can never run: {verb} for one another, and nothing outside leads to them\n  {}",
                words::circle(graph, cycle)
            );
            let first = first(cycle);
            let help = format!(
                "let one of them, such as {}, wait for a step outside as well, with `or`",
                name(first)
            );
            Diagnostic::new(2, Place::Trigger(first, 0), message).help(help)
        }
        Fault::Deadlock(cycle) => {
            let outside = |&step: &StepId| {
                let trigger = graph.steps[step].trigger.as_ref();
                trigger.is_some_and(|it| it.events().iter().any(|event| !cycle.contains(&event.step)))
            };
            let stuck = cycle.iter().copied().find(outside).unwrap_or(first(cycle));
            let message = format!(
                "{} can never run: part of what it waits for happens only after it\n  {}",
                name(stuck),
                words::circle(graph, &turned(cycle, stuck))
            );
            let help = "to make a loop, let it wait for an `or` of the way in and the way back";
            Diagnostic::new(2, Place::Trigger(stuck, 0), message).help(help)
        }
        Fault::Entries { entries, cycle } => {
            let names: Vec<String> = entries.iter().map(|&step| name(step)).collect();
            let message = format!(
                "this cycle can be entered at {}, but a loop begins with the same step each time\n  {}",
                words::list(&names),
                words::circle(graph, cycle)
            );
            let help = format!("let everything that enters the cycle lead to {}", names[0]);
            Diagnostic::new(5, Place::Trigger(entries[entries.len() - 1], 0), message).help(help)
        }
        Fault::Unsorted { header, cycle } => {
            let trigger = graph.steps[*header].trigger.as_ref();
            let but = match trigger.is_some_and(|it| matches!(it, Trigger::Quorum { .. })) {
                true => ", and a `quorum` is none, whatever its number",
                false => "",
            };
            let message = format!(
                "{} begins a loop, so it must wait for an `or` of the way in and the ways back{but}\n  {}",
                name(*header),
                words::circle(graph, cycle)
            );
            let help = "write `or(way_in, way_back)`, each a member of its own, at the top of the trigger";
            Diagnostic::new(5, Place::Trigger(*header, 0), message).help(help)
        }
        Fault::Mixed { header, node } => {
            let member =
                graph.steps[*header].trigger.as_ref().map(|it| words::trigger(graph, words::node(it, *node)));
            let message = format!(
                "{} leads back to {}, but can also happen without the loop",
                member.unwrap_or_default(),
                name(*header)
            );
            let help = "make the way in and the way back members of their own: `or(way_in, way_back)`";
            Diagnostic::new(5, Place::Trigger(*header, *node), message).help(help)
        }
    }
}

/// `max_iterations` where there is no loop, or that contradicts another one.
fn limits(graph: &Graph, report: &mut Report) {
    let mut seen: Vec<(usize, StepId, u32)> = Vec::new();
    for (step, it) in graph.steps.iter().enumerate().filter(|(_, it)| it.kind == StepKind::Router) {
        let Some(own) = it.max_iterations else { continue };
        let name = words::step(graph, step);
        let Some(around) = innermost(&graph.loops, step) else {
            let message = format!("{name} is in no loop, so `max_iterations` means nothing here");
            let help = "remove it, or lead one of the router's routes back to an earlier step";
            report.add(Diagnostic::new(1, Place::MaxIterations(step), message).help(help));
            continue;
        };
        if let Some((_, other, _)) = seen.iter().find(|(index, _, limit)| *index == around && *limit != own) {
            let other = words::step(graph, *other);
            let message =
                format!("{other} and {name} are in the same loop, but their `max_iterations` differ");
            report.add(Diagnostic::new(1, Place::MaxIterations(step), message).help("remove one of them"));
        }
        seen.push((around, step, own));
    }
}

/// Reports loops that go round for ever.
pub(super) fn check_exits(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for index in analysis.endless_loops() {
        let it = &graph.loops[index];
        if it.body.iter().any(|&step| report.exempt.contains(step)) {
            continue;
        }
        let circle = way_round(graph, analysis, it.header, &it.body);
        let message = format!(
            "nothing leaves this loop: whatever its steps return, it goes round again\n  {}",
            words::circle(graph, &circle)
        );
        let help = "let a router in it have a route that does not lead back: listen to it outside, or name it in `ends(...)`";
        report.add(Diagnostic::new(5, Place::Step(it.header), message).help(help));
        report.exempt(&analysis.net, [it.header]);
    }
}

/// A shortest way from a loop's header to one of its ways back.
fn way_round(graph: &Graph, analysis: &Analysis, header: StepId, body: &[StepId]) -> Vec<StepId> {
    let inside = BitSet::of(graph.steps.len(), body.iter().copied());
    let backs = analysis.net.leaves.iter().enumerate().filter(|(_, leaves)| {
        leaves.iter().any(|&(listener, node)| listener == header && analysis.net.triggers[listener][node].cut)
    });
    let ways = backs.filter(|(step, _)| inside.contains(*step)).filter_map(|(step, _)| {
        if step == header { Some(vec![header]) } else { path(&analysis.net, header, step, &inside) }
    });
    ways.min_by_key(Vec::len).unwrap_or_else(|| vec![header])
}

/// The first-written step.
fn first(cycle: &[StepId]) -> StepId {
    cycle.iter().copied().min().unwrap_or(0)
}

/// The same cycle, beginning with that step.
fn turned(cycle: &[StepId], step: StepId) -> Vec<StepId> {
    let mut cycle = cycle.to_vec();
    let place = cycle.iter().position(|&it| it == step).unwrap_or(0);
    cycle.rotate_left(place);
    cycle
}

/// The steps of a cycle as the subject of a sentence, and what they do.
fn subject(graph: &Graph, cycle: &[StepId]) -> (String, &'static str) {
    let mut cycle = cycle.to_vec();
    cycle.sort_unstable();
    let names: Vec<String> = cycle.iter().map(|&step| words::step(graph, step)).collect();
    (words::list(&names), if names.len() == 1 { "it waits" } else { "they wait" })
}
