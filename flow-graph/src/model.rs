//! The flow as data: what every stage after parsing works on.
//!
//! Nothing here knows tokens, spans or futures. Every list keeps the order in which the user wrote things, and
//! every text is as the user wrote it. All fields are [`Cow`]s, so that one type serves both as a `const` (the
//! macro's `Flow::GRAPH`) and as an owned value (the build script, the tests, deserialized JSON).

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Text that is borrowed in a `const` and owned elsewhere.
pub type Text = Cow<'static, str>;

/// A list that is borrowed in a `const` and owned elsewhere.
pub type List<T> = Cow<'static, [T]>;

/// A step's index in [`Graph::steps`].
pub type StepId = usize;

/// A flow: its steps, what triggers them, and what follows from that.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let mut greet = Step::new("greet", StepKind::Listen);
/// greet.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
/// graph.steps.to_mut().push(greet);
/// assert_eq!(graph.step_named("greet"), Some(1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Graph {
    /// The name of the type the flow is implemented on.
    pub name: Text,
    /// The doc comment of the `impl` block.
    pub doc: Text,
    /// The line of the `impl` block in its source file, from 1; 0 where it is not known.
    pub line: u32,
    /// The steps, in the order written.
    pub steps: List<Step>,
    /// What `run` takes, in order of first appearance.
    pub inputs: List<Input>,
    /// The loops, outer before inner. Filled in by [`check`](crate::check).
    pub loops: List<Loop>,
    /// The sinks whose values make the flow's output. Filled in by [`check`](crate::check).
    pub sinks: List<Sink>,
    /// The step of `#[flow(output = step)]`.
    pub picked: Option<StepId>,
    /// How often a loop's header may run for each entry, unless the loop says otherwise.
    pub max_iterations: u32,
}

/// One step: a method with a flow attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Step {
    /// The method's name, without `r#`.
    pub name: Text,
    /// The method's doc comment.
    pub doc: Text,
    /// The line of the method's name in its source file, from 1; 0 where it is not known.
    pub line: u32,
    /// Which attribute made it a step.
    pub kind: StepKind,
    /// What it waits for; `None` for a start.
    pub trigger: Option<Trigger>,
    /// Its parameters without the receiver, in the order written.
    pub params: List<Param>,
    /// The type it hands on when it succeeds, as written; `None` if it carries nothing.
    pub output: Option<Text>,
    /// Whether it returns a `Result`.
    pub fallible: bool,
    /// The error type as written, where the signature shows one.
    pub error: Option<Text>,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// How it takes the flow's state.
    pub receiver: Receiver,
    /// `#[must_finish]`: once begun, it completes even when its race is lost.
    pub must_finish: bool,
    /// The variants named in `ends(...)`: routes that end here.
    pub ends: List<Text>,
    /// `ends(_)`: every route that nothing listens to ends here.
    pub ends_rest: bool,
    /// `#[router(x, max_iterations = n)]`.
    pub max_iterations: Option<u32>,
    /// What further attributes and options make of one run of the method.
    pub refined: Refinement,
}

/// How a step does more than run its method once, in the run's own task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Refinement {
    /// `each(x)` or `times = n`: it runs its method several times and hands on a `Vec`.
    pub many: Option<Many>,
    /// `#[timeout("…")]`: how long each attempt may take.
    pub timeout: Option<Duration>,
    /// `#[timeout(total = "…")]`: how long all attempts of all items may take together.
    pub total_timeout: Option<Duration>,
    /// `#[retry(…)]`
    pub retry: Option<Retry>,
    /// `#[spawn]` or `#[blocking]`
    pub runs_on: RunsOn,
    /// `#[subflow(Other)]`
    pub subflow: Option<Subflow>,
}

impl Refinement {
    /// The method runs once, in the run's own task.
    pub const NONE: Refinement = Refinement {
        many: None,
        timeout: None,
        total_timeout: None,
        retry: None,
        runs_on: RunsOn::Run,
        subflow: None,
    };
}

/// A step that runs its method several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Many {
    /// What it runs for.
    pub items: Items,
    /// `limit = n`: how many run at once.
    pub limit: Option<u32>,
    /// `first = k`: how many successes are enough.
    pub first: Option<u32>,
}

/// What a step runs several times for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Items {
    /// `each(x)`: for every item of what its trigger, which is one event, carries.
    Each,
    /// `times = n`: that often, always for the same values.
    Times(u32),
}

/// `#[retry(times = 3, base = "200ms", max = "5s", on = path)]`
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Retry {
    /// How often it is tried again after the first attempt.
    pub times: u32,
    /// How long the first wait is, jitter aside; each wait is twice as long as the one before.
    pub base: Duration,
    /// How long a wait is at most.
    pub max: Duration,
    /// Which errors are worth another attempt, as written: a function of a reference to the error.
    pub on: Option<Text>,
}

/// Where a step's method runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum RunsOn {
    /// In the task that awaits `run`.
    #[default]
    Run,
    /// `#[spawn]`: in a task of its own.
    Task,
    /// `#[blocking]`: on the pool of threads for code that blocks.
    BlockingPool,
}

/// The flow that a step runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Subflow {
    /// Its type, as written.
    pub name: Text,
    /// Its graph, where that is known: in `Flow::GRAPH` it is, in what is read from source files it may not be.
    pub graph: Option<Cow<'static, Graph>>,
}

/// Which attribute made a method a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum StepKind {
    /// `#[start]`
    Start,
    /// `#[listen(...)]`
    Listen,
    /// `#[router(...)]`, or `#[router]` alone for a start that routes.
    Router,
}

/// How a step takes the flow's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Receiver {
    /// No `self`.
    None,
    /// `&self`
    Shared,
    /// `&mut self`
    Exclusive,
    /// `self: Arc<Self>`
    Owned,
}

/// A parameter of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Param {
    /// Its name; empty where it is a pattern.
    pub name: Text,
    /// Its type, as written.
    pub ty: Text,
    /// Whether the type is a reference.
    pub by_ref: bool,
    /// `#[from(step)]`: it reads that step's output and waits for nothing.
    pub from: Option<StepId>,
    /// `#[context]`: it gets the run's context, not a value.
    pub context: bool,
    /// Whether the type's last path segment is `Option`.
    pub optional: bool,
    /// How many parts the type has, where it is written as a tuple.
    pub tuple: Option<usize>,
}

impl Param {
    /// Whether it takes what the step's trigger carries or, in a start, an input of the flow.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.from.is_none() && !self.context
    }
}

/// What a step waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Trigger {
    /// One thing that happens.
    Event(Event),
    /// `and(...)`: all of them.
    And(List<Trigger>),
    /// `or(...)`: the first of them.
    Or(List<Trigger>),
    /// `quorum(k, ...)`: the first `k` of them.
    Quorum {
        /// How many of them.
        needed: u32,
        /// What it waits for.
        members: List<Trigger>,
    },
}

/// Something that happens when a step ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Event {
    /// The step that ends.
    pub step: StepId,
    /// How it ends.
    pub route: Route,
    /// `step::Variant {}`: the same event, carrying nothing.
    pub bare: bool,
}

/// How a step ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Route {
    /// It succeeds (`step`, or `step::Ok` of a fallible one).
    Success,
    /// It fails (`step::Err` of a fallible one).
    Error,
    /// Its success value is this variant of an enum.
    Variant(Text),
}

/// What `run` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Input {
    /// The parameter's name.
    pub name: Text,
    /// The parameter's type, as written.
    pub ty: Text,
}

/// A cycle of triggers with one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Loop {
    /// The step every iteration begins with. Its trigger is an `or`.
    pub header: StepId,
    /// Which members of the header's `or`, counted from 0, are ways back; the others are the entry.
    pub backs: List<usize>,
    /// Every step that can run only after the header, and the header: what a new iteration resets.
    pub scope: List<StepId>,
    /// The steps of the cycle itself: those from which the header can be reached again. A part of `scope`.
    pub body: List<StepId>,
    /// How often the header may run for each entry.
    pub max_iterations: u32,
}

/// A step whose value is a part of the flow's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Sink {
    /// The step.
    pub step: StepId,
    /// Whether it runs in every run that succeeds; its value is an `Option` otherwise.
    pub always: bool,
}

impl Graph {
    /// A flow without steps.
    #[must_use]
    pub fn new(name: impl Into<Text>) -> Graph {
        Graph {
            name: name.into(),
            doc: Cow::Borrowed(""),
            line: 0,
            steps: Cow::Borrowed(&[]),
            inputs: Cow::Borrowed(&[]),
            loops: Cow::Borrowed(&[]),
            sinks: Cow::Borrowed(&[]),
            picked: None,
            max_iterations: DEFAULT_MAX_ITERATIONS,
        }
    }

    /// The step of that name.
    #[must_use]
    pub fn step_named(&self, name: &str) -> Option<StepId> {
        self.steps.iter().position(|step| step.name == name)
    }

    /// Every place where a trigger names an event of `step`, as (listening step, event), in the order written.
    pub fn listeners(&self, step: StepId) -> impl Iterator<Item = (StepId, &Event)> {
        self.steps.iter().enumerate().flat_map(move |(listener, it)| {
            it.trigger
                .iter()
                .flat_map(Trigger::events)
                .filter(move |event| event.step == step)
                .map(move |event| (listener, event))
        })
    }

    /// Whether something listens to `step::Err`.
    #[must_use]
    pub fn error_is_handled(&self, step: StepId) -> bool {
        self.listeners(step).any(|(_, event)| event.route == Route::Error)
    }

    /// Whether no trigger takes the step's success, so that the flow ends there. A router's variants count as its
    /// success; routes that end in the router make it no sink.
    #[must_use]
    pub fn is_sink(&self, step: StepId) -> bool {
        let it = &self.steps[step];
        it.ends.is_empty()
            && !it.ends_rest
            && self.listeners(step).all(|(_, event)| event.route == Route::Error)
    }

    /// The loop whose header is `step`.
    #[must_use]
    pub fn loop_of_header(&self, step: StepId) -> Option<&Loop> {
        self.loops.iter().find(|it| it.header == step)
    }
}

/// [`Graph::max_iterations`] where the user says nothing.
pub const DEFAULT_MAX_ITERATIONS: u32 = 100;

impl Step {
    /// A step of that name and kind: an `async fn` that takes `&self`, carries nothing and waits for nothing.
    #[must_use]
    pub fn new(name: impl Into<Text>, kind: StepKind) -> Step {
        Step {
            name: name.into(),
            doc: Cow::Borrowed(""),
            line: 0,
            kind,
            trigger: None,
            params: Cow::Borrowed(&[]),
            output: None,
            fallible: false,
            error: None,
            is_async: true,
            receiver: Receiver::Shared,
            must_finish: false,
            ends: Cow::Borrowed(&[]),
            ends_rest: false,
            max_iterations: None,
            refined: Refinement::NONE,
        }
    }

    /// Whether running it can fail: because the method can, or because of a time limit, a panic elsewhere or items
    /// that are too few.
    #[must_use]
    pub fn can_fail(&self) -> bool {
        let Refinement { many, timeout, total_timeout, runs_on, .. } = &self.refined;
        self.fallible
            || timeout.is_some()
            || total_timeout.is_some()
            || *runs_on != RunsOn::Run
            || many.is_some_and(|many| many.first.is_some())
    }

    /// Whether it runs its method for each item of what its trigger carries.
    #[must_use]
    pub fn is_each(&self) -> bool {
        self.refined.many.is_some_and(|many| many.items == Items::Each)
    }
}

impl Trigger {
    /// The events it names, in the order written.
    #[must_use]
    pub fn events(&self) -> Vec<&Event> {
        match self {
            Trigger::Event(event) => vec![event],
            Trigger::And(members) | Trigger::Or(members) | Trigger::Quorum { members, .. } => {
                members.iter().flat_map(Trigger::events).collect()
            }
        }
    }

    /// The members of an `and`, `or` or `quorum`; nothing for an event.
    #[must_use]
    pub fn members(&self) -> &[Trigger] {
        match self {
            Trigger::Event(_) => &[],
            Trigger::And(members) | Trigger::Or(members) | Trigger::Quorum { members, .. } => members,
        }
    }

    /// How many nodes the tree has. Nodes are numbered in pre-order: a node, then its members from left to right.
    #[must_use]
    pub fn node_count(&self) -> usize {
        1 + self.members().iter().map(Trigger::node_count).sum::<usize>()
    }

    /// The trigger as the user would write it, without the `each` around it.
    #[must_use]
    pub fn display<'a>(&'a self, graph: &'a Graph) -> impl fmt::Display + 'a {
        Shown { trigger: self, graph }
    }
}

impl Event {
    /// The event as the user would write it, such as `judge::Accept`.
    #[must_use]
    pub fn display(&self, graph: &Graph) -> String {
        let step = &graph.steps[self.step].name;
        let bare = if self.bare { " {}" } else { "" };
        match &self.route {
            Route::Success => format!("{step}"),
            Route::Error => format!("{step}::Err{bare}"),
            Route::Variant(variant) => format!("{step}::{variant}{bare}"),
        }
    }
}

struct Shown<'a> {
    trigger: &'a Trigger,
    graph: &'a Graph,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, members) = match self.trigger {
            Trigger::Event(event) => return f.write_str(&event.display(self.graph)),
            Trigger::And(members) => ("and", members),
            Trigger::Or(members) => ("or", members),
            Trigger::Quorum { members, .. } => ("quorum", members),
        };
        write!(f, "{word}(")?;
        if let Trigger::Quorum { needed, .. } = self.trigger {
            write!(f, "{needed}, ")?;
        }
        for (index, trigger) in members.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}", Shown { trigger, graph: self.graph })?;
        }
        f.write_str(")")
    }
}
