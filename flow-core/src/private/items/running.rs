//! Futures that are made one after the other, run side by side, and are never more than a bound.
//!
//! A `FuturesUnordered` would do as well, but for three things: it ends a poll early when two futures have woken
//! themselves, so that some would not begin in the instant in which they should; it polls in the order of the wakes,
//! and here an earlier item goes before a later one; and it allocates for each item, where a place is used again here.
//!
//! The first polls poll all futures, with the waker that is there: items that wait once need no wakers of their own. From the next
//! poll on each future has its own, and is polled when it has been woken.

use core::future::Future;
use core::iter::Fuse;
use core::ops::ControlFlow;
use core::task::{Context, Poll};
use std::sync::Arc;
use std::task::Waker;

use tokio::task::coop::has_budget_remaining;

use super::super::woken::SHARED;
use super::places::Places;
use super::wakes::{PlaceWaker, Wakes};

/// Items, and the futures that `make` has made of some of them.
pub(super) struct Running<I: Iterator, Make, F> {
    items: Fuse<I>,
    make: Make,
    bound: usize,
    /// How many items have begun: the number of the next one.
    begun: usize,
    places: Places<F>,
    /// How many items have begun and not ended.
    running: usize,
    /// The places that have been used and are free, while there may be items for them.
    free: Vec<usize>,
    /// Whether the items are in the order of their places.
    in_order: bool,
    polls: u8,
    /// Once there have been some polls.
    own: Option<Own>,
}

/// What futures need that are polled when they have been woken.
#[derive(Default)]
struct Own {
    wakes: Arc<Wakes>,
    /// For each place, where a future has been polled in it since.
    wakers: Vec<Option<(Arc<PlaceWaker>, Waker)>>,
    /// The places that are due, in the order of their items.
    due: Vec<usize>,
    /// How many of them have been polled.
    polled: usize,
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
            places: Places::new(),
            running: 0,
            free: Vec::new(),
            in_order: true,
            polls: 0,
            own: None,
        }
    }

    /// How many items have not ended, if that is known, or else as many as there can be.
    pub(super) fn at_most_open(&self) -> usize {
        let waiting = self.items.size_hint().1.unwrap_or(usize::MAX);
        waiting.saturating_add(self.running)
    }

    /// How many items there are. Those that have not begun are dropped.
    pub(super) fn count(&mut self) -> usize {
        self.begun + self.items.by_ref().count()
    }

    /// The items that have begun and not ended, in their order.
    pub(super) fn unfinished(&mut self) -> Vec<usize> {
        let mut items = Vec::new();
        for place in 0..self.places.len() {
            let place = self.places.get(place);
            if place.future.is_some() {
                items.push(*place.item);
            }
        }
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
        if self.go_on(cx, &mut ended).is_break() {
            return Poll::Ready(());
        }
        while self.running < self.bound
            && let Some(item) = self.items.next()
        {
            let place = self.begin(item);
            if self.poll_place(place, cx, &mut ended).is_break() {
                return Poll::Ready(());
            }
        }
        if self.running == 0 { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Goes on with the futures that want it.
    ///
    /// Once the task has used up its budget, tokio's own futures do nothing but ask for another poll. Those that are left wait for
    /// that poll: to ask all of them each time would take a time that grows with the square of their number.
    fn go_on(
        &mut self,
        cx: &mut Context<'_>,
        ended: &mut impl FnMut(&mut Self, usize, F::Output) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.own.is_some() {
            if self.poll_due(cx, ended)?.is_pending() {
                return ControlFlow::Continue(());
            }
        } else {
            let places = self.in_order();
            if self.polls < SHARED {
                self.polls += 1;
                for place in places {
                    self.poll_place(place, cx, ended)?;
                    if !has_budget_remaining() {
                        cx.waker().wake_by_ref();
                        break;
                    }
                }
                return ControlFlow::Continue(());
            }
            let own = self.own.insert(Own { due: places, ..Own::default() });
            own.wakes.take(&mut Vec::new(), cx.waker());
            return self.poll_due(cx, ended).map_continue(|_| ());
        }
        let Some(own) = &mut self.own else { return ControlFlow::Continue(()) };
        own.wakes.take(&mut own.due, cx.waker());
        own.due.sort_unstable_by_key(|&place| *self.places.get(place).item);
        self.poll_due(cx, ended).map_continue(|_| ())
    }

    /// Goes on with those that are due. Pending if some of them are left.
    fn poll_due(
        &mut self,
        cx: &mut Context<'_>,
        ended: &mut impl FnMut(&mut Self, usize, F::Output) -> ControlFlow<()>,
    ) -> ControlFlow<(), Poll<()>> {
        while let Some(own) = &mut self.own
            && let Some(&place) = own.due.get(own.polled)
        {
            own.polled += 1;
            let are_left = own.polled < own.due.len();
            self.poll_place(place, cx, ended)?;
            if are_left && !has_budget_remaining() {
                cx.waker().wake_by_ref();
                return ControlFlow::Continue(Poll::Pending);
            }
        }
        if let Some(own) = &mut self.own {
            own.due.clear();
            own.polled = 0;
        }
        ControlFlow::Continue(Poll::Ready(()))
    }

    /// All places, in the order of their items.
    fn in_order(&mut self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.places.len()).collect();
        if !self.in_order {
            places.sort_unstable_by_key(|&place| *self.places.get(place).item);
        }
        places
    }

    fn begin(&mut self, item: I::Item) -> usize {
        let number = self.begun;
        self.begun += 1;
        let future = (self.make)(number, item);
        let index = self.free.pop().unwrap_or_else(|| self.places.add());
        self.in_order &= index + 1 == self.places.len();
        self.running += 1;
        let mut place = self.places.get(index);
        *place.item = number;
        place.future.set(Some(future));
        index
    }

    fn poll_place(
        &mut self,
        index: usize,
        cx: &mut Context<'_>,
        ended: &mut impl FnMut(&mut Self, usize, F::Output) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut place = self.places.get(index);
        let Some(future) = place.future.as_mut().as_pin_mut() else {
            // It has ended: all were to be polled, or it was woken once more.
            return ControlFlow::Continue(());
        };
        let polled = match &mut self.own {
            None => future.poll(cx),
            Some(own) => future.poll(&mut Context::from_waker(own.waker(index))),
        };
        let Poll::Ready(output) = polled else { return ControlFlow::Continue(()) };
        place.future.set(None);
        let item = *place.item;
        self.running -= 1;
        if self.items.size_hint().1 != Some(0) {
            self.free.push(index);
        }
        ended(self, item, output)
    }
}

impl Own {
    /// The waker of the future in a place, which is about to be polled.
    fn waker(&mut self, place: usize) -> &Waker {
        if self.wakers.len() <= place {
            self.wakers.resize_with(place + 1, || None);
        }
        let (wakes, waker) = self.wakers[place].get_or_insert_with(|| {
            let wakes = PlaceWaker::new(place, &self.wakes);
            let waker = Waker::from(Arc::clone(&wakes));
            (wakes, waker)
        });
        wakes.begin_poll();
        waker
    }
}
