//! Ways back whose value would borrow from the iteration that ends with them.

use super::{Bindings, Mode, Source, borrows};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, Loop, StepId};
use crate::parse::Parsed;

/// Reports every way back whose value borrows from a value of its loop.
pub(super) fn check(parsed: &Parsed, graph: &Graph, bindings: &Bindings) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for around in graph.loops.iter() {
        let mut backs: Vec<StepId> = bindings
            .uses
            .iter()
            .filter(|it| {
                it.step == around.header && it.leaf.is_some() && around.scope.contains(&it.event.step)
            })
            .map(|it| it.event.step)
            .collect();
        backs.dedup();
        for back in backs {
            if let Some(lender) = lender(parsed, bindings, around, back, &mut Vec::new()) {
                let name = |step: StepId| &graph.steps[step].name;
                let message = format!(
                    "`{}` leads back to `{}`, but its value borrows from that of `{}`, which is dropped with the iteration",
                    name(back),
                    name(around.header),
                    name(lender)
                );
                let help = "hand on a value of its own, such as a `String` instead of a `&str`";
                errors.push(Diagnostic::new(5, Place::Output(back), message).help(help));
            }
        }
    }
    errors
}

/// A step of the loop from whose value that of `step` borrows, directly or through others.
fn lender(
    parsed: &Parsed,
    bindings: &Bindings,
    around: &Loop,
    step: StepId,
    seen: &mut Vec<StepId>,
) -> Option<StepId> {
    if seen.contains(&step) {
        return None;
    }
    seen.push(step);
    let lending = borrows::lending_params(&parsed.steps[step]);
    let sources = lending.into_iter().filter_map(|param| bindings.params[step].get(param));
    let uses: Vec<_> = sources
        .flat_map(|source| match source {
            Source::Item => bindings.items[step].into_iter().collect(),
            source => source.uses(),
        })
        .map(|id| &bindings.uses[id])
        .filter(|it| around.scope.contains(&it.event.step))
        .collect();
    uses.into_iter().find_map(|it| match it.mode {
        Mode::Borrow => Some(it.event.step),
        Mode::Move | Mode::Clone | Mode::Copy => lender(parsed, bindings, around, it.event.step, seen),
    })
}
