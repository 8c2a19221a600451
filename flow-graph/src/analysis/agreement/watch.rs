//! Random runs of a flow on the machine, compared with the facts as they go.

use super::super::Analysis;
use super::flows::Random;
use super::show;
use crate::machine::{Activation, Command, End, Machine, Outcome, Progress};
use crate::model::{Event, Graph, Route, StepId};

/// One random run, watched.
pub(super) struct Watch<'g> {
    graph: &'g Graph,
    facts: &'g Analysis,
    pub(super) machine: Machine<'g>,
    /// Of each activation its step, and whether it runs.
    runs: Vec<(StepId, bool)>,
    /// The steps that have begun, and the events that have happened, in this iteration.
    pub(super) begun: Vec<bool>,
    happened: Vec<bool>,
    /// (earlier, later): the later step has begun, so the earlier one may not any more.
    over: Vec<(StepId, StepId)>,
    pub(super) overlapped: Vec<Vec<bool>>,
    /// The first promise that the run has broken.
    pub(super) broken: Option<String>,
}

impl<'g> Watch<'g> {
    pub(super) fn new(graph: &'g Graph, facts: &'g Analysis) -> Watch<'g> {
        let count = graph.steps.len();
        Watch {
            graph,
            facts,
            machine: Machine::new(graph),
            runs: Vec::new(),
            begun: vec![false; count],
            happened: vec![false; facts.net.events.len()],
            over: Vec::new(),
            overlapped: vec![vec![false; count]; count],
            broken: None,
        }
    }

    /// Runs the flow to its end. With `ties`, steps may end in one instant.
    pub(super) fn run(&mut self, random: &mut Random, ties: bool) -> End {
        let mut commands = self.machine.begin();
        for _ in 0..10_000 {
            if let Some(end) = self.obey(commands) {
                return end;
            }
            let running: Vec<Activation> = self.machine.state().running().collect();
            let settles = running.is_empty() || !ties || random.chance(2);
            commands = if settles { self.machine.settle() } else { Vec::new() };
            if commands.is_empty() && !running.is_empty() {
                let activation = running[random.below(running.len())];
                commands = self.end(random, activation);
            }
        }
        panic!("the run does not end\n{}", show(self.graph));
    }

    fn end(&mut self, random: &mut Random, activation: Activation) -> Vec<Command> {
        let step = self.runs[activation.0].0;
        let outcome = self.random_outcome(random, step);
        let counts =
            matches!(self.machine.state().progress(step), Progress::Running(it) if *it == activation);
        self.runs[activation.0].1 = false;
        if counts {
            for event in self.facts.net.events_of(step) {
                let happens = match (&self.facts.net.events[event].1, &outcome) {
                    (Route::Success, Outcome::Success { .. }) => true,
                    (Route::Error, Outcome::Failure) => self.graph.error_is_handled(step),
                    (Route::Variant(name), Outcome::Success { variant: Some(it) }) => name == it,
                    _ => false,
                };
                self.happened[event] |= happens;
            }
            self.check_events();
        }
        self.machine.on(activation, outcome)
    }

    fn random_outcome(&self, random: &mut Random, step: StepId) -> Outcome {
        let it = &self.graph.steps[step];
        if it.fallible && random.chance(3) {
            return if random.chance(8) { Outcome::Broken } else { Outcome::Failure };
        }
        let net = &self.facts.net;
        let variants: Vec<&Route> = net.events_of(step).skip(2).map(|event| &net.events[event].1).collect();
        let more = usize::from(!net.outcomes[step].is_complete());
        match variants.get(random.below(variants.len() + more)) {
            Some(Route::Variant(name)) => Outcome::Success { variant: Some(name.clone()) },
            _ => Outcome::Success { variant: None },
        }
    }

    fn obey(&mut self, commands: Vec<Command>) -> Option<End> {
        for command in commands {
            match command {
                Command::Start { step, .. } => self.start(step),
                Command::Count { .. } | Command::Again { .. } => {}
                Command::Cancel(activation) => self.runs[activation.0].1 = false,
                Command::End(end) => {
                    if end == End::Success {
                        for step in (0..self.graph.steps.len()).filter(|&step| self.facts.always(step)) {
                            if self.machine.succeeded(step).is_none() {
                                self.report(format!("s{step} always succeeds, but did not"));
                            }
                        }
                    }
                    return Some(end);
                }
            }
        }
        None
    }

    fn start(&mut self, step: StepId) {
        if let (true, Some(around)) = (self.begun[step], self.graph.loop_of_header(step)) {
            for &inside in around.scope.iter() {
                self.begun[inside] = false;
                for event in self.facts.net.events_of(inside) {
                    self.happened[event] = false;
                }
            }
            self.over.retain(|(a, b)| !(around.scope.contains(a) && around.scope.contains(b)));
        }
        let facts = self.facts;
        for (event, (source, route)) in facts.net.events.iter().enumerate() {
            let named = Event { step: *source, route: route.clone(), bare: false };
            if facts.certain(&named, step) && !self.happened[event] {
                self.report(format!(
                    "{} is certain when s{step} begins, but has not happened",
                    named.display(self.graph)
                ));
            }
        }
        for other in 0..self.graph.steps.len() {
            if other != step && self.begun[other] && facts.exclusive_steps(other, step) {
                self.report(format!("s{other} excludes s{step}, but both run"));
            }
            if facts.ended_before(other, step) {
                self.over.push((other, step));
            }
            if let Some((_, later)) =
                self.over.iter().find(|(a, b)| *a == step && *b == other && other != step)
            {
                self.report(format!("s{step} is over when s{later} begins, but begins later"));
            }
        }
        for other in 0..self.graph.steps.len() {
            if self.runs.iter().any(|&(it, runs)| runs && it == other) {
                self.overlapped[other][step] = true;
                self.overlapped[step][other] = true;
                if !facts.may_overlap(other, step) {
                    self.report(format!("s{other} does not run beside s{step}, but does"));
                }
                if facts.ended_before(other, step) {
                    self.report(format!("s{other} is over when s{step} begins, but runs"));
                }
            }
        }
        self.begun[step] = true;
        self.runs.push((step, true));
    }

    fn check_events(&mut self) {
        let happened: Vec<usize> = (0..self.happened.len()).filter(|&event| self.happened[event]).collect();
        for (index, &a) in happened.iter().enumerate() {
            for &b in &happened[..index] {
                let [a, b] = [a, b].map(|event| {
                    let (step, route) = self.facts.net.events[event].clone();
                    Event { step, route, bare: false }
                });
                if self.facts.exclusive(&a, &b) {
                    self.report(format!("{} excludes {}", a.display(self.graph), b.display(self.graph)));
                }
            }
        }
    }

    /// Whether a step whose value is an output of the flow has lost a race. The machine lets that happen.
    pub(super) fn output_was_lost(&self) -> bool {
        let output = |step: &StepId| self.graph.picked == Some(*step) || self.graph.is_sink(*step);
        let lost = |step: StepId| matches!(self.machine.state().progress(step), Progress::Lost { .. });
        (0..self.graph.steps.len()).filter(output).any(lost)
    }

    fn report(&mut self, what: String) {
        self.broken.get_or_insert(what);
    }
}
