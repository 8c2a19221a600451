//! How a failure travels, and when it fails the flow.

use flow_graph::plan::{ERROR, GateKind, LeafPlan, NONE};

use super::control::{Control, Ending};
use super::set::Set;
use super::state::{Progress, Standing};

impl<
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> Control<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>
{
    /// Fails the flow if one of these steps can never run because of a failure, and no leaf takes that up. Of several,
    /// the one written first counts.
    pub(super) fn check_failures(&mut self, fresh: &Set<WORDS>) {
        // Where a loop was given up, that was settled for the loop as a whole.
        let inherits = |place: u16| {
            let state = self.steps[usize::from(place)];
            state.progress == Progress::Failed && state.detail == NONE
        };
        if fresh.iter().any(inherits) {
            let ends_here = |place: u16| self.plan.steps[usize::from(place)].sink || !self.is_taken_up(place);
            let mut as_written = self.plan.places.iter().copied();
            if let Some(place) =
                as_written.find(|&place| fresh.contains(place) && inherits(place) && ends_here(place))
            {
                self.finish(Ending::Trigger(place));
            }
        }
    }

    /// Whether a leaf takes up the failure of this step.
    pub(super) fn is_taken_up(&self, place: u16) -> bool {
        let mut leaves = self.plan.leaves[self.leaves_of(place)].iter();
        leaves.any(|leaf| leaf.event != ERROR && self.takes_up(leaf))
    }

    /// Whether a failure that reaches this leaf is somebody's to deal with.
    pub(super) fn takes_up(&self, leaf: &LeafPlan) -> bool {
        let concerns = match self.steps[usize::from(leaf.listener)].progress {
            // A way back concerns a header that has begun; other leaves, a step that has not.
            Progress::Idle | Progress::Failed => !leaf.back,
            Progress::Running | Progress::Succeeded | Progress::Caught | Progress::Broken => {
                leaf.back && !self.has_given_up(leaf.listener)
            }
            Progress::Dead | Progress::Lost => false,
        };
        concerns
            && self.gates_above(leaf.member).all(|gate| {
                let is_and = self.plan.gates[usize::from(gate)].kind == GateKind::And;
                match self.gates[usize::from(gate)].standing {
                    Standing::Open | Standing::Failed => true,
                    Standing::Happened => is_and,
                    Standing::Never => false,
                }
            })
    }

    /// The gates that wait for a member, innermost first.
    pub(super) fn gates_above(
        &self,
        member: u16,
    ) -> impl Iterator<Item = u16> + use<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT> {
        let above = |member: u16| self.plan.members[usize::from(member)].gate;
        std::iter::successors(Some(above(member)), move |&gate| {
            let member = self.plan.gates[usize::from(gate)].member;
            (member != NONE).then(|| above(member))
        })
    }

    /// Ends the run as soon as what must finish has.
    #[cold]
    pub(super) fn finish(&mut self, ending: Ending) {
        if self.ending != Ending::Open {
            return;
        }
        self.ending = ending;
        for place in self.running.iter() {
            self.cancel(place);
        }
    }
}
