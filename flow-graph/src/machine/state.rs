//! What a machine remembers.

use crate::model::{Graph, StepId};

use super::refined::Calls;
use super::{End, Outcome};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// One run of a step, by its number in the order of beginning.
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
/// use flow_graph::machine::{Activation, Machine};
///
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// assert_eq!(machine.state().step_of(Activation(1)), 1); // `train`, which began second
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Activation(pub usize);

/// Everything a [`Machine`](super::Machine) knows about its run, apart from the graph.
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
/// use flow_graph::machine::{Activation, Machine, Outcome, Progress, Standing};
///
/// // #[listen(or(bus, train))] arrive
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// machine.on(Activation(1), Outcome::Success { variant: None });
/// machine.settle();
/// let state = machine.state();
/// assert_eq!(state.progress(0), &Progress::Lost { race: 2, succeeded: None }); // `bus`
/// assert_eq!(state.node(2, 0), &Standing::Happened(1)); // the `or`, won by its second member
/// assert_eq!(state.running().collect::<Vec<_>>(), [Activation(2)]); // `arrive`
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct State {
    /// How far each step is, in this iteration.
    pub(super) steps: Vec<Progress>,
    /// For each step, where the nodes of its trigger stand, numbered in pre-order.
    pub(super) nodes: Vec<Vec<Standing>>,
    /// For each node of each step's trigger the members that have arrived, by their places in it: of an `or` the
    /// winner, of a `quorum` as many as it needs.
    pub(super) arrivals: Vec<Vec<Vec<usize>>>,
    /// Each loop of the graph.
    pub(super) loops: Vec<LoopState>,
    /// Every run of a step so far.
    pub(super) activations: Vec<Run>,
    /// How the run ends, once that is certain.
    pub(super) ending: Option<End>,
    /// Whether the end has been announced.
    pub(super) ended: bool,
}

/// A run of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub(super) struct Run {
    pub(super) step: StepId,
    pub(super) is_running: bool,
    /// How it ended, unless it runs or was cancelled.
    pub(super) outcome: Option<Outcome>,
    /// The calls of its method.
    pub(super) calls: Calls,
}

/// How far a step is, in one iteration.
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
/// use flow_graph::machine::{Activation, Machine, Outcome, Progress};
///
/// // #[start] name, then #[listen(name)] greet
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// assert_eq!(machine.state().progress(0), &Progress::Running(Activation(0)));
/// machine.on(Activation(0), Outcome::Failure);
/// assert!(matches!(machine.state().progress(0), Progress::Done { outcome: Outcome::Failure, .. }));
/// assert!(matches!(machine.state().progress(1), Progress::Failed(failure) if failure.step == 0));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Progress {
    /// It has not begun.
    Idle,
    /// It runs.
    Running(Activation),
    /// It has succeeded, or failed by itself.
    Done {
        /// Its run.
        activation: Activation,
        /// How that ended.
        outcome: Outcome,
    },
    /// It can never run (or finish, or repeat) because other steps failed.
    Failed(Failure),
    /// It can never run because what it waits for can never happen.
    Dead,
    /// It lost a race: it was cancelled, or may not begin. If it must finish, it may still run.
    Lost {
        /// The step in whose trigger the race was.
        race: StepId,
        /// Its run, where it had succeeded in this iteration: of those, only the header of a loop can be lost.
        succeeded: Option<Activation>,
    },
}

/// Why something can never happen, as it is handed on from step to step.
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
/// use flow_graph::machine::{Activation, Failure, Machine, Outcome, Progress};
///
/// // #[listen(or(bus, train))] arrive
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// machine.on(Activation(1), Outcome::Failure);
/// machine.on(Activation(0), Outcome::Failure);
/// let failure = Failure { step: 2, causes: vec![Activation(0), Activation(1)] };
/// assert_eq!(machine.state().progress(2), &Progress::Failed(failure));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Failure {
    /// The step that failed by itself; where several did, the one that waited for the first of them.
    pub step: StepId,
    /// The runs of steps that failed by themselves, in the order in which the triggers name them.
    pub causes: Vec<Activation>,
}

/// Where an event, a node of a trigger, or the *again* gate of a loop stands.
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
/// use flow_graph::machine::{Activation, Machine, Outcome, Standing};
///
/// // #[listen(and(slogan, tagline))] combine
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// machine.on(Activation(0), Outcome::Success { variant: None });
/// let state = machine.state();
/// assert_eq!(state.node(2, 0), &Standing::Open); // the `and`
/// assert_eq!(state.node(2, 1), &Standing::Happened(0)); // `slogan`, by its activation
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Standing {
    /// Nothing is certain.
    Open,
    /// It has happened, or fired. The number is the activation for an event, the winning member for an `or`, and the last
    /// one that arrived for a `quorum`.
    Happened(usize),
    /// It can never happen, because something failed.
    Failed(Failure),
    /// It can never happen, and nothing failed.
    Never,
}

/// What there is to remember about a loop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub(super) struct LoopState {
    /// The gate of its ways back. While it has happened, the loop is turning.
    pub(super) again: Standing,
    /// How often the header has run since the loop was entered.
    pub(super) runs: u32,
}

impl LoopState {
    /// A loop that has not been entered.
    pub(super) const FRESH: LoopState = LoopState { again: Standing::Open, runs: 0 };

    pub(super) fn is_turning(&self) -> bool {
        matches!(self.again, Standing::Happened(_))
    }
}

impl Standing {
    /// Why it can never happen, if that is because something failed.
    pub(super) fn failure(&self) -> Option<&Failure> {
        match self {
            Standing::Failed(failure) => Some(failure),
            Standing::Open | Standing::Happened(_) | Standing::Never => None,
        }
    }

    /// Whether it can never happen (any more).
    pub(super) fn is_out(&self) -> bool {
        matches!(self, Standing::Failed(_) | Standing::Never)
    }
}

impl State {
    /// Nothing has happened.
    pub(super) fn new(graph: &Graph) -> State {
        let count = |step: &crate::model::Step| step.trigger.as_ref().map_or(0, |it| it.node_count());
        State {
            steps: vec![Progress::Idle; graph.steps.len()],
            nodes: graph.steps.iter().map(|step| vec![Standing::Open; count(step)]).collect(),
            arrivals: graph.steps.iter().map(|step| vec![Vec::new(); count(step)]).collect(),
            loops: vec![LoopState::FRESH; graph.loops.len()],
            activations: Vec::new(),
            ending: None,
            ended: false,
        }
    }

    /// How far a step is, in this iteration.
    #[must_use]
    pub fn progress(&self, step: StepId) -> &Progress {
        &self.steps[step]
    }

    /// Where a node of a step's trigger stands; nodes are numbered in pre-order. Of a loop's header, the topmost
    /// node is the race of the entry.
    #[must_use]
    pub fn node(&self, step: StepId, node: usize) -> &Standing {
        &self.nodes[step][node]
    }

    /// The members that have arrived at a node of a step's trigger that is a `quorum`, in the order of their arrival.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Quote {
    /// #         #[start]
    /// #         async fn ada(&self) -> u32 { todo!() }
    /// #         #[start]
    /// #         async fn ben(&self) -> u32 { todo!() }
    /// #         #[start]
    /// #         async fn cem(&self) -> u32 { todo!() }
    /// #         #[listen(quorum(2, ada, ben, cem))]
    /// #         async fn compare(&self, prices: Vec<u32>) -> u32 { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::machine::{Activation, Machine, Outcome};
    ///
    /// // #[listen(quorum(2, ada, ben, cem))] compare
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// for activation in [2, 0] {
    ///     machine.on(Activation(activation), Outcome::Success { variant: None });
    ///     machine.settle();
    /// }
    /// assert_eq!(machine.state().arrivals(3, 0), [2, 0]);
    /// # }
    /// ```
    #[must_use]
    pub fn arrivals(&self, step: StepId, node: usize) -> &[usize] {
        &self.arrivals[step][node]
    }

    /// The step that an activation is a run of.
    #[must_use]
    pub fn step_of(&self, activation: Activation) -> StepId {
        self.activations[activation.0].step
    }

    /// The items of a run of a step that have succeeded: in their order, or, where the first successes are enough, in
    /// that of their success. What the step hands on, once it has succeeded.
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
    /// use flow_graph::machine::{Activation, Machine, Outcome};
    ///
    /// // #[start(times = 3, limit = 2, first = 2)] vote
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// let vote = Activation(0);
    /// machine.on_item(vote, 1, Outcome::Success { variant: None });
    /// machine.on_item(vote, 0, Outcome::Failure);
    /// assert_eq!(machine.state().items(vote), [1]);
    /// assert_eq!(machine.state().failed_items(vote).collect::<Vec<_>>(), [0]);
    /// # }
    /// ```
    #[must_use]
    pub fn items(&self, activation: Activation) -> &[usize] {
        &self.activations[activation.0].calls.succeeded
    }

    /// The items of a run of a step that have failed, in their order: with [`items`](State::items), what has become of the
    /// items for a listener of the step's error.
    pub fn failed_items(&self, activation: Activation) -> impl Iterator<Item = usize> {
        self.activations[activation.0].calls.failed()
    }

    /// How a run of a step ended; nothing if it runs, or was cancelled.
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
    /// let name = Activation(0);
    /// assert!(machine.state().is_running(name));
    /// assert_eq!(machine.state().outcome(name), None);
    /// machine.on(name, Outcome::Failure);
    /// assert!(!machine.state().is_running(name));
    /// assert_eq!(machine.state().outcome(name), Some(&Outcome::Failure));
    /// # }
    /// ```
    #[must_use]
    pub fn outcome(&self, activation: Activation) -> Option<&Outcome> {
        self.activations[activation.0].outcome.as_ref()
    }

    /// Whether an activation has begun and not ended.
    #[must_use]
    pub fn is_running(&self, activation: Activation) -> bool {
        self.activations[activation.0].is_running
    }

    /// The calls that a run of a step waits for: the item, if it has items, and which attempt it is.
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
    /// use flow_graph::machine::{Activation, Machine};
    ///
    /// // #[start(times = 3, limit = 2, first = 2)] vote
    /// let mut machine = Machine::new(&graph);
    /// machine.begin();
    /// let calls: Vec<_> = machine.state().calls(Activation(0)).collect();
    /// assert_eq!(calls, [(Some(0), 1), (Some(1), 1)]);
    /// # }
    /// ```
    pub fn calls(&self, activation: Activation) -> impl Iterator<Item = (Option<usize>, u32)> {
        let run = &self.activations[activation.0];
        run.calls.running().filter(|_| run.is_running)
    }

    /// The activations that have begun and not ended.
    pub fn running(&self) -> impl Iterator<Item = Activation> {
        let runs = self.activations.iter().enumerate();
        runs.filter(|(_, run)| run.is_running).map(|(index, _)| Activation(index))
    }

    /// Whether a step runs; also one that has lost its race but must finish.
    pub(super) fn runs(&self, step: StepId) -> bool {
        self.activations.iter().any(|run| run.is_running && run.step == step)
    }

    /// A new run of a step.
    pub(super) fn activate(&mut self, step: StepId) -> Activation {
        let activation = Activation(self.activations.len());
        self.activations.push(Run { step, is_running: true, outcome: None, calls: Calls::default() });
        self.steps[step] = Progress::Running(activation);
        activation
    }

    /// Marks an activation as not running; says whether it was.
    pub(super) fn stop(&mut self, activation: Activation) -> bool {
        self.activations.get_mut(activation.0).is_some_and(|run| std::mem::take(&mut run.is_running))
    }
}
