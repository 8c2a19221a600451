//! A run in words: what the page says without its script.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::time::{Duration, SystemTime};

use flow_graph::model::Trigger;

use super::critical;
use super::lanes::{Mark, MarkKind, Run, Span};
use crate::command::page::markup::escaped;
use crate::command::text;

/// More of a step's spans are only counted.
const SPANS: usize = 12;

/// The line below the title, as HTML.
pub(super) fn facts(run: &Run<'_>) -> String {
    let one = &run.runs[run.root];
    let took = time(run.to - run.from);
    let outcome = match one.outcome {
        Some("finished") => format!("finished after {took}"),
        Some("failed") => format!("failed after {took}"),
        Some(_) => format!("cancelled after {took}"),
        None => format!("not over when the log ends, after {took}"),
    };
    let ran: BTreeSet<usize> = run.spans.iter().map(|span| span.lane).collect();
    let again: usize = run.spans.iter().map(|span| span.attempts.len() - 1).sum();
    let mut parts = vec![outcome, format!("{} of {} ran", ran.len(), text::count(run.lanes.len(), "step"))];
    if again > 0 {
        parts.push(text::count(again, "further attempt"));
    }
    let began = Duration::from_micros(run.log.started.saturating_add(run.from));
    if let Some(began) = SystemTime::UNIX_EPOCH.checked_add(began) {
        parts.push(format!("began {}", humantime::format_rfc3339_seconds(began)));
    }
    escaped(&parts.join(" · "))
}

/// What determined the end, as HTML.
pub(super) fn summary(run: &Run<'_>) -> String {
    let mut html = String::new();
    if let Some(error) = &run.runs[run.root].error {
        _ = write!(html, "<h3>Failed</h3><div>{}</div>", escaped(error));
    }
    let outermost = run.spans.iter().filter(|it| it.run == run.root && it.item.is_none() && it.is_critical);
    let items: String = outermost
        .map(|span| {
            let took = time(span.to - span.from);
            format!("<li><code>{}</code> <small>{took}</small></li>", escaped(&run.lanes[span.lane].name))
        })
        .collect();
    if !items.is_empty() {
        _ = write!(html, "<h3>Critical path</h3><ol class=\"path\">{items}</ol>");
    }
    html
}

/// What each step did, as HTML, by its node.
pub(super) fn cells(run: &Run<'_>) -> HashMap<String, String> {
    let mut spans: BTreeMap<usize, Vec<&Span>> = BTreeMap::new();
    for span in &run.spans {
        spans.entry(span.lane).or_default().push(span);
    }
    let mut marks: BTreeMap<usize, Vec<&Mark>> = BTreeMap::new();
    for mark in &run.marks {
        marks.entry(mark.lane).or_default().push(mark);
    }
    let none = (Vec::new(), Vec::new());
    let lanes = run.lanes.iter().enumerate();
    lanes
        .filter_map(|(number, lane)| {
            let node = lane.node.clone()?;
            let spans = spans.get(&number).unwrap_or(&none.0);
            let marks = marks.get(&number).unwrap_or(&none.1);
            Some((node, cell(run, spans, marks)))
        })
        .collect()
}

fn cell(run: &Run<'_>, spans: &[&Span], marks: &[&Mark]) -> String {
    let won = marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Won(_)));
    let mut lines: Vec<String> = won.take(SPANS).map(|it| mark(run, it)).collect();
    lines.extend(spans.iter().take(SPANS).map(|it| span(run, it)));
    if let Some(more) = spans.len().checked_sub(SPANS).filter(|more| *more > 0) {
        lines.push(format!("and {more} more"));
    }
    if spans.is_empty() {
        lines.push("did not run".to_string());
    }
    let emitted = marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Emitted(_))).count();
    if emitted > 0 {
        lines.push(format!("emitted {}", text::count(emitted, "value")));
    }
    let items: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
    format!("<ul>{items}</ul>")
}

/// `item 2: finished, 1.2 s from 3 ms, on the critical path`
fn span(run: &Run<'_>, span: &Span) -> String {
    let mut line = String::new();
    if let Some(item) = span.item {
        _ = write!(line, "item {item}: ");
    }
    if let Some((_, _, Some(item))) = run.runs[span.run].parent {
        _ = write!(line, "in item {item}: ");
    }
    if let Some(iteration) = span.iteration.filter(|_| span.item.is_none()) {
        _ = write!(line, "iteration {iteration}: ");
    }
    let outcome = match (span.outcome, &span.note) {
        (None, _) => "running when the log ends".to_string(),
        (Some("lost"), Some(race)) => format!("lost the race for `{race}`"),
        (Some(outcome), Some(note)) => format!("{outcome} ({note})"),
        (Some(outcome), None) => outcome.to_string(),
    };
    _ = write!(line, "{outcome}, {} from {}", time(span.to - span.from), time(span.from - run.from));
    if span.attempts.len() > 1 {
        let failed = span.attempts.iter().filter_map(|attempt| attempt.error.as_deref());
        let mut errors: Vec<&str> = failed.filter(|error| !error.is_empty()).collect();
        errors.dedup();
        _ = write!(line, ", {} attempts", span.attempts.len());
        if !errors.is_empty() {
            _ = write!(line, " ({})", errors.join("; "));
        }
    }
    if span.is_critical {
        line.push_str(", on the critical path");
    }
    line
}

/// `price won the race`
pub(super) fn mark(run: &Run<'_>, mark: &Mark) -> String {
    match &mark.kind {
        MarkKind::Iteration(number) => format!("iteration {number} begins"),
        MarkKind::Emitted(text) => format!("emitted: {text}"),
        MarkKind::Won(member) => {
            let graph = run.graph_of(mark.run);
            let trigger = graph.steps[run.lanes[mark.lane].step].trigger.as_ref();
            let race = trigger.and_then(critical::race);
            match race.and_then(|race| Some((race, race.members().get(*member)?))) {
                Some((Trigger::Or(_), member)) => format!("`{}` won the race", member.display(graph)),
                Some((_, member)) => format!("the quorum was complete with `{}`", member.display(graph)),
                None => format!("a race was decided by member {member}"),
            }
        }
    }
}

/// `1.24 s`, to three digits.
pub(super) fn time(micros: u64) -> String {
    let digits = |value: f64| match value {
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    let seconds = micros as f64 / 1e6;
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{} ms", digits(micros as f64 / 1e3)),
        1_000_000..60_000_000 => format!("{} s", digits(seconds)),
        _ => format!("{} min {} s", micros / 60_000_000, (micros / 1_000_000) % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        let times = [0, 999, 1_000, 12_345, 999_400, 1_240_000, 61_000_000];
        let texts = ["0 µs", "999 µs", "1.00 ms", "12.3 ms", "999 ms", "1.24 s", "1 min 1 s"];
        assert_eq!(times.map(time), texts);
    }
}
