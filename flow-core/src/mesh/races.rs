//! How a race is decided, and what it costs those who lose it.

use std::ops::Range;

use flow_graph::plan::{GateKind, LeafPlan, NONE};

use super::control::Control;
use super::set::Set;
use super::state::{Progress, Standing, StepState};

impl<
    const STEPS: usize,
    const GATES: usize,
    const MEMBERS: usize,
    const LOOPS: usize,
    const WORDS: usize,
    const KEPT: usize,
> Control<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT>
{
    /// Decides an `or` of which a member has happened: the first-written one wins, the losers are cancelled. A `quorum`
    /// is decided like that once enough members have arrived. Says whether somebody who watches would want to know.
    pub(super) fn decide(&mut self, number: u16) -> bool {
        let gate = &self.plan.gates[usize::from(number)];
        if self.gates[usize::from(number)].standing != Standing::Open {
            return false;
        }
        if gate.kind == GateKind::Again && (!self.is_entered(gate.step) || self.is_in_turning_loop(gate.step))
        {
            return false;
        }
        if let Some(room) = self.room_for_arrivals(number.into()) {
            if !self.arrive(number, room) {
                // What never happens in a loop may have waited for this.
                self.spread();
                return false;
            }
        } else {
            let happened = |member: &u16| self.members[usize::from(*member)] == Standing::Happened;
            let Some(winner) = self.own_members(number).find(happened) else { return false };
            self.gates[usize::from(number)].pick = winner - gate.first;
        }
        self.gates[usize::from(number)].standing = Standing::Happened;
        // A loop has one way in, or it is a race like any other.
        let told = gate.kind != GateKind::Again && gate.len > 1;
        if gate.kind == GateKind::Again {
            self.start_turning(gate.step);
        } else {
            if self.has_rivals(number) {
                self.lose(number);
            }
            self.close(number, Standing::Happened);
        }
        self.spread();
        told
    }

    /// Notes which members of a `quorum` have arrived: those that have happened, in the order written. Says whether
    /// they are enough.
    fn arrive(&mut self, number: u16, room: Range<usize>) -> bool {
        let gate = &self.plan.gates[usize::from(number)];
        let mut count = self.arrivals(number.into()).len();
        for place in 0..gate.span {
            let member = usize::from(gate.first + place);
            let counts =
                self.plan.members[member].gate == number && self.members[member] == Standing::Happened;
            let (arrived, free) = self.kept[room.clone()].split_at_mut(count);
            if let Some(slot) = free.first_mut().filter(|_| counts && !arrived.contains(&place)) {
                *slot = place;
                count += 1;
            }
        }
        count == room.len()
    }

    /// Whether a step runs or may still run that the race waits for directly. If not, nobody has lost.
    fn has_rivals(&self, gate: u16) -> bool {
        self.own_members(gate).any(|member| {
            let member = &self.plan.members[usize::from(member)];
            if member.inner != NONE {
                return self.has_rivals(member.inner);
            }
            let source = self.plan.leaves[usize::from(member.leaf)].source;
            self.may_go_on(source)
        })
    }

    /// Cancels the race's losers, and those that wait only for them.
    fn lose(&mut self, gate: u16) {
        let race = self.plan.gates[usize::from(gate)].step;
        let losers = self.losers(gate);
        let turning = self.turning;
        for place in losers.iter() {
            // Of what has ended, only the header of a loop has something to lose: it does not turn again.
            let heads = self.plan.steps[usize::from(place)].heads != NONE;
            if !self.steps[usize::from(place)].is_undone() && !heads {
                continue;
            }
            self.cancel(place);
            self.steps[usize::from(place)] = StepState { progress: Progress::Lost, detail: race };
            self.fresh.insert(place);
            self.leave_loop(place);
        }
        if self.turning < turning {
            // What was to wait for the next iteration of a loop waits no more.
            for place in losers.iter().filter(|&place| self.plan.steps[usize::from(place)].heads != NONE) {
                self.deliver_entering(self.plan.steps[usize::from(place)].heads.into());
            }
        }
    }

    /// The steps that a race, just decided, leaves without anybody who could use them.
    fn losers(&self, race: u16) -> Set<WORDS> {
        let useless = self.useless(self.plan.gates[usize::from(race)].step);
        let mut losers = Set::EMPTY;
        loop {
            let mut grown = false;
            // Listeners stand after the steps they wait for, so that one pass finds all but what loops add.
            for place in useless.iter_down() {
                let mut leaves = self.plan.leaves[self.leaves_of(place)].iter();
                let is_new = !losers.contains(place);
                if is_new && leaves.any(|leaf| losers.contains(leaf.listener) || self.is_under(leaf, race)) {
                    losers.insert(place);
                    grown = true;
                }
            }
            if !grown || self.plan.loops.is_empty() {
                return losers;
            }
        }
    }

    fn is_under(&self, leaf: &LeafPlan, gate: u16) -> bool {
        leaf.listener == self.plan.gates[usize::from(gate)].step
            && self.gates_above(leaf.member).any(|it| it == gate)
    }

    /// The greatest set of steps that may still do something and have leaves, all of them useless. The step that the
    /// race is for is not in it, nor are the flow's outputs.
    fn useless(&self, race: u16) -> Set<WORDS> {
        let mut set = Set::EMPTY;
        for (place, step) in (0..).zip(self.plan.steps.iter()) {
            if place != race && !step.output && self.may_go_on(place) && !self.leaves_of(place).is_empty() {
                set.insert(place);
            }
        }
        loop {
            let mut shrunk = false;
            for place in set.iter_down() {
                let mut leaves = self.plan.leaves[self.leaves_of(place)].iter();
                if leaves.any(|leaf| !self.is_useless(leaf, &set)) {
                    set.remove(place);
                    shrunk = true;
                }
            }
            if !shrunk || self.plan.loops.is_empty() {
                return set;
            }
        }
    }

    /// Whether a step has not ended, or may run again in a later iteration.
    fn may_go_on(&self, place: u16) -> bool {
        match self.steps[usize::from(place)].progress {
            Progress::Idle | Progress::Running => true,
            Progress::Lost => false,
            _ => self.may_run_again(place, place),
        }
    }

    /// Whether nothing can come of a leaf any more, if nothing can come of the steps in `set`.
    fn is_useless(&self, leaf: &LeafPlan, set: &Set<WORDS>) -> bool {
        match self.steps[usize::from(leaf.listener)].progress {
            _ if set.contains(leaf.listener) => true,
            Progress::Lost => true,
            // The header may yet take a way back, and the loop's next iteration what comes from outside.
            _ if leaf.back || (leaf.enters && self.has_another_turn(leaf)) => false,
            // What has ended in this iteration counts for the next one, in which both begin anew.
            _ if !self.steps[usize::from(leaf.source)].is_undone()
                && self.may_run_again(leaf.source, leaf.listener) =>
            {
                false
            }
            Progress::Dead | Progress::Failed => true,
            Progress::Idle
            | Progress::Running
            | Progress::Succeeded
            | Progress::Caught
            | Progress::Broken => self.gates_above(leaf.member).any(|gate| {
                let is_and = self.plan.gates[usize::from(gate)].kind == GateKind::And;
                match self.gates[usize::from(gate)].standing {
                    Standing::Open => false,
                    Standing::Happened => !is_and,
                    Standing::Failed | Standing::Never => true,
                }
            }),
        }
    }
}
