//! Steps that run on tasks or threads of their own.
//!
//! A run waits for whatever it has begun there, also where nobody wants it any more: a task that is aborted stops at
//! its next `.await`, and a blocking body that has begun cannot be stopped at all.

use core::convert::Infallible;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Broken, How};
use crate::error::Panic;

/// What a run has begun on tasks and threads of their own. A clone is the same.
#[derive(Clone)]
pub struct Tasks {
    // Each of them holds a receiver, and nothing is ever sent: it is about when the last one is dropped.
    alive: watch::Sender<()>,
}

impl Tasks {
    /// Nothing has begun.
    #[must_use]
    pub fn new() -> Tasks {
        Tasks { alive: watch::Sender::new(()) }
    }

    /// Begins a step that cannot fail on a task of its own. Dropping what it returns aborts the task.
    #[track_caller]
    pub fn spawn<F>(&self, step: F) -> Task<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        Task { begun: self.begin(step) }
    }

    /// Begins a step that may fail on a task of its own. Dropping what it returns aborts the task.
    #[track_caller]
    pub fn spawn_fallible<T, E, F>(&self, step: F) -> FallibleTask<T, E>
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        FallibleTask { begun: self.begin(step) }
    }

    /// Begins a plain function that cannot fail on the blocking pool. Dropping what it returns aborts it if it has not
    /// begun yet.
    #[track_caller]
    pub fn block<T, F>(&self, step: F) -> Task<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        Task { begun: self.begin_blocking(step) }
    }

    /// Begins a plain function that may fail on the blocking pool. Dropping what it returns aborts it if it has not
    /// begun yet.
    #[track_caller]
    pub fn block_fallible<T, E, F>(&self, step: F) -> FallibleTask<T, E>
    where
        F: FnOnce() -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        FallibleTask { begun: self.begin_blocking(step) }
    }

    /// Waits until nothing of it runs any more, and none of what it has made is left.
    pub async fn finish(&self) {
        self.alive.closed().await;
    }

    #[track_caller]
    fn begin<F>(&self, step: F) -> Begun<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let tracked = Tracked { step, alive: Some(self.alive.subscribe()) };
        Begun { handle: tokio::task::spawn(tracked) }
    }

    #[track_caller]
    fn begin_blocking<T, F>(&self, step: F) -> Begun<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let tracked = Made { value: step, alive: self.alive.subscribe() };
        Begun { handle: tokio::task::spawn_blocking(move || tracked.map(|step| step())) }
    }
}

/// A run that has ended only when its tasks have, however it ended. It is made here, as a future that were handed over
/// would be held twice.
pub async fn finishing<F: Future>(tasks: Tasks, make: impl FnOnce() -> F) -> F::Output {
    let result = make().await;
    tasks.finish().await;
    result
}

impl Default for Tasks {
    fn default() -> Tasks {
        Tasks::new()
    }
}

/// Something of a task, and the sign that the task is not over. The fields are dropped in this order.
struct Made<T> {
    value: T,
    alive: watch::Receiver<()>,
}

impl<T> Made<T> {
    fn map<R>(self, make: impl FnOnce(T) -> R) -> Made<R> {
        let Made { value, alive } = self;
        Made { value: make(value), alive }
    }
}

pin_project! {
    // The fields are dropped in this order.
    struct Tracked<F> {
        #[pin]
        step: F,
        alive: Option<watch::Receiver<()>>,
    }
}

impl<F: Future> Future for Tracked<F> {
    // With the value, for the runtime may be the one that drops it.
    type Output = Made<F::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let value = ready!(this.step.poll(cx));
        let alive = this.alive.take().unwrap_or_else(|| super::impossible());
        Poll::Ready(Made { value, alive })
    }
}

/// A task that is aborted when this is dropped.
struct Begun<R> {
    handle: JoinHandle<Made<R>>,
}

impl<R> Begun<R> {
    fn poll<E>(&mut self, cx: &mut Context<'_>) -> Poll<Result<R, Broken<E>>> {
        Pin::new(&mut self.handle).poll(cx).map(|joined| match joined {
            Ok(made) => Ok(made.value),
            Err(error) => {
                let how = match error.try_into_panic() {
                    Ok(payload) => How::Panicked(Panic::new(payload)),
                    Err(_) => How::Aborted,
                };
                Err(Broken::once(how))
            }
        })
    }
}

impl<R> Drop for Begun<R> {
    fn drop(&mut self) {
        self.handle.abort();
    }
}

/// A step that cannot fail and has begun on another task or thread.
pub struct Task<T> {
    begun: Begun<T>,
}

impl<T> Future for Task<T> {
    type Output = Result<T, Broken<Infallible>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.begun.poll(cx)
    }
}

/// A step that may fail and has begun on another task or thread.
pub struct FallibleTask<T, E> {
    begun: Begun<Result<T, E>>,
}

impl<T, E> Future for FallibleTask<T, E> {
    type Output = Result<T, Broken<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.begun.poll(cx).map(|ended| match ended {
            Ok(result) => result.map_err(|error| Broken::once(How::Failed(error))),
            Err(broken) => Err(broken),
        })
    }
}
