//! Reading a log.

use std::io::{self, Read};
use std::{error, fmt};

use flow_graph::Graph;
use serde::Deserialize;

use super::{FORMAT, RunEvent, RunKind, RunLog, VERSION};

/// Why a log cannot be read.
///
/// ```
/// use flow_core::observe::{RunLog, RunLogError};
///
/// assert!(matches!(RunLog::read(&b""[..]), Err(RunLogError::Empty)));
/// assert!(matches!(RunLog::read(&b"hello\n"[..]), Err(RunLogError::Foreign)));
/// let newer = br#"{"format":"flow-run","version":7}"#;
/// let error = RunLog::read(&newer[..]).unwrap_err();
/// assert!(matches!(error, RunLogError::Version { found: 7 }));
/// assert_eq!(error.to_string(), "the run log has version 7, and only version 1 can be read");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum RunLogError {
    /// It cannot be read at all.
    Io(io::Error),
    /// There is nothing in it: no run has begun.
    Empty,
    /// It is no run log.
    Foreign,
    /// It has another version.
    Version {
        /// Which.
        found: u64,
    },
    /// A line is not what this version has there.
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

impl fmt::Display for RunLogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunLogError::Io(error) => write!(f, "the run log cannot be read: {error}"),
            RunLogError::Empty => f.write_str("the run log is empty"),
            RunLogError::Foreign => f.write_str("this is no run log"),
            RunLogError::Version { found } => {
                write!(f, "the run log has version {found}, and only version {VERSION} can be read")
            }
            RunLogError::Line { line, problem } => write!(f, "line {line} of the run log: {problem}"),
        }
    }
}

impl error::Error for RunLogError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            RunLogError::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// What tells a log from other files.
#[derive(Deserialize)]
struct Mark {
    format: String,
    version: u64,
}

#[derive(Deserialize)]
struct Header {
    started: u64,
    graph: Graph,
}

#[derive(Deserialize)]
struct Line {
    graph: Option<Graph>,
    #[serde(flatten)]
    event: RunEvent,
}

impl RunLog {
    /// Reads a log to its end. A last line without an end that makes no sense is left out:
    /// [`is_cut_off`](RunLog::is_cut_off) tells that.
    ///
    /// # Errors
    ///
    /// It cannot be read, is something else, or has another version.
    pub fn read(mut from: impl Read) -> Result<RunLog, RunLogError> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(RunLogError::Io)?;
        if bytes.trim_ascii().is_empty() {
            return Err(RunLogError::Empty);
        }
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').zip(1..);
        let (first, _) = lines.next().ok_or(RunLogError::Empty)?;
        let mut log = RunLog::begin(first)?;
        // Which flow each run is of.
        let mut runs: Vec<usize> = Vec::new();
        for (text, line) in lines {
            match serde_json::from_slice::<Line>(text) {
                Ok(read) => {
                    log.add(read, &mut runs).map_err(|problem| RunLogError::Line { line, problem })?;
                }
                // Only the last line can have no end.
                Err(error) if !text.ends_with(b"\n") && (error.is_eof() || error.is_syntax()) => {
                    log.is_cut_off = true;
                }
                Err(error) => return Err(RunLogError::Line { line, problem: problem(&error) }),
            }
        }
        Ok(log)
    }

    fn begin(text: &[u8]) -> Result<RunLog, RunLogError> {
        let Ok(mark) = serde_json::from_slice::<Mark>(text) else {
            let is_begun = text.starts_with(format!("{{\"format\":\"{FORMAT}\"").as_bytes());
            let problem = "it is not whole: the process ended while it was written".to_owned();
            return Err(if is_begun { RunLogError::Line { line: 1, problem } } else { RunLogError::Foreign });
        };
        if mark.format != FORMAT {
            return Err(RunLogError::Foreign);
        }
        if mark.version != u64::from(VERSION) {
            return Err(RunLogError::Version { found: mark.version });
        }
        let Header { started, graph } = serde_json::from_slice(text)
            .map_err(|error| RunLogError::Line { line: 1, problem: problem(&error) })?;
        Ok(RunLog { started, flows: vec![graph], events: Vec::new(), is_cut_off: false })
    }

    /// Adds an event, if it fits what has been read before.
    fn add(&mut self, line: Line, runs: &mut Vec<usize>) -> Result<(), String> {
        let Line { graph, event } = line;
        self.flows.extend(graph);
        let step_of = |flow: usize, name: &str| match self.flows.get(flow) {
            Some(graph) if graph.step_named(name).is_some() => Ok(()),
            Some(graph) => Err(format!("the flow `{}` has no step `{name}`", graph.name)),
            None => Err(format!("no line above has a flow {flow}")),
        };
        let flow_of = |run: usize| {
            runs.get(run).copied().ok_or_else(|| format!("the run {run} has not begun in a line above"))
        };
        if let RunKind::FlowStarted { flow, parent } = &event.kind {
            if *flow >= self.flows.len() {
                return Err(format!("no line above has a flow {flow}"));
            }
            if event.run != runs.len() {
                return Err(format!("the run that begins should be {}, and is {}", runs.len(), event.run));
            }
            if let Some(parent) = parent {
                step_of(flow_of(parent.run)?, &parent.step)?;
            }
            runs.push(*flow);
        } else {
            let flow = flow_of(event.run)?;
            let race = if let RunKind::Lost { race } = &event.kind { Some(race) } else { None };
            event.step.iter().chain(race).try_for_each(|name| step_of(flow, name))?;
        }
        if self.events.last().is_some_and(|last| last.at > event.at) {
            return Err("it has an earlier time than the line above".to_owned());
        }
        self.events.push(event);
        Ok(())
    }
}

/// What serde says, without its place: a log's lines are counted by us.
fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(problem, _)| problem.to_owned())
}
