//! The state of a run, and what whoever drives it sees of it.

use std::ops::Range;

use flow_graph::model::StepId;
use flow_graph::plan::{GateKind, NONE, Plan, VARIANTS};

use super::set::Set;
use super::state::{GateState, LoopState, Progress, Standing, StepState};

/// The state of one run. The const generics are the plan's [`Sizes`](flow_graph::plan::Sizes).
#[derive(Debug)]
pub struct Control<
    'p,
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> {
    pub(super) plan: &'p Plan,
    pub(super) steps: [StepState; STEPS],
    pub(super) gates: [GateState; GATES],
    pub(super) members: [Standing; MEMBERS],
    pub(super) loops: [LoopState; LOOPS],
    /// What has begun and not ended, with what is about to start.
    pub(super) running: Set<WORDS>,
    /// What has begun and is not started yet.
    pub(super) ready: Set<WORDS>,
    /// What is to be polled in this instant.
    pub(super) due: Set<WORDS>,
    /// What is to be dropped.
    pub(super) cancelled: Set<WORDS>,
    /// The `or`s and `quorum`s of which a member has happened.
    pub(super) decidable: Set<WORDS>,
    /// The steps whose events are certain since the last round of deliveries.
    pub(super) fresh: Set<WORDS>,
    /// The `and`s and `quorum`s that can no longer fire when the round of deliveries ends.
    pub(super) barred: Set<WORDS>,
    /// Whether there is an again gate of which no member can happen any more.
    pub(super) ways_out: bool,
    /// How many loops are turning.
    pub(super) turning: u16,
    /// Whether something that never happens in a loop was withheld from a leaf outside.
    pub(super) withheld: bool,
    /// From the beginning, the causes of failures that escaped from an iteration: the plan's `escapes` have a row each.
    /// From the end, the members that have arrived at each `quorum`, as they are numbered in it.
    pub(super) kept: [u16; KEPT],
    pub(super) ending: Ending,
}

/// How the run ends, as far as that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It is not.
    Open,
    /// Nothing runs any more, and nothing failed.
    Done,
    /// The step at this place failed by itself.
    Own(u16),
    /// The trigger of the step at this place can no longer fire.
    Trigger(u16),
    /// This loop's ways back have all failed.
    Ways(u16),
    /// This loop went round too often.
    Limit(u16),
    /// Somebody outside wants it to end.
    Stopped,
}

/// What is to be done next. Steps and loops are numbered as in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Begin this step. It runs from now on; unless its end is told at once, it is polled in this instant.
    Start(StepId),
    /// Poll this step, which has been started.
    Poll(StepId),
    /// Nothing, unless somebody watches: this `or` has been decided for its [`winner`](Control::winner), or this `quorum`
    /// by the last of its [`arrivals`](Control::arrivals). Gates are numbered as in the plan.
    Decided(usize),
    /// Drop this step, which has been started and has not ended.
    Cancel(StepId),
    /// The loop's iteration is over. Carry what the header needs over to the next one, and say
    /// [`turned`](Control::turned).
    Turn(usize),
    /// Nothing more can happen without waiting.
    Wait,
    /// The run is over.
    End,
}

impl<
    'p,
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> Control<'p, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>
{
    /// A run in which the starts are about to begin.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        debug_assert!(
            {
                let sizes = plan.sizes;
                let arrivals = plan.gates.iter().map(|gate| match gate.kind {
                    GateKind::Quorum { kept, .. } => usize::from(kept),
                    GateKind::And | GateKind::Or | GateKind::Again => 0,
                });
                let kept = plan.escapes.len() * (STEPS + 1) + arrivals.max().unwrap_or(0);
                sizes.steps <= STEPS
                    && sizes.gates <= GATES
                    && sizes.members <= MEMBERS
                    && sizes.loops <= LOOPS
                    && sizes.words <= WORDS
                    && kept <= KEPT
            },
            "the state has no room for its plan",
        );
        let mut control = Control {
            plan,
            steps: [StepState::IDLE; STEPS],
            gates: [GateState::OPEN; GATES],
            members: [Standing::Open; MEMBERS],
            loops: [LoopState::FRESH; LOOPS],
            running: Set::EMPTY,
            ready: Set::EMPTY,
            due: Set::EMPTY,
            cancelled: Set::EMPTY,
            decidable: Set::EMPTY,
            fresh: Set::EMPTY,
            barred: Set::EMPTY,
            ways_out: false,
            turning: 0,
            withheld: false,
            kept: [NONE; KEPT],
            ending: Ending::Open,
        };
        for (place, step) in (0..).zip(plan.steps.iter()) {
            if step.gate == NONE {
                control.begin(place);
            }
        }
        control
    }

    /// A new instant: whatever runs is to be polled once.
    #[inline]
    pub fn wake(&mut self) {
        self.due = self.running;
    }

    /// What to do next.
    #[inline]
    #[allow(
        clippy::should_implement_trait,
        reason = "it is no iterator: what it says depends on what was done"
    )]
    pub fn next(&mut self) -> Work {
        loop {
            if let Some(place) = self.cancelled.pop() {
                return Work::Cancel(self.plan.step(place));
            }
            if let Some(place) = self.ready.first_of_both(&self.due) {
                if self.ready.remove(place) {
                    self.due.insert(place);
                    return Work::Start(self.plan.step(place));
                }
                self.due.remove(place);
                return Work::Poll(self.plan.step(place));
            }
            if let Some(work) = self.settle() {
                return work;
            }
        }
    }

    /// Nothing can go on: decides a race, turns a loop, or finds that the instant or the run is over. Nothing if
    /// something can go on now.
    fn settle(&mut self) -> Option<Work> {
        if self.ending == Ending::Open {
            if let Some(gate) = self.decidable.pop() {
                return self.decide(gate).then_some(Work::Decided(gate.into()));
            }
            if let Some(index) = self.first_turning() {
                if self.loops[index].runs < self.plan.loops[index].max_iterations {
                    return Some(Work::Turn(index));
                }
                self.finish(Ending::Limit(index as u16));
                return None;
            }
        }
        if !self.running.is_empty() {
            return Some(Work::Wait);
        }
        if self.ending == Ending::Open {
            self.ending = Ending::Done;
        }
        Some(Work::End)
    }

    /// A step that runs has succeeded. `variant` is the value's variant as [`Plan::variants`] numbers them; nothing if
    /// that list does not have it.
    #[inline]
    pub fn succeeded(&mut self, step: StepId, variant: Option<u16>) {
        let place = self.plan.place(step);
        if !self.stopped(place) {
            return;
        }
        let state = &mut self.steps[usize::from(place)];
        if state.progress == Progress::Running {
            *state = StepState {
                progress: Progress::Succeeded,
                detail: variant.map_or(NONE, |variant| VARIANTS + variant),
            };
            self.tell(place);
        }
        self.spread();
    }

    /// A step that runs has failed.
    pub fn failed(&mut self, step: StepId) {
        let place = self.plan.place(step);
        self.fail(place, self.plan.steps[usize::from(place)].handled);
    }

    /// A step that runs has ended without a value. `handled` says whether something may listen to how.
    pub(super) fn fail(&mut self, place: u16, handled: bool) {
        if !self.stopped(place) {
            return;
        }
        if self.steps[usize::from(place)].progress == Progress::Running {
            let progress = if handled { Progress::Caught } else { Progress::Broken };
            self.steps[usize::from(place)].progress = progress;
            if handled || self.is_taken_up(place) {
                self.tell(place);
                self.spread();
                return;
            }
        }
        // Nobody deals with it; or it was lost, and it ran on because it must finish.
        self.finish(Ending::Own(place));
    }

    /// Marks a step as not running. Says whether that can change anything.
    #[inline]
    fn stopped(&mut self, place: u16) -> bool {
        self.due.remove(place);
        self.running.remove(place) && self.ending == Ending::Open
    }

    /// Lets a step begin.
    #[inline]
    pub(super) fn begin(&mut self, place: u16) {
        self.steps[usize::from(place)] = StepState { progress: Progress::Running, detail: NONE };
        self.running.insert(place);
        self.ready.insert(place);
    }

    /// Ends a step's running, unless it must finish.
    pub(super) fn cancel(&mut self, place: u16) {
        if self.ready.remove(place) {
            self.running.remove(place);
            self.due.remove(place);
        } else if !self.plan.steps[usize::from(place)].must_finish && self.running.remove(place) {
            self.due.remove(place);
            self.cancelled.insert(place);
        }
    }

    /// Which member of an `or` that has fired won, counted from 0; of an `or` that has not, nothing sensible. Gates are
    /// numbered as [`Plan::gate`] says. For a loop's header this is the entry that won.
    #[inline]
    #[must_use]
    pub fn winner(&self, gate: usize) -> usize {
        self.gates[gate].pick.into()
    }

    /// How a loop's iteration began: the way back, or the entry that won at its gate, as a member of its header's `or`.
    #[inline]
    #[must_use]
    pub fn entered(&self, index: usize, gate: usize) -> usize {
        self.came_back(index).unwrap_or_else(|| self.winner(gate))
    }

    /// The values of the members that have arrived at a `quorum`, in the order of their [`arrivals`](Control::arrivals).
    pub fn arrived<T>(&self, gate: usize, mut value: impl FnMut(usize) -> T) -> Vec<T> {
        self.arrivals(gate).iter().map(|&member| value(member.into())).collect()
    }

    /// The members that have arrived at a `quorum`, counted from 0, in the order of their arrival: as many as it needs,
    /// once it has fired. Of any other gate, nothing.
    #[inline]
    #[must_use]
    pub fn arrivals(&self, gate: usize) -> &[u16] {
        let arrivals = self.room_for_arrivals(gate).map_or(&[][..], |room| &self.kept[room]);
        let count = arrivals.iter().position(|&member| member == NONE).unwrap_or(arrivals.len());
        &arrivals[..count]
    }

    /// Where a `quorum`'s arrivals are kept.
    pub(super) fn room_for_arrivals(&self, gate: usize) -> Option<Range<usize>> {
        match self.plan.gates[gate].kind {
            GateKind::Quorum { needed, kept } => {
                let first = KEPT - usize::from(kept);
                Some(first..first + usize::from(needed))
            }
            GateKind::And | GateKind::Or | GateKind::Again => None,
        }
    }

    /// The way back that began a loop's iteration, as a member of its header's `or`; nothing if it was the entry. From
    /// [`Work::Turn`] until [`turned`](Control::turned), [`turns_to`](Control::turns_to) is the next iteration's.
    #[inline]
    #[must_use]
    pub fn came_back(&self, index: usize) -> Option<usize> {
        let back = self.loops[index].back;
        (back != NONE).then_some(back.into())
    }

    /// The way back that has won, of a loop that is turning, as a member of its header's `or`.
    #[inline]
    #[must_use]
    pub fn turns_to(&self, index: usize) -> usize {
        self.gates[usize::from(self.plan.loops[index].again)].pick.into()
    }

    /// Whether a step has succeeded in this iteration.
    #[inline]
    #[must_use]
    pub fn has_succeeded(&self, step: StepId) -> bool {
        self.steps[usize::from(self.plan.place(step))].progress == Progress::Succeeded
    }

    /// Whether a step that has not ended runs on only because it must finish: nobody listens to it any more.
    #[inline]
    #[must_use]
    pub fn is_lost(&self, step: StepId) -> bool {
        self.steps[usize::from(self.plan.place(step))].progress != Progress::Running
    }

    /// Whether nothing but this step runs.
    #[must_use]
    pub fn is_alone(&self, step: StepId) -> bool {
        let place = self.plan.place(step);
        self.running.iter().all(|it| it == place)
    }
}
