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

mod command;
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

use crate::model::{Graph, StepId};

pub use command::{Carried, Command, End, Outcome};
use layout::Layout;
pub use state::{Activation, Failure, Progress, Standing, State};

/// A run of a flow, between two things that happen in it.
///
/// Its [state](Machine::state) is a value that can be kept, and [resumed](Machine::resume) elsewhere:
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Greeting {
/// #         #[start]
/// #         async fn name(&self) -> String { todo!() }
/// #         #[listen(name)]
/// #         async fn greet(&self, name: String) -> String { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::{Activation, Command, End, Machine, Outcome};
///
/// // #[start] name, then #[listen(name)] greet
/// let done = || Outcome::Success { variant: None };
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// machine.on(Activation(0), done());
/// let kept = machine.state().clone();
///
/// let mut machine = Machine::resume(&graph, kept);
/// assert!(machine.on(Activation(1), done()).is_empty());
/// assert_eq!(machine.settle(), [Command::End(End::Success)]);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Machine<'g> {
    graph: &'g Graph,
    layout: Layout,
    state: State,
    /// What the call in progress answers.
    commands: Vec<Command>,
}

impl<'g> Machine<'g> {
    /// A run that has not begun. The graph must be [checked](crate::check), its `loops` filled.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Greeting {
    /// #         #[start]
    /// #         async fn name(&self) -> String { todo!() }
    /// #         #[listen(name)]
    /// #         async fn greet(&self, name: String) -> String { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Machine, Progress};
    ///
    /// let machine = Machine::new(&graph);
    /// assert_eq!(machine.state().progress(0), &Progress::Idle);
    /// # }
    /// ```
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
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Route {
    /// #         #[start]
    /// #         async fn bus(&self) -> u32 { todo!() }
    /// #         #[start]
    /// #         async fn train(&self) -> u32 { todo!() }
    /// #         #[listen(or(bus, train))]
    /// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Command, Machine};
    ///
    /// // #[start] bus, #[start] train, #[listen(or(bus, train))] arrive
    /// let commands = Machine::new(&graph).begin();
    /// assert!(matches!(commands[..], [Command::Start { step: 0, .. }, Command::Start { step: 1, .. }]));
    /// # }
    /// ```
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
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Greeting {
    /// #         #[start]
    /// #         async fn name(&self) -> String { todo!() }
    /// #         #[listen(name)]
    /// #         async fn greet(&self, name: String) -> String { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Activation, Command, Machine, Outcome};
    ///
    /// // #[start] name, then #[listen(name)] greet
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// let commands = machine.on(Activation(0), Outcome::Success { variant: None });
    /// assert!(matches!(commands[..], [Command::Start { activation: Activation(1), step: 1, .. }]));
    /// assert!(machine.on(Activation(0), Outcome::Failure).is_empty(), "it has ended already");
    /// # }
    /// ```
    pub fn on(&mut self, activation: Activation, outcome: Outcome) -> Vec<Command> {
        self.call_ended(activation, None, outcome);
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// The call of a step's method for one of its items has ended. One that is not running (any more) is ignored.
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
    /// use flow_graph::machine::{Activation, Command, Machine, Outcome};
    ///
    /// // #[start(times = 3, limit = 2, first = 2)] vote
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// let commands = machine.on_item(Activation(0), 0, Outcome::Success { variant: None });
    /// assert!(matches!(commands[..], [Command::Start { item: Some(2), .. }]));
    /// # }
    /// ```
    pub fn on_item(&mut self, activation: Activation, item: usize, outcome: Outcome) -> Vec<Command> {
        self.call_ended(activation, Some(item), outcome);
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// The answer to [`Command::Count`]. Without that it has no effect.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Site {
    /// #         #[start]
    /// #         async fn pages(&self) -> Vec<String> { todo!() }
    /// #         #[listen(each(pages))]
    /// #         async fn fetch(&self, page: String) -> usize { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Activation, Command, End, Machine, Outcome};
    ///
    /// // #[start] pages, then #[listen(each(pages))] fetch
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// machine.on(Activation(0), Outcome::Success { variant: None });
    /// assert!(machine.items(Activation(1), 0).is_empty(), "nothing to fetch");
    /// assert_eq!(machine.settle(), [Command::End(End::Success)]);
    /// # }
    /// ```
    pub fn items(&mut self, activation: Activation, count: usize) -> Vec<Command> {
        self.counted(activation, count);
        self.conclude();
        std::mem::take(&mut self.commands)
    }

    /// No running step can end without waiting: decides one race, or else turns one loop, or else ends the run if
    /// nothing runs. (Of races of which nothing follows yet, such as an inner `or` of an `and` that waits on, more
    /// than one.) The instant is over when the answer is empty; as long as it is not, the steps it starts come first.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Route {
    /// #         #[start]
    /// #         async fn bus(&self) -> u32 { todo!() }
    /// #         #[start]
    /// #         async fn train(&self) -> u32 { todo!() }
    /// #         #[listen(or(bus, train))]
    /// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Activation, Command, Machine, Outcome};
    ///
    /// // #[listen(or(bus, train))] arrive
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// assert!(machine.on(Activation(1), Outcome::Success { variant: None }).is_empty(), "`bus` may be in time");
    /// let commands = machine.settle();
    /// assert_eq!(commands[0], Command::Cancel(Activation(0)));
    /// assert!(matches!(commands[1], Command::Start { activation: Activation(2), step: 2, .. }));
    /// assert!(machine.settle().is_empty(), "the instant is over");
    /// # }
    /// ```
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
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Greeting {
    /// #         #[start]
    /// #         async fn name(&self) -> String { todo!() }
    /// #         #[listen(name)]
    /// #         async fn greet(&self, name: String) -> String { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Activation, Machine, Outcome};
    ///
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// assert_eq!(machine.succeeded(0), None);
    /// machine.on(Activation(0), Outcome::Success { variant: None });
    /// assert_eq!(machine.succeeded(0), Some(Activation(0)));
    /// # }
    /// ```
    #[must_use]
    pub fn succeeded(&self, step: StepId) -> Option<Activation> {
        match &self.state.steps[step] {
            Progress::Done { activation, outcome: Outcome::Success { .. } } => Some(*activation),
            Progress::Lost { succeeded, .. } => *succeeded,
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
