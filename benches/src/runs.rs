//! Runs of one shape by one contender, as something that can be measured without knowing its type.

use std::fmt::Debug;
use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use futures::future::{BoxFuture, LocalBoxFuture};
use tokio::runtime::Runtime;
use tokio::task::LocalSet;

use crate::shape::{INPUT, Shape};

/// What a run gives.
pub trait Outcome {
    /// The value, of a run that has not failed.
    fn value(self) -> u64;
}

impl Outcome for u64 {
    fn value(self) -> u64 {
        self
    }
}

impl<E: Debug> Outcome for Result<u64, E> {
    fn value(self) -> u64 {
        self.expect("no step fails")
    }
}

/// As many runs, and how long they took.
enum Runner {
    /// In a task of a runtime of one thread.
    Task(Box<dyn Fn(u64) -> BoxFuture<'static, Duration>>),
    /// The same, for what is not `Send`.
    Local(Box<dyn Fn(u64) -> LocalBoxFuture<'static, Duration>>),
    /// In a loop of its own.
    Own(Box<dyn Fn(u64) -> Duration>),
}

/// Runs of one shape by one contender.
pub struct Runs {
    runner: Runner,
    /// The future of a run, where it is all that there is of a run.
    pub inline: Option<Inline>,
}

/// Runs that need no runtime.
pub struct Inline {
    /// How large the future of a run is.
    pub size: usize,
    /// The future of a run.
    pub begin: Box<dyn Fn() -> BoxFuture<'static, u64>>,
    /// Runs that often, without any task: polls each until it is done.
    pub poll: Box<dyn Fn(u64)>,
}

/// Runs that often, checks each, and says how long it took.
async fn timed<F>(shape: Shape, times: u64, run: impl Fn(u64) -> F) -> Duration
where
    F: Future<Output: Outcome>,
{
    let expected = shape.expected();
    let begin = Instant::now();
    for _ in 0..times {
        assert_eq!(run(black_box(INPUT)).await.value(), expected, "{shape:?} gives what it should");
    }
    begin.elapsed()
}

/// Behind a call, as in a runtime. Inlined into the loop that counts, small futures are optimized as no runtime's are: what is
/// called in two nested loops seems hot, so that LLVM inlines the steps too.
#[inline(never)]
fn poll_once<F: Future>(run: Pin<&mut F>, cx: &mut Context<'_>) -> Poll<F::Output> {
    run.poll(cx)
}

impl Runs {
    /// Runs that are each a future and nothing else.
    pub fn inline<F>(shape: Shape, run: impl Fn(u64) -> F + Copy + Send + Sync + 'static) -> Runs
    where
        F: Future<Output: Outcome> + Send + 'static,
    {
        let poll = move |times| {
            let mut cx = Context::from_waker(Waker::noop());
            for _ in 0..times {
                let mut run = pin!(run(black_box(INPUT)));
                let value = loop {
                    if let Poll::Ready(output) = poll_once(run.as_mut(), &mut cx) {
                        break output.value();
                    }
                };
                assert_eq!(value, shape.expected(), "{shape:?} gives what it should");
            }
        };
        let inline = Inline {
            size: size_of::<F>(),
            begin: Box::new(move || Box::pin(async move { run(INPUT).await.value() })),
            poll: Box::new(poll),
        };
        Runs { inline: Some(inline), ..Runs::engine(shape, run) }
    }

    /// Runs of which the future is only a part.
    pub fn engine<F>(shape: Shape, run: impl Fn(u64) -> F + Clone + Send + Sync + 'static) -> Runs
    where
        F: Future<Output: Outcome> + Send + 'static,
    {
        let runner = Runner::Task(Box::new(move |times| Box::pin(timed(shape, times, run.clone()))));
        Runs { runner, inline: None }
    }

    /// The same, where it is not `Send`.
    pub fn local<F>(shape: Shape, run: impl Fn(u64) -> F + Clone + 'static) -> Runs
    where
        F: Future<Output: Outcome> + 'static,
    {
        let runner = Runner::Local(Box::new(move |times| Box::pin(timed(shape, times, run.clone()))));
        Runs { runner, inline: None }
    }

    /// Runs outside of any task.
    pub fn own(shape: Shape, run: impl Fn(u64) -> u64 + 'static) -> Runs {
        let runner = Runner::Own(Box::new(move |times| {
            let expected = shape.expected();
            let begin = Instant::now();
            for _ in 0..times {
                assert_eq!(run(black_box(INPUT)), expected, "{shape:?} gives what it should");
            }
            begin.elapsed()
        }));
        Runs { runner, inline: None }
    }

    /// Runs that often, checks each, and says how long it took.
    pub fn time(&self, runtime: &Runtime, times: u64) -> Duration {
        match &self.runner {
            Runner::Task(run) => {
                runtime.block_on(async { tokio::spawn(run(times)).await.expect("no run panics") })
            }
            Runner::Local(run) => LocalSet::new().block_on(runtime, run(times)),
            Runner::Own(run) => {
                let _guard = runtime.enter();
                run(times)
            }
        }
    }
}

/// A runtime of this thread, whose clock goes on by itself when everything waits.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime")
}
