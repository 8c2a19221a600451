//! Watching runs: what generated code tells, and what observers make of it. The code of the flows is written by hand, as
//! the macro writes it.

#![allow(clippy::unit_arg, reason = "what steps hand on is beside the point")]

/// A branch as a future, which holds its own `watch` by value, as generated code has it: a block that only refers to what is
/// around it holds a reference, which has a size also where a watch has none.
macro_rules! branch {
    ($watch:ident, $body:block) => {{
        let own = rt::Watch::branch(&$watch);
        async {
            #[allow(unused_variables)]
            let $watch = own;
            $body
        }
    }};
}

macro_rules! try_join {
    ($watch:ident; $($name:ident = $body:block),+ $(,)?) => {
        rt::join(($(branch!($watch, $body),)+)).await
    };
}

macro_rules! race {
    ($watch:ident; $id:expr, $flow:expr, $step:expr; $($member:expr => $name:ident = $body:block),+ $(,)?) => {{
        $(let $name = branch!($watch, $body);)+
        rt::race!($watch; $id, $flow, $step, [$($member),+]; rt::racers(($($name,)+)))
    }};
}

macro_rules! quorum {
    (
        $watch:ident; $id:expr, $flow:expr, $step:expr, $needed:expr;
        $($member:expr => $name:ident = $body:block),+ $(,)?
    ) => {{
        $(let $name = branch!($watch, $body);)+
        rt::quorum!($watch; $id, $flow, $step, $needed; $($member => $name),+)
    }};
}

mod events;
#[cfg(feature = "progress")]
mod progress;
mod side_by_side;
mod size;
#[cfg(feature = "tracing")]
mod tracing;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use flow_core::__private::{self as rt, RunOptions};
use flow_core::observe::{Observer, Recorder};
use flow_core::{FlowError, Graph};
use flow_graph::model::{Step, StepKind};

/// How a run ends.
pub type Outcome<T> = Result<T, FlowError<String>>;

/// A flow of steps with these names; nothing else about it matters.
pub fn graph(name: &'static str, steps: &[&'static str]) -> &'static Graph {
    let mut graph = Graph::new(name);
    graph.steps.to_mut().extend(steps.iter().map(|step| Step::new(*step, StepKind::Start)));
    Box::leak(Box::new(graph))
}

/// Runs a flow that is watched by `observer`.
pub async fn watched<O: Observer, T, F: Future<Output = Outcome<T>>>(
    observer: O,
    flow: &'static Graph,
    make: impl FnOnce(rt::Watching<O>) -> F,
) -> Outcome<T> {
    let options = RunOptions::new().observed_by(observer);
    rt::limited(options, flow, |error| rt::describe!(error), None, make).await
}

/// The lines of what happens in a run, without the flow's own.
pub fn lines_of<T, F: Future<Output = Outcome<T>>>(
    flow: &'static Graph,
    make: impl FnOnce(rt::Watching<&'static Recorder>) -> F,
) -> (Outcome<T>, Vec<String>) {
    let recorder: &'static Recorder = Box::leak(Box::default());
    let result = at_once(watched(recorder, flow, make));
    let lines = recorder.lines().into_iter().filter(|line| !line.contains(" flow ")).collect();
    (result, lines)
}

/// Runs what never waits.
pub fn at_once<F: Future>(future: F) -> F::Output {
    poll_once(pin!(future)).expect("it waits")
}

/// One instant.
pub fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// The failure of a flow by an error of a step.
pub fn own_error(error: &str) -> FlowError<String> {
    rt::failed("F", "step", error.to_string())
}
