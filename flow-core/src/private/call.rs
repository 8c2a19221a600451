//! A step's call as what the stages around it work on: a future of a value or of how it did not come to be.

use core::convert::Infallible;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::{Broken, How};

pin_project! {
    /// The call of a step that may fail.
    pub struct Fallible<F> {
        #[pin]
        call: F,
    }
}

/// The call of a step that may fail.
pub fn fallible<T, E, F: Future<Output = Result<T, E>>>(call: F) -> Fallible<F> {
    Fallible { call }
}

impl<T, E, F: Future<Output = Result<T, E>>> Future for Fallible<F> {
    type Output = Result<T, Broken<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().call.poll(cx).map_err(|error| Broken::once(How::Failed(error)))
    }
}

pin_project! {
    /// The call of a step that cannot fail.
    pub struct Always<F> {
        #[pin]
        call: F,
    }
}

/// The call of a step that cannot fail.
pub fn infallible<F: Future>(call: F) -> Always<F> {
    Always { call }
}

impl<F: Future> Future for Always<F> {
    type Output = Result<F::Output, Broken<Infallible>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().call.poll(cx).map(Ok)
    }
}
