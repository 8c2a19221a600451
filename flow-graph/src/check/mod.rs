//! The rules of the language that can be told from the graph.
//!
//! [`check`] applies them all and collects every mistake. One cause gives one error: a step that is at fault in a way
//! that decides whether it runs silences what could be said about the steps after it. Rules about tokens and
//! types are not here: the parser, the code generator and the compiler apply those.

mod cycles;
mod iterations;
mod joins;
mod races;
mod reads;
mod state;
#[cfg(test)]
mod tests;
mod words;
mod written;

use std::borrow::Cow;

use crate::analysis::net::Net;
use crate::analysis::{Analysis, BitSet, loops};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, Listeners, Sink, Step, StepId, StepKind};

/// Applies every rule to a graph as it was parsed, and fills in its loops and sinks.
///
/// # Errors
///
/// All mistakes, in the order of the steps they are in. The loops are filled in nevertheless.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
///
/// let mut graph = Graph::new("Stuck");
/// let mut again = Step::new("again", StepKind::Listen);
/// again.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
/// graph.steps.to_mut().push(again);
/// let errors = flow_graph::check::check(&mut graph).unwrap_err();
/// assert_eq!(errors[0].message, "the flow has no start step, so nothing would ever run");
/// ```
pub fn check(graph: &mut Graph) -> Result<Analysis, Vec<Diagnostic>> {
    match survey(graph, Known { unclear: &[], faulty: &[], nameless: false, whole: true }) {
        Survey { analysis: Some(analysis), errors, .. } if errors.is_empty() => Ok(analysis),
        Survey { errors, .. } => Err(errors),
    }
}

/// How much of a flow could be read.
pub(crate) struct Known<'a> {
    /// The steps that could not be read whole. What follows them is not looked at.
    pub(crate) unclear: &'a [StepId],
    /// The steps that have a mistake of their own already. They are not looked at.
    pub(crate) faulty: &'a [StepId],
    /// Whether there is something that may be a step of any name and kind.
    pub(crate) nameless: bool,
    /// Whether there is no mistake yet. Otherwise nothing is said to be missing: it may be what could not be read.
    pub(crate) whole: bool,
}

/// What can be said about a flow, mistakes or not.
pub(crate) struct Survey {
    /// Nothing, if the flow never begins.
    pub(crate) analysis: Option<Analysis>,
    /// In the order of the steps they are in.
    pub(crate) errors: Vec<Diagnostic>,
    /// The steps about which enough has been said.
    #[cfg_attr(not(feature = "syn"), expect(dead_code, reason = "only `bind` goes on with what is left"))]
    pub(crate) exempt: BitSet,
}

/// Applies every rule to what is known of a graph.
pub(crate) fn survey(graph: &mut Graph, Known { unclear, faulty, nameless, whole }: Known<'_>) -> Survey {
    let exempt = BitSet::of(graph.steps.len(), unclear.iter().chain(faulty).copied());
    let mut report = Report { errors: Vec::new(), exempt, is_whole: whole };
    written::check(graph, &mut report);
    let starts = |it: &Step| match it.kind {
        StepKind::Start => true,
        StepKind::Listen => false,
        StepKind::Router => it.trigger.is_none(),
    };
    if !graph.steps.iter().any(starts) {
        let message = "the flow has no start step, so nothing would ever run";
        let error = Diagnostic::new(2, Place::Flow, message);
        if !nameless {
            report.add(error.help("mark the method that runs first with `#[start]`"));
        }
        return Survey { analysis: None, errors: report.errors, exempt: report.exempt };
    }
    let mut net = Net::new(graph);
    let found = loops::find(graph, &mut net);
    graph.loops = Cow::Owned(found.loops.clone());
    report.exempt(&net, unclear.iter().copied());
    cycles::check(graph, &net, &found, &mut report);
    let analysis = Analysis::new(graph, net, &found, &report.exempt);
    joins::check(graph, &analysis, &mut report);
    if report.is_whole {
        cycles::check_exits(graph, &analysis, &mut report);
    }
    races::check(graph, &analysis, &mut report);
    reads::check(graph, &analysis, &mut report);
    iterations::check(graph, &analysis, &mut report);
    iterations::check_joins(graph, &analysis, &mut report);
    state::check(graph, &analysis, &mut report);
    graph.sinks = Cow::Owned(sinks(graph, &analysis));
    let Report { mut errors, exempt, .. } = report;
    errors.sort_by_key(|error| step_of(error.place));
    Survey { analysis: Some(analysis), errors, exempt }
}

/// What is wrong so far.
struct Report {
    errors: Vec<Diagnostic>,
    /// The steps about which enough has been said: those at fault, and those that depend on them.
    exempt: BitSet,
    /// Whether something that is not there can be missed.
    is_whole: bool,
}

impl Report {
    fn add(&mut self, error: Diagnostic) {
        self.errors.push(error);
    }

    /// Nothing more is said about these steps and those after them.
    fn exempt(&mut self, net: &Net, steps: impl IntoIterator<Item = StepId>) {
        let mut open: Vec<StepId> = steps.into_iter().collect();
        let mut seen = BitSet::new(net.len());
        while let Some(step) = open.pop() {
            if seen.insert(step) {
                open.extend(net.listeners(step));
            }
        }
        self.exempt.union(&seen);
    }
}

/// The steps whose values make the output: the one that is picked, or every sink that carries something.
fn sinks(graph: &Graph, analysis: &Analysis) -> Vec<Sink> {
    let sink = |step| Sink { step, always: analysis.always(step) };
    let carries = |step: &StepId| graph.steps[*step].output.is_some();
    match graph.picked {
        Some(step) => Some(step).into_iter().filter(carries).map(sink).collect(),
        None => {
            let listeners = Listeners::new(graph);
            let sinks = (0..graph.steps.len()).filter(|&step| listeners.is_sink(step));
            sinks.filter(carries).map(sink).collect()
        }
    }
}

/// The step that a place belongs to; places of the flow itself come first.
pub(crate) fn step_of(place: Place) -> Option<StepId> {
    match place {
        Place::Flow | Place::Picked => None,
        Place::Step(step) | Place::Trigger(step, _) | Place::Param(step, _) => Some(step),
        Place::Receiver(step) | Place::Output(step) | Place::MaxIterations(step) => Some(step),
    }
}
