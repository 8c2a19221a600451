//! On what it depends whether a step runs and whether an event happens.
//!
//! There is a variable for every step that can end in more than one way; `or` and `and` are what they are called.
//! Failures that nothing listens to, and races lost, only make less happen, so a condition says when something
//! *can* happen: what never meets never happens together.
//!
//! In a loop a condition is about one iteration. Where an event leaves a loop that may go round again after it, its
//! listener lives longer than the iteration, and what the iteration's steps did is no longer what they do: the
//! listener's condition forgets them.

use crate::model::StepId;

use super::bits::BitSet;
use super::diagram::{ALWAYS, Cond, Diagrams, NEVER};
use super::net::{EventId, Kind, Net};

/// The conditions of a flow, each within one iteration.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    /// Of each step that it runs.
    pub(crate) runs: Vec<Cond>,
    /// Of each event.
    pub(crate) events: Vec<Cond>,
    /// Of each node of each step's trigger; of nodes that are cut and no ways back, never.
    pub(crate) nodes: Vec<Vec<Cond>>,
    /// Of each loop that a way back of it fires.
    pub(crate) turns: Vec<Cond>,
    /// The `and`s and `quorum`s (step and node) that can never fire although enough of their members can.
    pub(crate) impossible: Vec<(StepId, usize)>,
}

/// Of a loop, what conditions need.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    pub(crate) header: StepId,
    /// The nodes of the header's trigger that are ways back.
    pub(crate) backs: Vec<usize>,
    /// What a new iteration resets.
    pub(crate) scope: BitSet,
    /// The variables of these steps.
    pub(crate) variables: BitSet,
}

/// What becomes of the condition of an event that leaves a loop.
#[derive(Debug, Clone, Copy)]
enum Leaving<'a> {
    /// It forgets the loop.
    Forgets,
    /// It forgets the loop if the loop may go round again after it: these are the conditions of that.
    ForgetsIfItTurns(&'a [Cond]),
    /// It is that of the last iteration.
    Keeps,
}

/// All conditions there are to know.
#[derive(Debug, Clone)]
pub(crate) struct AllConditions {
    /// When something can happen.
    pub(crate) can: Conditions,
    /// When something must happen in each loop's last iteration, if nothing fails.
    pub(crate) must: Conditions,
}

impl AllConditions {
    /// `exempt`: steps that are in error already. Conditions take it that they run.
    pub(crate) fn new(
        net: &Net,
        order: &[StepId],
        loops: &[Region],
        exempt: &BitSet,
        diagrams: &mut Diagrams,
    ) -> AllConditions {
        let mut places = vec![0; net.len()];
        for (place, &step) in order.iter().enumerate() {
            places[step] = place;
        }
        let mut builder = Builder { net, order, places, loops, exempt, diagrams };
        let open = builder.conditions(Leaving::Forgets, ALWAYS);
        let can = builder.conditions(Leaving::ForgetsIfItTurns(&open.turns), ALWAYS);
        let must = builder.conditions(Leaving::Keeps, NEVER);
        AllConditions { can, must }
    }
}

struct Builder<'a> {
    net: &'a Net,
    order: &'a [StepId],
    /// The variable of each step: its place in the order.
    places: Vec<usize>,
    loops: &'a [Region],
    exempt: &'a BitSet,
    diagrams: &'a mut Diagrams,
}

impl Builder<'_> {
    /// The conditions; those that are too big to compute are `unknown`.
    fn conditions(&mut self, leaving: Leaving<'_>, unknown: Cond) -> Conditions {
        let net = self.net;
        let mut it = Conditions {
            runs: vec![NEVER; net.len()],
            events: vec![NEVER; net.events.len()],
            nodes: net.triggers.iter().map(|nodes| vec![NEVER; nodes.len()]).collect(),
            turns: Vec::new(),
            impossible: Vec::new(),
        };
        for &step in self.order {
            for node in (0..net.triggers[step].len()).rev().filter(|&node| !net.triggers[step][node].cut) {
                self.diagrams.refuel();
                it.nodes[step][node] = self.node(&mut it, step, node, leaving, unknown);
            }
            let root = it.nodes[step].first().copied().unwrap_or(ALWAYS);
            it.runs[step] = if self.exempt.contains(step) { ALWAYS } else { root };
            for event in net.events_of(step) {
                let literal = self.literal(step, event);
                it.events[event] = self.diagrams.and(it.runs[step], literal).unwrap_or(unknown);
            }
        }
        for region in self.loops {
            let mut turns = NEVER;
            for &back in &region.backs {
                for node in (back..net.triggers[region.header][back].end).rev() {
                    it.nodes[region.header][node] = self.node(&mut it, region.header, node, leaving, unknown);
                }
                turns = self.diagrams.or(turns, it.nodes[region.header][back]).unwrap_or(unknown);
            }
            it.turns.push(turns);
        }
        it
    }

    fn node(
        &mut self,
        it: &mut Conditions,
        step: StepId,
        node: usize,
        leaving: Leaving<'_>,
        unknown: Cond,
    ) -> Cond {
        match &self.net.triggers[step][node].kind {
            Kind::Leaf(event) => self.leaf(it.events[*event], *event, step, leaving).unwrap_or(unknown),
            Kind::Gate { needs, members, .. } => {
                let members: Vec<Cond> = members.iter().map(|&member| it.nodes[step][member]).collect();
                let condition = self.diagrams.at_least(*needs, &members).unwrap_or(unknown);
                let possible = members.iter().filter(|&&it| it != NEVER).count();
                let fails_itself = condition == NEVER && *needs > 1 && possible >= *needs;
                if fails_itself && matches!(leaving, Leaving::ForgetsIfItTurns(_)) {
                    // What follows from this mistake is no mistake of its own.
                    it.impossible.push((step, node));
                    return ALWAYS;
                }
                condition
            }
        }
    }

    /// What an event's condition is for a listener.
    fn leaf(
        &mut self,
        condition: Cond,
        event: EventId,
        listener: StepId,
        leaving: Leaving<'_>,
    ) -> Option<Cond> {
        let source = self.net.events[event].0;
        let mut known = condition;
        for (index, region) in self.loops.iter().enumerate().rev() {
            if !region.scope.contains(source) || region.scope.contains(listener) {
                continue;
            }
            let forgets = match leaving {
                Leaving::Forgets => true,
                Leaving::ForgetsIfItTurns(turns) => !self.diagrams.disjoint(condition, turns[index]),
                Leaving::Keeps => false,
            };
            if forgets {
                known = self.diagrams.forget(known, index, &region.variables)?;
            }
        }
        Some(known)
    }

    /// The condition that a step, if it runs, makes an event happen.
    fn literal(&mut self, step: StepId, event: EventId) -> Cond {
        let count = self.net.outcomes[step].count;
        self.diagrams.literal(self.places[step], count, |outcome| self.net.happens_with(event, outcome))
    }
}
