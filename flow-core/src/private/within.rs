//! Calls that may not take longer than a given time.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::Timeout;

use super::{Broken, How};
use crate::error::TimedOut;

pin_project! {
    /// A future that is dropped when its time is over.
    pub struct Within<F> {
        #[pin]
        timeout: Timeout<F>,
        limit: Duration,
        // What it says about how often the call was tried.
        attempts: u32,
    }
}

/// An attempt. Its time begins now. What ends in the instant in which its time does has ended in time.
pub fn within<T, E, F: Future<Output = Result<T, Broken<E>>>>(limit: Duration, attempt: F) -> Within<F> {
    Within { timeout: tokio::time::timeout(limit, attempt), limit, attempts: 1 }
}

/// All that a step does: its attempts, and its items. How many attempts there were by then is not known.
pub fn within_total<T, E, F: Future<Output = Result<T, Broken<E>>>>(limit: Duration, all: F) -> Within<F> {
    Within { timeout: tokio::time::timeout(limit, all), limit, attempts: 0 }
}

impl<T, E, F: Future<Output = Result<T, Broken<E>>>> Future for Within<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        this.timeout.poll(cx).map(|in_time| match in_time {
            Ok(result) => result,
            Err(_) => {
                let how = How::TimedOut(TimedOut::new(*this.limit));
                Err(Broken { how, attempts: *this.attempts, item: None })
            }
        })
    }
}
