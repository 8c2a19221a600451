//! A run as lines of JSON: what they are, and how they are read. `docs/run-log.md` of the repository has the format.

mod read;
mod writer;

use std::time::Duration;

use flow_graph::Graph;
use serde::{Deserialize, Serialize};

pub use self::read::RunLogError;
pub use self::writer::RunLogWriter;

/// What the first line says the file is.
const FORMAT: &str = "flow-run";
/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// What a [`RunLogWriter`] has written: one run, those inside it, and others of the same process if they have followed.
///
/// ```
/// use flow_core::observe::{RunKind, RunLog, RunLogWriter};
/// use flow_core::prelude::*;
///
/// struct Greeting;
///
/// #[flow]
/// impl Greeting {
///     #[start]
///     async fn name(&self) -> String {
///         "world".to_string()
///     }
///
///     #[listen(name)]
///     async fn greet(&self, name: String) -> String {
///         format!("hello {name}")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let writer = RunLogWriter::new(Vec::new()); // or `RunLogWriter::create("run.jsonl")?`
/// Greeting.runner().observed_by(&writer).run().await?;
/// let bytes = writer.finish()?;
///
/// let log = RunLog::read(&bytes[..])?;
/// assert_eq!(log.flows, [Greeting::GRAPH.clone()]);
/// let finished = log.events.iter().filter(|event| event.kind == RunKind::Finished);
/// let steps: Vec<&str> = finished.filter_map(|event| event.step.as_deref()).collect();
/// assert_eq!(steps, ["name", "greet"]);
/// assert!(!log.is_cut_off && log.is_over());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RunLog {
    /// When the first run began: microseconds since the beginning of 1970, UTC.
    pub started: u64,
    /// All flows that have run: that of the first run first.
    pub flows: Vec<Graph>,
    /// What happened, in its order.
    pub events: Vec<RunEvent>,
    /// Whether the last line is not whole, and so is not among the events: the process ended while it was written.
    pub is_cut_off: bool,
}

impl RunLog {
    /// Whether a run has begun, and every one has ended. If not, the process has ended before them, or they still go on.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let is = |test: fn(&RunKind) -> bool| self.events.iter().filter(|event| test(&event.kind)).count();
        let begun = is(|kind| matches!(kind, RunKind::FlowStarted { .. }));
        begun > 0 && begun == is(RunKind::ends_flow)
    }
}

/// A line of a [`RunLog`].
///
/// ```
/// use flow_core::observe::{RunEvent, RunKind};
///
/// let line = r#"{"at":1500,"run":0,"step":"ask","event":"failed","error":"busy"}"#;
/// let event: RunEvent = serde_json::from_str(line)?;
/// assert_eq!((event.time().as_millis(), event.step.as_deref()), (1, Some("ask")));
/// assert_eq!(event.kind, RunKind::Failed { error: Some("busy".to_owned()) });
/// assert_eq!(serde_json::to_string(&event)?, line);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunEvent {
    /// When it happened: microseconds since the first event, by a clock that never goes back.
    pub at: u64,
    /// The run that it happened in. Runs count from 0 in the order in which they begin.
    pub run: usize,
    /// The step that it is about. `None` for what happens to the run as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The item that it is about, where the step runs for each of several: their count starts from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
    /// What happened.
    #[serde(flatten)]
    pub kind: RunKind,
}

impl RunEvent {
    /// When it happened, since the first event.
    #[must_use]
    pub fn time(&self) -> Duration {
        Duration::from_micros(self.at)
    }
}

/// What a line of a [`RunLog`] tells: [`Kind`](super::Kind), with names for steps and text for values.
///
/// ```
/// use flow_core::observe::RunKind;
///
/// let kind: RunKind = serde_json::from_str(r#"{"event":"lost","race":"winner"}"#)?;
/// assert_eq!(kind, RunKind::Lost { race: "winner".to_owned() });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum RunKind {
    /// The run begins.
    FlowStarted {
        /// Which flow: its place in [`RunLog::flows`].
        flow: usize,
        /// The step that it runs in, if that is in the log.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<RunParent>,
    },
    /// The run has an output.
    FlowFinished,
    /// The run has failed.
    FlowFailed {
        /// The error's text, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The run was cancelled.
    FlowCancelled,
    /// The step begins, or an item of it does.
    Started,
    /// The step has succeeded.
    Finished,
    /// The step has failed by itself, after all its attempts.
    Failed {
        /// The error's text, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The step was dropped: the run failed or was cancelled, or enough other items had succeeded.
    Cancelled,
    /// The step was dropped because something else was first.
    Lost {
        /// The step that waited for the first.
        race: String,
    },
    /// The step is to be tried again.
    Retrying {
        /// Which attempt begins, from 2.
        attempt: u32,
        /// After how many microseconds it begins.
        delay: u64,
        /// What was wrong with the last, where it has a text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
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
    /// The step has handed something to whoever watches.
    Emitted {
        /// The name of the value's type, for people to read.
        #[serde(rename = "type")]
        ty: String,
        /// The value, if it is text, a number, a `bool` or a `char`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}

impl RunKind {
    /// Whether it ends a run.
    ///
    /// ```
    /// use flow_core::observe::RunKind;
    ///
    /// assert!(RunKind::FlowCancelled.ends_flow() && !RunKind::Cancelled.ends_flow());
    /// ```
    #[must_use]
    pub fn ends_flow(&self) -> bool {
        matches!(self, RunKind::FlowFinished | RunKind::FlowFailed { .. } | RunKind::FlowCancelled)
    }

    /// How a run, a step or an item ended, in a word, as [`Kind::outcome`](super::Kind::outcome) says.
    ///
    /// ```
    /// use flow_core::observe::RunKind;
    ///
    /// assert_eq!(RunKind::Failed { error: None }.outcome(), Some("failed"));
    /// assert_eq!(RunKind::Started.outcome(), None);
    /// ```
    #[must_use]
    pub fn outcome(&self) -> Option<&'static str> {
        match self {
            RunKind::FlowFinished | RunKind::Finished => Some("finished"),
            RunKind::FlowFailed { .. } | RunKind::Failed { .. } => Some("failed"),
            RunKind::FlowCancelled | RunKind::Cancelled => Some("cancelled"),
            RunKind::Lost { .. } => Some("lost"),
            _ => None,
        }
    }
}

/// The step in which a run takes place.
///
/// ```
/// use flow_core::observe::RunParent;
///
/// let parent: RunParent = serde_json::from_str(r#"{"run":0,"step":"chapter","item":2}"#)?;
/// assert_eq!((parent.run, &*parent.step, parent.item), (0, "chapter", Some(2)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunParent {
    /// The outer run.
    pub run: usize,
    /// The step of its flow.
    pub step: String,
    /// The item, where the step runs for each of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
}

/// The first line, as it is written.
#[derive(Serialize)]
struct Header<'g> {
    format: &'static str,
    version: u32,
    flow: &'g str,
    started: u64,
    graph: &'g Graph,
}

/// A line that is not the first, as it is written.
#[derive(Serialize)]
struct Line<'g> {
    #[serde(flatten)]
    event: RunEvent,
    /// The flow that begins, if no line above has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    graph: Option<&'g Graph>,
}
