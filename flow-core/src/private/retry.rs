//! Trying a step again.

use core::ops::ControlFlow;
use core::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::told_once::{Never, Otherwise, ThisWay};
use super::{Broken, How, WatchStep};

/// When a step is tried again, and how often.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// How often after the first attempt.
    pub times: u32,
    /// The shortest time before the first retry; it doubles from one to the next.
    pub base: Duration,
    /// The longest time before a retry.
    pub max: Duration,
}

impl Policy {
    /// As `#[retry]` says.
    #[must_use]
    pub const fn new(times: u32, base: Duration, max: Duration) -> Policy {
        Policy { times, base, max }
    }

    fn delays(&self) -> ExponentialBackoff {
        let times = usize::try_from(self.times).unwrap_or(usize::MAX);
        ExponentialBuilder::new()
            .with_factor(2.0)
            .with_min_delay(self.base)
            .with_max_delay(self.max)
            .with_max_times(times)
            .with_jitter()
            .build()
    }
}

/// The attempts of a step.
pub struct Attempts {
    policy: Policy,
    number: u32,
    // Most steps succeed at once, and then need none.
    delays: Option<Box<ExponentialBackoff>>,
}

impl Attempts {
    /// The first is about to begin.
    #[must_use]
    pub const fn new(policy: Policy) -> Attempts {
        Attempts { policy, number: 1, delays: None }
    }

    /// Which attempt it is, from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// An attempt has ended: breaks with what comes of it all, or goes on with how long to wait before the next attempt.
    /// `watch` is told which attempt that is, and why.
    pub fn next<T, E>(
        &mut self,
        result: Result<T, Broken<E>>,
        is_worth_it: impl FnOnce(&E) -> bool,
        watch: &impl WatchStep,
        text: impl FnOnce(&Broken<E>) -> Option<String>,
    ) -> ControlFlow<Result<T, Broken<E>>, Duration> {
        let mut broken = match result {
            Ok(value) => return ControlFlow::Break(Ok(value)),
            Err(broken) => broken,
        };
        match self.again(&mut broken, is_worth_it) {
            Some(delay) => {
                watch.retrying(self.number, delay, || text(&broken));
                ControlFlow::Continue(delay)
            }
            None => ControlFlow::Break(Err(broken)),
        }
    }

    /// An attempt has not succeeded: how long to wait before the next. There is none where what happened is nothing
    /// that another attempt mends, or where there were enough of them; `broken` then knows how many.
    fn again<E>(&mut self, broken: &mut Broken<E>, is_worth_it: impl FnOnce(&E) -> bool) -> Option<Duration> {
        let is_worth_it = match &broken.how {
            How::Failed(error) => is_worth_it(error),
            How::TimedOut(_) => true,
            How::Panicked(_) | How::Aborted | How::TooFew { .. } => false,
        };
        let policy = &self.policy;
        let delay = if is_worth_it {
            self.delays.get_or_insert_with(|| Box::new(policy.delays())).next()
        } else {
            None
        };
        match delay {
            Some(delay) => {
                self.number += 1;
                // The jitter comes on top of the delay, and may be as long.
                Some(delay.min(policy.max))
            }
            None => {
                broken.attempts = self.number;
                None
            }
        }
    }
}

/// A function that says whether an error of a step is worth a retry.
#[diagnostic::on_unimplemented(
    message = "the function of `#[retry(on = …)]` cannot judge the errors of `{Step}`: it would be called with `&{E}`",
    label = "this is `{Self}`",
    note = "write a `fn(&{E}) -> bool`"
)]
pub trait Judges<Step, E, Way> {
    /// The function.
    type Judge;
    /// The function itself.
    fn judge(self) -> Self::Judge;
}

impl<F: Fn(&E) -> bool, Step, E> Judges<Step, E, ThisWay> for F {
    type Judge = F;

    fn judge(self) -> F {
        self
    }
}

impl<F: Never, Step, E> Judges<Step, E, Otherwise> for F {
    type Judge = F;

    fn judge(self) -> F {
        self
    }
}

/// Whether an own error is worth a retry, where `#[retry]` says nothing about it.
pub fn always<E>(_: &E) -> bool {
    true
}
