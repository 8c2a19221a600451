//! The calls that make up the runs of steps, by the machine: their values, and what is told about those that failed.

use flow_graph::machine::simulate::{Act, Call, Log};
use flow_graph::machine::{Activation, Failure, Outcome};
use flow_graph::model::{Graph, Items, Step, StepId};
use flow_graph::random::script;

use super::observed::{Blame, Ended};
use super::types::{Digest, E, element, late, list};

/// The value of a call that was given values with these digests.
pub(super) fn value(call: Call, given: &[u64]) -> u64 {
    let Call { step, nth, item, attempt } = call;
    let item = item.map_or(0, |item| item as u64 + 1);
    list(&[step as u64, nth as u64, item, u64::from(attempt), list(given)])
}

/// All calls of a run of a flow.
pub(super) struct Calls<'a> {
    graph: &'a Graph,
    log: &'a Log,
    script: u64,
    /// The value of each call, as far as it is known.
    pub(super) values: Vec<u64>,
    /// For each run of a step that is an `each`, how many items there were, as far as that is known.
    pub(super) counts: Vec<Option<usize>>,
}

impl<'a> Calls<'a> {
    pub(super) fn new(graph: &'a Graph, log: &'a Log, script: u64) -> Calls<'a> {
        let (values, counts) = (vec![0; log.calls.len()], vec![None; log.runs.len()]);
        Calls { graph, log, script, values, counts }
    }

    fn step(&self, activation: Activation) -> &Step {
        &self.graph.steps[self.step_id(activation)]
    }

    fn step_id(&self, activation: Activation) -> StepId {
        self.log.runs[activation.0].step
    }

    /// The calls of a run, in the order in which they began.
    pub(super) fn of(&self, activation: Activation) -> Vec<usize> {
        (0..self.log.calls.len()).filter(|index| self.log.calls[*index].activation == activation).collect()
    }

    /// The last attempts of a run's items, in the order of the items; the last attempt of a step without.
    pub(super) fn last_attempts(&self, activation: Activation) -> Vec<usize> {
        let mut last = Vec::new();
        for index in self.of(activation) {
            let item = self.log.calls[index].call.item.unwrap_or(0);
            if item == last.len() {
                last.push(index);
            } else {
                last[item] = index;
            }
        }
        last
    }

    fn act(&self, index: usize) -> Act {
        script::act_of_call(self.graph, self.script, self.log.calls[index].call)
    }

    /// Whether a call took longer than an attempt may.
    pub(super) fn is_late(&self, index: usize) -> bool {
        let it = &self.log.calls[index];
        let limit = self.graph.steps[it.call.step].refined.timeout;
        it.outcome == Some(Outcome::Failure)
            && limit.is_some_and(|limit| u128::from(self.act(index).duration) > limit.as_millis())
    }

    /// The value of a step without items.
    pub(super) fn last_value(&self, activation: Activation) -> u64 {
        self.last_attempts(activation).last().map_or(0, |index| self.values[*index])
    }

    /// The items of a collection that a run of a step hands on.
    pub(super) fn elements(&self, activation: Activation) -> Vec<u64> {
        let last = self.last_attempts(activation);
        match self.step(activation).refined.many {
            Some(_) => {
                self.log.runs[activation.0].items.iter().map(|item| self.values[last[*item]]).collect()
            }
            None => {
                let items = last.last().map_or(0, |index| self.act(*index).items);
                (0..items).map(|index| element(self.last_value(activation), index)).collect()
            }
        }
    }

    /// How many items a run has.
    fn count(&self, activation: Activation) -> usize {
        match self.step(activation).refined.many.map(|many| many.items) {
            Some(Items::Times(times)) => times as usize,
            _ => self.counts[activation.0].unwrap_or(0),
        }
    }

    fn has_failed(&self, index: usize) -> bool {
        self.log.calls[index].outcome == Some(Outcome::Failure)
    }

    /// How many milliseconds all of a run might take, if it failed because they were over.
    fn total(&self, activation: Activation) -> Option<u64> {
        let run = &self.log.runs[activation.0];
        let total = self.step(activation).refined.total_timeout?.as_millis() as u64;
        if run.began_at + total != run.ended_at {
            return None;
        }
        let last = self.last_attempts(activation);
        let failed = last.iter().filter(|index| self.has_failed(**index)).count();
        let count = self.count(activation);
        let handled = self.graph.error_is_handled(run.step);
        let has_failed_by_itself = match self.step(activation).refined.many {
            None => failed > 0,
            Some(many) => match many.first {
                Some(first) => count - failed < first as usize,
                None if handled => {
                    last.len() == count && last.iter().all(|it| self.log.calls[*it].outcome.is_some())
                }
                None => failed > 0,
            },
        };
        (!has_failed_by_itself).then_some(total)
    }

    /// The digest of the error of a step without items.
    pub(super) fn error(&self, activation: Activation) -> Option<u64> {
        match self.total(activation) {
            Some(total) => Some(E(late(std::time::Duration::from_millis(total))).digest()),
            None => self.last_attempts(activation).last().and_then(|index| self.error_of(*index, true)),
        }
    }

    /// The digest of a call's error. A time-out is one where something handles it.
    fn error_of(&self, index: usize, handled: bool) -> Option<u64> {
        match self.graph.steps[self.log.calls[index].call.step].refined.timeout {
            Some(limit) if self.is_late(index) => handled.then(|| E(late(limit)).digest()),
            _ => Some(E(self.values[index]).digest()),
        }
    }

    /// What has become of the items of a run, for who handles that some have failed: the digests of what succeeded, and
    /// of the errors.
    #[allow(clippy::type_complexity, reason = "two lists of the same kind")]
    pub(super) fn collected(&self, activation: Activation) -> (Vec<(usize, u64)>, Vec<(usize, u64)>) {
        let total = self.total(activation);
        let (mut succeeded, mut failed) = (Vec::new(), Vec::new());
        for (item, index) in self.last_attempts(activation).into_iter().enumerate() {
            match (&self.log.calls[index].outcome, total) {
                (Some(Outcome::Success { .. }), _) => succeeded.push((item, self.values[index])),
                (Some(_), _) => failed.extend(self.error_of(index, true).map(|error| (item, error))),
                (None, Some(total)) => {
                    failed.push((item, E(late(std::time::Duration::from_millis(total))).digest()));
                }
                (None, None) => {}
            }
        }
        (succeeded, failed)
    }

    /// How the flow ends that fails for that.
    pub(super) fn failed(&self, failure: &Failure) -> Ended {
        let step = self.graph.steps[failure.step].name.to_string();
        match failure.causes[..] {
            [only] if self.graph.error_is_handled(self.step_id(only)) => Ended::FailedLost(step),
            [only] => {
                let (what, causes) = self.blame(only);
                Ended::Failed { step, what, causes }
            }
            _ => {
                let causes = failure.causes.iter().flat_map(|cause| self.listed(*cause)).collect();
                Ended::Failed { step, what: "several failed".to_owned(), causes }
            }
        }
    }

    /// What a failed run adds to a list of causes.
    fn listed(&self, activation: Activation) -> Vec<Blame> {
        let (what, mut causes) = self.blame(activation);
        if self.is_too_few(activation) {
            let step = self.step(activation).name.to_string();
            causes.insert(0, Blame { step, item: None, attempts: None, what, error: None });
        }
        causes
    }

    fn is_too_few(&self, activation: Activation) -> bool {
        let many = self.step(activation).refined.many;
        many.is_some_and(|many| many.first.is_some()) && self.total(activation).is_none()
    }

    /// What is told about a run that has failed: what happened, and the causes.
    fn blame(&self, activation: Activation) -> (String, Vec<Blame>) {
        let step = self.step(activation);
        let name = step.name.to_string();
        if let Some(total) = self.total(activation) {
            let what = format!("timed out after {total}");
            let cause = Blame { step: name, item: None, attempts: None, what: what.clone(), error: None };
            return (what, vec![cause]);
        }
        let failed = self.last_attempts(activation).into_iter().filter(|index| self.has_failed(*index));
        let causes: Vec<Blame> = failed.map(|index| self.blame_call(index)).collect();
        match step.refined.many.and_then(|many| many.first) {
            Some(first) => (format!("{first} of {} items", self.count(activation)), causes),
            None => (causes.first().map(|it| it.what.clone()).unwrap_or_default(), causes),
        }
    }

    fn blame_call(&self, index: usize) -> Blame {
        let call = self.log.calls[index].call;
        let step = &self.graph.steps[call.step];
        let what = match step.refined.timeout {
            Some(limit) if self.is_late(index) => format!("timed out after {}", limit.as_millis()),
            _ => "Failed".to_owned(),
        };
        let error = self.error_of(index, false);
        Blame { step: step.name.to_string(), item: call.item, attempts: Some(call.attempt), what, error }
    }
}
