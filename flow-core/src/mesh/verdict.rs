//! How a run ended, and because of what.

use flow_graph::model::StepId;
use flow_graph::plan::{GateKind, NONE};

use super::control::{Control, Ending};
use super::set::Set;
use super::state::{Progress, Standing};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<const STEPS: usize> {
    /// Nothing runs, and nothing failed.
    Done,
    /// A failure that nothing took up.
    Failed {
        /// The step that failed; where several did, the step whose trigger can no longer fire because of them.
        step: StepId,
        /// The steps that failed by themselves, in the order in which the triggers name them.
        causes: Causes<STEPS>,
        /// How many members the step's `quorum` needed, and how many it has, if too few were left of one.
        quorum: Option<(usize, usize)>,
    },
    /// Somebody outside wanted it to end.
    Stopped,
    /// A loop went round too often.
    LoopLimit {
        /// Its header.
        step: StepId,
        /// How often that has run.
        iterations: u32,
    },
}

/// The steps whose own errors made a flow fail, in the order in which the triggers name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Causes<const STEPS: usize> {
    steps: [u16; STEPS],
    next: usize,
    end: usize,
}

impl<const STEPS: usize> Causes<STEPS> {
    const NONE: Causes<STEPS> = Causes { steps: [0; STEPS], next: 0, end: 0 };

    /// Adds a step, if it is not among them.
    fn add(&mut self, step: u16) {
        let is_new = !self.steps[..self.end].contains(&step);
        if let Some(slot) = self.steps.get_mut(self.end).filter(|_| is_new) {
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
        let gate = match self.ending {
            Ending::Open | Ending::Done => return Verdict::Done,
            Ending::Stopped => return Verdict::Stopped,
            Ending::Limit(index) => {
                let it = &self.plan.loops[usize::from(index)];
                let iterations = self.loops[usize::from(index)].runs;
                return Verdict::LoopLimit { step: self.plan.step(it.header), iterations };
            }
            Ending::Own(place) => {
                search.found.add(place);
                NONE
            }
            Ending::Trigger(place) => self.failure(self.plan.steps[usize::from(place)].gate, &mut search),
            Ending::Ways(index) => self.failure(self.plan.loops[usize::from(index)].again, &mut search),
        };
        let mut causes = search.found;
        let place = match self.plan.gates.get(usize::from(gate)) {
            Some(gate) if causes.end != 1 => gate.step,
            _ => causes.steps[0],
        };
        let quorum = self.plan.gates.get(usize::from(gate)).and_then(|gate| match gate.kind {
            GateKind::Quorum { needed, .. } if causes.end != 1 => Some((needed.into(), gate.len.into())),
            _ => None,
        });
        for cause in &mut causes.steps[..causes.end] {
            *cause = self.plan.steps[usize::from(*cause)].id;
        }
        Verdict::Failed { step: self.plan.step(place), causes, quorum }
    }

    /// Collects why a gate failed, and says at which gate that came about, where there are several reasons.
    fn failure(&self, mut gate: u16, search: &mut Search<STEPS, WORDS>) -> u16 {
        self.causes_of_gate(gate, search);
        // A failure comes from earlier failures, so this ends; the bound is for states that cannot be.
        for _ in 0..GATES {
            let mut failed = self.failed_members(gate);
            let (Some(member), None) = (failed.next(), failed.next()) else { break };
            let it = &self.plan.members[usize::from(member)];
            if it.inner != NONE {
                gate = it.inner;
            } else if let Some(row) = self.row(it.leaf) {
                return self.kept[row];
            } else if let Some(source) = self.failed_gate(self.plan.leaves[usize::from(it.leaf)].source) {
                gate = source;
            } else {
                break;
            }
        }
        gate
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
        self.own_members(gate).filter(move |&member| {
            let has_failed = self.members[usize::from(member)] == Standing::Failed;
            // Of an `and`, the first that failed; a trigger of one event does not note it.
            has_failed && (it.kind != GateKind::And || it.len == 1 || member == picked)
        })
    }

    fn causes_of_gate(&self, gate: u16, search: &mut Search<STEPS, WORDS>) {
        for member in self.failed_members(gate) {
            let it = &self.plan.members[usize::from(member)];
            if it.inner != NONE {
                self.causes_of_gate(it.inner, search);
            } else if let Some(row) = self.row(it.leaf) {
                for &place in self.kept[row + 1..=row + STEPS].iter().take_while(|place| **place != NONE) {
                    search.found.add(place);
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
        match self.failed_gate(place) {
            Some(gate) => self.causes_of_gate(gate, search),
            None => search.found.add(place),
        }
    }

    /// Where the failure of a leaf that listens into a loop is kept: the gate where it came about, then the causes.
    fn row(&self, leaf: u16) -> Option<usize> {
        if !self.plan.leaves[usize::from(leaf)].escapes {
            return None;
        }
        let position = self.plan.escapes.binary_search(&leaf).ok()?;
        Some(position * (STEPS + 1))
    }

    /// Writes down why a step failed, for a leaf that will remember it when the step no longer does.
    #[cold]
    pub(super) fn keep_failure(&mut self, leaf: u16, source: u16) {
        if let Some(gate) = self.failed_gate(source) {
            self.keep_failure_of_gate(leaf, gate);
        } else {
            let mut causes = Causes::NONE;
            causes.add(source);
            self.keep(leaf, NONE, &causes);
        }
    }

    /// Writes down why a gate failed, for a leaf that will remember it when the gate no longer does.
    #[cold]
    pub(super) fn keep_failure_of_gate(&mut self, leaf: u16, gate: u16) {
        let mut search = Search { found: Causes::NONE, seen: Set::EMPTY };
        let origin = self.failure(gate, &mut search);
        self.keep(leaf, origin, &search.found);
    }

    fn keep(&mut self, leaf: u16, origin: u16, causes: &Causes<STEPS>) {
        let Some(row) = self.row(leaf) else { return };
        self.kept[row] = origin;
        self.kept[row + 1..=row + STEPS].fill(NONE);
        self.kept[row + 1..=row + causes.end].copy_from_slice(&causes.steps[..causes.end]);
    }
}
