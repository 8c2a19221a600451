//! Joins that can never complete.

use crate::analysis::net::{EventId, Kind, Word};
use crate::analysis::{Analysis, BitSet};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, StepId};

use super::{Report, words};

/// Reports every `and` and `quorum` whose members exclude one another.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    let mut stuck = Vec::new();
    for &(step, node) in analysis.impossible_joins() {
        if !report.exempt.contains(step) {
            report.add(describe(graph, analysis, step, node));
            stuck.push(step);
        }
    }
    report.exempt(&analysis.net, stuck);
}

fn describe(graph: &Graph, analysis: &Analysis, step: StepId, node: usize) -> Diagnostic {
    let nodes = &analysis.net.triggers[step];
    let Kind::Gate { word, needs, members } = &nodes[node].kind else {
        return Diagnostic::new(3, Place::Trigger(step, node), "this can never happen");
    };
    let text = |node: usize| {
        graph.steps[step]
            .trigger
            .as_ref()
            .map(|it| words::trigger(graph, words::node(it, node)))
            .unwrap_or_default()
    };
    let pairs =
        members.iter().enumerate().flat_map(|(index, &b)| members[..index].iter().map(move |&a| (a, b)));
    let pair = pairs.into_iter().find(|&(a, b)| analysis.exclusive_nodes((step, a), (step, b)));
    let whole = std::iter::successors(nodes[node].parent, |&gate| nodes[gate].parent).all(
        |gate| matches!(&nodes[gate].kind, Kind::Gate { needs, members, .. } if *needs == members.len()),
    );
    let subject = match (whole, word) {
        (true, _) => format!("{} can never run: it waits", words::step(graph, step)),
        (false, Word::Quorum) => "this `quorum` can never complete: it waits".to_owned(),
        (false, Word::And | Word::Or) => "this `and` can never complete: it waits".to_owned(),
    };
    let bare = |text: &str| text.trim_matches('`').to_owned();
    if *word == Word::Quorum {
        let all: Vec<String> = members.iter().map(|&member| text(member)).collect();
        let message = format!(
            "{subject} for {needs} of {}, and fewer than {needs} of them can happen in one run",
            words::list(&all)
        );
        let all: Vec<String> = all.iter().map(|it| bare(it)).collect();
        let help = format!("to go on after whichever of them happens, wait for `or({})`", all.join(", "));
        return Diagnostic::new(3, Place::Trigger(step, node), message).help(help);
    }
    let Some((a, b)) = pair else {
        let all: Vec<String> = members.iter().map(|&member| text(member)).collect();
        let message = format!("{subject} for {}, which never all happen in one run", words::list(&all));
        return Diagnostic::new(3, Place::Trigger(step, node), message);
    };
    let (first, second) = (text(a), text(b));
    let why = reasons(graph, analysis, step, (a, b)).map_or_else(String::new, |(x, y)| {
        let line = |member: &str, reason: String| match member.replace(" {}", "") == reason {
            true => String::new(),
            false => format!("\n  {member} happens only after {reason}"),
        };
        line(&first, x) + &line(&second, y)
    });
    let message = format!("{subject} for {first} and {second}, and one run takes only one of them{why}");
    let help = format!(
        "to go on after whichever of them happens, wait for `or({}, {})`",
        bare(&first),
        bare(&second)
    );
    Diagnostic::new(3, Place::Trigger(step, node), message).help(help)
}

/// Two events, one certain with each of the members, that exclude one another because one step ends in one way only.
fn reasons(
    graph: &Graph,
    analysis: &Analysis,
    step: StepId,
    (a, b): (usize, usize),
) -> Option<(String, String)> {
    let net = &analysis.net;
    let histories = analysis.histories(step);
    let (with_a, with_b): (&BitSet, &BitSet) = (&histories[a].as_ref()?.0, &histories[b].as_ref()?.0);
    let conflicts = |x: EventId, y: EventId| {
        let outcomes = 0..net.outcomes[net.events[x].0].count;
        outcomes.into_iter().all(|outcome| !(net.happens_with(x, outcome) && net.happens_with(y, outcome)))
    };
    let name = |event: EventId| words::event(graph, net.events[event].0, &net.events[event].1);
    let found = with_a.iter().find_map(|x| {
        let mut same_step = net.events_of(net.events[x].0).filter(|&y| with_b.contains(y));
        same_step.find(|&y| conflicts(x, y)).map(|y| (x, y))
    });
    found.map(|(x, y)| (name(x), name(y)))
}
