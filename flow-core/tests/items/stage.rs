//! What the tests' items do, and what is seen of it.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use flow_core::__private::{Broken, How};

/// What an item gives.
pub(crate) type Ended = Result<usize, Broken<&'static str>>;

/// An item that has failed by itself.
pub(crate) fn bad(error: &'static str) -> Ended {
    Err(Broken { how: How::Failed(error), attempts: 1, item: None })
}

/// The items that wait for the test, and what has become of them.
#[derive(Default, Clone)]
pub(crate) struct Stage(Rc<Seen>);

#[derive(Default)]
struct Seen {
    begun: RefCell<Vec<usize>>,
    polls: Cell<usize>,
    alive: Cell<usize>,
    most: Cell<usize>,
    gates: RefCell<Vec<(usize, Gate)>>,
}

#[derive(Default)]
struct Gate {
    result: Option<Ended>,
    waker: Option<Waker>,
}

struct Alive(Rc<Seen>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.alive.set(self.0.alive.get() - 1);
    }
}

impl Stage {
    /// An item that waits until the test ends it.
    pub(crate) fn item(&self, item: usize) -> impl Future<Output = Ended> + use<> {
        let seen = Rc::clone(&self.0);
        async move {
            seen.begun.borrow_mut().push(item);
            seen.alive.set(seen.alive.get() + 1);
            seen.most.set(seen.most.get().max(seen.alive.get()));
            let alive = Alive(Rc::clone(&seen));
            seen.gates.borrow_mut().push((item, Gate::default()));
            let result = poll_fn(|cx| {
                seen.polls.set(seen.polls.get() + 1);
                let mut gates = seen.gates.borrow_mut();
                let (_, gate) = gates.iter_mut().find(|(number, _)| *number == item).unwrap();
                match gate.result.take() {
                    Some(result) => Poll::Ready(result),
                    None => {
                        gate.waker = Some(cx.waker().clone());
                        Poll::Pending
                    }
                }
            })
            .await;
            drop(alive);
            result
        }
    }

    /// Ends a waiting item.
    pub(crate) fn end(&self, item: usize, result: Ended) {
        let waker = {
            let mut gates = self.0.gates.borrow_mut();
            let (_, gate) = gates.iter_mut().find(|(number, _)| *number == item).expect("it has begun");
            gate.result = Some(result);
            gate.waker.clone()
        };
        waker.expect("it waits").wake();
    }

    /// Wakes an item, which may have ended.
    pub(crate) fn wake(&self, item: usize) {
        let gates = self.0.gates.borrow();
        let waker = gates.iter().find(|(number, _)| *number == item).and_then(|(_, gate)| gate.waker.clone());
        waker.expect("it has waited").wake();
    }

    /// The items that have begun, in that order.
    pub(crate) fn begun(&self) -> Vec<usize> {
        self.0.begun.borrow().clone()
    }

    /// How often items have been polled.
    pub(crate) fn polls(&self) -> usize {
        self.0.polls.get()
    }

    /// How many items run.
    pub(crate) fn alive(&self) -> usize {
        self.0.alive.get()
    }

    /// How many items have run at most.
    pub(crate) fn most(&self) -> usize {
        self.0.most.get()
    }
}

/// A future that is polled by hand.
pub(crate) struct Hand<F> {
    future: Pin<Box<F>>,
    wakes: Arc<Wakes>,
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl<F: Future> Hand<F> {
    pub(crate) fn new(future: F) -> Hand<F> {
        Hand { future: Box::pin(future), wakes: Arc::default() }
    }

    /// One instant.
    pub(crate) fn poll(&mut self) -> Poll<F::Output> {
        let waker = Waker::from(Arc::clone(&self.wakes));
        self.future.as_mut().poll(&mut Context::from_waker(&waker))
    }

    /// How often it has been woken since the last time.
    pub(crate) fn wakes(&self) -> usize {
        self.wakes.0.swap(0, Ordering::SeqCst)
    }
}

/// What a future gives that has ended.
#[track_caller]
pub(crate) fn now<T>(polled: Poll<T>) -> T {
    match polled {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it has not ended"),
    }
}
