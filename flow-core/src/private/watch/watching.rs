//! Somebody watches.

use core::pin::Pin;
use core::task::{self, Poll};
use core::time::Duration;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flow_graph::Graph;
use flow_graph::model::StepId;
use pin_project_lite::pin_project;

use super::running::Running;
use super::{Unobserved, Watch, WatchStep};
use crate::context::{Context, Run};
use crate::observe::{Emitted, Event, Kind, Observer, Parent, Place, RunId};

/// What a runner can have in the place of its observer: an [`Observer`], or [`Unobserved`].
pub trait Observing: Sized {
    /// What the run is given.
    type Watch: Watch;

    /// The run begins.
    fn begin(self, flow: &'static Graph) -> Self::Watch;

    /// The run is gone on with.
    fn poll<R>(watch: &Self::Watch, poll: impl FnMut() -> R) -> R;

    /// The run is over, in the way that `kind` says.
    fn end(watch: &Self::Watch, kind: impl FnOnce() -> Kind);
}

impl Observing for Unobserved {
    type Watch = Unobserved;

    fn begin(self, _: &'static Graph) -> Unobserved {
        self
    }

    fn poll<R>(_: &Unobserved, mut poll: impl FnMut() -> R) -> R {
        poll()
    }

    fn end(_: &Unobserved, _: impl FnOnce() -> Kind) {}
}

impl<O: Observer> Observing for O {
    type Watch = Watching<O>;

    fn begin(self, flow: &'static Graph) -> Watching<O> {
        let watching = Watching(Arc::new(Watched {
            observer: self,
            run: RunId::next(),
            flow,
            race: AtomicUsize::new(NO_RACE),
            running: Mutex::new(Vec::new()),
        }));
        watching.0.tell(None, None, Kind::FlowStarted);
        watching
    }

    fn poll<R>(watch: &Watching<O>, poll: impl FnMut() -> R) -> R {
        watch.0.poll(None, None, poll)
    }

    fn end(watch: &Watching<O>, kind: impl FnOnce() -> Kind) {
        for step in watch.0.take_running() {
            watch.0.tell(Some(step), None, Kind::Cancelled);
        }
        watch.0.tell(None, None, kind());
    }
}

/// An observer, and the run that it watches.
pub struct Watching<O>(Arc<Watched<O>>);

/// A run that somebody watches. Only one thread at a time goes on with it; the atomic and the lock are there so that it
/// may be another one each time.
struct Watched<O> {
    observer: O,
    run: RunId,
    flow: &'static Graph,
    /// Whose race the steps that are dropped now have lost.
    race: AtomicUsize,
    /// What has begun and not ended, of the steps that have no guard. In the order in which they have begun.
    running: Mutex<Vec<StepId>>,
}

/// What is dropped now is merely cancelled.
const NO_RACE: usize = usize::MAX;

impl<O> Watched<O> {
    fn running(&self) -> MutexGuard<'_, Vec<StepId>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_running(&self) -> Vec<StepId> {
        core::mem::take(&mut *self.running())
    }

    /// Whether the step has begun and not ended. From now on, it has ended.
    fn take(&self, step: StepId) -> bool {
        let mut running = self.running();
        let place = running.iter().position(|running| *running == step);
        place.map(|place| running.remove(place)).is_some()
    }

    fn dropped(&self) -> Kind {
        match self.race.load(Ordering::Relaxed) {
            NO_RACE => Kind::Cancelled,
            race => Kind::Lost { race },
        }
    }
}

impl<O: Observer> Watched<O> {
    fn tell(&self, step: Option<StepId>, item: Option<usize>, kind: Kind) {
        self.observer.on(&Event::new(self.run, self.flow, step, item, kind));
    }
}

impl<O: Observer> Watched<O> {
    /// Goes on with the run, a step or an item, under the observer's eyes.
    fn poll<R>(&self, step: Option<StepId>, item: Option<usize>, mut poll: impl FnMut() -> R) -> R {
        let mut polled = None;
        self.observer.poll(Place::new(self.run, step, item), &mut || {
            if polled.is_none() {
                polled = Some(poll());
            }
        });
        // The observer need not have done what it should.
        polled.unwrap_or_else(poll)
    }
}

impl<O: Observer> Run for Watched<O> {
    fn emitted(&self, step: StepId, item: Option<usize>, emitted: Emitted) {
        self.tell(Some(step), item, Kind::Emitted(emitted));
    }

    fn nested(&self, step: StepId, item: Option<usize>, event: &Event) {
        let mut event = event.clone();
        event.parents.insert(0, Parent::new(self.run, self.flow, step, item));
        self.observer.on(&event);
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        self.observer.poll(place, poll);
    }
}

impl<O: Observer> Watch for Watching<O> {
    type Step = StepWatch<O>;
    type Polled<F: Future> = Polled<O, F>;
    type Running<F: Future> = Running<O, F>;

    fn branch(&self) -> Watching<O> {
        Watching(Arc::clone(&self.0))
    }

    fn step(&self, step: StepId) -> StepWatch<O> {
        StepWatch::begin(&self.0, step, None)
    }

    fn context(&self, flow: &'static Graph, step: StepId, attempt: u32, item: Option<usize>) -> Context<'_> {
        Context::observed(&*self.0, flow, step, attempt, item)
    }

    fn polled<F: Future>(&self, step: StepId, item: Option<usize>, future: F) -> Polled<O, F> {
        Polled { future, watched: Arc::clone(&self.0), step, item }
    }

    fn running<F: Future>(&self, step: StepId, future: F) -> Running<O, F> {
        Running::new(self.polled(step, None, future))
    }

    fn decided(&self, step: StepId, member: usize) {
        self.0.tell(Some(step), None, Kind::RaceWon { member });
        self.losing(step);
    }

    fn losing(&self, step: StepId) {
        self.0.race.store(step, Ordering::Relaxed);
    }

    fn settled(&self) {
        self.0.race.store(NO_RACE, Ordering::Relaxed);
    }

    fn iteration(&self, header: StepId, number: u32) {
        self.0.tell(Some(header), None, Kind::Iteration { number });
    }

    fn started(&self, step: StepId) {
        self.0.running().push(step);
        self.0.tell(Some(step), None, Kind::Started);
    }

    fn done<T>(&self, step: StepId, value: T) -> T {
        self.0.take(step);
        self.0.tell(Some(step), None, Kind::Finished);
        value
    }

    fn result<T, E>(
        &self,
        step: StepId,
        result: Result<T, E>,
        text: impl FnOnce(&E) -> Option<String>,
    ) -> Result<T, E> {
        self.0.take(step);
        self.0.tell(Some(step), None, ended(&result, text));
        result
    }

    fn cancelled(&self, step: StepId, race: Option<StepId>) {
        if self.0.take(step) {
            self.0.tell(Some(step), None, race.map_or(Kind::Cancelled, |race| Kind::Lost { race }));
        }
    }
}

fn ended<T, E>(result: &Result<T, E>, text: impl FnOnce(&E) -> Option<String>) -> Kind {
    match result {
        Ok(_) => Kind::Finished,
        Err(error) => Kind::Failed { error: text(error) },
    }
}

pin_project! {
    /// The future of a step, or of one item of it.
    pub struct Polled<O, F> {
        #[pin]
        future: F,
        watched: Arc<Watched<O>>,
        step: StepId,
        item: Option<usize>,
    }
}

impl<O: Observer, F> Polled<O, F> {
    /// The step begins.
    pub(super) fn begin(&self) -> StepWatch<O> {
        StepWatch::begin(&self.watched, self.step, self.item)
    }
}

impl<O: Observer, F: Future> Future for Polled<O, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        this.watched.poll(Some(*this.step), *this.item, || this.future.as_mut().poll(cx))
    }
}

/// A step that runs, or one item of it.
pub struct StepWatch<O: Observer> {
    watched: Arc<Watched<O>>,
    step: StepId,
    item: Option<usize>,
    has_ended: bool,
}

impl<O: Observer> StepWatch<O> {
    fn begin(watched: &Arc<Watched<O>>, step: StepId, item: Option<usize>) -> StepWatch<O> {
        watched.tell(Some(step), item, Kind::Started);
        StepWatch { watched: Arc::clone(watched), step, item, has_ended: false }
    }

    fn tell(&self, kind: Kind) {
        self.watched.tell(Some(self.step), self.item, kind);
    }
}

impl<O: Observer> WatchStep for StepWatch<O> {
    fn done<T>(mut self, value: T) -> T {
        self.has_ended = true;
        self.tell(Kind::Finished);
        value
    }

    fn result<T, E>(mut self, result: Result<T, E>, text: impl FnOnce(&E) -> Option<String>) -> Result<T, E> {
        self.has_ended = true;
        self.tell(ended(&result, text));
        result
    }

    fn retrying(&self, attempt: u32, delay: Duration, error: impl FnOnce() -> Option<String>) {
        self.tell(Kind::Retrying { attempt, delay, error: error() });
    }

    fn item(&self, index: usize) -> StepWatch<O> {
        StepWatch::begin(&self.watched, self.step, Some(index))
    }
}

impl<O: Observer> Drop for StepWatch<O> {
    fn drop(&mut self) {
        if !self.has_ended {
            self.tell(self.watched.dropped());
        }
    }
}
