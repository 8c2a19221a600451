//! How a flow fails.

use crate::model::{Route, StepId};

use super::state::{Activation, Failure};
use super::{End, Machine};

impl Machine<'_> {
    /// Whether a gate takes up the failure of a step that has just failed.
    pub(super) fn is_taken_up(&self, step: StepId) -> bool {
        let mut leaves = self.layout.leaves();
        leaves.any(|(listener, node, event)| {
            event.step == step && event.route != Route::Error && self.takes_up(listener, node)
        })
    }

    /// Fails the flow.
    pub(super) fn fail(&mut self, failure: Failure) {
        self.finish_early(End::Failed(failure));
    }

    /// What several failures come to for the step that waited for the first of them.
    pub(super) fn all_failed(step: StepId, failures: &[&Failure]) -> Failure {
        if let [only] = failures {
            return (*only).clone();
        }
        let mut causes: Vec<Activation> = Vec::new();
        for cause in failures.iter().flat_map(|it| &it.causes) {
            if !causes.contains(cause) {
                causes.push(*cause);
            }
        }
        match causes[..] {
            // One failure that came by several ways.
            [_] => failures[0].clone(),
            _ => Failure { step, causes },
        }
    }

    /// Ends the run as soon as what must finish has.
    pub(super) fn finish_early(&mut self, end: End) {
        if self.state.ending.is_none() {
            let running: Vec<Activation> = self.state.running().collect();
            for activation in running {
                self.cancel(activation);
            }
            self.state.ending = Some(end);
        }
    }
}
