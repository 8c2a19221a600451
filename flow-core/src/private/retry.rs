//! Trying a step again.

use core::hash::BuildHasher;
use core::ops::ControlFlow;
use core::time::Duration;
use std::hash::RandomState;

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

    /// How long to wait before that retry, from 1: the delay doubles from one to the next, and the jitter on top of it may
    /// be as long.
    fn delay(&self, retry: u32) -> Duration {
        let delay = self.base.saturating_mul(2_u32.saturating_pow(retry - 1)).min(self.max);
        delay.saturating_add(delay.mul_f64(random())).min(self.max)
    }
}

/// A number from 0 to 1, another each time and in each process. For a jitter, the seed of a hash map is random enough.
fn random() -> f64 {
    // What is left of 64 bits fits into a `u32`.
    let bits = u32::try_from(RandomState::new().hash_one(()) >> 32).unwrap_or(u32::MAX);
    f64::from(bits) / f64::from(u32::MAX)
}

/// The attempts of a step.
pub struct Attempts {
    policy: Policy,
    number: u32,
}

impl Attempts {
    /// The first is about to begin.
    #[must_use]
    pub const fn new(policy: Policy) -> Attempts {
        Attempts { policy, number: 1 }
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
        if !is_worth_it || self.number > self.policy.times {
            broken.attempts = self.number;
            return None;
        }
        let delay = self.policy.delay(self.number);
        self.number += 1;
        Some(delay)
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
