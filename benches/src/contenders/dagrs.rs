//! dagrs 0.9.0: nodes that run side by side as tasks and hand on values through channels. Built once, and reset after each
//! run, which makes the channels anew; but not those inside a loop, so a graph with a loop is built for each run. Who has
//! lost a race runs to its end, and the run waits for that.

use std::marker::PhantomData;
use std::sync::Arc;

use ::dagrs::async_trait::async_trait;
use ::dagrs::connection::in_channel::TypedInChannels;
use ::dagrs::connection::out_channel::TypedOutChannels;
use ::dagrs::graph::loop_subgraph::LoopSubgraph;
use ::dagrs::node::typed_action::TypedAction;
use ::dagrs::{
    Action, Content, DagrsError, DefaultNode, EnvVar, Graph, InChannels, Node, NodeId, NodeTable,
    OutChannels, Output,
};
use tokio::sync::Mutex;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{Shape, again_below};
use crate::step::Kind;

/// What a step begins with.
#[derive(Clone, Copy)]
enum From {
    /// What goes into the run.
    Input,
    /// The values of all that it waits for.
    All,
    /// The first value.
    First,
}

/// A step.
struct Step<K> {
    index: usize,
    from: From,
    kind: PhantomData<K>,
}

#[async_trait]
impl<K: Kind> TypedAction for Step<K> {
    type I = u64;
    type O = u64;

    async fn run(
        &self,
        mut values: TypedInChannels<u64>,
        next: TypedOutChannels<u64>,
        env: Arc<EnvVar>,
    ) -> Output {
        let value = match self.from {
            From::Input => *env.get_ref::<u64>("input").expect("it is set"),
            From::All => {
                let values = values.map(|value| *value.expect("it is sent").expect("a number")).await;
                values.into_iter().sum()
            }
            From::First => {
                let (_, value) = values.recv_any().await.expect("one is sent");
                *value.expect("a number")
            }
        };
        let value = K::step(self.index, value).await;
        next.broadcast(value).await;
        Output::Out(Some(Content::new(value)))
    }
}

/// The step of the loop: works on what comes from before, then on what the router gives back until it gives nothing more.
struct Work<K> {
    before: NodeId,
    judge: NodeId,
    kind: PhantomData<K>,
}

#[async_trait]
impl<K: Kind> Action for Work<K> {
    async fn run(&self, values: &mut InChannels, next: &mut OutChannels, _: Arc<EnvVar>) -> Output {
        let mut content = values.recv_from(&self.before).await;
        while let Some(value) = content.ok().and_then(Content::into_inner::<u64>) {
            let value = K::step(0, *value).await;
            next.send_to(&self.judge, Content::new(value)).await.expect("it listens");
            content = values.recv_from(&self.judge).await;
        }
        Output::empty()
    }
}

/// The router of the loop: gives a value back, or on to the step after the loop.
struct Judge<K> {
    work: NodeId,
    last: NodeId,
    kind: PhantomData<K>,
}

#[async_trait]
impl<K: Kind> Action for Judge<K> {
    async fn run(&self, values: &mut InChannels, next: &mut OutChannels, _: Arc<EnvVar>) -> Output {
        loop {
            let content = values.recv_from(&self.work).await.expect("there is a value for each turn");
            let value = K::step(1, *content.into_inner::<u64>().expect("a number")).await;
            if value >= again_below() {
                next.send_to(&self.last, Content::new(value)).await.expect("it listens");
                next.close(&self.work).await;
                return Output::empty();
            }
            next.send_to(&self.work, Content::new(value)).await.expect("it listens");
        }
    }
}

/// A graph while it is built.
#[derive(Default)]
struct Wiring {
    names: NodeTable,
    graph: Graph,
    nodes: usize,
}

impl Wiring {
    fn node<A: TypedAction + 'static>(&mut self, action: A) -> DefaultNode {
        self.nodes += 1;
        DefaultNode::with_action(format!("n{}", self.nodes), action, &mut self.names)
    }

    fn add(&mut self, node: DefaultNode) -> NodeId {
        let id = node.id();
        self.graph.add_node(node).expect("a node");
        id
    }

    fn step<K: Kind>(&mut self, index: usize, from: From, after: &[NodeId]) -> NodeId {
        let node = self.node(Step::<K> { index, from, kind: PhantomData });
        let id = self.add(node);
        for before in after {
            self.graph.add_edge(*before, vec![id]).expect("an edge");
        }
        id
    }

    fn first<K: Kind>(&mut self) -> NodeId {
        self.step::<K>(0, From::Input, &[])
    }

    /// As many steps after that one.
    fn chain<K: Kind>(&mut self, length: usize, before: NodeId) -> NodeId {
        (0..length).fold(before, |node, index| self.step::<K>(index, From::All, &[node]))
    }

    /// A step, ten turns of a step and a router, a step.
    fn turns<K: Kind>(&mut self) -> NodeId {
        let before = self.first::<K>();
        let last = self.step::<K>(0, From::All, &[]);
        let mut work = DefaultNode::new("work".to_owned(), &mut self.names);
        let mut judge = DefaultNode::new("judge".to_owned(), &mut self.names);
        let (work_id, judge_id) = (work.id(), judge.id());
        work.set_action(Work::<K> { before, judge: judge_id, kind: PhantomData });
        judge.set_action(Judge::<K> { work: work_id, last, kind: PhantomData });
        let mut turns = LoopSubgraph::new("turns".to_owned(), &mut self.names);
        turns.add_node(work).expect("a node");
        turns.add_node(judge).expect("a node");
        self.graph.add_node(turns).expect("a node");
        for (from, to) in [(before, work_id), (work_id, judge_id), (judge_id, work_id), (judge_id, last)] {
            self.graph.add_edge(from, vec![to]).expect("an edge");
        }
        last
    }
}

/// The graph and its last step.
fn graph<K: Kind>(shape: Shape) -> (Graph, NodeId) {
    let mut wiring = Wiring::default();
    let last = match shape {
        Shape::Loop => wiring.turns::<K>(),
        Shape::Chain(steps) => {
            let first = wiring.first::<K>();
            (1..steps).fold(first, |node, index| wiring.step::<K>(index, From::All, &[node]))
        }
        Shape::Race => {
            let first = wiring.first::<K>();
            let racers: Vec<_> = (0..3).map(|index| wiring.step::<K>(index, From::All, &[first])).collect();
            wiring.step::<K>(0, From::First, &racers)
        }
        Shape::Nested => {
            let first = wiring.first::<K>();
            let (a, b) = (wiring.chain::<K>(10, first), wiring.chain::<K>(10, first));
            let won = wiring.step::<K>(0, From::First, &[a, b]);
            let inner = (1..10).fold(won, |node, index| wiring.step::<K>(index, From::All, &[node]));
            let long = wiring.chain::<K>(30, first);
            wiring.step::<K>(0, From::First, &[inner, long])
        }
        Shape::Ladder => {
            let first = wiring.first::<K>();
            let mut rung: Vec<_> = (0..3).map(|rail| wiring.step::<K>(rail, From::All, &[first])).collect();
            for number in 1..10 {
                let next = |rail: usize| {
                    wiring.step::<K>(number + rail, From::All, &[rung[rail], rung[(rail + 1) % 3]])
                };
                rung = (0..3).map(next).collect();
            }
            wiring.step::<K>(0, From::All, &rung)
        }
        _ => {
            let (layers, width) = match shape {
                Shape::Fan(branches) => (1, branches),
                Shape::Grid => (10, 10),
                _ => (1, 3),
            };
            let mut layer = vec![wiring.first::<K>()];
            for _ in 0..layers {
                layer = (0..width).map(|index| wiring.step::<K>(index, From::All, &layer)).collect();
            }
            wiring.step::<K>(0, From::All, &layer)
        }
    };
    (wiring.graph, last)
}

async fn run(graph: &mut Graph, last: NodeId, value: u64) -> Result<u64, DagrsError> {
    let mut env = EnvVar::new(NodeTable::default());
    env.set("input", value);
    graph.set_env(env);
    graph.async_start().await?;
    Ok(*graph.get_results::<u64>()[&last].clone().expect("it has run"))
}

/// The crate dagrs.
pub struct Dagrs;

impl Contender for Dagrs {
    const NAME: &'static str = "dagrs";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        if matches!(shape, Shape::Each(_) | Shape::EachLimited(_)) {
            return Err(Unable("no items"));
        }
        if shape == Shape::Loop {
            return Ok(Runs::engine(shape, move |value| async move {
                let (mut graph, last) = graph::<K>(shape);
                run(&mut graph, last, value).await
            }));
        }
        let (graph, last) = graph::<K>(shape);
        let graph = Arc::new(Mutex::new(graph));
        Ok(Runs::engine(shape, move |value| {
            let graph = Arc::clone(&graph);
            async move {
                let mut graph = graph.lock().await;
                let value = run(&mut graph, last, value).await?;
                graph.reset().await?;
                Ok::<u64, DagrsError>(value)
            }
        }))
    }
}
