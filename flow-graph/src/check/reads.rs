//! `#[from]` parameters that read what may not be there.

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, StepId};

use super::{Report, words};

/// Reports every `#[from]` of a step that is not upstream, carries nothing, or may not have succeeded.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for (step, it) in graph.steps.iter().enumerate() {
        for (index, param) in it.params.iter().enumerate() {
            let Some(from) = param.from.filter(|_| !report.exempt.contains(step)) else { continue };
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
        let message = format!("{source} may not have succeeded when {reader} begins");
        return Some(Diagnostic::new(11, place, message).help(format!("write `Option<{}>`", param.ty)));
    }
    None
}
