//! Spans for runs and steps.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use flow_graph::model::StepId;
use tracing::field::Empty;
use tracing::{Span, debug, info_span, trace};

use super::{Event, Kind, Observer, Place, RunId};

/// An observer that gives each run and each step a [`tracing`] span.
///
/// | span | fields |
/// |---|---|
/// | `flow` | `flow`, `outcome`, `error` |
/// | `step` | `flow`, `step`, `item`, `attempt`, `iteration`, `outcome`, `error` |
///
/// `outcome` is `finished`, `failed`, `cancelled` or `lost`; `item` is there for the items of a step that runs for
/// several (their spans are in the step's), `iteration` inside loops. A run's span is in the span that its caller is in, a
/// subflow's in its step's. That a step is tried again, and who has won a race, are `DEBUG` events; what steps emit is
/// `TRACE`; the spans are `INFO`. What a step that is an `async fn` logs is in the step's span, unless it runs on a thread
/// of its own; what a plain `fn` logs is in the run's.
///
/// ```
/// use flow_core::observe::Tracing;
/// use flow_core::prelude::*;
///
/// struct Greeting;
///
/// #[flow]
/// impl Greeting {
///     #[start]
///     async fn name(&self) -> String {
///         "world".to_string()
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let name = Greeting.runner().observed_by(Tracing::new()).run().await;
/// assert_eq!(name.unwrap(), "world");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Default)]
pub struct Tracing {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What is running.
    spans: BTreeMap<Place, Span>,
    /// How often the headers of loops have begun, if more than once.
    iterations: BTreeMap<(RunId, StepId), u32>,
}

impl Tracing {
    /// Nothing runs.
    #[must_use]
    pub const fn new() -> Tracing {
        Tracing { state: Mutex::new(State { spans: BTreeMap::new(), iterations: BTreeMap::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Tracing {
    fn on(&self, event: &Event) {
        self.state().on(event);
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        let span = self.state().spans.get(&place).cloned();
        span.unwrap_or_else(Span::none).in_scope(poll);
    }
}

impl State {
    fn on(&mut self, event: &Event) {
        let place = event.place();
        match &event.kind {
            Kind::FlowStarted => {
                let span = self.flow_span(event);
                self.spans.insert(place, span);
            }
            Kind::Started => {
                let span = self.step_span(event);
                self.spans.insert(place, span);
            }
            Kind::Retrying { attempt, delay, error } => {
                if let Some(span) = self.spans.get(&place) {
                    debug!(parent: span, attempt, ?delay, error = error.as_deref(), "retrying");
                    span.record("attempt", attempt);
                }
            }
            Kind::Iteration { number } => {
                let headers = scope_of(event).filter(|header| Some(*header) != event.step);
                for inner in headers {
                    self.iterations.remove(&(event.run, inner));
                }
                self.iterations.extend(event.step.map(|header| ((event.run, header), *number)));
            }
            Kind::RaceWon { member } => {
                if let Some(span) = self.spans.get(&Place::new(event.run, None, None)) {
                    debug!(parent: span, step = event.step_name(), member, "decided");
                }
            }
            Kind::Emitted(item) => {
                if let Some(span) = self.spans.get(&place) {
                    trace!(parent: span, ?item, "emitted");
                }
            }
            kind => {
                let (Some(outcome), Some(span)) = (kind.outcome(), self.spans.remove(&place)) else { return };
                span.record("outcome", outcome);
                if let Kind::Failed { error: Some(error) } | Kind::FlowFailed { error: Some(error) } = kind {
                    span.record("error", error);
                }
                if event.step.is_none() {
                    self.iterations.retain(|(run, _), _| *run != event.run);
                }
            }
        }
    }

    fn flow_span(&self, event: &Event) -> Span {
        let flow = event.flow_name();
        let parent =
            event.parents.last().and_then(|it| self.spans.get(&Place::new(it.run, Some(it.step), it.item)));
        match parent {
            Some(parent) => info_span!(parent: parent, "flow", flow, outcome = Empty, error = Empty),
            None => info_span!("flow", flow, outcome = Empty, error = Empty),
        }
    }

    fn step_span(&self, event: &Event) -> Span {
        let around = Place::new(event.run, event.item.and(event.step), None);
        let span = info_span!(
            parent: self.spans.get(&around).and_then(Span::id),
            "step",
            flow = event.flow_name(),
            step = event.step_name(),
            item = event.item,
            attempt = 1_u32,
            iteration = Empty,
            outcome = Empty,
            error = Empty,
        );
        if let Some(iteration) = self.iteration(event) {
            span.record("iteration", iteration);
        }
        span
    }

    /// In which iteration of the innermost loop around it a step is.
    fn iteration(&self, event: &Event) -> Option<u32> {
        let step = event.step?;
        // Outer loops come first.
        let around = event.flow.loops.iter().rfind(|it| it.scope.contains(&step))?;
        Some(self.iterations.get(&(event.run, around.header)).copied().unwrap_or(1))
    }
}

/// The steps that a loop turns around, if the event is about its header.
fn scope_of(event: &Event) -> impl Iterator<Item = StepId> + use<> {
    let turning = event.step.and_then(|step| event.flow.loop_of_header(step));
    turning.into_iter().flat_map(|it| it.scope.iter().copied())
}

impl fmt::Debug for Tracing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tracing")
    }
}
