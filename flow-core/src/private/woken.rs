//! A future with a waker of its own.
//!
//! Of many branches side by side, one that is woken is most often the only one. Groups of branches are wrapped in this, so
//! that a wake costs a poll of the branches of its group, and not of all.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};

use pin_project_lite::pin_project;

pin_project! {
    /// A future that is polled only when it has been woken.
    pub struct Woken<F> {
        #[pin]
        future: F,
        wakes: Arc<Wakes>,
    }
}

/// Gives a future a waker of its own. Allocates once.
pub fn woken<F: Future>(future: F) -> Woken<F> {
    let wakes = Wakes { is_due: AtomicBool::new(true), poller: Mutex::new(None) };
    Woken { future, wakes: Arc::new(wakes) }
}

struct Wakes {
    /// Whether the future has not been polled since it was woken.
    is_due: AtomicBool,
    /// Who polls it. Gone once woken.
    poller: Mutex<Option<Waker>>,
}

impl Wakes {
    /// Whoever wakes the future from now on wakes that.
    fn set_poller(&self, poller: &Waker) {
        let mut current = self.poller.lock().unwrap_or_else(PoisonError::into_inner);
        let replaced = match &*current {
            Some(old) if old.will_wake(poller) => None,
            _ => current.replace(poller.clone()),
        };
        drop(current);
        // Dropping a waker may run anything.
        drop(replaced);
    }
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_due.swap(true, Ordering::AcqRel) {
            let poller = self.poller.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(poller) = poller {
                poller.wake();
            }
        }
    }
}

impl<F: Future> Future for Woken<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        // Before the look at what is due: a wake in between finds whom to wake.
        this.wakes.set_poller(cx.waker());
        if !this.wakes.is_due.swap(false, Ordering::AcqRel) {
            return Poll::Pending;
        }
        let waker = Waker::from(Arc::clone(this.wakes));
        this.future.poll(&mut Context::from_waker(&waker))
    }
}

#[cfg(test)]
mod tests {
    use core::future::poll_fn;
    use core::pin::pin;
    use std::cell::{Cell, RefCell};
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn is_polled_when_it_has_been_woken_and_wakes_its_poller_once() {
        let (polls, inner) = (Cell::new(0), RefCell::new(None));
        let mut future = pin!(woken(poll_fn(|cx| {
            polls.set(polls.get() + 1);
            inner.replace(Some(cx.waker().clone()));
            Poll::<()>::Pending
        })));
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut poll = || assert!(future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        poll();
        poll();
        assert_eq!(polls.get(), 1, "nothing has woken it");
        let wake = || inner.borrow().as_ref().unwrap().wake_by_ref();
        wake();
        wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 1, "the second wake finds it due already");
        poll();
        assert_eq!(polls.get(), 2);
        wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_future_that_wakes_itself_is_polled_again() {
        let polls = Cell::new(0);
        let mut future = pin!(woken(poll_fn(|cx| {
            polls.set(polls.get() + 1);
            cx.waker().wake_by_ref();
            if polls.get() == 3 { Poll::Ready(7) } else { Poll::Pending }
        })));
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut cx = Context::from_waker(&waker);
        assert!(future.as_mut().poll(&mut cx).is_pending());
        assert!(future.as_mut().poll(&mut cx).is_pending());
        assert_eq!(future.as_mut().poll(&mut cx), Poll::Ready(7));
        assert_eq!(count.0.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn another_poller_is_the_one_that_is_woken() {
        let inner = RefCell::new(None);
        let mut future = pin!(woken(poll_fn(|cx| {
            inner.replace(Some(cx.waker().clone()));
            Poll::<()>::Pending
        })));
        let [first, second] = [Arc::new(Count::default()), Arc::new(Count::default())];
        for count in [&first, &second] {
            let waker = Waker::from(Arc::clone(count));
            assert!(future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
        inner.borrow().as_ref().unwrap().wake_by_ref();
        let woken = [first, second].map(|count| count.0.load(Ordering::Relaxed));
        assert_eq!(woken, [0, 1]);
    }
}
