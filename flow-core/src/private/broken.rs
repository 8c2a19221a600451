//! How a step that is tried again, timed, run for many items or run on another thread did not succeed.

use core::convert::Infallible;

use crate::error::{Cause, Detail, FlowError, FlowErrorKind, ItemsFailed, Panic, TimedOut};

/// A step, or an item of it, has not succeeded.
#[derive(Debug)]
pub struct Broken<E> {
    /// What happened.
    pub how: How<E>,
    /// How often it was tried; 0 where nobody has counted.
    pub attempts: u32,
    /// Which item it was; `None` if there are no items, or if it was all of them together.
    pub item: Option<usize>,
}

/// What happened to a step that has not succeeded.
#[derive(Debug)]
pub enum How<E> {
    /// It returned an error.
    Failed(E),
    /// It took too long.
    TimedOut(TimedOut),
    /// It panicked, on a thread of its own.
    Panicked(Panic),
    /// Its task was aborted, and not by us: the runtime has shut down.
    Aborted,
    /// Fewer of its items than needed can still succeed.
    TooFew {
        /// How many have to succeed.
        needed: usize,
        /// How many there are.
        items: usize,
        /// Those that failed, in their order.
        failed: Vec<Broken<E>>,
    },
}

impl<E> Broken<E> {
    /// It happened at the first attempt, and not to an item.
    pub(crate) fn once(how: How<E>) -> Broken<E> {
        Broken { how, attempts: 1, item: None }
    }

    /// The flow's failure. `own` makes an error of the step one of the flow.
    pub fn into_error<M>(
        self,
        flow: &'static str,
        step: &'static str,
        mut own: impl FnMut(E) -> M,
    ) -> FlowError<M> {
        match self.how {
            How::TooFew { needed, items, failed } => {
                let causes = failed.into_iter().map(|broken| broken.into_cause(step, &mut own)).collect();
                FlowError::too_few(flow, step, needed, items, causes)
            }
            _ => FlowError::of_step(flow, self.into_cause(step, own)),
        }
    }

    /// What happened, in words, where there are any. `own` gives those of an error of the step.
    pub fn text(&self, own: impl Fn(&E) -> Option<String>) -> Option<String> {
        match &self.how {
            How::Failed(error) => own(error),
            How::TimedOut(it) => Some(it.to_string()),
            How::Panicked(panic) => Some(panic.to_string()),
            How::Aborted => Some("its runtime has shut down".to_owned()),
            How::TooFew { needed, items, failed } => {
                Some(format!("{} of {items} items failed, and {needed} have to succeed", failed.len()))
            }
        }
    }

    fn into_cause<M>(self, step: &'static str, mut own: impl FnMut(E) -> M) -> Cause<M> {
        let (kind, detail) = match self.how {
            How::Failed(error) => (FlowErrorKind::Failed, Detail::Error(own(error))),
            How::TimedOut(it) => (FlowErrorKind::TimedOut { after: it.after() }, Detail::Nothing),
            How::Panicked(panic) => (FlowErrorKind::Panicked, Detail::Panic(panic)),
            How::Aborted => (FlowErrorKind::Cancelled, Detail::Nothing),
            // No item has items of its own.
            How::TooFew { needed, items, .. } => {
                (FlowErrorKind::TooFewItems { needed, items }, Detail::Nothing)
            }
        };
        Cause::new(step, kind, detail).of_item(self.item).after_attempts(self.attempts)
    }

    /// Whether a listener of the step's `Err` can handle it.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self.how, How::Failed(_) | How::TimedOut(_))
    }

    /// The step's own error, which a time-out counts as one of; anything else stays as it is.
    fn into_own(self, timed_out: impl FnOnce(TimedOut) -> E) -> Result<E, Broken<Infallible>> {
        let (attempts, item) = (self.attempts, self.item);
        let how = match self.how {
            How::Failed(error) => return Ok(error),
            How::TimedOut(it) => return Ok(timed_out(it)),
            How::Panicked(panic) => How::Panicked(panic),
            How::Aborted => How::Aborted,
            // Where something listens to the step's `Err`, its items are collected.
            How::TooFew { .. } => super::impossible(),
        };
        Err(Broken { how, attempts, item })
    }
}

/// Of a step whose `Err` something listens to: what its listeners take, or the flow's failure. Nothing can time out.
///
/// # Errors
///
/// The step has neither succeeded nor failed by itself: it panicked.
pub fn handled<T, E, M>(
    result: Result<T, Broken<E>>,
    flow: &'static str,
    step: &'static str,
) -> Result<Result<T, E>, FlowError<M>> {
    let timed_out = |_| super::impossible();
    handle(result, flow, step, timed_out)
}

/// [`handled`], of a step with a time-out, which counts as its own error.
///
/// # Errors
///
/// The step has neither succeeded nor failed by itself: it panicked.
pub fn handled_timed<T, E, M>(
    result: Result<T, Broken<E>>,
    flow: &'static str,
    step: &'static str,
    timed_out: impl FnOnce(TimedOut) -> E,
) -> Result<Result<T, E>, FlowError<M>> {
    handle(result, flow, step, timed_out)
}

fn handle<T, E, M>(
    result: Result<T, Broken<E>>,
    flow: &'static str,
    step: &'static str,
    timed_out: impl FnOnce(TimedOut) -> E,
) -> Result<Result<T, E>, FlowError<M>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(broken) => match broken.into_own(timed_out) {
            Ok(error) => Ok(Err(error)),
            Err(broken) => Err(broken.into_error(flow, step, never)),
        },
    }
}

/// The items of a step whose `Err` something listens to: what has become of them where not enough have succeeded.
#[derive(Debug)]
pub struct Collected<T, E> {
    /// What succeeded, in the order of the items.
    pub succeeded: Vec<(usize, T)>,
    /// What did not succeed, in the order of the items; each knows its item.
    pub failed: Vec<Broken<E>>,
}

/// [`handled`], of a step with items. Nothing can time out.
///
/// # Errors
///
/// An item has neither succeeded nor failed by itself: it panicked.
#[allow(clippy::type_complexity, reason = "both results are what generated code matches on")]
pub fn handled_items<T, E, M>(
    result: Result<Vec<T>, Collected<T, E>>,
    flow: &'static str,
    step: &'static str,
) -> Result<Result<Vec<T>, ItemsFailed<T, E>>, FlowError<M>> {
    let timed_out = |_| super::impossible();
    handle_items(result, flow, step, timed_out)
}

/// [`handled_items`], of a step with a time-out, which counts as the item's own error.
///
/// # Errors
///
/// An item has neither succeeded nor failed by itself: it panicked.
#[allow(clippy::type_complexity, reason = "both results are what generated code matches on")]
pub fn handled_items_timed<T, E, M>(
    result: Result<Vec<T>, Collected<T, E>>,
    flow: &'static str,
    step: &'static str,
    timed_out: impl FnMut(TimedOut) -> E,
) -> Result<Result<Vec<T>, ItemsFailed<T, E>>, FlowError<M>> {
    handle_items(result, flow, step, timed_out)
}

#[allow(clippy::type_complexity, reason = "both results are what generated code matches on")]
fn handle_items<T, E, M>(
    result: Result<Vec<T>, Collected<T, E>>,
    flow: &'static str,
    step: &'static str,
    mut timed_out: impl FnMut(TimedOut) -> E,
) -> Result<Result<Vec<T>, ItemsFailed<T, E>>, FlowError<M>> {
    let Collected { succeeded, failed } = match result {
        Ok(values) => return Ok(Ok(values)),
        Err(collected) => collected,
    };
    let own = failed.into_iter().map(|broken| {
        let item = broken.item.unwrap_or_else(|| super::impossible());
        broken.into_own(&mut timed_out).map(|error| (item, error))
    });
    match own.collect() {
        Ok(failed) => Ok(Err(ItemsFailed { succeeded, failed })),
        Err(broken) => Err(broken.into_error(flow, step, never)),
    }
}

/// The error of a step that has none.
pub fn never<M>(never: Infallible) -> M {
    match never {}
}

/// An error that can also say that the step which returns it took too long.
#[diagnostic::on_unimplemented(
    message = "a listener of `{Step}::Err` takes its time-outs too, but they cannot become a `{Self}`",
    label = "step `{Step}` has a `#[timeout]`",
    note = "implement `From<flow_core::TimedOut>` for `{Self}`"
)]
pub trait TimesOut<Step> {
    /// It took too long.
    fn timed_out(timed_out: TimedOut) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<TimedOut>, Step> TimesOut<Step> for E {
    fn timed_out(timed_out: TimedOut) -> E {
        E::from(timed_out)
    }
}
