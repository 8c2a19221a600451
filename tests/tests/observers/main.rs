//! What observers are told: the same on both schedules, but for the order of what happens side by side.

mod cancelled;
mod events;
mod refined;
mod watchers;

use flow_core::observe::Recorder;

/// The lines, with what happened in one instant, side by side, in alphabetical order.
fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// All that was told, without the flow's own beginning and end.
fn inner(recorder: &Recorder) -> Vec<String> {
    let lines = recorder.lines();
    lines[1..lines.len() - 1].to_vec()
}

/// What is told last.
fn last(recorder: &Recorder) -> String {
    recorder.lines().pop().unwrap_or_default()
}
