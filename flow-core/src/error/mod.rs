//! What `run` returns when a flow fails.

mod cause;
mod items_failed;
mod kind;
mod panic;
mod text;
mod timed_out;

use std::error::Error;
use std::fmt;

pub use self::cause::Cause;
pub(crate) use self::cause::Detail;
pub use self::items_failed::ItemsFailed;
pub use self::kind::FlowErrorKind;
pub use self::panic::Panic;
pub use self::timed_out::TimedOut;

/// The error type that failures become where `#[flow(error = …)]` says nothing.
///
/// ```
/// use flow_core::BoxError;
///
/// fn count(text: &str) -> Result<u32, BoxError> {
///     Ok(text.parse()?)
/// }
///
/// assert_eq!(count("7").unwrap(), 7);
/// assert!(count("many").unwrap_err().is::<std::num::ParseIntError>());
/// ```
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

impl<M> FlowError<M> {
    /// A step returned an error, at its only attempt.
    pub(crate) fn failed(flow: &'static str, step: &'static str, error: M) -> FlowError<M> {
        let cause = Cause::new(step, FlowErrorKind::Failed, Detail::Error(error));
        FlowError::of_step(flow, cause.after_attempts(1))
    }

    /// A step did not succeed.
    pub(crate) fn of_step(flow: &'static str, cause: Cause<M>) -> FlowError<M> {
        FlowError::of(flow, cause.step, cause.kind, vec![cause])
    }

    /// Fewer items of a step than it needs can still succeed.
    pub(crate) fn too_few(
        flow: &'static str,
        step: &'static str,
        needed: usize,
        items: usize,
        failed: Vec<Cause<M>>,
    ) -> FlowError<M> {
        FlowError::of(flow, step, FlowErrorKind::TooFewItems { needed, items }, failed)
    }

    /// `step` waited for several others. `errors` are those of the ones that failed, in the order written.
    ///
    /// Where only one of them failed, and the others merely did not happen, the failure is that one's.
    pub(crate) fn merged(
        flow: &'static str,
        step: &'static str,
        kind: FlowErrorKind,
        errors: impl IntoIterator<Item = FlowError<M>>,
    ) -> FlowError<M> {
        let mut errors = errors.into_iter();
        let (first, second) = (errors.next(), errors.next());
        match (first, second) {
            (Some(only), None) => only,
            (first, second) => {
                let errors = first.into_iter().chain(second).chain(errors);
                FlowError::of(flow, step, kind, errors.flat_map(FlowError::into_listed).collect())
            }
        }
    }

    /// What it contributes to a list of causes.
    fn into_listed(self) -> Vec<Cause<M>> {
        let Inner { flow: _, step, kind, mut causes } = *self.inner;
        let is_said_by_causes = match kind {
            // One of the causes says it, or all of them together do.
            FlowErrorKind::Failed
            | FlowErrorKind::TimedOut { .. }
            | FlowErrorKind::Panicked
            | FlowErrorKind::RaceFailed
            | FlowErrorKind::QuorumFailed { .. }
            | FlowErrorKind::Cancelled
            | FlowErrorKind::DeadlineExceeded => !causes.is_empty(),
            // That items failed does not say that too many of them did; that there are too few of them has no cause.
            FlowErrorKind::TooFewItems { .. } | FlowErrorKind::LoopLimit { .. } => false,
        };
        if !is_said_by_causes {
            causes.insert(0, Cause::new(step, kind, Detail::Nothing));
        }
        causes
    }

    pub(crate) fn loop_limit(flow: &'static str, step: &'static str, iterations: u32) -> FlowError<M> {
        FlowError::of(flow, step, FlowErrorKind::LoopLimit { iterations }, Vec::new())
    }

    /// The run was told to stop.
    pub(crate) fn cancelled(flow: &'static str) -> FlowError<M> {
        FlowError::of(flow, "", FlowErrorKind::Cancelled, Vec::new())
    }

    /// The run did not end in time.
    pub(crate) fn deadline_exceeded(flow: &'static str) -> FlowError<M> {
        FlowError::of(flow, "", FlowErrorKind::DeadlineExceeded, Vec::new())
    }

    fn of(
        flow: &'static str,
        step: &'static str,
        kind: FlowErrorKind,
        causes: Vec<Cause<M>>,
    ) -> FlowError<M> {
        FlowError { inner: Box::new(Inner { flow, step, kind, causes }) }
    }

    /// The cause, where what happened to the flow is what happened to this step.
    fn own(&self) -> Option<&Cause<M>> {
        self.causes().first().filter(|cause| cause.kind == self.inner.kind)
    }

    /// The name of the flow.
    #[must_use]
    pub fn flow(&self) -> &'static str {
        self.inner.flow
    }

    /// The name of the step: the one that failed, that waited for others of which too many failed, or whose loop went
    /// on for too long. Empty where the run was cancelled, or took too long, as a whole.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.inner.step
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> FlowErrorKind {
        self.inner.kind
    }

    /// How often the step was tried that failed: 1 without `#[retry]`. `None` if several steps or items failed, or if
    /// the time for all attempts was over.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// struct Model;
    ///
    /// #[flow]
    /// impl Model {
    ///     #[start]
    ///     #[retry(times = 2)]
    ///     async fn ask(&self) -> Result<String, String> {
    ///         Err("busy".to_owned())
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// assert_eq!(Model.run().await.unwrap_err().attempts(), Some(3));
    /// # }
    /// ```
    #[must_use]
    pub fn attempts(&self) -> Option<u32> {
        self.own()?.attempts()
    }

    /// Which item failed of a step with `each(…)` or `times = …`, from 0; `None` if it has no items, or if several failed.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// struct Sum;
    ///
    /// #[flow]
    /// impl Sum {
    ///     #[start]
    ///     fn words(&self, text: &str) -> Vec<String> {
    ///         text.split(' ').map(str::to_owned).collect()
    ///     }
    ///
    ///     #[listen(each(words))]
    ///     fn number(&self, word: &str) -> Result<u32, std::num::ParseIntError> {
    ///         word.parse()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// assert_eq!(Sum.run("1 2 many").await.unwrap_err().item(), Some(2));
    /// # }
    /// ```
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.own()?.item()
    }

    /// What happened to the steps that failed, in the order in which the trigger names them; to the items that failed,
    /// in their order.
    ///
    /// ```
    /// # use flow_core::prelude::*;
    /// #
    /// # struct Import;
    /// #
    /// # #[flow]
    /// # impl Import {
    /// #     #[start]
    /// #     fn decimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> { text.parse() }
    /// #     #[start]
    /// #     fn hexadecimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> { u32::from_str_radix(text, 16) }
    /// #     #[listen(or(decimal, hexadecimal))]
    /// #     fn double(&self, number: u32) -> u32 { number * 2 }
    /// # }
    /// // The flow of `Cause`'s example: two steps read a number, each in its own way.
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Import.run("many").await.unwrap_err();
    /// let steps: Vec<&str> = error.causes().iter().map(|cause| cause.step()).collect();
    /// assert_eq!(steps, ["decimal", "hexadecimal"]);
    /// # }
    /// ```
    #[must_use]
    pub fn causes(&self) -> &[Cause<M>] {
        &self.inner.causes
    }

    /// What happened to the steps that failed, owned.
    ///
    /// ```
    /// # use flow_core::prelude::*;
    /// #
    /// # struct Import;
    /// #
    /// # #[flow]
    /// # impl Import {
    /// #     #[start]
    /// #     fn decimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> { text.parse() }
    /// #     #[start]
    /// #     fn hexadecimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> { u32::from_str_radix(text, 16) }
    /// #     #[listen(or(decimal, hexadecimal))]
    /// #     fn double(&self, number: u32) -> u32 { number * 2 }
    /// # }
    /// // The flow of `Cause`'s example: two steps read a number, each in its own way.
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Import.run("many").await.unwrap_err();
    /// let errors: Vec<flow_core::BoxError> =
    ///     error.into_causes().into_iter().filter_map(|cause| cause.into_error()).collect();
    /// assert_eq!(errors.len(), 2);
    /// # }
    /// ```
    #[must_use]
    pub fn into_causes(self) -> Vec<Cause<M>> {
        self.inner.causes
    }

    /// The first error that a step returned; `None` if no step did, at a loop's limit or a time-out, say.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// #[derive(Debug, PartialEq)]
    /// enum Trouble {
    ///     Number(std::num::ParseIntError),
    /// }
    ///
    /// impl From<std::num::ParseIntError> for Trouble {
    ///     fn from(error: std::num::ParseIntError) -> Trouble {
    ///         Trouble::Number(error)
    ///     }
    /// }
    ///
    /// struct Import;
    ///
    /// #[flow(error = Trouble)]
    /// impl Import {
    ///     #[start]
    ///     fn count(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
    ///         text.parse()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error: FlowError<Trouble> = Import.run("many").await.unwrap_err();
    /// assert_eq!(error.into_source(), "many".parse::<u32>().err().map(Trouble::Number));
    /// # }
    /// ```
    #[must_use]
    pub fn into_source(self) -> Option<M> {
        self.inner.causes.into_iter().find_map(Cause::into_error)
    }

    fn first_error(&self) -> Option<&M> {
        self.causes().iter().find_map(Cause::error)
    }
}

impl FlowError {
    /// The first error that a step returned, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.first_error().and_then(|error| error.downcast_ref())
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
    /// What lies behind the first error that a step returned: the error itself is part of the message.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.first_error().and_then(|error| error.source())
    }
}
