//! Steps that want the state alone beside steps that may run at the same time.

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, Receiver, StepId};

use super::{Report, words};

/// Reports every `&mut self` step that another step may run beside: one error per step, about the first such other.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    let exclusive = |step: StepId| graph.steps[step].receiver == Receiver::Exclusive;
    for step in (0..graph.steps.len()).filter(|&step| exclusive(step)) {
        let beside: Vec<StepId> = (0..graph.steps.len())
            // Of two such steps, the one written first has the error.
            .filter(|&other| !(exclusive(other) && other < step))
            .filter(|&other| !report.exempt.contains(step) && !report.exempt.contains(other))
            .filter(|&other| analysis.may_overlap(step, other))
            .collect();
        if let [first, rest @ ..] = &beside[..] {
            report.add(describe(graph, analysis, step, *first, rest));
        }
    }
}

fn describe(graph: &Graph, analysis: &Analysis, step: StepId, other: StepId, rest: &[StepId]) -> Diagnostic {
    let (name, beside) = (words::step(graph, step), words::step(graph, other));
    let lines = match analysis.schedule(graph, step, other) {
        Some(lines) if lines.is_empty() => {
            format!("\n  both begin when the flow starts: {name} and {beside}")
        }
        Some(lines) => {
            let before = lines.iter().map(|line| format!("\n  {line}")).collect::<String>();
            format!("{before}\n  now both run: {name} and {beside}")
        }
        None => String::new(),
    };
    let more: Vec<String> = rest.iter().map(|&it| words::step(graph, it)).collect();
    let more = match more.len() {
        0 => String::new(),
        1..=3 => format!("\n  so may {}", words::list(&more)),
        count => format!("\n  so may {} and {} more", more[..2].join(", "), count - 2),
    };
    let message = format!(
        "{name} takes `&mut self`, so nothing may run beside it, but {beside} may run at the same time{lines}{more}"
    );
    let help = "let one wait for the other, or take `&self` and put what changes behind a lock";
    Diagnostic::new(10, Place::Receiver(step), message).help(help)
}
