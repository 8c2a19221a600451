//! How what has happened spreads: events to leaves, members to gates, triggers to steps.

use std::ops::Range;

use flow_graph::plan::{GateKind, LeafPlan, NONE, VARIANTS};

use super::control::{Control, Ending};
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
    /// Lets everything follow that follows without a step ending or a race being decided.
    #[inline]
    pub(super) fn spread(&mut self) {
        let is_quiet = self.fresh.is_empty() && self.barred.is_empty();
        if !is_quiet || self.ways_out || self.withheld {
            self.spread_in_rounds();
        }
    }

    /// Round by round, so that what is nearer comes first and what comes at once counts at once.
    fn spread_in_rounds(&mut self) {
        loop {
            self.close_barred();
            if self.ending != Ending::Open {
                return;
            }
            let round = self.fresh.take();
            if !round.is_empty() {
                self.check_failures(&round);
                for place in round.iter() {
                    self.tell(place);
                }
            } else if !self.close_ways() && !self.release() {
                return;
            }
        }
    }

    /// Ends a round: closes the gates that can no longer fire. Inner gates have lower numbers than outer ones.
    fn close_barred(&mut self) {
        while let Some(number) = self.barred.pop() {
            if self.gates[usize::from(number)].standing != Standing::Open {
                continue;
            }
            match self.plan.gates[usize::from(number)].kind {
                GateKind::Again => {
                    self.ways_out = true;
                    continue;
                }
                GateKind::Quorum { .. } => {
                    self.close(number, self.out(number));
                    continue;
                }
                GateKind::And | GateKind::Or => {}
            }
            let failed = |member: &u16| self.members[usize::from(*member)] == Standing::Failed;
            let member = self.own_members(number).find(failed);
            match member {
                Some(member) => {
                    self.gates[usize::from(number)].pick =
                        member - self.plan.gates[usize::from(number)].first;
                    self.close(number, Standing::Failed);
                }
                None => self.close(number, Standing::Never),
            }
        }
    }

    /// The leaves that name an event of the step.
    #[inline]
    pub(super) fn leaves_of(&self, place: u16) -> Range<usize> {
        let step = &self.plan.steps[usize::from(place)];
        let first = usize::from(step.event);
        let end = first + usize::from(VARIANTS + step.variants);
        self.plan.events[first].into()..self.plan.events[end].into()
    }

    /// Hands all events of a step to their leaves, now that they are certain.
    #[inline]
    pub(super) fn tell(&mut self, place: u16) {
        let state = self.steps[usize::from(place)];
        let leaves = self.leaves_of(place);
        for (number, leaf) in (leaves.start..).zip(&self.plan.leaves[leaves]) {
            self.deliver(number, leaf, state.standing(leaf.event));
        }
    }

    /// Hands an event to a leaf, unless that has to wait for a loop.
    #[inline]
    pub(super) fn deliver(&mut self, number: usize, leaf: &LeafPlan, standing: Standing) {
        if self.members[usize::from(leaf.member)] != Standing::Open {
            return;
        }
        if leaf.enters && self.turning > 0 && self.enters_turning_loop(leaf) {
            // The next iteration gets it.
            return;
        }
        if leaf.escapes {
            if standing == Standing::Never {
                self.withheld = true;
                return;
            }
            if standing == Standing::Failed {
                self.keep_failure(number as u16, leaf.source);
            }
        }
        self.settle_member(leaf.member, standing);
    }

    /// A member of a gate is certain now, and perhaps that gate, and the gates above it.
    #[inline]
    pub(super) fn settle_member(&mut self, member: u16, standing: Standing) {
        self.members[usize::from(member)] = standing;
        let number = self.plan.members[usize::from(member)].gate;
        let gate = &self.plan.gates[usize::from(number)];
        let state = &mut self.gates[usize::from(number)];
        if state.standing != Standing::Open {
            if standing == Standing::Failed && matches!(gate.kind, GateKind::Quorum { .. }) {
                // It comes too late to be among the reasons why the gate has failed, if it has.
                self.members[usize::from(member)] = Standing::Never;
            }
            return;
        }
        match (gate.kind, standing) {
            (_, Standing::Open) => {}
            (GateKind::And, Standing::Happened) => {
                state.count += 1;
                if state.count == gate.len {
                    self.close(number, Standing::Happened);
                }
            }
            (GateKind::And, Standing::Failed | Standing::Never) => {
                if gate.len == 1 {
                    self.close(number, standing);
                } else {
                    self.barred.insert(number);
                }
            }
            (GateKind::Or | GateKind::Again | GateKind::Quorum { .. }, Standing::Happened) => {
                self.decidable.insert(number);
            }
            (GateKind::Quorum { needed, .. }, Standing::Failed | Standing::Never) => {
                state.count += 1;
                if state.count + needed > gate.len {
                    self.barred.insert(number);
                }
            }
            (GateKind::Or | GateKind::Again, Standing::Failed | Standing::Never) => {
                state.count += 1;
                if state.count == gate.len {
                    if gate.kind == GateKind::Or {
                        self.close(number, self.out(number));
                    } else {
                        self.barred.insert(number);
                    }
                }
            }
        }
    }

    /// A gate has fired, failed or become never.
    #[inline]
    pub(super) fn close(&mut self, number: u16, standing: Standing) {
        self.gates[usize::from(number)].standing = standing;
        let gate = &self.plan.gates[usize::from(number)];
        if gate.member == NONE {
            self.settle_trigger(gate.step, standing);
        } else {
            self.settle_member(gate.member, standing);
        }
    }

    /// Where an `or` stands of which no member can happen any more, or a `quorum` of which too few can.
    pub(super) fn out(&self, gate: u16) -> Standing {
        let any_failed =
            self.own_members(gate).any(|member| self.members[usize::from(member)] == Standing::Failed);
        if any_failed { Standing::Failed } else { Standing::Never }
    }

    /// The gate's members, without those that belong to the other gate of a header's `or`.
    pub(super) fn own_members(
        &self,
        gate: u16,
    ) -> impl Iterator<Item = u16> + use<'_, STEPS, GATES, MEMBERS, LOOPS, WORDS, KEPT> {
        let it = &self.plan.gates[usize::from(gate)];
        (it.first..it.first + it.span)
            .filter(move |&member| self.plan.members[usize::from(member)].gate == gate)
    }

    /// A step's whole trigger has fired, or cannot any more.
    #[inline]
    pub(super) fn settle_trigger(&mut self, place: u16, standing: Standing) {
        let state = &mut self.steps[usize::from(place)];
        if state.progress != Progress::Idle {
            return;
        }
        match standing {
            Standing::Open => {}
            Standing::Happened => {
                self.begin(place);
                let heads = self.plan.steps[usize::from(place)].heads;
                if heads != NONE {
                    self.enter_loop(heads);
                }
            }
            Standing::Failed => {
                state.progress = Progress::Failed;
                state.detail = NONE;
                self.fresh.insert(place);
            }
            Standing::Never => {
                state.progress = Progress::Dead;
                self.fresh.insert(place);
            }
        }
    }
}
