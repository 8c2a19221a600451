//! directed 0.4.0: stages with typed ports in a registry, wired by a graph. Both are built once; a run asks the graph for
//! its last stage. What goes into the run is state of the first.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::directed::{Error, Graph, GraphBuilder, NodeId, Registry, StageHandle, stage};

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::Kind;

#[stage(lazy, state(Arc<AtomicU64>))]
async fn First<K: Kind>() -> u64 {
    K::step(0, state.load(Ordering::Relaxed)).await
}

include!(concat!(env!("OUT_DIR"), "/directed.rs"));

/// A graph while it is built.
#[derive(Default)]
struct Wiring {
    registry: Registry,
    graph: GraphBuilder,
}

impl Wiring {
    fn first<K: Kind>(&mut self, input: &Arc<AtomicU64>) -> NodeId {
        let node = self.registry.register_with_state::<First<K>>(Arc::clone(input));
        self.graph.add(&node)
    }

    /// A step that waits for all of those.
    fn after<K: Kind>(&mut self, index: usize, from: &[NodeId]) -> NodeId {
        let node = match from.len() {
            1 => self.registry.register_with_state::<Join1<K>>(index).id(),
            2 => self.registry.register_with_state::<Join2<K>>(index).id(),
            3 => self.registry.register_with_state::<Join3<K>>(index).id(),
            10 => self.registry.register_with_state::<Join10<K>>(index).id(),
            100 => self.registry.register_with_state::<Join100<K>>(index).id(),
            _ => unreachable!("no shape joins as many"),
        };
        for (place, parent) in from.iter().enumerate() {
            let port = format!("v{place}");
            self.graph
                .connect_by_name(*parent, "out", node, &port, &self.registry)
                .expect("both take a number");
        }
        node
    }
}

/// The stages, their graph, and the last of them.
fn graph<K: Kind>(shape: Shape, input: &Arc<AtomicU64>) -> (Registry, Graph, NodeId) {
    let mut wiring = Wiring::default();
    let first = wiring.first::<K>(input);
    let last = match shape {
        Shape::Chain(steps) => (1..steps).fold(first, |node, index| wiring.after::<K>(index, &[node])),
        Shape::Ladder => {
            let mut rung: Vec<_> = (0..3).map(|rail| wiring.after::<K>(rail, &[first])).collect();
            for number in 1..10 {
                let next =
                    |rail: usize| wiring.after::<K>(number + rail, &[rung[rail], rung[(rail + 1) % 3]]);
                rung = (0..3).map(next).collect();
            }
            wiring.after::<K>(0, &rung)
        }
        _ => {
            let (layers, width) = match shape {
                Shape::Fan(branches) => (1, branches),
                Shape::Grid => (10, 10),
                _ => (1, 3),
            };
            let mut layer = vec![first];
            for _ in 0..layers {
                layer = (0..width).map(|index| wiring.after::<K>(index, &layer)).collect();
            }
            wiring.after::<K>(0, &layer)
        }
    };
    (wiring.registry, wiring.graph.build(), last)
}

/// The crate directed.
pub struct Directed;

impl Contender for Directed {
    const NAME: &'static str = "directed";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match shape {
            Shape::Race | Shape::Nested => return Err(Unable("no races")),
            Shape::Loop => return Err(Unable("no loops")),
            Shape::Each(_) | Shape::EachLimited(_) => return Err(Unable("no items")),
            Shape::Fan(1_000) => return Err(Unable("a parameter for each branch; not written in this size")),
            _ => {}
        }
        let input = Arc::new(AtomicU64::new(0));
        let built = Arc::new(graph::<K>(shape, &input));
        Ok(Runs::engine(shape, move |value| {
            let (input, built) = (Arc::clone(&input), Arc::clone(&built));
            async move {
                let (registry, graph, last) = &*built;
                input.store(value, Ordering::Relaxed);
                let outputs = graph.execute_async(registry, &[*last]).await?;
                Ok::<u64, Error>(*outputs.get(*last, 0).expect("it has run"))
            }
        }))
    }
}
