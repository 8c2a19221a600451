//! Random flows, for tests: the same number always gives the same flow.
//!
//! Their shapes are mixed on purpose: chains, diamonds, meshes, races between long chains, nested triggers, routers,
//! loops and loops in loops, handled and unhandled failures, several sinks, inputs, `#[from]`, `#[must_finish]`; and, as
//! [`Kinds`] says, quorums and refined steps. The
//! types are few and say what they carry (see [`types`]), so that a flow can be printed as a Rust program.

mod grow;
mod params;
mod refine;
pub mod rng;
pub mod script;
pub mod types;

use crate::check::check;
use crate::model::Graph;
use rng::Rng;

/// What there may be in a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    /// `quorum(k, …)` in triggers.
    pub quorums: bool,
    /// `each`, `times`, `limit`, `first`, `#[retry]` and `#[timeout]`. Such steps have a `#[context]` parameter. Time
    /// limits and pauses are whole milliseconds, and a pause is always the same: its `base` is its `max`.
    pub refined: bool,
}

impl Kinds {
    /// Neither.
    pub const PLAIN: Kinds = Kinds { quorums: false, refined: false };
    /// Everything.
    pub const ALL: Kinds = Kinds { quorums: true, refined: true };
}

/// A flow without quorums and refined steps that [`check`] has nothing against, with what that fills in.
#[must_use]
pub fn graph(seed: u64) -> Graph {
    graph_of(seed, Kinds::PLAIN)
}

/// A flow of those kinds that [`check`] has nothing against, with what that fills in.
#[must_use]
pub fn graph_of(seed: u64, kinds: Kinds) -> Graph {
    let mut rng = Rng::new(seed);
    loop {
        let mut graph = grow::grow(&mut rng, seed, kinds);
        let Ok(analysis) = check(&mut graph) else { continue };
        params::add(&mut rng, &mut graph, &analysis);
        if check(&mut graph).is_ok() {
            return graph;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Items, Trigger};

    fn has_quorum(trigger: &Trigger) -> bool {
        matches!(trigger, Trigger::Quorum { .. }) || trigger.members().iter().any(has_quorum)
    }

    #[test]
    fn there_is_something_of_every_kind() {
        let mut found = [0; 7];
        for seed in 0..300 {
            let graph = graph_of(seed, Kinds::ALL);
            for step in graph.steps.iter() {
                let refined = &step.refined;
                let seen = [
                    step.trigger.as_ref().is_some_and(has_quorum),
                    step.is_each(),
                    refined.many.is_some_and(|many| matches!(many.items, Items::Times(_))),
                    refined.many.is_some_and(|many| many.first.is_some()),
                    refined.retry.is_some(),
                    refined.timeout.is_some(),
                    refined.total_timeout.is_some(),
                ];
                for (count, seen) in found.iter_mut().zip(seen) {
                    *count += usize::from(seen);
                }
            }
        }
        assert!(found.iter().all(|&count| count > 40), "{found:?}");
    }

    #[test]
    fn nothing_of_a_kind_that_was_not_asked_for() {
        for seed in 0..100 {
            let graph = graph(seed);
            assert!(!graph.steps.iter().any(|step| step.trigger.as_ref().is_some_and(has_quorum)));
            assert!(graph.steps.iter().all(|step| step.refined == crate::model::Refinement::NONE));
        }
    }
}
