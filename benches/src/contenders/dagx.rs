//! dagx 0.3.1: typed handles, a graph built for each run, layer after layer in spawned tasks. Its joins take eight values.
//!
//! Its macro takes no generics, so a step is a function that boxes its future: one allocation more than it needs.

use ::dagx::{DagRunner, Task, TaskHandle, task};
use futures::future::BoxFuture;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::Kind;

type Step = fn(usize, u64) -> BoxFuture<'static, u64>;

struct First(u64, Step);

#[task]
impl First {
    async fn run(&self) -> u64 {
        (self.1)(0, self.0).await
    }
}

struct One(usize, Step);

#[task]
impl One {
    async fn run(&self, value: &u64) -> u64 {
        (self.1)(self.0, *value).await
    }
}

struct Two(usize, Step);

#[task]
impl Two {
    async fn run(&self, a: &u64, b: &u64) -> u64 {
        (self.1)(self.0, a + b).await
    }
}

struct Three(Step);

#[task]
impl Three {
    async fn run(&self, a: &u64, b: &u64, c: &u64) -> u64 {
        (self.0)(0, a + b + c).await
    }
}

async fn run<K: Kind>(shape: Shape, value: u64) -> u64 {
    let step: Step = |index, value| Box::pin(K::step(index, value));
    let dag = DagRunner::new();
    let first: TaskHandle<u64> = dag.add_task(First(value, step)).into();
    let after = |node: &TaskHandle<u64>, index| dag.add_task(One(index, step)).depends_on(node);
    let last = match shape {
        Shape::Chain(steps) => (1..steps).fold(first, |node, index| after(&node, index)),
        _ => {
            let mut rung: Vec<_> = (0..3).map(|rail| after(&first, rail)).collect();
            for number in 1..if shape == Shape::Ladder { 10 } else { 1 } {
                let next = |rail: usize| {
                    let task = dag.add_task(Two(number + rail, step));
                    task.depends_on((&rung[rail], &rung[(rail + 1) % 3]))
                };
                rung = (0..3).map(next).collect();
            }
            dag.add_task(Three(step)).depends_on((&rung[0], &rung[1], &rung[2]))
        }
    };
    let spawn = |step| {
        tokio::spawn(step);
    };
    dag.run(spawn).await.expect("no step fails");
    dag.get(last).expect("it has run")
}

/// The crate dagx.
pub struct Dagx;

impl Contender for Dagx {
    const NAME: &'static str = "dagx";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match shape {
            Shape::Chain(_) | Shape::Diamond | Shape::Ladder => {
                Ok(Runs::local(shape, move |value| run::<K>(shape, value)))
            }
            Shape::Fan(_) | Shape::Grid => Err(Unable("joins at most eight")),
            Shape::Race | Shape::Nested => Err(Unable("no races")),
            Shape::Loop => Err(Unable("no loops")),
            Shape::Each(_) | Shape::EachLimited(_) => Err(Unable("no items")),
        }
    }
}
