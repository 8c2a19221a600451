//! A run as Chrome's trace events, which [Perfetto](https://ui.perfetto.dev) and `chrome://tracing` open.
//!
//! A step is a thread, and a run of a flow the first of them. Items overlap, which slices of one thread must not: they are
//! asynchronous events, which have tracks of their own below their step's.

use std::slice;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::lanes::{MarkKind, Run, Span};
use super::told;

/// The process that everything is in.
const PROCESS: u32 = 1;

#[derive(Serialize)]
struct Event<'r> {
    name: &'r str,
    /// The category.
    cat: &'r str,
    /// What kind of event it is: `X` for a slice, `i` for a moment, `b` and `e` around an asynchronous one, `M` for names.
    ph: &'r str,
    pid: u32,
    tid: usize,
    /// Microseconds.
    ts: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// How far a moment's line goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'r str>,
    args: Map<String, Value>,
}

pub(super) fn trace(run: &Run<'_>) -> String {
    let mut events = Vec::new();
    let name = &*run.graph().name;
    names(&mut events, "process_name", 0, name);
    names(&mut events, "thread_name", 0, "run");
    let outcome = run.runs[run.root].outcome.unwrap_or("running");
    let whole = args([("outcome", json!(outcome)), ("error", json!(run.runs[run.root].error))]);
    events.push(event(name, "flow", "X", 0, 0, Some(run.to - run.from), whole));
    let titles: Vec<String> = run
        .lanes
        .iter()
        .map(|lane| [&lane.around[..], slice::from_ref(&lane.name)].concat().join(" › "))
        .collect();
    for (number, title) in titles.iter().enumerate() {
        names(&mut events, "thread_name", number + 1, title);
    }
    for (number, span) in run.spans.iter().enumerate() {
        slices(&mut events, run, number, span);
    }
    for mark in &run.marks {
        let (name, text) = match mark.kind {
            MarkKind::Won(_) => ("race won", "race"),
            MarkKind::Iteration(_) => ("iteration", "loop"),
            MarkKind::Emitted(_) => ("emitted", "emitted"),
        };
        let args = args([("text", json!(told::mark(run, mark)))]);
        let at = mark.at.saturating_sub(run.from);
        events.push(Event { s: Some("t"), ..event(name, text, "i", mark.lane + 1, at, None, args) });
    }
    let mut text = serde_json::to_string(&json!({
        "traceEvents": events,
        "displayTimeUnit": "ms",
        "otherData": { "flow": name, "started": run.log.started + run.from },
    }))
    .expect("maps have keys that are strings");
    text.push('\n');
    text
}

/// A step, with its attempts inside it if there are several.
fn slices<'r>(events: &mut Vec<Event<'r>>, run: &'r Run<'_>, number: usize, span: &'r Span) {
    let name = &*run.lanes[span.lane].name;
    let (thread, from) = (span.lane + 1, span.from - run.from);
    let told = args([
        ("outcome", json!(span.outcome.unwrap_or("running"))),
        ("item", json!(span.item)),
        ("iteration", json!(span.iteration)),
        ("note", json!(span.note)),
        ("critical", json!(span.is_critical.then_some(true))),
    ]);
    // The runs inside a step that has items are side by side, too.
    let is_alone = span.item.is_none() && inside_items(run, span.run);
    let attempts = span.attempts.iter().filter(|_| span.attempts.len() > 1);
    if is_alone {
        events.push(event(name, "step", "X", thread, from, Some(span.to - span.from), told));
        events.extend(attempts.map(|it| {
            let args = args([("error", json!(it.error))]);
            event("attempt", "attempt", "X", thread, it.from - run.from, Some(it.to - it.from), args)
        }));
        return;
    }
    let mut around = |name: &'r str, cat: &'r str, from: u64, to: u64, args: Map<String, Value>| {
        let id = Some(format!("{number}"));
        events.push(Event { id: id.clone(), ..event(name, cat, "b", thread, from, None, args) });
        events.push(Event { id, ..event(name, cat, "e", thread, to, None, Map::new()) });
    };
    around(name, "item", from, span.to - run.from, told);
    for attempt in attempts {
        let args = args([("error", json!(attempt.error))]);
        around("attempt", "item", attempt.from - run.from, attempt.to - run.from, args);
    }
}

/// Whether a run and all around it are the only ones at their place.
fn inside_items(run: &Run<'_>, inner: usize) -> bool {
    match run.runs[inner].parent {
        Some((outer, _, None)) => inside_items(run, outer),
        Some((_, _, Some(_))) => false,
        None => true,
    }
}

fn names<'r>(events: &mut Vec<Event<'r>>, kind: &'r str, thread: usize, name: &str) {
    events.push(event(kind, "__metadata", "M", thread, 0, None, args([("name", json!(name))])));
    if kind == "thread_name" {
        let order = args([("sort_index", json!(thread))]);
        events.push(event("thread_sort_index", "__metadata", "M", thread, 0, None, order));
    }
}

fn event<'r>(
    name: &'r str,
    cat: &'r str,
    ph: &'r str,
    thread: usize,
    ts: u64,
    dur: Option<u64>,
    args: Map<String, Value>,
) -> Event<'r> {
    Event { name, cat, ph, pid: PROCESS, tid: thread, ts, dur, id: None, s: None, args }
}

/// Those that are known.
fn args<const N: usize>(args: [(&str, Value); N]) -> Map<String, Value> {
    let known = args.into_iter().filter(|(_, value)| !value.is_null());
    known.map(|(name, value)| (name.to_string(), value)).collect()
}
