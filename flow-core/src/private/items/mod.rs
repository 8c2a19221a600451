//! Steps that run once for each of many items: `each(…)` and `times = …`.
//!
//! Items are taken from their iterator when a place is free for them, and begin in their order. In one instant, those
//! that go on do so in the order of the items, and then as many begin as there is room for. So of two items that
//! succeed in one instant and had begun before, the earlier one is the earlier success.

mod places;
mod running;
mod wakes;

use core::future::Future;
use core::ops::ControlFlow;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;

use pin_project_lite::pin_project;
use tokio::task::coop::{Unconstrained, unconstrained};
use tokio::time::Sleep;

use self::running::Running;
use super::{Broken, Collected, How};
use crate::error::TimedOut;

/// All items; the first that fails ends it.
pub struct All<I: Iterator, Make, F, T> {
    // Allocated, like the futures: a run's future holds it also while other steps run.
    running: Box<Running<I, Make, F>>,
    values: Vec<Option<T>>,
}

/// Runs a step for all items. They give their values in the order of the items; the first that fails ends it, and the
/// others are cancelled.
pub fn all<T, E, I, Make, F>(items: I, limit: Option<usize>, make: Make) -> All<I::IntoIter, Make, F, T>
where
    I: IntoIterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    let items = items.into_iter();
    let values = match items.size_hint() {
        (len, Some(at_most)) if len == at_most => Vec::with_capacity(len),
        _ => Vec::new(),
    };
    All { running: Box::new(Running::new(items, limit, make)), values }
}

// Nothing in it is pinned: the futures have places of their own.
impl<I: Iterator, Make, F, T> Unpin for All<I, Make, F, T> {}

impl<T, E, I, Make, F> Future for All<I, Make, F, T>
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    type Output = Result<Vec<T>, Broken<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let All { running, values } = self.get_mut();
        let mut broken = None;
        let polled = running.poll(cx, |_, item, result| match result {
            Ok(value) => {
                if values.len() <= item {
                    values.resize_with(item + 1, || None);
                }
                values[item] = Some(value);
                ControlFlow::Continue(())
            }
            Err(error) => {
                broken = Some(Broken { item: Some(item), ..error });
                ControlFlow::Break(())
            }
        });
        polled.map(|()| match broken {
            Some(broken) => Err(broken),
            None => {
                let values = std::mem::take(values).into_iter();
                Ok(values.map(|value| value.unwrap_or_else(|| super::impossible())).collect())
            }
        })
    }
}

/// As many items as are needed; it ends when so many have succeeded, or no longer can.
pub struct First<I: Iterator, Make, F, T, E> {
    running: Box<Running<I, Make, F>>,
    needed: usize,
    values: Vec<T>,
    failed: Vec<Broken<E>>,
}

/// Runs a step for items until `needed` of them have succeeded, and cancels the others then. They give their values in
/// the order in which they succeeded. It fails when fewer than `needed` can still succeed, before any has begun if
/// there are too few.
pub fn first<T, E, I, Make, F>(
    needed: usize,
    items: I,
    limit: Option<usize>,
    make: Make,
) -> First<I::IntoIter, Make, F, T, E>
where
    I: IntoIterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    let running = Box::new(Running::new(items.into_iter(), limit, make));
    First { running, needed, values: Vec::new(), failed: Vec::new() }
}

// Nothing in it is pinned: the futures have places of their own.
impl<I: Iterator, Make, F, T, E> Unpin for First<I, Make, F, T, E> {}

impl<T, E, I, Make, F> Future for First<I, Make, F, T, E>
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    type Output = Result<Vec<T>, Broken<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let First { running, needed, values, failed } = self.get_mut();
        let needed = *needed;
        if !is_settled(needed, values.len(), running) {
            let polled = running.poll(cx, |running, item, result| {
                match result {
                    Ok(value) => values.push(value),
                    Err(broken) => failed.push(Broken { item: Some(item), ..broken }),
                }
                go_on_unless(is_settled(needed, values.len(), running))
            });
            // Where nobody knew how many items there are, that may have turned out now.
            if polled.is_pending() && !is_settled(needed, values.len(), running) {
                return Poll::Pending;
            }
        }
        let values = std::mem::take(values);
        if values.len() >= needed {
            return Poll::Ready(Ok(values));
        }
        let mut failed = std::mem::take(failed);
        failed.sort_unstable_by_key(|broken| broken.item);
        let how = How::TooFew { needed, items: running.count(), failed };
        Poll::Ready(Err(Broken { how, attempts: 0, item: None }))
    }
}

/// Whether as many have succeeded as are needed, or so many no longer can.
fn is_settled<I, Make, F>(needed: usize, succeeded: usize, running: &Running<I, Make, F>) -> bool
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future,
{
    needed <= succeeded || running.at_most_open() < needed - succeeded
}

fn go_on_unless(stop: bool) -> ControlFlow<()> {
    if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// All items, or as many as are needed, and their failures are somebody's to handle.
pub struct Collect<I: Iterator, Make, F, T, E> {
    running: Box<Running<I, Make, F>>,
    /// How many have to succeed; `None` if it is all.
    needed: Option<usize>,
    succeeded: Vec<(usize, T)>,
    failed: Vec<Broken<E>>,
}

/// Runs a step for all items to their ends, or until `first` of them have succeeded or no longer can. All that have
/// succeeded and failed are in the error then.
///
/// A failure that nobody can handle (a panic) is the only one in the error, and without `first` it ends it at once.
pub fn collect<T, E, I, Make, F>(
    first: Option<usize>,
    items: I,
    limit: Option<usize>,
    make: Make,
) -> Collect<I::IntoIter, Make, F, T, E>
where
    I: IntoIterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    let running = Box::new(Running::new(items.into_iter(), limit, make));
    Collect { running, needed: first, succeeded: Vec::new(), failed: Vec::new() }
}

impl<T, E, I, Make, F> Collect<I, Make, F, T, E>
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    fn is_settled(&self) -> bool {
        match self.needed {
            Some(needed) => is_settled(needed, self.succeeded.len(), &self.running),
            None => false,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Vec<T>, Collected<T, E>>> {
        if !self.is_settled() {
            let Collect { running, needed, succeeded, failed } = self;
            let polled = running.poll(cx, |running, item, result| {
                let mut is_own = true;
                match result {
                    Ok(value) => succeeded.push((item, value)),
                    Err(broken) => {
                        is_own = broken.is_own();
                        failed.push(Broken { item: Some(item), ..broken });
                    }
                }
                go_on_unless(match *needed {
                    Some(needed) => is_settled(needed, succeeded.len(), running),
                    None => !is_own,
                })
            });
            // Where nobody knew how many items there are, that may have turned out now.
            if polled.is_pending() && !self.is_settled() {
                return Poll::Pending;
            }
        }
        Poll::Ready(self.end())
    }

    fn end(&mut self) -> Result<Vec<T>, Collected<T, E>> {
        let mut succeeded = std::mem::take(&mut self.succeeded);
        let mut failed = std::mem::take(&mut self.failed);
        let is_enough = match self.needed {
            Some(needed) => needed <= succeeded.len(),
            None => failed.is_empty(),
        };
        // With `first`, the order of success is the order of the values.
        if self.needed.is_none() || !is_enough {
            succeeded.sort_unstable_by_key(|(item, _)| *item);
        }
        if is_enough {
            return Ok(succeeded.into_iter().map(|(_, value)| value).collect());
        }
        failed.sort_unstable_by_key(|broken| broken.item);
        Err(Collected { succeeded, failed })
    }

    /// Its time is over: what runs has failed.
    fn time_out(&mut self, after: Duration) -> Result<Vec<T>, Collected<T, E>> {
        let unfinished = self.running.unfinished().into_iter();
        self.failed.extend(unfinished.map(|item| {
            let how = How::TimedOut(TimedOut::new(after));
            Broken { how, attempts: 0, item: Some(item) }
        }));
        self.end()
    }
}

// Nothing in it is pinned: the futures have places of their own.
impl<I: Iterator, Make, F, T, E> Unpin for Collect<I, Make, F, T, E> {}

impl<T, E, I, Make, F> Future for Collect<I, Make, F, T, E>
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    type Output = Result<Vec<T>, Collected<T, E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll(cx)
    }
}

pin_project! {
    /// [`Collect`], for so long.
    pub struct CollectWithin<I: Iterator, Make, F, T, E> {
        collect: Collect<I, Make, F, T, E>,
        #[pin]
        sleep: Unconstrained<Sleep>,
        after: Duration,
    }
}

/// [`collect`], for so long: what runs when the time is over counts as failed, and what has not begun never begins (it
/// is in neither list). The time begins now.
pub fn collect_within<T, E, I, Make, F>(
    total: Duration,
    first: Option<usize>,
    items: I,
    limit: Option<usize>,
    make: Make,
) -> CollectWithin<I::IntoIter, Make, F, T, E>
where
    I: IntoIterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    // The items may use up what tokio lets a task do in one poll; the time is over all the same.
    let sleep = unconstrained(tokio::time::sleep(total));
    CollectWithin { collect: collect(first, items, limit, make), sleep, after: total }
}

impl<T, E, I, Make, F> Future for CollectWithin<I, Make, F, T, E>
where
    I: Iterator,
    Make: FnMut(usize, I::Item) -> F,
    F: Future<Output = Result<T, Broken<E>>>,
{
    type Output = Result<Vec<T>, Collected<T, E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(result) = this.collect.poll(cx) {
            return Poll::Ready(result);
        }
        ready!(this.sleep.poll(cx));
        Poll::Ready(this.collect.time_out(*this.after))
    }
}
