//! One look at a race between branches.

use core::task::Poll;

use super::Failures;
use crate::error::FlowError;

/// Who has won a race in this poll, who has dropped out of it, and whether somebody is still running.
pub struct Race<'f, T, M> {
    won: Option<(usize, T)>,
    /// Of all polls.
    failures: &'f mut Failures<M>,
    member: usize,
    waiting: bool,
}

impl<'f, T, M> Race<'f, T, M> {
    /// All branches are about to be polled once.
    #[must_use]
    pub const fn new(failures: &'f mut Failures<M>) -> Race<'f, T, M> {
        Race { won: None, failures, member: 0, waiting: false }
    }

    /// What polling the next branch has given; nothing if it had dropped out before.
    pub fn take(&mut self, polled: Option<Poll<Result<T, FlowError<M>>>>) {
        match polled {
            Some(Poll::Ready(Ok(value))) if self.won.is_none() => self.won = Some((self.member, value)),
            // It would have won, had it been written before the winner.
            Some(Poll::Ready(Ok(_))) | None => {}
            Some(Poll::Ready(Err(error))) => self.failures.add(self.member, error),
            Some(Poll::Pending) => self.waiting = true,
        }
        self.member += 1;
    }

    /// The winner and its value, if there is one; the failures, if all have failed.
    pub fn decided(self) -> Poll<Result<(usize, T), Failures<M>>> {
        match self.won {
            Some(won) => Poll::Ready(Ok(won)),
            None if self.waiting => Poll::Pending,
            None => Poll::Ready(Err(core::mem::take(self.failures))),
        }
    }
}
