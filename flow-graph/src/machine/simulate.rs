//! Runs a machine in virtual time, for tests: what a flow whose steps take so long and end so would do.

use super::{Activation, Carried, Command, End, Machine, Outcome, Progress};
use crate::model::{Graph, StepId};

/// What one run of a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// How long it takes. With 0 it ends in the instant in which it begins.
    pub duration: u64,
    /// How it ends.
    pub outcome: Outcome,
}

/// In which order the steps end that end in one instant. Language and machine leave that open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Those that began first.
    OldestFirst,
    /// Those that began last.
    NewestFirst,
    /// Some order that follows from this number.
    Shuffled(u64),
}

/// What happened in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Every run of a step; an [`Activation`] is an index.
    pub runs: Vec<Run>,
    /// How the flow ended.
    pub end: End,
    /// When it ended.
    pub ended_at: u64,
    /// When it failed: `ended_at`, or earlier if steps that must finish were waited for.
    pub decided_at: u64,
    /// For each step, its run that had succeeded when the flow ended, in the last iteration.
    pub succeeded: Vec<Option<Activation>>,
    /// Whether the run depends on what the language leaves open: a step lost its race (or the flow failed) in the very
    /// instant in which it began, and must finish or begins again later, so that it matters whether it had begun.
    pub is_open: bool,
}

/// One run of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The step.
    pub step: StepId,
    /// How often the step had begun before.
    pub nth: usize,
    /// When it began.
    pub began_at: u64,
    /// When it ended.
    pub ended_at: u64,
    /// How it ended; `None` if it was cancelled.
    pub outcome: Option<Outcome>,
    /// Where the values of its trigger come from.
    pub carried: Option<Carried>,
    /// Whose values its `#[from]` parameters get, in the order written.
    pub reads: Vec<Option<Activation>>,
    /// Where this run stands in the order of everything that ended, cancellations included.
    pub ended_as: usize,
}

/// Runs a flow whose steps do as `plan` says: `plan(step, nth)` for the nth run of a step, from 0.
///
/// # Panics
///
/// If the machine stops although nothing runs.
pub fn simulate(graph: &Graph, ties: Ties, plan: impl FnMut(StepId, usize) -> Act) -> Log {
    let mut simulation = Simulation {
        graph,
        machine: Machine::new(graph),
        plan,
        ties,
        now: 0,
        acts: Vec::new(),
        runs: Vec::new(),
        decided_at: None,
        is_open: false,
        ended: 0,
    };
    let mut commands = simulation.machine.begin();
    loop {
        if let Some(end) = simulation.obey(commands) {
            return simulation.log(end);
        }
        commands = match simulation.next_to_end() {
            Some(activation) => simulation.end(activation),
            None => simulation.settle(),
        };
    }
}

struct Simulation<'g, P> {
    graph: &'g Graph,
    machine: Machine<'g>,
    plan: P,
    ties: Ties,
    now: u64,
    /// What each activation does.
    acts: Vec<Act>,
    runs: Vec<Run>,
    decided_at: Option<u64>,
    is_open: bool,
    ended: usize,
}

impl<P: FnMut(StepId, usize) -> Act> Simulation<'_, P> {
    /// Does what the machine says; answers how the run ended, once it has.
    fn obey(&mut self, commands: Vec<Command>) -> Option<End> {
        for command in commands {
            match command {
                Command::Start { step, carried, .. } => self.start(step, carried),
                Command::Cancel(activation) => self.close(activation, None),
                Command::End(end) => return Some(end),
            }
        }
        self.is_open |=
            self.machine.state.running().any(|it| self.runs[it.0].began_at == self.now && !self.counts(it));
        None
    }

    /// Whether a running activation is more than one that only must finish.
    fn counts(&self, activation: Activation) -> bool {
        let step = self.runs[activation.0].step;
        self.decided_at.is_none() && *self.machine.state.progress(step) == Progress::Running(activation)
    }

    fn start(&mut self, step: StepId, carried: Option<Carried>) {
        let nth = self.runs.iter().filter(|run| run.step == step).count();
        let from = self.graph.steps[step].params.iter().filter_map(|param| param.from);
        let reads = from.map(|source| self.machine.succeeded(source)).collect();
        let (began_at, ended_at) = (self.now, u64::MAX);
        // How often the step has begun depends on what is left open.
        self.is_open |= self.runs.iter().any(|run| run.step == step && run.is_open());
        self.acts.push((self.plan)(step, nth));
        self.runs.push(Run { step, nth, began_at, ended_at, outcome: None, carried, reads, ended_as: 0 });
    }

    /// The activation that ends next in this instant, if one does.
    fn next_to_end(&mut self) -> Option<Activation> {
        let is_due = |it: &Activation| self.runs[it.0].began_at + self.acts[it.0].duration <= self.now;
        let due: Vec<Activation> = self.machine.state.running().filter(is_due).collect();
        match self.ties {
            Ties::OldestFirst => due.first().copied(),
            Ties::NewestFirst => due.last().copied(),
            Ties::Shuffled(number) => {
                let index = number.wrapping_add(self.ended as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
                (!due.is_empty()).then(|| due[index as usize % due.len()])
            }
        }
    }

    fn end(&mut self, activation: Activation) -> Vec<Command> {
        let outcome = self.acts[activation.0].outcome.clone();
        self.close(activation, Some(outcome.clone()));
        let commands = self.machine.on(activation, outcome);
        self.watch();
        commands
    }

    /// Notes when the run's end became certain.
    fn watch(&mut self) {
        if self.machine.state.ending.is_some() {
            self.decided_at.get_or_insert(self.now);
        }
    }

    fn close(&mut self, activation: Activation, outcome: Option<Outcome>) {
        let run = &mut self.runs[activation.0];
        (run.ended_at, run.outcome, run.ended_as) = (self.now, outcome, self.ended);
        self.ended += 1;
    }

    /// Nothing ends in this instant any more. Once it is over, lets time pass until the next step ends.
    fn settle(&mut self) -> Vec<Command> {
        let commands = self.machine.settle();
        self.watch();
        if commands.is_empty() {
            let ends =
                self.machine.state.running().map(|it| self.runs[it.0].began_at + self.acts[it.0].duration);
            self.now = ends.min().expect("a machine that does not end has running steps");
        }
        commands
    }

    fn log(self, end: End) -> Log {
        Log {
            end,
            ended_at: self.now,
            decided_at: self.decided_at.unwrap_or(self.now),
            succeeded: (0..self.graph.steps.len()).map(|step| self.machine.succeeded(step)).collect(),
            is_open: self.is_open,
            runs: self.runs,
        }
    }
}

impl Run {
    /// Whether the language leaves open if this run took place: it was cancelled in the instant in which it began.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome.is_none() && self.began_at == self.ended_at
    }
}
