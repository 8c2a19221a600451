//! Runs a machine in virtual time, for tests: what a flow whose steps take so long and end so would do.

mod log;

use std::collections::VecDeque;
use std::time::Duration;

use super::{Activation, Carried, Command, End, Machine, Outcome, Progress};
use crate::model::{Graph, Retry, Step, StepId};

pub use self::log::{Act, Call, Called, Log, Run, Ties};

/// Runs a flow whose steps do as `plan` says: `plan(step, nth)` for the nth run of a step, from 0.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Branding {
/// #         #[start]
/// #         async fn slogan(&self, brand: &str) -> String { todo!() }
/// #         #[start]
/// #         async fn tagline(&self, brand: &str) -> String { todo!() }
/// #         #[listen(and(slogan, tagline))]
/// #         async fn combine(&self, slogan: String, tagline: String) -> String { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::{End, Outcome};
/// use flow_graph::machine::simulate::{Act, Ties, simulate};
///
/// // #[listen(and(slogan, tagline))] combine
/// let log = simulate(&graph, Ties::OldestFirst, |step, _| Act {
///     duration: 10 * step as u64,
///     outcome: Outcome::Success { variant: None },
///     items: 0,
/// });
/// assert_eq!(log.runs[2].began_at, 10); // when `tagline` has ended, too
/// assert_eq!((log.end, log.ended_at), (End::Success, 30));
/// # }
/// ```
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
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Poll {
/// #         #[start(times = 3, limit = 2, first = 2)]
/// #         async fn vote(&self) -> Result<bool, Absent> { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::{End, Outcome};
/// use flow_graph::machine::simulate::{Act, Ties, simulate_calls};
///
/// // #[start(times = 3, limit = 2, first = 2)] vote
/// let log = simulate_calls(&graph, Ties::OldestFirst, |call| match call.item {
///     Some(0) => Act { duration: 5, outcome: Outcome::Failure, items: 0 },
///     _ => Act { duration: 10, outcome: Outcome::Success { variant: None }, items: 0 },
/// });
/// assert_eq!(log.calls[2].began_at, 5); // item 2, in the place of item 0
/// assert_eq!(log.runs[0].items, [1, 2]);
/// assert_eq!((log.end, log.ended_at), (End::Success, 15));
/// # }
/// ```
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
