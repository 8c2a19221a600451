//! `--watch`: again whenever a source file changes.
//!
//! Files are asked for their times, a few times a second. That needs nothing of the system, sees every editor's way to
//! save a file, and costs next to nothing for as many files as a workspace has.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use super::args::Select;
use super::failure::Failure;
use super::message;
use super::text::count;
use super::workspace::{Workspace, shown};

const PAUSE: Duration = Duration::from_millis(200);

/// Runs a command on the workspace; for ever, if `watch`.
pub(super) fn repeat(
    watch: bool,
    select: &Select,
    run: impl Fn(&Workspace) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if !watch {
        return run(&Workspace::read(select)?);
    }
    let mut watched: Vec<PathBuf> = Vec::new();
    loop {
        // What is written while the sources are read is seen afterwards.
        let before = times(&watched);
        match Workspace::read(select) {
            Ok(workspace) => {
                let now = workspace.watched();
                let is_first = watched.is_empty();
                let known = if now == watched { before } else { times(&now) };
                watched = now;
                if let Err(failure) = run(&workspace) {
                    // A command line that makes no sense will make none later.
                    if is_first && failure.code() == super::MISUSED {
                        return Err(failure);
                    }
                    failure.print();
                }
                message::status("Watching", &format!("{}, until Ctrl-C", count(files(&watched), "file")));
                wait(&watched, known);
            }
            Err(failure) if watched.is_empty() => return Err(failure),
            Err(failure) => {
                // Such as a manifest that is being edited.
                failure.print();
                wait(&watched, before);
            }
        }
    }
}

fn files(watched: &[PathBuf]) -> usize {
    watched.iter().filter(|path| path.is_file()).count()
}

/// Returns when one of them has changed.
fn wait(watched: &[PathBuf], known: Vec<Option<SystemTime>>) {
    loop {
        let now = times(watched);
        let changed = watched.iter().zip(known.iter().zip(&now)).find(|(_, (known, now))| known != now);
        if let Some((path, _)) = changed {
            message::status("Changed", &shown(path));
            return;
        }
        thread::sleep(PAUSE);
    }
}

/// When each of them was last written; nothing for one that is not there.
fn times(paths: &[PathBuf]) -> Vec<Option<SystemTime>> {
    paths.iter().map(|path| fs::metadata(path).and_then(|it| it.modified()).ok()).collect()
}
