//! The critical path: the chain of steps that determined when the run ended.

use std::collections::HashMap;
use std::ptr;

use flow_graph::model::{Event, Route, StepId, Trigger};

use super::lanes::{MarkKind, Run, Span};

/// The spans of each step of each run that have ended, in the order of their ends. Items are left out.
pub(super) struct Ended {
    spans: HashMap<(usize, StepId), Vec<usize>>,
    /// Each race that was decided: by whom, and in which event.
    won: HashMap<(usize, StepId), Vec<(usize, usize)>>,
}

impl Ended {
    pub(super) fn of(run: &Run<'_>) -> Ended {
        let mut spans: HashMap<_, Vec<usize>> = HashMap::new();
        for (number, span) in run.spans.iter().enumerate() {
            if span.end.is_some() && span.item.is_none() {
                spans.entry((span.run, span.step)).or_default().push(number);
            }
        }
        spans.values_mut().for_each(|spans| spans.sort_by_key(|span| run.spans[*span].end));
        let mut won: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
        for mark in &run.marks {
            if let MarkKind::Won(member) = mark.kind {
                won.entry((mark.run, run.lanes[mark.lane].step)).or_default().push((mark.event, member));
            }
        }
        Ended { spans, won }
    }

    /// What a span has waited for: for each event of its trigger the last span that was it, with the event. Where a race
    /// was decided for the step, only what has won.
    pub(super) fn before<'g>(&self, run: &Run<'g>, span: &Span) -> Vec<(usize, &'g Event)> {
        let Some(trigger) = &run.graph_of(span.run).steps[span.step].trigger else { return Vec::new() };
        let won = self.won.get(&(span.run, span.step)).map(Vec::as_slice).unwrap_or_default();
        let last = won.partition_point(|(event, _)| *event < span.begin).checked_sub(1);
        let losers: Vec<&Event> = match (last, race(trigger)) {
            (Some(last), Some(Trigger::Or(members))) => {
                let others = members.iter().enumerate().filter(|(member, _)| *member != won[last].1);
                others.flat_map(|(_, member)| member.events()).collect()
            }
            _ => Vec::new(),
        };
        let events =
            trigger.events().into_iter().filter(|event| !losers.iter().any(|it| ptr::eq(*it, *event)));
        let before = events.filter_map(|event| {
            let ended = self.spans.get(&(span.run, event.step))?;
            let last = ended.partition_point(|it| run.spans[*it].end < Some(span.begin));
            let fitting = ended[..last].iter().rev().find(|it| fits(&run.spans[**it], &event.route))?;
            Some((*fitting, event))
        });
        before.collect()
    }
}

/// The race or quorum that a decision is about: the only one of a trigger. Where there are several, a log does not tell them
/// apart.
pub(super) fn race(trigger: &Trigger) -> Option<&Trigger> {
    fn collect<'t>(trigger: &'t Trigger, races: &mut Vec<&'t Trigger>) {
        if matches!(trigger, Trigger::Or(_) | Trigger::Quorum { .. }) {
            races.push(trigger);
        }
        trigger.members().iter().for_each(|member| collect(member, races));
    }
    let mut races = Vec::new();
    collect(trigger, &mut races);
    if let [race] = races[..] { Some(race) } else { None }
}

/// Whether a span may have been that event. Which route a router took is not in the log.
fn fits(span: &Span, route: &Route) -> bool {
    let wanted = if *route == Route::Error { "failed" } else { "finished" };
    span.outcome == Some(wanted)
}

/// Marks the spans on the path.
pub(super) fn mark(run: &mut Run<'_>) {
    let ended = Ended::of(run);
    let mut path = Vec::new();
    let mut open = vec![run.root];
    while let Some(inner) = open.pop() {
        let mut next = last(run, inner);
        while let Some(number) = next {
            let span = &run.spans[number];
            path.push(number);
            // Of several items, the last determined the end.
            // Looking through all spans is for steps that can have items.
            let has_items = run.graph_of(span.run).steps[span.step].refined.many.is_some();
            let item = has_items
                .then(|| items(run, span).max_by_key(|it| run.spans[*it].end.unwrap_or(usize::MAX)))
                .flatten();
            path.extend(item);
            let place = item.map_or(span, |item| &run.spans[item]);
            open.extend(inside(run, place));
            let before = ended.before(run, span);
            next = before.into_iter().map(|(span, _)| span).max_by_key(|it| run.spans[*it].end);
        }
    }
    for span in path {
        run.spans[span].is_critical = true;
    }
}

/// The span with which a run ended.
fn last(run: &Run<'_>, inner: usize) -> Option<usize> {
    let spans =
        || (0..run.spans.len()).filter(|it| run.spans[*it].run == inner && run.spans[*it].item.is_none());
    let wanted = match run.runs[inner].outcome {
        Some(outcome @ ("finished" | "failed")) => outcome,
        // What it was waiting for when it was ended, or the log was: the longest.
        _ => {
            return spans()
                .filter(|it| run.spans[*it].outcome != Some("finished"))
                .min_by_key(|it| run.spans[*it].from);
        }
    };
    let ended = |wanted: &str| {
        let fitting = spans().filter(|it| run.spans[*it].outcome == Some(wanted));
        fitting.max_by_key(|it| run.spans[*it].end)
    };
    // A run that is over its time has failed, and none of its steps need have.
    ended(wanted).or_else(|| {
        spans().filter(|it| run.spans[*it].outcome != Some("finished")).min_by_key(|it| run.spans[*it].from)
    })
}

fn items<'r>(run: &'r Run<'_>, whole: &'r Span) -> impl Iterator<Item = usize> + 'r {
    let is_within = |it: &Span| it.begin > whole.begin && whole.end.is_none_or(|end| it.begin < end);
    let spans = run.spans.iter().enumerate();
    let items = spans.filter(move |(_, it)| {
        it.run == whole.run && it.step == whole.step && it.item.is_some() && is_within(it)
    });
    items.filter(|(_, it)| it.outcome != Some("cancelled")).map(|(number, _)| number)
}

/// The run inside a step that ended last, the one that ended last before that began, and so on: each attempt may have one.
fn inside(run: &Run<'_>, span: &Span) -> Vec<usize> {
    let runs = run.runs.iter().enumerate().filter(|(_, one)| {
        one.parent == Some((span.run, span.step, span.item))
            && one.begin > span.begin
            && span.end.is_none_or(|end| one.begin < end)
    });
    let mut runs: Vec<(usize, usize, usize)> =
        runs.map(|(number, one)| (one.end.unwrap_or(usize::MAX), one.begin, number)).collect();
    runs.sort();
    let mut chain = Vec::new();
    let mut begun = usize::MAX;
    for (end, begin, number) in runs.into_iter().rev() {
        if chain.is_empty() || end < begun {
            chain.push(number);
            begun = begin;
        }
    }
    chain
}
