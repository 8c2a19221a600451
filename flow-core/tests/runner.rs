//! Deadlines, cancellation and observers of runs, with a runner as the macro writes it.

#![allow(clippy::unit_arg, reason = "what steps hand on is beside the point")]

use std::cell::Cell;
use std::time::Duration;

use flow_core::__private::{self as rt, Observing, RunOptions, Watch, WatchStep as _};
use flow_core::observe::{Recorder, from_fn};
use flow_core::{Context, FlowError, FlowErrorKind, Graph, Unobserved};
use flow_graph::model::{Step, StepKind};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

struct Nap {
    graph: &'static Graph,
}

impl Nap {
    fn new() -> Nap {
        let mut graph = Graph::new("Nap");
        graph.steps.to_mut().push(Step::new("sleep", StepKind::Start));
        Nap { graph: Box::leak(Box::new(graph)) }
    }

    async fn run_watched<W: Watch>(&self, watch: W, seconds: u64) -> Result<u64, FlowError> {
        watch.step(0).done(sleep(Duration::from_secs(seconds)).await);
        Ok(seconds)
    }

    fn runner(&self) -> NapRunner<&Nap> {
        NapRunner { flow: self, options: RunOptions::new() }
    }
}

/// A run of `Nap`.
struct NapRunner<S, O = Unobserved> {
    flow: S,
    options: RunOptions<O>,
}

impl<S, O> NapRunner<S, O> {
    rt::runner_methods!(pub(crate) NapRunner);
}

impl<O: Observing> NapRunner<&Nap, O> {
    async fn run(self, seconds: u64) -> Result<u64, FlowError> {
        let NapRunner { flow, options } = self;
        let text = |error: &FlowError| rt::describe!(error);
        rt::limited(options, flow.graph, text, None, |watch| flow.run_watched(watch, seconds)).await
    }
}

#[tokio::test(start_paused = true)]
async fn without_limits() {
    assert_eq!(Nap::new().runner().run(3600).await.unwrap(), 3600);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_drops_the_run() {
    let (nap, recorder, begin) = (Nap::new(), Recorder::new(), Instant::now());
    let limit = Duration::from_secs(5);
    let error = nap.runner().timeout(limit).observed_by(&recorder).run(6).await.unwrap_err();
    assert_eq!((error.flow(), error.kind()), ("Nap", FlowErrorKind::DeadlineExceeded));
    assert_eq!(begin.elapsed(), limit);
    let failed = format!("failed flow Nap: {error}");
    assert_eq!(recorder.lines(), ["started flow Nap", "started sleep", "cancelled sleep", &failed]);
    let events = recorder.events();
    assert_eq!(events[3].at - events[0].at, limit);
}

#[tokio::test(start_paused = true)]
async fn what_is_ready_at_its_deadline_is_in_time() {
    let nap = Nap::new();
    assert_eq!(nap.runner().timeout(Duration::from_secs(5)).run(5).await.unwrap(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_earlier_of_deadline_and_time_out_counts() {
    let nap = Nap::new();
    for (deadline, timeout) in [(2, 5), (5, 2)] {
        let begin = Instant::now();
        let run = nap.runner().deadline(begin + Duration::from_secs(deadline));
        let error = run.timeout(Duration::from_secs(timeout)).run(9).await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::DeadlineExceeded);
        assert_eq!(begin.elapsed(), Duration::from_secs(2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_out_counts_from_the_first_poll() {
    let nap = Nap::new();
    let run = nap.runner().timeout(Duration::from_secs(5)).run(4);
    sleep(Duration::from_secs(9)).await;
    assert_eq!(run.await.unwrap(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_may_be_endless() {
    assert_eq!(Nap::new().runner().timeout(Duration::MAX).run(4).await.unwrap(), 4);
}

#[tokio::test(start_paused = true)]
async fn nothing_begins_after_the_deadline() {
    let (nap, recorder) = (Nap::new(), Recorder::new());
    let error = nap.runner().deadline(Instant::now()).observed_by(&recorder).run(0).await.unwrap_err();
    assert_eq!(error.kind(), FlowErrorKind::DeadlineExceeded);
    assert_eq!(recorder.lines(), ["started flow Nap".to_string(), format!("failed flow Nap: {error}")]);
}

#[tokio::test(start_paused = true)]
async fn a_token_cancels_the_run() {
    let (nap, recorder, token) = (Nap::new(), Recorder::new(), CancellationToken::new());
    let run = nap.runner().cancelled_by(token.child_token().cancelled_owned()).observed_by(&recorder).run(60);
    let cancel = async {
        sleep(Duration::from_secs(7)).await;
        token.cancel();
    };
    let begin = Instant::now();
    let (result, ()) = tokio::join!(run, cancel);
    let error = result.unwrap_err();
    assert_eq!((error.flow(), error.kind()), ("Nap", FlowErrorKind::Cancelled));
    assert_eq!(begin.elapsed(), Duration::from_secs(7));
    assert_eq!(
        recorder.lines(),
        ["started flow Nap", "started sleep", "cancelled sleep", "cancelled flow Nap"]
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_begins_after_it_was_cancelled() {
    let (nap, recorder, token) = (Nap::new(), Recorder::new(), CancellationToken::new());
    token.cancel();
    let error =
        nap.runner().cancelled_by(token.cancelled_owned()).observed_by(&recorder).run(0).await.unwrap_err();
    assert_eq!(error.kind(), FlowErrorKind::Cancelled);
    assert_eq!(recorder.lines(), ["started flow Nap", "cancelled flow Nap"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_within_another_is_told_of_there() {
    let (nap, recorder) = (Nap::new(), Recorder::new());
    let mut outer = Graph::new("Outer");
    outer.steps.to_mut().push(Step::new("rest", StepKind::Start));
    let outer: &'static Graph = Box::leak(Box::new(outer));
    let options = RunOptions::new().observed_by(&recorder);
    let run = rt::limited(
        options,
        outer,
        |error| rt::describe!(error),
        None,
        |watch| async move {
            let cx: Context<'_> = watch.context(outer, 0, 1, None);
            let step = watch.step(0);
            let out = nap.runner().within(cx).timeout(Duration::from_secs(1)).run(2).await;
            step.result(out, |error| rt::describe!(error))
        },
    );
    let error = run.await.unwrap_err();
    assert_eq!(
        recorder.lines(),
        [
            "started flow Outer".to_string(),
            "started rest".to_string(),
            "Outer::rest / started flow Nap".to_string(),
            "Outer::rest / started sleep".to_string(),
            "Outer::rest / cancelled sleep".to_string(),
            format!("Outer::rest / failed flow Nap: {error}"),
            format!("failed rest: {error}"),
            format!("failed flow Outer: {error}"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_runner_can_be_spawned() {
    let token = CancellationToken::new();
    let (cancel, recorder) = (token.clone(), std::sync::Arc::new(Recorder::new()));
    let observer = recorder.clone();
    let run = tokio::spawn(async move {
        let nap = Nap::new();
        let runner = nap.runner().cancelled_by(token.cancelled_owned()).timeout(Duration::from_secs(9));
        runner.observed_by((observer, from_fn(|_| ()))).run(5).await
    });
    tokio::task::yield_now().await;
    cancel.cancel();
    assert_eq!(run.await.unwrap().unwrap_err().kind(), FlowErrorKind::Cancelled);
    assert_eq!(recorder.lines().last().unwrap(), "cancelled flow Nap");
}

#[tokio::test(start_paused = true)]
async fn steps_of_a_runner_need_not_be_send() {
    let count = Cell::new(0);
    let graph = Nap::new().graph;
    let options = RunOptions::new().timeout(Duration::from_secs(1));
    let text = |error: &FlowError| rt::describe!(error);
    let run = rt::limited(options, graph, text, None, |watch| {
        let count = &count;
        async move {
            watch.step(0).done(sleep(Duration::from_millis(1)).await);
            count.set(1);
            Ok(())
        }
    });
    run.await.unwrap();
    assert_eq!(count.get(), 1);
}

#[test]
fn without_limits_no_runtime_is_needed() {
    use std::future::Future as _;
    let (graph, text) = (Nap::new().graph, |error: &FlowError| rt::describe!(error));
    let run = rt::limited(RunOptions::new(), graph, text, None, |_| async { Ok(3) });
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = std::pin::pin!(run).poll(&mut cx) else { panic!("it waits") };
    assert_eq!(result.unwrap(), 3);
}
