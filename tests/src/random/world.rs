//! What the steps of random flows do, and what is seen of it.
//!
//! The script and the log are the thread's, so that steps without `self` need nothing.

use std::cell::RefCell;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use flow_core::{FlowError, FlowErrorKind};
use flow_graph::machine::Outcome;
use flow_graph::machine::simulate::Act;
use flow_graph::model::Graph;
use flow_graph::random::script;
use futures::FutureExt;
use tokio::time::Instant;

use super::observed::{Ended, Observed, Seen};
use super::oracle::value;
use super::types::Produce;

/// A run of a random flow, which gives the digests of its output's parts.
pub type Running = Pin<Box<dyn Future<Output = Result<Vec<Option<u64>>, FlowError>>>>;

struct World {
    graph: Graph,
    script: u64,
    began: Instant,
    runs: Vec<Seen>,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

fn with<T>(use_it: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(|world| use_it(world.as_mut().expect("steps run in `observe`")))
}

fn now(world: &World) -> u64 {
    world.began.elapsed().as_millis() as u64
}

/// Runs a flow whose steps follow a script.
pub async fn observe(graph: &Graph, script: u64, run: fn() -> Running) -> Observed {
    let world = World { graph: graph.clone(), script, began: Instant::now(), runs: Vec::new() };
    WORLD.set(Some(world));
    let result = AssertUnwindSafe(run()).catch_unwind().await;
    let ended = match result {
        Err(panic) => {
            Ended::Panicked(panic.downcast_ref::<&str>().map_or_else(String::new, ToString::to_string))
        }
        Ok(Ok(parts)) => Ended::Output(parts),
        Ok(Err(error)) => match error.kind() {
            FlowErrorKind::LoopLimit { .. } => Ended::LoopLimit(error.step().to_owned()),
            _ => {
                let causes = error.causes().iter().map(|cause| cause.step().to_owned()).collect();
                Ended::Failed { step: error.step().to_owned(), causes }
            }
        },
    };
    let ended_at = with(|world| now(world));
    let world = WORLD.take().expect("it was there before");
    Observed { runs: world.runs, ended, ended_at }
}

/// A run of a step that has begun.
struct Begun {
    index: usize,
    value: u64,
    act: Act,
    ended: bool,
}

impl Begun {
    fn new(step: usize, given: &[u64]) -> Begun {
        with(|world| {
            let nth = world.runs.iter().filter(|run| run.step == step).count();
            let (began_at, value) = (now(world), value(step, nth, given));
            world.runs.push(Seen { step, nth, began_at, ended_at: u64::MAX, dropped: false, value });
            let act = script::act(&world.graph, world.script, step, nth);
            Begun { index: world.runs.len() - 1, value, act, ended: false }
        })
    }

    fn end<T: Produce>(mut self) -> T {
        self.ended = true;
        match &self.act.outcome {
            Outcome::Success { variant } => T::success(variant.as_deref(), self.value),
            Outcome::Failure | Outcome::GivenUp | Outcome::Broken => T::failure(self.value),
        }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        with(|world| {
            let now = now(world);
            let run = &mut world.runs[self.index];
            (run.ended_at, run.dropped) = (now, !self.ended);
        });
    }
}

/// The body of an asynchronous step that was given values with these digests.
pub async fn play<T: Produce>(step: usize, given: Vec<u64>) -> T {
    let begun = Begun::new(step, &given);
    if begun.act.duration > 0 {
        tokio::time::sleep(Duration::from_millis(begun.act.duration)).await;
    }
    begun.end()
}

/// The body of a synchronous step that was given values with these digests.
#[must_use]
pub fn play_at_once<T: Produce>(step: usize, given: Vec<u64>) -> T {
    Begun::new(step, &given).end()
}
