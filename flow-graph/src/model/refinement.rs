//! Steps that do more than run their method once, in the run's own task.

use std::borrow::Cow;
use std::time::Duration;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Graph, Text};

/// How a step does more than run its method once, in the run's own task.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use std::time::Duration;
/// use flow_graph::model::{Refinement, RunsOn};
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Search {
///         #[start]
///         #[spawn]
///         #[timeout("250ms", total = "1m")]
///         async fn search(words: String) -> usize { todo!() }
///     }
/// }).graph;
/// assert_eq!(graph.steps[0].refined, Refinement {
///     timeout: Some(Duration::from_millis(250)),
///     total_timeout: Some(Duration::from_secs(60)),
///     runs_on: RunsOn::Task,
///     ..Refinement::NONE
/// });
/// # }
/// ```
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
    ///
    /// ```
    /// use flow_graph::model::{Refinement, Step, StepKind};
    ///
    /// assert_eq!(Step::new("slogan", StepKind::Start).refined, Refinement::NONE);
    /// assert_eq!(Refinement::default(), Refinement::NONE);
    /// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::{Items, Many};
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Poll {
///         #[start(times = 5, limit = 2, first = 3)]
///         async fn vote(&self) -> bool { todo!() }
///     }
/// }).graph;
/// let many = Many { items: Items::Times(5), limit: Some(2), first: Some(3) };
/// assert_eq!(graph.steps[0].refined.many, Some(many));
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Items;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Site {
///         #[start(times = 2)]
///         async fn probe(&self) -> u32 { todo!() }
///         #[listen(each(probe))]
///         async fn show(&self, millis: u32) {}
///     }
/// }).graph;
/// let items = |step: usize| graph.steps[step].refined.many.map(|many| many.items);
/// assert_eq!((items(0), items(1)), (Some(Items::Times(2)), Some(Items::Each)));
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Items {
    /// `each(x)`: for every item of what its trigger, which is one event, carries.
    Each,
    /// `times = n`: that often, always for the same values.
    Times(u32),
}

/// `#[retry(times = 3, base = "200ms", max = "5s", on = path)]`
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use std::time::Duration;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Model {
///         #[start]
///         #[retry(times = 5, base = "200ms", on = Refusal::is_temporary)]
///         async fn ask(&self, question: &str) -> Result<String, Refusal> { todo!() }
///     }
/// }).graph;
/// let retry = graph.steps[0].refined.retry.as_ref().unwrap();
/// assert_eq!((retry.times, retry.base), (5, Duration::from_millis(200)));
/// assert_eq!(retry.max, Duration::from_secs(60)); // if not said
/// assert_eq!(retry.on.as_deref(), Some("Refusal::is_temporary"));
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::RunsOn;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Checksum {
///         #[start]
///         #[blocking]
///         fn read(path: PathBuf) -> Vec<u8> { todo!() }
///         #[listen(read)]
///         fn sum(&self, bytes: Vec<u8>) -> u32 { todo!() }
///     }
/// }).graph;
/// assert_eq!(graph.steps[0].refined.runs_on, RunsOn::BlockingPool);
/// assert_eq!(graph.steps[1].refined.runs_on, RunsOn::Run);
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Book {
///         #[start]
///         #[subflow(Chapter)]
///         async fn chapter(&self, title: &str) -> Result<String, FlowError> { todo!() }
///     }
/// }).graph;
/// let subflow = graph.steps[0].refined.subflow.as_ref().unwrap();
/// assert_eq!(subflow.name, "Chapter");
/// assert!(subflow.graph.is_none()); // tokens do not say what `Chapter` is
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Subflow {
    /// Its type, as written.
    pub name: Text,
    /// Its graph, where that is known: in `Flow::GRAPH` it is, in what is read from source files it may not be.
    pub graph: Option<Cow<'static, Graph>>,
}
