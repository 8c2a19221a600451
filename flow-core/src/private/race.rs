//! The state of a race between branches.

use core::task::Poll;

use super::Failures;
use crate::error::FlowError;

/// Who has won a race, who has dropped out of it, and whether somebody is still running.
pub struct Race<T, M> {
    won: Option<T>,
    failures: Failures<M>,
    member: usize,
    waiting: bool,
}

impl<T, M> Race<T, M> {
    /// No branch has begun.
    #[must_use]
    pub const fn new() -> Race<T, M> {
        Race { won: None, failures: Failures::new(), member: 0, waiting: false }
    }

    /// All branches are about to be polled once.
    pub fn begin_poll(&mut self) {
        self.member = 0;
        self.waiting = false;
    }

    /// What polling the next branch has given; nothing if it had dropped out before.
    pub fn take(&mut self, polled: Option<Poll<Result<T, FlowError<M>>>>) {
        match polled {
            Some(Poll::Ready(Ok(value))) if self.won.is_none() => self.won = Some(value),
            // It would have won, had it been written before the winner.
            Some(Poll::Ready(Ok(_))) | None => {}
            Some(Poll::Ready(Err(error))) => self.failures.add(self.member, error),
            Some(Poll::Pending) => self.waiting = true,
        }
        self.member += 1;
    }

    /// The winner, if there is one; the failure of all, if all have failed.
    pub fn decide(&mut self, flow: &'static str, step: &'static str) -> Poll<Result<T, FlowError<M>>> {
        match self.won.take() {
            Some(value) => Poll::Ready(Ok(value)),
            None if self.waiting => Poll::Pending,
            None => Poll::Ready(Err(self.failures.of_race(flow, step))),
        }
    }
}

impl<T, M> Default for Race<T, M> {
    fn default() -> Race<T, M> {
        Race::new()
    }
}
