//! How loops are entered, turn, are given up and are over.

use flow_graph::plan::{ERROR, GateKind, LeafPlan, NONE};

use super::control::{Control, Ending};
use super::set::{has, numbers};
use super::state::{GateState, LoopState, Progress, Standing, StepState};

impl<
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> Control<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>
{
    /// Whether the header at this place has begun, so that its ways back count.
    pub(super) fn is_entered(&self, header: u16) -> bool {
        let progress = self.steps[usize::from(header)].progress;
        matches!(progress, Progress::Running | Progress::Succeeded | Progress::Caught | Progress::Broken)
    }

    /// A header begins by its entry.
    pub(super) fn enter_loop(&mut self, index: u16) {
        self.loops[usize::from(index)].runs = 1;
        self.open_ways(index);
    }

    /// A header has begun: what is certain about its ways back already counts from now on.
    fn open_ways(&mut self, index: u16) {
        let again = self.plan.loops[usize::from(index)].again;
        let happened = |member| self.members[usize::from(member)] == Standing::Happened;
        if self.own_members(again).any(happened) {
            self.decidable.insert(again);
        } else if self.gates[usize::from(again)].count == self.plan.gates[usize::from(again)].len {
            self.barred.insert(again);
        }
    }

    /// Closes the again gates of which no member can happen any more, of outer loops first. That comes after all that
    /// follows otherwise, when it is certain who has heard of a failure. Says whether there was one.
    pub(super) fn close_ways(&mut self) -> bool {
        if !std::mem::take(&mut self.ways_out) {
            return false;
        }
        for index in 0..self.plan.loops.len() {
            let it = &self.plan.loops[index];
            let state = self.gates[usize::from(it.again)];
            let is_out = state.standing == Standing::Open
                && state.count == self.plan.gates[usize::from(it.again)].len
                && self.is_entered(it.header);
            if is_out {
                let standing = self.out(it.again);
                self.gates[usize::from(it.again)].standing = standing;
                if standing == Standing::Failed {
                    self.give_up(index);
                }
            }
        }
        true
    }

    /// A way back has won.
    pub(super) fn start_turning(&mut self, header: u16) {
        let index = self.plan.steps[usize::from(header)].heads;
        self.loops[usize::from(index)].turning = true;
        self.turning += 1;
    }

    /// The innermost loop that can turn, if one can. No race can be decided when this is asked.
    pub(super) fn first_turning(&self) -> Option<usize> {
        if self.turning == 0 {
            return None;
        }
        let can_turn = |&index: &usize| {
            let it = &self.plan.loops[index];
            self.loops[index].turning && !self.running.meets(&it.scope) && !self.is_in_turning_loop(it.header)
        };
        (0..self.plan.loops.len()).rev().find(can_turn)
    }

    /// Whether a loop around that of this header is turning: the iteration that it is in has ended, and so has it.
    pub(super) fn is_in_turning_loop(&self, header: u16) -> bool {
        let around = |index: usize| {
            let it = &self.plan.loops[index];
            it.header != header && has(&it.scope, header) && self.loops[index].turning
        };
        self.turning > 0 && (0..self.plan.loops.len()).any(around)
    }

    /// The loop that was to [`turn`](super::Work::Turn) has been prepared: its header begins again.
    pub fn turned(&mut self, index: usize) {
        if !self.loops[index].turning || self.ending != Ending::Open {
            return;
        }
        let it = &self.plan.loops[index];
        let back = self.gates[usize::from(it.again)].pick;
        let runs = self.loops[index].runs;
        self.reset(index);
        self.loops[index] = LoopState { runs: runs + 1, back, turning: false };
        self.begin(it.header);
        self.deliver_entering(index);
        self.spread();
    }

    /// Hands what is certain outside of a loop to the leaves inside.
    pub(super) fn deliver_entering(&mut self, index: usize) {
        let plan = self.plan;
        for &number in plan.loops[index].entering.iter() {
            let leaf = &plan.leaves[usize::from(number)];
            let standing = self.steps[usize::from(leaf.source)].standing(leaf.event);
            self.deliver(number.into(), leaf, standing);
        }
    }

    /// Forgets an iteration: everything that can run only after the header.
    fn reset(&mut self, index: usize) {
        let scope = &*self.plan.loops[index].scope;
        for place in numbers(scope) {
            let state = self.steps[usize::from(place)];
            if state.progress == Progress::Lost && !has(scope, state.detail) {
                // The race that it lost is not forgotten.
                self.fresh.insert(place);
            } else {
                self.steps[usize::from(place)] = StepState::IDLE;
            }
            if place != self.plan.loops[index].header {
                for gate in self.plan.gates_of(place) {
                    self.reset_gate(gate);
                }
            }
        }
        for (inner, it) in self.plan.loops.iter().enumerate() {
            if has(scope, it.header) {
                for gate in it.first_back..=it.again {
                    self.reset_gate(gate.into());
                }
                self.turning -= u16::from(self.loops[inner].turning);
                self.loops[inner] = LoopState::FRESH;
            }
        }
    }

    fn reset_gate(&mut self, gate: usize) {
        let number = gate as u16;
        let it = &self.plan.gates[gate];
        for member in it.first..it.first + it.span {
            if self.plan.members[usize::from(member)].gate == number {
                self.members[usize::from(member)] = Standing::Open;
            }
        }
        self.gates[gate] = GateState::OPEN;
        self.decidable.remove(number);
        if let Some(room) = self.room_for_arrivals(gate) {
            self.kept[room].fill(NONE);
        }
    }

    /// Gives up a loop whose ways back have all failed: what runs in it is cancelled, and whoever still waits for
    /// something of it inherits the failure. If nobody does, or the loop has a sink, the flow fails.
    fn give_up(&mut self, index: usize) {
        let it = &self.plan.loops[index];
        let has_sink = numbers(&it.scope).any(|place| self.plan.steps[usize::from(place)].sink);
        let takes_up = |&leaf: &u16| {
            let leaf = &self.plan.leaves[usize::from(leaf)];
            self.is_left_by_loop(leaf, &it.scope) && self.takes_up(leaf)
        };
        if has_sink || !self.plan.escapes.iter().any(takes_up) {
            self.finish(Ending::Ways(index as u16));
            return;
        }
        // First, while the steps of the scope are as they were.
        for &leaf in self.plan.escapes.iter() {
            let waiting = &self.plan.leaves[usize::from(leaf)];
            let is_open = self.members[usize::from(waiting.member)] == Standing::Open;
            if is_open && self.is_left_by_loop(waiting, &it.scope) {
                self.keep_failure_of_gate(leaf, it.again);
                self.settle_member(waiting.member, Standing::Failed);
            }
        }
        for place in numbers(&it.scope) {
            if self.steps[usize::from(place)].progress == Progress::Running {
                self.cancel(place);
            }
            let state = self.steps[usize::from(place)];
            // What failed by itself stays so: it may be the cause.
            if state.is_undone() || self.is_given_up(place) && state.progress != Progress::Broken {
                self.steps[usize::from(place)] =
                    StepState { progress: Progress::Failed, detail: index as u16 };
                self.fresh.insert(place);
            }
        }
        // Inner loops are given up with this one.
        for inner in (0..self.plan.loops.len()).filter(|&inner| has(&it.scope, self.plan.loops[inner].header))
        {
            let state = &mut self.gates[usize::from(self.plan.loops[inner].again)];
            if matches!(state.standing, Standing::Open | Standing::Happened) {
                state.standing = Standing::Failed;
            }
            self.turning -= u16::from(std::mem::take(&mut self.loops[inner].turning));
        }
    }

    /// Whether a step of a loop that is being given up is its header, or that of a loop inside which could go on.
    fn is_given_up(&self, place: u16) -> bool {
        let heads = self.plan.steps[usize::from(place)].heads;
        heads != NONE && {
            let again = self.gates[usize::from(self.plan.loops[usize::from(heads)].again)].standing;
            again != Standing::Never
        }
    }

    /// Whether the loop of a header has been given up.
    pub(super) fn has_given_up(&self, header: u16) -> bool {
        let index = usize::from(self.plan.steps[usize::from(header)].heads);
        self.gates[usize::from(self.plan.loops[index].again)].standing == Standing::Failed
    }

    /// Whether a leaf outside of a scope names something inside that has not happened.
    fn is_left_by_loop(&self, leaf: &LeafPlan, scope: &[u64]) -> bool {
        has(scope, leaf.source)
            && !has(scope, leaf.listener)
            && leaf.event != ERROR
            && self.members[usize::from(leaf.member)] != Standing::Happened
            && self.steps[usize::from(leaf.source)].standing(leaf.event) != Standing::Happened
    }

    /// The loops that have a step in their scope, but not another.
    fn crossed(
        &self,
        inside: u16,
        outside: u16,
    ) -> impl Iterator<Item = usize> + use<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT> {
        let scope = |index: usize| &*self.plan.loops[index].scope;
        (0..self.plan.loops.len())
            .filter(move |&index| has(scope(index), inside) && !has(scope(index), outside))
    }

    /// Whether a loop's header may begin, or begin again.
    pub(super) fn may_turn(&self, index: usize) -> bool {
        let it = &self.plan.loops[index];
        let gone = matches!(
            self.steps[usize::from(it.header)].progress,
            Progress::Dead | Progress::Failed | Progress::Lost
        );
        let out = matches!(self.gates[usize::from(it.again)].standing, Standing::Failed | Standing::Never);
        !gone && !out
    }

    /// Whether a leaf may hear of its event in a later iteration of a loop that the event is outside of. A header hears
    /// of its entry once.
    pub(super) fn has_another_turn(&self, leaf: &LeafPlan) -> bool {
        self.crossed(leaf.listener, leaf.source)
            .any(|index| self.plan.loops[index].header != leaf.listener && self.may_turn(index))
    }

    /// Whether a loop that has both steps in its scope may turn.
    pub(super) fn may_run_again(&self, one: u16, other: u16) -> bool {
        let mut loops = self.plan.loops.iter().enumerate();
        loops.any(|(index, it)| has(&it.scope, one) && has(&it.scope, other) && self.may_turn(index))
    }

    /// Where the header of a loop is lost, the loop does not turn again.
    pub(super) fn leave_loop(&mut self, place: u16) {
        let heads = self.plan.steps[usize::from(place)].heads;
        if heads == NONE {
            return;
        }
        let index = usize::from(heads);
        self.turning -= u16::from(self.loops[index].turning);
        self.loops[index].turning = false;
        self.gates[usize::from(self.plan.loops[index].again)].standing = Standing::Never;
    }

    /// Whether a leaf hears of its event from outside of a loop that is turning.
    pub(super) fn enters_turning_loop(&self, leaf: &LeafPlan) -> bool {
        self.crossed(leaf.listener, leaf.source).any(|index| self.loops[index].turning)
    }

    /// Tells leaves outside of loops that are over what never happens in them. Says whether there was something to
    /// tell.
    pub(super) fn release(&mut self) -> bool {
        if !self.withheld {
            return false;
        }
        let mut any = false;
        for position in 0..self.plan.escapes.len() {
            let leaf = &self.plan.leaves[usize::from(self.plan.escapes[position])];
            let never = self.steps[usize::from(leaf.source)].standing(leaf.event) == Standing::Never;
            let is_open = self.members[usize::from(leaf.member)] == Standing::Open;
            if never
                && is_open
                && !(self.turning > 0 && self.enters_turning_loop(leaf))
                && self.crossed(leaf.source, leaf.listener).all(|index| self.is_over(index))
            {
                self.settle_member(leaf.member, Standing::Never);
                any = true;
            }
        }
        any
    }

    /// Whether a loop's header cannot begin again, and nothing is under way in its scope.
    fn is_over(&self, index: usize) -> bool {
        let it = &self.plan.loops[index];
        match self.steps[usize::from(it.header)].progress {
            Progress::Dead | Progress::Failed | Progress::Lost => true,
            Progress::Idle => false,
            Progress::Running | Progress::Succeeded | Progress::Caught | Progress::Broken => {
                let is_quiet = || {
                    let mut decidable = self.decidable.iter();
                    !self.running.meets(&it.scope)
                        && !decidable.any(|gate| self.is_under_way(gate, &it.scope))
                };
                match self.gates[usize::from(it.again)].standing {
                    Standing::Open | Standing::Happened => false,
                    Standing::Never => is_quiet(),
                    Standing::Failed => true,
                }
            }
        }
    }

    /// Whether a gate of the scope can be decided.
    fn is_under_way(&self, gate: u16, scope: &[u64]) -> bool {
        let it = &self.plan.gates[usize::from(gate)];
        has(scope, it.step)
            && self.gates[usize::from(gate)].standing == Standing::Open
            && (it.kind != GateKind::Again || self.is_entered(it.step))
    }
}
