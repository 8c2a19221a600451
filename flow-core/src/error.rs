//! What `run` returns when a flow fails.

use std::error::Error;
use std::fmt;

/// The error type that failures become where `#[flow(error = …)]` says nothing.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// Why a run of a flow failed: which flow, which step, and the errors behind it.
///
/// `M` is the type of the errors behind it: [`BoxError`], or what `#[flow(error = M)]` says.
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
/// assert_eq!((error.flow(), error.step()), ("Import", "count"));
/// assert_eq!(error.to_string(), "step `count` of flow `Import` failed: invalid digit found in string");
/// assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct FlowError<M = BoxError> {
    // One word, so that `Result<Output, FlowError>` costs a run nothing while nothing fails.
    inner: Box<Inner<M>>,
}

struct Inner<M> {
    flow: &'static str,
    step: &'static str,
    kind: FlowErrorKind,
    causes: Vec<Cause<M>>,
}

/// What happened to the step that a [`FlowError`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowErrorKind {
    /// The step returned an error. There is one cause.
    Failed,
    /// The step waited for the first of several others, and all of them failed. There is a cause for each.
    RaceFailed,
    /// The step is the header of a loop and would have run more often than `max_iterations`. There is no cause.
    LoopLimit {
        /// How often it ran.
        iterations: u32,
    },
}

/// A step's own error.
#[derive(Debug)]
pub struct Cause<M = BoxError> {
    step: &'static str,
    error: M,
}

impl<M> Cause<M> {
    /// The name of the step that returned the error.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.step
    }

    /// The error.
    #[must_use]
    pub fn error(&self) -> &M {
        &self.error
    }

    /// The error, owned.
    #[must_use]
    pub fn into_error(self) -> M {
        self.error
    }
}

impl<M> FlowError<M> {
    pub(crate) fn failed(flow: &'static str, step: &'static str, error: M) -> FlowError<M> {
        FlowError::of(flow, step, FlowErrorKind::Failed, vec![Cause { step, error }])
    }

    /// `step` waited for the first of several steps, and none of them could happen any more.
    pub(crate) fn race(
        flow: &'static str,
        step: &'static str,
        causes: impl IntoIterator<Item = (&'static str, M)>,
    ) -> FlowError<M> {
        let causes: Vec<_> = causes.into_iter().map(|(step, error)| Cause { step, error }).collect();
        match causes.as_slice() {
            // Where only one of them failed, and the others merely did not happen, the failure is that one's.
            [only] => FlowError::of(flow, only.step, FlowErrorKind::Failed, causes),
            _ => FlowError::of(flow, step, FlowErrorKind::RaceFailed, causes),
        }
    }

    pub(crate) fn loop_limit(flow: &'static str, step: &'static str, iterations: u32) -> FlowError<M> {
        FlowError::of(flow, step, FlowErrorKind::LoopLimit { iterations }, Vec::new())
    }

    fn of(
        flow: &'static str,
        step: &'static str,
        kind: FlowErrorKind,
        causes: Vec<Cause<M>>,
    ) -> FlowError<M> {
        FlowError { inner: Box::new(Inner { flow, step, kind, causes }) }
    }

    /// The name of the flow.
    #[must_use]
    pub fn flow(&self) -> &'static str {
        self.inner.flow
    }

    /// The name of the step: the one that failed, that waited for a race which nobody won, or whose loop went on for too long.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.inner.step
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> FlowErrorKind {
        self.inner.kind
    }

    /// The errors that steps returned, in the order in which the race's members are written.
    #[must_use]
    pub fn causes(&self) -> &[Cause<M>] {
        &self.inner.causes
    }

    /// The errors that steps returned, owned.
    #[must_use]
    pub fn into_causes(self) -> Vec<Cause<M>> {
        self.inner.causes
    }

    /// The first error that a step returned; `None` at a loop's limit.
    #[must_use]
    pub fn into_source(self) -> Option<M> {
        self.inner.causes.into_iter().next().map(Cause::into_error)
    }
}

impl FlowError {
    /// The first error that a step returned, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.causes().first().and_then(|cause| cause.error.downcast_ref())
    }
}

impl<M: fmt::Display> fmt::Display for FlowError<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { flow, step, kind, causes } = &*self.inner;
        match kind {
            FlowErrorKind::Failed => {
                write!(f, "step `{step}` of flow `{flow}` failed")?;
                causes.first().map_or(Ok(()), |cause| write!(f, ": {}", cause.error))
            }
            FlowErrorKind::RaceFailed => {
                write!(f, "step `{step}` of flow `{flow}` cannot run: everything it waited for failed")?;
                for (index, cause) in causes.iter().enumerate() {
                    write!(f, "{} `{}`: {}", if index == 0 { ":" } else { ";" }, cause.step, cause.error)?;
                }
                Ok(())
            }
            FlowErrorKind::LoopLimit { iterations } => {
                write!(
                    f,
                    "the loop of step `{step}` in flow `{flow}` was not left after {iterations} iterations"
                )
            }
        }
    }
}

impl<M: fmt::Debug> fmt::Debug for FlowError<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { flow, step, kind, causes } = &*self.inner;
        f.debug_struct("FlowError")
            .field("flow", flow)
            .field("step", step)
            .field("kind", kind)
            .field("causes", causes)
            .finish()
    }
}

impl Error for FlowError {
    /// What lies behind the first cause: the cause itself is part of the message.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.causes().first().and_then(|cause| cause.error.source())
    }
}
