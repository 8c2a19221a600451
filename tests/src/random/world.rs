//! What the steps of random flows do, and what is seen of it.
//!
//! The script and the log are the thread's, so that steps without `self` need nothing.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use flow_core::observe::Recorder;
use flow_core::{Cause, Context, FlowError, FlowErrorKind};
use flow_graph::machine::Outcome;
use flow_graph::machine::simulate::{Act, Call};
use flow_graph::model::Graph;
use flow_graph::random::script;
use futures::FutureExt;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::calls::value;
use super::limit::Limit;
use super::observed::{Blame, Ended, Observed, Seen};
use super::story::Story;
use super::types::{Digest, E, Produce};

/// A run of a random flow, which gives the digests of its output's parts.
pub type Running = Pin<Box<dyn Future<Output = Result<Vec<Option<u64>>, FlowError>>>>;

/// How a runner is to run a random flow.
#[derive(Debug)]
pub struct Watch {
    /// Who is told what happens.
    pub recorder: Arc<Recorder>,
    /// When it ends at the latest.
    pub deadline: Instant,
    /// Whoever cancels this ends it too.
    pub token: CancellationToken,
}

/// Which call of a step's method it is, as far as the method knows.
#[derive(Debug, Clone, Copy)]
pub struct Called {
    step: usize,
    item: Option<usize>,
    attempt: u32,
}

impl Called {
    /// The only one.
    #[must_use]
    pub fn once(step: usize) -> Called {
        Called { step, item: None, attempt: 1 }
    }

    /// What the context says.
    #[must_use]
    pub fn by(step: usize, cx: Context<'_>) -> Called {
        assert_eq!(cx.step(), format!("s{step}"), "the context is another step's");
        Called { step, item: cx.item(), attempt: cx.attempt() }
    }
}

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

/// Runs a flow whose steps follow a script. It is dropped if the limit says so, which can be no other.
pub async fn observe(graph: &Graph, script: u64, run: fn() -> Running, limit: Limit) -> Observed {
    see(graph, script, run(), &CancellationToken::new(), limit).await
}

/// Runs a flow with a runner, and tells what the observer was told.
pub async fn observe_watched(
    graph: &Graph,
    script: u64,
    run: fn(Watch) -> Running,
    limit: Limit,
) -> (Observed, Story) {
    let (recorder, token, began) = (Arc::new(Recorder::new()), CancellationToken::new(), Instant::now());
    // A flow that hangs ends after a day.
    let deadline = if let Limit::Deadline(at) = limit { at } else { 86_400_000 };
    let watch = Watch {
        recorder: Arc::clone(&recorder),
        deadline: began + Duration::from_millis(deadline),
        token: token.clone(),
    };
    let observed = see(graph, script, run(watch), &token, limit).await;
    (observed, Story::new(&recorder.take(), began))
}

type Caught = Result<Result<Vec<Option<u64>>, FlowError>, Box<dyn Any + Send>>;

/// What comes of a run; nothing if it is dropped.
async fn drive(run: Running, token: &CancellationToken, limit: Limit) -> Option<Caught> {
    let mut run = pin!(AssertUnwindSafe(run).catch_unwind());
    if let Limit::DroppedAt(at) | Limit::CancelledAt(at) = limit {
        tokio::select! {
            biased;
            result = &mut run => return Some(result),
            () = sleep(Duration::from_millis(at)) => {}
        }
        if let Limit::DroppedAt(_) = limit {
            return None;
        }
        token.cancel();
    }
    Some(run.await)
}

async fn see(graph: &Graph, script: u64, run: Running, token: &CancellationToken, limit: Limit) -> Observed {
    let world = World { graph: graph.clone(), script, began: Instant::now(), runs: Vec::new() };
    WORLD.set(Some(world));
    let result = drive(run, token, limit).await;
    let ended = match result {
        None => Ended::Dropped,
        Some(Err(panic)) => {
            let text = panic.downcast_ref::<&str>().map(ToString::to_string);
            Ended::Panicked(text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
        }
        Some(Ok(Ok(parts))) => Ended::Output(parts),
        Some(Ok(Err(error))) => failed(&error),
    };
    let ended_at = with(|world| now(world));
    // Whatever outlives the run is seen.
    sleep(Duration::from_secs(10)).await;
    let world = WORLD.take().expect("it was there before");
    Observed { runs: world.runs, ended, ended_at }
}

fn failed(error: &FlowError) -> Ended {
    let step = error.step().to_owned();
    match error.kind() {
        FlowErrorKind::LoopLimit { .. } => Ended::LoopLimit(step),
        FlowErrorKind::DeadlineExceeded => Ended::DeadlineExceeded,
        FlowErrorKind::Cancelled => Ended::Cancelled,
        kind => Ended::Failed { step, what: what(kind), causes: error.causes().iter().map(blame).collect() },
    }
}

/// What happened, without which of several things did.
fn what(kind: FlowErrorKind) -> String {
    match kind {
        FlowErrorKind::RaceFailed | FlowErrorKind::QuorumFailed { .. } => "several failed".to_owned(),
        FlowErrorKind::TooFewItems { needed, items } => format!("{needed} of {items} items"),
        FlowErrorKind::TimedOut { after } => format!("timed out after {}", after.as_millis()),
        kind => format!("{kind:?}"),
    }
}

fn blame(cause: &Cause) -> Blame {
    let error = cause.error().map(|error| match error.downcast_ref::<E>() {
        Some(error) => error.digest(),
        None => unreachable!("steps fail with an `E`"),
    });
    Blame {
        step: cause.step().to_owned(),
        item: cause.item(),
        attempts: cause.attempts(),
        what: what(cause.kind()),
        error,
    }
}

/// A call of a step's method that has begun.
struct Begun {
    index: usize,
    value: u64,
    act: Act,
    ended: bool,
}

impl Begun {
    fn new(called: Called, given: &[u64]) -> Begun {
        with(|world| {
            let Called { step, item, attempt } = called;
            let is_first = |item: Option<usize>, attempt| item.is_none_or(|item| item == 0) && attempt == 1;
            let before = world.runs.iter().filter(|run| run.step == step && is_first(run.item, run.attempt));
            // Without a first call there is no other; a missing one is seen as one that has another number.
            let nth = before.count().wrapping_sub(usize::from(!is_first(item, attempt)));
            let call = Call { step, nth, item, attempt };
            let (began_at, value) = (now(world), value(call, given));
            world.runs.push(Seen {
                step,
                nth,
                item,
                attempt,
                began_at,
                ended_at: u64::MAX,
                dropped: false,
                value,
            });
            let act = script::act_of_call(&world.graph, world.script, call);
            Begun { index: world.runs.len() - 1, value, act, ended: false }
        })
    }

    fn end<T: Produce>(mut self) -> T {
        self.ended = true;
        match &self.act.outcome {
            Outcome::Success { variant } => T::success(variant.as_deref(), self.act.items, self.value),
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
pub async fn play<T: Produce>(called: Called, given: Vec<u64>) -> T {
    let begun = Begun::new(called, &given);
    if begun.act.duration > 0 {
        sleep(Duration::from_millis(begun.act.duration)).await;
    }
    begun.end()
}

/// The body of a synchronous step that was given values with these digests.
#[must_use]
pub fn play_at_once<T: Produce>(called: Called, given: Vec<u64>) -> T {
    Begun::new(called, &given).end()
}
