//! What every program does around its flow.

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use flow_core::observe::{Event, Kind, Observer, Progress, RunLogWriter};
use tokio::runtime::Builder;
use tokio_util::sync::CancellationToken;

/// Runs `main` to its end. An error is printed with everything that led to it, and the exit code is 1.
pub fn run(main: impl Future<Output = Result<(), Box<dyn Error>>>) -> ExitCode {
    run_on(&mut Builder::new_current_thread(), main)
}

/// As [`run`], with a thread for each core: for steps that `#[spawn]` puts into tasks of their own.
pub fn run_on_all_cores(main: impl Future<Output = Result<(), Box<dyn Error>>>) -> ExitCode {
    run_on(&mut Builder::new_multi_thread(), main)
}

fn run_on(runtime: &mut Builder, main: impl Future<Output = Result<(), Box<dyn Error>>>) -> ExitCode {
    let result = match runtime.enable_all().build() {
        Ok(runtime) => runtime.block_on(main),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", report(&*error));
            ExitCode::FAILURE
        }
    }
}

/// A token that Ctrl-C cancels.
pub fn ctrl_c() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    tokio::spawn(async move {
        // An error means that there is nothing to wait for: Ctrl-C ends the program, as it does without us.
        if tokio::signal::ctrl_c().await.is_ok() {
            cancelled.cancel();
        }
    });
    token
}

/// Shows on the standard error how a run gets on: the lines that its steps emit and, if that is a terminal, which steps
/// are running.
#[derive(Debug, Default)]
pub struct Watch {
    steps: Progress,
}

impl Watch {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes something while the view is out of the way.
    pub fn write<T>(&self, write: impl FnOnce() -> T) -> T {
        self.steps.suspend(write)
    }
}

impl Observer for Watch {
    fn on(&self, event: &Event) {
        self.steps.on(event);
        if let Kind::Emitted(item) = &event.kind
            && let Some(line) = item.downcast_ref::<String>()
        {
            self.write(|| eprintln!("{line}"));
        }
    }
}

/// What a program that can record its run is given.
#[derive(Debug, Args)]
pub struct Record {
    /// Records the run in this file, for `cargo flow replay`
    #[arg(long = "record", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Record {
    /// The observer that records, if a file was named.
    pub fn begin(&self) -> Result<Option<RunLogWriter<File>>, String> {
        let create = |file| RunLogWriter::create(file).map_err(|error| self.told(error));
        self.file.as_ref().map(create).transpose()
    }

    /// Whether all of the run could be recorded.
    pub fn end(&self, log: Option<RunLogWriter<File>>) -> Result<(), String> {
        log.map_or(Ok(()), |log| log.finish().map(drop).map_err(|error| self.told(error)))
    }

    fn told(&self, error: std::io::Error) -> String {
        let file = self.file.as_deref().unwrap_or(std::path::Path::new(""));
        format!("the run cannot be recorded in {}: {error}", file.display())
    }
}

/// The error and its causes, one a line. A cause its error has already told is not told again.
fn report(error: &dyn Error) -> String {
    let mut last = error.to_string();
    let mut report = format!("error: {last}");
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !last.contains(&text) {
            report.push_str(&format!("\n  because: {text}"));
            last = text;
        }
        next = cause.source();
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Layer(&'static str, #[source] Option<Box<Layer>>);

    #[test]
    fn causes_are_told_once() {
        let root = Layer("connection refused", None);
        let middle = Layer("cannot connect: connection refused", Some(Box::new(root)));
        let top = Layer("step `a` failed", Some(Box::new(middle)));
        assert_eq!(report(&top), "error: step `a` failed\n  because: cannot connect: connection refused");
    }
}
