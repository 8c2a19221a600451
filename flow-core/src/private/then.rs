//! A branch that is one step: its future, and what is made of what that gives. An async block would hold the step's arguments
//! twice, once as its own and once as the step's.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

pin_project! {
    /// A future whose output is made into another one.
    pub struct Then<F, M> {
        #[pin]
        future: F,
        map: M,
    }
}

/// Makes another output of a future's.
pub fn then<F: Future, R, M: Fn(F::Output) -> R>(future: F, map: M) -> Then<F, M> {
    Then { future, map }
}

impl<F: Future, R, M: Fn(F::Output) -> R> Future for Then<F, M> {
    type Output = R;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        let this = self.project();
        this.future.poll(cx).map(&*this.map)
    }
}
