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

    /// What polling the next branch has given. Whether it has ended.
    #[inline]
    pub fn take(&mut self, polled: Poll<Result<T, FlowError<M>>>) -> bool {
        let member = self.member;
        self.member += 1;
        match polled {
            Poll::Ready(Ok(value)) if self.won.is_none() => self.won = Some((member, value)),
            // It would have won, had it been written before the winner.
            Poll::Ready(Ok(_)) => {}
            Poll::Ready(Err(error)) => self.failures.add(member, error),
            Poll::Pending => {
                self.waiting = true;
                return false;
            }
        }
        true
    }

    /// The next branches are not polled. Whether somebody of them is running.
    #[inline]
    pub fn skip(&mut self, branches: usize, waiting: bool) {
        self.member += branches;
        self.waiting |= waiting;
    }

    /// What polling some branches has told: whether one of them is running.
    pub(super) fn waits(&mut self, look: impl FnOnce(&mut Self)) -> bool {
        let before = core::mem::take(&mut self.waiting);
        look(self);
        let waits = self.waiting;
        self.waiting |= before;
        waits
    }

    /// The winner and its value, if there is one; the failures, if all have failed.
    #[inline]
    pub fn decided(self) -> Poll<Result<(usize, T), Failures<M>>> {
        match self.won {
            Some(won) => Poll::Ready(Ok(won)),
            None if self.waiting => Poll::Pending,
            None => Poll::Ready(Err(core::mem::take(self.failures))),
        }
    }
}
