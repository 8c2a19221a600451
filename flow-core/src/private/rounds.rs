//! Counting the iterations of a loop.

use crate::error::FlowError;

/// How often a loop's header has run since the loop was entered.
pub struct Rounds {
    flow: &'static str,
    header: &'static str,
    done: u32,
    limit: u32,
}

impl Rounds {
    /// The header is about to run for the first time.
    #[must_use]
    pub const fn new(flow: &'static str, header: &'static str, limit: u32) -> Rounds {
        Rounds { flow, header, done: 1, limit }
    }

    /// The header is about to run again: for the how manieth time, the first included.
    ///
    /// # Errors
    ///
    /// The loop's limit is reached.
    pub fn again<M>(&mut self) -> Result<u32, FlowError<M>> {
        if self.done == self.limit {
            return Err(FlowError::loop_limit(self.flow, self.header, self.limit));
        }
        self.done += 1;
        Ok(self.done)
    }
}
