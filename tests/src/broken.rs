//! An error of a step.

use std::error::Error;
use std::fmt;

use flow_core::TimedOut;

/// What a step fails with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(
    /// What broke.
    pub &'static str,
);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} broke", self.0)
    }
}

impl Error for Broken {}

/// A time-out counts as the step's own error.
impl From<TimedOut> for Broken {
    fn from(_: TimedOut) -> Broken {
        Broken("the clock")
    }
}
