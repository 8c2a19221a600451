//! A future with a waker of its own.
//!
//! Of many branches side by side, one that is woken is most often the only one. Groups of branches are wrapped in this, so
//! that a wake costs a poll of the branches of its group, and not of all. Only once they wait for long: the first polls poll
//! all of them with the waker that is there, and cost no more than a `join!`.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};

use pin_project_lite::pin_project;

/// So many polls go without a waker of their own: one to begin, one for what waits only once.
pub(super) const SHARED: u8 = 2;

pin_project! {
    /// A future that is polled only when it has been woken, after its first polls.
    pub struct Woken<F> {
        #[pin]
        future: F,
        own: OwnWaker,
    }
}

/// Gives a future a waker of its own, if it waits for long. Allocates then, once.
pub fn woken<F: Future>(future: F) -> Woken<F> {
    Woken { future, own: OwnWaker::new() }
}

impl<F: Future> Future for Woken<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.own.poll(cx, |cx| this.future.poll(cx)).unwrap_or(Poll::Pending)
    }
}

/// The waker of some futures that are polled together.
pub(super) struct OwnWaker {
    polls: u8,
    wakes: Option<Arc<Wakes>>,
}

impl OwnWaker {
    pub(super) const fn new() -> OwnWaker {
        OwnWaker { polls: 0, wakes: None }
    }

    /// Polls the futures: with the poller's waker in the first polls, then once with their own, and from then on if that has been
    /// woken since. `None` if it has not.
    pub(super) fn poll<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> T,
    ) -> Option<T> {
        let wakes = match &self.wakes {
            None if self.polls < SHARED => {
                self.polls += 1;
                return Some(poll(cx));
            }
            // Whatever their earlier wakers are still woken for concerns nobody who waits after this poll.
            None => self.wakes.insert(Arc::new(Wakes::new(cx.waker()))),
            Some(wakes) => {
                // Before the look at what is due: a wake in between finds whom to wake.
                wakes.set_poller(cx.waker());
                if !wakes.is_due.swap(false, Ordering::AcqRel) {
                    return None;
                }
                wakes
            }
        };
        let waker = Waker::from(Arc::clone(wakes));
        Some(poll(&mut Context::from_waker(&waker)))
    }
}

struct Wakes {
    /// Whether the futures have not been polled since they were woken.
    is_due: AtomicBool,
    /// Who polls them. Gone once woken.
    poller: Mutex<Option<Waker>>,
}

impl Wakes {
    /// About to be polled for the first time.
    fn new(poller: &Waker) -> Wakes {
        Wakes { is_due: AtomicBool::new(false), poller: Mutex::new(Some(poller.clone())) }
    }

    /// Whoever wakes the futures from now on wakes that.
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

    /// Polls until the next poll is one with a waker of its own.
    fn warm<F: Future>(future: &mut Pin<&mut Woken<F>>) {
        for _ in 0..SHARED {
            assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
    }

    #[test]
    fn the_first_polls_allocate_nothing_and_use_the_pollers_waker() {
        let info = allocation_counter::measure(|| {
            let polls = Cell::new(0);
            let mut future = pin!(woken(poll_fn(|cx| {
                assert!(cx.waker().will_wake(Waker::noop()));
                polls.set(polls.get() + 1);
                if polls.get() == 3 { Poll::Ready(()) } else { Poll::Pending }
            })));
            warm(&mut future);
            assert_eq!(polls.get(), 2, "whatever has woken it");
        });
        assert_eq!(info.count_total, 0);
    }

    #[test]
    fn is_polled_when_it_has_been_woken_and_wakes_its_poller_once() {
        let (polls, inner) = (Cell::new(0), RefCell::new(None));
        let mut future = pin!(woken(poll_fn(|cx| {
            polls.set(polls.get() + 1);
            inner.replace(Some(cx.waker().clone()));
            Poll::<()>::Pending
        })));
        warm(&mut future);
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut poll = || assert!(future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        poll();
        poll();
        assert_eq!(polls.get(), 3, "nothing has woken it");
        let wake = || inner.borrow().as_ref().unwrap().wake_by_ref();
        wake();
        wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 1, "the second wake finds it due already");
        poll();
        assert_eq!(polls.get(), 4);
        wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn an_earlier_waker_brings_it_to_the_poll_with_its_own() {
        let (polls, inner) = (Cell::new(0), RefCell::new(Vec::new()));
        let mut future = pin!(woken(poll_fn(|cx| {
            polls.set(polls.get() + 1);
            inner.borrow_mut().push(cx.waker().clone());
            Poll::<()>::Pending
        })));
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut cx = Context::from_waker(&waker);
        for _ in 0..=SHARED {
            // Only the last waker has to wake it.
            inner.borrow().last().inspect(|waker| waker.wake_by_ref());
            assert!(future.as_mut().poll(&mut cx).is_pending());
        }
        assert_eq!((polls.get(), count.0.load(Ordering::Relaxed)), (3, 2));
        inner.borrow()[0].wake_by_ref();
        assert!(future.as_mut().poll(&mut cx).is_pending());
        assert_eq!(polls.get(), 3, "an old one wakes the poller, and concerns nobody");
        inner.borrow()[2].wake_by_ref();
        assert!(future.as_mut().poll(&mut cx).is_pending());
        assert_eq!((polls.get(), count.0.load(Ordering::Relaxed)), (4, 4));
    }

    #[test]
    fn a_future_that_wakes_itself_is_polled_again() {
        let polls = Cell::new(0);
        let mut future = pin!(woken(poll_fn(|cx| {
            polls.set(polls.get() + 1);
            cx.waker().wake_by_ref();
            if polls.get() == 6 { Poll::Ready(7) } else { Poll::Pending }
        })));
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut cx = Context::from_waker(&waker);
        for polls in 1..6 {
            assert!(future.as_mut().poll(&mut cx).is_pending());
            assert_eq!(count.0.load(Ordering::Relaxed), polls);
        }
        assert_eq!(future.as_mut().poll(&mut cx), Poll::Ready(7));
    }

    #[test]
    fn another_poller_is_the_one_that_is_woken() {
        let inner = RefCell::new(None);
        let mut future = pin!(woken(poll_fn(|cx| {
            inner.replace(Some(cx.waker().clone()));
            Poll::<()>::Pending
        })));
        warm(&mut future);
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
