//! async_dag 0.1.2: a graph of closures, built for each run, because a run uses it up. Its joins take twelve values.

use ::async_dag::{Graph, NodeIndex};

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::Kind;

/// A step after one other.
fn after<K: Kind>(graph: &mut Graph<'static>, node: NodeIndex, index: usize) -> NodeIndex {
    let step = graph.add_child_task(node, move |value: u64| K::step(index, value), 0).ok();
    step.expect("it takes a number")
}

/// Further values for a step that has its first.
fn feed(graph: &mut Graph<'static>, from: &[NodeIndex], node: NodeIndex) -> NodeIndex {
    for (place, parent) in from.iter().enumerate().skip(1) {
        graph.update_dependency(*parent, node, u8::try_from(place).expect("few")).expect("it takes a number");
    }
    node
}

/// A step after two, three or ten others.
fn join<K: Kind>(graph: &mut Graph<'static>, from: &[NodeIndex], index: usize) -> NodeIndex {
    let first = from[0];
    let node = match from.len() {
        2 => graph.add_child_task(first, move |a: u64, b: u64| K::step(index, a + b), 0).ok(),
        3 => graph.add_child_task(first, move |a: u64, b: u64, c: u64| K::step(index, a + b + c), 0).ok(),
        _ => {
            let ten =
                move |a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64, i: u64, j: u64| {
                    K::step(index, a + b + c + d + e + f + g + h + i + j)
                };
            graph.add_child_task(first, ten, 0).ok()
        }
    };
    feed(graph, from, node.expect("it takes a number"))
}

async fn run<K: Kind>(shape: Shape, value: u64) -> u64 {
    let mut graph = Graph::new();
    let first = graph.add_task(move || K::step(0, value));
    let last = match shape {
        Shape::Chain(steps) => (1..steps).fold(first, |node, index| after::<K>(&mut graph, node, index)),
        Shape::Ladder => {
            let mut rung: Vec<_> = (0..3).map(|rail| after::<K>(&mut graph, first, rail)).collect();
            for number in 1..10 {
                let next =
                    |rail: usize| join::<K>(&mut graph, &[rung[rail], rung[(rail + 1) % 3]], number + rail);
                rung = (0..3).map(next).collect();
            }
            join::<K>(&mut graph, &rung, 0)
        }
        _ => {
            let (layers, width) = match shape {
                Shape::Diamond => (1, 3),
                Shape::Grid => (10, 10),
                _ => (1, 10),
            };
            let mut layer: Vec<_> = (0..width).map(|index| after::<K>(&mut graph, first, index)).collect();
            for _ in 1..layers {
                layer = (0..width).map(|index| join::<K>(&mut graph, &layer, index)).collect();
            }
            join::<K>(&mut graph, &layer, 0)
        }
    };
    graph.run().await;
    graph.get_value::<u64>(last).expect("it has run")
}

/// The crate async_dag.
pub struct AsyncDag;

impl Contender for AsyncDag {
    const NAME: &'static str = "async_dag";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match shape {
            Shape::Chain(_) | Shape::Diamond | Shape::Fan(10) | Shape::Grid | Shape::Ladder => {
                Ok(Runs::local(shape, move |value| run::<K>(shape, value)))
            }
            Shape::Fan(_) => Err(Unable("joins at most twelve")),
            Shape::Race | Shape::Nested => Err(Unable("no races")),
            Shape::Loop => Err(Unable("no loops")),
            Shape::Each(_) | Shape::EachLimited(_) => Err(Unable("no items")),
        }
    }
}
