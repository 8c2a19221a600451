//! What generated code asks of the control beside its work: for refined steps, and for who watches.

use flow_graph::model::StepId;

use super::control::{Control, Ending};
use super::state::Progress;

impl<
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> Control<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>
{
    /// A step that runs has failed in a way that is not its own error, such as a panic: nothing can listen to that.
    #[cold]
    pub fn broken(&mut self, step: StepId) {
        self.fail(self.plan.place(step), false);
    }

    /// Ends the run as soon as what must finish has, because somebody outside wants it to end.
    #[cold]
    pub fn stop(&mut self) {
        self.finish(Ending::Stopped);
    }

    /// The step whose race a step has lost, if it has lost one.
    #[must_use]
    pub fn lost_to(&self, step: StepId) -> Option<StepId> {
        let state = self.steps[usize::from(self.plan.place(step))];
        (state.progress == Progress::Lost).then(|| self.plan.step(state.detail))
    }

    /// Whose trigger an `or` or a `quorum` that has been decided stands in, and the member that decided it: the winner,
    /// or the last to arrive.
    #[must_use]
    pub fn decision(&self, gate: usize) -> (StepId, usize) {
        let last = self.arrivals(gate).last().map(|&member| member.into());
        (self.plan.step(self.plan.gates[gate].step), last.unwrap_or_else(|| self.winner(gate)))
    }

    /// How often the header of a loop has run since the loop was entered.
    #[must_use]
    pub fn runs(&self, number: usize) -> u32 {
        self.loops[number].runs
    }
}
