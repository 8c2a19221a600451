//! Futures that are made one after the other, run side by side, and are never more than a bound.
//!
//! A `FuturesUnordered` would do as well, but for three things: it ends a poll early when two futures have woken
//! themselves, so that some would not begin in the instant in which they should; it polls in the order of the wakes,
//! and here an earlier item goes before a later one; and it allocates for each item, where a place is used again here.

use core::future::Future;
use core::iter::Fuse;
use core::ops::ControlFlow;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::Arc;
use std::task::Waker;

use super::wakes::{PlaceWaker, Wakes};

/// Items, and the futures that `make` has made of some of them.
pub(super) struct Running<I: Iterator, Make, F> {
    items: Fuse<I>,
    make: Make,
    bound: usize,
    /// How many items have begun: the number of the next one.
    begun: usize,
    places: Vec<Place<F>>,
    /// The places that have been used and are free.
    free: Vec<usize>,
    wakes: Arc<Wakes>,
    /// Between polls: room for the places that are due.
    due: Vec<usize>,
}

struct Place<F> {
    item: usize,
    future: Pin<Box<Option<F>>>,
    wakes: Arc<PlaceWaker>,
    waker: Waker,
}

impl<I, Make, F> Running<I, Make, F>
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future,
{
    pub(super) fn new(items: I, bound: Option<usize>, make: Make) -> Running<I, Make, F> {
        Running {
            items: items.fuse(),
            make,
            bound: bound.unwrap_or(usize::MAX).max(1),
            begun: 0,
            places: Vec::new(),
            free: Vec::new(),
            wakes: Arc::default(),
            due: Vec::new(),
        }
    }

    /// How many items have not ended, if that is known, or else as many as there can be.
    pub(super) fn at_most_open(&self) -> usize {
        let waiting = self.items.size_hint().1.unwrap_or(usize::MAX);
        waiting.saturating_add(self.running())
    }

    fn running(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// How many items there are. Those that have not begun are dropped.
    pub(super) fn count(&mut self) -> usize {
        self.begun + self.items.by_ref().count()
    }

    /// The items that have begun and not ended, in their order.
    pub(super) fn unfinished(&self) -> Vec<usize> {
        let running = self.places.iter().filter(|place| place.future.is_some());
        let mut items: Vec<usize> = running.map(|place| place.item).collect();
        items.sort_unstable();
        items
    }

    /// Goes on with the futures that want it, then begins as many as the bound allows, all in the order of the items.
    /// Tells `ended` what they give, until it has enough. Ready when nothing runs and there are no more items.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        mut ended: impl FnMut(&mut Self, usize, F::Output) -> ControlFlow<()>,
    ) -> Poll<()> {
        let mut due = std::mem::take(&mut self.due);
        self.wakes.take(&mut due, cx.waker());
        due.sort_unstable_by_key(|&place| self.places[place].item);
        for place in due.drain(..) {
            if self.poll_place(place, &mut ended).is_break() {
                return Poll::Ready(());
            }
        }
        self.due = due;
        while self.running() < self.bound
            && let Some(item) = self.items.next()
        {
            let place = self.begin(item);
            if self.poll_place(place, &mut ended).is_break() {
                return Poll::Ready(());
            }
        }
        if self.running() == 0 { Poll::Ready(()) } else { Poll::Pending }
    }

    fn begin(&mut self, item: I::Item) -> usize {
        let number = self.begun;
        self.begun += 1;
        let future = Some((self.make)(number, item));
        match self.free.pop() {
            Some(index) => {
                let place = &mut self.places[index];
                place.item = number;
                place.future.set(future);
                index
            }
            None => {
                let index = self.places.len();
                let wakes = PlaceWaker::new(index, &self.wakes);
                let waker = Waker::from(Arc::clone(&wakes));
                self.places.push(Place { item: number, future: Box::pin(future), wakes, waker });
                index
            }
        }
    }

    fn poll_place(
        &mut self,
        index: usize,
        ended: &mut impl FnMut(&mut Self, usize, F::Output) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let place = &mut self.places[index];
        place.wakes.begin_poll();
        let Some(future) = place.future.as_mut().as_pin_mut() else {
            // It was woken once more after its end.
            return ControlFlow::Continue(());
        };
        let Poll::Ready(output) = future.poll(&mut Context::from_waker(&place.waker)) else {
            return ControlFlow::Continue(());
        };
        place.future.set(None);
        let item = place.item;
        self.free.push(index);
        ended(self, item, output)
    }
}
