//! dfir_rs 0.17.0-alpha.6: graphs of streams, compiled by a macro. Built once; what goes into a run is sent to a channel.
//! Steps are futures in a stream. A graph runs in ticks: in one tick it waits for each stream of futures in turn, which
//! makes steps beside each other one stream. In the mesh, futures are left to later ticks.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use ::dfir_rs::dfir_syntax;
use ::dfir_rs::scheduled::context::{Dfir, TickClosure};
use ::dfir_rs::util::unbounded_channel;
use futures::Stream;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::unconstrained;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{Shape, again_below};
use crate::step::Kind;

include!(concat!(env!("OUT_DIR"), "/dfir.rs"));

/// What a run has given.
type Output = Rc<Cell<Option<u64>>>;

/// Both ends of the channel that inputs come from, and the place for the output.
fn ends() -> (UnboundedSender<u64>, impl Stream<Item = u64> + Unpin, Output) {
    let (send, input) = unbounded_channel();
    (send, input, Output::default())
}

/// Runs that take a tick.
fn run_tick<T: TickClosure + 'static>(
    shape: Shape,
    graph: Dfir<T>,
    send: UnboundedSender<u64>,
    output: Output,
) -> Runs {
    let graph = Rc::new(Cell::new(Some(Box::new(graph))));
    Runs::local(shape, move |value| {
        let (graph, send, output) = (Rc::clone(&graph), send.clone(), Rc::clone(&output));
        // Runs that never wait use up the task's budget, and then the channel seems to be empty.
        unconstrained(async move {
            let mut running = graph.take().expect("one run after the other");
            send.send(value).expect("it listens");
            running.run_tick().await;
            graph.set(Some(running));
            output.take().expect("it has run")
        })
    })
}

/// Runs that take as many ticks as it takes.
fn run_until<T: TickClosure + 'static>(
    shape: Shape,
    graph: Dfir<T>,
    send: UnboundedSender<u64>,
    output: Output,
) -> Runs {
    let graph = Rc::new(Cell::new(Some(Box::new(graph))));
    Runs::local(shape, move |value| {
        let (graph, send, output) = (Rc::clone(&graph), send.clone(), Rc::clone(&output));
        unconstrained(async move {
            let mut running = graph.take().expect("one run after the other");
            send.send(value).expect("it listens");
            let value = {
                let mut ticks = pin!(running.run());
                poll_fn(|cx| match ticks.as_mut().poll(cx) {
                    Poll::Pending => output.take().map_or(Poll::Pending, Poll::Ready),
                })
                .await
            };
            graph.set(Some(running));
            value
        })
    })
}

fn fan<K: Kind>(shape: Shape, branches: usize) -> Runs {
    let (send, input, output) = ends();
    let place = Rc::clone(&output);
    let graph = dfir_syntax! {
        source_stream(input) -> map(|value: u64| K::step(0, value)) -> resolve_futures_blocking()
            -> flat_map(|value: u64| (0..branches).map(move |index| K::step(index, value)))
            -> resolve_futures_blocking()
            -> fold::<'tick>(|| 0, |sum: &mut u64, value| *sum += value)
            -> map(|value: u64| K::step(0, value)) -> resolve_futures_blocking()
            -> for_each(|value: u64| place.set(Some(value)));
    };
    run_tick(shape, graph, send, output)
}

fn turns<K: Kind>(shape: Shape) -> Runs {
    let (send, input, output) = ends();
    let place = Rc::clone(&output);
    let graph = dfir_syntax! {
        first = source_stream(input) -> map(|value: u64| K::step(0, value)) -> resolve_futures_blocking();
        loop {
            begin = first -> batch() -> identity();
            loop {
                turn = union();
                begin -> batch() -> turn;
                again -> turn;
                judged = turn
                    -> map(|value: u64| K::step(0, value)) -> resolve_futures_blocking()
                    -> map(|value: u64| K::step(1, value)) -> resolve_futures_blocking()
                    -> tee();
                again = judged -> filter(|value: &u64| *value < again_below()) -> defer_tick();
                judged -> filter(|value: &u64| *value >= again_below()) -> done;
            };
            done = all_iterations()
                -> map(|value: u64| K::step(0, value)) -> resolve_futures_blocking()
                -> for_each(|value: u64| place.set(Some(value)));
        };
    };
    run_tick(shape, graph, send, output)
}

fn each<K: Kind>(shape: Shape, items: usize) -> Runs {
    let (send, input, output) = ends();
    let place = Rc::clone(&output);
    let graph = dfir_syntax! {
        source_stream(input)
            -> flat_map(|value: u64| (value..value + items as u64).map(|item| K::step(item as usize, item)))
            -> resolve_futures_blocking_ordered()
            -> fold::<'tick>(Vec::new, |values: &mut Vec<u64>, value| values.push(value))
            -> map(|values: Vec<u64>| values.into_iter().sum())
            -> for_each(|value: u64| place.set(Some(value)));
    };
    run_tick(shape, graph, send, output)
}

/// The crate dfir_rs.
pub struct DfirRs;

impl Contender for DfirRs {
    const NAME: &'static str = "dfir_rs";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Chain(3) => chain3::<K>(shape),
            Shape::Chain(10) => chain10::<K>(shape),
            Shape::Diamond => fan::<K>(shape, 3),
            Shape::Fan(branches) => fan::<K>(shape, branches),
            Shape::Grid => grid::<K>(shape),
            Shape::Ladder => ladder::<K>(shape),
            Shape::Loop => turns::<K>(shape),
            Shape::Each(items) => each::<K>(shape, items),
            Shape::Race | Shape::Nested => {
                return Err(Unable("does not drop what has lost, which comes into the next run"));
            }
            Shape::EachLimited(_) => return Err(Unable("its streams of futures have no limit")),
            Shape::Chain(_) => {
                return Err(Unable(
                    "types nest with each operator: rustc was not done after fourteen minutes",
                ));
            }
        })
    }
}
