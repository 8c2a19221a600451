//! The observer that writes.

use std::any::Any;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use flow_graph::Graph;
use flow_graph::model::StepId;
use tokio::time::Instant;

use super::{FORMAT, Header, Line, RunEvent, RunKind, RunParent, VERSION};
use crate::observe::{Emitted, Event, Kind, Observer, RunId};

/// An observer that writes what happens as lines of JSON, for [`RunLog`](super::RunLog) and `cargo flow replay`.
///
/// Each line is written at once and flushed, so that a process that crashes leaves all that has happened before. The run
/// waits meanwhile: writing to a file costs a system call for each event. Give a writer of your own where that is too
/// much, and pass lines on from there.
///
/// An error of writing does not disturb the run. It ends the log, and is kept: [`finish`](RunLogWriter::finish) and
/// [`take_error`](RunLogWriter::take_error) tell it.
///
/// ```
/// use flow_core::observe::RunLogWriter;
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
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let writer = RunLogWriter::new(Vec::new());
/// Greeting.runner().observed_by(&writer).run().await?;
/// let text = String::from_utf8(writer.finish()?)?;
/// let lines: Vec<&str> = text.lines().collect();
/// assert!(lines[0].starts_with(r#"{"format":"flow-run","version":1,"flow":"Greeting","started":"#));
/// assert_eq!(lines[1], r#"{"at":0,"run":0,"event":"flow_started","flow":0}"#);
/// assert_eq!(lines.len(), 5);
/// # Ok(())
/// # }
/// ```
pub struct RunLogWriter<W> {
    state: Mutex<State<W>>,
}

struct State<W> {
    writer: W,
    /// What was wrong: nothing is written after that.
    error: Option<io::Error>,
    has_failed: bool,
    /// When the first event happened.
    began: Option<Instant>,
    /// The time in the last line.
    last: u64,
    /// The runs, by their numbers.
    runs: Vec<RunId>,
    /// The flows, by their numbers.
    flows: Vec<&'static Graph>,
}

impl<W: Write + Send> RunLogWriter<W> {
    /// Writes there. Nothing is written before the first event.
    #[must_use]
    pub fn new(writer: W) -> RunLogWriter<W> {
        let (runs, flows) = (Vec::new(), Vec::new());
        let state = State { writer, error: None, has_failed: false, began: None, last: 0, runs, flows };
        RunLogWriter { state: Mutex::new(state) }
    }

    /// The first error of writing, if it has not been asked for before. Nothing was written after it.
    ///
    /// ```
    /// use flow_core::observe::RunLogWriter;
    ///
    /// assert!(RunLogWriter::new(Vec::new()).take_error().is_none());
    /// ```
    #[must_use]
    pub fn take_error(&self) -> Option<io::Error> {
        self.lock().error.take()
    }

    /// What was written to.
    ///
    /// # Errors
    ///
    /// Something could not be written, and [`take_error`](RunLogWriter::take_error) has not told it yet.
    pub fn finish(self) -> io::Result<W> {
        let State { writer, error, .. } = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        error.map_or(Ok(writer), Err)
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        // Had the writer panicked, the next line would follow half of one: readers tell that.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RunLogWriter<File> {
    /// Writes to that file, whose former contents are gone.
    ///
    /// ```no_run
    /// use flow_core::observe::RunLogWriter;
    ///
    /// let writer = RunLogWriter::create("run.jsonl")?;
    /// # drop(writer);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file cannot be created.
    pub fn create(path: impl AsRef<Path>) -> io::Result<RunLogWriter<File>> {
        File::create(path).map(RunLogWriter::new)
    }
}

impl<W: Write + Send> Observer for RunLogWriter<W> {
    fn on(&self, event: &Event) {
        let mut state = self.lock();
        if state.has_failed {
            return;
        }
        if let Err(error) = state.on(event) {
            state.error = Some(error);
            state.has_failed = true;
        }
    }
}

impl<W: Write> State<W> {
    fn on(&mut self, event: &Event) -> io::Result<()> {
        let began = match self.began {
            Some(began) => began,
            None => self.begin(event)?,
        };
        // Events of steps on other threads may overtake one another on their way here.
        let at = micros(event.at.saturating_duration_since(began)).max(self.last);
        self.last = at;
        let mut graph = None;
        let kind = match &event.kind {
            Kind::FlowStarted => {
                self.runs.push(event.run);
                let known = self.flows.iter().position(|it| ptr::eq(*it, event.flow) || *it == event.flow);
                let flow = known.unwrap_or_else(|| {
                    graph = Some(event.flow);
                    self.flows.push(event.flow);
                    self.flows.len() - 1
                });
                RunKind::FlowStarted { flow, parent: self.parent(event) }
            }
            kind => logged(kind, event.flow),
        };
        // A run that had begun before anybody was told of it is not in the log.
        let Some(run) = self.number(event.run) else { return Ok(()) };
        let step = event.step_name().map(str::to_owned);
        self.line(&Line { event: RunEvent { at, run, step, item: event.item, kind }, graph })
    }

    fn begin(&mut self, event: &Event) -> io::Result<Instant> {
        // A clock that is set to before 1970 is not worth a failure.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let graph = event.flow;
        self.line(&Header {
            format: FORMAT,
            version: VERSION,
            flow: &graph.name,
            started: micros(now),
            graph,
        })?;
        self.flows.push(graph);
        self.began = Some(event.at);
        Ok(event.at)
    }

    /// One write for each line, so that a line is there or is not, as far as the writer can do that.
    fn line(&mut self, line: &impl serde::Serialize) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.writer.write_all(&bytes)?;
        self.writer.flush()
    }

    fn number(&self, run: RunId) -> Option<usize> {
        // The last ones are those that go on.
        self.runs.iter().rposition(|it| *it == run)
    }

    fn parent(&self, event: &Event) -> Option<RunParent> {
        let parent = event.parents.last()?;
        let run = self.number(parent.run)?;
        Some(RunParent { run, step: parent.step_name().to_owned(), item: parent.item })
    }
}

fn logged(kind: &Kind, flow: &Graph) -> RunKind {
    let name = |step: StepId| flow.steps.get(step).map(|step| step.name.to_string()).unwrap_or_default();
    match kind {
        // Its number is given where the run is.
        Kind::FlowStarted => RunKind::FlowStarted { flow: 0, parent: None },
        Kind::FlowFinished => RunKind::FlowFinished,
        Kind::FlowFailed { error } => RunKind::FlowFailed { error: error.clone() },
        Kind::FlowCancelled => RunKind::FlowCancelled,
        Kind::Started => RunKind::Started,
        Kind::Finished => RunKind::Finished,
        Kind::Failed { error } => RunKind::Failed { error: error.clone() },
        Kind::Cancelled => RunKind::Cancelled,
        Kind::Lost { race } => RunKind::Lost { race: name(*race) },
        Kind::Retrying { attempt, delay, error } => {
            RunKind::Retrying { attempt: *attempt, delay: micros(*delay), error: error.clone() }
        }
        Kind::RaceWon { member } => RunKind::RaceWon { member: *member },
        Kind::Iteration { number } => RunKind::Iteration { number: *number },
        Kind::Emitted(item) => RunKind::Emitted { ty: item.type_name().to_owned(), text: text(item) },
    }
}

fn text(item: &Emitted) -> Option<String> {
    fn said<T: Any + fmt::Display>(item: &Emitted) -> Option<String> {
        item.downcast_ref::<T>().map(T::to_string)
    }
    item.as_text().map(str::to_owned).or_else(|| {
        let kinds = [
            said::<bool>,
            said::<char>,
            said::<f32>,
            said::<f64>,
            said::<i8>,
            said::<i16>,
            said::<i32>,
            said::<i64>,
            said::<i128>,
            said::<isize>,
            said::<u8>,
            said::<u16>,
            said::<u32>,
            said::<u64>,
            said::<u128>,
            said::<usize>,
        ];
        kinds.iter().find_map(|said| said(item))
    })
}

fn micros(time: Duration) -> u64 {
    // Half a million years.
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

impl<W> fmt::Debug for RunLogWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunLogWriter")
    }
}
