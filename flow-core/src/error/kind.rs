//! What can happen to a step.

use std::time::Duration;

/// What happened to the step that a [`FlowError`](crate::FlowError) names.
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Import;
///
/// #[flow]
/// impl Import {
///     #[start]
///     fn count(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
///         text.parse()
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let error = Import.run("many").await.unwrap_err();
/// let advice = match error.kind() {
///     FlowErrorKind::TimedOut { after } => format!("give it more than {after:?}"),
///     FlowErrorKind::Failed => format!("look at `{}`", error.step()),
///     _ => "read the message".to_owned(),
/// };
/// assert_eq!(advice, "look at `count`");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowErrorKind {
    /// The step returned an error. There is one cause, which has the error.
    Failed,
    /// The step did not end within its `#[timeout]`, or within its `#[timeout(total = …)]`. There is one cause, which
    /// has no error.
    TimedOut {
        /// How long it was given: each attempt, or all that the step does.
        after: Duration,
    },
    /// The step panicked on a thread of its own: it is a `#[spawn]` or a `#[blocking]` one. There is one cause, which
    /// has what it [panicked with](crate::Cause::into_panic).
    ///
    /// A panic in any other step unwinds out of `run`.
    Panicked,
    /// So many items of the step have failed that fewer than `first = …` can still succeed. There is a cause for each
    /// item that failed.
    TooFewItems {
        /// How many have to succeed.
        needed: usize,
        /// How many there are.
        items: usize,
    },
    /// The step waited for the first of several others, and all of them failed. There is a cause for each.
    RaceFailed,
    /// The step waited for a `quorum` of several others, and so many of them failed that the quorum cannot be reached.
    /// There is a cause for each.
    QuorumFailed {
        /// How many have to happen.
        needed: usize,
        /// Of how many.
        of: usize,
    },
    /// The step is the header of a loop and would have run more often than `max_iterations`. There is no cause.
    LoopLimit {
        /// How often it ran.
        iterations: u32,
    },
    /// The run was cancelled as a whole: [`step`](crate::FlowError::step) is empty, and there is no cause.
    ///
    /// Where there is a step, it is a `#[spawn]` or a `#[blocking]` one, and the runtime on which it ran has shut down.
    Cancelled,
    /// The run did not end before its deadline. [`step`](crate::FlowError::step) is empty, and there is no cause.
    DeadlineExceeded,
}
