//! How what has happened spreads: events to the leaves of triggers, members to gates, triggers to steps.

use crate::model::{Event, Route, StepId};

use super::layout::{Gate, Kind};
use super::state::{Activation, Failure, Progress, Standing};
use super::{Carried, Machine, Outcome};

impl Machine<'_> {
    /// Lets everything follow from what has happened, without deciding a race: phase 1 of an instant, as far as it
    /// goes without a step ending.
    pub(super) fn spread(&mut self) {
        while self.state.ending.is_none() {
            let moved = (self.deliver(false) | self.update_gates() | self.update_steps())
                // A loop is given up when it is certain who has heard of the failure otherwise.
                || self.update_ways_back()
                // What never happens in a loop matters outside only when nothing else is under way in it.
                || self.deliver(true);
            if !moved {
                break;
            }
        }
    }

    /// Where an event stands, seen from its step alone.
    pub(super) fn event(&self, event: &Event) -> Standing {
        match &self.state.steps[event.step] {
            Progress::Idle | Progress::Running(_) => Standing::Open,
            Progress::Dead | Progress::Lost { .. } => Standing::Never,
            Progress::Failed(_) if event.route == Route::Error => Standing::Never,
            Progress::Failed(failure) => Standing::Failed(failure.clone()),
            Progress::Done { activation, outcome } => {
                let happened = match (&event.route, outcome) {
                    (Route::Success, Outcome::Success { .. })
                    | (Route::Error, Outcome::Failure | Outcome::GivenUp) => true,
                    (Route::Variant(route), Outcome::Success { variant }) => variant.as_ref() == Some(route),
                    (Route::Error, Outcome::Success { .. } | Outcome::Broken) => false,
                    (Route::Success | Route::Variant(_), outcome) => {
                        if *outcome == Outcome::Broken || !self.graph.error_is_handled(event.step) {
                            return Standing::Failed(Failure { step: event.step, causes: vec![*activation] });
                        }
                        false
                    }
                };
                if happened { Standing::Happened(activation.0) } else { Standing::Never }
            }
        }
    }

    /// Hands events to the leaves that wait for them; says whether there was one. `from_loops` adds what never
    /// happens in loops that are over to the leaves outside.
    fn deliver(&mut self, from_loops: bool) -> bool {
        let mut delivered = Vec::new();
        for (step, node, event) in self.layout.leaves() {
            let standing = self.event(event);
            if self.state.nodes[step][node] == Standing::Open
                && standing != Standing::Open
                && !self.enters_turning_loop(event.step, step)
                && (standing != Standing::Never || self.never_is_final(event.step, step, from_loops))
            {
                delivered.push((step, node, standing));
            }
        }
        let any = !delivered.is_empty();
        for (step, node, standing) in delivered {
            self.state.nodes[step][node] = standing;
        }
        any
    }

    /// Lets gates fire, fail or become never, as far as that follows from their members; says whether one did.
    fn update_gates(&mut self) -> bool {
        let mut any = false;
        for step in 0..self.layout.triggers.len() {
            for node in (0..self.layout.triggers[step].len()).rev() {
                let standing = match self.layout.triggers[step][node].kind {
                    Kind::Event(_) => continue,
                    Kind::And => self.join(step, node),
                    Kind::Or | Kind::Quorum(_) => self.race(Gate::Node(step, node)),
                };
                if self.state.nodes[step][node] == Standing::Open && standing != Standing::Open {
                    self.state.nodes[step][node] = standing;
                    any = true;
                }
            }
        }
        any
    }

    /// Where an `and` stands by its members.
    fn join(&self, step: StepId, node: usize) -> Standing {
        let members: Vec<&Standing> =
            self.layout.members(step, node).map(|(_, member)| &self.state.nodes[step][member]).collect();
        if let Some(failed) = members.iter().find(|it| matches!(it, Standing::Failed(_))) {
            (*failed).clone()
        } else if members.contains(&&Standing::Never) {
            Standing::Never
        } else if members.iter().all(|it| matches!(it, Standing::Happened(_))) {
            Standing::Happened(0)
        } else {
            Standing::Open
        }
    }

    /// Where an `or` or `quorum` stands by its members, as long as it is not decided.
    pub(super) fn race(&self, gate: Gate) -> Standing {
        let step = match gate {
            Gate::Node(step, _) => step,
            Gate::Again(index) => self.graph.loops[index].header,
        };
        let members: Vec<&Standing> = self.racers(gate).into_iter().map(|(_, standing)| standing).collect();
        if members.iter().filter(|it| !it.is_out()).count() >= self.needed(gate) {
            return Standing::Open;
        }
        let failures: Vec<&Failure> = members.into_iter().filter_map(Standing::failure).collect();
        if failures.is_empty() {
            Standing::Never
        } else {
            Standing::Failed(Self::all_failed(step, &failures))
        }
    }

    /// The members of an `or` or `quorum` with their places in it, and where they stand.
    pub(super) fn racers(&self, gate: Gate) -> Vec<(usize, &Standing)> {
        match gate {
            Gate::Node(step, node) => self
                .layout
                .members(step, node)
                .map(|(place, it)| (place, &self.state.nodes[step][it]))
                .collect(),
            Gate::Again(index) => {
                let header = self.graph.loops[index].header;
                let top = self.layout.triggers[header][0].members.iter().enumerate();
                let backs = top.filter(|(_, member)| self.layout.triggers[header][**member].is_back);
                backs.map(|(place, member)| (place, &self.state.nodes[header][*member])).collect()
            }
        }
    }

    /// Lets steps begin, fail or die as their triggers have; says whether one did.
    fn update_steps(&mut self) -> bool {
        let is_due = |step: &StepId| {
            let trigger = self.state.nodes[*step].first();
            self.state.steps[*step] == Progress::Idle && trigger.is_some_and(|it| *it != Standing::Open)
        };
        let due: Vec<StepId> = (0..self.state.steps.len()).filter(is_due).collect();
        // Who is out is known of all before it is asked whether somebody takes up what failed.
        let mut failed = Vec::new();
        for &step in &due {
            match self.state.nodes[step][0].clone() {
                Standing::Open | Standing::Happened(_) => {}
                Standing::Never => self.state.steps[step] = Progress::Dead,
                Standing::Failed(failure) => {
                    self.state.steps[step] = Progress::Failed(failure.clone());
                    failed.push((step, failure));
                }
            }
        }
        for (step, failure) in failed {
            if self.graph.is_sink(step) || !self.is_taken_up(step) {
                self.fail(failure);
                return true;
            }
        }
        for &step in &due {
            if self.state.steps[step] == Progress::Idle {
                self.enter_loop(step);
                let carried = self.carried(step, 0);
                self.start(step, Some(carried));
            }
        }
        !due.is_empty()
    }

    /// What a node of a trigger that has fired carries.
    pub(super) fn carried(&self, step: StepId, node: usize) -> Carried {
        let it = &self.layout.triggers[step][node];
        match (&it.kind, &self.state.nodes[step][node]) {
            (Kind::Event(_), Standing::Happened(activation)) => Carried::Event(Activation(*activation)),
            (Kind::Or, Standing::Happened(winner)) => {
                Carried::Or { winner: *winner, carried: Box::new(self.carried(step, it.members[*winner])) }
            }
            (Kind::Quorum(_), _) => {
                let arrivals = self.state.arrivals[step][node].iter();
                Carried::Quorum(
                    arrivals.map(|&place| (place, self.carried(step, it.members[place]))).collect(),
                )
            }
            _ => Carried::And(it.members.iter().map(|member| self.carried(step, *member)).collect()),
        }
    }
}
