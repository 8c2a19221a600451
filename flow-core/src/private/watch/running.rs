//! A step's future together with who is told of it. Were they two values, generated code would hold one of them across the
//! other's `await`, and a byte for each step that says whether it is there.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::watching::Polled;
use super::{StepWatch, Unobserved, WatchStep};
use crate::observe::Observer;

pin_project! {
    /// The future of a step that nobody watches.
    pub struct Free<F> {
        #[pin]
        future: F,
    }
}

impl<F> Free<F> {
    pub(super) fn new(future: F) -> Free<F> {
        Free { future }
    }
}

impl<F: Future> Future for Free<F> {
    type Output = (Unobserved, F::Output);

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().future.poll(cx).map(|output| (Unobserved, output))
    }
}

pin_project! {
    /// The future of a step that is watched. The step begins when it is first polled, and what it has begun is dropped before
    /// it is told that it has ended.
    pub struct Running<O: Observer, F> {
        #[pin]
        future: Polled<O, F>,
        watch: Option<StepWatch<O>>,
    }
}

impl<O: Observer, F> Running<O, F> {
    pub(super) fn new(future: Polled<O, F>) -> Running<O, F> {
        Running { future, watch: None }
    }
}

impl<O: Observer, F: Future> Future for Running<O, F> {
    type Output = (StepWatch<O>, F::Output);

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let watch = &mut *this.watch;
        watch.get_or_insert_with(|| this.future.begin());
        this.future
            .poll(cx)
            .map(|output| (watch.take().unwrap_or_else(|| super::super::impossible()), output))
    }
}

/// A step that cannot fail has ended.
#[inline]
pub fn done<S: WatchStep, T>((step, value): (S, T)) -> T {
    step.done(value)
}

/// A step that can fail has ended.
///
/// # Errors
///
/// As given.
#[inline]
pub fn result<S: WatchStep, T, E>(
    (step, result): (S, Result<T, E>),
    text: impl FnOnce(&E) -> Option<String>,
) -> Result<T, E> {
    step.result(result, text)
}
