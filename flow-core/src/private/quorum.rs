//! The state of a quorum of branches.

use core::mem;
use core::task::Poll;

use super::Failures;
use crate::error::FlowError;

/// The branch that was the last that was needed, and the values in order of arrival.
type Arrived<T> = (usize, Vec<T>);

/// Which branches have arrived, which have dropped out, and how many are still running.
pub struct Quorum<T, M> {
    needed: usize,
    arrived: Vec<T>,
    /// The branch whose arrival was the last that was needed.
    last: usize,
    failures: Failures<M>,
    member: usize,
    waiting: usize,
}

impl<T, M> Quorum<T, M> {
    /// No branch has begun.
    #[must_use]
    pub const fn new(needed: usize) -> Quorum<T, M> {
        Quorum { needed, arrived: Vec::new(), last: 0, failures: Failures::new(), member: 0, waiting: 0 }
    }

    /// All branches are about to be polled once.
    pub fn begin_poll(&mut self) {
        self.member = 0;
        self.waiting = 0;
    }

    /// What polling the next branch has given; nothing if it had arrived or dropped out before.
    pub fn take(&mut self, polled: Option<Poll<Result<T, FlowError<M>>>>) {
        match polled {
            Some(Poll::Ready(Ok(value))) if self.arrived.len() < self.needed => {
                self.arrived.reserve(self.needed - self.arrived.len());
                self.arrived.push(value);
                self.last = self.member;
            }
            // It comes too late: the ones written before it were enough.
            Some(Poll::Ready(Ok(_))) | None => {}
            Some(Poll::Ready(Err(error))) => self.failures.add(self.member, error),
            Some(Poll::Pending) => self.waiting += 1,
        }
        self.member += 1;
    }

    /// The values, if there are enough; the failure of those that have failed, if there cannot be enough.
    pub fn decide(
        &mut self,
        flow: &'static str,
        step: &'static str,
    ) -> Poll<Result<Arrived<T>, FlowError<M>>> {
        if self.arrived.len() == self.needed {
            Poll::Ready(Ok((self.last, mem::take(&mut self.arrived))))
        } else if self.arrived.len() + self.waiting < self.needed {
            Poll::Ready(Err(self.failures.of_quorum(flow, step, self.needed, self.member)))
        } else {
            Poll::Pending
        }
    }
}
