//! How generated code tells what happens.
//!
//! It is generic over a [`Watch`]. A plain `run` has [`Unobserved`], which is nothing and does nothing, so that the
//! run is what it would be without. A runner with an observer has a [`Watching`].

mod describe;
mod running;
mod unobserved;
mod watching;

use core::time::Duration;

use flow_graph::Graph;
use flow_graph::model::StepId;

use crate::context::Context;

pub use self::describe::{ByDebug, ByDisplay, Describe, Opaque};
pub use self::running::{done, result};
pub use self::unobserved::Unobserved;
pub use self::watching::{Observing, StepWatch, Watching};

/// Who is told what happens in a run.
///
/// `text` gives an error's text, and is asked only where somebody wants to know it.
pub trait Watch: Sized {
    /// Who is told what happens to a step.
    type Step: WatchStep;

    /// A step's future.
    type Polled<F: Future>: Future<Output = F::Output>;

    /// A step's future, and who is told of the step. Dropped before its end, the step is cancelled.
    type Running<F: Future>: Future<Output = (Self::Step, F::Output)>;

    /// One more of it, for what runs beside.
    #[must_use]
    fn branch(&self) -> Self;

    /// The step begins. When what is given is dropped before the step has ended, the step is cancelled; between
    /// [`decided`](Watch::decided) and [`settled`](Watch::settled), it has lost that race.
    fn step(&self, step: StepId) -> Self::Step;

    /// What a step can know of the run.
    fn context(&self, flow: &'static Graph, step: StepId, attempt: u32, item: Option<usize>) -> Context<'_>;

    /// The future of a step, or of one item of it, which belongs to that step for whoever watches.
    fn polled<F: Future>(&self, step: StepId, item: Option<usize>, future: F) -> Self::Polled<F>;

    /// A step's future, [`step`](Watch::step) and [`polled`](Watch::polled) in one: when it is first polled, the step begins.
    fn running<F: Future>(&self, step: StepId, future: F) -> Self::Running<F>;

    /// What `step` waits for has been decided for that member, and the losers are about to be dropped.
    fn decided(&self, step: StepId, member: usize);

    /// What is dropped from now on has lost the race of `step`.
    fn losing(&self, step: StepId);

    /// The losers have been dropped.
    fn settled(&self);

    /// The loop of that header turns: the header begins for the `number`th time, which is not the first.
    fn iteration(&self, header: StepId, number: u32);

    /// The step begins. It ends with [`done`](Watch::done), [`result`](Watch::result) or
    /// [`cancelled`](Watch::cancelled), or else is cancelled when the run is over.
    fn started(&self, step: StepId);

    /// A step that cannot fail has ended.
    fn done<T>(&self, step: StepId, value: T) -> T;

    /// A step that can fail has ended.
    ///
    /// # Errors
    ///
    /// As given.
    fn result<T, E>(
        &self,
        step: StepId,
        result: Result<T, E>,
        text: impl FnOnce(&E) -> Option<String>,
    ) -> Result<T, E>;

    /// The step has been dropped, as the loser of a race or for another reason.
    fn cancelled(&self, step: StepId, race: Option<StepId>);
}

/// Who is told what happens to a step that runs, or to one item of it.
pub trait WatchStep: Sized {
    /// It cannot fail, and has ended.
    fn done<T>(self, value: T) -> T;

    /// It can fail, and has ended.
    ///
    /// # Errors
    ///
    /// As given.
    fn result<T, E>(self, result: Result<T, E>, text: impl FnOnce(&E) -> Option<String>) -> Result<T, E>;

    /// After `delay`, it is tried again. `attempt` is 2 or more.
    fn retrying(&self, attempt: u32, delay: Duration, error: impl FnOnce() -> Option<String>);

    /// One of its items begins.
    #[must_use]
    fn item(&self, index: usize) -> Self;
}
