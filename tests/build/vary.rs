//! What random flows have beside what `flow_graph::random` gives them.

use flow_graph::check::check;
use flow_graph::model::{Graph, Receiver, Route, StepKind, Trigger};
use flow_graph::random::rng::Rng;
use flow_graph::random::{Kinds, graph_of};

/// A random flow. Every eighth is one of joins alone, which has a mesh of its own kind and would be rare.
pub(crate) fn varied(seed: u64, kinds: Kinds) -> Graph {
    if seed % 8 != 7 {
        return grown(seed, kinds);
    }
    let mut further = (0_u64..).map(|round| grown(seed + (round << 32), kinds));
    further.find(is_of_joins).unwrap_or_else(|| unreachable!("there are always more"))
}

/// Whether every step waits for all that it names, and nothing races, routes or turns.
fn is_of_joins(graph: &Graph) -> bool {
    fn waits_for_all(trigger: &Trigger) -> bool {
        match trigger {
            Trigger::Event(event) => event.route == Route::Success,
            Trigger::And(members) => members.iter().all(waits_for_all),
            Trigger::Or(_) | Trigger::Quorum { .. } => false,
        }
    }
    graph.steps.iter().all(|step| {
        let is_plain = step.kind != StepKind::Router && !step.must_finish;
        is_plain && step.receiver != Receiver::Exclusive && step.trigger.as_ref().is_none_or(waits_for_all)
    })
}

/// A random flow. In some, steps have the state for themselves wherever they may.
fn grown(seed: u64, kinds: Kinds) -> Graph {
    let mut graph = graph_of(seed, kinds);
    let mut rng = Rng::new(seed);
    if rng.chance(30) {
        for step in 0..graph.steps.len() {
            let it = &graph.steps[step];
            let is_alone = it.refined.many.is_none();
            if it.receiver == Receiver::Shared && is_alone && rng.chance(70) {
                let mut other = graph.clone();
                other.steps.to_mut()[step].receiver = Receiver::Exclusive;
                if check(&mut other).is_ok() {
                    graph = other;
                }
            }
        }
    }
    graph
}

/// Whether a flow's type has parameters.
#[allow(dead_code, reason = "only the build script asks")]
pub(crate) fn is_generic(seed: u64) -> bool {
    seed % 4 == 1
}
