//! What random flows have beside what `flow_graph::random` gives them.

use flow_graph::check::check;
use flow_graph::model::{Graph, Receiver};
use flow_graph::random::rng::Rng;
use flow_graph::random::{Kinds, graph_of};

/// A random flow. In some, steps have the state for themselves wherever they may.
pub(crate) fn varied(seed: u64, kinds: Kinds) -> Graph {
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
