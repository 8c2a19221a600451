//! What the steps of a random flow do.

use super::rng::{Rng, mix};
use super::types::variants;
use crate::machine::Outcome;
use crate::machine::simulate::{Act, Call};
use crate::model::{Graph, StepId};

/// What the nth run of a step without refinements does, from 0. The same number always gives the same script. Steps that
/// end at the same time are rare in most scripts, and many in a few.
#[must_use]
pub fn act(graph: &Graph, script: u64, step: StepId, nth: usize) -> Act {
    act_of_call(graph, script, Call { step, nth, item: None, attempt: 1 })
}

/// What a call of a step's method does.
#[must_use]
pub fn act_of_call(graph: &Graph, script: u64, call: Call) -> Act {
    let Call { step, nth, item, attempt } = call;
    let which = item.map_or(0, |item| item as u64 + 1) << 40 | u64::from(attempt - 1) << 32;
    let mut rng = Rng::new(mix(script) ^ mix(which ^ (step as u64 * 1000 + nth as u64)));
    let it = &graph.steps[step];
    let longest = if script.is_multiple_of(4) { 4 } else { 400 };
    let duration = if it.is_async && rng.chance(80) { 1 + rng.below(longest) as u64 } else { 0 };
    let failing = if script.is_multiple_of(2) { 15 } else { 45 };
    let outcome = if it.fallible && rng.chance(failing) {
        Outcome::Failure
    } else {
        let variants = variants(it.output.as_deref());
        let variant = (!variants.is_empty()).then(|| rng.pick(variants).0.into());
        Outcome::Success { variant }
    };
    Act { duration, outcome, items: rng.below(4) }
}
