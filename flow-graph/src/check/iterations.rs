//! Values that would be borrowed from an iteration which is over while they are used.

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Event, Graph, Param, Route, StepId, Trigger};

use super::{Report, words};

/// Reports every listener that would borrow a value which a new iteration drops while the listener runs: the header
/// from a way back, and a step outside the loop from a step inside.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for step in (0..graph.steps.len()).filter(|&step| !report.exempt.contains(step)).collect::<Vec<_>>() {
        for (param, leaf) in borrows(graph, step) {
            let source = leaf.step;
            let goes = graph.loops.iter().enumerate().find(|(index, it)| {
                it.scope.contains(&source)
                    && if it.header == step {
                        true
                    } else {
                        !it.scope.contains(&step) && analysis.may_turn_after(*index, leaf)
                    }
            });
            if let Some((_, around)) = goes {
                report.add(describe(
                    graph,
                    step,
                    param,
                    &words::event(graph, source, &leaf.route),
                    around.header,
                ));
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

fn describe(graph: &Graph, step: StepId, param: usize, value: &str, header: StepId) -> Diagnostic {
    let (name, header_name) = (words::step(graph, step), words::step(graph, header));
    let message = match step == header {
        true => format!(
            "{name} cannot borrow the value of {value}: when it runs again, the iteration that made the value is over"
        ),
        false => format!(
            "{name} cannot borrow the value of {value}: the loop of {header_name} may go round again meanwhile, which drops it"
        ),
    };
    Diagnostic::new(5, Place::Param(step, param), message).help("take it by value")
}

/// The parameters of a step that borrow what its trigger carries, with the events they may borrow it from.
fn borrows(graph: &Graph, step: StepId) -> Vec<(usize, &Event)> {
    let it = &graph.steps[step];
    let Some(trigger) = &it.trigger else { return Vec::new() };
    let taking: Vec<(usize, &Param)> =
        it.params.iter().enumerate().filter(|(_, it)| it.from.is_none()).collect();
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
