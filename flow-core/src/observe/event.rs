//! What an observer is told.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use flow_graph::Graph;
use flow_graph::model::StepId;
use tokio::time::Instant;

use super::Emitted;

/// Something that happens in a run.
///
/// Events are plain values: clone them to keep them. `Display` says one in a line, such as `started slogan`.
///
/// ```
/// use flow_core::observe::{Kind, Recorder};
/// use flow_core::prelude::*;
///
/// struct Import;
///
/// #[flow]
/// impl Import {
///     #[start]
///     fn count(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
///         text.parse()
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let recorder = Recorder::new();
/// Import.runner().observed_by(&recorder).run("many").await.unwrap_err();
/// let events = recorder.events();
/// let failed = events.iter().find(|event| matches!(event.kind, Kind::Failed { .. })).unwrap();
/// assert_eq!((failed.flow_name(), failed.step_name()), ("Import", Some("count")));
/// assert_eq!(failed.to_string(), "failed count: invalid digit found in string");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Event {
    /// When it happened. In tests with tokio's paused time, that time.
    pub at: Instant,
    /// The run that it happened in.
    pub run: RunId,
    /// The flow that runs.
    pub flow: &'static Graph,
    /// The step that it is about: its place in [`Graph::steps`]. `None` for what happens to the run as a whole.
    pub step: Option<StepId>,
    /// The item that it is about, where the step runs for each of several: their count starts from 0.
    pub item: Option<usize>,
    /// Where the run is part of another flow's run: the steps that it is in, the outermost first.
    pub parents: Vec<Parent>,
    /// What happened.
    pub kind: Kind,
}

/// What happened.
///
/// A run and a step, and each item of a step that runs for several, begin with one event and end with exactly one:
/// a run with `FlowFinished`, `FlowFailed` or `FlowCancelled`, a step with `Finished`, `Failed`, `Cancelled` or `Lost`.
///
/// ```
/// use flow_core::observe::{Kind, Recorder};
/// use flow_core::prelude::*;
///
/// struct Model;
///
/// #[flow]
/// impl Model {
///     #[start]
///     #[retry(times = 1)]
///     async fn ask(&self) -> Result<String, String> {
///         Err("busy".to_owned())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// let recorder = Recorder::new();
/// Model.runner().observed_by(&recorder).run().await.unwrap_err();
/// let kinds: Vec<Kind> = recorder.take().into_iter().map(|event| event.kind).collect();
/// assert!(matches!(&kinds[..], [
///     Kind::FlowStarted,
///     Kind::Started,
///     Kind::Retrying { attempt: 2, .. },
///     Kind::Failed { error: Some(error) },
///     Kind::FlowFailed { .. },
/// ] if error == "busy"));
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Kind {
    /// The run begins.
    FlowStarted,
    /// The run has an output.
    FlowFinished,
    /// The run has failed, or its deadline has passed.
    FlowFailed {
        /// The error's text, where it has one.
        error: Option<String>,
    },
    /// The run was cancelled: by its token, or because its future was dropped.
    FlowCancelled,
    /// The step begins, or an item of it does.
    Started,
    /// The step has succeeded.
    Finished,
    /// The step has failed by itself, after all its attempts.
    Failed {
        /// The error's text: `Display`, else `Debug`, where it has either.
        error: Option<String>,
    },
    /// The step was dropped: the run failed or was cancelled, or enough other items had succeeded.
    Cancelled,
    /// The step was dropped because something else was first.
    Lost {
        /// The step that waited for the first.
        race: StepId,
    },
    /// The step is to be tried again.
    Retrying {
        /// Which attempt begins, from 2.
        attempt: u32,
        /// After what time it begins.
        delay: Duration,
        /// What was wrong with the last, where it has a text.
        error: Option<String>,
    },
    /// What the step waits for is decided: an `or`, or a `quorum` by its last arrival.
    RaceWon {
        /// The member that has won, by its place among the members as written, from 0.
        member: usize,
    },
    /// The step, which is the header of a loop, begins again.
    Iteration {
        /// For the how-manieth time it runs since the loop was entered: 2 or more.
        number: u32,
    },
    /// The step hands something to whoever watches, with [`Context::emit`](crate::Context::emit).
    Emitted(Emitted),
}

impl Kind {
    /// How a run, a step or an item ended, in a word: `finished`, `failed`, `cancelled` or `lost`. `None` where nothing ended.
    ///
    /// ```
    /// use flow_core::observe::Kind;
    ///
    /// assert_eq!(Kind::Lost { race: 0 }.outcome(), Some("lost"));
    /// assert_eq!(Kind::Started.outcome(), None);
    /// ```
    #[must_use]
    pub fn outcome(&self) -> Option<&'static str> {
        match self {
            Kind::FlowFinished | Kind::Finished => Some("finished"),
            Kind::FlowFailed { .. } | Kind::Failed { .. } => Some("failed"),
            Kind::FlowCancelled | Kind::Cancelled => Some("cancelled"),
            Kind::Lost { .. } => Some("lost"),
            _ => None,
        }
    }
}

/// Tells the runs of a process apart.
///
/// ```
/// use flow_core::observe::Recorder;
/// use flow_core::prelude::*;
///
/// struct Greeting;
///
/// #[flow]
/// impl Greeting {
///     #[start]
///     async fn greet(&self) -> &'static str {
///         "hello"
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let recorder = Recorder::new();
/// Greeting.runner().observed_by(&recorder).run().await.unwrap();
/// let first = recorder.take();
/// Greeting.runner().observed_by(&recorder).run().await.unwrap();
/// let second = recorder.take();
/// assert!(first.iter().all(|event| event.run == first[0].run));
/// assert_ne!(first[0].run, second[0].run);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(u64);

impl RunId {
    pub(crate) fn next() -> RunId {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        RunId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What is about to be polled: a run, a step of it, or an item of that step. See
/// [`Observer::poll`](super::Observer::poll).
///
/// ```
/// use flow_core::observe::Recorder;
/// use flow_core::prelude::*;
///
/// struct Dice;
///
/// #[flow]
/// impl Dice {
///     #[start(times = 2)]
///     async fn roll(&self) -> u32 {
///         5
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let recorder = Recorder::new();
/// Dice.runner().observed_by(&recorder).run().await.unwrap();
/// let ended = recorder.events().into_iter().filter(|event| event.kind.outcome().is_some());
/// let places: Vec<_> = ended.map(|event| event.place()).map(|place| (place.step, place.item)).collect();
/// assert_eq!(places, [(Some(0), Some(0)), (Some(0), Some(1)), (Some(0), None), (None, None)]);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The run.
    pub run: RunId,
    /// The step; `None` for the run as a whole.
    pub step: Option<StepId>,
    /// The item, where the step runs for each of several.
    pub item: Option<usize>,
}

impl Place {
    pub(crate) fn new(run: RunId, step: Option<StepId>, item: Option<usize>) -> Place {
        Place { run, step, item }
    }
}

/// A step of another flow, in which a run takes place.
///
/// ```
/// use flow_core::observe::Recorder;
/// use flow_core::prelude::*;
///
/// struct Chapter;
///
/// #[flow]
/// impl Chapter {
///     #[start]
///     async fn write(&self) -> &'static str {
///         "It is known."
///     }
/// }
///
/// struct Book;
///
/// #[flow]
/// impl Book {
///     #[start]
///     async fn chapter(&self, #[context] cx: Context<'_>) -> Result<&'static str, FlowError> {
///         Chapter.runner().within(cx).run().await
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let recorder = Recorder::new();
/// Book.runner().observed_by(&recorder).run().await.unwrap();
/// let events = recorder.events();
/// let write = events.iter().find(|event| event.step_name() == Some("write")).unwrap();
/// let [parent] = &write.parents[..] else { panic!() };
/// assert_eq!((&*parent.flow.name, parent.step_name()), ("Book", "chapter"));
/// assert_eq!(parent.run, events[0].run);
/// # }
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Parent {
    /// The outer run.
    pub run: RunId,
    /// The outer flow.
    pub flow: &'static Graph,
    /// The step of the outer flow.
    pub step: StepId,
    /// The item, where the step runs for each of several.
    pub item: Option<usize>,
}

impl Parent {
    pub(crate) fn new(run: RunId, flow: &'static Graph, step: StepId, item: Option<usize>) -> Parent {
        Parent { run, flow, step, item }
    }

    /// The step's name.
    #[must_use]
    pub fn step_name(&self) -> &'static str {
        &self.flow.steps[self.step].name
    }
}

impl Event {
    pub(crate) fn new(
        run: RunId,
        flow: &'static Graph,
        step: Option<StepId>,
        item: Option<usize>,
        kind: Kind,
    ) -> Event {
        Event { at: Instant::now(), run, flow, step, item, parents: Vec::new(), kind }
    }

    /// What the event is about.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::new(self.run, self.step, self.item)
    }

    /// The flow's name.
    #[must_use]
    pub fn flow_name(&self) -> &'static str {
        &self.flow.name
    }

    /// The name of the step that the event is about.
    #[must_use]
    pub fn step_name(&self) -> Option<&'static str> {
        let step = self.step?;
        Some(&self.flow.steps.get(step)?.name)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for parent in &self.parents {
            write!(f, "{parent:?} / ")?;
        }
        let flow = self.flow_name();
        let step = Named(self.step_name().unwrap_or("?"), self.item);
        let because = |f: &mut fmt::Formatter<'_>, error: &Option<String>| match error {
            Some(error) => write!(f, ": {error}"),
            None => Ok(()),
        };
        match &self.kind {
            Kind::FlowStarted => write!(f, "started flow {flow}"),
            Kind::FlowFinished => write!(f, "finished flow {flow}"),
            Kind::FlowFailed { error } => {
                write!(f, "failed flow {flow}")?;
                because(f, error)
            }
            Kind::FlowCancelled => write!(f, "cancelled flow {flow}"),
            Kind::Started => write!(f, "started {step}"),
            Kind::Finished => write!(f, "finished {step}"),
            Kind::Failed { error } => {
                write!(f, "failed {step}")?;
                because(f, error)
            }
            Kind::Cancelled => write!(f, "cancelled {step}"),
            Kind::Lost { race } => {
                let race = self.flow.steps.get(*race).map_or("?", |step| &step.name);
                write!(f, "lost {step} in the race for {race}")
            }
            Kind::Retrying { attempt, delay, error } => {
                write!(f, "retrying {step}: attempt {attempt} in {delay:?}")?;
                error.iter().try_for_each(|error| write!(f, ", because: {error}"))
            }
            Kind::RaceWon { member } => write!(f, "decided {step}: member {member}"),
            Kind::Iteration { number } => write!(f, "iteration {number} of {step}"),
            Kind::Emitted(item) => write!(f, "emitted {step}: {item:?}"),
        }
    }
}

/// A step, and which item of it.
struct Named<'a>(&'a str, Option<usize>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        self.1.map_or(Ok(()), |item| write!(f, "[{item}]"))
    }
}

impl fmt::Debug for Parent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.flow.name, Named(self.step_name(), self.item))
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("run", &self.run)
            .field("flow", &self.flow_name())
            .field("step", &self.step_name())
            .field("item", &self.item)
            .field("parents", &self.parents)
            .field("kind", &self.kind)
            .finish()
    }
}
