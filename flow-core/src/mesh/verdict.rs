//! How a run ended, and because of what.

use flow_graph::model::StepId;
use flow_graph::plan::{GateKind, NONE};

use super::control::{Control, Ending};
use super::set::Set;
use super::state::{Progress, Standing};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<const STEPS: usize> {
    /// Nothing runs, and nothing failed.
    Done,
    /// A failure that nothing took up.
    Failed {
        /// The step that failed; where several did, the step whose trigger can no longer fire because of them.
        step: StepId,
        /// The steps that failed by themselves, in the order in which the triggers name them.
        causes: Causes<STEPS>,
    },
    /// A loop went round too often.
    LoopLimit {
        /// Its header.
        step: StepId,
        /// How often that has run.
        iterations: u32,
    },
}

/// The steps whose own errors made a flow fail, in the order in which the triggers name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Causes<const STEPS: usize> {
    steps: [u16; STEPS],
    next: usize,
    end: usize,
}

impl<const STEPS: usize> Causes<STEPS> {
    const NONE: Causes<STEPS> = Causes { steps: [0; STEPS], next: 0, end: 0 };

    /// Adds a step that is not among them.
    fn push(&mut self, step: u16) {
        if let Some(slot) = self.steps.get_mut(self.end) {
            *slot = step;
            self.end += 1;
        }
    }
}

impl<const STEPS: usize> Iterator for Causes<STEPS> {
    type Item = StepId;

    fn next(&mut self) -> Option<StepId> {
        let step = *self.steps.get(self.next).filter(|_| self.next < self.end)?;
        self.next += 1;
        Some(step.into())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl<const STEPS: usize> ExactSizeIterator for Causes<STEPS> {}

/// Causes under collection, by place.
struct Search<const STEPS: usize, const WORDS: usize> {
    found: Causes<STEPS>,
    /// The steps looked at, so that none is twice.
    seen: Set<WORDS>,
}

impl<
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> Control<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>
{
    /// How the run ended. Before [`Work::End`](super::Work::End) it is what is known so far.
    #[must_use]
    pub fn verdict(&self) -> Verdict<STEPS> {
        let mut search = Search { found: Causes::NONE, seen: Set::EMPTY };
        let place = match self.ending {
            Ending::Open | Ending::Done => return Verdict::Done,
            Ending::Limit(index) => {
                let it = &self.plan.loops[usize::from(index)];
                let iterations = self.loops[usize::from(index)].runs;
                return Verdict::LoopLimit { step: self.plan.step(it.header), iterations };
            }
            Ending::Own(place) => {
                search.found.push(place);
                place
            }
            Ending::Trigger(place) => {
                let gate = self.plan.steps[usize::from(place)].gate;
                self.causes_of_gate(gate, &mut search);
                self.failed_at(gate)
            }
            Ending::Ways(index) => {
                let gate = self.plan.loops[usize::from(index)].again;
                self.causes_of_gate(gate, &mut search);
                self.failed_at(gate)
            }
        };
        let mut causes = search.found;
        let place = if causes.end == 1 { causes.steps[0] } else { place };
        for cause in &mut causes.steps[..causes.end] {
            *cause = self.plan.steps[usize::from(*cause)].id;
        }
        Verdict::Failed { step: self.plan.step(place), causes }
    }

    /// The step whose trigger failed for the same reasons as this gate, but not because another step's did.
    fn failed_at(&self, mut gate: u16) -> u16 {
        let mut place = self.plan.gates[usize::from(gate)].step;
        let mut seen = Set::<WORDS>::EMPTY;
        while !seen.contains(place) {
            seen.insert(place);
            let Some(source) = self.only_failure(gate) else { break };
            let Some(next) = self.failed_gate(source) else { break };
            (gate, place) = (next, source);
        }
        place
    }

    /// The step that alone made this gate fail, if it was one.
    fn only_failure(&self, mut gate: u16) -> Option<u16> {
        loop {
            let mut failed = self.failed_members(gate);
            let member = failed.next()?;
            if failed.next().is_some() {
                return None;
            }
            let member = &self.plan.members[usize::from(member)];
            if member.inner == NONE {
                let leaf = &self.plan.leaves[usize::from(member.leaf)];
                return (!leaf.escapes).then_some(leaf.source);
            }
            gate = member.inner;
        }
    }

    /// The gate because of which a step has failed, if that is the reason.
    fn failed_gate(&self, place: u16) -> Option<u16> {
        let state = self.steps[usize::from(place)];
        (state.progress == Progress::Failed).then(|| match state.detail {
            NONE => self.plan.steps[usize::from(place)].gate,
            index => self.plan.loops[usize::from(index)].again,
        })
    }

    /// The members that made a gate fail.
    fn failed_members(
        &self,
        gate: u16,
    ) -> impl Iterator<Item = u16> + use<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT> {
        let it = &self.plan.gates[usize::from(gate)];
        let picked = it.first.saturating_add(self.gates[usize::from(gate)].pick);
        self.own_members(gate).filter(move |&member| match it.kind {
            GateKind::And => member == picked,
            GateKind::Or | GateKind::Again => self.members[usize::from(member)] == Standing::Failed,
        })
    }

    fn causes_of_gate(&self, gate: u16, search: &mut Search<STEPS, WORDS>) {
        for member in self.failed_members(gate) {
            let it = &self.plan.members[usize::from(member)];
            if it.inner != NONE {
                self.causes_of_gate(it.inner, search);
            } else if let Some(row) = self.row(it.leaf.into()) {
                for &place in self.kept[row..row + STEPS].iter().take_while(|place| **place != NONE) {
                    if !search.found.steps[..search.found.end].contains(&place) {
                        search.found.push(place);
                    }
                }
            } else {
                self.causes_of_step(self.plan.leaves[usize::from(it.leaf)].source, search);
            }
        }
    }

    fn causes_of_step(&self, place: u16, search: &mut Search<STEPS, WORDS>) {
        if search.seen.contains(place) {
            return;
        }
        search.seen.insert(place);
        if let Some(gate) = self.failed_gate(place) {
            self.causes_of_gate(gate, search);
        } else if !search.found.steps[..search.found.end].contains(&place) {
            search.found.push(place);
        }
    }

    /// Where the causes of a leaf that listens into a loop are kept.
    fn row(&self, leaf: usize) -> Option<usize> {
        if !self.plan.leaves[leaf].escapes {
            return None;
        }
        let position = self.plan.escapes.binary_search(&(leaf as u16)).ok()?;
        Some(position * STEPS)
    }

    /// Writes down why a step failed, for a leaf that will remember it when the step no longer does.
    #[cold]
    pub(super) fn keep_causes(&mut self, leaf: usize, source: u16) {
        let mut search = Search { found: Causes::NONE, seen: Set::EMPTY };
        self.causes_of_step(source, &mut search);
        self.keep(leaf, &search.found);
    }

    /// Writes down why a gate failed, for a leaf that will remember it when the gate no longer does.
    #[cold]
    pub(super) fn keep_causes_of_gate(&mut self, leaf: usize, gate: u16) {
        let mut search = Search { found: Causes::NONE, seen: Set::EMPTY };
        self.causes_of_gate(gate, &mut search);
        self.keep(leaf, &search.found);
    }

    fn keep(&mut self, leaf: usize, causes: &Causes<STEPS>) {
        let Some(row) = self.row(leaf) else { return };
        self.kept[row..row + STEPS].fill(NONE);
        self.kept[row..row + causes.end].copy_from_slice(&causes.steps[..causes.end]);
    }
}
