//! The language as a pure value: what a flow does next, given what has happened.
//!
//! A [`Machine`] knows no futures, clocks, types or I/O. Whoever drives it runs the steps: it is told what began and
//! what ended, and answers with [`Command`]s. It is the executable form of `docs/semantics.md`, and is written to be
//! compared with that page rather than to be fast: nearly everything is recomputed from its definition. What compiled
//! flows do is tested against it, and a flow on a journal or a durable engine is driven by it.
//!
//! ```
//! use flow_graph::machine::{Activation, Command, End, Machine, Outcome};
//! use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
//!
//! let mut graph = Graph::new("Greeting");
//! graph.steps.to_mut().push(Step::new("name", StepKind::Start));
//! let mut greet = Step::new("greet", StepKind::Listen);
//! greet.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
//! graph.steps.to_mut().push(greet);
//!
//! let mut machine = Machine::new(&graph);
//! assert!(matches!(machine.begin()[..], [Command::Start { activation: Activation(0), step: 0, .. }]));
//! assert!(machine.settle().is_empty(), "the instant is over, and `name` runs");
//! let began = machine.on(Activation(0), Outcome::Success { variant: None });
//! assert!(matches!(began[..], [Command::Start { activation: Activation(1), step: 1, .. }]));
//! assert!(machine.on(Activation(1), Outcome::Success { variant: None }).is_empty());
//! assert_eq!(machine.settle(), [Command::End(End::Success)]);
//! ```
//!
//! One instant is: [`on`](Machine::on) for every step that can end, and for those that end at once of the steps this
//! starts; then [`settle`](Machine::settle); and so on until `settle` has nothing to say.
//!
//! A step that is tried again, or runs its method for several items, is one activation all the same: the machine says
//! which calls of the method there are, and the driver knows the clocks and the values.
//!
//! ```
//! # use flow_graph::machine::{Activation, Command, End, Machine, Outcome};
//! # use flow_graph::model::{Graph, Items, Many, Step, StepKind};
//! // #[start(times = 3, limit = 2, first = 2)] async fn vote(&self) -> Result<Vote, VoteError>
//! let mut graph = Graph::new("Voting");
//! let mut vote = Step::new("vote", StepKind::Start);
//! vote.fallible = true;
//! vote.refined.many = Some(Many { items: Items::Times(3), limit: Some(2), first: Some(2) });
//! graph.steps.to_mut().push(vote);
//!
//! let mut machine = Machine::new(&graph);
//! let vote = Activation(0);
//! let items = |commands: &[Command]| -> Vec<usize> {
//!     commands.iter().filter_map(|it| if let Command::Start { item, .. } = it { *item } else { None }).collect()
//! };
//! assert_eq!(items(&machine.begin()), [0, 1], "two at once");
//! assert_eq!(items(&machine.on_item(vote, 1, Outcome::Success { variant: None })), [2]);
//! assert_eq!(machine.on_item(vote, 2, Outcome::Success { variant: None }), [Command::Cancel(vote)]);
//! assert_eq!(machine.state().items(vote), [1, 2], "what it hands on");
//! assert_eq!(machine.settle(), [Command::End(End::Success)]);
//! ```

mod failures;
mod layout;
mod loops;
mod races;
mod refined;
pub mod simulate;
mod spread;
mod state;
#[cfg(test)]
mod tests;

use crate::model::{Graph, StepId, Text};

use layout::Layout;
pub use state::{Activation, Failure, Progress, Standing, State};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// A run of a flow, between two things that happen in it.
#[derive(Debug, Clone)]
pub struct Machine<'g> {
    graph: &'g Graph,
    layout: Layout,
    state: State,
    /// What the call in progress answers.
    commands: Vec<Command>,
}

/// What whoever drives the machine has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Command {
    /// Call this step's method: the first attempt.
    Start {
        /// The name of this run of the step. Counted from 0 in the order of the commands.
        activation: Activation,
        /// The step to run.
        step: StepId,
        /// Which of its items the call is for; `None` if it has none. What happens to it is told with
        /// [`on_item`](Machine::on_item) then.
        item: Option<usize>,
        /// Where the values that its trigger carries come from; nothing for a start.
        carried: Option<Carried>,
    },
    /// Say how many items there are in the collection that this step runs for, with [`items`](Machine::items).
    Count {
        /// The name of this run of the step, which has begun.
        activation: Activation,
        /// The step, an `each`.
        step: StepId,
        /// Where the collection comes from.
        carried: Option<Carried>,
    },
    /// Call the method again, after the pause that the step's [`Retry`](crate::model::Retry) asks for.
    Again {
        /// The run of the step.
        activation: Activation,
        /// Which of its items it is for.
        item: Option<usize>,
        /// Which attempt it is; the first was 1.
        attempt: u32,
    },
    /// Drop this run of a step, with all its calls that have not ended; telling the machine their outcome has no effect
    /// any more. (Of a step whose first successes are enough, the calls that are too many.)
    Cancel(Activation),
    /// The run is over. Always the last command, and nothing runs any more.
    End(End),
}

/// How a call of a step's method ended, or the step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Outcome {
    /// It succeeded.
    Success {
        /// Which variant its value is, where that is an enum's.
        variant: Option<Text>,
    },
    /// It failed by itself, or took longer than an attempt may. It is tried again if there are attempts left.
    Failure,
    /// It failed by itself, and another attempt would not help: the error is not worth one, or the time for all attempts
    /// is over. To the rest of the flow this is a [`Failure`](Outcome::Failure).
    GivenUp,
    /// It broke in a way that is not its own error, such as a panic in a task of its own: it is not tried again, and
    /// nothing can listen to it.
    Broken,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum End {
    /// Nothing runs, and nothing can.
    Success,
    /// A failure that nothing took up.
    Failed(Failure),
    /// A loop went round too often.
    LoopLimit {
        /// The loop's header.
        step: StepId,
    },
}

/// What made a trigger fire: the same tree as the trigger, without what lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Carried {
    /// An event, by the run of the step that made it happen.
    Event(Activation),
    /// Every member, in the order written.
    And(Vec<Carried>),
    /// The members of a `quorum` that arrived first: which they are, counted from 0, and what they carry, in the order of
    /// their arrival.
    Quorum(Vec<(usize, Carried)>),
    /// The member that won.
    Or {
        /// Which it is, counted from 0. Of a loop's header, the members of its `or` are counted together, whether
        /// they are the entry or ways back.
        winner: usize,
        /// What it carries.
        carried: Box<Carried>,
    },
}

impl<'g> Machine<'g> {
    /// A run that has not begun. The graph must be [checked](crate::check), its `loops` filled.
    #[must_use]
    pub fn new(graph: &'g Graph) -> Machine<'g> {
        Machine::resume(graph, State::new(graph))
    }

    /// A run as it was when [`state`](Machine::state) was taken of a machine over the same graph.
    #[must_use]
    pub fn resume(graph: &'g Graph, state: State) -> Machine<'g> {
        Machine { graph, layout: Layout::new(graph), state, commands: Vec::new() }
    }

    /// Everything there is to know about the run so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Starts the flow.
    pub fn begin(&mut self) -> Vec<Command> {
        for (step, it) in self.graph.steps.iter().enumerate() {
            if it.trigger.is_none() {
                self.start(step, None);
            }
        }
        std::mem::take(&mut self.commands)
    }

    /// The call of a step's method has ended. An activation that is not running (any more) is ignored.
    ///
    /// Of a step with items, everything together: it has not succeeded, because its total time is over, say.
    pub fn on(&mut self, activation: Activation, outcome: Outcome) -> Vec<Command> {
        self.call_ended(activation, None, outcome);
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// The call of a step's method for one of its items has ended. One that is not running (any more) is ignored.
    pub fn on_item(&mut self, activation: Activation, item: usize, outcome: Outcome) -> Vec<Command> {
        self.call_ended(activation, Some(item), outcome);
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// The answer to [`Command::Count`]. Without that it has no effect.
    pub fn items(&mut self, activation: Activation, count: usize) -> Vec<Command> {
        self.counted(activation, count);
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// No running step can end without waiting: decides one race, or else turns one loop, or else ends the run if
    /// nothing runs. (Of races of which nothing follows yet, such as an inner `or` of an `and` that waits on, more
    /// than one.) The instant is over when the answer is empty; as long as it is not, the steps it starts come first.
    pub fn settle(&mut self) -> Vec<Command> {
        while self.state.ending.is_none() && self.commands.is_empty() {
            if let Some(gate) = self.first_decidable() {
                self.decide(gate);
            } else if let Some(index) = self.first_turning() {
                self.turn(index);
            } else if self.state.running().next().is_none() {
                self.state.ending = Some(End::Success);
            } else {
                break;
            }
        }
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// The run of `step` that has succeeded in this iteration, if one has.
    #[must_use]
    pub fn succeeded(&self, step: StepId) -> Option<Activation> {
        match &self.state.steps[step] {
            Progress::Done { activation, outcome: Outcome::Success { .. } } => Some(*activation),
            _ => None,
        }
    }

    /// What a running step's end does.
    fn ended(&mut self, activation: Activation, outcome: Outcome) {
        let step = self.state.step_of(activation);
        let failed = !matches!(outcome, Outcome::Success { .. });
        let handled = outcome != Outcome::Broken && self.graph.error_is_handled(step);
        if self.state.ending.is_some() {
            // A `must_finish` step that the failed flow waits for.
        } else if self.state.steps[step] == Progress::Running(activation) {
            self.state.steps[step] = Progress::Done { activation, outcome };
            if failed && !handled && !self.is_taken_up(step) {
                self.fail(Failure { step, causes: vec![activation] });
            }
            self.spread();
        } else if failed {
            // A `must_finish` step that was lost.
            self.fail(Failure { step, causes: vec![activation] });
        } else {
            // Its success changes nothing, but a loop may have waited for it to end.
            self.spread();
        }
    }

    /// Begins a step.
    fn start(&mut self, step: StepId, carried: Option<Carried>) {
        let activation = self.state.activate(step);
        self.call(activation, carried);
    }

    /// Cancels a run of a step, unless it must finish.
    fn cancel(&mut self, activation: Activation) {
        if !self.graph.steps[self.state.step_of(activation)].must_finish && self.state.stop(activation) {
            self.commands.push(Command::Cancel(activation));
        }
    }

    /// Says that the run is over, once it is and nothing is left to wait for.
    fn conclude(&mut self) {
        if let Some(end) = &self.state.ending
            && !self.state.ended
            && self.state.running().next().is_none()
        {
            self.commands.push(Command::End(end.clone()));
            self.state.ended = true;
        }
    }
}
