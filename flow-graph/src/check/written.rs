//! What is wrong however the flow would run: names that mean nothing, things written twice.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Event, Graph, Listeners, Route, Step, StepId, StepKind, Trigger};

use super::{Report, words};

pub(super) fn check(graph: &Graph, report: &mut Report) {
    names(graph, report);
    inputs(graph, report);
    picked(graph, report);
    if report.is_whole {
        routes(graph, report);
    }
    for (step, it) in graph.steps.iter().enumerate() {
        if let Some(trigger) = it.trigger.as_ref().filter(|_| !report.exempt.contains(step)) {
            node(graph, step, trigger, 0, report);
        }
    }
}

/// Two steps of one name.
fn names(graph: &Graph, report: &mut Report) {
    let mut seen = BTreeMap::new();
    for (step, it) in graph.steps.iter().enumerate() {
        if seen.insert(&it.name, step).is_some() {
            let message = format!("there are two steps named {}", words::step(graph, step));
            report.add(Diagnostic::new(1, Place::Step(step), message).help("give one of them another name"));
        }
    }
}

/// Inputs of one name that differ in type.
fn inputs(graph: &Graph, report: &mut Report) {
    let spaceless = |ty: &str| ty.split_whitespace().collect::<String>();
    let mut seen: BTreeMap<&str, (StepId, &str)> = BTreeMap::new();
    for (step, it) in graph.steps.iter().enumerate() {
        if it.trigger.is_some() || report.exempt.contains(step) {
            continue;
        }
        for (index, param) in
            it.params.iter().enumerate().filter(|(_, it)| it.is_plain() && !it.name.is_empty())
        {
            let &mut (first, ty) = seen.entry(&param.name).or_insert((step, &param.ty));
            if spaceless(ty) != spaceless(&param.ty) {
                let message = format!(
                    "the input `{}` is a `{}` here and a `{ty}` in {}",
                    param.name,
                    param.ty,
                    words::step(graph, first)
                );
                let help = "parameters of start steps that have the same name are the same input: give both the same type, or rename one";
                report.add(Diagnostic::new(12, Place::Param(step, index), message).help(help));
            }
        }
    }
}

/// A router that nothing follows. (Where something follows one route, rustc says which others are missing.)
fn routes(graph: &Graph, report: &mut Report) {
    let listeners = Listeners::new(graph);
    for (step, it) in graph.steps.iter().enumerate().filter(|(_, it)| it.kind == StepKind::Router) {
        if listeners.all_are_errors(step) && it.ends.is_empty() && !it.ends_rest {
            let name = &it.name;
            let message = format!("`{name}` is a router, but nothing follows any of its routes");
            let help = format!(
                "listen to `{name}::Variant`, or name the routes that end here in `ends(…)`; a step that only hands on a value is a `#[listen(…)]` or a `#[start]`"
            );
            report.add(Diagnostic::new(6, Place::Step(step), message).help(help));
        }
    }
}

/// An output that is none.
fn picked(graph: &Graph, report: &mut Report) {
    if let Some(step) = graph.picked.filter(|&step| graph.steps[step].output.is_none()) {
        let message =
            format!("{} carries nothing, so it cannot be the flow's output", words::step(graph, step));
        let help = "let it return a value, or name another step";
        report.add(Diagnostic::new(1, Place::Picked, message).help(help));
    }
}

/// A node of a trigger and everything below it; `number` is the node's.
fn node(graph: &Graph, step: StepId, trigger: &Trigger, number: usize, report: &mut Report) {
    let word = match trigger {
        Trigger::Event(it) => return event(graph, Place::Trigger(step, number), it, report),
        Trigger::And(_) => "and",
        Trigger::Or(_) => "or",
        Trigger::Quorum { .. } => "quorum",
    };
    let members = trigger.members();
    if members.len() < 2 {
        let message = format!("`{word}` needs at least two members");
        let error = Diagnostic::new(12, Place::Trigger(step, number), message);
        report.add(match members {
            [only] => error.help(format!("write {} alone", words::trigger(graph, only))),
            _ => error.help(format!("name the steps to wait for: `{word}(a, b)`")),
        });
        report.exempt.insert(step);
    } else if let Trigger::Quorum { needed, .. } = trigger
        && !(1..=members.len()).contains(&(*needed as usize))
    {
        let message = match needed {
            0 => "`quorum(0, …)` would wait for nothing".to_owned(),
            _ => format!("`quorum({needed}, …)` can never happen: it has only {} members", members.len()),
        };
        let help = format!(
            "the number says how many of the members have to happen: 1 (the first of them) to {} (all of them)",
            members.len()
        );
        report.add(Diagnostic::new(12, Place::Trigger(step, number), message).help(help));
        report.exempt.insert(step);
    }
    let mut next = number + 1;
    for (index, member) in members.iter().enumerate() {
        if members[..index].iter().any(|earlier| is_same(earlier, member)) {
            let message = format!("{} stands in this `{word}` twice", words::trigger(graph, member));
            report.add(Diagnostic::new(12, Place::Trigger(step, next), message).help("remove one of them"));
            report.exempt.insert(step);
        } else {
            node(graph, step, member, next, report);
        }
        next += member.node_count();
    }
}

/// An event that its step does not have.
fn event(graph: &Graph, place: Place, it: &Event, report: &mut Report) {
    let source: &Step = &graph.steps[it.step];
    let name = words::step(graph, it.step);
    let (message, help) = match &it.route {
        Route::Error if !source.fallible => (
            format!("{name} returns no `Result`, so there is no `{}::Err`", source.name),
            format!("let {name} return a `Result`"),
        ),
        Route::Variant(variant) if source.output.is_none() => (
            format!("{name} carries nothing, so there is no `{}::{variant}`", source.name),
            format!("wait for {name} itself, or let it return an enum"),
        ),
        _ => return,
    };
    report.add(Diagnostic::new(1, place, message).help(help));
    if let Place::Trigger(step, _) = place {
        report.exempt.insert(step);
    }
}

/// Whether two parts of a trigger wait for the same.
fn is_same(a: &Trigger, b: &Trigger) -> bool {
    let all =
        |a: &[Trigger], b: &[Trigger]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b));
    match (a, b) {
        (Trigger::Event(a), Trigger::Event(b)) => a.step == b.step && a.route == b.route,
        (Trigger::And(a), Trigger::And(b)) | (Trigger::Or(a), Trigger::Or(b)) => all(a, b),
        (Trigger::Quorum { needed: k, members: a }, Trigger::Quorum { needed: l, members: b }) => {
            k == l && all(a, b)
        }
        _ => false,
    }
}
