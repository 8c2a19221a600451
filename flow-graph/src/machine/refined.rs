//! The calls of a step's method that make up one run of the step: its attempts, and those for its items.
//!
//! This lies between the commands and the core: whatever happens here, the core sees a run that begins and ends once.

use super::state::Activation;
use super::{Carried, Command, Machine, Outcome};
use crate::model::{Items, Many};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// The calls of one run of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub(super) struct Calls {
    /// What the calls get that have not begun yet.
    carried: Option<Carried>,
    /// How many items there are, once that is known; `None` for a step without items.
    count: Option<usize>,
    /// Those that have begun: for each item, in their order, or for the one of a step without items.
    begun: Vec<Call>,
    /// The items that have succeeded, in the order in which the step hands them on.
    pub(super) succeeded: Vec<usize>,
}

/// A call of a step's method, with its repetitions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
struct Call {
    /// Which attempt it is, from 1.
    attempt: u32,
    /// How the last attempt ended, if it has.
    outcome: Option<Outcome>,
}

impl Calls {
    /// The calls that have not ended: the item, if there are items, and which attempt it is.
    pub(super) fn running(&self) -> impl Iterator<Item = (Option<usize>, u32)> {
        let calls = self.begun.iter().enumerate().filter(|(_, call)| call.outcome.is_none());
        calls.map(|(item, call)| (self.count.is_some().then_some(item), call.attempt))
    }

    /// The items that have failed.
    pub(super) fn failed(&self) -> impl Iterator<Item = usize> {
        let has_failed =
            |call: &Call| call.outcome.as_ref().is_some_and(|it| !matches!(it, Outcome::Success { .. }));
        let failed = self.begun.iter().enumerate().filter(move |(_, call)| has_failed(call));
        failed.map(|(item, _)| item).filter(|_| self.count.is_some())
    }

    /// Begins one more.
    fn begin(&mut self) {
        self.begun.push(Call { attempt: 1, outcome: None });
    }

    /// How a step that runs for items has ended, if it has. `handled`: something listens to its error.
    fn outcome(&self, many: Many, handled: bool) -> Option<Outcome> {
        let count = self.count?;
        let succeeded = self.succeeded.len();
        let failed = self.failed().count();
        let open = count - succeeded - failed;
        let is_broken = self.begun.iter().any(|call| call.outcome == Some(Outcome::Broken));
        let needed = many.first.map_or(count, |first| first as usize);
        if succeeded >= needed {
            return Some(Outcome::Success { variant: None });
        }
        let has_failed = match many.first {
            Some(_) => succeeded + open < needed,
            // Whoever listens to the error gets what has become of every item. Nobody listens to what broke.
            None if handled => is_broken || open == 0,
            None => failed > 0,
        };
        has_failed.then_some(if is_broken { Outcome::Broken } else { Outcome::Failure })
    }
}

impl Machine<'_> {
    /// Begins a run of a step: with its first calls, or with asking for how many items.
    pub(super) fn call(&mut self, activation: Activation, carried: Option<Carried>) {
        let step = self.state.step_of(activation);
        let calls = &mut self.state.activations[activation.0].calls;
        match self.graph.steps[step].refined.many.map(|many| many.items) {
            None => {
                calls.begin();
                self.commands.push(Command::Start { activation, step, item: None, carried });
            }
            Some(Items::Each) => {
                calls.carried.clone_from(&carried);
                self.commands.push(Command::Count { activation, step, carried });
            }
            Some(Items::Times(times)) => {
                calls.carried = carried;
                calls.count = Some(times.max(1) as usize);
                self.begin_items(activation);
            }
        }
    }

    /// It is known for how many items a step runs.
    pub(super) fn counted(&mut self, activation: Activation, count: usize) {
        let Some(run) = self.state.activations.get_mut(activation.0) else { return };
        let asks = run.calls.count.is_none() && self.graph.steps[run.step].is_each();
        if run.is_running && asks {
            run.calls.count = Some(count);
            self.go_on(activation);
        }
    }

    /// A call has ended, or (without an item) all of a step's together.
    pub(super) fn call_ended(&mut self, activation: Activation, item: Option<usize>, outcome: Outcome) {
        let Some(run) = self.state.activations.get_mut(activation.0).filter(|run| run.is_running) else {
            return;
        };
        let refined = &self.graph.steps[run.step].refined;
        if let (Some(_), None) = (refined.many, item) {
            let is_broken = run.calls.begun.iter().any(|call| call.outcome == Some(Outcome::Broken));
            match outcome {
                Outcome::Success { .. } => {}
                Outcome::Failure | Outcome::GivenUp if !is_broken => self.end(activation, Outcome::Failure),
                _ => self.end(activation, Outcome::Broken),
            }
            return;
        }
        let Some(call) = run.calls.begun.get_mut(item.unwrap_or(0)).filter(|call| call.outcome.is_none())
        else {
            return;
        };
        let retries = refined.retry.as_ref().map_or(0, |retry| retry.times);
        if outcome == Outcome::Failure && call.attempt <= retries {
            call.attempt += 1;
            self.commands.push(Command::Again { activation, item, attempt: call.attempt });
            return;
        }
        call.outcome = Some(outcome.clone());
        match (refined.many, item) {
            (None, _) => self.end(activation, outcome),
            (Some(many), Some(item)) => {
                if let Outcome::Success { .. } = outcome {
                    let succeeded = &mut run.calls.succeeded;
                    let place = match many.first {
                        Some(_) => succeeded.len(),
                        None => succeeded.partition_point(|&other| other < item),
                    };
                    succeeded.insert(place, item);
                }
                self.go_on(activation);
            }
            (Some(_), None) => {}
        }
    }

    /// Ends a run that has items, if it is decided how; else begins as many items as there is room for.
    fn go_on(&mut self, activation: Activation) {
        let run = &self.state.activations[activation.0];
        let handled = self.graph.error_is_handled(run.step);
        let many = self.graph.steps[run.step].refined.many;
        match many.and_then(|many| run.calls.outcome(many, handled)) {
            Some(outcome) => self.end(activation, outcome),
            None => self.begin_items(activation),
        }
    }

    fn begin_items(&mut self, activation: Activation) {
        let run = &mut self.state.activations[activation.0];
        let limit = self.graph.steps[run.step].refined.many.and_then(|many| many.limit);
        let limit = limit.map_or(usize::MAX, |limit| limit.max(1) as usize);
        while run.calls.count.is_some_and(|count| run.calls.begun.len() < count)
            && run.calls.running().count() < limit
        {
            let item = Some(run.calls.begun.len());
            let carried = run.calls.carried.clone();
            run.calls.begin();
            self.commands.push(Command::Start { activation, step: run.step, item, carried });
        }
    }

    /// Ends a run of a step: what of it is still under way is dropped.
    fn end(&mut self, activation: Activation, outcome: Outcome) {
        if self.state.activations[activation.0].calls.running().next().is_some() {
            self.commands.push(Command::Cancel(activation));
        }
        self.state.stop(activation);
        self.state.activations[activation.0].outcome = Some(outcome.clone());
        self.ended(activation, outcome);
    }
}
