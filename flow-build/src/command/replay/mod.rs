//! `cargo flow replay`: a run that has been recorded, on the picture of its flow and over time.
//!
//! [`lanes`] makes spans of events, [`critical`] finds the chain of steps that determined the end, [`taken`] the arrows
//! that the run went along, and [`told`] says all of it in words. [`timeline`] is what the page's script draws, and
//! [`trace`] the same for other programs.

mod critical;
mod lanes;
mod taken;
mod timeline;
mod told;
mod trace;

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use flow_core::observe::{RunLog, RunLogError};
use flow_graph::render::{Diagram, Document};

use super::args::{Replay, ReplayFormat};
use super::failure::Failure;
use super::{message, page};
use lanes::Run;

pub(super) fn run(args: &Replay) -> Result<(), Failure> {
    let format = args.format()?;
    let log = read(&args.log)?;
    let run = Run::of(&log, args.run)?;
    let text = match format {
        ReplayFormat::Html => html(&run)?,
        ReplayFormat::Trace => trace::trace(&run),
    };
    match &args.output {
        Some(file) if file.as_os_str() != "-" => fs::write(file, text).map_err(|error| {
            let failure = Failure::new(format!("cannot write `{}`: {error}", file.display()));
            match file.parent() {
                Some(parent) if !parent.as_os_str().is_empty() && !parent.exists() => {
                    failure.help(format!("create the directory `{}` first", parent.display()))
                }
                _ => failure,
            }
        }),
        _ => message::print(&text),
    }
}

fn html(run: &Run<'_>) -> Result<String, Failure> {
    let graph = run.graph();
    let diagram = Diagram::of(graph);
    let taken = taken::taken(run, &diagram);
    let json = serde_json::to_string(&Document::new(graph)).expect("maps have keys that are strings");
    let told = page::Run {
        facts: told::facts(run),
        summary: told::summary(run),
        timeline: timeline::json(run, &taken),
        cells: told::cells(run),
    };
    page::of_run(graph, &json, &told)
}

fn read(file: &Path) -> Result<RunLog, Failure> {
    const RECORD: &str =
        "record one with `RunLogWriter` of flow-core (feature `record`): see `docs/run-log.md`";
    let name = file.display();
    let open = File::open(file).map_err(|error| {
        let failure = Failure::new(format!("cannot read `{name}`: {error}"));
        if error.kind() == ErrorKind::NotFound { failure.help(RECORD) } else { failure }
    })?;
    let log = RunLog::read(open).map_err(|error| match error {
        RunLogError::Io(error) => Failure::new(format!("cannot read `{name}`: {error}")),
        RunLogError::Empty => Failure::new(format!("`{name}` is empty"))
            .note("a log is written from the beginning of a run on: none has begun")
            .help("give the run its observer: `flow.runner().observed_by(&log).run()`"),
        RunLogError::Foreign => Failure::new(format!("`{name}` is no log of a run")).help(RECORD),
        RunLogError::Version { .. } => Failure::new(format!("`{name}`: {error}"))
            .help("install the `cargo flow` of the release that wrote it"),
        RunLogError::Line { .. } => Failure::new(format!("`{name}`: {error}"))
            .help("if it was written by another release, install the `cargo flow` of that one"),
        _ => Failure::new(format!("`{name}`: {error}")),
    })?;
    if log.is_cut_off {
        message::warn(&format!("the last line of `{name}` is not whole; the run is shown up to there"));
    }
    if log.events.is_empty() {
        return Err(Failure::new(format!("no event is in `{name}`"))
            .note("the process that wrote it ended before its run could begin"));
    }
    Ok(log)
}
