//! What the page's script draws, as JSON.

use serde::Serialize;

use super::lanes::{MarkKind, Run};
use super::taken::Taken;
use super::told;

/// Times are microseconds since the run began.
#[derive(Serialize)]
struct Timeline<'r> {
    end: u64,
    /// Whether the log has its end.
    over: bool,
    lanes: Vec<Lane<'r>>,
    /// In the order in which they begin.
    spans: Vec<Span<'r>>,
    marks: Vec<Mark>,
    /// Arrows, and when they were first taken.
    edges: Vec<(String, u64)>,
}

#[derive(Serialize)]
struct Lane<'r> {
    name: &'r str,
    around: &'r [String],
    node: Option<&'r str>,
}

#[derive(Serialize)]
struct Span<'r> {
    lane: usize,
    from: u64,
    to: u64,
    outcome: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iteration: Option<u32>,
    /// The ends of its attempts, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attempts: Vec<(u64, u64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'r str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    critical: bool,
}

#[derive(Serialize)]
struct Mark {
    lane: usize,
    at: u64,
    text: String,
    kind: &'static str,
}

pub(super) fn json(run: &Run<'_>, taken: &Taken<'_>) -> String {
    let at = |time: u64| time.saturating_sub(run.from);
    let lanes = run.lanes.iter().map(|lane| Lane {
        name: &lane.name,
        around: &lane.around,
        node: lane.node.as_deref(),
    });
    let spans = run.spans.iter().map(|span| Span {
        lane: span.lane,
        from: at(span.from),
        to: at(span.to),
        outcome: span.outcome.unwrap_or("running"),
        item: span.item,
        iteration: span.iteration,
        attempts: match &span.attempts[..] {
            [_] => Vec::new(),
            attempts => attempts.iter().map(|attempt| (at(attempt.from), at(attempt.to))).collect(),
        },
        note: span.note.as_deref(),
        critical: span.is_critical,
    });
    let marks = run.marks.iter().map(|mark| Mark {
        lane: mark.lane,
        at: at(mark.at),
        text: told::mark(run, mark),
        kind: match mark.kind {
            MarkKind::Won(_) => "won",
            MarkKind::Iteration(_) => "iteration",
            MarkKind::Emitted(_) => "emitted",
        },
    });
    let timeline = Timeline {
        end: at(run.to),
        over: run.runs[run.root].end.is_some(),
        lanes: lanes.collect(),
        spans: spans.collect(),
        marks: marks.collect(),
        edges: taken.iter().map(|((from, to), time)| (format!("{from} {to}"), at(*time))).collect(),
    };
    serde_json::to_string(&timeline).expect("maps have keys that are strings")
}
