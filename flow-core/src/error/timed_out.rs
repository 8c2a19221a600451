//! That something took too long.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// A step did not end within its `#[timeout]`.
///
/// Where nothing listens to `step::Err`, the flow fails with [`FlowErrorKind::TimedOut`](crate::FlowErrorKind::TimedOut).
/// Where something does, a time-out counts as the step's own error, which then is `From<TimedOut>`:
///
/// ```
/// use std::time::Duration;
///
/// use flow_core::TimedOut;
///
/// #[derive(Debug, PartialEq)]
/// enum Trouble {
///     Refused,
///     TooSlow(Duration),
/// }
///
/// impl From<TimedOut> for Trouble {
///     fn from(timed_out: TimedOut) -> Trouble {
///         Trouble::TooSlow(timed_out.after())
///     }
/// }
///
/// let timed_out = TimedOut::new(Duration::from_secs(30));
/// assert_eq!(timed_out.to_string(), "timed out after 30s");
/// assert_eq!(Trouble::from(timed_out), Trouble::TooSlow(Duration::from_secs(30)));
/// # let _ = Trouble::Refused;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedOut {
    after: Duration,
}

impl TimedOut {
    /// A time-out after that time, as a test of your error type needs it.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use flow_core::TimedOut;
    /// assert_eq!(TimedOut::new(Duration::from_millis(1500)).to_string(), "timed out after 1.5s");
    /// ```
    #[must_use]
    pub const fn new(after: Duration) -> TimedOut {
        TimedOut { after }
    }

    /// How long it was given.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use flow_core::TimedOut;
    /// assert_eq!(TimedOut::new(Duration::from_secs(5)).after(), Duration::from_secs(5));
    /// ```
    #[must_use]
    pub const fn after(&self) -> Duration {
        self.after
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "timed out after {:?}", self.after)
    }
}

impl Error for TimedOut {}
