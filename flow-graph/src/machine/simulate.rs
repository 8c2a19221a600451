//! Runs a machine in virtual time, for tests: what a flow whose steps take so long and end so would do.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Activation, Carried, Command, End, Machine, Outcome, Progress};
use crate::model::{Graph, Retry, Step, StepId};

/// What one call of a step's method does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// How long it takes. With 0 it ends in the instant in which it begins.
    pub duration: u64,
    /// How it ends.
    pub outcome: Outcome,
    /// How many items its value has, where an `each` runs for them.
    pub items: usize,
}

/// A call of a step's method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The step.
    pub step: StepId,
    /// How many runs of the step had called its method before.
    pub nth: usize,
    /// Which of its items it is for, if it has items.
    pub item: Option<usize>,
    /// Which attempt it is, from 1.
    pub attempt: u32,
}

/// In which order the steps end that end in one instant. Language and machine leave that open. The items of one step go
/// on in their order.
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
    /// Every call of a step's method, in the order in which they began.
    pub calls: Vec<Called>,
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
    /// How many runs of the step had called its method before.
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
    /// The items whose values it hands on, in their order there.
    pub items: Vec<usize>,
    /// Where this run stands in the order of everything that ended, cancellations included.
    pub ended_as: usize,
}

/// One call of a step's method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The run of the step that it is a part of.
    pub activation: Activation,
    /// Which call it is.
    pub call: Call,
    /// When it began: after the pause, if it is not the first attempt.
    pub began_at: u64,
    /// When it ended.
    pub ended_at: u64,
    /// How it ended; `None` if it was cancelled (before it began, if it ended earlier).
    pub outcome: Option<Outcome>,
}

/// Runs a flow whose steps do as `plan` says: `plan(step, nth)` for the nth run of a step, from 0.
///
/// # Panics
///
/// If the machine stops although nothing runs.
pub fn simulate(graph: &Graph, ties: Ties, mut plan: impl FnMut(StepId, usize) -> Act) -> Log {
    simulate_calls(graph, ties, |call| plan(call.step, call.nth))
}

/// Runs a flow whose steps do as `plan` says for each call of a step's method. Time goes by in milliseconds; pauses
/// between attempts have no jitter.
///
/// # Panics
///
/// If the machine stops although nothing runs.
pub fn simulate_calls(graph: &Graph, ties: Ties, plan: impl FnMut(Call) -> Act) -> Log {
    let mut simulation = Simulation {
        graph,
        machine: Machine::new(graph),
        plan,
        ties,
        now: 0,
        sizes: Vec::new(),
        runs: Vec::new(),
        calls: Vec::new(),
        pending: Vec::new(),
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
            Some(due) => simulation.end(due),
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
    /// How many items the value of each activation has.
    sizes: Vec<usize>,
    runs: Vec<Run>,
    calls: Vec<Called>,
    pending: Vec<Pending>,
    decided_at: Option<u64>,
    is_open: bool,
    ended: usize,
}

/// A call that has not ended.
struct Pending {
    activation: Activation,
    /// Its place among the calls.
    number: usize,
    ends_at: u64,
    outcome: Outcome,
}

/// What happens next.
enum Due {
    /// The pending call at this place ends.
    Call(usize),
    /// The total time of this run of a step is over.
    Total(Activation),
}

impl<P: FnMut(Call) -> Act> Simulation<'_, P> {
    /// Does what the machine says; answers how the run ended, once it has.
    fn obey(&mut self, commands: Vec<Command>) -> Option<End> {
        let mut commands = VecDeque::from(commands);
        while let Some(command) = commands.pop_front() {
            match command {
                Command::Start { activation, step, item, carried } => {
                    self.start(activation, step, carried);
                    self.call(activation, item, 1);
                }
                Command::Count { activation, step, carried } => {
                    let count = self.count(carried.as_ref());
                    self.start(activation, step, carried);
                    if self.machine.state.is_running(activation) {
                        commands.extend(self.machine.items(activation, count));
                        self.close_ended(activation);
                    }
                }
                Command::Again { activation, item, attempt } => self.call(activation, item, attempt),
                Command::Cancel(activation) => self.close(activation, None),
                Command::End(end) => return Some(end),
            }
        }
        self.watch();
        self.is_open |=
            self.machine.state.running().any(|it| self.runs[it.0].began_at == self.now && !self.counts(it));
        None
    }

    /// Whether a running activation is more than one that only must finish.
    fn counts(&self, activation: Activation) -> bool {
        let step = self.runs[activation.0].step;
        self.decided_at.is_none() && *self.machine.state.progress(step) == Progress::Running(activation)
    }

    /// A step begins, if this is the first that is heard of it.
    fn start(&mut self, activation: Activation, step: StepId, carried: Option<Carried>) {
        if activation.0 < self.runs.len() {
            return;
        }
        let called = |index: usize| self.calls.iter().any(|it| it.activation == Activation(index));
        let before = self.runs.iter().enumerate().filter(|(index, run)| run.step == step && called(*index));
        let nth = before.count();
        let from = self.graph.steps[step].params.iter().filter_map(|param| param.from);
        let reads = from.map(|source| self.machine.succeeded(source)).collect();
        // How often the step has begun depends on what is left open.
        self.is_open |= self.runs.iter().any(|run| run.step == step && run.is_open());
        self.sizes.push(0);
        self.runs.push(Run {
            step,
            nth,
            began_at: self.now,
            ended_at: u64::MAX,
            outcome: None,
            carried,
            reads,
            items: Vec::new(),
            ended_as: 0,
        });
    }

    fn call(&mut self, activation: Activation, item: Option<usize>, attempt: u32) {
        let Run { step, nth, .. } = self.runs[activation.0];
        let call = Call { step, nth, item, attempt };
        let act = (self.plan)(call);
        let step = &self.graph.steps[step];
        let began_at = self.now + pause(step, attempt);
        let limit = step.refined.timeout.map_or(u64::MAX, millis);
        let (duration, outcome) = match act.duration > limit {
            true => (limit, Outcome::Failure),
            false => (act.duration, act.outcome),
        };
        self.sizes[activation.0] = act.items;
        let ends_at = began_at + duration;
        self.pending.push(Pending { activation, number: self.calls.len(), ends_at, outcome });
        self.calls.push(Called { activation, call, began_at, ended_at: u64::MAX, outcome: None });
    }

    /// How many items what is carried has.
    fn count(&self, carried: Option<&Carried>) -> usize {
        let Some(Carried::Event(source)) = carried else { return 0 };
        match self.graph.steps[self.runs[source.0].step].refined.many {
            Some(_) => self.runs[source.0].items.len(),
            None => self.sizes[source.0],
        }
    }

    /// What ends next in this instant, if something does.
    fn next_to_end(&mut self) -> Option<Due> {
        let mut due: Vec<Activation> = Vec::new();
        for activation in self.machine.state.running() {
            if self.next_call(activation).is_some() || self.total(activation).is_some_and(|it| it <= self.now)
            {
                due.push(activation);
            }
        }
        let next = match self.ties {
            Ties::OldestFirst => due.first().copied(),
            Ties::NewestFirst => due.last().copied(),
            Ties::Shuffled(number) => {
                let index = number.wrapping_add(self.ended as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
                (!due.is_empty()).then(|| due[index as usize % due.len()])
            }
        };
        next.map(|activation| self.next_call(activation).map_or(Due::Total(activation), Due::Call))
    }

    /// The pending call of a step that ends now; that of the first item, if there are several.
    fn next_call(&self, activation: Activation) -> Option<usize> {
        let pending = self.pending.iter().enumerate();
        let due = pending.filter(|(_, it)| it.activation == activation && it.ends_at <= self.now);
        due.min_by_key(|(_, it)| self.calls[it.number].call.item).map(|(place, _)| place)
    }

    /// When the total time of a step is over.
    fn total(&self, activation: Activation) -> Option<u64> {
        let run = &self.runs[activation.0];
        self.graph.steps[run.step].refined.total_timeout.map(|limit| run.began_at + millis(limit))
    }

    fn end(&mut self, due: Due) -> Vec<Command> {
        let (activation, commands) = match due {
            Due::Total(activation) => (activation, self.machine.on(activation, Outcome::GivenUp)),
            Due::Call(place) => {
                let Pending { activation, number, outcome, .. } = self.pending.remove(place);
                let called = &mut self.calls[number];
                (called.ended_at, called.outcome) = (self.now, Some(outcome.clone()));
                (
                    activation,
                    match called.call.item {
                        Some(item) => self.machine.on_item(activation, item, outcome),
                        None => self.machine.on(activation, outcome),
                    },
                )
            }
        };
        self.close_ended(activation);
        self.watch();
        commands
    }

    /// Notes when the run's end became certain.
    fn watch(&mut self) {
        if self.machine.state.ending.is_some() {
            self.decided_at.get_or_insert(self.now);
        }
    }

    /// Notes that a step has ended, if it has.
    fn close_ended(&mut self, activation: Activation) {
        if let Some(outcome) = self.machine.state.outcome(activation).cloned() {
            self.runs[activation.0].items = match outcome {
                Outcome::Success { .. } => self.machine.state.items(activation).to_vec(),
                _ => Vec::new(),
            };
            self.close(activation, Some(outcome));
        }
    }

    fn close(&mut self, activation: Activation, outcome: Option<Outcome>) {
        for dropped in self.pending.extract_if(.., |it| it.activation == activation) {
            self.calls[dropped.number].ended_at = self.now;
        }
        let run = &mut self.runs[activation.0];
        if run.ended_at == u64::MAX {
            (run.ended_at, run.outcome, run.ended_as) = (self.now, outcome, self.ended);
            self.ended += 1;
        }
    }

    /// Nothing ends in this instant any more. Once it is over, lets time pass until the next step ends.
    fn settle(&mut self) -> Vec<Command> {
        let commands = self.machine.settle();
        self.watch();
        if commands.is_empty() {
            let calls = self.pending.iter().map(|it| it.ends_at);
            let totals = self.machine.state.running().filter_map(|it| self.total(it));
            self.now = calls.chain(totals).min().expect("a machine that does not end has running steps");
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
            calls: self.calls,
        }
    }
}

/// How long a step pauses before an attempt.
fn pause(step: &Step, attempt: u32) -> u64 {
    let Some(Retry { base, max, .. }) = &step.refined.retry else { return 0 };
    match attempt.checked_sub(2) {
        Some(doubled) => millis(base.saturating_mul(2_u32.saturating_pow(doubled)).min(*max)),
        None => 0,
    }
}

fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

impl Run {
    /// Whether the language leaves open if this run took place: it was cancelled in the instant in which it began.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome.is_none() && self.began_at == self.ended_at
    }
}
