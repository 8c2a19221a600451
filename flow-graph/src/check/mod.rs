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
use crate::model::{Graph, Sink, StepId};

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
    let mut report = Report { errors: Vec::new(), exempt: BitSet::new(graph.steps.len()) };
    written::check(graph, &mut report);
    if graph.steps.iter().all(|step| step.trigger.is_some()) {
        let message = "the flow has no start step, so nothing would ever run";
        report.add(
            Diagnostic::new(2, Place::Flow, message).help("mark the method that runs first with `#[start]`"),
        );
        return Err(report.errors);
    }
    let mut net = Net::new(graph);
    let found = loops::find(graph, &mut net);
    graph.loops = Cow::Owned(found.loops.clone());
    cycles::check(graph, &net, &found, &mut report);
    let analysis = Analysis::new(graph, net, &found, &report.exempt);
    joins::check(graph, &analysis, &mut report);
    cycles::check_exits(graph, &analysis, &mut report);
    races::check(graph, &analysis, &mut report);
    reads::check(graph, &analysis, &mut report);
    iterations::check(graph, &analysis, &mut report);
    iterations::check_joins(graph, &analysis, &mut report);
    state::check(graph, &analysis, &mut report);
    graph.sinks = Cow::Owned(sinks(graph, &analysis));
    if report.errors.is_empty() {
        return Ok(analysis);
    }
    report.errors.sort_by_key(|error| step_of(error.place));
    Err(report.errors)
}

/// What is wrong so far.
struct Report {
    errors: Vec<Diagnostic>,
    /// The steps about which enough has been said: those at fault, and those that depend on them.
    exempt: BitSet,
}

impl Report {
    fn add(&mut self, error: Diagnostic) {
        self.errors.push(error);
    }

    /// Nothing more is said about these steps and those after them.
    fn exempt(&mut self, net: &Net, steps: impl IntoIterator<Item = StepId>) {
        let mut open: Vec<StepId> = steps.into_iter().collect();
        while let Some(step) = open.pop() {
            if self.exempt.insert(step) {
                open.extend(net.listeners(step));
            }
        }
    }
}

/// The steps whose values make the output: the one that is picked, or every sink that carries something.
fn sinks(graph: &Graph, analysis: &Analysis) -> Vec<Sink> {
    let sink = |step| Sink { step, always: analysis.always(step) };
    let carries = |step: &StepId| graph.steps[*step].output.is_some();
    match graph.picked {
        Some(step) => Some(step).into_iter().filter(carries).map(sink).collect(),
        None => {
            (0..graph.steps.len()).filter(|&step| graph.is_sink(step)).filter(carries).map(sink).collect()
        }
    }
}

/// The step that a place belongs to; places of the flow itself come first.
fn step_of(place: Place) -> Option<StepId> {
    match place {
        Place::Flow | Place::Picked => None,
        Place::Step(step) | Place::Trigger(step, _) | Place::Param(step, _) => Some(step),
        Place::Receiver(step) | Place::Output(step) => Some(step),
    }
}
