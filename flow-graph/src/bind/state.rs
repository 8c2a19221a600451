//! Values borrowed from the flow's state, and steps that need the state for themselves.

use super::{Bindings, borrows};
use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, Receiver, StepId};
use crate::parse::Parsed;

/// Values that would have to live while a `&mut self` step runs. One for each value.
pub(super) fn check(
    parsed: &Parsed,
    graph: &Graph,
    analysis: &Analysis,
    bindings: &Bindings,
) -> Vec<Diagnostic> {
    let exclusive: Vec<StepId> =
        (0..graph.steps.len()).filter(|&step| graph.steps[step].receiver == Receiver::Exclusive).collect();
    let mut found = Vec::new();
    if exclusive.is_empty() {
        return found;
    }
    for lender in (0..graph.steps.len()).filter(|&step| borrows::from_state(&parsed.steps[step])) {
        let users = bindings.uses.iter().filter(|it| it.event.step == lender).map(|it| it.step);
        let clash =
            users.flat_map(|user| exclusive.iter().map(move |&step| (user, step))).find(|&(user, step)| {
                let before = analysis.ended_before(step, lender) || analysis.exclusive_steps(step, lender);
                let after = user != step
                    && (analysis.ended_before(user, step) || analysis.exclusive_steps(user, step));
                !before && !after
            });
        if let Some((user, step)) = clash {
            let name = |step: StepId| &graph.steps[step].name;
            let message = if user == step {
                format!(
                    "`{}` takes `&mut self` together with what `{}` has borrowed from the same state",
                    name(step),
                    name(lender)
                )
            } else {
                format!(
                    "what `{}` borrows from the flow's state is used by `{}`, but `{}` takes `&mut self` in between",
                    name(lender),
                    name(user),
                    name(step)
                )
            };
            let help = format!(
                "let `{}` hand on a value of its own, such as a `String` instead of a `&str`",
                name(lender)
            );
            found.push(Diagnostic::new(10, Place::Output(lender), message).help(help));
        }
    }
    found
}
