//! crossflow 0.0.6: workflows among the entities of bevy. Built once; a request goes in, and the app is updated until there
//! is an outcome. Steps that wait are futures in bevy's pool of threads: on one thread (`single_threaded_async`) crossflow
//! makes a pool for each future. Steps that never wait are blocking maps. A race is a scope that ends with whoever is first.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use ::crossflow::bevy_app::App;
use ::crossflow::bevy_ecs::prelude::Commands;
use ::crossflow::prelude::*;
use tokio::runtime::Handle;
use tokio_util::context::TokioContext;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{Shape, again_below};
use crate::step::{Kind, Ready};

/// A step, of what comes in and for what goes out.
fn node<K: Kind, T, U>(
    builder: &mut Builder<'_, '_, '_>,
    before: impl Fn(T) -> (usize, u64) + Send + Sync + 'static,
    after: fn((usize, u64)) -> U,
) -> Node<T, U>
where
    T: Send + Sync + 'static,
    U: Send + Sync + 'static,
{
    let step = move |values: T| {
        let (index, value) = before(values);
        async move { after((index, K::step(index, value).await)) }
    };
    if K::NAME == Ready::NAME {
        builder.create_map_block(move |values| step(values).now_or_never().expect("it is ready"))
    } else {
        // The threads of the pool are none of tokio's, whose clock the steps ask.
        builder.create_map_async(move |values| TokioContext::new(step(values), Handle::current()))
    }
}

/// A step after one other.
fn after<K: Kind>(builder: &mut Builder<'_, '_, '_>, from: Output<u64>, index: usize) -> Output<u64> {
    let node = node::<K, u64, u64>(builder, move |value| (index, value), |(_, value)| value);
    builder.connect(from, node.input);
    node.output
}

fn chain<K: Kind>(builder: &mut Builder<'_, '_, '_>, from: Output<u64>, length: usize) -> Output<u64> {
    (0..length).fold(from, |output, index| after::<K>(builder, output, index))
}

/// As many copies.
fn fork<T: Clone + Send + Sync + 'static>(
    builder: &mut Builder<'_, '_, '_>,
    from: Output<T>,
    copies: usize,
) -> Vec<Output<T>> {
    let (input, fork) = builder.create_fork_clone();
    builder.connect(from, input);
    (0..copies).map(|_| fork.clone_output(builder)).collect()
}

/// The values of all.
fn join(builder: &mut Builder<'_, '_, '_>, from: Vec<Output<u64>>) -> Output<Vec<u64>> {
    builder.join(from).output()
}

/// A step that takes the sum of what has been joined.
fn joined<K: Kind>(builder: &mut Builder<'_, '_, '_>, from: Output<Vec<u64>>, index: usize) -> Output<u64> {
    let node = node::<K, Vec<u64>, u64>(
        builder,
        move |values| (index, values.into_iter().sum()),
        |(_, value)| value,
    );
    builder.connect(from, node.input);
    node.output
}

/// A step, layers of steps beside each other, a step.
fn layers<K: Kind>(
    builder: &mut Builder<'_, '_, '_>,
    start: Output<u64>,
    layers: usize,
    width: usize,
) -> Output<u64> {
    let first = after::<K>(builder, start, 0);
    let copies = fork(builder, first, width).into_iter().enumerate();
    let layer = copies.map(|(index, copy)| after::<K>(builder, copy, index)).collect();
    let mut values = join(builder, layer);
    for _ in 1..layers {
        let copies = fork(builder, values, width).into_iter().enumerate();
        let layer = copies.map(|(index, copy)| joined::<K>(builder, copy, index)).collect();
        values = join(builder, layer);
    }
    joined::<K>(builder, values, 0)
}

fn ladder<K: Kind>(builder: &mut Builder<'_, '_, '_>, start: Output<u64>) -> Output<u64> {
    let first = after::<K>(builder, start, 0);
    let copies = fork(builder, first, 3).into_iter().enumerate();
    let mut rung: Vec<_> = copies.map(|(rail, copy)| after::<K>(builder, copy, rail)).collect();
    for number in 1..10 {
        let mut copies: Vec<Vec<_>> = rung.into_iter().map(|output| fork(builder, output, 2)).collect();
        let mut copy = |rail: usize| copies[rail % 3].pop().expect("two steps wait for each");
        let pairs = [0, 1, 2].map(|rail| vec![copy(rail), copy(rail + 1)]);
        let next = pairs.into_iter().enumerate().map(|(rail, pair)| {
            let pair = join(builder, pair);
            joined::<K>(builder, pair, number + rail)
        });
        rung = next.collect();
    }
    let values = join(builder, rung);
    joined::<K>(builder, values, 0)
}

fn race<K: Kind>(builder: &mut Builder<'_, '_, '_>, start: Output<u64>) -> Output<u64> {
    let first = after::<K>(builder, start, 0);
    let scope = builder.create_io_scope(|scope: Scope<u64, u64>, builder| {
        for (index, copy) in fork(builder, scope.start, 3).into_iter().enumerate() {
            let output = after::<K>(builder, copy, index);
            builder.connect(output, scope.terminate);
        }
    });
    builder.connect(first, scope.input);
    after::<K>(builder, scope.output, 0)
}

fn nested<K: Kind>(builder: &mut Builder<'_, '_, '_>, start: Output<u64>) -> Output<u64> {
    let first = after::<K>(builder, start, 0);
    let outer = builder.create_io_scope(|outer: Scope<u64, u64>, builder| {
        let inner = builder.create_io_scope(|inner: Scope<u64, u64>, builder| {
            for copy in fork(builder, inner.start, 2) {
                let output = chain::<K>(builder, copy, 10);
                builder.connect(output, inner.terminate);
            }
        });
        let mut copies = fork(builder, outer.start, 2);
        let long = copies.pop().expect("there are two");
        builder.connect(copies.pop().expect("there are two"), inner.input);
        for (from, length) in [(inner.output, 10), (long, 30)] {
            let output = chain::<K>(builder, from, length);
            builder.connect(output, outer.terminate);
        }
    });
    builder.connect(first, outer.input);
    after::<K>(builder, outer.output, 0)
}

fn turns<K: Kind>(builder: &mut Builder<'_, '_, '_>, start: Output<u64>) -> Output<u64> {
    let first = after::<K>(builder, start, 0);
    let work = node::<K, u64, u64>(builder, |value| (0, value), |(_, value)| value);
    let judge = node::<K, u64, Result<u64, u64>>(
        builder,
        |value| (1, value),
        |(_, value)| if value < again_below() { Err(value) } else { Ok(value) },
    );
    builder.connect(first, work.input);
    builder.connect(work.output, judge.input);
    let (input, judged) = builder.create_fork_result();
    builder.connect(judge.output, input);
    builder.connect(judged.err, work.input);
    after::<K>(builder, judged.ok, 0)
}

fn each<K: Kind>(builder: &mut Builder<'_, '_, '_>, start: Output<u64>, items: usize) -> Output<u64> {
    let item = node::<K, (usize, u64), (usize, u64)>(builder, |item| item, |item| item);
    builder
        .chain(start)
        .map_block(move |value: u64| (value..value + items as u64).enumerate().collect::<Vec<_>>())
        .spread()
        .connect(item.input);
    let values = builder.chain(item.output).collect_n::<16>(items);
    let sum = values.map_block(move |values| {
        let mut in_order = vec![0; items];
        for (index, value) in values {
            in_order[index] = value;
        }
        in_order.into_iter().sum::<u64>()
    });
    sum.output()
}

/// The workflow of a shape.
fn workflow<K: Kind>(app: &mut App, shape: Shape) -> Service<u64, u64> {
    app.world_mut().spawn_io_workflow(move |scope: Scope<u64, u64>, builder| {
        let start = scope.start;
        let output = match shape {
            Shape::Chain(steps) => chain::<K>(builder, start, steps),
            Shape::Ladder => ladder::<K>(builder, start),
            Shape::Race => race::<K>(builder, start),
            Shape::Nested => nested::<K>(builder, start),
            Shape::Loop => turns::<K>(builder, start),
            Shape::Each(items) | Shape::EachLimited(items) => each::<K>(builder, start, items),
            Shape::Diamond => layers::<K>(builder, start, 1, 3),
            Shape::Fan(branches) => layers::<K>(builder, start, 1, branches),
            Shape::Grid => layers::<K>(builder, start, 10, 10),
        };
        builder.connect(output, scope.terminate);
    })
}

/// The crate crossflow.
pub struct Crossflow;

impl Contender for Crossflow {
    const NAME: &'static str = "crossflow";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match shape {
            Shape::EachLimited(_) => return Err(Unable("nothing limits how many items it works on")),
            Shape::Each(100_000) => return Err(Unable("was not done with four runs after fifty seconds")),
            _ => {}
        }
        let mut app = App::new();
        app.add_plugins(CrossflowExecutorApp::default());
        let workflow = workflow::<K>(&mut app, shape);
        let app = Rc::new(RefCell::new(app));
        Ok(Runs::local(shape, move |value| {
            let app = Rc::clone(&app);
            async move {
                let request = |commands: &mut Commands<'_, '_>| commands.request(value, workflow).outcome();
                let mut outcome = app.borrow_mut().world_mut().command(request);
                loop {
                    app.borrow_mut().update();
                    if let Some(outcome) = outcome.try_recv() {
                        return outcome;
                    }
                    // Lets the clock go on.
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
        }))
    }
}
