//! What a machine says, and what it is told.

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Activation, Failure};
use crate::model::{StepId, Text};

/// What whoever drives the machine has to do.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::machine::{Activation, Command, Machine, Outcome};
///
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Site {
///         #[start]
///         async fn pages(&self) -> Vec<String> { todo!() }
///         #[listen(each(pages))]
///         async fn fetch(&self, page: String) -> usize { todo!() }
///     }
/// });
/// let graph = reading.result.ok().unwrap().graph;
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// let commands = machine.on(Activation(0), Outcome::Success { variant: None });
/// assert!(matches!(commands[..], [Command::Count { activation: Activation(1), step: 1, .. }]));
/// let commands = machine.items(Activation(1), 2);
/// assert!(matches!(commands[0], Command::Start { step: 1, item: Some(0), .. }));
/// assert!(matches!(commands[1], Command::Start { step: 1, item: Some(1), .. }));
/// # }
/// ```
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
        /// [`on_item`](super::Machine::on_item) then.
        item: Option<usize>,
        /// Where the values that its trigger carries come from; nothing for a start.
        carried: Option<Carried>,
    },
    /// Say how many items there are in the collection that this step runs for, with [`items`](super::Machine::items).
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Model {
/// #         #[start]
/// #         #[retry(times = 1, base = "200ms")]
/// #         async fn ask(&self) -> Result<String, Refusal> { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::{Activation, Command, End, Machine, Outcome};
///
/// // #[start] #[retry(times = 1)] ask
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// let ask = Activation(0);
/// assert_eq!(machine.on(ask, Outcome::Failure), [Command::Again { activation: ask, item: None, attempt: 2 }]);
/// let commands = machine.on(ask, Outcome::GivenUp);
/// assert!(matches!(&commands[..], [Command::End(End::Failed(failure))] if failure.causes == [ask]));
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::{End, Outcome};
/// use flow_graph::machine::simulate::{Act, Ties, simulate};
///
/// // A judge who is never content.
/// let log = simulate(&graph, Ties::OldestFirst, |_, _| Act {
///     duration: 1,
///     outcome: Outcome::Success { variant: Some("Bad".into()) },
///     items: 0,
/// });
/// assert_eq!(log.end, End::LoopLimit { step: graph.step_named("judge").unwrap() });
/// # }
/// ```
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
/// use flow_graph::machine::{Activation, Carried, Command, Machine, Outcome};
///
/// // #[listen(or(bus, train))] arrive
/// let mut machine = Machine::new(&graph);
/// machine.begin();
/// let train = Activation(1);
/// machine.on(train, Outcome::Success { variant: None });
/// let commands = machine.settle();
/// let carried = commands.iter().find_map(|command| match command {
///     Command::Start { carried, .. } => carried.clone(),
///     _ => None,
/// });
/// assert_eq!(carried, Some(Carried::Or { winner: 1, carried: Box::new(Carried::Event(train)) }));
/// # }
/// ```
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
