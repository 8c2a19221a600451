//! Counting the iterations of a loop.

use crate::error::FlowError;

/// How often a loop's header has run since the loop was entered.
// Nothing else: it lies in the run's future for as long as the loop turns.
pub struct Rounds(u32);

impl Rounds {
    /// The header is about to run for the first time.
    #[must_use]
    pub const fn new() -> Rounds {
        Rounds(1)
    }

    /// The header is about to run again: for the how manieth time, the first included.
    ///
    /// # Errors
    ///
    /// The loop's limit is reached.
    #[inline]
    pub fn again<M>(
        &mut self,
        flow: &'static str,
        header: &'static str,
        limit: u32,
    ) -> Result<u32, FlowError<M>> {
        if self.0 >= limit {
            return Err(limit_reached(flow, header, limit));
        }
        self.0 += 1;
        Ok(self.0)
    }
}

impl Default for Rounds {
    fn default() -> Rounds {
        Rounds::new()
    }
}

#[cold]
fn limit_reached<M>(flow: &'static str, header: &'static str, limit: u32) -> FlowError<M> {
    FlowError::loop_limit(flow, header, limit)
}
