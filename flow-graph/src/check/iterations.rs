//! Values that would be borrowed from an iteration which is over while they are used.

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Event, Graph, Param, Route, StepId, Trigger};

use super::{Report, words};

/// Reports every listener outside a loop that would borrow a value from inside, which a new iteration drops while the
/// listener runs.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for step in (0..graph.steps.len()).filter(|&step| !report.exempt.contains(step)).collect::<Vec<_>>() {
        for (param, leaf) in borrows(graph, step) {
            let source = leaf.step;
            if let Some(header) = loop_left(graph, analysis, step, leaf) {
                report.add(describe(graph, step, param, &words::event(graph, source, &leaf.route), header));
            }
        }
        for (param, it) in graph.steps[step].params.iter().enumerate() {
            let Some(source) = it.from.filter(|_| it.ty.contains('&') && !it.ty.contains("&'static")) else {
                continue;
            };
            let left = |it: &&crate::model::Loop| it.scope.contains(&source) && !it.scope.contains(&step);
            if let Some(around) =
                graph.loops.iter().find(left).filter(|_| !analysis.ended_before(source, step))
            {
                report.add(describe(graph, step, param, &words::step(graph, source), around.header));
            }
        }
    }
}

/// Reports every `and` and `quorum` outside a loop that waits for something inside it and would mix iterations: the loop
/// may go round again while the gate waits for its other members.
pub(super) fn check_joins(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for step in (0..graph.steps.len()).filter(|&step| !report.exempt.contains(step)).collect::<Vec<_>>() {
        let Some(trigger) = &graph.steps[step].trigger else { continue };
        let mut found = None;
        visit_joins(trigger, &mut 0, &mut |node, join| {
            let left = join.events().into_iter().find_map(|event| {
                loop_left(graph, analysis, step, event).map(|header| (event.clone(), header))
            });
            found = found.take().or(left.map(|(event, header)| (node, join, event, header)));
        });
        let Some((node, join, event, header)) = found else { continue };
        let (name, header, event) =
            (words::step(graph, step), words::step(graph, header), event.display(graph));
        let word = if matches!(join, Trigger::Quorum { .. }) { "quorum" } else { "and" };
        let message = format!(
            "this `{word}` would mix iterations: `{event}` is in the loop of {header}, which may go round again before {name} begins"
        );
        let help = "let a step inside the loop wait for all of them, and listen to that step";
        report.add(Diagnostic::new(5, Place::Trigger(step, node), message).help(help));
    }
}

/// Calls `see` for every `and`, and every `quorum` of more than one, of a trigger, with its number in pre-order.
fn visit_joins<'g>(trigger: &'g Trigger, node: &mut usize, see: &mut impl FnMut(usize, &'g Trigger)) {
    if matches!(trigger, Trigger::And(_) | Trigger::Quorum { needed: 2.., .. }) {
        see(*node, trigger);
    }
    *node += 1;
    for member in trigger.members() {
        visit_joins(member, node, see);
    }
}

/// The header of a loop that has the event in its scope and the step outside, and that may go round again after it.
fn loop_left(graph: &Graph, analysis: &Analysis, step: StepId, event: &Event) -> Option<StepId> {
    let mut loops = graph.loops.iter().enumerate();
    let left = loops.find(|(index, it)| {
        it.scope.contains(&event.step) && !it.scope.contains(&step) && analysis.may_turn_after(*index, event)
    });
    left.map(|(_, it)| it.header)
}

fn describe(graph: &Graph, step: StepId, param: usize, value: &str, header: StepId) -> Diagnostic {
    let (name, header) = (words::step(graph, step), words::step(graph, header));
    let message = format!(
        "{name} cannot borrow the value of {value}: the loop of {header} may go round again meanwhile, which drops it"
    );
    Diagnostic::new(5, Place::Param(step, param), message).help("take it by value")
}

/// The parameters of a step that borrow what its trigger carries, with the events they may borrow it from.
fn borrows(graph: &Graph, step: StepId) -> Vec<(usize, &Event)> {
    let it = &graph.steps[step];
    let Some(trigger) = &it.trigger else { return Vec::new() };
    let taking: Vec<(usize, &Param)> = it.params.iter().enumerate().filter(|(_, it)| it.is_plain()).collect();
    let parts: Vec<&Trigger> = match trigger {
        Trigger::And(members) => members.iter().filter(|member| carries(graph, member)).collect(),
        _ => vec![trigger],
    };
    let fields = matches!(trigger, Trigger::Event(Event { route: Route::Variant(_), .. }));
    let mut borrows = Vec::new();
    for (place, &(index, param)) in taking.iter().enumerate() {
        let part = match parts[..] {
            // Every parameter is a field of the one variant.
            [part] if fields => part,
            _ if parts.len() == taking.len() => parts[place],
            // Some other rule is broken, or one parameter takes all parts as a tuple.
            _ => continue,
        };
        if param.by_ref && !param.ty.starts_with("&'static") {
            let events = part.events().into_iter().filter(|event| carries_own(graph, event));
            borrows.extend(events.map(|event| (index, event)));
        }
    }
    borrows
}

/// Whether a part of a trigger carries a value.
fn carries(graph: &Graph, trigger: &Trigger) -> bool {
    trigger.events().into_iter().any(|event| carries_value(graph, event))
}

fn carries_value(graph: &Graph, event: &Event) -> bool {
    match event.route {
        _ if event.bare => false,
        Route::Success => graph.steps[event.step].output.is_some(),
        Route::Error | Route::Variant(_) => true,
    }
}

/// Whether an event carries a value that is dropped with its iteration. One that is a reference itself is copied.
fn carries_own(graph: &Graph, event: &Event) -> bool {
    let is_reference = |ty: &str| ty.starts_with('&');
    let reference = match event.route {
        Route::Success => graph.steps[event.step].output.as_deref().is_some_and(is_reference),
        Route::Error => graph.steps[event.step].error.as_deref().is_some_and(is_reference),
        Route::Variant(_) => false,
    };
    carries_value(graph, event) && !reference
}
