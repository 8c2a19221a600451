//! The command `cargo flow`: looks at the flows of a workspace from its source files alone. Nothing is compiled or run.
//!
//! [`args`] is what can be typed, [`workspace`] reads the sources, [`name`] finds the flow that is meant, and each
//! command has a file of its own.

mod args;
mod check;
mod explain;
mod failure;
mod graph;
mod json;
mod layout;
mod links;
mod list;
mod manual;
mod message;
mod name;
mod new;
mod page;
mod replay;
mod shape;
mod svg;
mod text;
mod watch;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Args, Command};
use failure::Failure;

/// The exit code where something is wrong with the flows or could not be done. As Cargo's.
const FAILED: u8 = 101;
/// The exit code where the command line makes no sense. As Cargo's.
const MISUSED: u8 = 1;

/// Runs the command that the process was given.
#[must_use]
pub fn main() -> ExitCode {
    match run(std::env::args_os().collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.code())
        }
    }
}

fn run(mut words: Vec<OsString>) -> Result<(), Failure> {
    // Cargo runs `cargo-flow flow …` for `cargo flow …`.
    if words.get(1).is_some_and(|word| word == "flow") {
        words.remove(1);
    }
    let args = Args::read(words).map_err(Failure::Usage)?;
    match args.color {
        clap::ColorChoice::Auto => {}
        clap::ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        clap::ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
    }
    match &args.command {
        Command::List(it) => watch::repeat(it.watch, &it.select, |workspace| list::run(it, workspace)),
        Command::Check(it) => watch::repeat(it.watch, &it.select, |workspace| check::run(it, workspace)),
        Command::Graph(it) => {
            it.validate()?;
            watch::repeat(it.watch, &it.select, |workspace| graph::run(it, workspace))
        }
        Command::Explain(it) => explain::run(it, &workspace::Workspace::read(&it.select)?),
        Command::Replay(it) => replay::run(it),
        Command::New(it) => new::run(it),
        Command::Completions(it) => manual::completions(it),
        Command::Man => manual::page(),
    }
}
