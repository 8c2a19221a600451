//! How a race is decided, and what it costs those who lose it.

use crate::model::StepId;

use super::Machine;
use super::layout::{Gate, Kind};
use super::state::{Progress, Standing};

impl Machine<'_> {
    /// The first `or` or `quorum` that can be decided, if one can.
    pub(super) fn first_decidable(&self) -> Option<Gate> {
        self.layout.races.iter().copied().find(|gate| self.is_decidable(*gate))
    }

    /// Whether an `or` still waits and a member of it has happened; whether a `quorum` still waits and there is one that
    /// has not arrived.
    pub(super) fn is_decidable(&self, gate: Gate) -> bool {
        let waits = match gate {
            Gate::Node(step, node) => self.state.nodes[step][node] == Standing::Open,
            Gate::Again(index) => {
                self.is_entered(index)
                    && self.state.loops[index].again == Standing::Open
                    && !self.is_in_turning_loop(index)
            }
        };
        waits && self.newcomer(gate).is_some()
    }

    /// The first-written member that has happened and has not arrived.
    fn newcomer(&self, gate: Gate) -> Option<usize> {
        let arrived: &[usize] = match gate {
            Gate::Node(step, node) => &self.state.arrivals[step][node],
            Gate::Again(_) => &[],
        };
        let mut racers = self.racers(gate).into_iter();
        let is_new = |(place, standing): &(usize, &Standing)| {
            matches!(standing, Standing::Happened(_)) && !arrived.contains(place)
        };
        racers.find(is_new).map(|(place, _)| place)
    }

    /// How many members of an `or` or `quorum` have to happen.
    pub(super) fn needed(&self, gate: Gate) -> usize {
        match gate {
            Gate::Node(step, node) => match self.layout.triggers[step][node].kind {
                Kind::Quorum(needed) => needed,
                Kind::Event(_) | Kind::And | Kind::Or => 1,
            },
            Gate::Again(_) => 1,
        }
    }

    /// Decides an `or` or `quorum` that is decidable: the first-written newcomer has arrived. If that is enough, the
    /// gate fires and the losers are cancelled.
    pub(super) fn decide(&mut self, gate: Gate) {
        let Some(newcomer) = self.newcomer(gate) else { return };
        match gate {
            Gate::Again(index) => self.state.loops[index].again = Standing::Happened(newcomer),
            Gate::Node(step, node) => {
                self.state.arrivals[step][node].push(newcomer);
                if self.state.arrivals[step][node].len() == self.needed(gate) {
                    self.state.nodes[step][node] = Standing::Happened(newcomer);
                    for loser in self.losers(step, node) {
                        self.lose(loser, step);
                    }
                }
            }
        }
        self.spread();
    }

    /// The steps that the race at this node, just decided, leaves without anybody who could use them.
    fn losers(&self, race: StepId, gate: usize) -> Vec<StepId> {
        let useless = self.useless(race);
        let leaves_of = |step: StepId| self.layout.leaves().filter(move |(_, _, event)| event.step == step);
        let mut losers: Vec<StepId> = Vec::new();
        loop {
            let reaches = |step: StepId| {
                leaves_of(step).any(|(listener, node, _)| {
                    (listener == race && self.layout.above(race, node).any(|above| above == gate))
                        || losers.contains(&listener)
                })
            };
            let found = useless.iter().copied().find(|step| !losers.contains(step) && reaches(*step));
            match found {
                Some(step) => losers.push(step),
                None => break,
            }
        }
        losers.sort_unstable();
        losers
    }

    /// The greatest set of steps that may still do something and have leaves, all of them useless. Outputs of the flow
    /// are never useless, and neither is the step that waits for the race.
    fn useless(&self, race: StepId) -> Vec<StepId> {
        let is_output = |step: StepId| self.graph.picked == Some(step) || self.graph.is_sink(step);
        let has_leaf = |step: StepId| self.layout.leaves().any(|(_, _, event)| event.step == step);
        let mut set: Vec<StepId> = (0..self.state.steps.len())
            .filter(|&step| step != race && self.may_go_on(step) && !is_output(step) && has_leaf(step))
            .collect();
        loop {
            let used = |step: StepId| {
                let mut leaves = self.layout.leaves().filter(|(_, _, event)| event.step == step);
                leaves.any(|(listener, node, _)| !self.is_useless(listener, node, step, &set))
            };
            match set.iter().position(|step| used(*step)) {
                Some(index) => set.remove(index),
                None => return set,
            };
        }
    }

    /// A step that has not ended is lost; of those that have, only the header of a loop, which does not turn again.
    fn lose(&mut self, step: StepId, race: StepId) {
        match self.state.steps[step] {
            Progress::Idle => {}
            Progress::Running(activation) => self.cancel(activation),
            _ if self.graph.loop_of_header(step).is_some() => {}
            _ => return,
        }
        // What it has handed on is there to be read.
        let succeeded = self.succeeded(step);
        self.state.steps[step] = Progress::Lost { race, succeeded };
        self.leave_loop(step);
    }

    /// Whether a step has not ended, or may run again in a later iteration.
    fn may_go_on(&self, step: StepId) -> bool {
        match self.state.steps[step] {
            Progress::Idle | Progress::Running(_) => true,
            Progress::Done { .. } | Progress::Dead | Progress::Failed(_) => self.may_run_again(step, step),
            Progress::Lost { .. } => false,
        }
    }

    /// Whether nothing can come of a leaf any more, if nothing can come of the steps in `set`.
    fn is_useless(&self, listener: StepId, leaf: usize, source: StepId, set: &[StepId]) -> bool {
        let progress = &self.state.steps[listener];
        if set.contains(&listener) || matches!(progress, Progress::Lost { .. }) {
            return true;
        }
        // The header may yet take a way back, and the loop's next iteration what comes from outside.
        if self.layout.triggers[listener][leaf].is_back || self.has_another_turn(listener, source) {
            return false;
        }
        // What has ended in this iteration counts for the next one, in which both begin anew.
        let ended = !matches!(self.state.steps[source], Progress::Idle | Progress::Running(_));
        if ended && self.may_run_again(source, listener) {
            return false;
        }
        let closed = |node: usize| match (
            &self.layout.triggers[listener][node].kind,
            &self.state.nodes[listener][node],
        ) {
            (_, Standing::Failed(_) | Standing::Never)
            | (Kind::Or | Kind::Quorum(_), Standing::Happened(_)) => true,
            (_, Standing::Open | Standing::Happened(_)) => false,
        };
        // A trigger that is one event is a gate of one member, and so stands above itself.
        let top = (leaf == 0).then_some(0);
        matches!(progress, Progress::Dead | Progress::Failed(_))
            || self.layout.above(listener, leaf).chain(top).any(closed)
    }
}
