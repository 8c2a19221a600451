//! Running a flow with a deadline, something that cancels it, and an observer: what the generated runners consist of.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use flow_graph::Graph;
use tokio::time::{Instant, sleep_until};

use crate::__private::{Observing, StopFlag, Unobserved, Watch as _};
use crate::error::FlowError;
use crate::observe::{Kind, Observer};

/// Ends when a run is to be cancelled.
type Cancelled = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How a run is to be run.
pub struct RunOptions<O = Unobserved> {
    deadline: Option<Instant>,
    timeout: Option<Duration>,
    cancelled: Option<Cancelled>,
    observer: O,
}

impl<O: fmt::Debug> fmt::Debug for RunOptions<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("deadline", &self.deadline)
            .field("timeout", &self.timeout)
            .field("observer", &self.observer)
            .finish_non_exhaustive()
    }
}

impl RunOptions {
    /// Without limit, unobserved.
    #[must_use]
    pub const fn new() -> RunOptions {
        RunOptions { deadline: None, timeout: None, cancelled: None, observer: Unobserved }
    }
}

impl Default for RunOptions {
    fn default() -> RunOptions {
        RunOptions::new()
    }
}

impl<O> RunOptions<O> {
    /// Not beyond that time.
    #[must_use]
    pub fn deadline(self, deadline: Instant) -> RunOptions<O> {
        RunOptions { deadline: Some(deadline), ..self }
    }

    /// Not for longer than that.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> RunOptions<O> {
        RunOptions { timeout: Some(timeout), ..self }
    }

    /// Not after that has ended.
    #[must_use]
    pub fn cancelled_by(self, cancelled: impl Future + Send + 'static) -> RunOptions<O> {
        let cancelled = async {
            cancelled.await;
        };
        RunOptions { cancelled: Some(Box::pin(cancelled)), ..self }
    }

    /// Watched by that observer.
    #[must_use]
    pub fn observed_by<P: Observer>(self, observer: P) -> RunOptions<P> {
        let RunOptions { deadline, timeout, cancelled, observer: _ } = self;
        RunOptions { deadline, timeout, cancelled, observer }
    }
}

/// Why a run was stopped.
enum Stopped {
    Cancelled,
    DeadlineExceeded,
}

/// Runs what `make` makes, within the limits of `options`. `text` gives an error's text. A run with steps that must
/// finish has a `flag` by which it is told to end; any other is dropped.
///
/// # Errors
///
/// The flow has failed, its deadline has passed, or it was cancelled. In the last two cases, nothing of it runs any more.
pub async fn limited<O, T, M, F>(
    options: RunOptions<O>,
    flow: &'static Graph,
    text: impl FnOnce(&FlowError<M>) -> Option<String>,
    flag: Option<StopFlag>,
    make: impl FnOnce(O::Watch) -> F,
) -> Result<T, FlowError<M>>
where
    O: Observing,
    F: Future<Output = Result<T, FlowError<M>>>,
{
    let RunOptions { deadline, timeout, mut cancelled, observer } = options;
    // A time-out beyond what a clock can show is none.
    let timeout = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let deadline = [deadline, timeout].into_iter().flatten().min();
    let watched = WatchedRun::<O> { watch: observer.begin(flow), has_ended: false };
    // The flow's future is gone when this has ended.
    let result = match poll_fn(|cx| Poll::Ready(stopped_already(&mut cancelled, deadline, cx))).await {
        Some(stopped) => Err(stopped),
        None => {
            let run = make(watched.watch.branch());
            let mut run = pin!(run);
            let mut too_late = deadline.map(|deadline| Box::pin(sleep_until(deadline)));
            // Why the run ends as soon as what must finish has.
            let mut ending = None;
            poll_fn(|cx| {
                loop {
                    // Once cancelled, nothing more begins.
                    if ending.is_none() && is_cancelled(&mut cancelled, cx) {
                        let Some(flag) = &flag else { return Poll::Ready(Err(Stopped::Cancelled)) };
                        flag.set();
                        ending = Some(Stopped::Cancelled);
                    }
                    // What is ready at its deadline is in time.
                    if let Poll::Ready(result) = O::poll(&watched.watch, || run.as_mut().poll(cx)) {
                        return Poll::Ready(ending.take().map_or(Ok(result), Err));
                    }
                    let late = ending.is_none()
                        && too_late.as_mut().is_some_and(|it| it.as_mut().poll(cx).is_ready());
                    if !late {
                        return Poll::Pending;
                    }
                    let Some(flag) = &flag else { return Poll::Ready(Err(Stopped::DeadlineExceeded)) };
                    flag.set();
                    ending = Some(Stopped::DeadlineExceeded);
                }
            })
            .await
        }
    };
    match result {
        Ok(Ok(value)) => {
            watched.end(|| Kind::FlowFinished);
            Ok(value)
        }
        Ok(Err(error)) => {
            watched.end(|| Kind::FlowFailed { error: text(&error) });
            Err(error)
        }
        Err(Stopped::DeadlineExceeded) => {
            let error = FlowError::deadline_exceeded(&flow.name);
            watched.end(|| Kind::FlowFailed { error: text(&error) });
            Err(error)
        }
        Err(Stopped::Cancelled) => {
            watched.end(|| Kind::FlowCancelled);
            Err(FlowError::cancelled(&flow.name))
        }
    }
}

/// Whether a run is to be cancelled. Not to be asked again when it is.
fn is_cancelled(cancelled: &mut Option<Cancelled>, cx: &mut Context<'_>) -> bool {
    cancelled.as_mut().is_some_and(|it| it.as_mut().poll(cx).is_ready())
}

/// Whether a run need not begin.
fn stopped_already(
    cancelled: &mut Option<Cancelled>,
    deadline: Option<Instant>,
    cx: &mut Context<'_>,
) -> Option<Stopped> {
    if is_cancelled(cancelled, cx) {
        Some(Stopped::Cancelled)
    } else if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
        Some(Stopped::DeadlineExceeded)
    } else {
        None
    }
}

/// A run that has begun. Dropped before its end, it is cancelled.
struct WatchedRun<O: Observing> {
    watch: O::Watch,
    has_ended: bool,
}

impl<O: Observing> WatchedRun<O> {
    fn end(mut self, kind: impl FnOnce() -> Kind) {
        self.has_ended = true;
        O::end(&self.watch, kind);
    }
}

impl<O: Observing> Drop for WatchedRun<O> {
    fn drop(&mut self) {
        if !self.has_ended {
            O::end(&self.watch, || Kind::FlowCancelled);
        }
    }
}

/// The methods of a generated runner, for its `impl<S, O>` block: it has a `flow: S` and `options: RunOptions<O>`.
#[doc(hidden)]
#[macro_export]
macro_rules! runner_methods {
    ($vis:vis $runner:ident) => {
        /// The run fails when that time has come before its end: everything that runs is dropped, except what must
        /// finish, which is waited for, and the error's kind is `DeadlineExceeded`. Of this and [`timeout`](Self::timeout), the earlier counts.
        /// Needs a tokio runtime with its timer.
        #[must_use]
        $vis fn deadline(self, deadline: $crate::__private::Instant) -> Self {
            $runner { flow: self.flow, options: self.options.deadline(deadline) }
        }

        /// The run fails when it takes longer than that, counted from when it is first polled. See
        /// [`deadline`](Self::deadline).
        #[must_use]
        $vis fn timeout(self, timeout: $crate::__private::Duration) -> Self {
            $runner { flow: self.flow, options: self.options.timeout(timeout) }
        }

        /// The run fails when that future ends before it, with whatever value: everything that runs is dropped, except
        /// what must finish, which is waited for, and the error's kind is `Cancelled`.
        #[must_use]
        $vis fn cancelled_by(self, cancelled: impl $crate::__private::Future + $crate::__private::Send + 'static) -> Self {
            $runner { flow: self.flow, options: self.options.cancelled_by(cancelled) }
        }

        /// The observer is told what happens in the run, in the place of one named before: two are a tuple.
        #[must_use]
        $vis fn observed_by<P: $crate::observe::Observer>(self, observer: P) -> $runner<S, P> {
            $runner { flow: self.flow, options: self.options.observed_by(observer) }
        }

        /// The run is part of the run of another flow, in the step of which `context` is: who watches that one is told
        /// what happens in this one. Short for `observed_by(context)`.
        #[must_use]
        $vis fn within(self, context: $crate::Context<'_>) -> $runner<S, $crate::Context<'_>> {
            $runner { flow: self.flow, options: self.options.observed_by(context) }
        }
    };
}
