//! How a step's error becomes the flow's.

use crate::error::{BoxError, FlowError, FlowErrorKind};
use crate::mesh::{Control, Verdict};

/// An error that can fail a flow.
#[diagnostic::on_unimplemented(
    message = "step `{Step}` fails with `{Self}`, which cannot become a `Box<dyn Error + Send + Sync>`",
    label = "this error would fail the flow",
    note = "implement `std::error::Error` for `{Self}`, which must be `Send + Sync + 'static`",
    note = "or listen to `{Step}::Err`, or choose the flow's error type with `#[flow(error = …)]`"
)]
pub trait Fails<Step> {
    /// The flow's error.
    fn into_failure(self) -> BoxError;
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>, Step> Fails<Step> for E {
    fn into_failure(self) -> BoxError {
        self.into()
    }
}

/// An error that can fail a flow whose failures are `M`s.
#[diagnostic::on_unimplemented(
    message = "step `{Step}` fails with `{Self}`, which cannot become the flow's `{M}`",
    label = "this error would fail the flow",
    note = "implement `From<{Self}>` for `{M}`, or listen to `{Step}::Err`"
)]
pub trait FailsWith<Step, M> {
    /// The flow's error.
    fn into_failure(self) -> M;
}

#[diagnostic::do_not_recommend]
impl<E: Into<M>, Step, M> FailsWith<Step, M> for E {
    fn into_failure(self) -> M {
        self.into()
    }
}

/// A step's error as that of the flow.
pub fn failed<M>(flow: &'static str, step: &'static str, error: M) -> FlowError<M> {
    FlowError::failed(flow, step, error)
}

/// How a run on the mesh ended. `failures` are those of steps, which nothing listened to.
///
/// # Errors
///
/// The run failed.
pub fn verdict<
    M,
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
>(
    control: &Control<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>,
    flow: &'static str,
    steps: &'static [&'static str],
    mut failures: Vec<(usize, FlowError<M>)>,
) -> Result<(), FlowError<M>> {
    match control.verdict() {
        Verdict::Done => Ok(()),
        // Whoever stopped it says why.
        Verdict::Stopped => Err(FlowError::cancelled(flow)),
        Verdict::LoopLimit { step, iterations } => Err(FlowError::loop_limit(flow, steps[step], iterations)),
        Verdict::Failed { step, causes, quorum } => {
            let kind = match quorum {
                Some((needed, of)) => FlowErrorKind::QuorumFailed { needed, of },
                None => FlowErrorKind::RaceFailed,
            };
            let errors = causes.filter_map(|cause| {
                // A step in a loop may have failed before: the last time counts.
                let index = failures.iter().rposition(|(failed, _)| *failed == cause)?;
                Some(failures.swap_remove(index).1)
            });
            Err(FlowError::merged(flow, steps[step], kind, errors))
        }
    }
}

/// What dropped out of a race. Allocates when something does.
pub struct Failures<M> {
    // One word in the future of every race, most of which end without.
    failures: Option<Box<Failed<M>>>,
}

/// The branches that have failed.
type Failed<M> = Vec<(usize, FlowError<M>)>;

impl<M> Failures<M> {
    /// Nothing has failed.
    #[must_use]
    pub const fn new() -> Failures<M> {
        Failures { failures: None }
    }

    /// The branch with that number has failed.
    #[cold]
    pub fn add(&mut self, member: usize, error: FlowError<M>) {
        self.failures.get_or_insert_default().push((member, error));
    }

    /// All have failed: the error of the step that waited for the first of them.
    pub fn of_race(&mut self, flow: &'static str, step: &'static str) -> FlowError<M> {
        FlowError::merged(flow, step, FlowErrorKind::RaceFailed, self.take())
    }

    /// Fewer than `needed` of `of` can still happen: the error of the step that waited for so many.
    pub fn of_quorum(
        &mut self,
        flow: &'static str,
        step: &'static str,
        needed: usize,
        of: usize,
    ) -> FlowError<M> {
        FlowError::merged(flow, step, FlowErrorKind::QuorumFailed { needed, of }, self.take())
    }

    fn take(&mut self) -> impl Iterator<Item = FlowError<M>> + use<M> {
        let mut failures = self.failures.take().map_or_else(Vec::new, |failures| *failures);
        failures.sort_by_key(|(member, _)| *member);
        failures.into_iter().map(|(_, error)| error)
    }
}

impl<M> Default for Failures<M> {
    fn default() -> Failures<M> {
        Failures::new()
    }
}
